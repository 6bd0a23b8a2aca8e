"""Find where the main clause begins behind one that leads in: "After she said so, they left"."""

from collections.abc import Sequence

from rag.language.function_words import (
    ADVERBS,
    AUXILIARIES,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
)
from rag.language.speech_verbs import JUDGING, LEMMA_OF
from rag.statements.grammar import JOINTS, has_verb, is_one_of, is_verb_like, token_range
from rag.statements.sentence_tokens import Token
from rag.statements.subjects import clause_subject

CONCEDING = frozenset("while although though whereas".split())
LEADING = CONCEDING | frozenset("after as when before because since once until".split())


def led_to(tokens: Sequence[Token], cue: int, speaker: int, first: int, last: int) -> int:
    """Return where the main clause of "After she said it was late, they left" begins."""
    if not (opens_clause(tokens, speaker) or _leads_in(tokens, speaker)):
        while_saying = tokens[cue].low.endswith("ing") and tokens[cue - 1].low in LEADING
        leans = is_verb_like(tokens[first]) and tokens[first - 1].low != "that"
        brought = leans and tokens[0].low in PREPOSITIONS and not has_verb(tokens, 0, speaker)
        if not (while_saying or brought):
            return last
    lemma = LEMMA_OF.get(tokens[cue].low)
    plain = tokens[first - 1].low != "that" and (lemma in _OF_THINGS or lemma in _REPORTED)
    sure = plain or tokens[speaker - 1].low in CONCEDING or tokens[cue - 1].low in CONCEDING
    ends = (
        k
        for k in range(first + 1, last)
        if main_clause(tokens, k) or (plain and _quotes_again(tokens, k))
    )
    end = next((k for k in ends if sure or has_verb(tokens, first, k)), last)
    return end + (end < last and tokens[end].kind == "quote")


def opens_clause(tokens: Sequence[Token], speaker: int) -> bool:
    """Tell whether a speaker's clause begins the sentence or stands behind a comma: ", after"."""
    opener = next((k for k in range(min(2, speaker)) if tokens[k].low in LEADING), -1)
    direct = speaker > 1 and tokens[speaker - 2].text == ","
    direct = direct and tokens[speaker - 1].low in LEADING - {"while", "although", "as"}
    return direct or (opener >= 0 and all(t.text != "," for t in tokens[opener:speaker]))


def _leads_in(tokens: Sequence[Token], speaker: int) -> bool:
    """Tell whether a clause of time begins the sentence: "A week after the ports", "Even as"."""
    if not speaker:
        return False
    before = tokens[speaker - 1].low
    time = before in LEADING - {"as"} or (before == "as" and is_one_of(tokens, speaker - 2, _EVEN))
    return time and not has_verb(tokens, 0, speaker - 1)


_EVEN = frozenset({"even"})


def main_clause(tokens: Sequence[Token], comma: int, mark: str = ",") -> bool:
    """Tell whether a subject and its verb follow a comma: ", the port is open"."""
    if tokens[comma].low != mark or comma + 2 >= len(tokens):
        return False
    if tokens[comma + 1].low == "here's":
        return True
    verb = _verb_of(tokens, comma + 1)
    return verb > 0 and is_verb_like(tokens[verb])


def _verb_of(tokens: Sequence[Token], start: int) -> int:
    """Return where the verb may be of the subject at ``start``, or 0.

    "portions of the port are", "none of them said", "Lund, its chief, has".
    """
    found, acts = clause_subject(tokens, start, len(tokens))
    if found is not None and acts:
        verb = token_range(tokens, found)[1]
    elif tokens[start].low in _FEW or (found is None and _is_plural(tokens[start])):
        near = _NEAR if tokens[start].low not in _FEW else _FEWER
        ends = (k for k in range(start + 1, min(len(tokens), start + near)) if _ends(tokens[k]))
        verb = next(ends, len(tokens))
    else:
        return 0
    if tokens[start].capital and verb < len(tokens) and tokens[verb].text == ",":
        ahead = range(verb + 1, min(len(tokens) - 1, verb + _NEAR))
        verb = next((k + 1 for k in ahead if tokens[k].text == ","), verb)
    while verb < len(tokens) and (tokens[verb].low in _BEFORE_VERBS or _is_manner(tokens[verb])):
        verb += 1
    return verb if verb < len(tokens) else 0


_BEFORE_VERBS = ADVERBS - AUXILIARIES


def _is_manner(token: Token) -> bool:
    return token.kind == "word" and token.low.endswith("ly")


def _is_plural(token: Token) -> bool:
    low = token.low
    known = low in PREPOSITIONS or low in ADVERBS or is_verb_like(token)
    return (
        low.isalpha() and low.endswith("s") and not low.endswith(("ss", "us", "is")) and not known
    )


def _ends(token: Token) -> bool:
    return token.kind != "word" or is_verb_like(token) or token.low in _OPENERS


