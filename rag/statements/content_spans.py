"""Find the words of a sentence that are said, on either side of the verb that says so."""

from collections.abc import Sequence
from typing import NamedTuple

from rag.language.function_words import (
    BE,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from rag.language.speech_verbs import JUDGING, LEMMA_OF, TELLING
from rag.statements.circumstances import (
    THAT_DAY,
    behind_place,
    describes_letter,
    is_cut_short,
    is_title,
    names_thing,
    skip_addressee,
    skip_adverbials,
)
from rag.statements.clauses import (
    before_title,
    clause_end,
    clause_start,
    is_split,
    quoted_run,
    quoted_run_before,
    reported_run,
)
from rag.statements.grammar import (
    INTRODUCING,
    JOINERS,
    JOINTS,
    NOUNS_TOO,
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
_THAT = frozenset({"that"})
_LEADS = PREPOSITIONS | SUBORDINATORS
_BEFORE_CONTENT = PREPOSITIONS | {"while", "when", "ahead", "following"}


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
        return Found(_clause(sentence, after + 1), False, "clause before")
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
        return Found(left + _clause(sentence, after + 1), False, "around")
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
    stands = edge == 2 and tokens[0].low == "that"  # "That, she said, is late"
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
    if whole and begin < edge - 1 and is_split(tokens, begin, edge, end + 1):
        rest = _clause(sentence, end + 1)
        start = left[0].start if left else tokens[begin].start
        return [Words(start, rest[-1].end, "reported")] if rest else left
    if whole and left and follows.low == "that" and tokens[edge - 2].low in BE:
        rest = _clause(sentence, end + 1)  # "The problem is, she said, that …"
        return [Words(left[0].start, rest[-1].end, "reported")] if rest else left
    introduced = tokens[begin].low in _INTRODUCTIONS  # "If it rains, she said, we stay"
    same = _same_voice(tokens, end + 1)
    same = same or follows.low in _REASONS
    goes_on = edge - begin <= 7 or introduced or same or has_verb(tokens, end + 1, end + 3)
    ends_it = follows.low in _ENDING or adds_participle(tokens, end + 1)
    ends_it = ends_it and not same
    if follows.kind != "quote" and (ends_it or inverted or not goes_on):
        return left
    rest = _clause(sentence, end + 1)
    brief = edge - begin <= 4 or tokens[begin].low in PREPOSITIONS
    acts = has_verb(tokens, begin, edge) or tokens[begin].low in _IT_IS
    acts = acts or names_thing(tokens, begin, edge)  # "The causes, she said, include"
    trifle = brief and not acts  # "At the same time, she said, …"
    if left and rest and whole and _is_condition(tokens, begin, edge, end + 1):
        return [Words(left[0].start, rest[-1].end, "reported")]
    return rest if rest and trifle else left + rest


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


def _resumes(tokens: Sequence[Token], after: int) -> bool:
    """Tell whether a sentence goes on, after ", she said,", with a partial quotation."""
    if after + 1 >= len(tokens) or tokens[after].text != ",":
        return False
    first = tokens[skip_openers(tokens, 0)].low
    return tokens[after + 1].text == "q" and first not in _LEADS


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


def words_after(
    sentence: FoldedSentence, after: int, lemma: str, *, inverted: bool
) -> tuple[list[Words], bool, bool]:
    """Return the words said after the verb, whether that is certain, and if a colon opens more."""
    tokens = sentence.tokens
    r = after
    if lemma in TELLING and not inverted and not has_verb(tokens, after, after + 1):
        r = skip_addressee(tokens, r)
        r = after if lemma == "warn" and is_cut_short(tokens, after, r) else r
    r = behind_place(tokens, skip_adverbials(tokens, r))
    r += is_one_of(tokens, r + 1, _THAT) and (
        is_one_of(tokens, r, _HERE) or (r > after and is_title(tokens, r))
    )
    if r >= len(tokens) or (token := tokens[r]).text == "." and r + 1 == len(tokens):
        return [], False, True
    if token.text == ":":
        words = quoted_run(sentence, r + 1) or _behind_colon(sentence, r + 1)
        return words, True, not words
    if token.text == ",":
        return _after_verb_comma(sentence, r)
    if token.kind == "quote":
        if r > after and (inverted or is_title(tokens, r)):
            # on the podcast "…", told ABC's "…"; but "As she wrote in her book “Rain,” it …"
            leads = not inverted and tokens[0].low == "as" and token.low == ","
            return _clause(sentence, r + 1) if leads else [], leads, False
        whole = r + 1 >= len(tokens) or tokens[r + 1].kind != "word"
        return quoted_run(sentence, r) if whole else _clause(sentence, r), True, False
    if token.low == "that" and lemma not in JUDGING:
        shown = r > after and _is_relative(tokens, r)
        return [] if shown else _clause(sentence, r + 1), not shown, False
    told = lemma == "promise" or (lemma in TELLING and r > after)
    that = _that_ahead(tokens, r) if told else 0
    if that and not _is_relative(tokens, that) and (words := _clause(sentence, that + 1)):
        return words, True, False
    if token.kind == "mark" or inverted:
        return [], False, False
    ahead = _named_so(sentence, r) or _content_ahead(sentence, r, lemma)
    described = r > after and describes_letter(tokens, r)  # "warned in a report released on Friday"
    return ahead or ([] if described else _clause(sentence, r)), bool(ahead), False


_ASKED = frozenset("asked pressed questioned".split())
_HERE = frozenset({"here"})


def _is_relative(tokens: Sequence[Token], that: int) -> bool:
    """Tell whether "that" stands for what is before it: "said in a post that showed both"."""
    verb = tokens[that + 1] if that + 1 < len(tokens) else tokens[that]
    return is_verb_like(verb) and not verb.low.endswith("ing")


def _named_so(sentence: FoldedSentence, r: int) -> list[Words]:
    """Return the one quotation behind "as" at ``r``: "described it as “a new start” for us"."""
    tokens = sentence.tokens
    named = tokens[r].low == "as" and r + 1 < len(tokens) and tokens[r + 1].kind == "quote"
    more = is_one_of(tokens, r + 2, _JOINING) and r + 3 < len(tokens)
    return quoted_run(sentence, r + 1) if named and not more else []


def _clause(sentence: FoldedSentence, start: int) -> list[Words]:
    """Return the reported clause that begins at ``start``."""
    return reported_run(sentence, start, clause_end(sentence, start))


def _behind_colon(sentence: FoldedSentence, start: int) -> list[Words]:
    """Return the clause behind "said:", past a name in marks: "it is “a mess,” but it floats"."""
    end = clause_end(sentence, start)
    if is_one_of(sentence.tokens, end, _JOINING) and sentence.tokens[end - 1].kind == "quote":
        end = clause_end(sentence, end)
    return reported_run(sentence, start, end)


def _after_verb_comma(sentence: FoldedSentence, r: int) -> tuple[list[Words], bool, bool]:
    """Handle "said, "…"" and "said, after a pause, "…"/that …"."""
    tokens = sentence.tokens
    if r + 1 < len(tokens) and tokens[r + 1].kind == "quote":
        titled = is_one_of(tokens, r + 2, _THAT)  # "said in a book, “Rain,” that it was late"
        return _clause(sentence, r + 3) if titled else quoted_run(sentence, r + 1), True, False
    for k in range(r + 1, min(len(tokens), r + 25)):
        if tokens[k].text in (",", ":") and k + 1 < len(tokens):
            follows = tokens[k + 1]
            if follows.kind == "quote":
                return quoted_run(sentence, k + 1), True, False
            if follows.low == "that":
                return _clause(sentence, k + 2), True, False
        if _speaks(tokens[k]):
            break
    return [], False, False


def _that_ahead(tokens: Sequence[Token], r: int) -> int:
    """Return the "that" behind whom something is promised to, or 0."""
    for k in range(r, min(len(tokens), r + 10)):
        if tokens[k].kind != "word" or is_verb_like(tokens[k]):
            break
        if tokens[k].low == "that":
            return k if tokens[k - 1].low not in PREPOSITIONS else 0  # "a copy of that letter"
    return 0


_IT_IS = frozenset("there's it's he's she's that's".split())


def _content_ahead(sentence: FoldedSentence, r: int, lemma: str) -> list[Words]:
    """Find the words behind a prepositional phrase: "said in Brussels on Friday that …"."""
    tokens = sentence.tokens
    if tokens[r].low not in _BEFORE_CONTENT and not describes_letter(tokens, r):
        return []
    for k in range(r + 1, min(len(tokens), r + 22)):
        token = tokens[k]
        if tokens[k - 1].text == "," and token.low.endswith("'s") and token.low in _IT_IS:
            break  # "says in the ports, there's a fear that"
        opens = token.low == "that" and not is_one_of(tokens, k + 1, THAT_DAY)
        opens = opens and lemma not in JUDGING and not _is_relative(tokens, k)
        before = tokens[k - 1]
        apposed = before.text == "," and not has_verb(tokens, r, k)  # "to Lund, the chief, that"
        if opens and (apposed or before.kind != "mark") and not is_verb_like(before):
            return _clause(sentence, k + 1)
        if token.text in (",", ":") and k + 1 < len(tokens) and tokens[k + 1].kind == "quote":
            return quoted_run(sentence, k + 1)
        if tokens[k - 1].text == "," and token.low.endswith("ing") and token.low in LEMMA_OF:
            break
        if token.text in (";", ".") or (_speaks(token) and not is_one_of(tokens, k + 1, _COLON)):
            break
    return []


def _speaks(token: Token) -> bool:
    """Tell whether a token is surely a speech verb that can have a subject of its own."""
    low = token.low
    return low in LEMMA_OF and low not in NOUNS_TOO and not low.endswith("ing")
