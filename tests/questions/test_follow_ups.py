import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.language.person_names import fold
from rag.questions.dialogue import Memory, Turn, turn_of
from rag.questions.follow_ups import FollowUp, follow_up
from rag.questions.phrases import SAYING_WORDS, tokens_of
from rag.records import Answer, Article, Asked, Claim, Filters, Source, Span

KALLAS = Turn(
    "What did Kallas say about the talks?",
    'Kaja Kallas, foreign policy chief (13 February 2025) "Any deal without us will fail."',
    ("Kaja Kallas",),
    ("Ministers insist on a place at the table",),
)
GRAIN = Turn(
    "When was the grain deal signed?",
    "It was signed in Istanbul on July 22, 2022.",
    (),
    ("A deal opens the ports of the Black Sea",),
)
PRIZE = Turn(
    "Who won the prize?",
    "Katalin Karikó and Drew Weissman share the prize of 2023.",
    (),
    ("Two pioneers are honoured",),
)
MEETING = Turn(
    "What happened at the meeting?",
    "Emmanuel Macron and Giorgia Meloni spoke at the Munich Security Conference in Germany.",
    (),
    ("Leaders meet in the south",),
)
SWEDEN = Turn(
    "When did Sweden join NATO?",
    "On March 7, 2024.",
    (),
    ("Sweden becomes the 32nd member of NATO",),
)
ANSWERED = Turn("what does navalny say about the votes?", "", (), ())
WEDDING = Turn("how long was britney married", "", (), ())
SONGS = Turn("how many new songs are on it", "", (), ())
SHE = Turn("when did adele sing", "", (), ())
COUGH = Turn("why do dogs cough at the moment?", "", (), ())
TURNS = (KALLAS, GRAIN, PRIZE, MEETING, SWEDEN)

# Of the follow-ups in conversations.json, how many have to come out as a person would carry on.
RIGHT_AT_LEAST = 110
SMALL_WORDS = SAYING_WORDS | set(
    "a about and are at by for from in into its of on the to were with react".split()
)


@pytest.mark.parametrize(
    ("turn", "typed", "searched", "carried"),
    [
        # he, she, they
        (KALLAS, "What did she say about NATO?",
         "What did Kaja Kallas say about NATO?", ("Kaja Kallas",)),
        (KALLAS, "What did Trump say about her?",
         "What did Trump say about Kaja Kallas?", ("Kaja Kallas",)),
        (KALLAS, "What is her job?", "What is Kaja Kallas' job?", ("Kaja Kallas",)),
        (KALLAS, "What else did she say?", "What else did Kaja Kallas say?", ("Kaja Kallas",)),
        (MEETING, "What did he want?", "What did Emmanuel Macron want?", ("Emmanuel Macron",)),
        (MEETING, "What did she want?", "What did Giorgia Meloni want?", ("Giorgia Meloni",)),
        (PRIZE, "Where did they meet?", "Where did Katalin Karikó and Drew Weissman meet?",
         ("Katalin Karikó and Drew Weissman",)),
        # it, that, there, that day
        (GRAIN, "Where was it signed?", "Where was the grain deal signed?", ("the grain deal",)),
        (KALLAS, "When was that?", "When was that, Kaja Kallas, talks?",
         ("Kaja Kallas", "talks")),
        (KALLAS, "What happened that day?", "What happened 13 February 2025?",
         ("13 February 2025",)),
        (GRAIN, "Who lives there?", "Who lives there, Istanbul?", ("Istanbul",)),
        # questions without a subject
        (KALLAS, "why?", "why, Kaja Kallas, talks?",
         ("Kaja Kallas", "talks")),
        (SWEDEN, "how long did it take?", "how long did it take, Sweden, join, NATO?",
         ("Sweden", "join", "NATO")),
        (GRAIN, "how many ships?", "how many ships, grain deal signed?", ("grain deal signed",)),
        (SWEDEN, "Why not Ukraine?", "Why not Ukraine, Sweden, join, NATO?",
         ("Sweden", "join", "NATO")),
        # one thing in the place of another
        (KALLAS, "and Pistorius?", "What did Pistorius say about the talks?",
         ("talks",)),
        (KALLAS, "And what about sanctions?", "What did Kallas say about sanctions?",
         ("Kallas",)),
        (KALLAS, "and about Trump?", "What did Kallas say about Trump?", ("Kallas",)),
        (KALLAS, "what about 2024?", "What did Kallas say about the talks in 2024?",
         ("Kallas", "talks")),
        (SWEDEN, "and Finland?", "When did Finland join NATO?", ("join", "NATO")),
        (GRAIN, "and the pipeline deal?", "When was the pipeline deal signed?", ("signed",)),
        (ANSWERED, "and the British ambassador?",
         "what does the British ambassador say about the votes?", ("votes",)),
        # what a question of its own leaves out
        (GRAIN, "What did Guterres say?", "What did Guterres say, grain deal signed?",
         ("grain deal signed",)),
        (GRAIN, "what does the harbour safety chief think of it",
         "what does the harbour safety chief think of the grain deal", ("the grain deal",)),
        (WEDDING, "which relatives stayed away from that wedding?",
         "which relatives stayed away from that wedding, britney married?", ("britney married",)),
        (SONGS, "who produced them?", "who produced new songs?", ("new songs",)),
        (COUGH, "is it dangerous for us?",
         "is it dangerous for us, dogs cough at the moment?", ("dogs cough at the moment",)),
        (SHE, "whats her book called", "whats her book called, adele sing?", ("adele sing",)),
        # descriptions
        (GRAIN, "Who signed the deal?", "Who signed the grain deal?", ("grain deal",)),
        (MEETING, "Who organised the conference?", "Who organised the Munich Security Conference?",
         ("Munich Security Conference",)),
        (KALLAS, "Who wrote this article?",
         "Who wrote this article, Ministers insist on a place at the table?",
         ("Ministers insist on a place at the table",)),
        (KALLAS, "Did Kaja agree?", "Did Kaja Kallas agree?", ("Kaja Kallas",)),
    ],
)  # fmt: skip
def test_a_question_is_completed_from_the_turn_before(
    turn: Turn, typed: str, searched: str, carried: tuple[str, ...]
) -> None:
    assert follow_up(typed, (turn,)) == FollowUp(searched, carried)


