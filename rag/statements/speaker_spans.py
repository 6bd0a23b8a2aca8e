"""Find the words of a sentence that name who speaks.

Whom they mean is decided elsewhere.
"""

from collections.abc import Sequence

from rag.language.countries import PLACES
from rag.language.dates import TIME_WORDS
from rag.language.first_names import is_first_name
from rag.language.function_words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CLAUSE_OPENERS,
    DETERMINERS,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
)
from rag.language.speech_verbs import JUDGING, LEMMA_OF, TELLING, WITH_QUOTATIONS, lemma_is_base
from rag.language.titles import is_role_noun
from rag.statements.cited import whom_cited
from rag.statements.grammar import (
    JOINERS,
    JOINTS,
    NAMES_TOO,
    NO_NAMES,
    TIMES,
    WORD_HOLDERS,
    ends_name,
    has_verb,
    is_capital,
    is_participle,
    is_verb_like,
    joins_names,
    names_another,
    noun_phrase_start,
    skip_openers,
    token_range,
    trim_phrase,
)
from rag.statements.sentence_tokens import Attribution, FoldedSentence, Range, Token
from rag.statements.subjects import (
    Subject,
    beside_with,
    clause_subject,
    name_apposed,
    plain_subject,
)

_STOPPED_BY = frozenset("declined refused failed declining refusing refuses declines".split())
_NOT_INVERTED = (frozenset(JUDGING) | frozenset(TELLING)) - {"ask", "warn"}
_BEFORE_SUBJECT = frozenset("and but or that as".split())
_AFTER_SUBJECT = PREPOSITIONS | JOINERS | {"last", "this", "late", "early"}
_VERB_HELPERS = AUXILIARIES | MODALS
_HELPERS = _VERB_HELPERS | NEGATIONS | ADVERBS | {"meanwhile", "however", "nevertheless"}
_CLAUSE_STARTS = SUBORDINATORS | CLAUSE_OPENERS
_CLOSING_OFF = SUBORDINATORS - _BEFORE_SUBJECT
_TURNS = frozenset("but while and when as after".split())
_PARTS = frozenset("part parts member members".split())
_IN_SUBJECTS = frozenset("of for from with and at".split())
_NO_NOUNS = PREPOSITIONS | SUBORDINATORS | TIME_WORDS | RELATIVES | ADVERBS


def subject_before(sentence: FoldedSentence, i: int, before: list[Attribution]) -> Subject | None:
    """Find the subject of the verb at ``i`` on its left; None: the verb attributes nothing.

    ``before`` is what the sentence attributes up to there, for verbs that share a subject.
    """
    tokens = sentence.tokens
    low = tokens[i].low
    j, helpers = _skip_helpers(tokens, i)
    if _denied(low, helpers):
        return None
    if low.endswith("ing") and not any(h in BE for h in helpers):
        return _participle(sentence, i, j, before)
    if j < 0:
        return None
    previous = tokens[j]
    if previous.low == "to":
        return _infinitive(sentence, i, j, before)
    if previous.kind != "word":
        return _after_mark(sentence, i, j, before, helpers)
    if previous.low in ("and", "but", "or", "then"):
        subject = _controller(sentence, j, before)
        return Subject(i, subject, None) if subject else None
    if previous.low in RELATIVES or (previous.low == "that" and j > 0):
        return _relative(sentence, i, j, before)
    return plain_subject(tokens, i, j)


def _skip_helpers(tokens: Sequence[Token], i: int) -> tuple[int, list[str]]:
    """Return the last token before "has also" or "on Thursday", and the helping words."""
    j = i - 1
    helpers: list[str] = []
    while j >= 0 and tokens[j].kind == "word" and _is_helper(tokens, j):
        helpers.append(tokens[j].low)
        j -= 1
    while j >= 0 and tokens[j].low in TIMES:
        if ends_name(tokens, j):
            break  # "The Colorado Sun reports", "Theresa May said"
        if tokens[j].low not in TIME_WORDS and tokens[j + 1].low not in TIMES:
            break
        j -= 1
    while j >= 0 and tokens[j].kind == "word" and _is_helper(tokens, j):
        helpers.append(tokens[j].low)  # "had on Friday said"
        j -= 1
    return j, helpers


