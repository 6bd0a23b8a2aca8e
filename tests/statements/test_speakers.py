"""Statements: whom the words before "said" mean, and what these people are."""

import pytest
from saying import make_article, said, statements

from rag.statements.introductions import find_people


def test_a_person_named_beside_a_role_is_the_speaker() -> None:
    text = '"The ports have paid," said the union\'s spokesman, Jan Weller, in Velm.'
    assert [(s.speaker, s.role) for s in statements(text)] == [
        ("Jan Weller", "the union's spokesman")
    ]


def test_a_name_behind_a_capital_role_is_the_speaker() -> None:
    text = '"The ports have paid," Velm\'s new Premier, Ida Lund, said. "We are glad."'
    assert said(text) == [("Ida Lund", "The ports have paid"), ("Ida Lund", "We are glad.")]


def test_an_apposition_is_the_role() -> None:
    text = "Mira Tallis, the union's top diplomat, said the ports have paid enough."
    assert [(s.speaker, s.role) for s in statements(text)] == [
        ("Mira Tallis", "the union's top diplomat")
    ]


@pytest.mark.parametrize(
    "mention", ["Tallis", "Ms. Tallis", "She", "The Coastal fisheries chief", "Mira Tallis"]
)
def test_surname_title_pronoun_and_role_mean_the_person_introduced(mention: str) -> None:
    text = f"Coastal fisheries chief Mira Tallis left Velm. {mention} said the ports have paid."
    (statement,) = statements(text)
    article = make_article(text)
    assert statement.speaker == "Mira Tallis"
    assert statement.speaker_written == mention
    assert article.cut(statement.evidence) == "Coastal fisheries chief Mira Tallis"


def test_a_role_is_found_under_another_spelling() -> None:
    text = (
        "Dellish Defense Minister Ruben Brekel came on Monday. “We must act at once,” the Dellish"
        " defence minister said."
    )
    assert said(text) == [("Ruben Brekel", "We must act at once")]


def test_people_with_one_surname_are_told_apart_by_title() -> None:
    text = (
        "Bill Harwick and Anna Harwick disagreed. Mr. Harwick said the ports have paid enough. Mrs."
        " Harwick said they have not."
    )
    assert [who for who, _ in said(text)] == ["Bill Harwick", "Anna Harwick"]


