"""What is new in the articles, where a question names no matter: how the newest of them begin."""

from rag.answers.claims import by_day, copies_joined, source_claim, with_copies
from rag.answers.plain_text import number_sources
from rag.index.copies import precedence
from rag.index.library import Library
from rag.records import Answer, Article, Asked, Claim, Source, Span

MOST = 6  # stories, as of an overview
PRINTS = 3  # of a story that are looked through for as many (by hand)
LOOKED_AT = 4  # sentences at the beginning of each (by hand)
FEWEST_WORDS = 8  # of a sentence that tells something (by hand)


def newest_answer(library: Library, asked: Asked) -> Answer:
    """Return a sentence of each of the newest stories, the newest first, under their days."""
    claims = by_day(_claims(library, asked), newest_first=True)
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


def _claims(library: Library, asked: Asked) -> list[Claim]:
    claims: list[Claim] = []
    copies: dict[str, tuple[Article, ...]] = {}
    told: set[str] = set()
    for article in library.articles(asked.filters, most=MOST * PRINTS):
        if article.id in told or len(claims) == MOST:
            continue
        prints = (article, *library.copies(article.id, asked.filters))
        told |= {one.id for one in prints}
        cited = min(prints, key=precedence)
        copies[cited.id] = tuple(one for one in prints if one is not cited)
        claims += _beginning(library, cited)
    return copies_joined(with_copies(claims, copies))


def _beginning(library: Library, article: Article) -> list[Claim]:
    """Return the first sentence of an article that tells something, if one of the first does."""
    for sentence in library.sentences(Span(article.id, 0, len(article.text)))[:LOOKED_AT]:
        text = article.cut(sentence.span)
        if len(text.split()) >= FEWEST_WORDS and text.rstrip("\"”’'")[-1] in ".!?":
            return [source_claim(Source(article, sentence.span, ()))]
    return []
