"""Nothing in a name or a text is obeyed where it is shown."""

import io
import unicodedata

from rag.visible import visible, visible_stream, visible_text
from rag.web.html import environment

ODD = "wall\n\x1b[31m\x85\u2028\u202e.txt"


def test_a_name_stays_a_line_that_nothing_turns_or_steers() -> None:
    assert visible(ODD) == r"wall\u000a\u001b[31m\u0085\u2028\u202e.txt"
    for code in range(0x11000):
        kind = unicodedata.category(chr(code))
        if kind in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(chr(code)) in (
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        ):  # fmt: skip
            assert visible(chr(code)) == f"\\u{code:04x}"
        else:
            assert visible(chr(code)) == chr(code)


def test_a_text_keeps_its_lines() -> None:
    assert visible_text("\rone\ttwo\nthree\x1b\r") == "\rone\ttwo\nthree\\u001b\\u000d"


def test_a_stream_shows_what_a_terminal_would_obey() -> None:
    written = io.BytesIO()
    stream = visible_stream(io.TextIOWrapper(written, "ascii"))
    stream.write("a\x1b[31m\n€")
    stream.flush()
    assert written.getvalue() == b"a\\u001b[31m\n\\u20ac"


def test_the_page_shows_them_too() -> None:
    shown = environment().from_string("{{ name }} {{ 1 }}").render(name=ODD)
    assert shown == "wall\n" + r"\u001b[31m\u0085\u2028\u202e.txt 1"
