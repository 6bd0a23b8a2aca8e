"""Cut what a sentence attributes to somebody down to the words that are the speaker's own."""

from collections.abc import Sequence
from dataclasses import replace

from rag.language.dates import TIME_WORDS
from rag.language.function_words import (
    DETERMINERS,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
)
from rag.language.speech_verbs import LEMMA_OF
from rag.statements.clauses import TURNS
from rag.statements.grammar import JOINTS, is_one_of, is_verb_like, token_range
from rag.statements.main_clauses import (
    CONCEDING,
    LEADING,
    comment_on,
    joined_on,
    led_to,
    main_clause,
    opens_clause,
)
from rag.statements.relatives import relative_end
from rag.statements.run_ons import aside_start, dash_closing, run_on
from rag.statements.sentence_tokens import Attribution, FoldedSentence, Token, Words

# By hand: what the article goes on with behind words that are no clause.
_TURNED = frozenset("but though although while yet".split())
_LATER = frozenset("after when as before while".split())
_QUESTIONS = frozenset("how why what whether if when where who".split())
_NO_CLAUSES = frozenset("to for on against of not".split())
_NO_DEEDS = frozenset("including following starting beginning being regarding concerning".split())
_TWO = 2  # words at least
_SAYING = frozenset("say said says saying".split())
_ASKED = frozenset("asked pressed questioned reached".split())
_CHECKED = frozenset("verify verified independently corroborate".split())


def cut_short(
    sentence: FoldedSentence, one: Attribution, later: Sequence[tuple[Attribution, int]]
) -> Attribution:
    """End reported words where ", while others said" gives the sentence another speaker.

    ``later`` is what the sentence attributes behind them, and the tokens its speakers begin with.
    """
    tokens = sentence.tokens
    for other, begins in later:
        if colon := _colon_before(tokens, one, other, begins):
            words = tuple(
                replace(w, end=tokens[colon - 1].end)
                if w.start < tokens[colon].start < w.end
                else w
                for w in one.words
            )
            return replace(one, words=words)
        speaker = token_range(tokens, one.mention)[0]
        leads = speaker > 0 and tokens[speaker - 1].low == "where"
        if tokens[0].low in LEADING and opens_clause(tokens, speaker):
            leads, begins = True, _phrase_begin(tokens, begins)
        turn = _turn_before(tokens, begins, leads=leads)
        if turn < 0 and _wraps(tokens, one, other, begins):
            turn = begins
        joint = turn > 0 and (tokens[turn - 1].text in JOINTS or tokens[turn - 1].kind == "quote")
        if not joint and (turn < 1 or tokens[turn].low != "but"):
            continue
        end = tokens[turn - 2].end if tokens[turn - 1].text in JOINTS else tokens[turn - 1].end
        words = tuple(
            replace(w, end=end) if w.kind == "reported" and w.start < end < w.end else w
            for w in one.words
        )
        return replace(one, words=words)
    return one


def _wraps(tokens: Sequence[Token], one: Attribution, other: Attribution, begins: int) -> bool:
    """Tell whether somebody else says that it was said: "The ports said it was shut, Lund said"."""
    before = begins > 0 and tokens[begins - 1].text == "," and tokens[begins].low not in PRONOUNS
    return before and any(w.start <= one.mention[0] and w.end > one.cue[1] for w in other.words)


def _phrase_begin(tokens: Sequence[Token], k: int) -> int:
    """Return the token behind the comma before who speaks: ", Harbor News writer Ida Lund"."""
    for begin in range(k, max(0, k - 8), -1):
        if tokens[begin - 1].text == ",":
            return begin
        if tokens[begin - 1].kind != "word" or is_verb_like(tokens[begin - 1]):
            break
    return k


def _turn_before(tokens: Sequence[Token], k: int, *, leads: bool) -> int:
    """Return where the sentence turns to a speaker at ``k``, or -1.

    ", while others said", and without such a word: "While he said it was late, others said",
    "it was late — others said"; also where the first ``leads`` in: "where he said it was late".
    """
    if k > 2 and tokens[k - 1].text == "," and (tokens[0].low in CONCEDING or leads):
        return k
    if k > 2 and tokens[k - 1].text in ("—", "–"):
        return k
    return k - 1 if k > 0 and tokens[k - 1].low in TURNS else -1


def _colon_before(tokens: Sequence[Token], one: Attribution, other: Attribution, last: int) -> int:
    """Return the colon behind which ``other`` attributes the rest of the sentence, or 0."""
    for k in range(last - 1, max(0, last - 5), -1):
        if tokens[k].text == ":" and tokens[k].start < other.mention[0]:
            inside = any(w.start < tokens[k].start < w.end for w in one.words)
            return k if inside and tokens[k - 1].kind == "word" else 0
    return 0


