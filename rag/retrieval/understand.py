"""Work out what is asked: complete a question, mend its spelling, and read it once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from rag.errors import UnknownSource, UnknownSpeaker
from rag.index.library import Library
from rag.language.matching import content_words, words_of
from rag.language.person_names import fold, name_words, near_names
from rag.language.roles import role_words
from rag.language.speaker_kinds import speaker_kind
from rag.questions.dialogue import turn_of
from rag.questions.follow_ups import FollowUp, follow_up
from rag.questions.phrases import names_in
from rag.questions.query import Query, read_question
from rag.questions.sides import Side
from rag.questions.speaker_directory import SpeakerDirectory
from rag.questions.typed_text import clean_question, written_out
from rag.records import Answer, Asked, Filters, Respelt
from rag.retrieval.spelling import is_written_as_name, near_spellings, respell, same_stems

# How well a passage with what a question names must fit what it takes over, against the one that
# fits best. By hand, on the conversations of news questions (tuning half).
BESIDE = 0.3


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a question: what is shown of it, and what was read from it."""

    asked: Asked
    query: Query


def understand(
    library: Library,
    question: str,
    filters: Filters = Filters(),
    *,
    before: Sequence[Answer] = (),
    dropped: Sequence[str] = (),
) -> Understood:
    """Work out what is asked; see ``Chat.ask`` for the arguments.

    Raises:
        BadQuestion: the question is empty or too long.
    """
    turns = [turn_of(answer) for answer in before]
    typed = written_out(clean_question(question))
    is_person = partial(_is_person, library)
    whole = follow_up(typed, turns, dropped=dropped, is_person=is_person)
    if whole.carried and (
        _names_somebody_else(library, typed)
        or (whole.is_guess and not _belongs(library, typed, whole.carried))
    ):
        whole = FollowUp(typed, ())  # another matter
    query = _read(library, whole.question)
    respelt = _respelt(library, query)
    searched = respell(whole.question, respelt)
    if respelt:
        query = _read(library, searched)
    speakers = tuple(one.speaker for one in query.speakers)
    asked = Asked(
        searched,
        query.topic,
        speakers,
        _dated(filters, query) if speakers else filters,
        whole.carried,
        respelt,
    )
    return Understood(asked, query)


def understood(library: Library, asked: Asked) -> Understood:
    """Read a question whose speakers and filters are known already."""
    return Understood(asked, _read(library, asked.question))


def understand_side(library: Library, whole: Understood, side: Side) -> Understood:
    """Return what one side of a question asks, within the filters of the whole."""
    query = replace(_read(library, side.question), sides=())
    speakers = tuple(one.speaker for one in query.speakers)
    asked = replace(
        whole.asked, question=side.question, topic=query.topic, speakers=speakers, respelt=()
    )
    return Understood(asked, query)


def speakers_of(library: Library) -> SpeakerDirectory:
    """Return the speakers of a generation."""
    return SpeakerDirectory(library.people)


def speakers_meant(library: Library, name: str) -> tuple[str, ...]:
    """Return the speakers that a name or a role means; see ``Chat.find_speakers``.

    Raises:
        UnknownSpeaker: there is none.
    """
    people = library.people
    if people.has(name):
        return (name,)
    found = people.spelled_like(name)
    found = found or [one.speaker for one in speakers_of(library).named_in(name)]
    found = found or people.called(role_words(name))
    if found:
        return tuple(found)
    near = " or ".join(near_names(name, people.everyone(), 3))
    meant = f"Perhaps {near} is meant; " if near else ""
    raise UnknownSpeaker(
        f"The articles have no statement by {name[:200]!r}.",
        fix=f"{meant}`rag speakers` lists everyone who says something.",
    )


def known_name(name: str, names: Sequence[str], what: str) -> str:
    """Return a name as the articles have it, be it in other capitals or without accents.

    Raises:
        UnknownSource: no article has it.
    """
    if name in names:
        return name
    for other in names:
        if fold(other) == fold(name):
            return other
    near = " or ".join(near_names(name, names, 3))
    meant = f"Perhaps {near} is meant; " if near else ""
    raise UnknownSource(
        f"No article has the {what} {name[:200]!r}.",
        fix=f"{meant}`rag list --csv` names the {what} of each.",
    )


def _read(library: Library, question: str) -> Query:
    return read_question(
        question,
        sources=library.sources,
        today=library.extent[2],
        speakers=speakers_of(library),
        is_name=partial(is_written_as_name, library),
    )


def _is_person(library: Library, words: str) -> bool:
    """Tell whether words are of the name of a person who says something; a role is none."""
    asked = {*name_words(words)}
    return any(
        asked <= {*name_words(one.speaker)} and speaker_kind(one.speaker) == "person"
        for one in speakers_of(library).called(words)
    )


def _names_somebody_else(library: Library, typed: str) -> bool:
    """Tell whether a question has a whole name no word of which stands in the articles."""
    names = ([fold(word) for word in words_of(name.text)] for name in names_in(typed))
    near = library.lexical.near_words
    return any(len(words) > 1 and not any(near(one, 0) for one in words) for words in names)


def _belongs(library: Library, typed: str, carried: Sequence[str]) -> bool:
    """Tell whether a passage has what a question names beside what it would take over.

    "What about Hegseth?" is no question about the football match of the one before.
    """
    lexical = library.lexical
    own = [term for word in content_words(typed) for term in lexical.terms(word)]
    own = [term for term in own if lexical.passages_with(term)]
    terms = dict.fromkeys(lexical.terms(" ".join(carried)), 1.0)
    _, best = lexical.search(terms, 1, Filters())
    if not own or not len(best):
        return True
    rarest = max(own, key=lexical.rarity)
    _, beside = lexical.search(terms, 1, Filters(), having=rarest)
    return bool(len(beside)) and float(beside[0]) >= BESIDE * float(best[0])


def _respelt(library: Library, query: Query) -> tuple[Respelt, ...]:
    """Return what is read in the place of other words; of a speaker's name only a speaker's."""
    subject, speakers = query.subject, speakers_of(library)
    words = words_of(subject)
    found = near_spellings(library, query.words)
    if subject and not speakers.named_in(subject):
        found += same_stems(library, words, speakers.near(subject))
    return tuple(one for one in found if one.written not in words or speakers.named_in(one.read))


def _dated(filters: Filters, query: Query) -> Filters:
    """Narrow filters without dates to when a question says that something was said."""
    if len(query.parts) > 1 or filters.since or filters.until:
        return filters
    return replace(filters, since=query.since, until=query.until)
