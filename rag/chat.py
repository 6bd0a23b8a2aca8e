"""The whole road in one object: ask a question, get a cited answer."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from threading import Lock

from rag.answers.examples import Examples
from rag.answers.faithfulness import Cited, cited_with
from rag.answers.generation import write
from rag.answers.help import OTHER_LANGUAGE, help_answer
from rag.answers.newest import newest_answer
from rag.answers.quoting import evidence_for, quote
from rag.answers.suggestions import MOST_NEXT, example_questions, next_questions
from rag.answers.timeline import timeline, topic_statements, topic_timeline
from rag.errors import RagError
from rag.index.article_lists import ALL
from rag.index.generations import current_generation
from rag.index.library import Library, open_library
from rag.language.speaker_kinds import SpeakerKind
from rag.models.language_model import LanguageModel
from rag.models.reader import open_reader
from rag.questions.answer_form import asks_for_news, is_in_other_language
from rag.questions.decomposition import separate
from rag.records import (
    Answer,
    Article,
    FacetCounts,
    Filters,
    Heading,
    Passage,
    RankedStatement,
    Source,
    Span,
)
from rag.retrieval.exact_search import ExactSearch
from rag.retrieval.found import Found
from rag.retrieval.role_holders import with_holders
from rag.retrieval.search import find_passages, search
from rag.retrieval.search_kind import is_exact, is_unfinished
from rag.retrieval.statement_ranking import said_by
from rag.retrieval.understand import Understood, known_name, speakers_meant, speakers_of, understand

# By hand.
PASSAGES = 10
HELPED_WITH = 3  # example questions in an answer to "hello"


class Chat:
    """Answers questions from the index in use, and follows when a build replaces it.

    The index is opened when it is first needed, and again after that has failed, so that it may
    be mended meanwhile. Every method may raise IndexMissing, IndexDamaged or IndexMismatch, with
    the command that mends it.

    Args:
        index: the index folder.
        model: words the answers, where one is wanted; see ``rag.models.language_model``.
        must_exist: False: there may be no index yet.

    Raises:
        IndexMissing, IndexDamaged: there is no index, or none that can be told.
    """

    def __init__(
        self, index: str | Path, *, model: LanguageModel | None = None, must_exist: bool = True
    ) -> None:
        self._index = Path(index)
        if must_exist:
            current_generation(self._index)
        self._model = model
        self._opened: Library | None = None
        self._lock = Lock()
        self._examples = Examples(_examples_of)
        self._warm = False

    @property
    def library(self) -> Library:
        """The generation in use, opened anew if a build has switched to another."""
        opened, current = self._opened, current_generation(self._index)
        if opened is None or opened.generation != current:
            with self._lock:
                opened, current = self._opened, current_generation(self._index)
                if opened is None or opened.generation != current:
                    opened = self._opened = open_library(self._index, before=opened)
                    if self._warm:
                        self._examples.begin(opened)
        return opened

    @property
    def generation(self) -> str:
        """The name of the generation in use."""
        return self.library.generation

    def warm_up(self) -> None:
        """Load what reads passages, and begin to make the examples, of later indexes too.

        Whoever comes first need not wait for either.
        """
        open_reader()
        self._warm = True
        with suppress(RagError):  # said to whoever asks; there may be an index later
            self._examples.begin(self.library)

    def ask(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        before: Sequence[Answer] = (),
        dropped: Sequence[str] = (),
    ) -> Answer:
        """Answer one question.

        Args:
            question: as typed.
            filters: what the articles must meet.
            before: the conversation so far; a question that leans on it takes words over.
            dropped: words that are not to be taken over.

        Raises:
            BadQuestion: it is empty or too long.
            UnknownSource, UnknownSpeaker: no article has a name in the filters.
            RagError: the index cannot be read.
        """
        known = self.known(filters)
        *_, answer = self.stream(question, known, before=before, dropped=dropped)
        return answer

    def stream(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        before: Sequence[Answer] = (),
        dropped: Sequence[str] = (),
    ) -> Iterator[Answer]:
        """Yield the answer as it grows, claim by claim; the last one is the whole.

        A language model begins once the quoting answer is there, a refusal too; that stays
        beneath what the model writes. Arguments and errors are those of ``ask``, but for a name
        in the filters that no article has: nothing passes it.
        """
        library = self.library  # one generation for the whole answer
        before = _about_articles(before)
        answer, found = self._in_articles_words(
            library, understand(library, question, filters, before=before, dropped=dropped)
        )
        if found is None:
            yield answer
            return
        for shown in range(1, len(answer.claims)):
            yield replace(answer, claims=answer.claims[:shown])
        yield answer
        if self._model:
            yield from write(self._model, answer, _cited(library, evidence_for(found, answer)))

    def quoted(
        self, question: str, filters: Filters = Filters(), *, before: Sequence[Answer] = ()
    ) -> Answer:
        """Answer one question in the articles' words alone, be there a language model or not.

        Arguments and errors are those of ``ask``.
        """
        library = self.library
        before = _about_articles(before)
        asked = understand(library, question, self.known(filters), before=before)
        return self._in_articles_words(library, asked)[0]

    def _in_articles_words(
        self, library: Library, understood: Understood
    ) -> tuple[Answer, Found | None]:
        """Return the answer, and what was found for it where a language model may use it."""
        asked = understood.asked
        if understood.query.form == "help":
            examples = self.examples()[:HELPED_WITH]
            return help_answer(asked, examples, library.generation), None
        if asks_for_news(asked.question):
            return newest_answer(library, asked), None
        found, answer = _quoted(library, understood)
        if answer.grade != "answered" and is_in_other_language(asked.question):
            answer = replace(answer, note=f"{OTHER_LANGUAGE} {answer.note}".strip())
        return answer, found

    def search(self, question: str, filters: Filters, limit: int) -> tuple[Passage, ...]:
        """Return the passages found for a question, best first, without an answer.

        Raises:
            As ``ask``.
        """
        library = self.library
        asked = understand(library, question, self.known(filters))
        return find_passages(library, asked, limit=limit)

    def search_exactly(self, search: str, filters: Filters = Filters()) -> ExactSearch:
        """Return a search for exactly what is asked, in the language of ``rag search --help``.

        Its ``passages()`` and ``matches()`` (whole articles) are iterated over, and
        ``keywords(context)`` are the places with so many words on both sides; all come newest
        article first. ``counts(by)`` counts by "month", "source" or "speaker", and ``hints`` say
        what of the search may be meant otherwise.

        Raises:
            BadQuery: it cannot be read, or no day is both in it and in the filters.
            UnknownSource, UnknownSpeaker: no article has a name in it or in the filters.
        """
        return ExactSearch(self.library, search, self.known(filters), self.find_speakers)

    def article(self, article_id: str) -> Article:
        """Return an article of the index in use.

        Raises:
            UnknownArticle: there is none with that id.
        """
        return self.library.article(article_id)

    def headings(
        self,
        filters: Filters = Filters(),
        matching: str = "",
        *,
        limit: int = ALL,
        offset: int = 0,
    ) -> Sequence[Heading]:
        """Return what a list shows of the articles that pass filters, newest first.

        Each word of ``matching`` must stand in the title, source, author or text; see ``Chatbot``.
        With operators it is an exact search. Of all of them, ``limit`` from ``offset`` on.
        """
        if exact := self._exact(matching, filters):
            return exact.headings(limit, offset)
        return self.library.lists.headings(filters, matching, limit=limit, offset=offset)

    def page(
        self, filters: Filters = Filters(), matching: str = "", *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Heading], int]:
        """Return a part of ``headings``, and how many there are: no text is read twice."""
        if exact := self._exact(matching, filters):
            return exact.page(limit, offset)
        return self.library.lists.page(filters, matching, limit=limit, offset=offset)

    def count(self, filters: Filters = Filters(), matching: str = "") -> int:
        """Return how many ``headings`` there are."""
        return self.page(filters, matching, limit=0)[1]

    def _exact(self, search: str, filters: Filters) -> ExactSearch | None:
        """Return the exact search that is asked for, if it is one."""
        is_one = is_exact(search) and not is_unfinished(search)
        return ExactSearch(self.library, search, filters, self.find_speakers) if is_one else None

    def counts(self, filters: Filters = Filters()) -> FacetCounts:
        """Count the articles that pass filters, and those with each value of a filter."""
        lists = self.library.lists
        return FacetCounts(
            articles=lists.count(filters),
            sources=lists.count_by("source", replace(filters, sources=())),
            authors=lists.count_by("author", replace(filters, authors=())),
            speakers=lists.count_by("speaker", replace(filters, speakers=())),
        )

    def extent(self) -> tuple[int, date | None, date | None]:
        """Return the number of articles, the first and the last date."""
        return self.library.extent

    def examples(self) -> Sequence[str]:
        """Return up to six questions that the articles answer.

        After ``warm_up`` nobody waits long: for an index that is new they may be those of the one
        before, or none.
        """
        return self._examples.of(self.library)

    def next_questions(
        self, before: Sequence[Answer], filters: Filters = Filters()
    ) -> Sequence[str]:
        """Return up to three questions that lead on from a conversation.

        Asked next, each is answered with words that the last answer did not show. Where nothing
        came close to the last question, they are those of ``examples``.
        """
        library, last = self.library, before[-1]
        shown = {citation.source.span for citation in last.citations}

        def leads_on(question: str) -> bool:
            understood = understand(library, question, filters, before=before)
            if understood.asked.carried:
                return False
            _, answer = _quoted(library, understood)
            fresh = any(claim.sources[0].span not in shown for claim in answer.claims)
            return answer.grade == "answered" and fresh

        asked = [one.asked.question for one in before]
        if last.grade == "nothing" and filters == Filters():
            new = (one for one in self.examples() if one not in asked and leads_on(one))
            return tuple(islice(new, MOST_NEXT))
        return next_questions(library, last, asked, leads_on)

    def speakers(self) -> Mapping[str, int]:
        """Return everyone who says something, most quoted first, with the number of statements."""
        return self.library.people.quoted()

    def speaker_kinds(self) -> Mapping[str, SpeakerKind]:
        """Return whether each of ``speakers`` is a person, an organisation or else."""
        return self.library.people.kinds()

    def separate(self, typed: str) -> tuple[str, ...]:
        """Return the questions that were typed at once, in their order."""
        return separate(typed)

    def find_speakers(self, name: str) -> tuple[str, ...]:
        """Return the speakers that a name or a role means, as ``speakers`` has them.

        Raises:
            UnknownSpeaker: there is none.
        """
        return speakers_meant(self.library, name)

    def known(self, filters: Filters) -> Filters:
        """Return filters with the names as the articles have them, people under their full names.

        Raises:
            UnknownSource, UnknownSpeaker: no article has a name in them.
        """
        library = self.library
        people = [person for name in filters.speakers for person in self.find_speakers(name)]
        return replace(
            filters,
            sources=tuple(known_name(one, library.sources, "source") for one in filters.sources),
            authors=tuple(known_name(one, library.authors, "author") for one in filters.authors),
            speakers=tuple(dict.fromkeys(people)),
        )

    def statements(
        self, speakers: Sequence[str], topic: str, filters: Filters = Filters()
    ) -> tuple[RankedStatement, ...]:
        """Return what some of ``speakers`` said, what fits a topic best first.

        Without a topic, speaker by speaker and the newest first. What several articles print in
        the same words is one statement.

        Raises:
            UnknownSource, UnknownSpeaker: no article has a name in the filters.
        """
        library, filters = self.library, self.known(filters)
        found = [one for person in speakers for one in said_by(library, person, topic, filters)]
        if topic:
            found.sort(key=lambda one: -one.fit)
        return tuple(found)

    def timeline(self, speaker: str, topic: str, filters: Filters = Filters()) -> Answer:
        """Return what one of ``speakers`` said about a topic, newest first; without one, all."""
        return timeline(self.library, speaker, topic, filters)

    def topic_timeline(self, topic: str, filters: Filters = Filters()) -> Answer:
        """Return what happened with a topic, by day and the earliest first."""
        return topic_timeline(self.library, topic, filters)

    def topic_statements(self, topic: str, filters: Filters = Filters()) -> Answer:
        """Return who said what on a topic, under the name of each."""
        return topic_statements(self.library, topic, filters)


def _about_articles(before: Sequence[Answer]) -> list[Answer]:
    """Return what of a conversation a question may lean on: no greetings, thanks or help."""
    return [one for one in before if one.form != "help"]


def _quoted(library: Library, understood: Understood) -> tuple[Found, Answer]:
    """Return what is found for a question, and the answer in the articles' words."""
    found = search(library, understood, limit=PASSAGES)
    led = with_holders(library, understood, found.passages)
    if led is not understood:
        understood, found = led, search(library, led, limit=PASSAGES)
    unknown = found.evidence.gaps.speaker
    near = speakers_of(library).near(unknown) if unknown else ()
    return found, quote(found, understood, library.generation, near_names=near)


def _examples_of(library: Library) -> Sequence[str]:
    """Return questions that a generation answers, without asking a language model."""

    def is_answered(question: str) -> bool:
        _, answer = _quoted(library, understand(library, question, Filters()))
        return answer.grade == "answered"

    return example_questions(library, is_answered)


def _cited(library: Library, sources: Sequence[Source]) -> list[Cited]:
    """Return sources with what the index has of who speaks in them."""
    wholes = {one.article.id: Span(one.article.id, 0, len(one.article.text)) for one in sources}
    said = {
        article_id: [statement for _, statement in library.statements(within=whole)]
        for article_id, whole in wholes.items()
    }
    return [cited_with(said[one.article.id], one) for one in sources]
