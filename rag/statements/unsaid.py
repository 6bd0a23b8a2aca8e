"""Tell where a clause says what nobody said: "it is not true that Tallis said", "a fake video".

What stands before the clause decides it, or a helping verb in it.
"""

import re
from collections.abc import Sequence

from rag.language.function_words import ADVERBS, AUXILIARIES, MODALS, NEGATIONS
from rag.language.speech_verbs import LEMMA_OF, WITH_QUOTATIONS, lemma_is_base
from rag.statements.grammar import has_verb
from rag.statements.sentence_tokens import Range, Token

_WHENEVER = frozenset("when whenever until unless once".split())
# "the claim that the ministry says it will rain": perhaps nobody said so
_DOUBTED = frozenset(
    "claim claims rumor rumors rumour rumours hoax myth notion lie lies fiction".split()
)
_LABELS = _DOUBTED | {"false", "fake"}
_UNTRUE = frozenset("untrue false fake fabricated wrong incorrect inaccurate".split())
_TRUE = frozenset("true clear certain accurate correct proven confirmed known established".split())
_NO_SIGN = frozenset(
    "evidence record records proof indication indications sign signs trace truth basis report"
    " reports recollection suggestion".split()
)
_DENYING = frozenset(
    "deny denies denied denying doubt doubts doubted doubting dispute disputes disputed disputing"
    " pretend pretends pretended pretending imagine suppose wish wishes wished wishing".split()
)
_FALSELY = frozenset(
    "falsely wrongly incorrectly inaccurately erroneously mistakenly baselessly wrongfully".split()
)
# What shows that somebody said something, unless it does not.
_SHOWING = frozenset(
    "show prove mean confirm believe think say suggest claim indicate imply recall remember".split()
)
_HEARING = frozenset("hear heard hears hearing see saw seen recall remember remembers".split())
_NOT = frozenset("no not never nobody none neither nor without hardly cannot few".split())
_FORGED = frozenset(
    "fake faked false doctored manipulated edited altered deepfake deepfaked parody spoof"
    " satirical fabricated bogus phony phoney forged made-up invented imposter impostor hoax"
    " ai-generated computer-generated nonexistent".split()
)
_MADE = frozenset(
    "video videos clip clips image images photo photos picture recording audio footage account"
    " accounts profile page site website post posts tweet tweets quote quotes quotation screenshot"
    " screenshots headline headlines letter statement email message version call robocall".split()
)
_POSING = frozenset("as impersonating from be of by".split())
_POSED = frozenset("posing impersonating purporting purportedly pretending purported".split())
_IN_NO_LEAD = frozenset("and but because so".split())
_MOST_CORRECTED = 40  # words of a sentence in which a correction says so
_MOST = 16  # words before a clause that may deny it
_NEAR = 6  # words between a denial and what it denies


def is_unsaid(tokens: Sequence[Token], i: int, lemma: str, named: Range) -> bool:
    """Tell whether nobody is known to have said what stands beside the verb at ``i``.

    ``named`` are the tokens that name who would have.
    """
    begin, end = named
    if _is_conditional(tokens, i, lemma, begin) or _is_put(tokens, named):
        return True
    if end <= i and _is_supposed(tokens, i, named):
        return True
    if is_forged(tokens, begin, end) or _is_shown(tokens, begin, max(i + 1, end)):
        return True
    if _is_rumoured(tokens, begin):
        return True
    lead = _lead(tokens, begin)
    return _denies(lead, tokens[i]) or _is_labelled(tokens, begin) or _is_refuted(tokens, i, lead)