def said_only(
    tokens: Sequence[Token], words: list[Words], cue: int, named: tuple[int, int]
) -> list[Words]:
    """Return words without what the article adds to them, or where they were said.

    ``cue`` is the token of the verb, ``named`` are those of who speaks.
    """
    if not words or words[-1].kind == "quoted":
        return words
    first, last = token_range(tokens, (words[-1].start, words[-1].end))
    if first > cue:
        last = min(
            relative_end(tokens, cue, named, first, last),
            led_to(tokens, cue, named[0], first, last),
            dash_closing(tokens, named[0], first, last),
            joined_on(tokens, cue, first, last),
            comment_on(tokens, cue, first, last),
        )
        if tokens[cue].low not in _SAYING:  # behind "said" a clause is the speaker's
            last = _own_clause(tokens, first, last)
        last = _asked_or_checked(tokens, first, last)
        last = setting_start(tokens, first, aside_start(tokens, first, last))
        lemma = LEMMA_OF.get(tokens[cue].low)
        known = lemma == "announce" and tokens[first].low not in ("a", "an", "that")
        if lemma in _OF_THINGS or known or _is_settled(tokens, lemma, first):
            timed = lemma in _OF_THINGS or known
            last = _thing_end(tokens, first, last, timed=timed)
        last = run_on(tokens, cue, first, last)
    if first == last or tokens[last - 1].end == words[-1].end:
        return words
    if last - first < _TWO and tokens[first].kind != "quote":
        return words[:-1]  # "said no, though …"
    return [*words[:-1], replace(words[-1], end=tokens[last - 1].end)]


