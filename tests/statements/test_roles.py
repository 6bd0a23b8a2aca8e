"""Roles: what is said of somebody beside the name, or where nothing is, where they belong."""

import pytest
from growth import is_in_proportion
from saying import statements

from rag.statements.introductions import find_people


@pytest.mark.parametrize(
    ("beside", "role"),
    [
        ("Ida Lund, from the University of Velm, left.", "from the University of Velm"),
        ("It rained, said Ida Lund of the Ports Committee.", "of the Ports Committee"),
        ("“They pay,” said Ida Lund with Clean Harbors.", "with Clean Harbors"),
        ("Dr. Ida Lund of the Velm Institute said so.", "of the Velm Institute"),
        ("Velm Radio’s Ida Lund left.", "of Velm Radio"),
        ("It rained, The Velm Sun's Ida Lund wrote.", "of The Velm Sun"),
        ("It rained, said Ida Lund of Norway.", ""),
        ("Norway's Ida Lund left.", ""),
        ("Anna's Ida Lund left.", ""),
        ("Ida Lund, with Anna Brand behind her, left.", ""),
        ("ITV’s Ida Lund came. Pilot Ida Lund left.", "Pilot"),
        ("Democrat Ida Lund came.", "Democrat"),
        ("Capt. Ida Lund, spokesperson for the pilots, left.", "spokesperson for the pilots"),
        ("Capt. Ida Lund left.", "Capt."),
        ("Democrat Ida Lund came. Gov. Ida Lund left.", "Gov."),
        ("The city’s mayor, Ida Lund, came. Velm Mayor Ida Lund left.", "Velm Mayor"),
        ("The town’s clerk, Ida Lund, came.", "the town’s clerk"),
        ("House Minority Whip Ida Lund left.", "House Minority Whip"),
        ("Velm City Council Member Ida Lund left.", "Velm City Council Member"),
        ("The US envoy to the United Nations Ida Lund left.", "US envoy to the United Nations"),
        ("U.S. Attorney for Maryland Ida Lund left.", "U.S. Attorney for Maryland"),
        ("A letter to Secretary of Defense Ida Lund came.", "Secretary of Defense"),
        ("New Velm Owls first baseman Ida Lund left.", "New Velm Owls first baseman"),
        ("Ida Lund Jr., a Velm economist, left.", "a Velm economist"),
        ("Ida Lund, a clerk at St. Anna Hospital, left.", "a clerk at St. Anna Hospital"),
        ("Ida Lund, one of 1,500 pilots, left.", "one of 1,500 pilots"),
        ("Ida Lund, a Port Anna, Velm-based pilot, left.", "a Port Anna, Velm-based pilot"),
        ("Ida Lund, a former aide to Mr. Moe, left.", "a former aide to Mr. Moe"),
        ("Ida Lund, the last known survivor of it, left.", "the last known survivor of it"),
        ("Ida Lund, an envoy -- once a pilot -- left.", "an envoy"),
        ("Ida Lund, the attorney representing Ivo Brand.", "the attorney representing Ivo Brand"),
        ("Ida Lund, her lawyer, left.", "lawyer"),
        ("Ida Lund, the project’s technical lead, left.", "the project’s technical lead"),
        ("Ida Lund, an advocate for pilots, left.", "an advocate for pilots"),
        ("His aunt, Ida Lund, cousin, Anna Brand and others came.", "aunt"),
        ("Ida Lund, a singer born in Velm, left.", "a singer born in Velm"),
        ("Ida Lund, a man of few words, left.", "a man of few words"),
        ("Ida Lund is a man.", ""),
        ("Ida Lund, a close ally of Moe, left.", "a close ally of Moe"),
        ("He met the department Director Ida Lund.", "department Director"),
        ("WHO Director-General Ida Lund left.", "WHO Director-General"),
        ("USA TODAY sports writer Ida Lund left.", "USA TODAY sports writer"),
        ("He left today president Ida Lund left.", "president"),
        (
            "Velm Club president of rowing operations Ida Lund left.",
            "Velm Club president of rowing operations",
        ),
        ("The Velm Harbor Union’s chief, Ida Lund, left.", "the Velm Harbor Union’s chief"),
        ("On Monday Norway’s minister, Ida Lund, left.", "Norway’s minister"),
        ("It was in Velm. Norway’s minister, Ida Lund, left.", "Norway’s minister"),
        (
            "Ida Lund, a clerk at a bank in Velm, South Korea.",
            "a clerk at a bank in Velm, South Korea",
        ),
        ("Ida Lund, head of the Port Lab (Plab) at Velm.", "head of the Port Lab (Plab) at Velm"),
        ("Ida Lund, head of the Port Lab (in Velm) left.", "head of the Port Lab"),
        ("“Velm, Ohio, town clerk Ida Lund left.", "Velm, Ohio, town clerk"),
        ("In Velm, Ohio, town clerk Ida Lund left.", "town clerk"),
        ("Norwegian candidate for governor Ida Lund left.", "Norwegian candidate for governor"),
        ("They met (Ida Lund, the head of Port Velm) there.", "the head of Port Velm"),
        ("He waited for governor Ida Lund.", "governor"),
        ("Ida Lund came. “It rained,” said Lund, a chemist at Velm.", "a chemist at Velm"),
        ("Ida Lund came. He left with Lund, a chemist said.", ""),
        ("Ida Lund came. Lund, then a chemist, was ill.", ""),
        ("Ida Lund came. Lund, stepped back and fell.", ""),
        ("He met Hall of Fame sailor Ida Lund.", "Hall of Fame sailor"),
        ("He told of Velm Mayor Ida Lund.", "Velm Mayor"),
        ("They came on Monday of Velm’s former Mayor Ida Lund.", "Velm’s former Mayor"),
        ("Last week Port Bank (PBK) chief Ida Lund left.", "Port Bank (PBK) chief"),
        ("VELM (AP) President Ida Lund left.", "President"),
        ("He met “House of the Lake” star Ida Lund.", "“House of the Lake” star"),
        ("“It was late,” coach Ida Lund said.", "coach"),
        ("He met Allied Port Union president Ida Lund.", "Allied Port Union president"),
        ("It rained. Fired Velm City coach Ida Lund left.", "Velm City coach"),
        ("Velm host and boat designer Ida Lund left.", "Velm host and boat designer"),
        ("She met the queen and boat designer Ida Lund.", "boat designer"),
        ("Study coauthor Ida Lund, a chemist at Velm, left.", "a chemist at Velm"),
        ("Ida Lund, author of the book “Cold Velm,” left.", "author of the book “Cold Velm”"),
        (
            "Ida Lund, head of the School of Sail, Rope and Tar at Velm, left.",
            "head of the School of Sail, Rope and Tar at Velm",
        ),
        ("Ida Lund, head of Velm, Paul Brand and Anna Moe, left.", "head of Velm"),
        ("Ida Lund, a clerk at Brand, Moe & Company, left.", "a clerk at Brand, Moe & Company"),
        ("Ida Lund, President, Academy of Boats, left.", "President, Academy of Boats"),
        ("Ida Lund, the mayor, Velm City Council, left.", "the mayor"),
        (
            "Ida Lund, a fellow at Velm’s U.S.-China Center, left.",
            "a fellow at Velm’s U.S.-China Center",
        ),
        ("Ida Lund, a Troy, Ohio, resident, left.", "a Troy, Ohio, resident"),
        ("Ida Lund, a doctor in Velm agreed that it rains.", "a doctor in Velm"),
        ("Ida Lund, program assistant on the project, left.", "program assistant on the project"),
        ("Richard Nephew, a pilot, left.", "a pilot"),
        ("Ida Lund, now a clerk at Velm, left.", "a clerk at Velm"),
        ("Ida Lund, then a clerk at Velm, left.", "a clerk at Velm"),
        ("The clip shows pilot Ida Lund at sea.", "pilot"),
        (
            "Ida Lund, Port Union founder and boat expert, left.",
            "Port Union founder and boat expert",
        ),
        ("Ida Lund, the 37-year-old only looked at him, left.", ""),
        (
            "US Undersecretary of Defense for Policy Ida Lund left.",
            "US Undersecretary of Defense for Policy",
        ),
        ("War in Ukraine US President Ida Lund left.", "US President"),
        ("His old friend and former rival Ida Lund left.", "old friend and former rival"),
        ("Ida Lund, who is also head of the ports, left.", "head of the ports"),
        ("Ida Lund — a clerk at Velm — left.", "a clerk at Velm"),
        ("Ida Lund — a rainy day — left.", ""),
        ("Lead author Ida Lund, a chemist at Velm, left.", "a chemist at Velm"),
        ("Lead author Ida Lund left.", "Lead author"),
        ("FOX Sports’ Ida Lund left.", "of FOX Sports"),
        ("Ida Lund of ABC News texted him.", "of ABC News"),
    ],
)
def test_a_role_is_what_a_reader_would_expect(beside: str, role: str) -> None:
    assert find_people(beside).people[0].role == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Sen. Ida Lund came. “We pay,” said Lund, a co-sponsor of the bill.", "Sen."),
        ("Actor Ida Lund came. “We pay,” said Lund, a Republican.", "Actor"),
        ("Ida Lund came. “We pay,” said Lund, a Republican.", "a Republican"),
        ("Actor Ida Lund came. “We pay,” said Lund, a pilot.", "a pilot"),
    ],
)
def test_a_passing_description_stands_behind_an_office(text: str, role: str) -> None:
    assert [one.role for one in statements(text)] == [role]


@pytest.mark.parametrize("name", ["Manuel Pastor", "Paul Brewer", "Emily Lane", "Steven Law"])
def test_a_surname_that_means_something_else_too_is_a_name(name: str) -> None:
    text = f"{name}, a pilot, came. {name.split()[1]} said that the ports pay."
    assert [(one.speaker, one.role) for one in statements(text)] == [(name, "a pilot")]


@pytest.mark.parametrize(
    "unit",
    [
        "Velm’s ",
        "of the Velm of the ",
        "ambassador to the United Nations ",
        "St. ",
        "(Velm) at ",
        "Velm, Ohio, ",
        ", The Velm of the Fund",
        ", Velm and Moe & Brand at Velm of ",
        "author of “Velm",
        "— a clerk ",
    ],
)
def test_roles_are_found_in_the_time_of_the_texts_length(unit: str) -> None:
    short, long = ("Ida Lund, a " + unit * n + "Ida Lund came." for n in (1_000, 2_000))
    assert is_in_proportion(find_people, short, long)