def test_a_name_between_two_appositions_speaks() -> None:
    text = (
        'One leader was angry. "You cannot ask for a seat. You have to earn it!" Hulmia\'s prime'
        " minister, Viktor Oban, an ally of Thorne, wrote on social media."
    )
    assert [(s.kind, s.speaker, s.role) for s in statements(text)] == [
        ("quoted", "Viktor Oban", "Hulmia's prime minister")
    ]
    assert said(text) == [("Viktor Oban", "You cannot ask for a seat. You have to earn it!")]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("On Monday Harbor Minister Dana Sakal said the ports pay.", "Harbor Minister"),
        ("Dana Sakal, the harbor chief, came. She said the ports pay.", "the harbor chief"),
        ("Velm's harbor chief, Dana Sakal, came. She said the ports pay.", "Velm's harbor chief"),
        ("The actress Dame Dana Sakal said the ports pay.", "actress"),
        ("The president of global affairs Dana Sakal said it pays.", "president of global affairs"),
        ("Novelist and creator Dana Sakal said the ports pay.", "Novelist and creator"),
        ("The ports will follow head coach Dana Sakal, who said the ports pay.", "head coach"),
        (
            "Dana Sakal, director at Velm Works The rain came. Sakal said the ports pay.",
            "director at Velm Works",
        ),
        ("Major General (Res.) Dana Sakal said the ports pay.", "Major General"),
        (
            "The harbor minister of neighboring Sord, Dana Sakal, came. She said the ports pay.",
            "the harbor minister of neighboring Sord",
        ),
        ("His old partner, Dana Sakal, came and said the ports pay.", "old partner"),
        ("They thanked their captain. Dana Sakal said the ports have paid.", ""),
        (
            "Velm Harbor Cup ambassador and former pilot Dana Sakal said the ports pay.",
            "Velm Harbor Cup ambassador and former pilot",
        ),
        ("They like Fed Chair Dana Sakal’s plan. Sakal said the ports pay.", "Fed Chair"),
        (
            "Dana Sakal, who was Sordland’s harbor minister in May, said that ports pay.",
            "Sordland’s harbor minister in May",
        ),
        (
            "Dana Sakal, minister of Ports, Old Trade and Labor, said that ports pay.",
            "minister of Ports, Old Trade and Labor",
        ),
        (
            "Sordland’s envoy to the committee, Dana Sakal, came. She said the ports pay.",
            "Sordland’s envoy to the committee",
        ),
        ("Dana Sakal , envoy to Norland, said that ports pay.", "envoy to Norland"),
        ("Dana Sakal is a pilot in Velm. She said the ports pay.", "a pilot in Velm"),
        ("Red Harbor Chair Pro Tempore Dana Sakal said it pays.", "Red Harbor Chair Pro Tempore"),
        ("They met Brekel family lawyer Dana Sakal. She said it pays.", "Brekel family lawyer"),
        ("Harbor Rep.-elect Dana Sakal said the ports pay.", "Harbor Rep.-elect"),
        ("Dana Sakal, who served as the port’s pilot, said that ports pay.", "the port’s pilot"),
        (
            "Dana Sakal, one of the pilots in Velm, said that ports pay.",
            "one of the pilots in Velm",
        ),
        (
            "Dana Sakal, a historian of U.S. harbors at Harbor.com, said that ports pay.",
            "a historian of U.S. harbors at Harbor.com",
        ),
        (
            "Dana Sakal, a former Port of Velm pilot who left, said that ports pay.",
            "a former Port of Velm pilot",
        ),
    ],
)
def test_a_role_is_what_stands_beside_the_name(text: str, role: str) -> None:
    assert [(s.speaker, s.role) for s in statements(text)] == [("Dana Sakal", role)]


@pytest.mark.parametrize(
    "text",
    [
        "Olga Petrenko arrived on Monday. The Ukrainian president said the ports have paid.",
        "President Olga Petrenko of Ukraine met President Emma Macon of France on Monday. Rain fell"
        " in Velm. The Ukrainian president said the ports have paid.",
        "Germany's president, Otto Stolz, met Olga Petrenko, the president of Ukraine. Rain fell."
        " The Ukrainian leader said the ports have paid.",
    ],
)
def test_a_nationality_tells_which_president_speaks(text: str) -> None:
    assert [who for who, _ in said(text)] == ["Olga Petrenko"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "France's president, Emma Macon, came. The Ukrainian president said the ports pay.",
            "The Ukrainian president",
        ),
        ("Mira Tallis spoke of the pope. The pope said the ports have paid.", "The pope"),
        ("Mira Tallis came late. The spokesman said the ports have paid.", "The spokesman"),
    ],
)
def test_a_role_that_fits_nobody_is_left_as_written(text: str, speaker: str) -> None:
    assert [who for who, _ in said(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The treaty was read aloud on Monday. It says the ports have paid.", "The treaty"),
        ("Velmish police found nothing. The ports had paid, they said.", "Velmish police"),
        ("Mira Tallis came. The ports have paid, according to her.", "Mira Tallis"),
        ("Premier Jan Weller left. The king stayed. He said the ports have paid.", "The king"),
        ("A captain of Velm said it was late. He added that the ports pay.", "A captain of Velm"),
    ],
)
def test_a_pronoun_means_the_subject_before(text: str, speaker: str) -> None:
    assert said(text)[-1][0] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Mira Tallis came late. It said the ports have paid.",
        "Mira Tallis came. They said the ports have paid.",
    ],
)
def test_words_of_nobody_but_a_pronoun_are_left_out(text: str) -> None:
    assert said(text) == []


