"""Read from a question whose words are asked for, by the names and roles that articles have."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from rag.language.function_words import (
    ARTICLES,
    ASKING_WORDS,
    QUESTION_WORDS,
    SPEAKER_STOP_WORDS,
    STOP_WORDS,
)
from rag.language.matching import without_possessive, words_of
from rag.language.person_names import fold
from rag.language.roles import is_group, names_a_role
from rag.language.speech_verbs import PLAIN_SPEECH, SPEECH, SPEECH_NOUN, SPEECH_VERB
from rag.language.titles import HONOURS, PLAIN_TITLES
from rag.questions.speaker_directory import Named, SpeakerDirectory, is_acronym, role_named

_COUNTS_OR_PLACES = re.compile(r"^\W*(?:how (?:many|much|long)|when|where)\b", re.IGNORECASE)
_COUNTS = re.compile(r"^\W*how (?:many|much|long|far|often|big|high|old)\b", re.IGNORECASE)
_NAMES_ITS_TOPIC = re.compile(
    r"\b(?:about|on|regarding|concerning|of|for|against)\b", re.IGNORECASE
)
_WHO_SAID = re.compile(rf"^\W*who (?:\w+ ){{0,2}}?(?:{SPEECH_VERB})\b", re.IGNORECASE)
_WHO_IS = re.compile(
    r"^\W*(?:(?:and|so|but|ok) )*who(?: (?:exactly )?(?:is|was|are|were)|['’]s)"
    r" (?P<who>[^?]{2,60}?)\W*$",
    re.IGNORECASE,
)
_SOMEBODY_SAYS = re.compile(
    rf"\b(?:did|does|do|has|have|had|would|will) (?:he|she|they) (?:{SPEECH_VERB})\b",
    re.IGNORECASE,
)
_ADVERB = r"(?:(?:ever|just|also|really|now|himself|herself|itself|actually|exactly) )?"
# Words that are a noun in front of the verb: "the state department says", "the Ohio state game".
_NO_VERB = (
    r"(?:state(?! (?:about|after|as|at|before|in|its|on|that|the|to|when)\b| ?\W*$)"
    r"|(?:answer|call|claim|comment|demand|promise|talk|worry)"
    r"(?: [\w’'.-]+){1,3} (?:announce|argue|believe|expect|say|think|want|warn)\b)"
)
_SUBJECTS = (
    re.compile(
        rf"\b(?:did|does|do|has|have|had|would|will) (?P<who>[^?,]{{2,60}}?)(?<! the) {_ADVERB}"
        rf"(?!{_NO_VERB})(?:{SPEECH_VERB}|saying|expects?|explain|make of|blame|fear)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\bis (?P<who>[^?,]{{2,60}}?) {_ADVERB}(?={SPEECH_VERB})\w+ing\b", re.IGNORECASE),
    re.compile(  # "compare what Kallas and Rubio said": no auxiliary
        r"\b(?:what|how|why) (?!(?:did|do|does|has|have|had|would|will|is|are|was|were|can|could"
        r"|should|may|might|must|if|it|happen(?:s|ed)?|make|made|caused?|causes|led|many|much|far"
        r"|long|often|wo)(?:n?['’]?t)?\b)"
        rf"(?P<who>(?:the )?[\w’'.-]+(?: (?:of )?(?:the )?[\w’'.-]+){{0,3}}?) {_ADVERB}"
        r"(?:says?|said|thinks?|thought|told|wants?|wanted|believes?|believed|claims?|claimed)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\baccording to (?P<who>[^?,]{2,60}?)(?=[?,]|$)", re.IGNORECASE),
    re.compile(
        rf"\b(?P<who>[^?,]{{2,60}}?)['’]s? (?:{SPEECH_NOUN}|advice|objection|line|take|point)\b",
        re.IGNORECASE,
    ),
)
# The name first: "McIlroy on Tiger", "Youngkin opinion on statues", "Rory: what did he say".
_TITLED = re.compile(
    r"^(?!(?:what|which|when|where|why|how)(?:['’]?s)? )"
    rf"(?P<who>[^?,:]{{2,40}}?)(?: (?:(?:{SPEECH_NOUN}|advice|take) (?:on|about|of|to|after)|on"
    rf"|about)|[,:]? (?:what|how|why) {_SOMEBODY_SAYS.pattern}) ",
    re.IGNORECASE,
)
_WORDS_OF_SAYING = re.compile(rf"\b(?:{PLAIN_SPEECH.pattern}|{SPEECH_NOUN})\b", re.IGNORECASE)
_SAYS_A_FIGURE = re.compile(rf"\b(?:{PLAIN_SPEECH.pattern}|according|believes?)\b", re.IGNORECASE)
_TOGETHER = re.compile(r",? and |, ")
_NO_PHRASE = SPEAKER_STOP_WORDS - ARTICLES - {"of", "for", "at", "in"}
_RELATIVE = re.compile(r",? (?:who|whom|whose|that|which|and what)\b", re.IGNORECASE)
# What sounds like speech and is none: "the final say", "how did the oil price react", "what is her
# book called".
_NO_SPEECH = re.compile(
    r"\b(?:the|a|an|any|no|some|more|much|little|final|last|his|her|its|their|our|my|your)"
    r"(?: (?:final|last|full|real|big|bigger|equal|greater))? say\b"
    r"|\b(?:prices?|shares?|stocks?|(?:stock|share|bond|oil|gas|money|housing|financial)? ?markets?"
    r"|dollar|euro|pound|yen|currency|currencies|rates?|bitcoin|economy|index|body|skin|brain"
    r"|engine|sales) (?:\w+ )?(?:react|respond|answer)(?:s|ed|ing)?\b"
    r"|\b(?:what['’]?s|is|are|was|were) (?:(?!that |who |which )[\w'’.-]+ ){1,5}called\b",
    re.IGNORECASE,
)
_NO_TOPIC = frozenset("hi hello hey many much vs versus".split())


def is_about_speech(question: str) -> bool:
    """Tell whether a question asks for somebody's words."""
    if subject_of(question):
        return True
    return bool(SPEECH.search(_spoken(question))) and not _COUNTS_OR_PLACES.match(question)