@pytest.mark.parametrize(
    "typed",
    [
        "When did Sweden join NATO?",
        "What did Lagarde say about interest rates?",
        "Did Trump regret his words?",
        "who won the women's world cup in sydney?",
        "Is it true that Slovakia gave up its resistance?",
        "Which company is said to have changed the terms of its contracts?",
        "thank you",
        "?!",
        "something else: who won it",
        "ok, another question: when was that?",
        "and chelsea, did they win the cup?",
        "what's the latest on the harbour?",
        "tell me about the strike",
        "what happened with the frozen assets",
        "What was the first true engine that was commercially successful?",
        "What is another term for excessive compression?",
        "What does it cost to enter the Turkey Trot in Flushing Meadows?",
        "harper ajagba fight how long did it last",
        "What did Humphries make up about himself?",
        "If two numbers are multiplied twice, what is this expression called?",
    ],
)
def test_a_question_that_stands_on_its_own_stays_as_typed(typed: str) -> None:
    assert follow_up(typed, (KALLAS,)) == FollowUp(typed, ())


@pytest.mark.parametrize(
    ("typed", "is_guess"),
    [
        ("and Pistorius?", True),
        ("why is there so much sewage at british beaches?", True),
        ("where were these people before they founded mistral in southern paris", True),
        ("why?", False),
        ("did she name the towns, rivers, banks and farms?", False),
    ],
)
def test_what_names_much_that_is_new_may_be_another_matter(typed: str, is_guess: bool) -> None:
    assert follow_up(typed, (KALLAS,)).is_guess == is_guess


def test_without_turns_before_nothing_is_carried() -> None:
    assert follow_up("What did she say?", ()) == FollowUp("What did she say?", ())


def test_the_person_spoken_of_last_is_meant_first() -> None:
    merkel = Turn("What did Merkel say?", "", ("Angela Merkel",), ())
    assert follow_up("Where was she?", (merkel, KALLAS)).carried == ("Kaja Kallas",)
    assert follow_up("Where was she?", (KALLAS, merkel)).carried == ("Angela Merkel",)