def _denied(low: str, helpers: Sequence[str]) -> bool:
    """Tell whether a verb is denied, only possible, or passive: "was told", "did not say"."""
    if low.endswith("s") and any(h in _VERB_HELPERS for h in helpers):
        return True  # a noun: "both have claims"
    if any(h in NEGATIONS or h.endswith("n't") for h in helpers):
        return True
    if any(h in MODALS for h in helpers) and lemma_is_base(low):
        return True
    past = not low.endswith("ing") and not lemma_is_base(low) and not low.endswith("s")
    return past and any(h in BE or h.endswith(("'s", "'re")) for h in helpers)


def _after_mark(
    sentence: FoldedSentence, i: int, j: int, before: list[Attribution], helpers: list[str]
) -> Subject | None:
    tokens = sentence.tokens
    if tokens[j].text in (",", "—", "–", "-", "?", "!"):
        return _after_comma(sentence, i, j, before, helpers)
    if tokens[j].kind == "quote" and j == i - 1 and subject_after(tokens, i) is not None:
        return Subject(i, None, i)
    return None


def lemma_inverts(low: str) -> bool:
    """Tell whether the subject can follow the verb: "said Kallas", but not "called Kallas"."""
    return LEMMA_OF[low] not in _NOT_INVERTED


def _is_helper(tokens: Sequence[Token], j: int) -> bool:
    token = tokens[j]
    low = token.low
    if low == "now" and ends_name(tokens, j):
        return False  # "Velm News Now said"
    if low in _HELPERS or low.endswith("n't"):
        return True
    return low.endswith("ly") and not token.capital and low not in ("family", "ally", "july")


def _after_comma(
    sentence: FoldedSentence, i: int, j: int, before: list[Attribution], helpers: list[str]
) -> Subject | None:
    """Resolve a verb that a comma precedes: an apposition, or what was said, ends there."""
    tokens = sentence.tokens
    found = subject_after(tokens, i) if not helpers else None
    if found is not None:
        end = found[1]
        if end >= len(tokens) or tokens[end].kind == "mark":
            return Subject(i, None, i)
    best: tuple[int, int] | None = None
    for k in range(j - 1, max(-1, j - 45), -1):
        start = _head_before(tokens, k)
        if start is None:
            continue
        behind = tokens[start - 1] if start else None
        if behind is None or behind.kind == "quote" or behind.low in _CLAUSE_STARTS:
            best = (start, k)
            break
        if behind.text in JOINTS:
            best = (start, k)
    if best is not None:
        start, k = best
        trimmed = trim_phrase(tokens, start, k - 1)
        # "Clinton's chairman, John Podesta, said": the name is in the apposition.
        last = k - 1 if tokens[k - 1].capital else j - 1
        return Subject(i, (tokens[trimmed].start, tokens[last].end), start)
    if found is not None and tokens[found[1]].low in _AFTER_SUBJECT:
        return Subject(i, None, i)
    if before and tokens[i].low.endswith(("ed", "said", "wrote")):
        return Subject(i, before[-1].mention, None)
    return None


def _head_before(tokens: Sequence[Token], k: int) -> int | None:
    """Return the start of a noun phrase that ends at the comma or dash at ``k``, if one does."""
    if tokens[k].text not in JOINTS or k == 0 or k + 1 >= len(tokens):
        return None
    head, opener = tokens[k - 1], tokens[k + 1]
    if head.kind != "word" or opener.kind != "word" or opener.low in ("and", "but", "or"):
        return None
    if opener.low in _VERB_HELPERS:
        return None  # "Ida Lund, who, as the owner, was there, said"
    start = noun_phrase_start(tokens, k - 1)
    if start is None or has_verb(tokens, start, k) or head.low in TIME_WORDS:
        return None
    closed_off = start > 0 and tokens[start - 1].low in _CLOSING_OFF
    if closed_off and opener.low not in ("who", "which", "whose", "a", "an", "the"):
        return None  # "After the storm, …": an introduction, no subject
    begins = skip_openers(tokens, start, k - 1)
    first = tokens[begins]
    called = is_first_name(first.text) or first.low in PLACES  # "Emily", "Italy"
    if begins == k - 1 and first.low.endswith("ly") and not called:
        return None  # "Separately, Ida Lund, …"
    when = first.low in TIME_WORDS and not is_capital(tokens, begins + 1)  # but "April Jones"
    if first.low in PREPOSITIONS or when or is_participle(tokens, begins):
        return None
    described = first.low in DETERMINERS or first.low.endswith(("'s", "s'"))
    described = described or (not first.capital and head.low.endswith("s"))
    return start if head.capital or (described and k - start <= 9) else None


