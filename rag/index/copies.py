"""Find articles that tell a story in the same words: copies of one text, and near copies.

Papers print an agency's text under a headline of their own, with another first or last line, or
less of it; one paper prints a text again with a few changes. Time grows with the text alone.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from rag.records import Article, Sentence, Source, Span, Statement

# The share of its words that an article has from a longer one. Of 8,373 articles of 2022 and 609
# of 2023, seven tenths of those that share anything worth naming share more than .9; below .6
# stand later reports that repeat their background, see benchmarks/RESULTS.md.
ALIKE = 0.6
DAYS = 7  # between two prints of an agency's text, at most; a paper's columns come again later
LEAST = 30  # letters; shorter sentences ("He declined to comment.") are anybody's
LONGEST = 600  # characters of a paragraph that others may print around a statement; by hand
MOST_STORIES = 20  # that one sentence is looked up in; what stands in more is a paper's formula

_WORD = re.compile(r"\w+")


class _Kept(dict[int, int | None]):
    """What becomes of each character: letters, digits and spaces stay."""

    def __missing__(self, code: int) -> int | None:
        kept = self[code] = code if chr(code).isalnum() or code == ord(" ") else None
        return kept


_KEPT = _Kept()


def sentence_key(sentence: str) -> str:
    """Return what is the same in all prints of a sentence; empty for a short one."""
    key = sentence.translate(_KEPT).casefold()
    return key if len(key) >= LEAST else ""


def group_copies(
    articles: Iterable[tuple[Article, Sequence[Sentence]]],
) -> dict[str, str]:
    """Return for each article the longest one that has most of its sentences: often itself."""
    own: dict[str, np.ndarray] = {}  # of each sentence that has a key: its hash and length
    days: dict[str, date | None] = {}
    for article, sentences in articles:
        keys = {sentence_key(article.cut(one.span)) for one in sentences} - {""}
        # The keys of all articles would together be as long as they are.
        own[article.id] = np.array([(hash(key), len(key)) for key in keys], np.int64).reshape(-1, 2)
        days[article.id] = article.date
    lengths = {article_id: int(one[:, 1].sum()) for article_id, one in own.items()}
    several = _in_several(list(own.values()))
    stories: dict[str, str] = {}
    holding: defaultdict[int, list[str]] = defaultdict(list)  # the stories with a sentence
    for article_id in sorted(own, key=lambda one: (-lengths[one], one)):
        common = [one for one in own[article_id].tolist() if one[0] in several]
        shared: Counter[str] = Counter()
        for key, length in common:
            for story in holding.get(key, ()):
                if _are_near(days[story], days[article_id]):
                    shared[story] += length
        story, most = max(shared.items(), key=lambda one: (one[1], one[0]), default=("", 0))
        if story and most >= ALIKE * lengths[article_id]:
            stories[article_id] = story
            continue
        stories[article_id] = article_id
        for key, _ in common:
            if len(holding[key]) < MOST_STORIES:
                holding[key].append(article_id)
    return stories


def _in_several(own: Sequence[np.ndarray]) -> set[int]:
    """Return the hashes that more than one article has."""
    hashes = np.concatenate([np.empty(0, np.int64), *(one[:, 0] for one in own)])
    found, times = np.unique(hashes, return_counts=True)
    several: list[int] = found[times > 1].tolist()
    return set(several)


def _are_near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= DAYS


def same_words(source: Source, article: Article) -> Source | None:
    """Return the words of a source where another article has them, but for marks and spaces."""
    own = list(_WORD.finditer(source.quote))
    pattern = r"\W+".join(re.escape(word[0]) for word in own)
    found = re.search(rf"[\"“‘'(]*\b{pattern}\b[^\w\s]*", article.text) if own else None
    if found is None:
        return None
    words = list(_WORD.finditer(article.text, found.start(), found.end()))
    marked = []
    for mark in source.marked:
        start, end = mark.start - source.span.start, mark.end - source.span.start
        inside = [
            words[place]
            for place, word in enumerate(own)
            if start <= word.start() and word.end() <= end
        ]
        if inside:
            marked.append(Span(article.id, inside[0].start(), inside[-1].end()))
    return Source(article, Span(article.id, found.start(), found.end()), tuple(marked))


def precedence(article: Article) -> tuple[bool, date, bool, str]:
    """Return what of several articles with the same words the one to be cited comes first by.

    The others have it from the earliest; one without a date may be the last of them.
    """
    return article.date is None, article.date or date.min, not article.source, article.id


def said_once(
    said: Iterable[tuple[Article, Statement]], stories: Mapping[str, Hashable]
) -> list[list[tuple[Article, Statement]]]:
    """Return the statements of one speaker, what several articles print of one together.

    Many words are said once. Few may be said again: they are one where the articles are copies,
    or have the whole paragraph around them within a few days. The one to be cited comes first.

    Args:
        said: the statements with their articles.
        stories: of each article, what its copies have in common with it alone.
    """
    groups: list[dict[str, tuple[Article, Statement]]] = []
    known: dict[Hashable, tuple[date | None, int]] = {}  # the last day of a group, and its place
    times: Counter[Hashable] = Counter()
    for article, one in sorted(said, key=lambda one: (precedence(one[0]), one[1].words.start)):
        words = sentence_key(article.cut(one.words))
        keys: list[Hashable] = [words]
        if not words:
            few = " ".join(_WORD.findall(article.cut(one.words).casefold()))
            times[article.id, few] += 1
            which = (few, times[article.id, few])  # "No," she said, and again: "No."
            around = _paragraph_key(article, one.words)
            keys = [(stories[article.id], which), (around or article.id, which)]
        near = (known[key] for key in keys if key in known)
        found = (place for day, place in near if words or _are_near(day, article.date))
        place = next(found, len(groups))
        if place == len(groups):
            groups.append({})
        groups[place].setdefault(article.id, (article, one))
        known |= dict.fromkeys(keys, (article.date, place))
    return [list(group.values()) for group in groups]


def said_key(article: Article, words: Span) -> str:
    """Return what is the same in all prints of a statement: few words with their paragraph.

    Empty where that is short too, or very long.
    """
    said = article.cut(words)
    if key := sentence_key(said):
        return key
    around = _paragraph_key(article, words)
    return f"{around} {said.casefold()}" if around else ""


def _paragraph_key(article: Article, words: Span) -> str:
    """Return what is the same in all prints of the paragraph around some words, or ""."""
    text = article.text
    start = text.rfind("\n\n", max(0, words.start - LONGEST), words.start)
    end = text.find("\n\n", words.end, words.end + LONGEST)
    if (start < 0 < words.start - LONGEST) or (end < 0 and len(text) > words.end + LONGEST):
        return ""
    return sentence_key(text[max(start, 0) : end if end >= 0 else len(text)])
