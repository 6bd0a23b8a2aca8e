"""Turn what happens to the folder of articles, and to the index, into HTML.

As in ``rag.web.turn_html``: values in, HTML out, everything escaped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rag.articles.description import Description
from rag.articles.editing import MAX_FILE
from rag.articles.folder import file_of
from rag.articles.formats import READERS
from rag.articles.readers.kinds import KINDS
from rag.index.background_build import State
from rag.language.matching import has_all_words
from rag.records import Heading
from rag.web.edits import Outcome
from rag.web.html import counted, part, sends, trouble
from rag.web.reading_html import MAX_LISTED
from rag.web.texts import text

MAX_OUTCOMES = 200  # that a visitor sees; the oldest leave first
PAGE = "articles.html"


@dataclass(frozen=True, slots=True)
class Filed:
    """What the list of files shows of one of them."""

    file: str
    heading: Heading | None  # of its article, where it holds one
    known: str  # what there is to say of another
    reasons: tuple[str, ...]  # why the last build could not take it, or one of its lines
    question: str  # asked before it is removed


def drop() -> Markup:
    """Show where files are chosen, or dropped."""
    return part(PAGE, "drop", MAX_FILE, ",".join((*READERS, *KINDS)))


def rebuild() -> Markup:
    """Show the button that brings the index up to date."""
    return part(PAGE, "rebuild")


def building(state: State) -> Markup:
    """Say at the top of the page that the index is being rebuilt; nothing while it isn't."""
    return part(PAGE, "building", state.progress) if state.progress else Markup("")


def outcomes(said: Sequence[Outcome], batch: str) -> Markup:
    """List what became of the files, the newest first.

    Args:
        said: what became of each.
        batch: how the page's script calls the files it has sent last.
    """
    return part(PAGE, "outcomes", list(reversed(said)), batch)


def reported(state: State) -> Markup:
    """Say what the last build did, or why it failed; nothing while another one is running."""
    if state.progress:
        return Markup("")
    if state.trouble:
        return trouble(state.trouble)
    if not state.report:
        return Markup("")
    report = state.report
    changes = [
        text(what, n=number)
        for number, what in (
            (report.added, "n_added"),
            (report.changed, "n_changed"),
            (report.removed, "n_removed"),
            (len(report.refusals), "n_refused"),
        )
        if number
    ]
    what = ", ".join(changes) or text("nothing_changed")
    told = text("up_to_date", what=what, articles=counted(report.articles, "articles"))
    return part("lists.html", "found", told)


def file_list(
    files: Sequence[str],
    headings: Sequence[Heading],
    refusals: Mapping[str, str],
    *,
    search: str,
    shown: int,
) -> Markup:
    """List files with what the index has of them, and buttons that remove them.

    Args:
        files: their paths.
        headings: of every article in the index.
        refusals: why the last build could not take a file, or one of its lines.
        search: every word of it must stand in a path or a title.
        shown: how many at most.
    """
    if not files:
        return part("lists.html", "found", text("no_file"))
    held: dict[str, list[Heading]] = {}
    for heading in headings:
        held.setdefault(file_of(heading.id), []).append(heading)
    reasons: dict[str, list[str]] = {}
    for path, reason in refusals.items():
        line = path[len(file_of(path)) + 1 :]
        reasons.setdefault(file_of(path), []).append(
            text("line_reason", line=line, reason=reason) if line else reason
        )
    titles = {file: "\n".join(heading.title for heading in held.get(file, ())) for file in files}
    found = [file for file in files if has_all_words(f"{file}\n{titles[file]}", search)]
    items = [_filed(file, held.get(file, ()), reasons.get(file, ())) for file in found[:shown]]
    told = text("newest_first", found=counted(len(found), "files", among=len(files)))
    sent = sends("files", shown=shown + MAX_LISTED) if len(found) > shown else ""
    return part(PAGE, "files", items, told, sent)


def _filed(file: str, held: Sequence[Heading], reasons: Sequence[str]) -> Filed:
    known = counted(len(held), "articles") if held else "" if reasons else text("not_indexed")
    question = text("remove_file", file=file)
    if len(held) > 1:
        question = text("remove_file_of", file=file, articles=counted(len(held), "articles"))
    heading = held[0] if len(held) == 1 else None
    return Filed(file, heading, known, tuple(reasons), question)


def described(file: str, made: Description) -> Markup:
    """Show what was made of a file: fields, text, what was left out and why."""
    further = ""
    if made.further:
        further = text("and_further", articles=counted(made.further, "articles"))
    return part(PAGE, "described", file, made.articles, further, made.refused)


def removed_list(files: Sequence[str]) -> Markup:
    """List what was removed, with buttons that put it back."""
    if not files:
        return Markup("")
    return part(PAGE, "removed", files[:MAX_LISTED], counted(len(files), "removed_files"))
