"""Under which name a speaker stands: two together, bodies with what they are, no things."""

import pytest
from growth import is_in_proportion
from saying import statements

from rag.statements.introductions import find_people


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("“It rains,” wrote Ida Lund and Ivo Brand of Velm.", "Ida Lund and Ivo Brand", ""),
        (
            "Attorney Ida Lund and Mayor Ivo Brand said that it rains.",
            "Ida Lund and Ivo Brand",
            "Attorney and Mayor",
        ),
        (
            "“It rains,” said chemists Ida Lund and Anna Brand.",
            "Ida Lund and Anna Brand",
            "chemist",
        ),
        ("Pilot Ida Lund and Anna Brand said that it rains.", "Ida Lund and Anna Brand", ""),
        ("“It rains,” said Ida Lund and Anna Brand agreed.", "Ida Lund", ""),
        (
            "Brand’s lawyers, Ida Lund and Anna Moe, said that it rains.",
            "Ida Lund and Anna Moe",
            "Brand’s lawyer",
        ),
        ("Anna and Paul Brand said that it rains.", "Anna and Paul Brand", ""),
        ("Coaches Paul Brand and Anna Moe said that it rains.", "Paul Brand and Anna Moe", "Coach"),
    ],
)
def test_two_who_speak_together_are_one_speaker(text: str, speaker: str, role: str) -> None:
    assert [(one.speaker, one.role) for one in statements(text)] == [(speaker, role)]


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("It rains, the state news agency Velmo reported.", "Velmo", "state news agency"),
        ("Norway’s boat company Velm Bank said it rains.", "Velm Bank", "Norway’s boat company"),
        ("A right-leaning think tank said that it rains.", "A right-leaning think tank", ""),
        (
            "A report by research firm Velm Bank said it rains.",
            "A report by research firm Velm Bank",
            "",
        ),
        ("The state government Velm Team said it rains.", "The state government Velm Team", ""),
        ("Some airline CEOs said that it rains.", "Some airline CEOs", ""),
    ],
)
def test_what_a_body_is_stands_before_its_name(text: str, speaker: str, role: str) -> None:
    assert [(one.speaker, one.role) for one in statements(text)] == [(speaker, role)]


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("“It rains,” said Paul Brand Jr., a chemist.", "Paul Brand Jr", "a chemist"),
        ("Paul Brand Jr. left. Brand Sr. said that it rains.", "Brand Sr.", ""),
        ("Moe's brother, Paul, said that it rains.", "Paul", "Moe's brother"),
        ("A friend of actor Ida Lund said that it rains.", "A friend of actor Ida Lund", ""),
        ("Ida Lund of the club Velm said that it rains.", "Ida Lund", "of the club Velm"),
        (
            "It rains, said Minister of Boats and Law Ida Lund.",
            "Ida Lund",
            "Minister of Boats and Law",
        ),
        ("It rains, USA Today reported.", "USA Today", ""),
        ("He met Ida Lund, a clerk, who said that it rains.", "Ida Lund", "a clerk"),
        ("Velm leader Kim Jong Un came. Kim said that it rains.", "Kim Jong Un", "Velm leader"),
        (
            "Kim Jong Un left. Kim Tae-hyo, a pilot, came. Kim said that it rains.",
            "Kim Tae-hyo",
            "a pilot",
        ),
        ("Velm police Cmdr. Ida Lund said that it rains.", "Ida Lund", "Velm police Cmdr."),
        ("Norway Mayor Ida Lund came. Mayor Lund said that it rains.", "Ida Lund", "Norway Mayor"),
        (
            "Ida Lund, a clerk at Velm, came. Lund, the clerk, said that it rains.",
            "Ida Lund",
            "a clerk at Velm",
        ),
        ("“It rains in town,” Velm Bank News Now reported.", "Velm Bank News Now", ""),
    ],
)
def test_all_of_a_name_is_the_speakers(text: str, speaker: str, role: str) -> None:
    found = statements(text)[-1]
    assert (found.speaker, found.role) == (speaker, role)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Gov. Ida Lund came. The governor said that it rains.", "Ida Lund"),
        (
            "Gov. Ida Lund came. Gov. Paul Moe left. Lund fell. The governor said that it rains.",
            "Ida Lund",
        ),
        ("Gov. Ida Lund came. The Republican governor said that it rains.", "Ida Lund"),
        ("Gov. Ida Lund came. The former governor said that it rains.", "The former governor"),
        ("Rep. Ida Lund came. The congresswoman said that it rains.", "Ida Lund"),
        ("Ida Lund sang in Velm. The singer said that it rains.", "Ida Lund"),
        ("Ida Lund met Anna Moe. The singer said that it rains.", "The singer"),
        ("A singer came. Ida Lund left. The singer said that it rains.", "The singer"),
    ],
)
def test_who_is_described_is_who_was_named_last(text: str, speaker: str) -> None:
    assert statements(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The games were late. He lost at the Winter Games.", []),
        ("“I’m Dream,” he said. Velm HQ was shut. Alongside NHS staff it was cold.", []),
        ("The boats are brown. Tivo Brown left.", ["Tivo Brown"]),
        ("A craft came. Tivo Craft left. Craft said it rains.", ["Tivo Craft"]),
        ("The wells are dry. Pilot Tivo Wells left.", ["Tivo Wells"]),
        ("St. Paul was cold. They met in St. Anna.", []),
    ],
)
def test_words_that_are_written_small_too_are_nobodys_name(text: str, names: list[str]) -> None:
    assert [person.name for person in find_people(text).people] == names


@pytest.mark.parametrize("unit", ["Winter Games ", "Velm (VLM) ", "games Velm ", "“Velm” of "])
def test_names_are_found_in_the_time_of_the_texts_length(unit: str) -> None:
    short, long = (unit * n + "Ida Lund came." for n in (1_000, 2_000))
    assert is_in_proportion(find_people, short, long)