def test_of_one_speakers_words_inside_each_other_the_likeliest_stay() -> None:
    text = (
        "Harbor chief Mira Tallis defended the plan by praising the man behind it: Thorne, Tallis"
        ' said, was the "best broker on the sea."'
    )
    assert said(text) == [
        ("Mira Tallis", "the plan by praising the man behind it"),
        ("Mira Tallis", 'Thorne, Tallis said, was the "best broker on the sea."'),
    ]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        (
            "Since nobody asked the ports, Mira Tallis said, contracts of this kind were void.",
            ["Since nobody asked the ports, Mira Tallis said, contracts of this kind were void"],
        ),
        (
            "The lines must pay, Mira Tallis warned, or the ports would be closed.",
            ["The lines must pay, Mira Tallis warned, or the ports would be closed"],
        ),
        (
            "She had no hope, Mira Tallis said: the winter would be long.",
            ["She had no hope", "the winter would be long"],
        ),
        ("The lines were late, Mira Tallis said, and left the room.", ["The lines were late"]),
    ],
)
def test_reported_words_go_on_behind_their_attribution(text: str, runs: list[str]) -> None:
    assert said(text) == [("Mira Tallis", run) for run in runs]
    assert len({s.attribution for s in statements(text)}) == 1


def test_speaking_of_something_in_marks_is_a_statement() -> None:
    text = 'Mira Tallis spoke of a "very useful call" with the lines.'
    assert said(text) == [("Mira Tallis", 'a "very useful call" with the lines')]
    assert said("Mira Tallis spoke of the weather in Velm.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Mira Tallis promised the crews on Monday that the ports would pay.",
        "Mira Tallis said on Velm Radio that evening that the ports would pay.",
        "In a letter to her own crews Mira Tallis wrote that the ports would pay.",
        "Mira Tallis called on Monday for calm, telling the crews that the ports would pay.",
    ],
)
def test_whom_and_when_are_no_part_of_the_words(text: str) -> None:
    assert said(text)[-1] == ("Mira Tallis", "the ports would pay")


def test_two_who_are_told_are_no_part_of_the_words() -> None:
    text = "Mira Tallis told the pilots and their crews that the ports would pay."
    assert said(text) == [("Mira Tallis", "the ports would pay")]


def test_words_after_a_post_on_x_are_a_sentence_of_their_own() -> None:
    text = "Mira Tallis thanked all for a post on X. Velm was paying its fees in full, she wrote."
    assert said(text) == [("Mira Tallis", "Velm was paying its fees in full")]


def test_calling_a_meeting_says_nothing() -> None:
    assert said("Mira Tallis called a special meeting of the ports for Friday.") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Mira Tallis said it was “too late,” in an interview with Velm Radio on Monday.",
            "it was “too late,”",
        ),
        ("Mira Tallis said “I never” paid in a post on her page.", "“I never” paid"),
        (
            "Though Mira Tallis said that it was late, the ports have gone to great lengths.",
            "it was late",
        ),
        (
            "Mira Tallis said it was late — the union says that pilots are fast.",
            "it was late",
        ),
        ("Mira Tallis said that it was late, The Harbor News reported.", "it was late"),
        ("The port, Mira Tallis said, was late.", "The port, Mira Tallis said, was late"),
        (
            "In “Harbor Days,” her new memoir, Mira Tallis wrote that it was late.",
            "it was late",
        ),
        (
            "Mira Tallis said on Monday ahead of the Velm harbor talks that it was late.",
            "it was late",
        ),
        ("Mira Tallis warned her Norlish counterpart that it was late.", "it was late"),
        (
            "Mira Tallis warned Velm is late for the harbor talks.",
            "Velm is late for the harbor talks",
        ),
        ("Mira Tallis said that it was late – a view that others share.", "it was late"),
        (
            "Mira Tallis said that it was late, prompting pilots to call for a strike.",
            "it was late",
        ),
        (
            "Mira Tallis said it was “a long night,” but it was “not the last one.”",
            "it was “a long night,” but it was “not the last one.”",
        ),
    ],
)
def test_words_are_whole_and_nobody_elses(text: str, words: str) -> None:
    assert [w for speaker, w in said(text) if speaker == "Mira Tallis"] == [words]


def speakers(text: str) -> list[tuple[str, str]]:
    return [(one.speaker, one.role) for one in statements(text)]


