"""Find where the article's own clause begins behind somebody's words.

"she said it would rain, but it stayed dry", "…, a claim that others dispute", "…, the ports said".
Each rule returns the token at which the words end, or ``last`` where they do not run on.
"""

from collections.abc import Sequence

from rag.language.function_words import (
    ADVERBS,
    DETERMINERS,
    MODALS,
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
)
from rag.language.speech_verbs import LEMMA_OF, lemma_is_base
from rag.statements.clauses import withholds
from rag.statements.grammar import JOINTS, has_verb, is_one_of, is_verb_like, token_range
from rag.statements.sentence_tokens import Token
from rag.statements.subjects import clause_subject

_SAYS = frozenset("said says told added reported reports wrote tweeted".split())
_SHOW = frozenset({"show", "shows"})
_RECORDS = frozenset("records documents filings data poll polls survey".split())
_NO_SPEAKER = SUBORDINATORS | RELATIVES | PREPOSITIONS | MODALS | ADVERBS
_LONGEST_SPEAKER = 10  # words
_AND_BUT = frozenset({"and", "but"})
_TURNING = frozenset({"but", "though", "although"})
_OBJECTS = DETERMINERS | OBJECT_PRONOUNS | {"that", "to", "it"}
_NO_DEEDS = frozenset("including following regarding concerning during being".split())
_NOT_YET = (MODALS - {"could"}) | {"is", "are", "has"}
_NO_SIMPLE_PAST = MODALS | frozenset("was were had been is are has have does do".split())
# By hand: what the article calls the words that somebody said.
_SUMMARIES = frozenset(
    "move claim charge practice recommendation result plan proportion swipe reference"
    " acknowledgment acknowledgement approach assertion allegation accusation position stance"
    " view proposal statement prediction promise pledge decision comment remark message figure"
    " tactic gesture development sentiment policy".split()
)
_THINGS_SAID = frozenset("remarks comments words claims allegations charges".split())
_THAT = frozenset({"that", "which"})
_LONGEST_SUMMARY = 5  # words
_WHICH = frozenset({"which", "who", "whom"})
_THERE, _NO = frozenset({"there"}), frozenset({"no"})
_HE = frozenset("he she they it".split())
_BEHIND_LOSS = PREPOSITIONS - {"to"}
_COMPARED = frozenset({"compared"})
_WITH = frozenset({"with", "to"})
_DASHES = frozenset({"—", "–"})
_FEW = 4  # words of a subject


def run_on(tokens: Sequence[Token], cue: int, first: int, last: int) -> int:
    """Return where words from ``first``, behind the verb at ``cue``, end before ``last``."""
    last = _said_again(tokens, first, last)
    return min(
        _does_more(tokens, cue, first, last),
        _quoted_then_done(tokens, first, last),
        _other_tense(tokens, first, last),
        _aside(tokens, first, last),
        _says_no_more(tokens, first, last),
    )


def dash_closing(tokens: Sequence[Token], speaker: int, first: int, last: int) -> int:
    """Return the second of two dashes between which a clause stands: "– he called it late –"."""
    dash = next((k for k in range(first + 1, last) if tokens[k].text in _DASHES), last)
    if dash == last or sum(token.text in _DASHES for token in tokens[:speaker]) % 2 == 0:
        return last
    return dash


def _said_again(tokens: Sequence[Token], first: int, last: int) -> int:
    """Find who says the whole: "she said it would rain, the ports said in a letter"."""
    for k in range(last - 2, first + 1, -1):
        closed = tokens[k].kind == "quote" and tokens[k].low in (",", "?", "!")
        if (not closed and tokens[k].text != ",") or tokens[k + 1].low in _NO_SPEAKER:
            continue
        end = min(last, k + _LONGEST_SPEAKER)
        verb = next((m for m in range(k + 2, end) if _stops(tokens[m])), last)
        adds = verb + 2 < last and tokens[verb + 1].text == ","  # ", Lund said, referring to"
        adds = adds and tokens[verb + 2].low.endswith("ing")
        if verb < last and _says(tokens, verb) and (adds or _only_where(tokens, verb + 1, last)):
            return k + closed
    return last


def _stops(token: Token) -> bool:
    return token.kind != "word" or is_verb_like(token) or token.low in _SAYS | _SHOW


def _says(tokens: Sequence[Token], k: int) -> bool:
    shows = tokens[k].low in _SHOW and tokens[k - 1].low in _RECORDS
    return shows or tokens[k].low in _SAYS


def _only_where(tokens: Sequence[Token], start: int, last: int) -> bool:
    """Tell whether nothing but where, when or to whom follows."""
    return not has_verb(tokens, start, last) and all(t.kind == "word" for t in tokens[start:last])


def _does_more(tokens: Sequence[Token], cue: int, first: int, last: int) -> int:
    """Find the speaker's next participle: "saying it was late and urging them to wait"."""
    if not tokens[cue].low.endswith("ing"):
        return last
    for k in range(first, last - 2):
        if _is_participle(tokens[k]):
            return last  # "and" may join two of these
        if tokens[k].low in _AND_BUT and _is_participle(tokens[k + 1]):
            acts = tokens[k + 2].low in _OBJECTS or tokens[k + 2].capital
            acts = acts or tokens[k + 1].low in LEMMA_OF
            return k - (tokens[k - 1].text in JOINTS) if acts else last
    return last


def _is_participle(token: Token) -> bool:
    low = token.low
    verb = token.kind == "word" and low.endswith("ing") and low.isalpha() and not token.capital
    return verb and len(low) > len("thing") and low not in _NO_DEEDS


