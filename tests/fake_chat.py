"""A chat over a handful of invented articles, for what only the page does.

It finds sentences by the words they share with the question: enough to show every state of
the page, exact enough to be asserted, and without a model or an index.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from rag.errors import BadQuestion, RagError, UnknownArticle, UnknownSpeaker
from rag.language.dates import written_date
from rag.language.matching import has_all_words
from rag.language.speaker_kinds import SpeakerKind
from rag.questions.decomposition import separate
from rag.records import (
    Answer,
    Article,
    Asked,
    Chunk,
    Citation,
    Claim,
    FacetCounts,
    Filters,
    Heading,
    Passage,
    Source,
    Span,
)
from rag.web.kept import Kept

MAX_CHARACTERS = 1000
MAX_CLAIMS = 3
MAX_PASSAGES = 6
COMMON = frozenset(
    "a about and did do does for in is it of on say said that the they to was what".split()
)


def make_article(
    id: str,
    title: str,
    text: str,
    *,
    day: date | None = date(2025, 3, 4),
    source: str = "Harbour Post",
    author: str = "",
    url: str = "",
) -> Article:
    """Build an article the way a reader of files would."""
    return Article(id, title, day, source, author, url, text, sha256="0" * 64)


HARBOUR = make_article(
    "harbour.txt",
    "Council votes to raise the harbour wall",
    "The council of Westmere voted on Tuesday to raise the harbour wall by two metres, after the "
    "third flood in five winters.\n\n"
    '"We cannot ask families to carry sandbags every January," mayor Ines Calder said. '
    '"The wall is the cheapest promise we can keep."\n\n'
    "The work will cost 14 million euros and take three years, according to the council's "
    "engineer, Tomas Reuvers. He said the wall would hold a storm like that of 1953.\n\n"
    "Fishermen asked for a wider gate. Calder said the gate would be decided in June, after a "
    "study of the currents.\n\n"
    "The opposition voted against. Its leader, Pavel Horn, called the plan a monument to "
    "bad forecasting and wanted the money spent on moving the lowest street.",
    author="Mara Lind",
    url="https://harbourpost.example/wall",
)
FERRY = make_article(
    "ferry.txt",
    "Night ferry to return after eleven years",
    "The night ferry between Westmere and Oldport will sail again from May, the operator said "
    "on Friday.\n\n"
    "Mayor Ines Calder said the ferry would bring back the weekend guests the town had lost. "
    "Tickets will cost 38 euros.\n\n"
    "The operator, Blueline, ordered a ship with batteries. It expects 90,000 passengers in the "
    "first year.",
    day=date(2025, 3, 14),
    source="Coast Weekly",
    author="Jon Abara",
)
STUDY = make_article(
    "reports/study.md",
    "Study of the currents finds room for a wider gate",
    "A gate of eighteen metres would change the currents in the harbour less than feared, a "
    "study by the Hydraulic Institute found.\n\n"
    "The harbour wall itself was left out of the study. Ines Calder said the council would read "
    "it before the vote in June.",
    day=date(2025, 5, 28),
    source="Hydraulic Institute",
)
UNDATED = make_article(
    "undated.txt",
    "How the harbour of Westmere was dug",
    "The harbour of Westmere was dug by hand between 1871 and 1879. The first wall was of oak.",
    day=None,
    source="",
)
SAID_BY_CALDER = (  # newest first
    (STUDY, "Ines Calder said the council would read it before the vote in June."),
    (FERRY, "Mayor Ines Calder said the ferry would bring back the weekend guests"),
    (HARBOUR, '"We cannot ask families to carry sandbags every January,"'),
    (HARBOUR, "Calder said the gate would be decided in June"),
)
SAID_BY_HORN = ((HARBOUR, "Pavel Horn, called the plan a monument to bad forecasting"),)
SAID = {"Ines Calder": SAID_BY_CALDER, "Pavel Horn": SAID_BY_HORN}
ARTICLES = (STUDY, FERRY, HARBOUR, UNDATED)  # newest first, undated last

HOSTILE = make_article(
    "hostile.txt",
    'Title ${40+2} <script>document.title="caught"</script> {{value}}',
    "The hostile words are ${40+2} and `${40+2}` and {{value}} and \\u003cimg src=x "
    "onerror=\\u0022document.title='caught'\\u0022\\u003e said the robot. "
    "<script>document.title='caught'</script><img src=x onerror=\"document.title='caught'\"> "
    "hostile tags said the robot [3]. "
    "Hostile **bold** _words_ # heading [link](javascript:document.title='caught') "
    "$x^2$ and $$\\frac{1}{2}$$ cost \\(5\\) dollars.\n\n"
    "A hostile word without an end: " + "ab" * 300 + ".\n\n"
    "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd, hostile 12 \u05d9\u05de\u05d9\u05dd. "
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645 hostile. "
    "Hostile flags \U0001f1f3\U0001f1f1 and family \U0001f468\u200d\U0001f469\u200d\U0001f467, "
    "e\u0301cole & \"quotes\" 'single' </div></article><!-- comment.",
    source="<b onmouseover=\"document.title='caught'\">Bold ${40+2}</b>",
    author='O\'Neil & "Sons"',
    url="javascript:document.title='caught'",
)


class FakeChat:
    """Answers with the sentences that share most words with the question.

    A question with the word "unsupported" gets a claim without a source, one with "doubtful" a
    claim that its source does not bear out. "She" is whoever was asked about last. ``error``
    is raised by every method while it is set; ``pause`` seconds pass before each step of an
    answer.
    """

    def __init__(self, articles: Sequence[Article] = ARTICLES, *, pause: float = 0.0) -> None:
        self._articles = tuple(articles)
        self.pause = pause
        self.error: Exception | None = None
        self.asked: list[tuple[str, Filters]] = []
        self.before: list[list[str]] = []  # for each of ``asked``: the questions before it

    def ask(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        before: Sequence[Answer] = (),
        dropped: Sequence[str] = (),
    ) -> Answer:
        """Return the last answer of ``stream``."""
        *_, last = self.stream(question, filters, before=before, dropped=dropped)
        return last

    def stream(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        before: Sequence[Answer] = (),
        dropped: Sequence[str] = (),
    ) -> Iterator[Answer]:
        """Yield the passages first, then one claim more each time."""
        self._check()
        self.asked.append((question, filters))
        self.before.append([answer.asked.question for answer in before])
        spoken = [name for answer in before for name in answer.asked.speakers]
        carried = tuple(name for name in spoken[-1:] if name not in dropped and " she " in question)
        question = question.replace(" she ", f" {carried[0]} ") if carried else question
        question = question.strip()
        words = _words(question)
        if not words:
            raise BadQuestion("The question has no words.", fix="Type a question.")
        if len(question) > MAX_CHARACTERS:
            raise BadQuestion(
                f"The question has {len(question):,} characters.",
                fix=f"Keep it below {MAX_CHARACTERS:,}.",
            )
        time.sleep(self.pause)
        asked = replace(self._understand(question, filters), carried=carried)
        sources = self._find(words, filters)
        passages = tuple(_passage(source, row) for row, source in enumerate(sources[:MAX_PASSAGES]))
        answer = Answer(asked, (), (), passages, "nothing", "", generation="fake")
        yield answer
        yield from self._claims(answer, sources, words=words)

    def separate(self, typed: str) -> tuple[str, ...]:
        """Return the questions of a text, as the chat does."""
        return separate(typed)

    def article(self, article_id: str) -> Article:
        """Return one article."""
        self._check()
        for article in self._articles:
            if article.id == article_id:
                return article
        raise UnknownArticle(f"There is no article {article_id!r}.", fix="See rag list.")

    def headings(
        self,
        filters: Filters = Filters(),
        matching: str = "",
        *,
        limit: int = 10**6,
        offset: int = 0,
    ) -> Sequence[Heading]:
        """Return what a list shows of those that hold every word of ``matching``."""
        self._check()
        return tuple(
            Heading(one.id, one.title, one.date, one.source, one.author)
            for one in self._articles
            if _passes(one, filters)
            and has_all_words(f"{one.title} {one.source} {one.author} {one.text}", matching)
        )[offset : offset + limit]

    def page(
        self, filters: Filters = Filters(), matching: str = "", *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Heading], int]:
        """Return a part of them, and how many there are."""
        found = self.headings(filters, matching)
        return found[offset : offset + limit], len(found)

    def count(self, filters: Filters = Filters(), matching: str = "") -> int:
        """Return how many there are."""
        return len(self.headings(filters, matching))

    def counts(self, filters: Filters = Filters()) -> FacetCounts:
        """Count the articles that pass the filters, or the others than each one."""
        self._check()

        def passing(filters: Filters) -> list[Article]:
            return [one for one in self._articles if _passes(one, filters)]

        by_source = passing(replace(filters, sources=()))
        by_author = passing(replace(filters, authors=()))
        by_speaker = passing(replace(filters, speakers=()))
        return FacetCounts(
            len(passing(filters)),
            _counted(one.source for one in by_source if one.source),
            _counted(one.author for one in by_author if one.author),
            _counted(name for one in by_speaker for name in _speakers_in(one)),
        )

    def examples(self) -> Sequence[str]:
        """Return questions with an answer."""
        self._check()
        return ("What did Ines Calder say about the harbour wall?", "When will the ferry sail?")

    def next_questions(
        self, before: Sequence[Answer], filters: Filters = Filters()
    ) -> Sequence[str]:
        """Return the examples that were not asked before."""
        self._check()
        asked = {answer.asked.question for answer in before}
        return [one for one in self.examples() if one not in asked]

    def extent(self) -> tuple[int, date | None, date | None]:
        """Count the articles and find the first and last date."""
        self._check()
        days = sorted(article.date for article in self._articles if article.date)
        return len(self._articles), days[0] if days else None, days[-1] if days else None

    def speakers(self) -> Mapping[str, int]:
        """Count what the two speakers said."""
        self._check()
        known = {article.id for article in self._articles}
        return _counted(
            name for name, said in SAID.items() for article, _ in said if article.id in known
        )

    def speaker_kinds(self) -> Mapping[str, SpeakerKind]:
        """Say that all of them are people."""
        return dict.fromkeys(self.speakers(), "person")

    def timeline(self, speaker: str, topic: str, filters: Filters = Filters()) -> Answer:
        """Return the statements of one of them that hold a word of the topic."""
        self._check()
        if speaker not in self.speakers():
            raise UnknownSpeaker(f"Nobody is called {speaker!r}.", fix="See the list.")
        about = f" about “{topic}”" if topic else ""
        asked = Asked(f"What did {speaker} say{about}?", topic, (speaker,), filters)
        found = [
            (article, words)
            for article, words in SAID[speaker]
            if not topic or _words(topic) & _words(words)
        ]
        note = f"{speaker} said nothing{about} in these articles."
        empty = Answer(asked, (), (), (), "nothing", "" if found else note, generation="fake")
        claims = []
        for article, words in found:
            start = article.text.index(words)
            source = Source(article, Span(article.id, start, start + len(words)), ())
            claims.append(Claim(words, (source,), speaker=speaker, role="mayor"))
        return _with_claims(empty, tuple(claims)) if claims else empty

    def topic_timeline(self, topic: str, filters: Filters = Filters()) -> Answer:
        """Return the sentences with a word of the topic, the earliest first."""
        self._check()
        found = [one for one in self._find(_words(topic), filters) if one.article.date]
        found.sort(key=lambda one: str(one.article.date))
        claims = [Claim(one.quote, (one,), heading=written_date(one.article.date)) for one in found]
        return self._on(topic, filters, claims)

    def topic_statements(self, topic: str, filters: Filters = Filters()) -> Answer:
        """Return the statements with a word of the topic, under the name of each speaker."""
        self._check()
        answers = [self.timeline(name, topic, filters) for name in self.speakers()]
        claims = [replace(claim, heading=claim.speaker) for one in answers for claim in one.claims]
        return self._on(topic, filters, claims)

    def _on(self, topic: str, filters: Filters, claims: Sequence[Claim]) -> Answer:
        note = "" if claims else f"Nothing about “{topic}” was found."
        asked = Asked(f"What happened with {topic}?", topic, (), filters)
        empty = Answer(asked, (), (), (), "nothing", note, "fake", form="overview")
        return _with_claims(empty, tuple(claims)) if claims else empty

    def _check(self) -> None:
        if self.error is not None:
            raise self.error

    def _understand(self, question: str, filters: Filters) -> Asked:
        speakers = tuple(n for n in ("Ines Calder", "Pavel Horn") if n.split()[1] in question)
        topic = " ".join(
            word
            for word in re.findall(r"\w+", question)
            if word.lower() not in COMMON and not any(word in name for name in speakers)
        )
        return Asked(question, topic, speakers, filters)

    def _find(self, words: frozenset[str], filters: Filters) -> list[Source]:
        found = []
        for article in self._articles:
            if not _passes(article, filters):
                continue
            for start, end in _sentences(article.text):
                marked = tuple(
                    Span(article.id, start + match.start(), start + match.end())
                    for match in re.finditer(r"\w+", article.text[start:end])
                    if match.group().lower() in words
                )
                if marked:
                    found.append(Source(article, Span(article.id, start, end), marked))
        # The words of the title count too, so that an article on the matter comes first.
        return sorted(
            found,
            key=lambda source: -len(source.marked) - len(_words(source.article.title) & words),
        )

    def _claims(
        self, answer: Answer, sources: Sequence[Source], *, words: frozenset[str]
    ) -> Iterator[Answer]:
        enough = [source for source in sources if len(source.marked) >= 2][:MAX_CLAIMS]
        if not enough:
            yield replace(answer, note="No article speaks of this.")
            return
        claims: tuple[Claim, ...] = ()
        for source in enough:
            time.sleep(self.pause)
            claims = (*claims, Claim(source.quote, (source,)))
            yield _with_claims(answer, claims)
        if "unsupported" in words:
            yield _with_claims(answer, (*claims, Claim("The moon is made of slate.", ())))
        if "doubtful" in words:
            doubts = ("“Ninety” is not in the source.",)
            more = Claim("It rises by ninety metres.", (enough[0],), doubts)
            yield _with_claims(answer, (*claims, more))


def _with_claims(answer: Answer, claims: tuple[Claim, ...]) -> Answer:
    sources = dict.fromkeys(source for claim in claims for source in claim.sources)
    return replace(
        answer,
        claims=claims,
        citations=tuple(Citation(n, source) for n, source in enumerate(sources, start=1)),
        grade="answered",
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) - COMMON


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"\S(?:[^.\n]|\.(?!\s))*\.?[\"']?", text):
        yield match.start(), match.end()


def _passage(source: Source, row: int) -> Passage:
    """Take the paragraph of a source as the chunk that was found."""
    text = source.article.text
    start = text.rfind("\n\n", 0, source.span.start)
    end = text.find("\n\n", source.span.end)
    span = Span(source.article.id, start + 2 if start >= 0 else 0, end if end >= 0 else len(text))
    score = len(source.marked) / (1 + len(source.marked))
    return Passage(source.article, Chunk(row, span), score)


def _counted(names: Iterable[str]) -> dict[str, int]:
    """Count names, most frequent first and then by name."""
    return dict(sorted(Counter(names).items(), key=lambda one: (-one[1], one[0])))


def _speakers_in(article: Article) -> list[str]:
    """Return those of ``SAID`` who say something in an article."""
    return [name for name, said in SAID.items() if article.id in {one.id for one, _ in said}]


def _passes(article: Article, filters: Filters) -> bool:
    if (filters.since or filters.until) and article.date is None:
        return False
    return not (
        (filters.since and article.date and article.date < filters.since)
        or (filters.until and article.date and article.date > filters.until)
        or (filters.sources and article.source not in filters.sources)
        or (filters.authors and article.author not in filters.authors)
        or (filters.within and not _is_within(article.id, filters.within))
        or (filters.speakers and not set(filters.speakers) & set(_speakers_in(article)))
    )


def _is_within(article_id: str, within: Sequence[str]) -> bool:
    places = tuple(one for one in within if one.endswith(("/", "#")))
    return article_id in within or article_id.startswith(places)


def as_error(kind: type[RagError]) -> RagError:
    """Make an error as the index would raise it."""
    return kind("The index is not there.", fix="Run rag index.")


@contextmanager
def serving(
    chat: FakeChat,
    *,
    password: str = "",
    feedback: Path | None = None,
    kept: Kept | None = None,
    host: str = "127.0.0.1",
) -> Iterator[str]:
    """Serve the page for a while at an address without a slash at its end."""
    import app  # slow: it brings the web framework along

    server = app.serve(chat, host=host, port=0, password=password, feedback=feedback, kept=kept)
    try:
        yield server.address.rstrip("/")
    finally:
        server.close()