def test_several_people_share_the_role_before_them() -> None:
    text = (
        "Harbor judges Ida Lund of Norland, Ivo Brand and Mira Tallis met. Lund said the ports have"
        " paid. Brand said they have not. Tallis said it is late."
    )
    assert speakers(text) == [
        ("Ida Lund", "Harbor judge"),
        ("Ivo Brand", "Harbor judge"),
        ("Mira Tallis", "Harbor judge"),
    ]


def test_whose_brothers_they_are_is_no_role_of_several() -> None:
    text = "The brothers Ivo Brand and Jan Brand met. Ivo Brand said the ports have paid."
    assert speakers(text) == [("Ivo Brand", "")]


def test_a_name_behind_one_of_many_has_its_role() -> None:
    text = "A ferry salesman, Ivo Brand, saw it. He said the ports have paid."
    assert speakers(text) == [("Ivo Brand", "a ferry salesman")]


def test_a_surname_that_is_a_title_too_means_the_person() -> None:
    text = "Ida White came to Velm. “The ports have paid,” White said."
    assert said(text) == [("Ida White", "The ports have paid")]
    text = "Ida Judge came to Velm. “The ports have paid,” the judge said."
    assert [who for who, _ in said(text)] != ["Ida Judge"]


@pytest.mark.parametrize(
    ("beside", "role"),
    [
        ("chief of the ports and is now retired", "chief of the ports"),
        ("chief of the ports whose work is done", "chief of the ports"),
        ("a chief who left", "a chief"),
        ("named chief of the year", ""),
        ("President Ivo Brand and others", ""),
    ],
)
def test_a_role_ends_before_a_clause(beside: str, role: str) -> None:
    assert speakers(f"Ida Lund, {beside}, said the ports have paid.") == [("Ida Lund", role)]


def test_a_clause_behind_a_source_is_no_role() -> None:
    (one,) = statements("According to The Mirror, the Duke of Velm has paid for the ports.")
    assert (one.speaker, one.role) == ("The Mirror", "")


@pytest.mark.parametrize("before", ["wanted to know if he'd back", "said it would rival"])
def test_a_verb_is_no_role(before: str) -> None:
    text = f"The union {before} Ida Lund. Lund said the ports have paid."
    assert ("Ida Lund", "") in speakers(text)


def test_she_is_nobody_named_in_a_sentence_about_her() -> None:
    text = (
        "Mira Tallis left Velm. She praised Ida Lund for her work. She said the ports have paid"
        " enough."
    )
    assert speakers(text)[-1][0] == "Mira Tallis"


def test_things_are_not_they() -> None:
    text = (
        "Enormous challenges wait for the ports. Together they vowed “to build better” by spring."
    )
    assert [who for who, _ in speakers(text)] != ["Enormous challenges"]


def test_a_verb_before_what_is_done_ends_a_speaker() -> None:
    text = "Ida Lund ends her letter, saying the ports have paid enough for all of it."
    assert speakers(text) == [("Ida Lund", "")]


def test_who_took_the_picture_is_not_glued_to_a_speaker() -> None:
    text = "It rained in Velm. Ivo Brand/Reuters Harbor officials said the ports have paid."
    assert speakers(text) == [("Harbor officials", "")]


@pytest.mark.parametrize(
    "written", ["Hurricane Mira said the ports", "according to seeding, the ports"]
)
def test_storms_and_single_things_are_no_speakers(written: str) -> None:
    assert statements(f"It rained. {written} have paid enough.") == ()


def test_two_who_speak_together_are_named_both() -> None:
    text = "Ivo Brand and his deputy, Ida Lund, said the ports have paid."
    head = text.index(", said")
    assert find_people(text).resolve(0, head).name == "Ivo Brand and Ida Lund"


def test_a_statement_from_a_son_is_the_sons() -> None:
    text = "The ports have paid, according to a statement from her son, Ivo Brand."
    assert set(speakers(text)) == {("Ivo Brand", "son")}


def test_what_an_attorney_says_is_not_whom_he_speaks_for() -> None:
    text = (
        "Ida Lund owns the ports. “The ports have paid,” an attorney representing Ida Lund wrote."
    )
    assert [who for who, _ in said(text)] == ["an attorney representing Ida Lund"]


