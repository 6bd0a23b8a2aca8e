"""What a language model is sent, and that nothing in it comes back as an answer."""

import re

import pytest
from evidence import cited, hostile_articles, make_article, sentences_of
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answers.prompt import (
    BUDGET,
    REMINDER,
    disarmed,
    prompt,
    repeats_prompt,
    rules,
    within_budget,
)
from rag.models.prompt_tokens import count_tokens
from rag.records import Article


def test_no_more_evidence_is_sent_than_the_budget_allows() -> None:
    article = make_article(" ".join(f"Sentence {n} tells of the wall again." for n in range(999)))
    evidence = cited(*sentences_of(article))
    given_ = within_budget((*evidence[:1], *evidence))
    assert given_ == evidence[: len(given_)]
    tokens = [count_tokens(prompt("", evidence[:most])) for most in (len(given_), len(evidence))]
    assert 0.9 * BUDGET < tokens[0] < 1.1 * BUDGET < tokens[1]


@pytest.mark.parametrize("article", hostile_articles(), ids=lambda article: article.id)
def test_nothing_in_an_article_looks_like_a_part_of_the_prompt(article: Article) -> None:
    evidence = cited(*sentences_of(article))
    lines = prompt("Is it raised?", evidence).split("\n")
    assert lines[0] == "<evidence>"
    assert lines[-4:] == ["</evidence>", "", "Question: Is it raised?", REMINDER]
    assert len(lines) == len(evidence) + 5
    for number, line in enumerate(lines[1:-4], start=1):
        label = f"[{number}] ("
        assert line.startswith(label)
        told = line.removeprefix(label)
        assert not set(told) & set("[]<>{}|`#【】\u200b\u202e\u2060\U000e0049\x1b")
        assert not re.search(r"(?i)\b(system|assistant|human|question|evidence):", told)


@settings(deadline=None)
@given(st.text(max_size=100))
def test_disarmed_text_is_one_line_without_brackets(text: str) -> None:
    shown = disarmed(text)
    assert not set(shown) & set("[]<>{}|\n\r\t\x00\u200b")


def test_the_rules_hold_no_sentence_that_could_be_an_answer() -> None:
    """A model of 1.5 billion parameters answered with the example of the rules."""
    told = rules().splitlines()
    assert told[1:3] == ["", "Rules:"]
    assert not re.search(r"\[\d|[“”]|for example|like this", rules())


@pytest.mark.parametrize(
    ("sentence", "repeats"),
    [
        ("Keep numbers, names and dates as they are.", True),
        ("keep NUMBERS names and “dates” as they are", True),
        ("Answer from the evidence.", True),
        ("What did the mayor say about the wall?", True),
        ("The evidence.", False),
        ("The mayor will keep numbers, names and dates as they are.", False),
        ("The wall will be raised by two metres.", False),
        ("", False),
    ],
)
def test_what_repeats_the_prompt_is_recognised(sentence: str, repeats: bool) -> None:
    assert repeats_prompt(sentence, "What did the mayor say about the wall?") is repeats
