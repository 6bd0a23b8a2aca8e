"""Find every attributed statement of an article: who said what, in which words.

The words and the attribution are spans of the article. A speaker is resolved to a full name
that the same article introduces, or stays as written.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rag.language.quotations import find_quotations
from rag.records import Article, Sentence, Span, Statement
from rag.statements.attributed import Attributed
from rag.statements.attribution import attributions, headline
from rag.statements.classifier import is_plausible, log_odds
from rag.statements.coreference import Coreference
from rag.statements.introductions import find_people
from rag.statements.people import Person
from rag.statements.sentence_tokens import (
    Attribution,
    FoldedSentence,
    Range,
    Words,
    fold_quotations,
    paragraphs_of,
)
from rag.statements.transcripts import spoken_turns, without_turns

_MARKS = re.compile(r"[\"“”„«»]|''|``")
# By hand, reading the training part of PolNeAR.
_CAPTIONED = re.compile(r"\b(?:Photos?|Images?|Getty|AFP|AP|EPA)\b")
_LONG = 40  # characters; a shorter quotation at the start of a sentence may be a name
_FEW = 4  # words


def find_statements(article: Article, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """Return the statements of one article in order of their words.

    A quotation of a whole paragraph, or one that follows in the same paragraph, belongs to the
    speaker who was quoted last.
    """
    likely = [
        (log_odds(said.features), words, said)
        for words, said in candidates(article, sentences)
        if not said.nameless
    ]
    likely = [one for one in likely if _likely(article.text, *one)]
    return tuple(as_statement(article.id, *one) for one in _without_repeats(likely))


def _likely(text: str, odds: float, words: Words, said: Attributed) -> bool:
    marked = words.kind == "quoted" or _MARKS.search(text, words.start, words.end) is not None
    return not said.features or is_plausible(odds, marked=marked)


def _without_repeats(
    found: Sequence[tuple[float, Words, Attributed]],
) -> list[tuple[Words, Attributed]]:
    """Keep the likeliest of one speaker's statements whose words lie inside each other."""
    kept: list[tuple[Words, Attributed]] = []
    taken: defaultdict[str, list[Range]] = defaultdict(list)  # of each speaker, none in another
    for _, words, said in sorted(found, key=lambda one: -one[0]):
        beside = taken[said.speaker.name]
        at = bisect_left(beside, (words.start, 0))
        around = at > 0 and beside[at - 1][1] >= words.end
        inside = at < len(beside) and (beside[at][1] <= words.end or beside[at][0] == words.start)
        if not around and not inside:
            beside.insert(at, (words.start, words.end))
            kept.append((words, said))
    return sorted(kept, key=lambda one: (one[0].start, one[0].end))


def candidates(article: Article, sentences: Sequence[Sentence]) -> list[tuple[Words, Attributed]]:
    """Return everything the rules find, in order of the words."""
    if not sentences:
        return []
    text = article.text
    paragraphs = paragraphs_of(text, sentences)
    folded = fold_quotations(text, sentences, paragraphs, find_quotations(text, paragraphs))
    people = find_people(text)
    coreference = Coreference(text, folded, people)
    found: dict[Range, tuple[Words, Attributed]] = {}
    last: Attributed | None = None
    waiting: list[Words] = []  # quoted paragraphs whose speaker comes with the last of them
    for number, sentence in enumerate(folded):
        spoken = attributions(sentence)
        alone = [] if spoken else _alone(text, folded, number)
        if alone and (carried := _carried(folded, number, last)):
            last = carried
            found |= {(w.start, w.end): (w, carried) for w in alone}
            continue
        if sentence.only_quotation and not spoken:
            if sentence.quotations[-1].closed:
                waiting = []
            else:
                waiting += alone
            continue
        if not spoken and (titled := headline(sentence)):
            person = people.resolve(*titled.mention).person
            captioned = _CAPTIONED.search(text, *titled.mention)
            named = person and (person.known or person.mentions > 1) and not captioned
            spoken = [titled] if person and named and not _on(text, titled, person) else []
        for attribution in spoken:
            last = _attributed(text, attribution, number, coreference, last)
            if any(w.kind == "quoted" for w in attribution.words):
                found |= {(w.start, w.end): (w, last) for w in waiting}
            for one in attribution.words:
                found.setdefault((one.start, one.end), (one, last))
        waiting = []
    turns = spoken_turns(text, people)
    found = dict(without_turns(text, found, turns)) | {(w.start, w.end): (w, s) for w, s in turns}
    return [found[key] for key in sorted(found)]


def _on(text: str, titled: Attribution, person: Person) -> bool:
    """Tell whether what stands behind "Kallas:" speaks of her: a heading, not her words."""
    words = titled.words[0]
    told = set(text[words.start : words.end].replace(",", " ").split())
    reported = words.kind == "reported" and told.isdisjoint(("I", "my", "I’m", "I'm"))
    return reported and person.name.split()[-1] in told


def _alone(text: str, sentences: Sequence[FoldedSentence], number: int) -> list[Words]:
    """Return quotations of a sentence that names no speaker, if they can be the last speaker's.

    Either nothing else is in the sentence, or it begins with more of what was quoted in the same
    paragraph: "“And so they can be a bridge,” whether it is …".
    """
    sentence = sentences[number]
    words = [Words(q.words_start, q.words_end, "quoted") for q in sentence.quotations]
    if number == 0 or not words:
        return words
    before, first = sentences[number - 1], sentence.tokens[0]
    same = before.paragraph == sentence.paragraph
    if sentence.only_quotation:
        # A few words on a line of their own are a heading, or somebody's answer.
        few = len(text[words[0].start : words[0].end].split()) < _FEW
        return [] if few and not same else words
    goes_on = same and bool(before.quotations) and first.text == "Q"
    return words[:1] if goes_on and first.end - first.start >= _LONG else []


def _carried(
    sentences: Sequence[FoldedSentence], number: int, last: Attributed | None
) -> Attributed | None:
    """Return the speaker to whom quotations that name none belong: who spoke just before."""
    if last is None or last.sentence != number - 1:
        return None
    before = sentences[number - 1]
    if last.opens:
        return replace(last, sentence=number, opens=False, features=())
    if before.paragraph != sentences[number].paragraph and not before.quotations:
        return None
    return replace(last, sentence=number)


def _attributed(
    text: str,
    attribution: Attribution,
    number: int,
    coreference: Coreference,
    last: Attributed | None,
) -> Attributed:
    start, end = attribution.mention
    speaker = coreference.speaker(attribution, number, last)
    known = (speaker.person is not None and speaker.person.known) or speaker.together
    resolved = "known" if known else "somebody"
    resolved = resolved if known or speaker.person else "role" if speaker.role else "nobody"
    kind = attribution.words[0].kind if attribution.words else "none"
    return Attributed(
        written=text[start:end],
        speaker=speaker,
        cue=text[slice(*attribution.cue)],
        attribution=(min(start, attribution.cue[0]), max(end, attribution.cue[1])),
        sentence=number,
        features=(*attribution.features, f"person {resolved} {kind}"),
        opens=attribution.opens,
    )


def as_statement(article_id: str, words: Words, said: Attributed) -> Statement:
    """Return what was found as a record."""
    return Statement(
        words=Span(article_id, words.start, words.end),
        kind=words.kind,
        speaker_written=said.written,
        speaker=said.speaker.name,
        role=said.speaker.role,
        cue=said.cue,
        attribution=Span(article_id, *said.attribution),
        evidence=Span(article_id, *said.speaker.evidence),
    )
