r"""Take out of rich text (.rtf) what is not shown, and put what boxes hold where it is read."""

import re

_TOKEN = re.compile(r"\\(?P<word>[a-z]+)(?P<number>-?\d+)? ?|\\.|[{}]|[^\\{}]+", re.DOTALL)
_SPECIAL = re.compile(r"\\(?:deleted|v|striked?|shptxt)(?![a-z])")
# As a tracked change, from everyone, as struck out, and no longer
_HIDING = frozenset({"deleted", "v", "strike", "striked", "plain"})
_KEPT = frozenset({"f", "uc"})  # what decides how the letters behind it are read


def shown(rtf: str) -> str:
    """Return rich text without what is hidden or struck out, and boxes behind their paragraph.

    Boxes are in a group that ``striprtf`` leaves out whole.
    """
    return "".join(_shown(rtf)) if _SPECIAL.search(rtf) else rtf


def _shown(rtf: str) -> list[str]:
    kept: list[str] = []
    boxes: list[str] = []  # of the paragraph
    groups: list[tuple[bool, int]] = []  # that are open: what was hidden before, the start in kept
    hidden, box = False, 0  # the number of groups that are open with a box's
    for token in _TOKEN.finditer(rtf):
        word, written = token["word"], token[0]
        if written == "{":
            groups.append((hidden, len(kept)))
        elif written == "}" and groups:
            is_box, box = len(groups) == box, 0 if len(groups) == box else box
            hidden, start = groups.pop()
            if is_box:
                boxes += ["{", *kept[start + 1 :], "}\\par "]
                del kept[start:]
                continue
            if not groups and boxes:  # the last paragraph need not have an end
                kept += ["\\par ", *boxes]
        elif word == "shptxt" and groups and not box:
            box = len(groups)
            del kept[groups[-1][1] + 1 :]  # the mark that an old reader passes over the group
            continue
        elif word in _HIDING:
            hidden = word != "plain" and token["number"] != "0"
        elif hidden and word not in _KEPT:
            continue
        kept.append(written)
        if word == "par" and boxes and not box:
            kept += boxes
            boxes.clear()
    return kept
