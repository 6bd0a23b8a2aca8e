"""Questions, and a chat that gives each the answer that a test has thought up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from conftest import make_article

from rag.errors import UnknownArticle
from rag.evaluation.question_files import Question
from rag.records import Answer, Article, Asked, Chunk, Claim, Filters, Passage, Source, Span

BRIDGE = make_article(
    "The bridge opens in May. It cost nine million euros. “It is safe,” said Ada Berg, the mayor.",
    id="bridge.txt",
)
TRAIN = make_article("The train runs hourly. Tickets cost four euros. It is never late.", id="t.md")
OPENS = Span("bridge.txt", 0, 24)
COST = Span("bridge.txt", 25, 52)
SAFE = Span("bridge.txt", 53, 67)
SAFE_SENTENCE = Span("bridge.txt", 53, 92)
HOURLY = Span("t.md", 0, 22)
TICKETS = Span("t.md", 23, 47)
LATE = Span("t.md", 48, 65)
ARTICLES = {one.id: one for one in (BRIDGE, TRAIN)}


def ask_for(
    text: str,
    *quotes: str,
    article: str = "bridge.txt",
    speaker: str = "",
    line: int = 1,
    kind: str = "question",
    follows: bool = False,
) -> Question:
    articles = (article,) if article else ()
    accepted = (quotes,) if quotes else ()
    return Question(line, text, kind, follows, articles, accepted, speaker, "", True)


def passages(*spans: Span) -> tuple[Passage, ...]:
    return tuple(
        Passage(ARTICLES[span.article_id], Chunk(row, span), 1 / (1 + row))
        for row, span in enumerate(spans)
    )


def claim(span: Span, speaker: str = "") -> Claim:
    source = Source(ARTICLES[span.article_id], span, ())
    return Claim(source.quote, (source,), speaker=speaker)


def answer(*claims: Claim, found: Sequence[Span] = ()) -> Answer:
    asked = Asked("", "", (), Filters())
    return Answer(asked, claims, (), passages(*found), "answered", "", "00000007")


def refusal(*claims: Claim, found: Sequence[Span] = ()) -> Answer:
    return replace(answer(*claims, found=found), grade="closest" if claims else "nothing")


class FakeLibrary:
    """Holds the articles of the tests."""

    def article(self, article_id: str) -> Article:
        if article_id not in ARTICLES:
            raise UnknownArticle(f"No article has the id {article_id!r}.", fix="")
        return ARTICLES[article_id]

    def articles(self) -> Iterator[Article]:
        yield from ARTICLES.values()


class FakeChat:
    """Gives each question an answer, and keeps what it was asked and after how many answers."""

    def __init__(self, **given: Answer) -> None:
        self._given = given
        self.library = FakeLibrary()
        self.asked: list[tuple[str, int]] = []

    def ask(self, question: str, *, before: Sequence[Answer] = ()) -> Answer:
        self.asked.append((question, len(before)))
        return self._given[question]


def five_questions() -> tuple[FakeChat, list[Question]]:
    """Five questions: right; half right; refused; rightly refused; answered for nothing."""
    chat = FakeChat(
        right=answer(claim(COST, "Ada Berg"), found=[COST, TICKETS]),
        half=answer(claim(LATE), claim(HOURLY), found=[LATE, HOURLY, COST, COST, TICKETS]),
        refused=refusal(found=[HOURLY]),
        rightly=refusal(claim(LATE), found=[HOURLY]),
        invented=answer(Claim("Nobody said so.", ()), found=[HOURLY]),
    )
    questions = [
        ask_for("right", "nine million", speaker="Berg", line=1),
        ask_for("half", "runs hourly", "four euros", article="t.md", line=2),
        ask_for("refused", "It is safe", speaker="Ada Berg", line=3),
        ask_for("rightly", article="", line=4, kind="none"),
        ask_for("invented", article="", line=5, kind="none"),
    ]
    return chat, questions
