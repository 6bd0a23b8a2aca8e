"""Find every attributed statement of an article: who said what, in which words.

The words and the attribution are spans of the article. A speaker is resolved to a full name
that the same article introduces, or stays as written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.language.quotations import find_quotations
from rag.language.titles import ROLE_NOUNS
from rag.records import Article, Sentence, Span, Statement
from rag.statements.attribution import attributions, headline
from rag.statements.classifier import log_odds, plausible
from rag.statements.people import (
    PRONOUNS,
    People,
    Person,
    Speaker,
    find_people,
    is_office,
    is_somebody,
    mentions_between,
)
from rag.statements.sentence_tokens import (
    Attribution,
    Frame,
    Range,
    Words,
    frames_of,
    paragraphs_of,
    tokens_of,
)
from rag.statements.speaker_spans import first_subject, is_plural

_THINGS = frozenset({"it", "they", "them"})
_MARKS = re.compile(r"[\"“”„«»]|''|``")
_LONG = 40  # characters; a shorter quotation at the start of a sentence may be a name
_FEW = 4  # words
_NEAR = 30  # characters; a name that begins so near to its sentence's start is its subject
_FRAMES_BACK = 6  # how far a pronoun may look for its person


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution whose speaker is known."""

    written: str
    speaker: Speaker
    cue: str
    attribution: tuple[int, int]
    frame: int  # its number in the article
    traits: tuple[str, ...]  # how it was found; none: nothing to doubt
    opens: bool  # what is said begins with the frame behind this one

    @property
    def nameless(self) -> bool:
        """Whether all that is known of the speaker is "it" or "they"."""
        return self.speaker.name.lower() in _THINGS


