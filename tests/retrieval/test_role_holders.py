"""Who is meant by a role alone: whoever has it in what was found."""

import pytest
from conftest import Built, library_of

from rag.chat import Chat
from rag.language.roles import role_words
from rag.questions.speaker_directory import is_held

ARTICLES = {
    "wall.md": "---\ntitle: Westmere wants a wall\ndate: 2025-03-04\n---\n"
    "The council of Westmere wants a wall around its harbour.\n\n"
    "“The wall will keep our streets dry for a hundred years,” said Mayor Ines Calder.\n\n"
    "The fire chief, Lena Brandt, warned that “a flood like the last one will come again.”\n",
    "ferry.md": "---\ntitle: Oldport gets its ferry\ndate: 2025-03-06\n---\n"
    "The night ferry of Oldport will sail again from May, after eleven years.\n\n"
    "“The ferry brings our students home at night,” said Mayor Tomas Reuvers.\n\n"
    "“Nobody has counted the passengers of the ferry,” said Deputy Mayor Al Horn.\n",
    "bids.md": "---\ntitle: Who will dredge the harbour\ndate: 2025-03-07\n---\n"
    "Dredgers United handed in the lowest bid for the harbour of Westmere.\n\n"
    "“We have never lost money on a harbour,” said Piet Harmsen, the chief executive of the "
    "company.\n\nThe company's spokeswoman, Ruth Aalders, said it would begin in spring.\n",
}


@pytest.fixture(scope="module")
def chat(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Chat:
    folder = tmp_path_factory.mktemp("roles")
    library_of(small, folder, ARTICLES)
    return Chat(folder / "index")


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("what did the mayor say about the wall", "Ines Calder"),
        ("What did the mayor say about the ferry?", "Tomas Reuvers"),
        ("what did the mayor of Oldport say", "Tomas Reuvers"),
        ("what does the fire chief think", "Lena Brandt"),
        ("what did the CEO of Dredgers United say", "Piet Harmsen"),
        ("what did the deputy mayor say about the ferry", "Al Horn"),
    ],
)
def test_a_role_leads_to_whoever_has_it_in_what_was_found(
    chat: Chat, question: str, speaker: str
) -> None:
    answer = chat.ask(question)
    assert (answer.asked.speakers, answer.claims[0].speaker) == ((speaker,), speaker)
    assert answer.claims[0].role


def test_several_who_have_a_role_are_all_answered_for_and_named(chat: Chat) -> None:
    answer = chat.ask("what did the mayor say")
    assert sorted(answer.asked.speakers) == ["Ines Calder", "Tomas Reuvers"]
    assert {"Ines Calder", "Tomas Reuvers"} <= {claim.speaker for claim in answer.claims}
    assert answer.note == f"Several have this role here: {', '.join(answer.asked.speakers)}."


def test_nobody_is_meant_where_the_topic_is_another(chat: Chat) -> None:
    assert chat.ask("what did the mayor say about the dredgers' lowest bid").asked.speakers == ()


@pytest.mark.parametrize("question", ["who is the mayor of Oldport", "the mayor of Oldport"])
def test_who_has_a_role_is_introduced(chat: Chat, question: str) -> None:
    answer = chat.ask(question)
    assert answer.form == "introduction"
    assert "Mayor Tomas Reuvers" in answer.claims[0].text


@pytest.mark.parametrize(
    ("asked", "role", "beside", "held"),
    [
        ("mayor", "Mayor", "", True),
        ("mayor", "Westmere Mayor", "", True),
        ("mayor", "Deputy Mayor", "", False),
        ("mayor", "the mayor's spokesman", "", False),
        ("new mayor", "Mayor", "", True),
        ("mayor of Westmere", "Mayor", "Westmere wants a wall", True),
        ("mayor of Westmere", "Mayor", "Oldport gets its ferry", False),
        ("fire chief", "police chief", "the fire and the police", False),
        ("attorney general", "attorney", "the general", False),
        ("Dutch prime minister", "prime minister of the Netherlands", "", True),
    ],
)
def test_whether_a_role_is_the_one_that_is_asked_for(
    asked: str, role: str, beside: str, held: bool
) -> None:
    assert is_held(role_words(asked), role_words(role), role_words(beside)) is held
