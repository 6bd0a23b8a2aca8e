"""Find the words that are said behind the verb that says so, past whom they are said to."""

from collections.abc import Sequence

from rag.language.dates import TIME_WORDS
from rag.language.function_words import (
    BE,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
)
from rag.language.speech_verbs import JUDGING, LEMMA_OF, TELLING
from rag.statements.circumstances import (
    THAT_DAY,
    behind_place,
    describes_letter,
    is_cut_short,
    is_title,
    skip_addressee,
    skip_adverbials,
)
from rag.statements.clauses import (
    clause_end,
    quoted_run,
    reported_run,
)
from rag.statements.grammar import (
    NOUNS_TOO,
    has_verb,
    is_capital,
    is_one_of,
    is_verb_like,
)
from rag.statements.sentence_tokens import FoldedSentence, Token, Words

_COLON = frozenset({":"})
_THAT = frozenset({"that"})
_BEFORE_CONTENT = PREPOSITIONS | {"while", "when", "ahead", "following"}
_JOINING = frozenset("and but or".split())


def words_after(
    sentence: FoldedSentence, after: int, lemma: str, *, inverted: bool
) -> tuple[list[Words], bool, bool]:
    """Return the words said after the verb, whether that is certain, and if a colon opens more."""
    tokens = sentence.tokens
    told = after if inverted else _behind_addressee(tokens, after, lemma)
    if told > after and (asked := _asked_to(tokens, told)):
        return said_clause(sentence, asked), False, False
    r = behind_place(tokens, skip_adverbials(tokens, told))
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
            return said_clause(sentence, r + 1) if leads else [], leads, False
        whole = r + 1 >= len(tokens) or tokens[r + 1].kind != "word"
        return quoted_run(sentence, r) if whole else said_clause(sentence, r), True, False
    if token.low == "that" and lemma not in JUDGING:
        shown = r > after and not (r == told and tokens[r - 1].capital)
        shown = shown and _is_relative(tokens, r)  # "said in a post that showed both"
        words = [] if shown else said_clause(sentence, r + 1 - _stands(tokens, r))
        return words, not shown, False
    promised = lemma == "promise" or (lemma in TELLING and r > after)
    that = _that_ahead(tokens, r) if promised else 0
    if that and not _is_relative(tokens, that) and (words := said_clause(sentence, that + 1)):
        return words, True, False
    if token.kind == "mark" or inverted:
        return [], False, False
    ahead = _named_so(sentence, r) or _content_ahead(sentence, r, lemma)
    described = r > after and describes_letter(tokens, r)  # "warned in a report released on Friday"
    return ahead or ([] if described else said_clause(sentence, r)), bool(ahead), False


_HERE = frozenset({"here"})


def _behind_addressee(tokens: Sequence[Token], after: int, lemma: str) -> int:
    """Return the token behind whom a verb of telling names: "told Harbor News"."""
    if lemma not in TELLING or has_verb(tokens, after, after + 1):
        return after
    r = skip_addressee(tokens, after)
    return after if lemma == "warn" and is_cut_short(tokens, after, r) else r


def _is_relative(tokens: Sequence[Token], that: int) -> bool:
    """Tell whether "that" stands for what is before it: "said in a post that showed both"."""
    verb = tokens[that + 1] if that + 1 < len(tokens) else tokens[that]
    return is_verb_like(verb) and not verb.low.endswith("ing")


def _asked_to(tokens: Sequence[Token], r: int) -> int:
    """Return the "to" of what somebody is asked, or 0: "asked pilots in Velm to wait"."""
    whose = is_one_of(tokens, r, _WHOSE) and not is_one_of(tokens, r + 1, TIME_WORDS)
    whose = whose or (is_one_of(tokens, r, _FOR) and is_capital(tokens, r + 1))
    for k in range(r, min(len(tokens) - 1, r + _LONGEST_PHRASE)):
        if tokens[k].kind != "word" or is_verb_like(tokens[k]) or tokens[k].low == "that":
            break
        if tokens[k].low == "to" and tokens[k + 1].text.islower():
            sent = tokens[k + 1].low in DETERMINERS or tokens[k - 1].low in _TO_DO
            sent = sent or (k == r and _quotes_ahead(tokens, r))
            return 0 if sent else k
        if not whose:
            break
    return 0


