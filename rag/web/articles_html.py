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
from rag.records import Heading
from rag.web.edits import Outcome
from rag.web.html import counted, part, sends, trouble
from rag.web.reading_html import MAX_LISTED
from rag.web.texts import text

MAX_OUTCOMES = 200  # that a visitor sees; the oldest leave first
PAGE = "articles.html"
STAGES = {  # of a build, and what the page calls them
    "preparing the model": "stage_model",
    "reading articles": "stage_reading",
    "embedding passages": "stage_embedding",
}


@dataclass(frozen=True, slots=True)
class Filed:
    """What the list of files shows of one of them."""

    file: str
    heading: Heading | None  # of its article, where it holds one
    known: str  # what there is to say of another
    reasons: tuple[str, ...]  # why the last build could not take it, or one of its lines
    question: str  # asked before it is removed


@dataclass(frozen=True, slots=True)
class Held:
    """What the index has of a file."""

    articles: int
    heading: Heading | None  # of its article, where it holds one


NOTHING = Held(0, None)


def drop() -> Markup:
    """Show where files are chosen, or dropped."""
    return part(PAGE, "drop", MAX_FILE, ",".join((*READERS, *KINDS)))


def rebuild() -> Markup:
    """Show the button that brings the index up to date."""
    return part(PAGE, "rebuild")


def building(state: State) -> Markup:
    """Say at the top of the page that the index is being rebuilt; nothing while it isn't."""
    if not (progress := state.progress):
        return Markup("")
    stage = text(STAGES[progress.stage]) if progress.stage in STAGES else progress.stage
    return part(PAGE, "building", progress, stage)


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
    held: Mapping[str, Held],
    refusals: Mapping[str, str],
    *,
    found: int,
    among: int,
    more: str = "",
) -> Markup:
    """List files with what the index has of them, and buttons that remove them.

    Args:
        files: the paths of those that are shown.
        held: what the index has of these.
        refusals: why the last build could not take a file, or one of its lines.
        found: how many files there are to show.
        among: how many there are.
        more: said where the search ended before it had found all.
    """
    if not among:
        return part("lists.html", "found", text("no_file"))
    reasons: dict[str, list[str]] = {}
    for path, reason in refusals.items():
        line = path[len(file_of(path)) + 1 :]
        reasons.setdefault(file_of(path), []).append(
            text("line_reason", line=line, reason=reason) if line else reason
        )
    items = [_filed(file, held.get(file, NOTHING), reasons.get(file, ())) for file in files]
    told = text("newest_first", found=counted(found, "files", among=among))
    sent = sends("files", shown=len(files) + MAX_LISTED) if found > len(files) else ""
    return part(PAGE, "files", items, f"{told}. {more}" if more else told, sent)


def _filed(file: str, held: Held, reasons: Sequence[str]) -> Filed:
    articles = counted(held.articles, "articles")
    known = articles if held.articles else "" if reasons else text("not_indexed")
    question = text("remove_file", file=file)
    if held.articles > 1:
        articles = counted(held.articles, "in_so_many")
        question = text("remove_file_of", file=file, articles=articles)
    return Filed(file, held.heading, known, tuple(reasons), question)


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
    shown = files[:MAX_LISTED]
    return part(PAGE, "removed", shown, counted(len(shown), "removed_files", among=len(files)))
