"""Show where in a search a fault is."""

import unicodedata

AROUND = 60  # characters of the search that are shown on both sides of the fault


def pointed(search: str, place: int) -> tuple[str, str]:
    """Return the part of a search around a fault, and a line with a caret beneath the fault."""
    first = max(0, place - AROUND)
    shown = "".join(one if one.isprintable() else " " for one in search[first : place + AROUND])
    before, after = "…" * bool(first), "…" * (place + AROUND < len(search))
    beneath = before + shown[: place - first]
    indent = "".join(
        "\u3000" if unicodedata.east_asian_width(one) in "WF" else " "
        for one in beneath
        if not unicodedata.combining(one)
    )
    return f"{before}{shown}{after}", f"{indent}^"