def _participle(
    sentence: FoldedSentence, i: int, j: int, before: list[Attribution]
) -> Subject | None:
    """Resolve ", saying …" and "as saying" to the subject of the clause before."""
    tokens = sentence.tokens
    if j < 0 or LEMMA_OF[tokens[i].low] in WITH_QUOTATIONS:
        return None
    previous = tokens[j]
    if cited := whom_cited(tokens, j):
        return Subject(i, cited, None)
    for k in range(j, max(0, j - 9), -1):
        if tokens[k].low in ("quoted", "cited") and tokens[k - 1].low in BE:
            return _quoted_as(sentence, k) if k == j or previous.low == "as" else None
    joins = previous.text in (",", "—", "–") or previous.low in ("by", "while", "and", "before")
    joins = joins or (previous.kind == "quote" and previous.low == ",")
    holds = previous.low in WORD_HOLDERS
    if not joins and not holds and previous.low not in TIME_WORDS:
        return None
    subject = beside_with(tokens, j) or _controller(sentence, j, before)
    return Subject(i, subject, None) if subject else None


def _quoted_as(sentence: FoldedSentence, k: int) -> Subject | None:
    """Resolve "X was quoted (by Y) as saying", "quoted" at ``k``: the passive subject speaks."""
    tokens = sentence.tokens
    first = k - 1
    while first > 0 and _is_helper(tokens, first - 1):
        first -= 1
    if first == 0 or tokens[first - 1].kind != "word":
        return None
    start = noun_phrase_start(tokens, first - 1)
    if start is None and tokens[first - 1].low in PRONOUNS:
        start = first - 1
    if start is None:
        return None
    trimmed = trim_phrase(tokens, start, first - 1)
    return Subject(first, (tokens[trimmed].start, tokens[first - 1].end), start)


def _infinitive(
    sentence: FoldedSentence, i: int, j: int, before: list[Attribution]
) -> Subject | None:
    tokens = sentence.tokens
    lead = [t.low for t in tokens[max(0, j - 3) : j]]
    if any(w in _STOPPED_BY or w in NEGATIONS or w.endswith("n't") for w in lead):
        return None
    # "went on to say", "took to Twitter to warn": said; "wants to say", "able to say": not.
    goes_on = lead[-2:] == ["went", "on"] or lead[-1:] in (["continued"], ["proceeded"])
    took_to = "took" in [t.low for t in tokens[max(0, j - 6) : j]]
    if not goes_on and not took_to:
        return None
    subject = _controller(sentence, j, before)
    return Subject(i, subject, None) if subject else None


def _relative(
    sentence: FoldedSentence, i: int, j: int, before: list[Attribution]
) -> Subject | None:
    """Resolve "…, who said": the speaker is what "who" stands for."""
    tokens = sentence.tokens
    if tokens[j].low == "that":
        return None
    k = j - 1
    if k >= 0 and tokens[k].text == ",":
        k -= 1
    if k < 0 or tokens[k].kind != "word":
        return None
    start = noun_phrase_start(tokens, k)
    if start is None:
        return None
    if before:  # "said Ida Lund, the union's chief, who noted": the name is before the aside
        named = token_range(tokens, before[-1].mention)[1]
        if 0 < named == start - 1 and tokens[named].text == ",":
            return Subject(i, before[-1].mention, None)
    if tokens[start].low in _PARTS and tokens[start + 1].low == "of":
        start += 2  # "the movement is part of the Ports Party, which says"
    start = name_apposed(tokens, start, k)
    return Subject(i, (tokens[trim_phrase(tokens, start, k)].start, tokens[k].end), None)