def _quotes_ahead(tokens: Sequence[Token], r: int) -> bool:
    """Tell whether a quotation follows a comma or a colon: "asked them to answer: “Why?”"."""
    ahead = range(r + 1, min(len(tokens) - 1, r + _FAR))
    return any(tokens[k].text in (",", ":") and tokens[k + 1].kind == "quote" for k in ahead)


_FOR = frozenset({"for"})
_FAR = 22  # words
_TO_DO = frozenset("decision plan effort attempt need way chance right bid order".split())
_WHOSE = frozenset("in of at from with on".split())
_LONGEST_PHRASE = 12  # words


def _stands(tokens: Sequence[Token], that: int) -> bool:
    """Tell whether "that" is what is spoken of: "said that is too late", no "that faced with"."""
    verb = that + 1
    if is_one_of(tokens, verb, _STANDING_VERBS):
        return not is_one_of(tokens, verb + 1, frozenset({"of"}))  # "that means of transport"
    if is_one_of(tokens, verb, _TURNED_ROUND):
        return False  # "that should the ports close, it"
    changes = verb + 1 < len(tokens) and has_verb(tokens, verb, verb + 1)
    changes = changes and not tokens[verb].low.endswith("ing")
    follows = tokens[verb + 1] if changes else tokens[that]
    return changes and (follows.kind == "quote" or follows.low in DETERMINERS)


_STANDING_VERBS = (BE | MODALS | {"has", "does", "did", "means", "makes"}) - {
    "should",
    "being",
    "were",
}
_TURNED_ROUND = frozenset("should had were".split())


def _named_so(sentence: FoldedSentence, r: int) -> list[Words]:
    """Return the one quotation behind "as" at ``r``: "described it as “a new start” for us"."""
    tokens = sentence.tokens
    named = tokens[r].low == "as" and r + 1 < len(tokens) and tokens[r + 1].kind == "quote"
    more = is_one_of(tokens, r + 2, _JOINING) and r + 3 < len(tokens)
    return quoted_run(sentence, r + 1) if named and not more else []


def said_clause(sentence: FoldedSentence, start: int) -> list[Words]:
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
        return said_clause(sentence, r + 3) if titled else quoted_run(sentence, r + 1), True, False
    for k in range(r + 1, min(len(tokens), r + 25)):
        if tokens[k].text in (",", ":") and k + 1 < len(tokens):
            follows = tokens[k + 1]
            if follows.kind == "quote":
                return quoted_run(sentence, k + 1), True, False
            if follows.low == "that":
                return said_clause(sentence, k + 2), True, False
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


IT_IS = frozenset("there's it's he's she's that's".split())


def _content_ahead(sentence: FoldedSentence, r: int, lemma: str) -> list[Words]:
    """Find the words behind a prepositional phrase: "said in Brussels on Friday that …"."""
    tokens = sentence.tokens
    if tokens[r].low not in _BEFORE_CONTENT and not describes_letter(tokens, r):
        return []
    for k in range(r + 1, min(len(tokens), r + 22)):
        token = tokens[k]
        if tokens[k - 1].text == "," and token.low.endswith("'s") and token.low in IT_IS:
            break  # "says in the ports, there's a fear that"
        opens = token.low == "that" and not is_one_of(tokens, k + 1, THAT_DAY)
        opens = opens and lemma not in JUDGING and not _is_relative(tokens, k)
        before = tokens[k - 1]
        apposed = before.text == "," and not has_verb(tokens, r, k)  # "to Lund, the chief, that"
        if opens and (apposed or before.kind != "mark") and not is_verb_like(before):
            return said_clause(sentence, k + 1)
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