def _quoted_then_done(tokens: Sequence[Token], first: int, last: int) -> int:
    """Find what the speaker did next: "said “it is late” in Velm and thanked the pilots"."""
    if tokens[first].kind != "quote":
        return last
    for k in range(first + 1, last - 3):
        if is_verb_like(tokens[k]):
            break
        done = tokens[k + 1].low.endswith("ed") and is_verb_like(tokens[k + 1])
        acts = tokens[k + 2].low in _OBJECTS or tokens[k + 2].capital or tokens[k + 3].low in _FOR
        if tokens[k].low == "and" and done and acts:
            return k - (tokens[k - 1].text in JOINTS)
    return last


_FOR = frozenset({"for", "to"})


def _other_tense(tokens: Sequence[Token], first: int, last: int) -> int:
    """Find what happened: "it will rain, but nobody came", "would rain, but then stayed dry"."""
    main = next((k for k in range(first, last) if is_verb_like(tokens[k])), last)
    if main == last or tokens[main].low not in _NOT_YET:
        return last
    for k in range(main + 1, last - 2):
        before = tokens[k - 1].text
        joins = tokens[k].low == "but" or (tokens[k].low == "and" and before == ",")
        if joins and _happened(tokens, k + 1, last, apart=before in JOINTS):
            return k - (before in JOINTS)
    return last


def _happened(tokens: Sequence[Token], k: int, last: int, *, apart: bool) -> bool:
    """Tell whether a verb in the past is at ``k``, or behind the subject there."""
    while is_one_of(tokens, k, ADVERBS):
        k += 1
    if apart and is_one_of(tokens, k, _THERE) and is_one_of(tokens, k + 2, _NO):
        return True  # "but there is no evidence of it"
    own = k < last and not is_verb_like(tokens[k])
    if own and apart:
        subject, _ = clause_subject(tokens, k, last)
        k = token_range(tokens, subject)[1] if subject else last
    if k + 1 >= last or not is_verb_like(tokens[k]):
        return False
    low = tokens[k].low
    if low in _NO_SIMPLE_PAST or low.endswith("s") or (low in LEMMA_OF and lemma_is_base(low)):
        return False
    # "the loss felt in", "and continued losses would"
    described = is_one_of(tokens, k + 1, _BEHIND_LOSS) if own else has_verb(tokens, k + 1, k + 4)
    return low == "didn't" or not (low.endswith("n't") or described)


def _aside(tokens: Sequence[Token], first: int, last: int) -> int:
    """Find what the article says of the words: ", a claim others dispute", ", which he called"."""
    for k in range(first + 2, last - 3):
        if tokens[k].text in JOINTS and _is_aside(tokens, k + 1, last):
            closed = tokens[k].text in _DASHES and any(
                tokens[m].text in _DASHES for m in range(k + 1, last)
            )
            return last if closed else k  # "budgets – a result of it – took a toll"
    return last


def _is_aside(tokens: Sequence[Token], k: int, last: int) -> bool:
    low = tokens[k].low
    if low in ("a", "an"):
        end = min(k + _LONGEST_SUMMARY, last - 1)
        noun = next((m for m in range(k + 1, end) if tokens[m].low in _SUMMARIES), 0)
        return noun > 0 and all(t.kind == "word" for t in tokens[k : noun + 2])
    said = low in _WHICH and tokens[k + 1].low in _HE and tokens[k + 2].low in LEMMA_OF
    compared = low in _COMPARED and is_one_of(tokens, k + 1, _WITH)
    things = low in _THINGS_SAID and is_one_of(tokens, k + 1, _THAT)
    return said or compared or things or low == "something"


def _says_no_more(tokens: Sequence[Token], first: int, last: int) -> int:
    """Find what is not said: "…, though the ports did not say when"."""
    for k in range(first + 1, last - 3):
        if tokens[k].low not in _TURNING:
            continue
        verb = next((m for m in range(k + 1, min(k + _FEW, last)) if withholds(tokens, m)), 0)
        if verb and not has_verb(tokens, k + 1, verb):
            return k - (tokens[k - 1].text in JOINTS)
    return last


def aside_start(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where reported words end because the article goes on about them in its own words.

    "she said it was late – a view others share", "…, prompting others to leave"; ``last`` if
    nothing of the kind follows.
    """
    for k in range(last - 2, first + 1, -1):
        token, follows = tokens[k], tokens[k + 1]
        if token.text in _DASHES:
            seeks = tokens[k - 1].kind == "quote" and follows.low.endswith("ing")
            turns = tuple(t.low for t in tokens[k + 1 : k + 4])
            aside = follows.low in _ASIDES or turns[:2] == _EVEN_THOUGH or turns in _MOVES
            aside = aside or (turns[0] == "the" and not _UTMOST.isdisjoint(turns[1:2]))
            return k if seeks or aside else last
        wrongly = follows.low in _FALSELY and tokens[k + 2].low.endswith("ing")
        quoted = token.kind == "quote" and token.low == ","
        if (token.text == "," or quoted) and (follows.low in _FOLLOWING or wrongly):
            return k + quoted
    return last


# By hand: what the article adds to somebody's words, behind a dash or a comma.
_ASIDES = frozenset("a an something which one words comments news".split())
_EVEN_THOUGH, _MOVES = ("even", "though"), {("in", "a", noun) for noun in ("move", "bid", "sign")}
_FOLLOWING = frozenset(
    "prompting sparking drawing referring sending triggering fueling fuelling igniting stoking"
    " echoing contradicting dashing".split()
)
_FALSELY = frozenset("falsely wrongly incorrectly inaccurately mistakenly misleadingly".split())
# What it weighs them by: "– the harshest words in years".
_UTMOST = frozenset(
    "first most latest harshest strongest biggest largest highest closest sharpest clearest"
    " toughest lowest longest worst best bluntest starkest second third".split()
)
