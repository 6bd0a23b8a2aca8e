"""Statements of interviews and hearings that are printed turn by turn."""

import pytest
from growth import grows_with_length
from saying import said, statements

from rag.statements.introductions import find_people
from rag.statements.transcripts import spoken_turns

HEARING = """The hearing on the Oldport ferries

REP. OLIVIA STANTON: Did you read the letters?

SUNE MARDEN: I wrote the letters, ma'am.

They came in March.

STANTON: So the harbor knew?

[00:14:22] MARDEN (Pilots' union): They knew. They said the ferry was fine.

THE CHAIR: Order.

STANTON: Who signed the permit?

MARDEN: (Laughter.) Nobody did."""

INTERVIEW = """Ada Tallis, who takes over the harbor in May, talks about ferries and chess.

Q: You grew up by the sea. What did you sell there?
A: Everything. My mother ran the shop.
And we had two boats of our own.

Q: Will you cut jobs?
A: Yes, about 900 of them.

Ada Tallis was born in Oldport.

Q. Do you still play chess?
A. Badly, every Sunday."""


def test_each_turn_of_a_hearing_is_its_speakers() -> None:
    assert said(HEARING) == [
        ("Olivia Stanton", "Did you read the letters?"),
        ("Sune Marden", "I wrote the letters, ma'am."),
        ("Olivia Stanton", "So the harbor knew?"),
        ("Sune Marden", "They knew. They said the ferry was fine."),
        ("Olivia Stanton", "Who signed the permit?"),
        ("Sune Marden", "Nobody did."),
    ]
    assert statements(HEARING)[0].role == "Rep."


def test_answers_are_of_the_one_who_is_talked_to() -> None:
    assert said(INTERVIEW) == [
        ("Ada Tallis", "Everything. My mother ran the shop."),
        ("Ada Tallis", "And we had two boats of our own."),
        ("Ada Tallis", "Yes, about 900 of them."),
        ("Ada Tallis", "Badly, every Sunday."),
    ]


def test_labels_of_papers_and_initials_are_read() -> None:
    text = """Ada Tallis has run the harbor since 2019.

Oldport Post: What did the pool cost?

Ada Tallis: Twelve million. It was to be eight.

OP: Who pays?

AT: We all do."""
    assert said(text) == [
        ("Ada Tallis", "Twelve million. It was to be eight."),
        ("Ada Tallis", "We all do."),
    ]


BROADCAST = """THE HARBOR ROOM

[18:00:03]

OTTO BLIX, HBN HOST: Joining us now is her lawyer. Maria, what did she tell you?

MARIA LINDAU, ATTORNEY: She told me that she is tired and hopes for a swap.

[18:04:00]

She has been there for a year.

BLIX: Senator Stanton, the premier said he will not trade. Is that right?

SEN. OLIVIA STANTON (D-VELM): No, Otto. He said the opposite. We will trade.

(BEGIN VIDEO CLIP)

JAN WELLER, SPOKESMAN OF THE PORT COUNCIL: The boats are late.

UNIDENTIFIED MALE: Will you go?

WELLER (voice-over): I will not speak to that.

(END VIDEO CLIP)

BLIX: Thank you.

STANTON: I will vote for the bill tomorrow."""


def test_a_broadcast_names_its_speakers_once_in_full() -> None:
    assert said(BROADCAST) == [
        ("Otto Blix", "Joining us now is her lawyer. Maria, what did she tell you?"),
        ("Maria Lindau", "She told me that she is tired and hopes for a swap."),
        ("Maria Lindau", "She has been there for a year."),
        ("Otto Blix", "Senator Stanton, the premier said he will not trade. Is that right?"),
        ("Olivia Stanton", "No, Otto. He said the opposite. We will trade."),
        ("Jan Weller", "The boats are late."),
        ("Jan Weller", "I will not speak to that."),
        ("Otto Blix", "Thank you."),
        ("Olivia Stanton", "I will vote for the bill tomorrow."),
    ]
    roles = {one.speaker: one.role for one in statements(BROADCAST)}
    assert roles == {
        "Otto Blix": "HBN Host",
        "Maria Lindau": "Attorney",
        "Olivia Stanton": "Sen.",
        "Jan Weller": "Spokesman of the Port Council",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Pro: Ferries are quick.\n\nCon: They cost a lot.\n\nPro: Is it far?\n\nCon: No.",
        "Regular: 3.20\n\nDiesel: 4.10\n\nRegular: 3.30\n\nDiesel: 4.20",
        "Claim: Did it sink?\n\nOur rating: False.\n\nClaim: Was it late?\n\nOur rating: True.",
    ],
)
def test_lists_with_labels_are_no_transcripts(text: str) -> None:
    assert spoken_turns(text, find_people(text)) == []


def test_time_grows_with_the_length_of_a_transcript() -> None:
    def read(text: str) -> None:
        spoken_turns(text, find_people(""))

    unit = "Q: Is it late?\n\nADA MOE: It is.\n\nYes, it was late again.\n\n"
    assert grows_with_length(read, unit, "", 30_000)


def test_time_grows_with_the_length_of_a_broadcast() -> None:
    def read(text: str) -> None:
        spoken_turns(text, find_people(""))

    unit = "ADA MOE, CHIEF PILOT (D-VELM): It is.\n\nMOE: Yes, it was, A, B, C: so.\n\n"
    assert grows_with_length(read, unit, "", 30_000)
