"""Find every attributed statement of an article: who said what, in which words.

The words and the attribution are spans of the article. A speaker is resolved to a full name
that the same article introduces, or stays as written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.attributions import attributions, headline
from rag.frames import Attribution, Frame, Words, frames_of, paragraphs_of
from rag.plausibility import plausible
from rag.quotations import find_quotations
from rag.records import Article, Sentence, Span, Statement
from rag.speakers import PRONOUNS, People, Person, Speaker, find_people, mentions_between

_LONG = 40  # characters; a shorter quotation at the start of a sentence may be a name
_FEW = 4  # words
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


def find_statements(article: Article, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """Return the statements of one article in order of their words.

    A quotation of a whole paragraph, or one that follows in the same paragraph, belongs to the
    speaker who was quoted last.
    """
    return tuple(
        as_statement(article.id, words, said)
        for words, said in candidates(article, sentences)
        if not said.traits or plausible(said.traits)
    )


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
    low = written.lower()
    if low in PRONOUNS:
        speaker = Speaker(written, "", (start, end), None)
        if low in ("he", "she"):
            person = _antecedent(frames, number, start, PRONOUNS[low], people, last)
            if person is not None:
                speaker = Speaker(person.name, person.role, (person.start, person.end), person)
    else:
        speaker = people.resolve(start, end)
    span = min(start, attribution.cue[0]), max(end, attribution.cue[1])
    resolved = "known" if speaker.person and speaker.person.known else "somebody"
    resolved = resolved if speaker.person else "role" if speaker.role else "nobody"
    kind = attribution.words[0].kind if attribution.words else "none"
    traits = (*attribution.traits, f"person {resolved} {kind}")
    cue = text[slice(*attribution.cue)]
    return Said(written, speaker, cue, span, number, traits, attribution.opens)


def _antecedent(
    frames: Sequence[Frame],
    number: int,
    position: int,
    gender: str,
    people: People,
    last: Said | None,
) -> Person | None:
    """Return the last person whom "he" or "she" at ``position`` fits."""
    for back in range(number, max(-1, number - _FRAMES_BACK), -1):
        frame = frames[back]
        person = last.speaker.person if last and last.frame == back else None
        if person is not None and person.gender in ("", gender):
            return person
        mentions = [
            m
            for m in mentions_between(people, frame.start, min(frame.end, position))
            if m.person.gender in ("", gender)
            and not any(q.start <= m.start < q.end for q in frame.quotations)
        ]
        mentions.sort(key=lambda m: (m.possessive, not m.person.known, m.start))
        if mentions:
            return mentions[0].person
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