def test_a_man_is_not_called_she() -> None:
    trump = Turn("What did Trump say?", "Donald Trump said no.", ("Donald Trump",), ())
    assert follow_up("Where was she?", (KALLAS, trump)).carried == ("Kaja Kallas",)
    assert follow_up("Where was he?", (trump, KALLAS)).carried == ("Donald Trump",)


def test_people_are_named_without_titles() -> None:
    turn = Turn("Who came?", "Prime Minister Ulf Kristersson came.", (), ())
    assert follow_up("Who is he?", (turn,)).carried[0] == "Ulf Kristersson"


def test_the_first_words_of_a_headline_and_what_runs_over_a_full_stop_are_no_name() -> None:
    turn = Turn(
        "what did ida lund say about the verdict",
        "Ida Lund: They left Oldport. Westmere had waited for them.",
        ("Ida Lund",),
        ("Five Oldport Divers found guilty",),
    )
    names = {one.name for one in Memory([turn]).referents if one.kind != "other"}
    assert "Ida Lund" in names
    assert not names & {"Five Oldport Divers", "Oldport. Westmere"}


def test_a_role_is_neither_a_thing_nor_somebody() -> None:
    turn = Turn("who said yes", "Ines Calder, Marblegate CEO: Marblegate will pay.", (), ())
    assert {one.name for one in Memory([turn]).referents} == {"Ines Calder", "Marblegate"}


def test_who_they_are_is_not_told_by_who_he_is() -> None:
    turn = Turn("What did Ulf Lund say?", "Ulf Lund said no.", ("Ulf Lund",), ())
    done = follow_up("why did they get rid of him", (turn,))
    assert done == FollowUp("why did they get rid of Ulf Lund", ("Ulf Lund",))


def test_who_somebody_is_asks_for_no_other_name() -> None:
    turn = Turn("who is Alex Lund", "Alex Lund dives for Robert Moe.", (), ())
    assert follow_up("what does he do", (turn,)).carried == ("Alex Lund",)


def test_an_affair_ends_and_no_thing_that_was_named() -> None:
    turn = Turn("did Westmere play at Oldport", "Westmere FC played at Oldport FC.", (), ())
    assert follow_up("and how did it end?", (turn,)).carried == ("Westmere", "play", "Oldport")
    assert follow_up("how did it end?", (GRAIN,)).carried == ("the grain deal",)


def test_a_new_subject_is_not_put_into_the_last_question() -> None:
    typed = "what about the Moon landing?"
    assert follow_up(typed, (PRIZE,)) == FollowUp(typed, ())


def test_two_names_make_room_for_one() -> None:
    turn = Turn("Where did Karikó and Weissman meet?",
                "At the copying machine.", (), ())  # fmt: skip
    assert follow_up("and Lagarde?", (turn,)) == FollowUp("Where did Lagarde meet?", ("meet",))


def test_who_was_asked_for_is_meant_afterwards() -> None:
    chair = Turn("Who was in the chair?",
                 "Kaja Kallas, who met Mark Rutte before, was in the chair.", (), ())  # fmt: skip
    assert follow_up("What did she say?", (chair,)).question.startswith("What did Kaja Kallas say")


def test_a_chain_of_short_questions_keeps_the_topic() -> None:
    first = follow_up("and Pistorius?", (KALLAS,))
    second = Turn(first.question, "", ("Boris Pistorius",), ())
    assert follow_up("and Lecornu?", (KALLAS, second)) == FollowUp(
        "What did Lecornu say about the talks?", ("talks",)
    )
    assert follow_up("why?", (KALLAS, second)).carried == (
        "Boris Pistorius",
        "talks",
    )


def test_names_in_small_letters_are_read_as_the_answer_writes_them() -> None:
    turn = Turn("what did kallas say about rutte",
                "Kaja Kallas: We waited for Mark Rutte and Boris Pistorius.", ("Kaja Kallas",),
                ())  # fmt: skip
    assert follow_up("and pistorius", (turn,)) == FollowUp(
        "what did Pistorius say about Rutte?", ("Rutte",)
    )
    assert follow_up("and ukraine", (turn,)).question == "what did Kallas say about ukraine?"
    known = follow_up("and lagarde?", (turn,), is_person=lambda words: words == "lagarde")
    assert known == FollowUp("what did Lagarde say about Rutte?", ("Rutte",))