def _quotes_again(tokens: Sequence[Token], comma: int) -> bool:
    """Tell whether a quoted clause follows a comma: "When they announced it, “we were late”"."""
    follows = tokens[comma + 1] if comma + 1 < len(tokens) else tokens[comma]
    return (
        tokens[comma].text == ","
        and follows.kind == "quote"
        and follows.end - follows.start > _LONG
    )


def joined_on(tokens: Sequence[Token], cue: int, first: int, last: int) -> int:
    """Return where a clause of the article's begins behind a thing that is said.

    "criticized the fees as unfair and the ports said so", "asked them to leave, but they stayed".
    """
    lemma = LEMMA_OF.get(tokens[cue].low)
    leans = tokens[first].low in _LEANING and lemma not in _CLAUSES_TOO
    if not (lemma in _OF_THINGS or leans) or tokens[first].low in _ASKS:
        return last
    clause = "that" in (tokens[first - 1].low, tokens[first - 2].low)
    close = not clause and (lemma in JUDGING or lemma == "deny")
    opened = False
    for k in range(first, last - 2):
        if (
            tokens[k].low in _AND_BUT
            and k > first
            and _joins(tokens, k, last, close=close and not opened, clause=clause)
        ):
            return k - (tokens[k - 1].text in JOINTS)
        opened = opened or tokens[k].low in _OPENERS
        finite = is_verb_like(tokens[k]) and tokens[k - 1].low != "to" and tokens[k].low != "be"
        if finite and k > first and not opened and not tokens[k].low.endswith("ed"):
            return last
    return last


def comment_on(tokens: Sequence[Token], cue: int, first: int, last: int) -> int:
    """Return where the article begins to explain a thing that was announced, judged or asked for.

    "announced a ban on oil, which is due in May", "condemned the fees, after a storm hit Velm".
    """
    lemma = LEMMA_OF.get(tokens[cue].low)
    if lemma not in _OF_THINGS or "that" in (tokens[first - 1].low, tokens[first].low):
        return last
    opened = tokens[first].low in _ASKS
    for k in range(first + 1, last - 2):
        if tokens[k].text == "," and _comments(tokens, k + 1, last):
            closes = any(t.text == "," or t.kind == "quote" for t in tokens[k + 2 : last])
            return last if closes or opened else k
        opened = opened or tokens[k].low in _ASKS
        finite = is_verb_like(tokens[k]) and not tokens[k].low.endswith("ed")
        if finite and tokens[k - 1].low not in ("to", *_COMMENTS, "that"):
            return last
    return last


def _comments(tokens: Sequence[Token], k: int, last: int) -> bool:
    """Tell whether what stands behind a comma explains: "which is", "a step towards it"."""
    low = tokens[k].low
    listed = any(token.low in _AND_BUT for token in tokens[k:last])
    apposed = low in ("a", "an") and not listed
    happens = low == "as" and has_verb(tokens, k, last) and tokens[k + 1].low not in _KINDS
    return low in _COMMENTS or apposed or happens


_KINDS = frozenset("a an one someone something".split())  # "as someone who would know"
_COMMENTS = RELATIVES | frozenset("whose where after despite amid following".split())


def _joins(tokens: Sequence[Token], k: int, last: int, *, close: bool, clause: bool) -> bool:
    """Tell whether "and" or "but" at ``k`` joins a clause; ``close`` if it may without a comma.

    What a ``clause`` is joined on to is said as well, if there is none.
    """
    before, subject = tokens[k - 1], tokens[k + 1]
    if subject.low in _NO_SUBJECTS or (before.capital and subject.capital):
        return False  # "Lund and Brandt would", "and other steps they took"
    apart = before.text in JOINTS or before.low == "," or before.kind == "quote"
    alone = subject.low in PRONOUNS or subject.low in _FEW
    plural = _is_plural(subject)
    verb = _verb_of(tokens, k + 1)
    if not k + 1 < verb < last or not is_verb_like(tokens[verb]):
        return False
    if not (apart or (alone and not clause) or (close and not plural)):
        return False
    low = tokens[verb].low
    sure = low in AUXILIARIES or low in MODALS or low in _SAID
    return sure or (alone and not low.endswith("ing"))


_OF_THINGS = frozenset(JUDGING) | frozenset(
    "announce ask urge deny demand reiterate reaffirm promise pledge vow propose".split()
)
_REPORTED = frozenset("report reveal confirm".split())
_CLAUSES_TOO = frozenset("say tell".split())
_LEANING = frozenset("to for on against of".split())
_ASKS = frozenset("if whether how why what".split())
_AND_BUT = frozenset({"and", "but"})
_NO_SUBJECTS = frozenset("other more another who which that".split())
_SAID = frozenset("said says told".split())
_OPENERS = (SUBORDINATORS | RELATIVES) - {"and", "or", "but", "as", "than", "so"}
_FEW = frozenset("none nobody others everyone someone somebody everybody".split())
_NEAR = 9  # words
_FEWER = 4
_LONG = 20  # characters