def _controller(sentence: FoldedSentence, j: int, before: list[Attribution]) -> Range | None:
    """Return the subject that a verb without its own shares: the last speaker's, or the first."""
    tokens = sentence.tokens
    if turned := _turned_to(tokens, j, before[-1].cue[1] if before else 0):
        return turned
    if before:
        return before[-1].mention
    candidate: Range | None = None
    start = 0
    while start < j:
        end = next((k for k in range(start, j) if tokens[k].text in JOINTS), j)
        first = skip_openers(tokens, start, end - 1) if end > start else end
        if first < end and tokens[first].kind == "word":
            if candidate is not None and is_verb_like(tokens[first]):
                return candidate
            found, acts = clause_subject(tokens, first, end)
            if found is not None and acts:
                return found
            candidate = candidate or found
        start = end + 1
    return candidate


def _turned_to(tokens: Sequence[Token], j: int, behind: int) -> Range | None:
    """Return who acts in the last clause before ``j``: "…, but Tallis will object, saying".

    ``behind`` is the character behind which the clause must begin.
    """
    if tokens[j].text != ",":
        return None
    for k in range(j - 1, 0, -1):
        if tokens[k].start <= behind or tokens[k].kind != "word":
            return None
        listed = tokens[k].low == "and" and tokens[k - 1].text != ","
        named = tokens[k + 1].capital and tokens[k + 1].low not in NO_NAMES
        if tokens[k].low in _TURNS and named and not listed and has_verb(tokens, 0, k):
            found, _ = clause_subject(tokens, k + 1, j)
            verb = token_range(tokens, found)[1] if found else j
            # What Tallis says that somebody "would" do may be anybody's act.
            acts = tokens[k].low in ("but", "while") or tokens[verb].low not in _VERB_HELPERS
            return found if acts and verb < j and is_verb_like(tokens[verb]) else None
    return None


def subject_after(tokens: Sequence[Token], i: int) -> Range | None:
    """Return the token range of the noun phrase behind a verb, if a subject can stand there."""
    start = i + 1
    if start >= len(tokens) or tokens[start].kind != "word" or not lemma_inverts(tokens[i].low):
        return None
    first = tokens[start]
    if first.low in ("he", "she", "they", "i"):
        ends = start + 1 == len(tokens) or tokens[start + 1].kind == "mark"
        return (start, start + 1) if ends else None
    after_words = i > 0 and tokens[i - 1].kind == "quote"
    lower = _lower_noun(tokens, start) or (after_words and first.low.endswith("ed"))
    if not (first.capital or first.low in DETERMINERS or lower):
        return None
    if first.low in TIME_WORDS or first.low in ("that", "this"):
        return None
    end = start + 1
    while end < len(tokens) and tokens[end].kind == "word":
        token, last = tokens[end], tokens[end - 1]
        named = token.low in NAMES_TOO and last.capital and is_capital(tokens, end + 1)
        if (token.low in TIME_WORDS and not named) or (
            token.low in _AFTER_SUBJECT and _ends(tokens, start, end)
        ):
            break
        if is_verb_like(token) and not (token.low.endswith("ed") and last.low in DETERMINERS):
            return None
        if token.low in DETERMINERS and last.low not in ("of", "for", "from", "with", "to"):
            return None
        end += 1
    return (start, end) if end - start <= 14 else None


def _ends(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a preposition or conjunction at ``end`` ends the noun phrase before it."""
    low = tokens[end].low
    if low == "to" and tokens[end - 1].low in ("ambassador", "envoy"):
        return False  # "said US Ambassador to the UN Ida Lund"
    pair = low == "and" and (tokens[start].low == "both" or names_another(tokens, end + 1))
    if low not in _IN_SUBJECTS or (_named(tokens, start, end) and not pair):
        return True
    joined = joins_names(tokens, end) or (low == "and" and is_capital(tokens, end + 1))
    joined = joined or (is_role_noun(tokens[end - 1].low) and is_capital(tokens, end + 2))
    return low in ("and", "at") and not joined


def _lower_noun(tokens: Sequence[Token], start: int) -> bool:
    low = tokens[start].low
    if low in _NO_NOUNS:
        return False
    return low.isalpha() and not low.endswith("ly") and not is_verb_like(tokens[start])


def _named(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a full name ends at ``end``, as in "said Kaja Kallas of …"."""
    named = end - start >= 1 and tokens[end - 1].capital
    return named and tokens[start].low != "the" and not is_role_noun(tokens[end - 1].low)
