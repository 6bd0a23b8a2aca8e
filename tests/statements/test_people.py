"""People: whom an article names, and whom a surname, a role or a sign without letters means."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.language.person_names import fold, name_words, near_names, same_person
from rag.language.sentences import split_sentences
from rag.language.speaker_groups import group_speakers
from rag.records import Article, Statement
from rag.statements.extraction import find_statements
from rag.statements.introductions import find_people

# Every category of Unicode but lone surrogates, which no file can hold.
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WORDS = st.sampled_from(
    ["said", "Mira Tallis", "told", "President", "the minister", "according to", "he", ",", '"']
    + [".", ":", "ʼ", "ーー", "א", "ا", "«", "»", "'s", "’s", "\n\n", "O’Brien", "e\u0301", "and"]
)
TEXTS = st.lists(ANYTHING | WORDS, max_size=20).map(" ".join)


def found_in(text: str) -> tuple[Statement, ...]:
    article = Article("a.txt", "A", None, "", "", "", text, "0")
    return find_statements(article, split_sentences(article))


def statements_in(text: str) -> int:
    found = found_in(text)
    for one in found:
        for span in (one.words, one.attribution, one.evidence):
            assert 0 <= span.start < span.end <= len(text)
    return len(found)


@pytest.mark.parametrize("signs", ["ʼ ʼ", "ーー ーー", "א א", "« ا ا »", "ʼ", "ー ー ー"])
def test_signs_without_letters_name_nobody(signs: str) -> None:
    text = f"It rained: {signs}, and so on."
    assert find_people(text).people == []
    assert statements_in(text) == 0


def test_however_many_titles_stand_before_a_name_they_are_read() -> None:
    assert found_in("Dr. " * 5_000 + "Ida Lund said the ports pay.")[0].speaker == "Ida Lund"


def test_a_name_behind_nothing_but_spaces_is_read() -> None:
    assert [person.name for person in find_people("  Ida Union").people] == []


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_text_stops_the_search_for_people_and_statements(text: str) -> None:
    for mention in find_people(text).mentions:
        assert 0 <= mention.start < mention.end <= len(text)
    statements_in(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_texts_can_be_compared_as_names(one: str, other: str) -> None:
    assert same_person(one, other) == same_person(other, one)
    assert set(group_speakers([(one, 1), (other, 2)])) == {one, other}
    assert set(near_names(one, [one, other], 2)) <= {one, other}
    assert len(name_words(one)) <= len(fold(one).split())


def test_a_null_character_is_no_quotation() -> None:
    assert statements_in('Mira Tallis said \x00 "we will not pay" \x00\x00 on Monday.') == 1


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We left,” said Ivo Brand, Coast Power's director, who noted a gap.", "Ivo Brand"),
        ("U.S. Secretary of State Antony Moe said the ports pay.", "Antony Moe"),
        ("The union's Commissioner for Protection Anna Moe said the ports pay.", "Anna Moe"),
        ("Chair Pro Tempore Jerome Moe said the ports pay.", "Jerome Moe"),
        ("It ended a plan analysts said was late for the ports.", "analysts"),
        ("Director-General Ivo Brand said the ports pay.", "Ivo Brand"),
        ("Two-time Olympian Becky Moe said the ports pay.", "Becky Moe"),
        ("Velm County Coroner Jake Moe said the ports pay.", "Jake Moe"),
        ("US Ambassador to Costa Rica Cynthia Moe said the ports pay.", "Cynthia Moe"),
        ("Velm's Department of State Services Commissioner Ivo Brand said ports pay.", "Ivo Brand"),
        ("Commissioner Rob “Rusty” Moe came. Moe said the ports pay.", "Rob “Rusty” Moe"),
        ("Then-President Paul Moe said the ports pay.", "Paul Moe"),
        ("In post-Soviet Russia it rained. Russia said the ports pay.", "Russia"),
        ("Adam Driver, an actor, came. Driver said the ports pay.", "Adam Driver"),
        ("Ron Green, a spokesman, came. Green said the ports pay.", "Ron Green"),
        ("Separately, Ida Lund, an adviser, said that the ports pay.", "Ida Lund"),
        ("Last week the Velm council said the ports pay.", "the Velm council"),
        (
            "The family of Ida Lund released a note saying that the ports pay.",
            "The family of Ida Lund",
        ),
        ("Valery left. “It was late,” he said. Valery said the ports pay.", "Valery"),
        ("The spokesman said it was late. “Nobody came,” he said.", "The spokesman"),
        ("Tallis said it was late. “Nobody came,” she said.", "Tallis"),
        ("VELM, Md. - Bill Brand came. Brand said the ports pay.", "Bill Brand"),
        ("Ivo Brand said it was late. “Thorne's plan costs us all,” he said.", "Ivo Brand"),
        ("Driver Jeff Brand said the ports pay.", "Jeff Brand"),
        ("Describing Anwar as late, she left. Anwar said the ports pay.", "Anwar"),
        ("The Velm Sun said the ports pay.", "The Velm Sun"),
        ("The WHO said the ports pay.", "The WHO"),
        ("Paul Moe was late. His ministry said the ports pay.", "Paul Moe's ministry"),
        ("It rained. – Anna Brand Thorne said the ports pay.", "Thorne"),
        ("Mira Tallis came. Picture: Paul Brand/AFP. She said the ports pay.", "Mira Tallis"),
        ("Paul Tallis came. Picture: Ivo Brand/AFP. He said the ports pay.", "Paul Tallis"),
        ("Pe\u0301ter Moe came. Péter Moe said the ports pay.", "Péter Moe"),
        ("Pe\u0301ter Orba\u0301n said the ports pay.", "Péter Orbán"),
        ("According to a Dec. 6, 1994 report, the ports pay.", "a Dec. 6, 1994 report"),
    ],
)
def test_a_speaker_is_named_as_a_reader_would(text: str, speaker: str) -> None:
    assert [one.speaker for one in found_in(text)] == [speaker] * len(found_in(text))
    assert found_in(text)


def test_a_description_means_the_person_whose_role_it_ends() -> None:
    text = "Joe Kahn, executive editor of the Sun, left. The executive said the ports pay."
    assert [one.speaker for one in found_in(text)] == ["The executive"]


def test_what_something_is_described_as_is_the_quotation() -> None:
    text = "It was a plan that Ida Lund described as “a new start” to pass the fees of the ports."
    assert [text[one.words.start : one.words.end] for one in found_in(text)] == ["a new start"]


def test_a_sentence_that_concedes_has_two_speakers() -> None:
    text = "While critics said the plan was late, Ida Lund said that the ports pay."
    said = [(one.speaker, text[one.words.start : one.words.end]) for one in found_in(text)]
    assert said == [("critics", "the plan was late"), ("Ida Lund", "the ports pay")]


def test_whom_something_is_warned_of_is_no_part_of_what_is_warned() -> None:
    text = "Experts warn the Covid-19 surge was near. Ida Lund warned the ports that it was late."
    said = [text[one.words.start : one.words.end] for one in found_in(text)]
    assert said == ["the Covid-19 surge was near", "it was late"]


def test_who_said_something_in_an_interview_speaks_in_what_follows() -> None:
    text = "Ida Lund said in an interview with the Velm Sun. “We left the ports at dawn.”"
    assert [one.speaker for one in found_in(text)] == ["Ida Lund"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("CDC Director Dr. Ida Lund said the ports pay.", "CDC Director"),
        ("It rained, prompting President Ida Lund to go. Lund said the ports pay.", "President"),
        ("They vote to impeach then-President Ida Lund. Lund said it was late.", "then-President"),
        (
            "Velm Bank of Coast Trade President Ida Lund said the ports pay.",
            "Velm Bank of Coast Trade President",
        ),
        ("Ida Lund, a toxicologist, came. Lund said the ports pay.", "a toxicologist"),
        (
            "Velm invades Coast Coast's President Ida Lund. Lund said the ports pay.",
            "Coast's President",
        ),
        (
            "Velm’s Hospital of Coast spokesperson Ida Lund said the ports pay.",
            "Velm’s Hospital of Coast spokesperson",
        ),
        (
            "Ida Lund, treasury secretary during the war, said that the ports pay.",
            "treasury secretary during the war",
        ),
        ("Ida Lund, whose son left, said the ports pay.", ""),
        ("Ida Lund, 74, a ship developer, came. Lund said the ports pay.", "a ship developer"),
        ("Ida Lund, one of Velm's players, said it was late.", "one of Velm's players"),
        ("Ida Lund, a judge named by the ports, said it was late.", "a judge named by the ports"),
        (
            "Ida Lund, sales and trade director, left. Lund said the ports pay.",
            "sales and trade director",
        ),
        (
            "Ida Lund, host of “Ports Today,” left. Lund said the ports pay.",
            "host of “Ports Today”",
        ),
        ("Ida Lund, a Republican, said it was late.", "a Republican"),
        ("Ida Lund, the highest price ever, left. Lund said the ports pay.", ""),
        ("Ida Lund, a woman died at the ports, left. Lund said the ports pay.", ""),
        ("The Port League emcee Ida Lund said the ports pay.", "Port League emcee"),
        ("Law and Human Rights Minister Ida Lund said it rains.", "Law and Human Rights Minister"),
        (
            "A 200-plus page lawsuit lays out Velm Governor Ida Lund's plan. Lund said no to it.",
            "Velm Governor",
        ),
        ("A war-weary Velm President Ida Lund said the ports pay.", "Velm President"),
        ("The city Mayor Ida Lund said the ports pay.", "city Mayor"),
        ("Velm co-founder and CEO Ida Lund said it rains.", "Velm co-founder and CEO"),
        ("Velm agent and profiler Ida Lund said it rains.", "Velm agent and profiler"),
        ("It rains, said Ida Lund, Bureau of Land commissioner.", "Bureau of Land commissioner"),
        (
            "Ida Lund, vice president for Sea and Land Policy at the Center told Velm it rains.",
            "vice president for Sea and Land Policy at the Center",
        ),
        (
            "A week after President of the Port Commission Ida Lund said it rains.",
            "President of the Port Commission",
        ),
        ("Velm's Editor-in-Chief Ida Lund said it rains.", "Velm's Editor-in-Chief"),
        ("It rains, said Ida Lund, a nurse in Troy, Mich.", "a nurse in Troy, Mich."),
        (
            "It rains, said Ida Lund, owner of Velm Lines in Troy, Michigan, who runs it.",
            "owner of Velm Lines in Troy, Michigan",
        ),
        (
            "It rains, said Ida Lund, a professor at the University of Nevada, Las Vegas.",
            "a professor at the University of Nevada, Las Vegas",
        ),
        ("It rains, said Ida Lund, mayor of Troy, a town of 300.", "mayor of Troy"),
        (
            "Senate Armed Services Chairman Ida Lund said it rains.",
            "Senate Armed Services Chairman",
        ),
        ("Minister of Transport Tiva Lund said it rains.", "Minister of Transport"),
        ("Minister of Foreign Affairs Sergey Lund said it rains.", "Minister of Foreign Affairs"),
        ("Commissioner of Public Works Tiva Lund said it rains.", "Commissioner of Public Works"),
        ("He came to rival Ida Lund. Lund said the ports pay.", ""),
        ("The ports pay, according to owner Ida Lund.", "owner"),
        ("Ida Lund, asked the judge to go, left. Lund said the ports pay.", ""),
    ],
)
def test_a_role_is_what_the_article_calls_the_speaker(text: str, role: str) -> None:
    assert found_in(text)[-1].role == role


@pytest.mark.parametrize(
    "text",
    [
        "States will give voters a direct say over the fees of the ports.",
        "Both ports have claims to the fees of the lines.",
        "Velm Lines is charging the crews four crowns a week.",
        "Those said the ports pay.",
        "It's estimated that the ports pay four crowns a week.",
        "Ida Lund tweeted at the billionaire on Friday.",
        "Ida Lund told Radio 880 AM.",
        "Velm Falls: A monkey has left the ports.",
        "AP Photo Ida Lund: She came to the ports and left.",
        "I wonder how the ports pay.",
        "Let’s just say that the ports pay.",
        "Notes issued last month had a yield of four crowns.",
        "Ida Lund’s announced departure from the ports was late.",
        "It will be accepting of those who say the ports pay.",
        "Please ask the crews how the ports pay.",
        "On Sept. 19 said the ports would pay.",
    ],
)
def test_who_is_nobody_says_nothing(text: str) -> None:
    assert found_in(text) == ()


def test_a_queen_or_a_pope_is_a_person_by_a_first_name() -> None:
    text = "The team met Queen Anna II, who lauded it. “You won,” she said. Anna left."
    assert [(one.speaker, one.role) for one in found_in(text)] == [("Anna II", "Queen")]
    assert [person.name for person in find_people("King Street, Queen Velm").people] == []


def test_and_joins_no_name_to_one_that_somebody_is_near_to() -> None:
    text = "Ida Lund and Ivo Brand met. A friend of Lund and Brand said that the ports pay."
    assert [one.speaker for one in found_in(text)] == ["A friend of Lund and Brand"]
    text = "The Velm Department of Land and Sea Trade said that the ports pay."
    assert [one.speaker for one in found_in(text)] == [text[:41]]


def test_who_signs_an_entry_is_not_glued_to_the_next_name() -> None:
    text = "Edgar Thorne spoke. It was late. – Anna Brand Thorne said the ports pay."
    assert [one.speaker for one in found_in(text)] == ["Edgar Thorne"]
    assert [person.name for person in find_people(text).people] == ["Edgar Thorne"]


def test_small_letters_of_any_script_begin_no_name() -> None:
    assert find_people("он сказал łodz and šest words").people == []


def test_people_of_one_title_are_named_without_it() -> None:
    text = "Commissioners Ida Summer Lund and Ivo Brand met Senators Anna Moe and Jon Weller."
    names = [person.name for person in find_people(text).people]
    assert names == ["Ida Summer Lund", "Ivo Brand", "Anna Moe", "Jon Weller"]


def test_a_president_is_rather_meant_by_a_surname_than_his_wife() -> None:
    text = (
        "President Ivo Brand and his wife, Ida Brand, came. Ida Brand left. Brand said the ports"
        " pay."
    )
    assert [one.speaker for one in found_in(text)] == ["Ivo Brand"]


def test_a_surname_that_two_share_means_who_spoke_just_before() -> None:
    text = (
        "Anna Lund came. Anna Lund sat. Anna Lund, a pilot, left with Peter Lund. "
        "“We pay,” Peter Lund said. “We always do,” Lund said of the fees. "
        "In her letter, Lund said that it was late."
    )
    said = [one.speaker for one in found_in(text)]
    assert said == ["Peter Lund", "Peter Lund", "Anna Lund"]


def test_a_head_of_government_is_called_so_whoever_else_has_spoken() -> None:
    text = "President Peter Lund came. “We go,” Anna Lund said. “We pay,” Lund said of the ports."
    assert [one.speaker for one in found_in(text)] == ["Anna Lund", "Peter Lund"]


def test_who_is_named_only_as_an_owner_is_named() -> None:
    text = "They met at Anna Lund’s Port Velm. “We pay,” Lund said of the fees."
    assert [one.speaker for one in found_in(text)] == ["Anna Lund"]


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Parks spokesman Linda Lund came.", "f"),
        ("Tiva Lund said he came. Later Lund said he left.", "m"),
        ("Tiva Lund said he came. Later Lund said she left.", ""),
    ],
)
def test_pronouns_and_first_names_tell_a_gender(text: str, gender: str) -> None:
    assert find_people(text).people[0].gender == gender


def test_another_man_is_he() -> None:
    text = "Another man said that it was late. “Nobody came,” he said of the ports."
    assert [one.speaker for one in found_in(text)] == ["Another man", "Another man"]


@pytest.mark.parametrize("name", ["Kanye West", "Ketanji Brown", "Casey Lund", "Keir Brand"])
def test_a_surname_alone_means_who_has_a_known_first_name(name: str) -> None:
    surname = name.split()[1]
    text = f"{name} came to the ports. “We pay,” {surname} said of the fees."
    assert [one.speaker for one in found_in(text)] == [name]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("It rained, said political commentator Ei Sun Oh.", "Ei Sun Oh"),
        ("“It rained,” spokesman Ivo Brand Monday said.", "Ivo Brand"),
        ("Under it: Anna Brand Brand waves. “It rained,” Brand said.", "Anna Brand"),
        (
            "“It rained,” said clerks from Velm-based Tallis Brand.",
            "clerks from Velm-based Tallis Brand",
        ),
        ("Sen. Anna Brand came. “It rained,” Brand, R-Velm said.", "Anna Brand"),
        ("Ida Lund came. The new president, Lund, said it rained.", "Ida Lund"),
        ("Ivo Brand, Jr. came. “It rained,” Brand, Jr. said.", "Ivo Brand, Jr."),
        ("Moe said no, with Ivo Brand, chair of the ports, warning that it rained.", "Ivo Brand"),
    ],
)
def test_a_speaker_is_named_by_the_name_alone(text: str, speaker: str) -> None:
    assert found_in(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Anna Lund likes snow. “I ran,” the 28-year-old pilot said.", "Anna Lund"),
        ("Anna Lund likes snow. She ran.\n“It rained,” the Velm-born star said.", "Anna Lund"),
        (
            "Velm heard of Anna Lund’s boat. “I ran,” the 28-year-old pilot said.",
            "the 28-year-old pilot",
        ),
        ("A 28-year-old fell. Anna Lund ran. “I fell,” the 28-year-old said.", "the 28-year-old"),
        ("Anna Lund ran. “I fell,” the 28-year-old victim said.", "the 28-year-old victim"),
        ("Speaking to Sky Velm, she left. “I fell,” the 28-year-old said.", "the 28-year-old"),
    ],
)
def test_an_age_or_a_birthplace_describes_whom_the_last_sentence_is_about(
    text: str, speaker: str
) -> None:
    assert [one.speaker for one in found_in(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The European Forest Safety Information System said it rained.",
         "The European Forest Safety Information System"),
        ("“It rained,” my colleague Martha C. White reports.", "Martha C. White"),
        ("Queen Consort Anna said that it rained.", "Anna"),
        ("Ivo Lund and his counterpart at the Port Commission, Ida Brand, said it rained.",
         "Ivo Lund and Ida Brand"),
    ],
)  # fmt: skip
def test_a_name_is_read_whole_and_without_its_title(text: str, speaker: str) -> None:
    assert [one.speaker for one in found_in(text)] == [speaker]


@pytest.mark.parametrize(
    ("between", "subject", "speaker"),
    [
        ("It rained. " * 7, "Anna Lund", "The president"),
        ("It rained. " * 2, "Anna Lund", "Ivo Brand"),
        ("It rained. " * 7, "Sen. Anna Lund", "Ivo Brand"),
    ],
)
def test_a_president_of_long_before_is_not_meant_where_somebody_else_may_be(
    between: str, subject: str, speaker: str
) -> None:
    text = (
        f"President Ivo Brand came. {between}{subject} left. The president said that it was late."
    )
    assert [one.speaker for one in found_in(text)] == [speaker]


def test_the_late_queen_is_not_the_queen_who_is_spoken_of() -> None:
    text = "Queen Anna Lund came. It was known when the late queen said that it rained."
    assert [one.speaker for one in found_in(text)] == ["the late queen"]
