"""The forms of a quoting answer, from excerpts that are given."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from conftest import make_article

from rag.answers.quoting import evidence_for, quote
from rag.questions.query import read_question
from rag.questions.speaker_directory import Named
from rag.records import Article, Asked, Chunk, Filters, Passage, Source, Span, Statement
from rag.retrieval.answerability import Evidence, Gaps
from rag.retrieval.excerpts import Excerpt, excerpts_of
from rag.retrieval.found import Found
from rag.retrieval.ranking import Ranked
from rag.retrieval.sentence_fit import read_lines
from rag.retrieval.understand import Understood

NO_GAPS = Gaps((), "", (), (), 0.0, "")
YES = Evidence(0.9, True, True, NO_GAPS)
NO = Evidence(0.1, False, True, NO_GAPS)


def article(id: str, text: str, day: date | None = None) -> Article:
    return make_article(text, id=id, title=f"Title of {id}", day=day, source="The Herald")


def ranked(
    *articles: Article, said: Sequence[Statement] = (), sentences: Sequence[Span] = ()
) -> tuple[Ranked, ...]:
    """Rank one excerpt of each article, its whole text, in the order given."""
    found = []
    for place, one in enumerate(articles):
        whole = Span(one.id, 0, len(one.text))
        spans = sentences or [whole]
        lines = read_lines(one, spans, lambda text: re.findall(r"\w+", text.lower()))
        excerpt, *_ = excerpts_of(one, Chunk(place, whole), lines, said)
        found.append(Ranked(excerpt, 0.9 - place / 10, None))
    return tuple(found)


def understood(question: str, *speakers: str) -> Understood:
    query = read_question(question)
    return Understood(Asked(question, "the wall", speakers, Filters()), query)


def passages(excerpts: tuple[Ranked, ...]) -> tuple[Passage, ...]:
    return tuple(Passage(one.excerpt.article, one.excerpt.chunk, one.score) for one in excerpts)


WALL = article("wall.txt", "The wall of Westmere will cost 14 million euros.", date(2025, 3, 4))
FERRY = article("ferry.txt", "A night ferry sails from Oldport in May.", date(2025, 3, 14))
QUOTA = article("quota.txt", "The herring quota falls by a tenth this year.", date(2024, 11, 2))
MAST = article("mast.txt", "The radio mast of Farholm fell on Sunday.", date(2025, 3, 14))


def test_a_direct_answer_is_the_four_best_excerpts_with_their_sources() -> None:
    tower = article("tower.txt", "Nobody has lived in the old tower since 1901.")
    excerpts = ranked(WALL, FERRY, QUOTA, MAST, tower)
    answer = quote(Found(passages(excerpts), excerpts, YES), understood("How much?"), "1")
    best = [WALL, FERRY, QUOTA, MAST]
    assert [claim.text for claim in answer.claims] == [one.text for one in best]
    assert [claim.date for claim in answer.claims] == [one.date for one in best]
    assert (answer.grade, answer.form, answer.note) == ("answered", "direct", "")
    assert [citation.source.article for citation in answer.citations] == best
    assert answer.passages == passages(excerpts)


def test_what_is_not_answered_shows_the_two_closest_and_is_a_refusal() -> None:
    excerpts = ranked(WALL, FERRY, QUOTA)
    answer = quote(Found(passages(excerpts), excerpts, NO), understood("Who painted it?"), "1")
    assert [claim.text for claim in answer.claims] == [WALL.text, FERRY.text]
    assert (answer.grade, answer.grounded) == ("closest", "no")


def test_nothing_found_is_nothing_claimed() -> None:
    answer = quote(Found((), (), NO), understood("Who painted it?"), "1")
    assert (answer.grade, answer.claims, answer.passages, answer.note) == ("nothing", (), (), "")


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did the mayor say about the wall?", "Ines Calder"),
        ("What does the wall cost?", ""),  # the excerpt says by itself who said it
    ],
)
def test_a_question_for_words_is_told_whose_they_are_though_most_is_no_quotation(
    question: str, speaker: str
) -> None:
    text = "The wall of Westmere will cost 14 million euros. It is late, said Mayor Ines Calder."
    words, who = Span("calder.txt", 49, 59), Span("calder.txt", 61, 85)
    calder = Statement(words, "reported", "Ines Calder", "Ines Calder", "Mayor", "said", who, who)
    excerpts = ranked(article("calder.txt", text, date(2025, 3, 4)), said=[calder])
    [claim] = quote(Found(passages(excerpts), excerpts, YES), understood(question), "1").claims
    assert claim.speaker == speaker


def test_what_is_said_to_be_by_one_person_neither_begins_nor_ends_with_words_of_another() -> None:
    one = "“The wall will hold,” said Carl Dahl. "
    own = "“It will not,” Ines Calder told him. The rain went on. "
    text = f"{one}{own}“Wait and see,” said Dahl."
    spoken = [(1, 19, "Carl Dahl"), (39, 50, "Ines Calder"), (94, 106, "Carl Dahl")]
    said = [
        Statement(words, "quoted", name, name, "", "said", words, words)
        for words, name in ((Span("a.txt", s, e), name) for s, e, name in spoken)
    ]
    bounds = [(0, 37), (38, 74), (75, 92), (93, 119)]
    excerpts = ranked(
        article("a.txt", text), said=said, sentences=[Span("a.txt", *one) for one in bounds]
    )
    found = Found(passages(excerpts), excerpts, YES)
    asked = understood("What did Calder say about the wall?", "Ines Calder")
    [claim] = quote(found, asked, "1").claims
    assert (claim.speaker, claim.text) == ("Ines Calder", own.strip())
    [source] = claim.sources
    assert [source.article.cut(one) for one in source.marked] == ["It will not"]


def test_any_words_of_somebody_answer_what_they_said() -> None:
    text = "“The wall will hold,” said Ines Calder."
    words, who = Span("a.txt", 1, 19), Span("a.txt", 22, 38)
    said = [Statement(words, "quoted", "Ines Calder", "Ines Calder", "", "said", who, who)]
    excerpts = ranked(article("a.txt", text), said=said)
    understood_so = understood("What did Ines Calder say?", "Ines Calder")
    asked = replace(understood_so, asked=replace(understood_so.asked, topic=""))
    answer = quote(Found(passages(excerpts), excerpts, NO), asked, "1")
    assert (answer.grade, answer.note) == ("answered", "")
    assert [one.text for one in answer.claims] == [text]
    about = quote(Found(passages(excerpts), excerpts, NO), understood_so, "1")
    assert (about.grade, about.note) == (
        "closest",
        "No words of Ines Calder about “the wall” were found.",
    )


def test_where_others_are_asked_for_too_words_of_one_are_not_all() -> None:
    text = "“The wall will hold,” said Ines Calder."
    words, who = Span("a.txt", 1, 19), Span("a.txt", 22, 38)
    said = [Statement(words, "quoted", "Ines Calder", "Ines Calder", "", "said", who, who)]
    own, rest = ranked(article("a.txt", text), said=said), ranked(FERRY)
    excerpts = (*own, replace(rest[0], score=0.5))

    def shown(question: str) -> list[str]:
        one = understood(question, "Ines Calder")
        named = (Named("Ines Calder", ("ines", "calder")),)
        one = replace(one, query=replace(one.query, speakers=named))
        return [claim.text for claim in quote(Found((), excerpts, YES), one, "1").claims]

    assert shown("What does Calder think of the wall?") == [text]
    assert shown("What do Calder and Horn think of the wall?") == [text, FERRY.text]


def test_a_speaker_of_whom_nothing_fits_is_not_said_to_have_been_silent() -> None:
    asked = understood("What did Calder say about the wall?", "Ines Calder")
    answer = quote(Found((), (), NO), asked, "1")
    assert answer.note == "No words of Ines Calder about “the wall” were found."


def test_a_name_that_no_article_has_is_named_and_a_near_one_offered() -> None:
    gaps = Gaps((), "Caldar", ("Caldar",), (), 0.4, "Caldar")
    answer = quote(
        Found((), (), Evidence(0.1, False, True, gaps)),
        understood("What did Caldar say about the wall?"),
        "1",
        near_names=("Ines Calder",),
    )
    assert answer.note == "No article mentions Caldar. Did you mean Ines Calder?"


def test_what_is_on_something_else_is_not_shown_beside_a_refusal() -> None:
    excerpts = ranked(FERRY)
    asked = understood("What did the minister eat?")
    related, other = (
        quote(Found(passages(excerpts), excerpts, Evidence(0.1, False, near, NO_GAPS)), asked, "1")
        for near in (True, False)
    )
    assert (related.grade, other.grade) == ("closest", "nothing")
    assert [bool(one.claims or one.passages) for one in (related, other)] == [True, False]


def test_an_overview_goes_by_day_behind_the_best_and_the_latest_begins_with_the_newest() -> None:
    excerpts = ranked(FERRY, QUOTA, WALL, MAST)
    found = Found(passages(excerpts), excerpts, YES)
    by_day = quote(found, understood("What happened in Westmere?"), "1")
    assert by_day.form == "overview"
    assert [(claim.heading, claim.text) for claim in by_day.claims] == [
        ("", FERRY.text),
        ("2 November 2024", QUOTA.text),
        ("4 March 2025", WALL.text),
        ("14 March 2025", MAST.text),
    ]
    latest = quote(found, understood("What is the latest on Westmere?"), "1")
    assert [claim.text for claim in latest.claims] == [
        FERRY.text,
        MAST.text,
        WALL.text,
        QUOTA.text,
    ]


def test_an_overview_begins_with_the_lead_and_repeats_none_of_it() -> None:
    text = "The ferry from Oldport sank on Monday. All were saved. It was built in 1901."
    sunk = article("sunk.txt", text, date(2025, 3, 14))
    lead = Source(sunk, Span("sunk.txt", 0, 54), ())
    spans = [Span("sunk.txt", 39, 54)]
    excerpts = (*ranked(FERRY), *ranked(sunk, sentences=spans), *ranked(WALL))
    found = Found(passages(excerpts), excerpts, YES, leads=(lead,))
    answer = quote(found, understood("What happened to the ferry?"), "1")
    assert [claim.text for claim in answer.claims] == [text[:54], FERRY.text, WALL.text]


def test_a_comparison_has_a_part_for_each_side_under_its_name() -> None:
    one, other = ranked(WALL, MAST), ranked(FERRY)
    sides = (
        ("Westmere", Found(passages(one), one, YES)),
        ("Oldport", Found(passages(other), other, NO)),
    )
    found = Found(passages(one) + passages(other), one + other, YES, sides=sides)
    answer = quote(found, understood("Compare Westmere and Oldport"), "1")
    assert answer.form == "comparison"
    assert [(claim.heading, claim.text) for claim in answer.claims] == [
        ("Westmere", WALL.text),
        ("Westmere", MAST.text),
        ("Oldport", FERRY.text),
    ]


def test_who_somebody_is_begins_with_the_sentence_that_introduces_them() -> None:
    calder = article("calder.txt", "Ines Calder was born in Oldport.")
    excerpts = ranked(WALL, calder)
    introduction = Source(MAST, Span(MAST.id, 0, 14), (Span(MAST.id, 4, 14),))
    found = Found(passages(excerpts), excerpts, NO, introductions=(introduction,))
    answer = quote(found, understood("Who is Ines Calder?"), "1")
    assert [claim.text for claim in answer.claims] == ["The radio mast", calder.text]
    assert answer.grade == "answered"


def test_what_is_far_less_likely_than_the_first_is_left_out() -> None:
    wall, ferry = ranked(WALL, FERRY)
    excerpts = (wall, replace(ferry, score=0.05))
    answer = quote(Found(passages(excerpts), excerpts, YES), understood("How much?"), "1")
    assert [claim.text for claim in answer.claims] == [WALL.text]


def test_the_same_words_in_two_articles_are_one_claim_that_cites_both() -> None:
    copy = article("copy.txt", WALL.text, date(2025, 3, 5))
    excerpts = ranked(WALL, copy, FERRY)
    answer = quote(Found(passages(excerpts), excerpts, YES), understood("How much?"), "1")
    assert [claim.text for claim in answer.claims] == [WALL.text, FERRY.text]
    assert [source.article for source in answer.claims[0].sources] == [WALL, copy]


def test_what_says_nearly_the_same_again_is_left_out() -> None:
    again = article("again.txt", "The new wall of Westmere will cost 14 million euros.")
    excerpts = ranked(WALL, again, FERRY)
    answer = quote(Found(passages(excerpts), excerpts, YES), understood("How much?"), "1")
    assert [claim.text for claim in answer.claims] == [WALL.text, FERRY.text]


@pytest.mark.parametrize("evidence", [YES, NO])
def test_a_language_model_sees_the_excerpts_whatever_is_made_of_them(evidence: Evidence) -> None:
    excerpts = ranked(WALL, FERRY, QUOTA, MAST)
    found = Found(passages(excerpts), excerpts, evidence)
    answer = quote(found, understood("How much?"), "1")
    texts = [source.quote for source in evidence_for(found, answer)]
    assert texts == [WALL.text, FERRY.text, QUOTA.text, MAST.text]


def test_what_leads_on_to_a_further_excerpt_is_shown_with_it_and_to_the_first_behind_it() -> None:
    text = "Oldport has a ferry. It sails at night."
    spans = [Span("run.txt", 0, 20), Span("run.txt", 21, 39)]
    two = article("run.txt", text)
    lines = read_lines(two, spans, lambda words: words.lower().split())
    whole = Excerpt(two, Chunk(1, Span("run.txt", 0, 39)), spans[0], spans[0], lines[:1], 0, ())
    lead = Ranked(whole, 0.7, None)
    rest = Ranked(replace(whole, span=spans[1], shown=spans[1], lines=lines[1:]), 0.8, None)

    def shown(*excerpts: Ranked) -> list[str]:
        answer = quote(Found((), excerpts, YES), understood("How much?"), "1")
        return [claim.text for claim in answer.claims]

    assert shown(*ranked(WALL), rest, lead) == [WALL.text, text]
    assert shown(rest, lead) == ["It sails at night.", "Oldport has a ferry."]