def test_the_subject_stays_from_turn_to_turn_and_what_was_asked_of_it_goes() -> None:
    turns: tuple[Turn, ...] = (COUGH,)
    for typed, whole in (
        ("is it dangerous for us?", "is it dangerous for us, dogs cough at the moment?"),
        ("which drug could help", "which drug could help, dogs cough at the moment?"),
        ("how many fell ill", "how many fell ill, dogs cough at the moment?"),
    ):
        done = follow_up(typed, turns)
        assert done == FollowUp(whole, ("dogs cough at the moment",))
        turns += (Turn(done.question, "", (), (), done.carried),)
    assert follow_up("when was that?", turns).carried == ("fell ill", "dogs cough at the moment")


def test_a_name_that_stands_in_for_another_is_the_subject_and_a_speaker_is_not() -> None:
    joined = Turn("When did Finland join NATO?", "", (), (), ("join", "NATO"))
    assert follow_up("how many soldiers?", (SWEDEN, joined)).carried == ("Finland", "join", "NATO")
    said = Turn("What did Pistorius say about the talks?", "", ("Boris Pistorius",), (), ("talks",))
    assert follow_up("how many soldiers?", (KALLAS, said)).carried == ("talks",)


def test_a_thing_makes_room_for_another_of_its_kind() -> None:
    turn = Turn("how many people fled, oak fire?", "", (), (), ("oak fire",))
    assert follow_up("and the hill fire?", (turn,)) == FollowUp(
        "how many people fled, the hill fire?", ("fled",)
    )


def test_a_state_is_nobody() -> None:
    turn = Turn("who was hurt?", "An Iowa boy, Paul Smith, was hurt.", (), ())
    assert follow_up("what happened to his brother?", (turn,)).carried == ("Paul Smith",)


def test_an_article_called_by_a_name_is_what_it_names() -> None:
    turn = Turn("How did it begin?", "With four students.", (), ("Abba (band)",))
    assert follow_up("How many songs were on the album?", (turn,)) == FollowUp(
        "How many songs were on the album, Abba?", ("Abba",)
    )


def test_what_was_taken_out_is_not_carried() -> None:
    assert follow_up("What did she say about NATO?", (KALLAS,), dropped=("Kaja Kallas",)) == (
        FollowUp("What did she say about NATO?", ())
    )
    assert follow_up("why?", (KALLAS,), dropped=("kaja kallas",)) == FollowUp(
        "why, talks?", ("talks",)
    )
    assert follow_up("and about Trump?", (KALLAS,), dropped=("Kallas",)) == (
        FollowUp("and about Trump?", ())
    )
    assert follow_up("and Pistorius?", (KALLAS,), dropped=("talks",)) == FollowUp(
        "and Pistorius?", ()
    )


QUESTION_WORDS = st.sampled_from(
    """What Who why when did was it that she he they there the deal and Pistorius about NATO his
    her else day article 2024 talks in , ? Kallas's how many""".split()
)
QUESTIONS = st.one_of(st.lists(QUESTION_WORDS, max_size=9).map(" ".join), st.text(max_size=60))
CONVERSATIONS = st.one_of(
    st.lists(st.sampled_from(TURNS), max_size=4).map(tuple),
    st.lists(
        st.builds(Turn, QUESTIONS, st.text(max_size=80),
                  st.lists(st.text(max_size=9), max_size=2).map(tuple),
                  st.lists(st.text(max_size=9), max_size=2).map(tuple)),
        max_size=3,
    ).map(tuple),
)  # fmt: skip


def all_words(*texts: str) -> set[str]:
    return {token.folded for text in texts for token in tokens_of(text)}


@settings(deadline=None)  # how long it takes is no matter here
@given(QUESTIONS, st.lists(st.sampled_from(TURNS), min_size=1, max_size=4).map(tuple))
def test_only_words_of_the_conversation_are_added(question: str, turns: tuple[Turn, ...]) -> None:
    spoken = [part for turn in turns for part in (turn.question, turn.text, *turn.titles)]
    spoken += [speaker for turn in turns for speaker in turn.speakers]
    done = follow_up(question, turns)
    joining = {"in", "about"}
    assert all_words(done.question) <= all_words(question, *spoken) | joining
    assert all_words(*done.carried) <= all_words(*spoken)


