"""Statements: what is denied, only possible or put in somebody's mouth is nobody's."""

import time

import pytest
from saying import said

from rag.statements.attribution import MOST_CUES


@pytest.mark.parametrize(
    "denied",
    [
        "It is not true that Mira Tallis said “Sink the boats”.",
        "It isn’t clear that Mira Tallis said that the boats are late.",
        "Nobody heard Mira Tallis say “Sink the boats”.",
        "No one has ever heard Mira Tallis say “Sink the boats”.",
        "There is no evidence that Mira Tallis said “Sink the boats”.",
        "There is no record of Mira Tallis saying “Sink the boats”.",
        "It is unclear whether Mira Tallis said “Sink the boats”.",
        "Jan Weller left. Asked whether he had said “Sink the boats”, Mira Tallis laughed.",
        "Claims that Mira Tallis said “Sink the boats” are false.",
        "Contrary to reports that Mira Tallis said “Sink the boats”, the boats are well.",
        "The claim: Mira Tallis said “Sink the boats”",
        "The image does not show that Mira Tallis said “Sink the boats”.",
        "It was cut to make it seem as though Mira Tallis said “Sink the boats”.",
        "Jan Weller was sorry for falsely claiming that Mira Tallis said “Sink the boats”.",
        "It would be wrong to say that Mira Tallis said “Sink the boats”.",
        "The story that Mira Tallis said “Sink the boats” is made up.",
        "Jan Weller doubted that Mira Tallis had said “Sink the boats”.",
    ],
)
def test_what_is_denied_or_doubted_is_nobodys(denied: str) -> None:
    assert said(denied) == []


@pytest.mark.parametrize(
    "made",
    [
        "A fake video in which Mira Tallis says “Sink the boats” was seen by many.",
        "A parody account of Mira Tallis said “Sink the boats”.",
        "A fake account posing as Mira Tallis tweeted that the boats are late.",
        "A made-up quote from Mira Tallis says “Sink the boats”.",
        "In a doctored video, Mira Tallis says “Sink the boats”.",
        "“Sink the boats,” says Mira Tallis in a doctored video.",
        "According to a parody account of Mira Tallis, the boats are late.",
        "Mira Tallis was wrongly quoted as saying “Sink the boats”.",
        "The post, which falsely attributed to Mira Tallis the words “Sink the boats”, was shared.",
    ],
)
def test_what_is_put_in_a_mouth_is_nobodys(made: str) -> None:
    assert said(made) == []


@pytest.mark.parametrize(
    "possible",
    [
        "Mira Tallis would have said “Sink the boats”.",
        "Had Mira Tallis said “Sink the boats”, all would have left.",
        "Did Mira Tallis say “Sink the boats”? No.",
        "At no point did Mira Tallis say “Sink the boats”.",
        "Jan Weller left. I wish Weller had said “Sink the boats”.",
    ],
)
def test_what_might_have_been_said_is_nobodys(possible: str) -> None:
    assert said(possible) == []


def test_a_claim_of_a_post_is_the_posts() -> None:
    text = "A post on Harbor News falsely claims Mira Tallis said “Sink the boats”."
    assert [who for who, _ in said(text)] == ["A post on Harbor News"]


def test_who_denies_having_said_it_is_quoted_with_the_denial_alone() -> None:
    text = "Mira Tallis denied having said “Sink the boats”."
    assert said(text) == [("Mira Tallis", "having said “Sink the boats”")]


@pytest.mark.parametrize(
    "before",
    [
        "It is true that",
        "There is no doubt that",
        "It was not until Monday that",
        "It is not the first time that",
        "Nobody was there when",
        "No one laughed after",
        "Asked whether the boats are late,",
        "After a fake video was shared,",
        "Few believe in claims, and",
        "In a film on fake videos,",
        "In a fake fur,",
    ],
)
def test_what_somebody_else_does_not_do_takes_nothing_back(before: str) -> None:
    assert said(f"{before} Mira Tallis said “Sink the boats”.") == [
        ("Mira Tallis", "Sink the boats")
    ]


def test_only_then_did_she_say_it() -> None:
    text = "Only then did Mira Tallis say “Sink the boats”."
    assert said(text) == [("Mira Tallis", "Sink the boats")]


def test_what_may_have_happened_takes_nothing_back() -> None:
    text = "Officials in Velm suggested rain may have stopped it, saying the boats are late."
    assert ("Officials in Velm", "the boats are late") in said(text)


@pytest.mark.parametrize("nobody", ["No one", "No pilot", "None of the pilots"])
def test_no_one_is_nobody(nobody: str) -> None:
    assert said(f"{nobody} said the boats are late.") == []


def test_who_is_only_called_no_speaks() -> None:
    for name in ("No Wake Velm", "No 10", "No fewer than 40 pilots"):
        assert [words for _, words in said(f"{name} said the boats are late.")] == [
            "the boats are late"
        ]


def test_an_imperative_quotes_nobody() -> None:
    assert said("Let me add that the boats are late.") == []


def test_many_denials_in_one_sentence_are_read_at_once() -> None:
    text = "It is not true that Mira Tallis said “No” that " * 40 * MOST_CUES
    started = time.process_time()
    said(text)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "corrected",
    [
        "Correction: An earlier version of this article said that Mira Tallis said it had sunk.",
        "A previous version of the story said the ferry had sunk, according to Mira Tallis.",
        "This report originally stated that Mira Tallis said the ferry had sunk.",
        "A post shows boats with users suggesting Mira Tallis said that they are late.",
        "Nobody in the harbor has said when the boats will leave.",
        "Mira Tallis said no such thing.",
    ],
)
def test_what_is_corrected_or_only_rumoured_is_nobodys(corrected: str) -> None:
    assert said(corrected) == []


def test_an_earlier_version_of_anything_but_an_article_may_be_spoken_of() -> None:
    text = "Mira Tallis said an earlier version of the law was better."
    assert said(text) == [("Mira Tallis", "an earlier version of the law was better")]


def test_who_is_quoted_by_another_speaks() -> None:
    text = "The Post quoted Mira Tallis as saying that the boats are late and warning of a strike."
    assert said(text) == [("Mira Tallis", "the boats are late")]
    text = "Velm Radio, which spoke to Tallis, cited the Norland pilot as saying he was late."
    assert said(text) == [("the Norland pilot", "he was late")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Praising her husband, Dr. Ivo Tallis, the harbor nominee said: “He is by my side.”",
            "the harbor nominee",
        ),
        (
            "The last time Norland paid, then-President Mira Tallis met them and said “One can’t.”",
            "Mira Tallis",
        ),
        ("Jan Weller came. The Port Center (PC) meanwhile said it was “late”.", "The Port Center"),
        ("Born Loretta Weller, she claimed that her home was a mining town.", "Loretta Weller"),
    ],
)
def test_what_stands_before_who_speaks_is_no_speaker(text: str, speaker: str) -> None:
    assert {who for who, _ in said(text)} == {speaker}


def test_such_claims_claim_nothing() -> None:
    assert said("Such claims have spread in Velm.") == []
