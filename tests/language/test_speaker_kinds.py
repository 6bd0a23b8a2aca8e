"""Kinds of speakers: people are named, everybody else is told apart from them."""

import pytest

from rag.language.speaker_kinds import SpeakerKind, has_own_name, is_bare, may_speak, speaker_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kaja Kallas", "person"),
        ("Ursula von der Leyen", "person"),
        ("Tallis", "person"),
        ("William Hill", "person"),
        ("police", "organisation"),
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
        ("Authorities", "group"),
        ("Officials in Velm", "group"),
        ("European leaders", "group"),
        ("Maryland State Police", "organisation"),
        ("the US Centers for Disease Control and Prevention", "organisation"),
        ("FedEx", "organisation"),
        ("Iowa PBS", "organisation"),
        ("Russia", "place"),
        ("Moscow", "place"),
        ("Ukraine", "place"),
        ("The United States", "place"),
        ("the European Union", "organisation"),
        ("NATO", "organisation"),
        ("the Norwegian", "role"),
        ("the Frenchman", "role"),
        ("the Ukrainians", "group"),
        ("the British", "group"),
        ("Dane", "person"),
        ("The Washington Post", "organisation"),
        ("Boris Johnson’s office", "organisation"),
        ("a former White House official", "role"),
        ("a source familiar with the intelligence", "role"),
        ("Some House Republicans", "group"),
        ("Walmart and Target", "group"),
        ("Adam Driver", "person"),
        ("Ayman al-Zawahiri", "person"),
        ("The report", "document"),
        ("the declaration of the summit", "document"),
    ],
)
def test_a_speaker_is_of_the_kind_that_the_name_shows(name: str, kind: SpeakerKind) -> None:
    assert speaker_kind(name) == kind


def test_how_articles_speak_of_a_speaker_tells_its_kind() -> None:
    assert speaker_kind("Tallis") == "person"
    assert speaker_kind("Tallis", ["Tallis", "the company"]) == "organisation"
    assert speaker_kind("Tallis", ["it", "Tallis"]) == "organisation"
    assert speaker_kind("Kestrel Union", ["she", "she", "it"]) == "person"
    assert speaker_kind("Velm Hawks") == "organisation"
    assert speaker_kind("Velm Hawks", roles=["a toxicologist at the port"]) == "person"
    assert speaker_kind("CCTV", roles=["state broadcaster"]) == "organisation"


def test_somebody_called_like_a_place_is_a_person_where_articles_say_he() -> None:
    assert speaker_kind("Washington", ["he", "Washington"]) == "person"
    assert speaker_kind("Washington", ["Washington", "it"]) == "place"


def test_no_name_is_nobody_in_person() -> None:
    assert speaker_kind("") == "document"


def test_a_statement_of_an_article_is_nobody_elsewhere() -> None:
    names = ["The statement", "she", "reports", "the ferry report", "Velm's letter", "Post Velm"]
    assert list(filter(is_bare, names)) == ["The statement", "she", "reports"]


def test_people_bodies_and_documents_may_speak() -> None:
    speaking = ["officials", "ministry", "polls", "findings", "winner", "boss", "majority"]
    assert list(filter(may_speak, [*speaking, "demands", "odds", "logic", "series"])) == speaking


@pytest.mark.parametrize(
    ("name", "has_one"),
    [
        ("NATO", True),
        ("the Bank", True),
        ("the Ministry of Defence", True),
        ("gov.uk", True),
        ("The ministry", False),
        ("the ministry of Velmora", False),
        ("Police", False),
        ("the company", False),
    ],
)
def test_what_is_only_described_has_no_name_of_its_own(name: str, has_one: bool) -> None:
    assert has_own_name(name) is has_one


def test_who_has_no_name_of_their_own_is_bare() -> None:
    names = ["another", "Two letters", "my mother", "His letter", "Her Majesty", "two pilots"]
    assert list(filter(is_bare, names)) == ["another", "Two letters", "my mother", "His letter"]