@settings(deadline=None)  # how long it takes is no matter here
@given(QUESTIONS, CONVERSATIONS)
def test_nothing_is_added_that_is_not_told(question: str, turns: tuple[Turn, ...]) -> None:
    done = follow_up(question, turns)
    if not done.carried:
        assert done.question == question
    assert all(words in done.question for words in done.carried)


@settings(deadline=None)  # how long it takes is no matter here
@given(QUESTIONS, CONVERSATIONS)
def test_with_everything_taken_out_the_question_is_as_typed(
    question: str, turns: tuple[Turn, ...]
) -> None:
    dropped: tuple[str, ...] = ()
    while carried := follow_up(question, turns, dropped=dropped).carried:
        assert not {fold(words) for words in carried} & {fold(words) for words in dropped}
        dropped += carried
    assert follow_up(question, turns, dropped=dropped) == FollowUp(question, ())


def answer(asked: Asked, *claims: Claim) -> Answer:
    return Answer(asked, claims, (), (), "answered", "", "00000001")


def test_a_turn_keeps_what_was_asked_shown_and_cited() -> None:
    text = "Any deal without us will fail. Peace needs us."
    article = Article("a.txt", "Ministers insist", date(2025, 2, 13), "", "", "", text, "0" * 64)
    first = Claim(text[:30], (Source(article, Span("a.txt", 0, 30), ()),), speaker="Kaja Kallas")
    second = Claim(text[31:], (Source(article, Span("a.txt", 31, len(text)), ()),))
    asked = Asked(
        "and Kallas, say about the talks?",
        "talks",
        ("Kaja Kallas",),
        Filters(),
        ("say about the talks",),
    )
    assert turn_of(answer(asked, first, second)) == Turn(
        "and Kallas, say about the talks?",
        "Kaja Kallas: Any deal without us will fail. Peace needs us.",
        ("Kaja Kallas",),
        ("Ministers insist",),
        ("say about the talks",),
    )


def is_right(turn: dict[str, Any], done: FollowUp) -> bool:
    """Tell whether all that has to be carried is, and nothing but what may be.

    Words of the question itself may come with what is carried ("grain deal" for "the deal").
    """
    carried = all_words(*done.carried) - SMALL_WORDS
    needed = all_words(turn.get("carried", "")) - SMALL_WORDS
    allowed = needed | all_words(turn.get("allowed", ""), turn["question"])
    return needed <= carried <= allowed if carried else not needed


def test_most_conversations_over_the_seeds_carry_on_as_a_person_would() -> None:
    path = Path(__file__).with_name("conversations.json")
    right = []
    for conversation in json.loads(path.read_text("utf-8")):
        turns: tuple[Turn, ...] = ()
        for row in conversation:
            done = follow_up(row["question"], turns)
            if turns:
                right.append(is_right(row, done))
            turns += (
                Turn(done.question, row.get("text", ""), tuple(row.get("speakers", ())),
                     tuple(row.get("titles", ())), done.carried),
            )  # fmt: skip
    assert len(right) == 118
    assert sum(right) >= RIGHT_AT_LEAST


@given(st.text(st.characters()), st.text(st.characters()), st.text(st.characters()))
@settings(max_examples=300, deadline=None)
def test_no_text_stops_a_conversation(question: str, said: str, other: str) -> None:
    turns = [Turn(f"{other} {said}", said, (other,) if other else (), (said, other))]
    for one in (question, f"and {question}?", f"What did he say about {question} there?"):
        assert isinstance(follow_up(one, turns), FollowUp)


@pytest.mark.parametrize(
    "said", ["It rained: ʼ ʼ, and so on.", "ーー ーー", "א א", "« ا ا »", "\ud800 X", "A’ s’"]
)
def test_marks_that_look_like_names_stop_no_conversation(said: str) -> None:
    turns = [Turn(said, said, (said,), (said,))]
    for question in ("what did he say?", f"and {said}?", "why?", said):
        assert isinstance(follow_up(question, turns), FollowUp)
