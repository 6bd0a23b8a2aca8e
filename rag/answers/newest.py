"""What is new in the articles, where a question names no matter: how the newest of them begin."""

from collections.abc import Iterator

from rag.answers.claims import copies_joined, source_claim
from rag.answers.plain_text import number_sources
from rag.index.library import Library
from rag.language.dates import written_date
from rag.records import Answer, Asked, Claim, Source, Span

MOST = 6  # articles, as of an overview
LOOKED_AT = 4  # sentences at the beginning of each (by hand)
FEWEST_WORDS = 8  # of a sentence that tells something (by hand)


def newest_answer(library: Library, asked: Asked) -> Answer:
    """Return a sentence of each of the newest articles, the newest first, under their days."""
    claims = copies_joined(list(_claims(library, asked)))
    return Answer(
        asked=asked,
        claims=tuple(claims),
        citations=number_sources(claims),
        passages=(),
        grade="answered" if claims else "nothing",
        note="",
        generation=library.generation,
        form="overview",
    )


def _claims(library: Library, asked: Asked) -> Iterator[Claim]:
    for article in library.articles(asked.filters, most=MOST):
        sentences = library.sentences(Span(article.id, 0, len(article.text)))[:LOOKED_AT]
        for sentence in sentences:
            text = article.cut(sentence.span)
            if len(text.split()) >= FEWEST_WORDS and text.rstrip("\"”’'")[-1] in ".!?":
                source = Source(article, sentence.span, ())
                yield source_claim(source, heading=written_date(article.date))
                break
