"""Find in articles the phrases that make topics of questions: whole nouns, as they are written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rag.index.library import Library
from rag.language.dates import MONTHS
from rag.language.function_words import SPEAKER_STOP_WORDS
from rag.language.matching import words_of
from rag.language.person_names import fold
from rag.language.speech_verbs import SPEECH
from rag.records import Article
from rag.retrieval.statement_ranking import topic_weights

# By hand.
OFTEN = 5  # articles that share a topic from which more make it no better
TITLE_WORTH = 4  # times as good is a topic that a title names
FEWEST_LETTERS = 3  # of a word that a topic begins or ends with
LONGEST_PHRASE = 3  # words

_THE = frozenset({"the"})
_OF_ONE = frozenset("a an our their his her its my your this".split())
_OF_A_KIND = frozenset("of on about with for against by from between under over these".split())
_NO_NOUNS = SPEAKER_STOP_WORDS | frozenset(
    """within beyond among without during despite toward towards upon onto amid also just only even
    still already again later ago today yesterday tomorrow tonight now then there here well ever
    never both all any some most more less least many much few own very too not off out down
    back away however because since while until unless whether though although said says say
    told tells added adds went goes came comes made makes took takes got gets gave gives saw sees
    began begins wants needs right underway alike behind before after above below across through
    along around near per via as than if when where who whose which nor neither or heard held
    kept led left met paid put ran sat sent set stood won lost wrote knew found felt fell
    brought bought built thought sold spoke sought""".split()
)
_TELL_WHICH = frozenset("of that which who whose where between".split())
_ABBREVIATED = frozenset("bros inc corp ltd co jr sr st".split())
_NO_FIRST = ("est", "ing", "ly")  # the strongest, for providing, the barely
_NO_LAST = ("ed", "ing", "ly", "ive", "ous", "ful", "able", "ible", "ical")
_DEMONYMS = ("ian", "ean", "ish", "ese")  # capable European
_VAGUE = frozenset(
    """actual opposite short strong someone something else first second third fourth last next same
    other each several multiple different wide good long close important additional recent
    former current new old big great small little real full main major key own such certain
    various similar whole entire total average top best worst time times year years month months
    week weeks day days hour hours minute minutes moment night morning afternoon evening weekend
    quarter half decade decades century variety range majority number hand idea role kind sort
    type part parts piece way ways thing things lot bit rest set series group people person man
    woman men women guy guys one ones end start beginning case fact point place side list level
    amount result results company companies plans story article report statement interview email
    newsletter notice privacy social press release forecast subscribe local cookie cookies
    policy terms website page link photo image video getty images monday tuesday wednesday
    thursday friday saturday sunday""".split()
) | {month.lower() for month in MONTHS}
_ENDS_A_PHRASE = ',;:.!?…()"“”«»'


def topic_of(library: Library, text: str, *, without: str) -> str:
    """Return the phrase of a text with the rarest words; empty if it has none to ask about."""
    avoided = set(fold(without).split())
    found = [phrase for phrase in phrases(text) if not avoided & set(fold(phrase).split())]
    return max(found, key=lambda phrase: rarity(library, phrase), default="")


def phrases(text: str) -> Iterator[str]:
    """Yield whole runs of up to three words after an article or a preposition: most are nouns.

    After "a" or "their" only a plural or a name reads well in a question by itself.
    """
    written = text.split()
    for place, before in enumerate(written):
        leads = before.lower()
        if leads not in _THE | _OF_ONE | _OF_A_KIND:
            continue
        run, is_whole = _run(written[place + 1 : place + 2 + LONGEST_PHRASE])
        behind = written[place + 1 + len(run) : place + 2 + len(run)]
        if leads in _THE and len(run) > 1 and _goes_on(behind):
            continue
        # A single word says too little without its article; a longer run is cut somewhere.
        fewest = 1 if leads in _THE else 2
        if not is_whole or not fewest <= len(run) <= LONGEST_PHRASE or not _reads_as_noun(run):
            continue
        is_name = all(word[0].isupper() for word in run)
        if leads not in _OF_ONE or is_name or _is_plural(run[-1]):
            yield " ".join(["the", *run] if leads in _THE else run)


def _run(written: Sequence[str]) -> tuple[list[str], bool]:
    """Return the words before one that belongs to no noun, and whether they are a whole one."""
    run: list[str] = []
    for word in written:
        bare = word.strip(_ENDS_A_PHRASE + "'‘’")
        if bare.lower() in _NO_NOUNS:
            # "the company plans to": a verb, more likely than not
            return run, not (run and _is_plural(run[-1]) and bare.lower() in ("to", "that"))
        if not bare.isalpha():
            return run, False
        run.append(bare)
        if word[-1] in _ENDS_A_PHRASE:
            return run, not (word[-1] == "." and bare.lower() in _ABBREVIATED)
    return run, len(written) <= LONGEST_PHRASE


def _goes_on(behind: Sequence[str]) -> bool:
    """Tell whether what stands behind a noun says which one is meant: "the integrity of"."""
    return bool(behind) and behind[0].lower() in _TELL_WHICH


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _reads_as_noun(run: Sequence[str]) -> bool:
    first, last = run[0].lower(), run[-1].lower()
    return not (
        min(len(first), len(last)) < FEWEST_LETTERS
        or first.endswith(_NO_FIRST)
        or (last.endswith(_NO_LAST) and last == run[-1])
        or last.endswith(_DEMONYMS)
        or SPEECH.search(" ".join(run))
    )


def rarity(library: Library, phrase: str) -> float:
    """Return how much the words of a phrase tell: the rarer, the more."""
    return sum(topic_weights(library, phrase).values())


def topics_of(library: Library, articles: Sequence[Article]) -> dict[str, float]:
    """Return the phrases that articles share, and how good a topic each is; the best first.

    A few articles may share none: then it is those of each that can be understood alone.
    """
    counts = Counter(phrase for one in articles for phrase in set(phrases(one.text)))
    telling = {phrase: count for phrase, count in counts.items() if is_telling(phrase)}
    shared = {phrase: count for phrase, count in telling.items() if count > 1}
    titles = joined_titles(articles)
    if not shared:
        shared = {one: 1 for one in telling if is_known(one) or in_title(one) in titles}
    worth = {}
    for phrase, count in shared.items():
        worth[phrase] = min(count, OFTEN) * rarity(library, phrase)
        worth[phrase] *= TITLE_WORTH ** (in_title(phrase) in titles)
    return dict(sorted(worth.items(), key=lambda one: (-one[1], one[0])))


def is_telling(phrase: str) -> bool:
    """Tell a topic of two words from "the conflict" and from "the first time"."""
    words = phrase.removeprefix("the ").lower().split()
    return len(words) > 1 and _VAGUE.isdisjoint(words)


def is_named(phrase: str) -> bool:
    """Tell whether a phrase is a name: the Code Conference."""
    return all(word[0].isupper() for word in phrase.removeprefix("the ").split())


def is_known(phrase: str) -> bool:
    """Tell a phrase that needs no article before it from "the debacle", which was told of there."""
    return not phrase.startswith("the ") or any(word[0].isupper() for word in phrase.split())


def joined_titles(articles: Iterable[Article]) -> str:
    """Return the titles of articles, in which ``in_title`` can be looked for."""
    return " | ".join(f" {' '.join(words_of(fold(one.title)))} " for one in articles)


def in_title(phrase: str) -> str:
    """Return a phrase as it stands in a joined title, a space around it."""
    return f" {fold(phrase.removeprefix('the '))} "
