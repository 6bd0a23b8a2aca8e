"""Turn what happens to the folder of articles, and to the index, into HTML.

As in ``rag.web.turn_html``: values in, text out, everything escaped.
"""

from collections.abc import Mapping, Sequence
from html import escape

from rag.articles.editing import MAX_FILE
from rag.articles.folder import file_of
from rag.articles.formats import READERS
from rag.articles.readers.kinds import KINDS
from rag.index.background_build import State
from rag.index.library import holds
from rag.records import Heading
from rag.web.edits import Outcome
from rag.web.turn_html import MAX_LISTED, counted, meta, sends, trouble

MAX_OUTCOMES = 200  # that a visitor sees; the oldest leave first
DROP = f"""<section id="drop" data-largest="{MAX_FILE}" aria-label="Add files">
<p><label class="strong" for="pick">Choose files</label>
<input type="file" id="pick" class="unseen" multiple accept="{",".join((*READERS, *KINDS))}">
or drop them here: text, web pages, PDF, Word, mail, tables, feeds, ZIP</p>
<p id="adding" role="status"></p></section>"""
REBUILD = f'<button type="button" class="quiet" {sends("rebuild")}>Rebuild the index</button>'


def building(state: State) -> str:
    """Say at the top of the page that the index is being rebuilt; nothing while it isn't."""
    if not state.progress:
        return ""
    stage, done, total = state.progress.stage, state.progress.done, state.progress.total
    share = f" value='{done}' max='{total}'" if total else ""
    told = f": {escape(stage)}, {done:,} of {total:,}" if total else ""
    return (
        f'<p class="building" role="status"><progress{share} aria-label="Rebuilding"></progress> '
        f"<span>The index is being rebuilt{told}. You can go on asking.</span></p>"
    )


def outcomes(said: Sequence[Outcome], batch: str) -> str:
    """List what became of the files, the newest first.

    Args:
        said: what became of each.
        batch: how the page's script calls the files it has sent last.
    """
    items = "".join(_outcome(one) for one in reversed(said))
    return f'<ul class="outcomes" role="status" data-batch="{escape(batch)}">{items}</ul>'


def _outcome(one: Outcome) -> str:
    notes = "".join(f'<span class="meta" dir="auto">{escape(note)}</span>' for note in one.notes)
    mark = "✓" if one.done else "✗"
    return (
        f'<li class="{"taken" if one.done else "refused"}"><span aria-hidden="true">{mark}</span>'
        f'<span><bdi class="name">{escape(one.name)}</bdi> '
        f'<span dir="auto">{escape(one.text)}</span>{notes}</span></li>'
    )


def reported(state: State) -> str:
    """Say what the last build did, or why it failed; nothing while another one is running."""
    if state.progress:
        return ""
    if state.trouble:
        return trouble(state.trouble)
    if not state.report:
        return ""
    report = state.report
    changes = [
        f"{number:,} {what}"
        for number, what in (
            (report.added, "added"),
            (report.changed, "changed"),
            (report.removed, "removed"),
            (len(report.refusals), "not taken"),
        )
        if number
    ]
    what = ", ".join(changes) or "nothing has changed"
    return (
        f'<p class="found" role="status">The index is up to date: {what}; '
        f"{counted(report.articles, 'article')}.</p>"
    )


def file_list(
    files: Sequence[str],
    headings: Sequence[Heading],
    refusals: Mapping[str, str],
    *,
    search: str,
    shown: int,
) -> str:
    """List files with what the index has of them, and buttons that remove them.

    Args:
        files: their paths.
        headings: of every article in the index.
        refusals: why the last build could not take a file, or one of its lines.
        search: every word of it must stand in a path or a title.
        shown: how many at most.
    """
    held: dict[str, list[Heading]] = {}
    for heading in headings:
        held.setdefault(file_of(heading.id), []).append(heading)
    reasons: dict[str, list[str]] = {}
    for path, reason in refusals.items():
        line = path[len(file_of(path)) + 1 :]
        reasons.setdefault(file_of(path), []).append(f"Line {line}: {reason}" if line else reason)
    found = [
        file
        for file in files
        if holds("\n".join([file, *(heading.title for heading in held.get(file, ()))]), search)
    ]
    items = "".join(
        _file(file, held.get(file, ()), reasons.get(file, ())) for file in found[:shown]
    )
    if not files:
        return '<p class="found" role="status">There is no file yet.</p>'
    count = counted(len(found), "file") + (
        f" of {len(files):,}" if len(found) != len(files) else ""
    )
    sent = sends("files", shown=shown + MAX_LISTED)
    more = f'<button type="button" class="more" {sent}>Show more</button>'
    return (
        f'<p class="found" role="status">{count}, the newest first</p><ul class="articles">{items}'
        f"</ul>{more if len(found) > shown else ''}"
    )


def removed_list(files: Sequence[str]) -> str:
    """List what was removed, with buttons that put it back."""
    if not files:
        return ""
    items = "".join(
        f'<li><div class="filed"><bdi class="name">{escape(file)}</bdi><button type="button" '
        f'class="quiet" {sends("restore", file=file)}>Put back<span class="unseen"> '
        f"{escape(file)}</span></button></div></li>"
        for file in files[:MAX_LISTED]
    )
    return (
        f'<details class="removed"><summary>{counted(len(files), "removed file")}</summary>'
        f'<ul class="articles">{items}</ul></details>'
    )


def _file(file: str, held: Sequence[Heading], reasons: Sequence[str]) -> str:
    path = f"<bdi>{escape(file)}</bdi>"
    if len(held) == 1:
        opens = sends("open", article=held[0].id)
        title = f'<button type="button" class="open" dir="auto" {opens}>{escape(held[0].title)}'
        title += "</button>"
        known = f'{meta(held[0])}<span class="dot"> · </span>{path}'
    else:
        title = path
        known = counted(len(held), "article") if held else "" if reasons else "Not in the index yet"
    refused = "".join(
        f'<p class="refused" dir="auto">Not taken: {escape(reason)}</p>' for reason in reasons
    )
    question = f"Remove {file}" + (f" with its {len(held)} articles?" if len(held) > 1 else "?")
    return (
        f'<li><div class="filed"><div><p class="name">{title}</p>'
        f'<p class="meta">{known}</p>{refused}</div>'
        f'<button type="button" class="quiet" data-confirm="{escape(question)}" '
        f'{sends("remove", file=file)}>Remove<span class="unseen"> {escape(file)}</span></button>'
        "</div></li>"
    )
