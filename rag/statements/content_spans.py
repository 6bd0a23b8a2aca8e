"""Find the words of a sentence that are said, on either side of the verb that says so."""

from collections.abc import Sequence
from typing import NamedTuple

from rag.language.function_words import (
    BE,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from rag.language.speech_verbs import JUDGING
from rag.statements.behind_verbs import IT_IS, said_clause, words_after
from rag.statements.circumstances import (
    names_thing,
    skip_addressee,
    skip_adverbials,
)
from rag.statements.clauses import (
    before_title,
    clause_start,
    is_split,
    quoted_run_before,
    reported_run,
)
from rag.statements.grammar import (
    INTRODUCING,
    JOINERS,
    JOINTS,
    adds_participle,
    has_verb,
    is_one_of,
    is_participle,
    is_verb_like,
    skip_openers,
    token_range,
)
from rag.statements.sentence_tokens import FoldedSentence, Token, Words

_COLON = frozenset({":"})
_COMMA = frozenset({","})
_OPENED = frozenset("who which that where and but because when after including".split())
_LEADS = PREPOSITIONS | SUBORDINATORS


class Found(NamedTuple):
    """The words that a verb of speech attributes."""

    words: list[Words]
    opens: bool  # nothing yet: what is said is the quotation behind the sentence
    strength: str  # what shows that it is said: "strong", "bare", "quote before", …


def find_words(
    sentence: FoldedSentence, after: int, edge: int | None, lemma: str, *, inverted: bool
) -> Found:
    """Find what is said beside a verb.

    ``after`` is the first token behind the verb, or behind its subject where that follows
    it (``inverted``); ``edge`` is where words said before the verb may end.
    """
    tokens = sentence.tokens
    if not inverted and edge and edge > 1 and _interrupts(tokens, edge, after):
        # "the ports, which, she said, had paid": what is before is the article's own
        return Found(said_clause(sentence, after + 1), False, "clause before")
    left = _left(sentence, edge) if edge is not None else []
    if left and lemma in JUDGING and not _has_quotation(sentence, left[-1]):
        left = []  # "After the storm, she praised the pilots"
    right, strong, opens = words_after(sentence, after, lemma, inverted=inverted)
    closes = bool(left) and edge is not None and tokens[edge - 1].kind == "quote"
    closes = closes and tokens[(edge or 1) - 1].low != ""
    closes = closes and not _introduces(sentence, left, right, strong=strong)
    if left and (left[-1].kind == "quoted" or closes):
        keep = [w for w in right if w.kind == "quoted"] if strong else []
        return Found(left + keep, False, "quote before")
    begin = clause_start(sentence, edge) if edge else 0
    if strong and is_one_of(tokens, after, _COLON) and _says_itself(sentence, left, right):
        return Found(left + right, False, "around")
    if left and strong and _resumes(tokens, after):
        return Found(left + said_clause(sentence, after + 1), False, "around")
    brief = (
        edge is not None and tokens[edge - 1].text == "," and min(edge, edge - begin or edge) <= 3
    )
    brief = brief and not left and not right and not opens  # "Perhaps, he said, it will"
    if left and right and not strong and _only_circumstance(tokens, after, edge or 0):
        right = []
    # Words on the right make the left an introduction ("On Thursday, …").
    if strong or (right and not inverted) or not (left or brief):
        return Found(right, opens, "strong" if strong else "bare")
    return Found(
        _with_rest(sentence, after, edge or 0, left, inverted=inverted), False, "clause before"
    )


def _has_quotation(sentence: FoldedSentence, words: Words) -> bool:
    """Tell whether words are a quotation or hold one."""
    inside = any(words.start <= one.start < words.end for one in sentence.quotations)
    return inside or words.kind == "quoted"


def _interrupts(tokens: Sequence[Token], edge: int, after: int) -> bool:
    """Tell whether ", she said," stands behind a word that opens what is said: "which"."""
    leads = edge == 2 or tokens[edge - 3].low in _JOINING
    stands = leads and tokens[edge - 2].low == "that"  # "That, she said, is late"
    opened = not stands and tokens[edge - 1].text == "," and tokens[edge - 2].low in _OPENED
    return opened and is_one_of(tokens, after, _COMMA) and after + 2 < len(tokens)


def _says_itself(sentence: FoldedSentence, left: Sequence[Words], right: Sequence[Words]) -> bool:
    """Tell whether reported words go on behind a colon: "It was late, he said: nobody came"."""
    if not left or any(w.kind == "quoted" for w in right):
        return False
    begin, end = token_range(sentence.tokens, (left[0].start, left[-1].end))
    return not _leads(sentence.tokens, begin) and has_verb(sentence.tokens, begin, end)


def _introduces(
    sentence: FoldedSentence, left: Sequence[Words], right: Sequence[Words], *, strong: bool
) -> bool:
    """Tell whether words lead up to what is said: "In “May Days,” she wrote that it rained"."""
    if not left or not right or right[0].kind == "quoted":
        return False
    begin, end = token_range(sentence.tokens, (left[0].start, left[-1].end))
    leads = _leads(sentence.tokens, begin)
    phrase = sentence.tokens[begin].low in PREPOSITIONS and not strong
    return leads and not (phrase and has_verb(sentence.tokens, begin, end))


def _leads(tokens: Sequence[Token], begin: int) -> bool:
    """Tell whether an introduction begins at a token: "If it rains", "Asked for more"."""
    return tokens[begin].low in _INTRODUCTIONS or is_participle(tokens, begin)


def _with_rest(
    sentence: FoldedSentence, after: int, edge: int, left: list[Words], *, inverted: bool
) -> list[Words]:
    """Add what goes on behind the verb: "The plan, she said, would fail"."""
    tokens = sentence.tokens
    end = next((k for k in range(after, len(tokens)) if tokens[k].kind != "word"), len(tokens))
    if end + 1 >= len(tokens) or tokens[end].text != ",":
        return left
    follows = tokens[end + 1]
    begin = clause_start(sentence, edge)
    whole = not left or left[0].kind == "reported"  # "The port, she said, is late"
    subject = _subject_start(tokens, begin, edge, end + 1) if whole else edge
    if subject < edge - 1:
        rest = said_clause(sentence, end + 1)
        start = left[0].start if left and subject == begin else tokens[subject].start
        return [Words(start, rest[-1].end, "reported")] if rest else left
    clear = tokens[edge - 2].low in BE or any(t.low == "clear" for t in tokens[begin:edge])
    if whole and left and follows.low == "that" and clear:
        rest = said_clause(sentence, end + 1)  # "The problem is, she said, that …"
        return [Words(left[0].start, rest[-1].end, "reported")] if rest else left
    introduced = tokens[begin].low in _INTRODUCTIONS  # "If it rains, she said, we stay"
    if _papers_say(tokens, end + 1):
        return left
    same = _same_voice(tokens, end + 1)
    same = same or follows.low in _REASONS
    goes_on = edge - begin <= 7 or introduced or same or has_verb(tokens, end + 1, end + 3)
    ends_it = follows.low in _ENDING or adds_participle(tokens, end + 1)
    ends_it = ends_it and not same
    if follows.kind != "quote" and (ends_it or inverted or not goes_on):
        return left
    rest = said_clause(sentence, end + 1)
    brief = edge - begin <= 4 or tokens[begin].low in PREPOSITIONS
    acts = has_verb(tokens, begin, edge) or tokens[begin].low in IT_IS
    acts = acts or names_thing(tokens, begin, edge)  # "The causes, she said, include"
    trifle = brief and not acts  # "At the same time, she said, …"
    if left and rest and whole and _is_condition(tokens, begin, edge, end + 1):
        return [Words(left[0].start, rest[-1].end, "reported")]
    return rest if rest and trifle else left + rest


def _subject_start(tokens: Sequence[Token], begin: int, edge: int, verb: int) -> int:
    """Return where the subject of ``verb`` begins before ``edge``, or ``edge``: "The plan, …,".

    It may stand behind a clause that leads in: "As fees rise, the question, she said, is".
    """
    near = begin
    for k in range(edge - 2, begin, -1):
        if tokens[k].kind != "word" or tokens[k].low in _JOINING:
            near = k + 1
            break
    first = tokens[near]
    if not (first.capital or first.low in DETERMINERS):
        near = begin
    if any(token.low in _WHOSE for token in tokens[near:edge]):
        near = begin
    starts = (k for k in dict.fromkeys((begin, near)) if is_split(tokens, k, edge, verb))
    return next(starts, edge)


_WHOSE = frozenset("whom which whose who".split())


def _papers_say(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether "Harbor News reported" stands at ``k``: who says that it was said."""
    first = k
    while k < len(tokens) and tokens[k].capital:
        k += 1
    return k > first and is_one_of(tokens, k, frozenset({"reported", "reports"}))


def _is_condition(tokens: Sequence[Token], begin: int, edge: int, follows: int) -> bool:
    """Tell whether a clause goes before its main one: "If it rains, she said, the ports close"."""
    opens = tokens[begin].low in _CONDITIONS and has_verb(tokens, begin, edge)
    alone = all(token.text != "," for token in tokens[begin : edge - 1])
    low = tokens[follows].low
    main = low.split("'")[0] in PRONOUNS or has_verb(tokens, follows, follows + 8)
    return opens and alone and main and low not in _LEADS and not low.endswith("ing")


_CONDITIONS = frozenset(
    "if when while although though because as since once until after before unless whereas".split()
)


def _same_voice(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether "and" or "but" at ``k`` joins on more of what is said: ", and it would"."""
    shifted = any(t.low in _BACKSHIFTED for t in tokens[k + 1 : k + 5])
    return shifted and is_one_of(tokens, k, _JOINING)


_REASONS = frozenset("because why whether how".split())
_ENDING = JOINERS - _REASONS
_BACKSHIFTED = MODALS | {"had", "was", "were"}
_JOINING = frozenset("and but or".split())
_INTRODUCTIONS = _LEADS - {"that", "and", "but", "or", "so"}


def _only_circumstance(tokens: Sequence[Token], after: int, edge: int) -> bool:
    """Tell whether only a circumstance follows: "The deal is dead, he said after the talks"."""
    first = tokens[skip_openers(tokens, 0)].low
    introduced = first in INTRODUCING
    told = skip_addressee(tokens, after)
    if is_one_of(tokens, told, _CLAUSES) and has_verb(tokens, 0, edge):
        return not introduced  # "he told reporters as he left"
    start = skip_adverbials(tokens, after)
    if is_one_of(tokens, start, frozenset({"while"})) and adds_participle(tokens, start + 1):
        return not introduced and edge > 5  # "he said while speaking to the ports"
    if not is_one_of(tokens, start, PREPOSITIONS):
        return False
    end = next((k for k in range(start, len(tokens)) if tokens[k].kind != "word"), len(tokens))
    inserted = end + 1 < len(tokens) and tokens[end].text == "," and is_verb_like(tokens[end + 1])
    if inserted and not has_verb(tokens, start, end):
        return True  # "The prize, she said by telephone, was not hers"
    return not introduced and has_verb(tokens, 0, edge)


_CLAUSES = frozenset("as when while after before".split())


def _resumes(tokens: Sequence[Token], after: int) -> bool:
    """Tell whether a sentence goes on, after ", she said,", with a partial quotation."""
    if after + 1 >= len(tokens) or tokens[after].text != ",":
        return False
    first = tokens[skip_openers(tokens, 0)].low
    return tokens[after + 1].text == "q" and first not in _LEADS


_ASKED = frozenset("asked pressed questioned".split())


def _left(sentence: FoldedSentence, edge: int) -> list[Words]:
    """Return what is said before token ``edge``, where subject and verb begin."""
    tokens = sentence.tokens
    if is_one_of(tokens, skip_openers(tokens, 0), _ASKED):
        return []  # "Asked if it was late, she said no"
    p = edge - 1
    if p > 0 and tokens[p].text in JOINTS and tokens[p - 1].kind == "quote":
        p -= 1
    if p < 0:
        return []
    p = before_title(tokens, p)
    token = tokens[p]
    if token.kind == "quote":
        before = tokens[p - 1] if p > 0 else None
        long = token.end - token.start > 60
        if before is not None and long and _is_credit(tokens, clause_start(sentence, p), p):
            return quoted_run_before(sentence, p)
        if before is None or (before.kind != "word" and (before.text != "," or p <= 2 or long)):
            return quoted_run_before(sentence, p)
        return reported_run(sentence, clause_start(sentence, p), p + 1)
    if token.text in (",", "—", "–"):
        start = clause_start(sentence, p)
        name_only = p - start <= 3 and all(t.capital for t in tokens[start:p])
        return reported_run(sentence, start, p) if p - start >= 2 and not name_only else []
    return []


def _is_credit(tokens: Sequence[Token], start: int, quoted: int) -> bool:
    """Tell whether only names stand before a quoted sentence: "Ida Lund/Harbor News “It is …”"."""
    names = tokens[start:quoted]
    named = all(token.capital or token.kind == "mark" for token in names)
    return named and bool(names) and names[-1].capital and tokens[quoted].text == "Q"
