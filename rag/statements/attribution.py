"""Find the words that a sentence attributes, and the words that name their speaker."""

from collections.abc import Sequence
from dataclasses import replace

from rag.language.dates import TIME_WORDS
from rag.language.function_words import ADVERBS, DETERMINERS, PREPOSITIONS, PRONOUNS, RELATIVES
from rag.language.speaker_kinds import may_speak
from rag.language.speech_verbs import (
    JUDGING,
    LEMMA_OF,
    SPEAKING_OF,
    TELLING,
    WITH_QUOTATIONS,
    WITH_THAT,
)
from rag.statements.according import according_to
from rag.statements.behind_verbs import words_after
from rag.statements.broken import behind_noun, joined, whole
from rag.statements.classifier import features_of
from rag.statements.clauses import (
    TURNS,
    named_thing,
    quoted_run,
    reported_run,
)
from rag.statements.content_spans import Found, find_words
from rag.statements.deeds import is_deed, is_struck
from rag.statements.grammar import (
    WORD_HOLDERS,
    has_verb,
    is_one_of,
    is_verb_like,
    token_range,
)
from rag.statements.mute_verbs import says_how_much, says_nothing_at, stands_for_words
from rag.statements.sentence_tokens import Attribution, FoldedSentence, Range, Token, Words
from rag.statements.speaker_spans import subject_after, subject_before
from rag.statements.subjects import with_name
from rag.statements.trimming import cut_short, said_only
from rag.statements.unsaid import is_correction, is_unsaid

# What follows the noun that speaks: "pilots online", "the airport there".
_ENDS = PREPOSITIONS | RELATIVES | {"that", "familiar", "close", "speaking"}
_PLACED = frozenset("online there here abroad".split())
_PLANS = frozenset("plan plans rule rules guidelines recipe forecast schedule".split())
_INSTRUMENTS = frozenset("telescope rover probe spacecraft satellite camera microscope".split())
_FOR = frozenset({"for", "over", "after", "in"})
_ABOUT = frozenset({"of", "about"})
_CUES = frozenset(LEMMA_OF) | {"according"}
MOST_CUES = 24  # of a sentence; nobody is quoted so often in one sentence
# What even things do: "the alert said that the ports are shut".
_THINGS_DO = frozenset("say tell according state note add write report read warn show".split())
_IMPERATIVES = frozenset({"let", "let's", "please"})  # "Let me add that"
# "called him out", "calling the shots"
_FEW = 4  # words
_JOINING = frozenset({"and", "but"})
_DONE = frozenset("out off up back shots plays police cops 911 quits".split())
_PLAIN = frozenset("say tell tweet write reply respond".split())
_PLAIN_PASTS = frozenset("said says reported reports".split())
_WHEN = (
    TIME_WORDS
    | PREPOSITIONS
    | frozenset("two three four five six several ago weeks months days years hours".split())
)
_NEAR = 6  # words
_ASIDE_BEGINS = (PREPOSITIONS - {"like"}) | {"outside", "inside", "ahead", "following"}


def attributions(sentence: FoldedSentence) -> list[Attribution]:
    """Return the attributions of a sentence, in the order of their cues."""
    tokens = sentence.tokens
    found: list[Attribution] = []
    cues = [k for k, token in enumerate(tokens) if token.low in _CUES]
    if cues and is_correction(tokens):
        return []
    for i in cues[:MOST_CUES]:
        according = tokens[i].low == "according"
        attribution = according_to(sentence, i) if according else _verb(sentence, i, found)
        if attribution is not None:
            found.append(_with_company(attribution, found))
    begins = [token_range(tokens, one.mention)[0] for one in found]
    later = list(zip(found, begins, strict=True))
    cut = (cut_short(sentence, one, later[k + 1 :]) for k, one in enumerate(found))
    return [whole(tokens, joined(tokens, one)) for one in cut]


def _with_company(one: Attribution, before: Sequence[Attribution]) -> Attribution:
    """Add to an attribution's features what was found before it in the sentence."""
    nested = any(w.start <= one.cue[0] < w.end for other in before for w in other.words)
    last = before[-1].lemma if before else "none"
    shared = any(other.mention == one.mention for other in before)
    kind = one.words[0].kind if one.words else "none"
    added = (f"nested {nested} {kind}", f"after verb {last}", f"shared {shared} {kind}")
    return replace(one, features=one.features + added)


def headline(sentence: FoldedSentence) -> Attribution | None:
    """Resolve "Kallas: any quick fix is a dirty deal".

    Whether the first words name a person is not decided here.
    """
    tokens = sentence.tokens
    colon = next((k for k, t in enumerate(tokens[:8]) if t.kind != "word"), 0)
    if colon == 0 or tokens[colon].text != ":" or has_verb(tokens, 0, colon):
        return None
    rest = tokens[colon + 1 :]
    if tokens[0].low in DETERMINERS or _is_labelled(rest):
        return None
    if not any(t.kind == "quote" or is_verb_like(t) for t in rest):
        return None
    words = quoted_run(sentence, colon + 1) or reported_run(sentence, colon + 1, len(tokens))
    cue = (tokens[colon].start, tokens[colon].end)
    features = ("colon", f"colon {words[0].kind}") if words else ()
    mention = (tokens[0].start, tokens[colon - 1].end)
    return Attribution(mention, cue, ":", tuple(words), False, features) if words else None


