"""Let a language model word the answer, and hold each of its sentences against what it cites.

The model sees numbered sentences, not files, and what it writes is only ever text: its marks
choose among those sentences, and one that points to none is shown as such. The quoting answer
stays beneath what the model wrote; it leads where half of that is doubted, and stands alone
where anything goes wrong.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rag.answers.citation_marks import SentenceReader, Written, numbers_of
from rag.answers.faithfulness import Cited, doubts, without_false_quotations
from rag.answers.plain_text import number_sources
from rag.answers.prompt import prompt, repeats_prompt, rules, within_budget
from rag.answers.thoughts import ThoughtFilter
from rag.models.language_model import LanguageModel, ModelFailure, reply
from rag.records import Answer, Claim, Source

MOST_CLAIMS = 12  # by hand
LONGEST_REPLY = 6_000  # characters, thoughts left out; a model that repeats itself never ends
LONGEST_MARK = 20  # characters of a mark that a doubt repeats

_NO_ANSWER = re.compile(
    r"(?:the|these) (?:articles?|sentences|evidence) (?:do|does)(?: not|n['’]t) "
    r"(?:answer|say|mention|contain|provide)",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"(?:i['’]?m sorry|sorry,|i (?:cannot|can['’]t|am unable|am not able|won['’]t)|as an ai\b)",
    re.IGNORECASE,
)


def write(model: LanguageModel, quoted: Answer, evidence: Sequence[Cited]) -> Iterator[Answer]:
    """Yield the model's answer as it grows, sentence by sentence; the last one is final.

    Args:
        model: what writes.
        quoted: the finished quoting answer, a refusal too. It is what is left if the model fails,
            with a sentence in its note that says what happened.
        evidence: the sentences that the model may use, best first. Those beyond the budget
            are not sent.
    """
    given = within_budget(evidence)
    if not given:
        yield quoted
        return
    try:
        try:
            yield from _answers(model, quoted, given)
        except ModelFailure as failed:
            if not failed.too_long or len(given) == 1:
                raise
            yield from _answers(model, quoted, given[: len(given) // 2])
    except ModelFailure as failed:
        yield _without(quoted, str(failed))
    except Exception:  # whatever a model writes must not cost the answer that is there
        yield _without(quoted, "The language model’s reply cannot be read")


def _without(quoted: Answer, trouble: str) -> Answer:
    note = f"{trouble}: this is the answer without it."
    return replace(quoted, note=f"{quoted.note} {note}".strip())


def _answers(model: LanguageModel, quoted: Answer, evidence: Sequence[Cited]) -> Iterator[Answer]:
    """Yield growing answers.

    Raises:
        ModelFailure: there is no answer after all, whatever was yielded before.
    """
    question, claims, note = quoted.asked.question, list[Claim](), ""
    for sentence in _sentences(reply(model, rules(), prompt(question, evidence))):
        if sentence is None:
            claims = []
            continue
        if not claims and _begins(sentence.text, _NO_ANSWER):
            yield _unanswered(quoted)
            return
        if not claims and not sentence.marks and _begins(sentence.text, _REFUSES):
            raise ModelFailure("The language model declined to answer")
        if len(claims) == MOST_CLAIMS:
            note = f"The language model’s reply was cut after {MOST_CLAIMS} sentences."
            break
        claims.append(checked(sentence, evidence, question))
        yield _worded(quoted, claims)
    if not claims:
        raise ModelFailure("The language model’s reply was empty")
    yield _finished(quoted, claims, note)


def _begins(sentence: str, pattern: re.Pattern[str]) -> bool:
    """Tell whether a sentence begins with a pattern, be it in quotation marks."""
    first = re.search(r"\w", sentence)
    return first is not None and pattern.match(sentence, first.start()) is not None


def _sentences(parts: Iterable[str]) -> Iterator[Written | None]:
    """Yield the sentences of a reply; None where all before it turns out to be a thought.

    Raises:
        ModelFailure: it has too many characters.
    """
    thoughts, reader, length = ThoughtFilter(), SentenceReader(), 0
    for part in parts:
        said = thoughts.feed(part)
        if thoughts.restarted:
            reader, length = SentenceReader(), 0
            yield None
        length += len(said)
        if length > LONGEST_REPLY:
            raise ModelFailure("The language model’s reply did not come to an end")
        yield from reader.feed(said)
    yield from reader.feed(thoughts.close())
    yield from reader.close()


def checked(sentence: Written, evidence: Sequence[Cited], question: str) -> Claim:
    """Return a sentence of the model with its sources and with what is doubtful about it."""
    cited: dict[Source, Cited] = {}
    found: list[str] = []
    for mark in dict.fromkeys(sentence.marks):
        numbers = numbers_of(mark, len(evidence))
        cited |= {one.source: one for one in (evidence[number - 1] for number in numbers)}
        if not numbers:
            shown = mark if len(mark) <= LONGEST_MARK else f"{mark[:LONGEST_MARK]}…"
            found.append(f"Mark {shown} points to no source.")
    text, misquoted = without_false_quotations(sentence.text, tuple(cited))
    found += [*misquoted, *doubts(text, tuple(cited.values()))]
    if repeats_prompt(text, question):
        found.append("It repeats the question, or what the model was told.")
    return Claim(text, tuple(cited), tuple(found))


def _unanswered(quoted: Answer) -> Answer:
    if quoted.grade != "answered":
        return quoted
    return _without(quoted, "The language model found no answer in the articles")


def _worded(quoted: Answer, claims: Sequence[Claim]) -> Answer:
    """Return an answer that the model's sentences lead, the quoting answer beneath them."""
    return replace(
        quoted,
        claims=tuple(claims),
        quoted=quoted.claims,
        citations=number_sources((*claims, *quoted.claims)),
        grade="answered",
        form="direct",
    )


def _finished(quoted: Answer, claims: Sequence[Claim], note: str) -> Answer:
    """Return the whole answer: led by what can be trusted more."""
    doubted = sum(1 for claim in claims if claim.doubts or not claim.sources)
    if 2 * doubted < len(claims):
        answer = _worded(quoted, claims)
    else:
        numbered = number_sources((*quoted.claims, *claims))
        answer = replace(quoted, written=tuple(claims), citations=numbered)
    return replace(answer, note=f"{quoted.note} {note}".strip())
