"""Find what new articles have for the questions that are kept, and keep it."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from rag.chat import Chat
from rag.errors import BadQuestion, IndexUnwritable
from rag.index.generations import CURRENT
from rag.index.library import Library
from rag.news.saved import (
    Saved,
    Told,
    alone,
    read_saved,
    with_question,
    without_question,
    write_saved,
)
from rag.records import Article, Claim, Filters, Source, Span

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class News:
    """What a new article has for a question that is kept."""

    question: str
    at: datetime  # when it was found out
    claim: Claim


def add_question(index: Path, chat: Chat, question: str) -> tuple[News, ...]:
    """Keep a question; what the articles of now have for it is not new.

    Returns:
        What is new for the questions kept before.

    Raises:
        BadQuestion: it cannot be asked, or is kept already.
        IndexUnwritable: nothing can be kept there.
    """
    with alone(index):
        saved = read_saved(index)
        questions = with_question(saved, question).questions
        chat.quoted(questions[-1])  # for the faults in it
        found, saved = _looked(chat, saved, _now())
        write_saved(index, replace(saved, questions=questions))
    return found


def remove_question(index: Path, number: int) -> str:
    """Keep a question no longer, nor its news, and return it.

    Raises:
        BadQuestion: there is none of that number.
        IndexUnwritable: it cannot be written.
    """
    with alone(index):
        saved = read_saved(index)
        write_saved(index, without_question(saved, number))
    return saved.questions[number - 1]


def look(index: Path, chat: Chat, now: Callable[[], datetime] | None = None) -> tuple[News, ...]:
    """Return what is new since the index was looked through last, and keep it.

    Where it cannot be written it stays new.

    Raises:
        IndexMissing, IndexDamaged: the index, or what is kept, cannot be read.
    """
    saved = read_saved(index)
    if not saved.questions or saved.generation == chat.library.generation:
        return ()
    at = (now or _now)()
    try:
        with alone(index):
            found, saved = _looked(chat, read_saved(index), at)
            write_saved(index, saved)
    except (IndexUnwritable, OSError):
        found, _ = _looked(chat, saved, at)
    return found


def all_news(index: Path, chat: Chat) -> tuple[News, ...]:
    """Return all news whose words still stand where they did, newest first; keep what is new."""
    found = look(index, chat)
    return _newest_first(chat, read_saved(index), found)


class NewsReader:
    """Reads the news without keeping what is new, and so without changing what others are told.

    Args:
        index: the index folder.
        chat: answers from it.
    """

    def __init__(self, index: Path, chat: Chat) -> None:
        self._index = index
        self._chat = chat
        self._lock = Lock()
        self._looked: tuple[object, tuple[News, ...]] = (None, ())  # at what, and what was new

    def all_news(self) -> tuple[News, ...]:
        """Return what ``all_news`` does; news that nobody was told of is as old as the index."""
        saved, generation = read_saved(self._index), self._chat.generation
        with self._lock:
            if self._looked[0] != (saved, generation):
                self._looked = (saved, generation), self._new(saved)
            found = self._looked[1]
        return _newest_first(self._chat, saved, found)

    def _new(self, saved: Saved) -> tuple[News, ...]:
        if not saved.questions or saved.generation == self._chat.generation:
            return ()
        pointer = self._index / CURRENT  # which an index on servers does not have
        at = _now()
        if pointer.exists():
            at = datetime.fromtimestamp(int(pointer.stat().st_mtime), UTC)
        return _looked(self._chat, saved, at)[0]


def _newest_first(chat: Chat, saved: Saved, found: tuple[News, ...]) -> tuple[News, ...]:
    """Return the news that is kept and can be shown, and what was found but could not be kept."""
    kept = tuple(_shown(chat.library, saved.news))
    unkept = tuple(one for one in found if one not in kept)
    return tuple(sorted(kept + unkept, key=lambda one: one.at, reverse=True))


def _looked(chat: Chat, saved: Saved, at: datetime) -> tuple[tuple[News, ...], Saved]:
    """Return what is new in the articles that were not known, and what is to be kept then."""
    library = chat.library
    known = {article.id: _digests(article) for article in library.articles()}
    everything = frozenset(digest for digests in known.values() for digest in digests)
    saved_now = replace(saved, generation=library.generation, known=everything)
    if not saved.known or not saved.questions:
        return (), saved_now
    new = {one for one, digests in known.items() if saved.known.isdisjoint(digests)}
    if not new:
        return (), saved_now
    said = {(one.question, one.words) for one in saved.news}
    found: list[News] = []
    told: list[Told] = []
    for question in saved.questions:
        for claim in _claims(chat, question, new):
            source = claim.sources[0]
            words = _digest(_words(source.quote))
            if (question, words) in said or _stood_before(library, source, new):
                continue
            said.add((question, words))
            article = source.article
            one = Told(
                question=question,
                at=at.isoformat(timespec="seconds"),
                article=article.id,
                text=_digest(article.text),
                start=source.span.start,
                end=source.span.end,
                speaker=claim.speaker,
                role=claim.role,
                words=words,
            )
            told.append(one)
            found.append(_news_of(one, article))
    return tuple(found), replace(saved_now, news=(*saved.news, *told))


def _claims(chat: Chat, question: str, new: set[str]) -> Iterator[Claim]:
    """Yield what new articles say to a question, in their own words."""
    try:
        answer = chat.quoted(question, Filters(within=tuple(sorted(new))))
    except BadQuestion:  # of another version, which took it
        return
    if answer.grade != "answered" or answer.form == "help":
        return
    for claim in answer.claims:
        if claim.is_quoted and claim.sources[0].article.id in new:
            yield claim


def _stood_before(library: Library, source: Source, new: set[str]) -> bool:
    """Tell whether an older article with much the same words has these, too."""
    quote = f" {_words(source.quote)} "
    return any(
        quote in f" {_words(copy.text)} "
        for copy in library.copies(source.article.id)
        if copy.id not in new
    )


def _shown(library: Library, told: tuple[Told, ...]) -> Iterator[News]:
    """Yield news whose article is there and unchanged, be it under another id."""
    texts = {one.text for one in told}
    articles: dict[str, dict[str, Article]] = {}  # by digest, then by id
    for article in library.articles() if texts else ():
        if (digest := _digest(article.text)) in texts:
            articles.setdefault(digest, {})[article.id] = article
    for one in told:
        there = articles.get(one.text)
        if there:
            yield _news_of(one, there.get(one.article) or next(iter(there.values())))


def _news_of(told: Told, article: Article) -> News:
    source = Source(article, Span(article.id, told.start, told.end), ())
    claim = Claim(source.quote, (source,), speaker=told.speaker, role=told.role)
    return News(told.question, datetime.fromisoformat(told.at), claim)


def _words(text: str) -> str:
    """Return what two prints of a text share, whatever their punctuation."""
    return " ".join(_WORD.findall(text.lower()))


def _digests(article: Article) -> tuple[str, str]:
    """Return what an article is known by: its text, and its source, title and date."""
    named = _digest(f"{article.source}\n{article.title}\n{article.date}")
    return _digest(article.text), named


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