def _is_labelled(tokens: Sequence[Token]) -> bool:
    """Tell whether a name and a colon begin: "Reader: Tallis: it was late"."""
    colon = next((k for k, token in enumerate(tokens[:4]) if token.text == ":"), 0)
    return colon > 0 and all(token.capital for token in tokens[:colon])


def _verb(sentence: FoldedSentence, i: int, before: list[Attribution]) -> Attribution | None:
    """Resolve the speech verb at ``i``; ``before`` is what the sentence attributes up to there."""
    tokens = sentence.tokens
    lemma = LEMMA_OF[tokens[i].low]
    if i == 0 and tokens[0].low in ("said", "says"):
        return _said_first(sentence)
    if tokens[i].text[0].isupper() and not sentence.headline:
        return None
    if lemma in SPEAKING_OF and not is_one_of(tokens, i + 1, _ABOUT):
        return None
    subject = None if says_nothing_at(tokens, i, lemma) else subject_before(sentence, i, before)
    if subject is None:
        return None
    named = token_range(tokens, subject.mention) if subject.mention else subject_after(tokens, i)
    if named is None or named[0] == named[1]:
        return None  # "She left. Early described it": a word of time alone
    if _nobody_says(tokens, i, lemma, named):
        return None
    inverted = subject.mention is None
    named = with_name(tokens, named) if inverted else named
    whom = named if inverted else behind_noun(tokens, i, named)
    mention = None if whom != named else subject.mention
    named = whom
    mention = mention or (tokens[named[0]].start, tokens[named[1] - 1].end)
    after = named[1] if inverted else i + 1 + (lemma in SPEAKING_OF)
    if subject.edge and tokens[subject.edge - 1].low == "what":
        found = Found(named_thing(sentence, after), False, "bare")
    else:
        found = find_words(sentence, after, subject.edge, lemma, inverted=inverted)
    words = _allowed(sentence, lemma, found)
    # Who "said in an interview" speaks in what follows.
    elsewhere = found.strength == "bare" and lemma in _PLAIN and _says_nothing(tokens, words)
    elsewhere = (
        elsewhere
        or _says_when(tokens, words)
        or (lemma not in JUDGING and _points_back(tokens, i, words))
    )
    done = found.strength == "bare" and _is_done(tokens, lemma, i, words)
    elsewhere = elsewhere or (done and lemma in TELLING)
    words = [] if elsewhere or done else said_only(tokens, words, i, named)
    if not words and not found.opens and not elsewhere:
        return None
    cue = (tokens[subject.cue].start, tokens[i].end)
    features = features_of(sentence, i, lemma, found.strength, named, words)
    return Attribution(mention, cue, lemma, tuple(words), found.opens, features)


def _nobody_says(tokens: Sequence[Token], i: int, lemma: str, named: Range) -> bool:
    """Tell whether the tokens of ``named`` may name nobody who says what is behind ``i``."""
    if is_unsaid(tokens, i, lemma, named) or tokens[named[0]].low in _IMPERATIVES:
        return True
    planned = tokens[named[1] - 1].low in _PLANS and is_one_of(tokens, i + 1, _FOR)
    planned = planned or is_struck(tokens[slice(*named)], lemma)
    return planned or (lemma not in _THINGS_DO and not _may_show(tokens[slice(*named)]))


def _says_nothing(tokens: Sequence[Token], words: Sequence[Words]) -> bool:
    """Tell whether words only say when, where or by whom: "tweeted at him", "told Radio 880 AM"."""
    first, last = token_range(tokens, (words[0].start, words[-1].end)) if words else (0, 0)
    inside = tokens[first:last]
    if not inside or any(token.kind == "quote" for token in inside):
        return False
    if inside[-1].low in _PLAIN_PASTS:
        inside = inside[:-1]  # "the port is shut, he said on Friday, Harbor News reported"
    aside = inside[0].low in _ASIDE_BEGINS or inside[0].low in ("citing", "referring")
    named = all(token.kind != "word" or not token.text[0].islower() for token in inside)
    return named or (aside and not has_verb(tokens, first, last))


def _is_done(tokens: Sequence[Token], lemma: str, i: int, words: Sequence[Words]) -> bool:
    """Tell whether words behind the verb at ``i`` are what is done, not said."""
    first, last = token_range(tokens, (words[0].start, words[-1].end)) if words else (0, 0)
    return first > i and words[0].kind == "reported" and is_deed(tokens, lemma, first, last)