def names_its_topic(question: str) -> bool:
    """Tell whether a question says what about; else the rest of it tells the occasion."""
    return _NAMES_ITS_TOPIC.search(question) is not None


def asks_who_said(question: str) -> bool:
    """Tell whether a question asks whose words something is."""
    return _WHO_SAID.match(_spoken(question)) is not None


def _spoken(question: str) -> str:
    """Return a question without what sounds like speech and is none, as long as it is."""
    return _NO_SPEECH.sub(lambda match: "?" * len(match[0]), question)


def who_is_asked(question: str) -> str:
    """Return the name in a question like "who is Kallas", as written; empty in any other."""
    match = _WHO_IS.match(question)
    return match["who"] if match else ""


def introduced(question: str, speakers: SpeakerDirectory) -> tuple[str, ...]:
    """Return the speakers that "who is …" asks about, by name or by role."""
    who = who_is_asked(question)
    asked = {fold(without_possessive(word)) for word in words_of(who)} - SPEAKER_STOP_WORDS
    return tuple(one.speaker for one in speakers.named_in(who) if asked <= {*one.words})


def subject_of(question: str) -> str:
    """Return the speaker that a question names, as written; empty for nobody and for a group."""
    kept = [
        word
        for word in words_of(_subject(question))
        if fold(word) not in SPEAKER_STOP_WORDS or is_acronym(word, question)
    ]
    return "" if not kept or is_group(kept[-1]) else " ".join(kept)


def subject_place(question: str) -> tuple[int, int] | None:
    """Return the place of the words that name a question's speaker; None where none does."""
    if asks_who_said(question):
        return None
    question = _spoken(question)
    found = [match for pattern in _SUBJECTS if (match := pattern.search(question))]
    if _COUNTS.match(question):  # "how many cars does Ford want to sell": a figure, not a wish
        found = [match for match in found if _SAYS_A_FIGURE.search(match[0])]
    for match in found:
        if not all(fold(word) in SPEAKER_STOP_WORDS for word in words_of(match["who"])):
            return match.span("who")
    titled = _TITLED.match(question)
    if titled and not any(fold(word) in STOP_WORDS for word in words_of(titled["who"])):
        return titled.span("who")
    return found[0].span("who") if found else None


def _subject(question: str) -> str:
    start, end = subject_place(question) or (0, 0)
    return question[start:end]


def speakers_asked(question: str, speakers: SpeakerDirectory) -> tuple[Named, ...]:
    """Return the speakers whose words a question asks for, without those it asks about."""
    if asks_who_said(question) or not is_about_speech(question):
        return ()
    if somebody := _SOMEBODY_SAYS.search(question):  # who it is stands before, if anywhere
        return speakers.named_in(question[: somebody.start()])
    subject = _subject(question)
    if any(fold(word) not in SPEAKER_STOP_WORDS for word in words_of(subject)):
        return speakers.called(subject)
    return speakers.named_in(question) if _WORDS_OF_SAYING.search(_spoken(question)) else ()


def asks_others(question: str, speakers: Sequence[Named]) -> bool:
    """Tell whether the words of others are asked for, too: "what do Bell and the bank think"."""
    known = {word for one in speakers for word in one.words}
    parts = [words_of(part) for part in _TOGETHER.split(_subject(question))]
    others = [words for words in parts if words and not names_a_role(words[-1])]
    return len(parts) > 1 and any(
        known.isdisjoint(fold(without_possessive(word)) for word in words) for words in others
    )


def role_asked(question: str) -> tuple[str, ...]:
    """Return the words of a role, folded, if somebody is asked for by it alone; else none.

    "What did the mayor say", "who is the lawyer that defends her", "the new fire chief".
    """
    if who := who_is_asked(question):
        return role_named(_RELATIVE.split(who)[0])
    if subject := _subject(question):
        return role_named(subject)
    is_phrase = not any(fold(word) in _NO_PHRASE for word in words_of(question))
    return role_named(question) if is_phrase else ()


def topic_of(question: str, named: Sequence[Named]) -> str:
    """Return what is left of a question without its speakers and its words of asking."""
    names = {word for one in named for word in one.words}
    telling = asks_who_said(question)  # "who praised": the verb is part of what is asked
    words = words_of(question)
    titles = PLAIN_TITLES | HONOURS
    return " ".join(
        word
        for word, following in zip_longest(words, words[1:], fillvalue="")
        if not (fold(word) in titles and fold(without_possessive(following)) in names)
        and (not _tells_nothing(word) or is_acronym(word, question))
        and fold(without_possessive(word)) not in names
        and (not SPEECH.fullmatch(word) or (telling and not PLAIN_SPEECH.fullmatch(word)))
    )


def _tells_nothing(word: str) -> bool:
    """Tell whether a word belongs to asking: "what", "whats", "many" of "how many", "compare"."""
    bare = fold(without_possessive(word))
    idle = SPEAKER_STOP_WORDS | ASKING_WORDS | _NO_TOPIC
    return bare in idle or bare.removesuffix("s") in QUESTION_WORDS
