"""Read a question once: whom and what it is about, when, and what form of answer it wants."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.language.function_words import ARTICLE_WORDS, STOP_WORDS
from rag.language.matching import without_possessive, words_of
from rag.language.person_names import fold
from rag.language.roles import SMALL_IN_ROLE, names_a_role
from rag.language.titles import NAME_PARTICLES, ROLE_NOUNS
from rag.questions.answer_form import (
    asks_for_help,
    asks_for_overview,
    asks_to_compare,
)
from rag.questions.answer_type import Kind, asks_yes_or_no, expected_kind
from rag.questions.asked_speakers import (
    asks_who_said,
    introduced,
    is_about_speech,
    names_its_topic,
    role_asked,
    speakers_asked,
    subject_of,
    subject_place,
    topic_of,
    who_is_asked,
)
from rag.questions.decomposition import Part, blanked, parts_of
from rag.questions.named_sources import absent_sources, find_mentions
from rag.questions.periods import find_periods, is_since_event, newest_words, with_preposition
from rag.questions.sides import Side, sides_of
from rag.questions.speaker_directory import Named, SpeakerDirectory, directory
from rag.records import Form

NOBODY = directory({}, ())
# By hand.
LONGEST_NAME = 4  # words

_NAME = re.compile(r"[^\W\d_][\w&.’'-]*[\w]|[^\W\d_]")
_WISHES = re.compile(r" (?:\w+ )?want\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])\d[\d,.]*(?<![,.])")


@dataclass(frozen=True, slots=True)
class Query:
    """What can be read from the words of a question."""

    words: str  # what to rank by: the question without its sources, dates and "latest"
    topic: str  # of these, without the speakers and the words of asking
    parts: tuple[Part, ...]  # at least one
    sides: tuple[Side, ...]  # two or three, each to be searched by itself, or none
    form: Form
    expects: Kind
    named: tuple[Named, ...]  # of those who say something in the articles
    speakers: tuple[Named, ...]  # of them, whose words are asked for
    subject: str  # whom it takes for a speaker, as written, known or not; may be empty
    subject_is_name: bool  # it is a name, and no role
    role: tuple[str, ...]  # by which alone somebody is asked for, folded
    names: tuple[str, ...]  # runs of capitalised words
    numbers: tuple[str, ...]
    absent_sources: tuple[str, ...]  # asked for, as written, but of none of them is an article
    since: date | None  # inclusive; when the articles asked for appeared, where it names one time
    until: date | None
    month: int  # named without a year: 1 is January; 0 for none
    prefers_newest: bool  # "the latest", "still", "now"
    asks_who_said: bool  # whose words something is
    tells_occasion: bool  # the topic says when something was said rather than what about


def read_question(
    question: str,
    *,
    sources: Sequence[str] = (),
    today: date | None = None,
    speakers: SpeakerDirectory = NOBODY,
    is_name: Callable[[str], bool] = lambda word: True,
) -> Query:
    """Read a question.

    Args:
        question: as ``clean_question`` gives it.
        sources: every source the articles have.
        today: the day that "last week" counts from, and whose year a date without one has;
            None leaves such dates unread.
        speakers: who says something in the articles.
        is_name: whether they write a word as a name.
    """
    mentions = find_mentions(question, sources)
    periods = find_periods(question, today)
    newest = newest_words(question)
    absent = absent_sources(question, sources)
    spans = [(m.start, m.end) for m in mentions] + newest
    spans += [(p.start, p.end) for p in periods if not p.is_year or None in (p.since, p.until)]
    spans += [one.span() for name in absent for one in re.finditer(re.escape(name), question)]
    if mentions:  # else "report" or "states" may be what the question is about
        spans += [one.span() for one in re.finditer(r"\w+", question) if one[0] in ARTICLE_WORDS]
    bare = blanked(question, spans)
    named = speakers.named_in(question)
    asked = speakers_asked(question, speakers)
    names = tuple(names_in(bare))
    has_capitals = any(word[0].isupper() for word in words_of(question)[1:])
    called = names if has_capitals else tuple(_as_written(question, named))
    sides = () if mentions or absent else sides_of(question, called)
    begin, end = subject_place(question) or (0, 0)
    is_outlet = any(begin < one.end and one.start < end for one in mentions)
    is_origin = not asked and question[:begin].casefold().endswith("according to ")  # of a fact
    by_name = is_called(question, is_name) and not is_outlet and not is_origin
    subject = subject_of(question)
    sure = [one for one in periods if not one.is_guess]
    since, until = (sure[0].since, sure[0].until) if len(sure) == 1 else (None, None)
    guessed = [one.since or one.until for one in periods if one.is_guess]
    return Query(
        words=bare.strip(),
        topic=topic_of(blanked(bare, [with_preposition(question, one) for one in periods]), asked),
        parts=tuple(parts_of(question, bare, mentions, periods)),
        sides=sides,
        form=_form(question, speakers, asked, sides),
        expects=expected_kind(question),
        named=named,
        speakers=asked,
        subject=subject if by_name or names_a_role(subject) else "",
        subject_is_name=by_name,
        role=role_asked(question),
        names=names,
        numbers=tuple(_NUMBER.findall(bare)),
        absent_sources=absent,
        since=since,
        until=until,
        month=guessed[0].month if guessed and guessed[0] else 0,
        prefers_newest=bool(newest) or is_since_event(question),
        asks_who_said=asks_who_said(question),
        tells_occasion=not names_its_topic(question),
    )


def is_called(question: str, is_name: Callable[[str], bool]) -> bool:
    """Tell whether a question gives its speaker by name: "governor Whitmer", not "the firm".

    Args:
        question: as ``clean_question`` gives it.
        is_name: whether a word is a name, asked where a question has no capitals to tell.
    """
    begin, end = subject_place(question) or (0, 0)
    whole = question[begin:end]
    named = [without_possessive(word) or word for word in words_of(subject_of(question))]
    if not named or len(named[-1]) < 2 or names_a_role(named[-1]):
        return False
    if _WISHES.match(question[end:]):
        return False  # "Who do the Nets want for coach?"
    if names_a_role(whole) and not SMALL_IN_ROLE.isdisjoint(whole.split()):
        return False  # "the governor of Mississippi"
    has_capitals = any(word[0].isupper() for word in words_of(question)[1:])
    return all(
        word in NAME_PARTICLES
        or names_a_role(word)
        or (word[0].isupper() if has_capitals else is_name(word))
        for word in named
    )


def names_in(question: str) -> Iterator[str]:
    """Yield the runs of capitalised words of a question; its first word only among others."""
    run: list[str] = []
    last = 0
    for match in _NAME.finditer(question):
        word = without_possessive(match[0])
        joined = question[last : match.start()] == " "
        if run and not joined:
            yield " ".join(run)
            run = []
        is_word = word.lower() in STOP_WORDS and not (len(word) > 1 and word.isupper())
        if word[0].isupper() and not is_word:
            run.append(word)
        elif run:
            yield " ".join(run)
            run = []
        last = match.end()
    if run:
        yield " ".join(run)


def _form(
    question: str, speakers: SpeakerDirectory, asked: Sequence[Named], sides: Sequence[Side]
) -> Form:
    """Return the form of answer that a question wants; of several that fit, the rarest."""
    about_speech = is_about_speech(question) and not asks_who_said(question)
    if asks_for_help(question):
        return "help"
    if introduced(question, speakers) or _is_name(who_is_asked(question), question):
        return "introduction"
    if sides or asks_to_compare(question):
        return "comparison"
    if asks_for_overview(question):
        return "overview"
    if asks_yes_or_no(question):
        return "yes_no"
    return "statements" if asked or (about_speech and subject_of(question)) else "direct"


def _is_name(who: str, question: str) -> bool:
    """Tell whether what stands behind "who is" is a name: "chima williams", not "in charge"."""
    words = words_of(who)
    if not 0 < len(words) <= LONGEST_NAME or any(fold(word) in STOP_WORDS for word in words):
        return False
    if any(word[0].isupper() for word in words_of(question)[1:]):
        return words[0][0].isupper() and words[-1][0].isupper()
    return len(words) > 1 and not any(
        word in ROLE_NOUNS or word.endswith(("ing", "ed")) or word in ("new", "next", "richest")
        for word in words
    )


def _as_written(question: str, named: Sequence[Named]) -> Iterator[str]:
    """Yield the runs of words that name speakers, as a question without capitals has them."""
    known = {word for one in named for word in one.words}
    run: list[str] = []
    for word in [*words_of(question), ""]:
        bare = without_possessive(word)
        if bare and fold(bare) in known:
            run.append(bare)
        elif run:
            yield " ".join(run)
            run = []