def _says_when(tokens: Sequence[Token], words: Sequence[Words]) -> bool:
    """Tell whether words are a time or a place alone: "confirmed that on Friday", "in a speech"."""
    first, last = token_range(tokens, (words[0].start, words[-1].end)) if words else (0, 0)
    inside = tokens[first:last]
    if not inside or any(token.kind == "quote" for token in inside):
        return False
    inside = inside[1:] if inside[0].low == "that" else inside
    pointing = tokens[first - 1].low == "that" or len(inside) < last - first
    leads = pointing and bool(inside) and inside[0].low in PREPOSITIONS
    if leads and not has_verb(tokens, first, last) and _holds(inside):
        return True
    return all(token.low in _WHEN or token.text.isdigit() for token in inside)


def _holds(inside: Sequence[Token]) -> bool:
    """Tell whether a letter or an address is named at once: "said that in his speech in May"."""
    return any(token.low in WORD_HOLDERS for token in inside[1:_NEAR])


def _points_back(tokens: Sequence[Token], i: int, words: Sequence[Words]) -> bool:
    """Tell whether words beside the verb at ``i`` are none: "said so", "said nothing for years"."""
    first, last = token_range(tokens, (words[0].start, words[-1].end)) if words else (0, 0)
    if stands_for_words(tokens, first, last):
        return True
    return first > i and says_how_much(tokens, first, last)


def _may_show(named: Sequence[Token]) -> bool:
    """Tell whether words may name who suggests something: "officials in Velm", no "demands"."""
    ends = (
        k for k, token in enumerate(named) if k and (token.kind == "mark" or token.low in _ENDS)
    )
    end = next(ends, len(named))
    while end > 1 and (named[end - 1].low in ADVERBS or named[end - 1].low in _PLACED):
        end -= 1
    head = named[end - 1]
    if head.low in _INSTRUMENTS:
        return False
    plain = head.kind == "word" and head.text.islower() and head.text.isalpha()
    return not plain or head.low in DETERMINERS | PRONOUNS or may_speak(head.low)


def _allowed(sentence: FoldedSentence, lemma: str, found: Found) -> list[Words]:
    """Return the words that a verb may be said to say."""
    if lemma in WITH_QUOTATIONS:
        return [w for w in found.words if w.kind == "quoted"]
    if lemma in SPEAKING_OF:
        return [w for w in found.words if _names_in_marks(sentence, w)]
    if lemma == "respond" and found.strength == "bare":
        return [w for w in found.words if _has_marks(sentence, w)]
    if lemma in JUDGING and found.words:
        return _judged(sentence, found.words)
    return [] if lemma in WITH_THAT and found.strength == "bare" else found.words


def _judged(sentence: FoldedSentence, words: list[Words]) -> list[Words]:
    """Return the words of "called him “a liar” – and left" without what is only done."""
    tokens = sentence.tokens
    first, last = token_range(tokens, (words[0].start, words[-1].end))
    if last - first <= _FEW and tokens[last - 1].low in _DONE:
        return []
    for k in range(first, last - 1):
        turns = tokens[k + 1].text in ("—", "–") or (
            tokens[k + 1].text == "," and is_one_of(tokens, k + 2, TURNS)
        )
        ended = tokens[k].low == "," and not (k + 2 < last and tokens[k + 2].kind == "quote")
        joins = is_one_of(tokens, k + 1, _JOINING)
        turns = turns or (joins and (ended or has_verb(tokens, k + 2, k + 3)))
        if tokens[k].kind == "quote" and turns and words[0].kind == "reported":
            return [replace(words[0], end=tokens[k].end)]
    return words


def _has_marks(sentence: FoldedSentence, words: Words) -> bool:
    """Tell whether words are a quotation or hold one."""
    return any(words.start <= one.start < words.end for one in sentence.quotations) or (
        words.kind == "quoted"
    )


def _names_in_marks(sentence: FoldedSentence, words: Words) -> bool:
    """Tell whether a quotation stands in words before any verb: "a “new start” for"."""
    for token in sentence.tokens:
        if token.end > words.start and (token.kind == "quote" or is_verb_like(token)):
            return token.kind == "quote" and token.start < words.end
    return False


def _said_first(sentence: FoldedSentence) -> Attribution | None:
    """Resolve "Said Comey, “…”" at the start of a sentence."""
    tokens = sentence.tokens
    found = subject_after(tokens, 0)
    if found is None or found[1] >= len(tokens) or tokens[found[1]].text not in (",", ":"):
        return None
    words, strong, opens = words_after(sentence, found[1], "say", inverted=True)
    if not strong:
        return None
    mention = (tokens[found[0]].start, tokens[found[1] - 1].end)
    features = features_of(sentence, 0, "say", "strong", found, words)
    return Attribution(
        mention, (tokens[0].start, tokens[0].end), "say", tuple(words), opens, features
    )
