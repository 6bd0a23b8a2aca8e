"""Kinds of speakers: people are named, everybody else is told apart from them."""

import pytest

from rag.language.speaker_kinds import SpeakerKind, speaker_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kaja Kallas", "person"),
        ("Ursula von der Leyen", "person"),
        ("Tallis", "person"),
        ("William Hill", "person"),
        ("the spokesman", "role"),
        ("A spokesman for Mira Tallis", "role"),
        ("the Prince of Wales", "role"),
        ("WHO", "organisation"),
        ("The Kremlin", "organisation"),
        ("the New Hampshire attorney general’s office", "organisation"),
        ("the National Association of Realtors", "organisation"),
        ("powerball.com", "organisation"),
        ("the company", "organisation"),
        ("Lawmakers", "group"),
        ("Officials in Velm", "group"),
        ("European leaders", "group"),
        ("police", "group"),
        ("The report", "document"),
        ("the declaration of the summit", "document"),
    ],
)
def test_a_speaker_is_of_the_kind_that_the_name_shows(name: str, kind: SpeakerKind) -> None:
    assert speaker_kind(name) == kind


def test_no_name_is_nobody_in_person() -> None:
    assert speaker_kind("") == "document"
