"""How an article begins: news tells what matters most in its first sentences."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from rag.records import Article, Sentence, Source, Span
from rag.retrieval.excerpts import SHOWN
from rag.retrieval.ranking import Ranked
from rag.retrieval.sentence_fit import Analyse, Need

Sentences = Callable[[Span], Sequence[Sentence]]

BEST = 6  # excerpts that say which article is meant: as many as an overview shows
FIRST = 5  # sentences of an article that may begin its lead (by hand)
# Share of what the best excerpt has of the words asked for, from which a lead is shown. On 63
# overviews of the news, right words come first for .333 without leads, .540 with those from .4 or
# .6 on, .492 from .8 on, the title left out.
TOLD = 0.6

_TO_THE_READER = re.compile(  # "us" is small: "US" is a country
    r"\b(?:[Ww]e|[Oo]ur|us|[Yy]our?|[Nn]ewsletters?|[Ss]ubscri\w+|[Ss]ign up"
    r"|[Ee]ditor['’]s [Nn]ote)\b"
)


def lead(
    ranked: Sequence[Ranked], asked: Need, analyse: Analyse, sentences: Sentences, *, newest: bool
) -> tuple[Source, ...]:
    """Return the first sentences of the article that most of what was found is from.

    Greetings and the like before them are left out; nothing is returned where they and the title
    do not tell of what is asked.

    Args:
        ranked: what was found, best first.
        asked: what is looked for.
        analyse: as the excerpts are analysed.
        sentences: returns those inside a span.
        newest: of several articles the newest is meant, and not the one with most.
    """
    best = ranked[:BEST]
    if not best:
        return ()
    article = _main_article(best, newest=newest)
    enough = TOLD * max(asked.share_of(one.excerpt.terms) for one in best)
    titled = set(analyse(article.title))
    for span in _beginnings(article, sentences):
        told = {*analyse(article.cut(span))} | titled
        if asked.share_of(told) >= enough:
            return (Source(article, span, ()),)
    return ()


def _main_article(best: Sequence[Ranked], *, newest: bool) -> Article:
    """Return the article whose excerpts score most together, or the newest."""
    totals: defaultdict[str, float] = defaultdict(float)
    for one in best:
        totals[one.excerpt.article.id] += one.score
    articles = [one.excerpt.article for one in best]
    if newest:
        return max(articles, key=lambda one: (one.date or date.min, totals[one.id]))
    return max(articles, key=lambda one: totals[one.id])


def _beginnings(article: Article, sentences: Sentences) -> Iterator[Span]:
    """Yield what is read at a glance from each of an article's first sentences on."""
    begins = Span(article.id, 0, min(len(article.text), (FIRST + 1) * SHOWN))
    spans = [one.span for one in sentences(begins)]
    for place, first in enumerate(spans[:FIRST]):
        if _TO_THE_READER.search(article.cut(first)):
            continue
        end = first.end
        for other in spans[place + 1 :]:
            if other.end - first.start > SHOWN or article.text[end : other.start].strip():
                break
            end = other.end
        yield Span(article.id, first.start, end)