def test_the_first_name_of_an_agencys_story_is_a_name() -> None:
    text = "VELM (AP) — When Tiva Maroza came, it rained. Maroza said the ports have paid."
    assert [who for who, _ in said(text)] == ["Tiva Maroza"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“The ports have paid,” said Velm Nation President and CEO Ivo Brand in a letter.",
            ("Ivo Brand", "Velm Nation President and CEO"),
        ),
        (
            "Ida Lund, Norland's first female bobsledder at the games, said the ports have paid.",
            ("Ida Lund", "Norland's first female bobsledder at the games"),
        ),
        (
            "Retired figure skating champion Ida Lund said the ports have paid.",
            ("Ida Lund", "Retired figure skating champion"),
        ),
        (
            "Ida Lund, an Arlen, Norland-based lawyer, said the ports have paid.",
            ("Ida Lund", "an Arlen, Norland-based lawyer"),
        ),
        (
            "The ports have paid, according to her racing manager, Ivo Brand.",
            ("Ivo Brand", "racing manager"),
        ),
    ],
)
def test_the_whole_role_is_read(text: str, expected: tuple[str, str]) -> None:
    assert set(speakers(text)) == {expected}


def test_what_looks_like_a_verb_in_a_role_ends_no_speaker() -> None:
    text = "Norland shot putter Ida Lund raised her hands, saying the ports have paid enough."
    assert [who for who, _ in speakers(text)] == ["Ida Lund"]


def test_a_surname_with_an_apostrophe_or_a_hyphen_is_one_word() -> None:
    text = (
        "Ida O'Lund and Mira Al-Tal came to Velm. Al-Tal said the ports have paid. O'Lund is in"
        " doubt. She said the ports have paid too little."
    )
    assert [who for who, _ in said(text)] == ["Mira Al-Tal", "Ida O'Lund"]


def test_a_son_with_his_fathers_name_is_somebody_else() -> None:
    text = (
        "Ivo Brand came to Velm. Ivo Brand Jr. stayed. Brand said the ports have paid. Ivo Brand"
        " Jr. said they have not."
    )
    assert [who.rstrip(".") for who, _ in said(text)] == ["Ivo Brand", "Ivo Brand Jr"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“The ports have paid,” said Norland's Ambassador to the Ports Union Ida Lund.",
            ("Ida Lund", "Norland's Ambassador to the Ports Union"),
        ),
        (
            "The ports have paid, harbor spokesperson Lt. Ida Lund said.",
            ("Ida Lund", "harbor spokesperson"),
        ),
        (
            "Kim Lund, a nurse, came to Velm. She said the ports have paid.",
            ("Kim Lund", "a nurse"),
        ),
    ],
)
def test_who_speaks_is_read_to_the_end_of_the_name(text: str, expected: tuple[str, str]) -> None:
    assert set(speakers(text)) == {expected}


def test_perhaps_is_nobody() -> None:
    text = "Perhaps that is why it rains in Velm, saying the ports have paid enough for it."
    assert "Perhaps" not in [who for who, _ in speakers(text)]


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("“It is wet,” said Sir Owen Lund, inspector of mines.", "Owen Lund", "inspector of mines"),
        ("Lord Orme, the former chancellor, said it was late.", "Orme", "the former chancellor"),
        ("Lord Orme said it was late.", "Orme", "Lord"),
        ("The actress Dame Mira Tallis said it was late.", "Mira Tallis", "actress"),
        ("Councillor Ana Prié said it was late.", "Ana Prié", "Councillor"),
        ("Attorney-General Ola Berg said it was late.", "Ola Berg", "Attorney-General"),
        ("The former first lady Mira Tallis said it was late.", "Mira Tallis", "former first lady"),
        ("George Foreman said it was late.", "George Foreman", ""),
    ],
)
def test_a_title_that_honours_hides_no_role(text: str, speaker: str, role: str) -> None:
    [one] = statements(text)
    assert (one.speaker, one.role) == (speaker, role)