def _own_clause(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where the article's own clause begins behind words that are none.

    "criticized the ports after the storm, but the reply was mild", "announced a deal, ending …".
    """
    if tokens[first].kind == "quote" and is_one_of(tokens, first + 1, _LATER):
        return first + 1  # "urged “calm” after the storm had hit Velm"
    if tokens[first - 1].low in ("that", ":") or tokens[first].low in _QUESTIONS:
        return last
    done = tokens[first].low in _NO_CLAUSES  # "urged them to leave", "called for help"
    listed = tokens[first].low.endswith("ing") or _lists(tokens, first, last)
    for k in range(first + 1, last - 1):
        if tokens[k].kind == "quote" or is_verb_like(tokens[k]):
            break
        if tokens[k].low in ("and", "but") and _acts_on(tokens, k + 1):
            return k - (tokens[k - 1].text == ",")
        if tokens[k].text != ",":
            continue
        follows = tokens[k + 1]
        if _closes_again(tokens, k + 1, last):
            continue  # "the ports, numbering seven, are shut"
        acts = follows.low.endswith("ing") and follows.low.isalpha() and not listed
        if follows.low in _TURNED or (acts and follows.low not in _NO_DEEDS):
            return k
        if done and follows.low == "and" and main_clause(tokens, k + 1, "and"):
            return k
    return last


def _lists(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether deeds are listed: "44 steps, such as lowering fees, opening ports and"."""
    such = (k for k in range(first, last - 2) if tokens[k].low == "such")
    return any(tokens[k + 1].low == "as" and tokens[k + 2].low.endswith("ing") for k in such)


def _acts_on(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether the speaker does more at ``k``: "and left the port"."""
    follows = tokens[k + 1] if k + 1 < len(tokens) else tokens[k]
    acts = is_verb_like(tokens[k]) and tokens[k].low not in MODALS
    return acts and (follows.capital or follows.low in _BEHIND_VERBS or is_verb_like(follows))


_BEHIND_VERBS = DETERMINERS | PREPOSITIONS | {"that", "him", "them", "me", "us", "not"}


def _closes_again(tokens: Sequence[Token], start: int, last: int) -> bool:
    """Tell whether an aside from ``start`` ends at a comma that a verb follows."""
    comma = next((k for k in range(start, last - 1) if tokens[k].text == ","), last)
    return comma < last and is_verb_like(tokens[comma + 1])


def _asked_or_checked(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where reported words end because what follows is of the asking or the checking.

    "she said it was late when asked about it", "… – Harbor News has not been able to verify this".
    """
    for k in range(first + 2, last):
        if tokens[k].low == "when" and is_one_of(tokens, k + 1, _ASKED):
            return k
        if tokens[k].low in _CHECKED and any(t.low in NEGATIONS for t in tokens[k - 6 : k]):
            joints = (m for m in range(k - 1, first + 1, -1) if tokens[m].text in JOINTS)
            return next(joints, last)
    return last


def setting_start(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where reported words end because what follows says where they were said.

    "she said it was late, in a letter to the ports"; ``last`` if nothing does.
    """
    quoted = next((k for k in range(last - 2, first, -1) if tokens[k].kind == "quote"), first)
    said_in = quoted > first and is_one_of(tokens, quoted + 1, _WHERE_SAID)
    if said_in and _holder_ahead(tokens, quoted + 2, last, _SAID_IN):
        return quoted + 1
    for k in range(last - 2, quoted, -1):
        if is_verb_like(tokens[k]):
            break
        where = k > first + 1 and tokens[k].low in _WHERE_SAID
        if where and _holder_ahead(tokens, k + 1, last, _SAID_IN):
            return k - (tokens[k - 1].text == ",")
    return last


def _thing_end(tokens: Sequence[Token], first: int, last: int, *, timed: bool) -> int:
    """Return where a thing ends that was praised or blamed at a time or a place.

    "criticized the fees on Monday", "praised her “calm” at a rally in May"; ``timed`` if a day
    alone at the end is when that was done.
    """
    verb = next((k for k in range(first, last) if _acts(tokens, k)), last)
    if verb < last:
        comma = next((k for k in range(first, verb) if tokens[k].text == ","), verb - 1)
        claused = any(t.low == "that" for t in tokens[first:comma])
        where = (k for k in range(first + 1, verb) if tokens[k].low in _WHERE_JUDGED)
        settings = (k for k in where if _holder_ahead(tokens, k + 1, verb, _JUDGED_AT))
        return last if claused else next(settings, last)
    end = last
    while end > first and tokens[end - 1].low in _WHEN:
        end -= 1
    for k in range(end - 2, first, -1):
        if tokens[k].kind != "word":
            break
        if tokens[k].low in _WHERE_JUDGED and _holder_ahead(tokens, k + 1, end, _JUDGED_AT):
            return k
    if not timed:
        return last
    when = tokens[end] if end < last else tokens[first]
    told = when.capital or when.low in _WHEN_BEGINS or (when.low == "earlier" and end + 1 < last)
    return end if end > first + 1 and told else last


_OF_THINGS = frozenset(
    "accuse applaud blast condemn criticize criticise defend denounce deride describe dismiss hail"
    " laud mock praise rebuke reject ridicule slam reiterate tweet call".split()
)
_WHEN_BEGINS = frozenset("on in late early last this".split())
_WHEN = TIME_WORDS | _WHEN_BEGINS | {"earlier"}


def _holder_ahead(tokens: Sequence[Token], k: int, last: int, holders: frozenset[str]) -> bool:
    """Tell whether "a letter" or "his first interview" stands at ``k``."""
    during = tokens[k - 1].low == "during" and is_one_of(tokens, k, _THE)
    if is_one_of(tokens, k, _OPENLY) and holders is _JUDGED_AT:
        return True  # "in remarks to the council"
    if not during and not is_one_of(tokens, k, _ONE_OR_OWN):
        return False
    return any(
        tokens[m].low in holders and not is_one_of(tokens, m + 1, holders)
        for m in range(k + 1, min(k + 5, last))
        if all(t.kind == "word" for t in tokens[k:m])
        and not any(_says_what(tokens, n) for n in range(m + 1, last))
    )


def _says_what(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether what is said goes on at ``k``: "blasted Lund in a debate for her fees"."""
    quoted = k + 1 < len(tokens) and tokens[k + 1].kind == "quote"
    acts = k + 1 < len(tokens) and tokens[k + 1].low.endswith("ing")
    return tokens[k].low in _MORE or (tokens[k].low == "of" and (quoted or acts))


_THE, _OPENLY = frozenset({"the"}), frozenset("remarks testimony comments".split())


def _is_settled(tokens: Sequence[Token], lemma: str | None, first: int) -> bool:
    """Tell whether what is asked for or argued against begins at ``first``, and no clause."""
    leans = lemma != "say" and tokens[first].low in ("against", "for")
    return leans or (lemma in _SETTLED and tokens[first - 1].low != "that")


def _acts(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a verb is at ``k``, and no "the armed forces"."""
    said_of = tokens[k].low.endswith("ed") and tokens[k - 1].low in DETERMINERS - {"that"}
    return is_verb_like(tokens[k]) and not said_of


# What is asked for or held at a place, but not on the day that stands at its end.
_SETTLED = frozenset("claim propose reaffirm deny acknowledge urge ask demand".split())
_WHERE_SAID = frozenset("in during at via".split())
_MORE = frozenset({"for", "as"})
_WHERE_JUDGED = _WHERE_SAID | {"on"}
_ONE_OR_OWN = frozenset("a an one his her its their".split())
_SAID_IN = frozenset(
    "statement interview post tweet letter email memo message release conference briefing"
    " speech op-ed".split()
)


_JUDGED_AT = _SAID_IN | frozenset(
    "rally tribute fundraiser appearance address video podcast hearing debate ceremony event"
    " article column book remarks testimony meeting forum broadcast visit town resolution"
    " readout".split()
)