def find_statements(article: Article, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """Return the statements of one article in order of their words.

    A quotation of a whole paragraph, or one that follows in the same paragraph, belongs to the
    speaker who was quoted last.
    """
    likely = [
        (words, said)
        for words, said in candidates(article, sentences)
        if not said.nameless and _likely(article.text, words, said)
    ]
    return tuple(as_statement(article.id, *one) for one in _without_repeats(likely))


def _likely(text: str, words: Words, said: Said) -> bool:
    marked = words.kind == "quoted" or _MARKS.search(text, words.start, words.end) is not None
    return not said.traits or plausible(said.traits, marked=marked)


def _without_repeats(found: Sequence[tuple[Words, Said]]) -> list[tuple[Words, Said]]:
    """Keep the likeliest of one speaker's statements whose words lie inside each other."""
    kept: list[tuple[Words, Said]] = []
    for words, said in sorted(found, key=lambda one: -log_odds(one[1].traits)):
        beside = [w for w, other in kept if other.speaker.name == said.speaker.name]
        if not any(_inside(words, w) or _inside(w, words) for w in beside):
            kept.append((words, said))
    return sorted(kept, key=lambda one: (one[0].start, one[0].end))


def _inside(one: Words, other: Words) -> bool:
    return other.start <= one.start and one.end <= other.end


def candidates(article: Article, sentences: Sequence[Sentence]) -> list[tuple[Words, Said]]:
    """Return everything the rules find, in order of the words."""
    if not sentences:
        return []
    text = article.text
    paragraphs = paragraphs_of(text, sentences)
    frames = frames_of(text, sentences, paragraphs, find_quotations(text, paragraphs))
    people = find_people(text)
    found: dict[tuple[int, int], tuple[Words, Said]] = {}
    last: Said | None = None
    waiting: list[Words] = []  # quoted paragraphs whose speaker comes with the last of them
    for number, frame in enumerate(frames):
        spoken = attributions(frame)
        alone = [] if spoken else _alone(text, frames, number)
        if alone and (carried := _carried(frames, number, last)):
            last = carried
            found |= {(w.start, w.end): (w, carried) for w in alone}
            continue
        if frame.only_quotation and not spoken:
            waiting = [] if frame.quotations[-1].closed else waiting + alone
            continue
        if not spoken and (titled := headline(frame)):
            spoken = [titled] if people.resolve(*titled.mention).person else []
        for attribution in spoken:
            last = _said(text, attribution, number, frames, people, last)
            if any(w.kind == "quoted" for w in attribution.words):
                found |= {(w.start, w.end): (w, last) for w in waiting}
            for one in attribution.words:
                found.setdefault((one.start, one.end), (one, last))
        waiting = []
    return [found[key] for key in sorted(found)]


def _alone(text: str, frames: Sequence[Frame], number: int) -> list[Words]:
    """Return quotations of a frame that names no speaker, if they can be the last speaker's.

    Either nothing else is in the frame, or it begins with more of what was quoted in the same
    paragraph: "“And so they can be a bridge,” whether it is …".
    """
    frame = frames[number]
    words = [Words(q.words_start, q.words_end, "quoted") for q in frame.quotations]
    if number == 0 or not words:
        return words
    before, first = frames[number - 1], frame.tokens[0]
    same = before.paragraph == frame.paragraph
    if frame.only_quotation:
        # A few words on a line of their own are a heading, or somebody's answer.
        few = len(text[words[0].start : words[0].end].split()) < _FEW
        return [] if few and not same else words
    goes_on = same and bool(before.quotations) and first.text == "Q"
    return words[:1] if goes_on and first.end - first.start >= _LONG else []


def _carried(frames: Sequence[Frame], number: int, last: Said | None) -> Said | None:
    """Return the speaker to whom quotations that name none belong: who spoke just before."""
    if last is None or last.frame != number - 1:
        return None
    before = frames[number - 1]
    if last.opens:
        return replace(last, frame=number, opens=False, traits=())
    if before.paragraph != frames[number].paragraph and not before.quotations:
        return None
    return replace(last, frame=number)


def _said(
    text: str,
    attribution: Attribution,
    number: int,
    frames: Sequence[Frame],
    people: People,
    last: Said | None,
) -> Said:
    start, end = attribution.mention
    written = text[start:end]
    speaker = _speaker(text, attribution, number, frames, people, last)
    span = min(start, attribution.cue[0]), max(end, attribution.cue[1])
    resolved = "known" if speaker.person and speaker.person.known else "somebody"
    resolved = resolved if speaker.person else "role" if speaker.role else "nobody"
    kind = attribution.words[0].kind if attribution.words else "none"
    traits = (*attribution.traits, f"person {resolved} {kind}")
    cue = text[slice(*attribution.cue)]
    return Said(written, speaker, cue, span, number, traits, attribution.opens)


def _speaker(
    text: str,
    attribution: Attribution,
    number: int,
    frames: Sequence[Frame],
    people: People,
    last: Said | None,
) -> Speaker:
    """Return whom the mention of an attribution in frame ``number`` means."""
    start, end = attribution.mention
    low = text[start:end].lower()
    if low not in PRONOUNS:
        return _named(attribution.mention, number, frames, people, last)
    if gender := PRONOUNS[low]:
        if found := _antecedent(text, frames, number, start, gender, people, last):
            return found
    elif low in _THINGS:
        # "The ports had paid, they said": what is said is not about them.
        own = all(start < words.start for words in attribution.words)
        position = start if own else frames[number].start
        if thing := _thing_before(text, position, number, frames, people, last, plural=low != "it"):
            return thing
    return Speaker(text[start:end], "", (start, end), None)


def _named(
    mention: Range, number: int, frames: Sequence[Frame], people: People, last: Said | None
) -> Speaker:
    """Return whom a name or a role in frame ``number`` means."""
    speaker = people.resolve(*mention)
    comma = people.text.find(",", mention[1] + 1)
    titled = any(word.lower() in ROLE_NOUNS for word in speaker.name.split())
    if speaker.person is None and titled and people.text.startswith(", ", mention[1]) and comma > 0:
        beside = people.resolve(mention[0], comma)  # "Norway's new premier, Ida Lund, said"
        speaker = beside if beside.person else speaker
    person = None if speaker.person else _subject_before(frames, number, people, last)
    if person is None or not person.known or not people.office_holder(speaker.name, person):
        return speaker
    return Speaker(person.name, person.role or speaker.name, (person.start, person.end), person)


def _subject_before(
    frames: Sequence[Frame], number: int, people: People, last: Said | None
) -> Person | None:
    """Return the person whom the frame before ``number`` is about: who speaks or begins there."""
    if number == 0:
        return None
    before = frames[number - 1]
    if last is not None and last.frame == number - 1 and last.speaker.person:
        return last.speaker.person
    mentions = [
        m
        for m in mentions_between(people, before.start, before.end)
        if not any(q.start <= m.start < q.end for q in before.quotations)
    ]
    first = mentions[0] if mentions else None
    if first is None or first.possessive:
        return None
    begins = first.person.start <= before.start or first.start - before.start <= _NEAR
    quoted = len(mentions) == 1 and bool(before.quotations)  # who else may have said it?
    return first.person if begins or quoted else None


def _thing_before(
    text: str,
    position: int,
    number: int,
    frames: Sequence[Frame],
    people: People,
    last: Said | None,
    *,
    plural: bool,
) -> Speaker | None:
    """Return what "it" or "they" at ``position`` stands for: the subject before, if it fits."""
    for back in range(number, max(-1, number - (4 if plural else 2)), -1):
        frame = frames[back]
        if last is not None and last.frame == back and back < number:
            speaker = last.speaker
            fits = speaker.person is None and is_plural(speaker.name) == plural
            if fits and speaker.name.lower() not in PRONOUNS:
                return speaker
            if not plural:
                return None
        end = min(frame.end, position)
        tokens = frame.tokens or tokens_of(text, text, frame.start, frame.end)
        subject = first_subject([token for token in tokens if token.start < end])
        if subject is None:
            continue
        name = text[slice(*subject)]
        if name.lower() in PRONOUNS:
            continue
        speaker = people.resolve(*subject)
        fits = speaker.person is None and is_plural(name) == plural
        if fits:
            return Speaker(name, "", subject, None)
        if not plural:
            return None
    return None


def _described_in(
    text: str, number: int, frames: Sequence[Frame], people: People, last: Said | None
) -> Speaker | None:
    """Return whom a frame is about if it begins with a role: "The Velmish premier had come"."""
    frame = frames[number]
    if text[frame.start : frame.start + 4].lower() != "the ":
        return None
    subject = first_subject(frame.tokens or tokens_of(text, text, frame.start, frame.end))
    if subject is None or not is_office(text[slice(*subject)]):
        return None
    return _named(subject, number, frames, people, last)


def _antecedent(
    text: str,
    frames: Sequence[Frame],
    number: int,
    position: int,
    gender: str,
    people: People,
    last: Said | None,
) -> Speaker | None:
    """Return the last person whom "he" or "she" at ``position`` fits."""
    for back in range(number, max(-1, number - _FRAMES_BACK), -1):
        frame = frames[back]
        speaker = last.speaker if last and last.frame == back else None
        person = speaker.person if speaker else None
        if person is not None and person.gender in ("", gender):
            return Speaker(person.name, person.role, (person.start, person.end), person)
        if speaker is not None and person is None and is_somebody(speaker.name, gender):
            return speaker
        described = _described_in(text, back, frames, people, last) if back < number else None
        if described and (described.person is None or described.person.gender in ("", gender)):
            return described
        mentions = [
            m
            for m in mentions_between(people, frame.start, min(frame.end, position))
            if m.person.gender in ("", gender)
            and not any(q.start <= m.start < q.end for q in frame.quotations)
        ]
        mentions.sort(key=lambda m: (m.possessive, not m.person.known, m.start))
        if mentions:
            person = mentions[0].person
            return Speaker(person.name, person.role, (person.start, person.end), person)
    return None


def as_statement(article_id: str, words: Words, said: Said) -> Statement:
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