def is_correction(tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence says what was wrong: "An earlier version of this story said"."""
    low = [token.low for token in tokens[:_MOST_CORRECTED]]
    if _PRINTED.isdisjoint(low):
        return False
    return _CORRECTED.search(" ".join(low)) is not None


_PRINTED = frozenset(
    "article story report headline caption post newsletter column piece transcript".split()
)
_NOUN = rf"(?:{'|'.join(sorted(_PRINTED))})"
_CORRECTED = re.compile(
    r"\b(?:earlier|previous|original|initial|prior) versions? of (?:this|the|our|an?) "
    rf"(?:\w{{1,20}} ){{0,2}}{_NOUN}\b"
    rf"|\bthis {_NOUN} (?:has |had )?(?:originally|previously|initially|earlier|incorrectly|"
    r"mistakenly|erroneously|wrongly)\b"
)


def is_forged(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Tell whether a phrase names what only passes for somebody: "a parody account of Tallis"."""
    return _forged([token.low for token in tokens[begin : min(end, begin + 4)]]) > 0


def _is_shown(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Tell whether "in a fake video" stands before or behind a clause from ``begin``."""
    if _is_sham(tokens, end):
        return True
    comma = begin - 1 if begin and tokens[begin - 1].text == "," else 0
    first = comma
    while first > 0 and tokens[first - 1].kind == "word":
        first -= 1
    return first < comma and _is_sham(tokens, first)


def _is_sham(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether "in a fake video" or "according to a parody account" begins at ``k``."""
    low = [token.low for token in tokens[k : k + 7]]
    phrase = low[2:] if low[:2] == ["according", "to"] else low[1:]
    opens = low[:1] in (["in"], ["on"], ["via"], ["according"]) and phrase[:1] in _ONE
    return opens and (_forged(phrase[1:4]) > 0 or phrase[1:2] in (["deepfake"], ["parody"]))


_ONE = (["a"], ["an"], ["the"], ["one"], ["another"], ["this"])


def _is_rumoured(tokens: Sequence[Token], begin: int) -> bool:
    """Tell whether others claim that somebody said so: "users are suggesting Tallis said"."""
    before = begin - 1 - (begin > 0 and tokens[begin - 1].low == "that")
    return before > 0 and tokens[before].low in _CLAIMING


_CLAIMING = frozenset("suggesting claiming alleging insinuating rumoring rumouring".split())


def _is_refuted(tokens: Sequence[Token], i: int, lead: Sequence[str]) -> bool:
    """Tell whether a quotation behind the verb is taken back: "that she said “No” is false"."""
    k = next((m for m in range(i, min(len(tokens), i + 6)) if tokens[m].kind == "quote"), 0)
    if not k or lead[-1:] != ["that"]:
        return False
    follows = [token.low for token in tokens[k + 1 : k + 5]]
    return follows[:1] in _IS and not (_UNTRUE | _DOUBTED | {"made"}).isdisjoint(follows)


_IS = (["is"], ["are"], ["was"], ["were"])


def _is_conditional(tokens: Sequence[Token], i: int, lemma: str, begin: int) -> bool:
    """Tell whether "if" or "only when" stands before the clause."""
    before = tokens[begin - 1].low if begin else ""
    even = begin > 1 and tokens[begin - 2].low == "even"
    if before == "if" and not even and lemma not in WITH_QUOTATIONS:
        return True  # "if Tallis announced a second run"
    # "only when officials say it is safe"
    return before in _WHENEVER and tokens[i].low in (lemma, lemma + "s")


def _is_supposed(tokens: Sequence[Token], i: int, named: Range) -> bool:
    """Tell whether the verb only might be: "would have said", "Had Tallis said", "Did she say"."""
    begin, end = named
    first = i
    while first > end and _helps(tokens[first - 1]):
        first -= 1
    helpers = [token.low for token in tokens[first:i]]
    if "have" in helpers and "been" not in helpers and not MODALS.isdisjoint(helpers):
        return True
    if helpers[:1] == ["having"] and tokens[first - 1].low in _DENYING:
        return True  # "Tallis denied having said"
    inside = tokens[begin].low in ("had", "did", "does", "do")
    at = begin if inside else begin - 1
    opener = tokens[at].low if at >= 0 else ""
    base = lemma_is_base(tokens[i].low)
    turned = (opener in ("did", "does", "do") and base) or (opener == "had" and not base)
    return turned and first == end and _asks_or_denies(_lead(tokens, at))


def _asks_or_denies(before: Sequence[str]) -> bool:
    """Tell whether "did she say" asks or denies: "At no point did", but not "Only then did"."""
    denied = not _NOT.isdisjoint(before) and _YET.isdisjoint(before)
    return not before or denied


_YET = frozenset("only until".split())


def _helps(token: Token) -> bool:
    """Tell whether a word may stand between a subject and its verb: "would never have"."""
    low = token.low
    known = low in MODALS or low in AUXILIARIES or low in ADVERBS or low in NEGATIONS
    return token.kind == "word" and (known or low.endswith(("ly", "n't")))


def _lead(tokens: Sequence[Token], begin: int) -> list[str]:
    """Return the words before the clause at ``begin``, up to a mark or where another begins."""
    first = begin
    while first > max(0, begin - _MOST) and tokens[first - 1].kind == "word":
        if tokens[first - 1].low in _IN_NO_LEAD:
            break
        first -= 1
    return [token.low.replace("’", "'") for token in tokens[first:begin]]


def _forged(words: Sequence[str]) -> int:
    """Return the word behind "fake video" or "parody account" in ``words``, or 0."""
    for k, word in enumerate(words):
        near = words[k + 1 : k + 4]
        if word in _FORGED and not _MADE.isdisjoint(near):
            return k + 2
    return 0


def _is_put(tokens: Sequence[Token], named: Range) -> bool:
    """Tell whether a name goes on from who claims it: "A post falsely claims Ida Lund"."""
    begin, end = named
    if _is_no_one(tokens, begin, end):
        return True
    if tokens[begin].low in _DENYING and not tokens[begin].capital:
        return True  # "I wish Tallis had said"
    for k in range(begin + 1, end - 1):
        told = tokens[k].low in _DOUBTED and not tokens[k].capital and tokens[k + 1].capital
        if told or tokens[k].low in _FALSELY:
            return True
    return False


def _is_no_one(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Tell whether a phrase means nobody: "no pilot", "none of them", but not "No 10"."""
    first = begin - (begin > 0 and tokens[begin].low == "one")  # "No one"
    if tokens[first].low in ("none", "nobody"):
        return True
    named = tokens[min(first + 1, end - 1)]
    plain = named.text.islower() and named.low not in ("fewer", "less")
    return tokens[first].low == "no" and plain


def _is_labelled(tokens: Sequence[Token], begin: int) -> bool:
    """Tell whether a clause is shown as what is claimed: "The claim: Tallis said it rained"."""
    colon = next((k for k in range(begin - 1, max(-1, begin - 4), -1) if tokens[k].text == ":"), 0)
    label = [token.low for token in tokens[:colon]]
    brief = 0 < colon <= 3 and not has_verb(tokens, 0, colon)
    return brief and not _LABELS.isdisjoint(label)


def _denies(lead: Sequence[str], verb: Token) -> bool:
    """Tell whether the words before a clause take back what it says."""
    if not lead:
        return False
    if lead[-1] == "whether" or tuple(lead[-2:]) in (("as", "though"), ("as", "if")):
        return True
    made = _forged(lead)
    if made and len(lead) - made <= _NEAR and _shows(lead[made:]):
        return True
    if lead[-1] in _POSING and not _POSED.isdisjoint(lead[-4:]):
        return True
    if lead[-1] == "that":
        return _takes_back(lead[:-1], verb) or _is_no_ground(lead[:-1])
    return _takes_back(lead, verb)


def _takes_back(head: Sequence[str], verb: Token) -> bool:
    """Tell whether the verb that ``head`` ends with denies: "nobody heard", "falsely claims"."""
    governor = head[-1] if head else ""
    denied = _is_negated(head)
    if governor in _DENYING or (governor in _HEARING and _is_heard(verb)):
        return denied != (governor in _DENYING)
    denied = denied or not _UNTRUE.isdisjoint(head[-_NEAR:-1])  # "it would be wrong to say"
    return (governor in _SHOWING and denied) or not _FALSELY.isdisjoint(head[-3:])


def _is_no_ground(head: Sequence[str]) -> bool:
    """Tell whether what stands before "that" denies it: "not true", "no evidence", "the claim"."""
    governor = head[-1] if head else ""
    against = head[:1] == ["contrary"] or not _UNTRUE.isdisjoint(head[-_NEAR - 1 : -1])
    if governor in _NO_SIGN and against:
        return True
    return governor in _DOUBTED | _UNTRUE or (governor in _TRUE | _NO_SIGN and _is_negated(head))


def _is_negated(head: Sequence[str]) -> bool:
    """Tell whether a negation stands near before the last word: "there is no evidence"."""
    return any(word in _NOT or word.endswith("n't") for word in head[-_NEAR - 1 : -1])


def _is_heard(verb: Token) -> bool:
    """Tell whether a form is what is heard: "heard her say", "saying"."""
    low = verb.low
    return low in LEMMA_OF and (lemma_is_base(low) or low.endswith("ing"))


def _shows(rest: Sequence[str]) -> bool:
    """Tell whether what follows a made video is only whom it shows: "in which", "showing"."""
    return bool(rest) and all(word in _SHOWN or word.endswith("ing") for word in rest)


_SHOWN = frozenset(
    "in which where that who shows show showed claims claimed claim of from by with on as to be"
    " purportedly supposedly appears appeared seems seemed has have had said says saying the a an"
    " twitter facebook instagram tiktok youtube online president prime minister former".split()
)
