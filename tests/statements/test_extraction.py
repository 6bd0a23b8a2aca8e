"""Statements: who said what, in which words, and which words of the article prove it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.language.sentences import split_sentences
from rag.records import Article, Span, Statement
from rag.statements.extraction import find_statements
from rag.statements.introductions import find_people
from rag.statements.roles import role_before

PACT = """Coastal leaders warned Maradan on Thursday against closing the strait without them, \
after Edgar Thorne announced talks with the shipping lines.

"It is clear that any pact behind our backs will not hold. Any pact will need the ports being \
part of it," Coastal Union fisheries chief Mira Tallis said.

"Why are we giving them (the lines) all they want before the talks have even begun?" said Tallis, \
speaking before a meeting of harbor ministers in Velm.

"It's surrender. It has never worked."

Maradan Transport Secretary Paul Harwick declared Wednesday it was unrealistic for the ports to \
keep their old fees and that a new canal would not be part of a deal.

Norlish Harbor Minister Jonas Pister also said it would have been better if Maradan had not made \
what he called gifts to the lines.

Tallis said any pact without the ports would fail and the union would go on supporting the pilots.

"Any quick pact is a rotten pact," said Tallis.

Velmish Harbor Minister Luc Ferrand warned against "calm through silence" rather than the \
officials' mantra of "calm through strength".

Sordish Harbor Minister Dana Sakal said the ports should not fall "under the spell that Mr. \
Thorne is going to find the answer for all of us."

Defending the plan, Harwick said the coast was lucky to have Thorne, the "best broker on the sea, \
bringing two sides together."

Many officials had hoped for more.

Hours after Harwick spoke, Thorne said he had held a "very useful call" with the lines and they \
had agreed to start at once.

In a late-night statement after talks in Ostel, harbor ministers from seven ports – including \
Velm, Ostel and Sord – said the ports must be part of any talks.

A Coastal Union source said the ministers agreed to seek a "frank dialogue" with Maradan \
officials in Ostel this Friday.

Hulmish Premier Viktor Oban, a Thorne ally, praised the plan and criticized the ministers' \
statement.

"You can't ask for a seat at the table. You have to earn it!" he said on social media.

"There is no way not to be at the table, because we tow the ships," said Dellish Harbor Minister \
Ruben Brekel.
"""


def make_article(text: str) -> Article:
    return Article("a.txt", "A", None, "", "", "", text, "0")


def statements(text: str) -> tuple[Statement, ...]:
    article = make_article(text)
    return find_statements(article, split_sentences(article))


def said(text: str) -> list[tuple[str, str]]:
    """Return who said which words."""
    article = make_article(text)
    return [(s.speaker, article.cut(s.words)) for s in statements(text)]


def test_every_statement_of_an_article_is_found() -> None:
    union = "Coastal Union fisheries chief"
    article = make_article(PACT)
    found = [(s.kind, s.speaker, s.role, s.cue, article.cut(s.words)) for s in statements(PACT)]
    assert found == [
        (
            "reported",
            "Coastal leaders",
            "",
            "warned",
            "against closing the strait without them, after Edgar Thorne announced talks with the"
            " shipping lines",
        ),
        ("reported", "Edgar Thorne", "", "announced", "talks with the shipping lines"),
        (
            "quoted",
            "Mira Tallis",
            union,
            "said",
            "It is clear that any pact behind our backs will not hold. Any pact will need the ports"
            " being part of it",
        ),
        (
            "quoted",
            "Mira Tallis",
            union,
            "said",
            "Why are we giving them (the lines) all they want before the talks have even begun?",
        ),
        ("quoted", "Mira Tallis", union, "said", "It's surrender. It has never worked."),
        (
            "reported",
            "Paul Harwick",
            "Maradan Transport Secretary",
            "declared",
            "it was unrealistic for the ports to keep their old fees and that a new canal would not"
            " be part of a deal",
        ),
        (
            "reported",
            "Jonas Pister",
            "Norlish Harbor Minister",
            "said",
            "it would have been better if Maradan had not made what he called gifts to the lines",
        ),
        (
            "reported",
            "Mira Tallis",
            union,
            "said",
            "any pact without the ports would fail and the union would go on supporting the pilots",
        ),
        ("quoted", "Mira Tallis", union, "said", "Any quick pact is a rotten pact"),
        (
            "reported",
            "Luc Ferrand",
            "Velmish Harbor Minister",
            "warned",
            'against "calm through silence" rather than the officials\' mantra of "calm through'
            ' strength"',
        ),
        (
            "reported",
            "Dana Sakal",
            "Sordish Harbor Minister",
            "said",
            'the ports should not fall "under the spell that Mr. Thorne is going to find the answer'
            ' for all of us."',
        ),
        (
            "reported",
            "Paul Harwick",
            "Maradan Transport Secretary",
            "said",
            'the coast was lucky to have Thorne, the "best broker on the sea, bringing two sides'
            ' together."',
        ),
        (
            "reported",
            "Edgar Thorne",
            "",
            "said",
            'he had held a "very useful call" with the lines and they had agreed to start at once',
        ),
        (
            "reported",
            "harbor ministers from seven ports",
            "",
            "said",
            "the ports must be part of any talks",
        ),
        (
            "reported",
            "A Coastal Union source",
            "",
            "said",
            'the ministers agreed to seek a "frank dialogue" with Maradan officials in Ostel this'
            " Friday",
        ),
        ("reported", "Viktor Oban", "Hulmish Premier", "praised", "the plan"),
        ("reported", "Viktor Oban", "Hulmish Premier", "criticized", "the ministers' statement"),
        (
            "quoted",
            "Viktor Oban",
            "Hulmish Premier",
            "said",
            "You can't ask for a seat at the table. You have to earn it!",
        ),
        (
            "quoted",
            "Ruben Brekel",
            "Dellish Harbor Minister",
            "said",
            "There is no way not to be at the table, because we tow the ships",
        ),
    ]


def test_a_statement_keeps_the_spans_that_prove_it() -> None:
    text = 'Harbor chief Mira Tallis spoke first. "We will not pay," she said on Monday.'
    assert statements(text) == (
        Statement(
            words=Span("a.txt", 39, 54),
            kind="quoted",
            speaker_written="she",
            speaker="Mira Tallis",
            role="Harbor chief",
            cue="said",
            attribution=Span("a.txt", 57, 65),
            evidence=Span("a.txt", 0, 24),
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        'Mira Tallis said, "We will not pay the old fees."',
        'Mira Tallis said: "We will not pay the old fees."',
        "Mira Tallis said: “We will not pay the old fees.”",
        "Mira Tallis said: 'We will not pay the old fees.'",
        '"We will not pay the old fees," said Mira Tallis in Velm.',
        '"We will not pay the old fees," Mira Tallis told reporters on Monday.',
        '"We will not pay the old fees," Mira Tallis, the union\'s fisheries chief, said.',
        '"We will not pay the old fees," according to Mira Tallis.',
        'In a statement on Monday, Mira Tallis wrote: "We will not pay the old fees."',
        'Said Mira Tallis, "We will not pay the old fees."',
        'Mira Tallis was defiant, saying: "We will not pay the old fees."',
    ],
)
def test_a_quotation_stands_before_or_after_its_speaker(text: str) -> None:
    assert [(who, words.rstrip(".")) for who, words in said(text)] == [
        ("Mira Tallis", "We will not pay the old fees")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mira Tallis said that the ports would not pay the old fees.",
        "Mira Tallis said the ports would not pay the old fees.",
        "Mira Tallis told reporters in Velm on Monday that the ports would not pay the old fees.",
        "Mira Tallis told the crowd the ports would not pay the old fees.",
        "According to Mira Tallis, the ports would not pay the old fees.",
        "the ports would not pay the old fees, according to Mira Tallis.",
        "the ports would not pay the old fees, Mira Tallis said on Monday.",
        "the ports would not pay the old fees, said Mira Tallis.",
        "Mira Tallis was quoted as saying the ports would not pay the old fees.",
        "Mira Tallis was quoted by the Velm Post as saying that the ports would not pay the old"
        " fees.",
        "Mira Tallis went on to say that the ports would not pay the old fees.",
    ],
)
def test_reported_words_leave_out_who_said_them(text: str) -> None:
    assert said(text) == [("Mira Tallis", "the ports would not pay the old fees")]
    assert [s.kind for s in statements(text)] == ["reported"]


def test_an_attribution_in_the_middle_gives_two_runs_of_words() -> None:
    text = '"We will not pay," Mira Tallis said on Monday, "and we will not move."'
    first, second = statements(text)
    assert said(text) == [
        ("Mira Tallis", "We will not pay"),
        ("Mira Tallis", "and we will not move."),
    ]
    assert first.attribution == second.attribution


def test_a_quotation_goes_on_in_the_next_sentences() -> None:
    text = '"We will not pay," Mira Tallis said. "We never have. We never will."'
    assert said(text) == [
        ("Mira Tallis", "We will not pay"),
        ("Mira Tallis", "We never have. We never will."),
    ]


def test_quoted_paragraphs_wait_for_the_speaker_at_their_end() -> None:
    text = '"The first part of it is long.\n\n"The second part is short," said Mira Tallis.'
    assert said(text) == [
        ("Mira Tallis", "The first part of it is long."),
        ("Mira Tallis", "The second part is short"),
    ]


def test_a_colon_opens_the_next_paragraph() -> None:
    text = 'Mira Tallis told reporters:\n\n"The first part of it is long and hard."'
    assert said(text) == [("Mira Tallis", "The first part of it is long and hard.")]


def test_a_heading_in_marks_is_not_the_last_speakers() -> None:
    text = "\"We will not pay,\" said Mira Tallis.\n\n'A long winter'\n\nThe ports are closed."
    assert said(text) == [("Mira Tallis", "We will not pay")]


def test_words_inside_words_belong_to_who_said_them() -> None:
    text = (
        "Norlish Chancellor Otto Stolz said Velmish President Emma Macon had told him that Velm"
        " would send more pilots to the strait by the spring."
    )
    inner = "Velm would send more pilots to the strait by the spring"
    assert said(text) == [
        ("Otto Stolz", f"Velmish President Emma Macon had told him that {inner}"),
        ("Emma Macon", inner),
    ]


def test_a_headline_names_its_speaker_before_a_colon() -> None:
    text = (
        "Tallis: any quick pact is a rotten pact.\n\n"
        "Fisheries chief Mira Tallis spoke in Velm on Thursday."
    )
    assert said(text) == [("Mira Tallis", "any quick pact is a rotten pact")]


@pytest.mark.parametrize(
    "text",
    [
        "Mira Tallis was told that the ports would not pay the old fees.",
        "Mira Tallis did not say that the ports would pay the old fees.",
        "Mira Tallis declined to say whether the ports would pay the old fees.",
        "Mira Tallis has never said that the ports would pay the old fees.",
        "The claims of Mira Tallis were in the report on the state of the ports.",
        'Mira Tallis read "The Old Man and the Sea" in Velm.',
        "Weather: rain in Velm\n\nMira Tallis went home.",
        "The talks in Velm are not going according to plan.",
        'The Velm Works already recalled "Sea Lion," its newest pump, in May.',
        "We rate as false the claim that the Harbor Ministry says that the ports will be sold.",
        "Mira Tallis said nothing. Pilots are calling these companies out.",
        "The demands for new pilots suggest the ports are strong.",
        "Same note as before: the ferries are slow.",
        "He had a few film and TV credits in the ’80s, and he was known in Velm.",
        "Mira Tallis confirmed that on Wednesday morning.",
        "The plans call for a canal near the road to Velm.",
        "The ports will not run if Mira Tallis announced a second strike.",
        "Mira Tallis soon added the icing on the cake in Velm.",
        "The Velm rocket blasted off on Monday near the ports.",
        "The team asked questions about age, fees and habits.",
        "Nobody is accusing the ports of paying too little.",
        "Economic and historical factors suggest 2022 will be a good year for the ports.",
    ],
)
def test_what_a_person_did_not_say_is_no_statement(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Critics of Mira Tallis say the ports have paid enough.", "Critics of Mira Tallis"),
        ("Mira Tallis's spokesman said the ports have paid.", "Mira Tallis's spokesman"),
        ("A spokesman for Mira Tallis said the ports have paid.", "A spokesman for Mira Tallis"),
        ("The Velmish Harbor Ministry said the ports have paid.", "The Velmish Harbor Ministry"),
        ("Officials in Velm said the ports have paid.", "Officials in Velm"),
        ("Pilots, lawyers and port workers say it is late.", "Pilots, lawyers and port workers"),
        ("On May 3, the U.S., Norland and Sord said it was late.", "the U.S., Norland and Sord"),
        ("In Velm, Norland and Sord said it was late.", "Norland and Sord"),
        ("After the storm, pilots and workers said it was late.", "pilots and workers"),
        ("But former and current pilots say it is late.", "former and current pilots"),
        ("The winner of that race left Velm and said it was late.", "The winner of that race"),
        ("But this summer Velm Works said it was late.", "Velm Works"),
        ("So far Velm Works have said it was late.", "Velm Works"),
        ("Velm Works had earlier said it was late.", "Velm Works"),
        ("Late last year Velm Works said it was late.", "Velm Works"),
        ("It was late, said both Ida Lund and Ivo Brand.", "Ida Lund and Ivo Brand"),
        ("The port was shut. But Will Lund said it was late.", "Will Lund"),
        ("Will Lund lose? The pilot Ida Lund said it was late.", "Ida Lund"),
        (
            "According to the Academy of Boats, Ropes & Sails, it was late.",
            "the Academy of Boats, Ropes & Sails",
        ),
        ("The port lost in LIV Sailing. He said the port was late.", "He"),
        ("The ports had to shut for a day, Ida Lund, chief of the pilots said.", "Ida Lund"),
        ("Some 40% of pilots said the boats would be late.", "40% of pilots"),
        (
            "Pilot chief Mira Tallis and former mayor Ivo Brand both said it was late.",
            "Mira Tallis and Ivo Brand",
        ),
        ("Velm Works is part of the Coastal Union, which says it is late.", "the Coastal Union"),
        ("Its sponsor, state Rep. Ida Lund, told Velm Radio that it was late.", "Ida Lund"),
        ("Didn’t Lund lose the vote? Lund said it was late.", "Lund"),
        ("Ida Lund, who, as its owner, was there, said it was late.", "Ida Lund"),
    ],
)
def test_other_peoples_words_do_not_become_hers(text: str, speaker: str) -> None:
    assert [who for who, _ in said(text)] == [speaker]


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
            ["Since nobody asked the ports", "contracts of this kind were void"],
        ),
        (
            "The lines must pay, Mira Tallis warned, or the ports would be closed.",
            ["The lines must pay", "or the ports would be closed"],
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


def test_a_post_that_shows_something_says_nothing() -> None:
    assert said("Mira Tallis said in a post that showed two boats.") == []


def test_an_article_without_sentences_has_no_statements() -> None:
    assert find_statements(make_article(""), ()) == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ['"', "“", "”", "'", "said", "Tallis", "Mira Tallis", "told", "that", "according to"]
            + [",", ".", ":", "–", "\n\n", "\n", "the ports pay", "she", "(", ")", "?", "who", "as"]
        ),
        max_size=25,
    )
)
def test_any_text_gives_spans_inside_it_in_order_of_the_words(parts: list[str]) -> None:
    text = " ".join(parts)
    found = statements(text)
    assert [s.words for s in found] == sorted(s.words for s in found)
    for statement in found:
        for span in (statement.words, statement.attribution, statement.evidence):
            assert 0 <= span.start < span.end <= len(text)
        assert statement.speaker_written in text
        assert statement.cue in text


@pytest.mark.parametrize(
    ("before", "role"),
    [
        ("US Secretary of State", "US Secretary of State"),
        ("In May U.S. Secretary of State", "U.S. Secretary of State"),
        ("US Ambassador to the United Nations", "US Ambassador to the United Nations"),
        (
            "Former US Food and Drug Administration Commissioner",
            "Former US Food and Drug Administration Commissioner",
        ),
        ("He gave the letter to", ""),
    ],
)
def test_an_office_before_a_name_is_read_to_its_beginning(before: str, role: str) -> None:
    text = f"{before} Ida Lund"
    assert role_before(text, text.index("Ida")) == role


@pytest.mark.parametrize(
    "when", ["on Oct. 6 that", "on Oct. 6", "on May 3, 2024, that", "on Friday that"]
)
def test_the_day_on_which_something_is_said_is_no_part_of_it(when: str) -> None:
    text = f"President Ida Lund said {when} she would close the port."
    assert said(text) == [("Ida Lund", "she would close the port")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mira Tallis said Sept. 9 to Oct. 1 is too late.", "Sept. 9 to Oct. 1 is too late"),
        (
            "Mira Tallis reported significantly higher fees for the ports.",
            "significantly higher fees for the ports",
        ),
        ("Later is actually better, Mira Tallis said.", "Later is actually better"),
        (
            "It would be shut until 11:50 a.m. at the earliest, Mira Tallis noted.",
            "It would be shut until 11:50 a.m. at the earliest",
        ),
    ],
)
def test_a_time_that_is_spoken_of_is_part_of_the_words(text: str, words: str) -> None:
    assert said(text) == [("Mira Tallis", words)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The plan of the ports, Mira Tallis said, would fail by then.", "Mira Tallis"),
        ("The plan of the ports, said Mira Tallis, would fail by then.", "Mira Tallis"),
        ("An attack on all the ports, according to a study, is considered late.", "a study"),
    ],
)
def test_words_around_the_speaker_of_a_whole_clause_are_one_run(text: str, speaker: str) -> None:
    assert said(text) == [(speaker, text[:-1])]


@pytest.mark.parametrize(
    "text",
    [
        "The wine hails from Velm and is dry.",
        "The film centers around a Harbor call between two pilots known as “x”.",
        "One of the newest projects announced is a film on the ports.",
        "The shards tell a more complete story of life than the text.",
        "He’ll tell you the tale of a young man who is late.",
        "The club now boasts some of the best seats in the world.",
        "The top seed yelled at the umpire and then hit his chair.",
        "Member states that might be considered by the union were late.",
        "Mira Tallis left. Coach Mira Tallis: If Tallis was not so good it would be late.",
        "Keep yourself informed on the fees of the ports you consider.",
        "The Tallis claim of a need to “shut” the ports is old.",
        "Velm Works is recalling 2020 pumps and all 2021 engines.",
        "The sea there is one of the coasts noted for “a rare sort of quiet”.",
        "The ferries run on a new pump called “Harbor Lion”.",
        "It is only when pilots say the sea is calm that ferries leave.",
        "A massive storm slammed the eastern ports of Norland over the weekend.",
        "The past few weeks of the season have reminded us that the sea is rough.",
        "Mira Tallis wrote and recorded songs that are dear to the ports.",
        "Mira Tallis has written a new book about the ports of Norland.",
        "The storm crew claimed a first title with a win in Velm.",
        "Some pilots asked the ports a question on Monday.",
        "At the same time another note left in the port said nothing new.",
        "Pilot estimates for its value are about a tenth of the port.",
        "Mira Tallis hinted at her plans by posting a photo of a boat.",
        "The league called off all the boat races in Velm on Monday.",
        "Harbor police responded to the scene of the fire near the old port.",
        "The pitcher took six boats, conceding just 398 in ten games.",
    ],
)
def test_a_noun_or_a_participle_says_nothing(text: str) -> None:
    assert said(text) == []


def test_he_is_who_was_described_and_quoted_right_before() -> None:
    text = (
        "Mira Tallis went home. “It is late,” the judge continued. The case will be sent back for"
        " Emerson Macon to see, he said."
    )
    assert [who for who, _ in said(text)] == ["the judge", "the judge"]


def test_feelings_and_praise_are_no_statements() -> None:
    feels = "Ida Lund, a pilot, said she feels helpless, stressed and tired of the port."
    assert [speaker for speaker, _ in said(feels)] == ["Ida Lund"]
    assert said("The port thanks Ida Lund, and she’s hailed as one of the best pilots.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Velm Works argued that it was late, but Norland will object, saying that it is early.",
            [("Velm Works", "it was late"), ("Norland", "it is early")],
        ),
        (
            "Velm Works said the plans would fail but Norland hit back, saying it was too late.",
            [("Velm Works", "the plans would fail"), ("Norland", "it was too late")],
        ),
        (
            "Ivo Brand insisted it must go on, and Tallis refused, citing his wound from a shoe.",
            [("Ivo Brand", "it must go on"), ("Tallis", "his wound from a shoe")],
        ),
    ],
)
def test_who_acts_last_in_a_sentence_says_what_follows(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert said(text) == found


def test_a_paper_that_is_told_is_no_part_of_the_words() -> None:
    text = "The former Velm singer, 49, told Harbor magazine: “My hips are gone.”"
    assert said(text) == [("The former Velm singer", "My hips are gone.")]


def test_what_a_quotation_ends_with_its_mark_is_all_of_it() -> None:
    text = 'It made the Velm team say "holy cow," said Lee Brand, the harbor chief.'
    assert ("the Velm team", "holy cow") in said(text)


def test_a_clause_ends_where_somebody_else_is_said_to_say_it() -> None:
    text = "Officials told Mira Tallis that the port is shut, Ivo Brand said."
    assert ("Officials", "the port is shut") in said(text)


def test_what_comes_before_an_interrupted_clause_is_the_articles_own() -> None:
    text = "He listed the arguments of pilots, who, Mira Tallis claimed, did not pay the old fees."
    assert said(text) == [("Mira Tallis", "did not pay the old fees")]


def test_what_is_done_behind_what_somebody_is_called_is_not_said() -> None:
    text = "Mira Tallis called one pilot “a fool” – and then left for the ports of Velm."
    assert said(text) == [("Mira Tallis", "one pilot “a fool”")]


def test_he_is_who_was_quoted_before_by_a_surname_alone() -> None:
    text = (
        "Velm can look back to Kelvan Rus, a union of ports. It is old, said AP’s Ostrow.\n\n"
        "And “as with all tales,” he continued, “there is some truth in it.”"
    )
    assert {who for who, _ in said(text)} == {"Ostrow"}


def test_a_statement_is_whose_it_is() -> None:
    text = (
        "Velm Works said in a statement that the ports would stay open. The statement added that"
        " pilots would be paid.\n\nThe lawsuit said that pilots were not paid."
    )
    assert [who for who, _ in said(text)] == ["Velm Works", "Velm Works", "The lawsuit"]


def test_a_heading_in_a_line_is_no_part_of_the_name_behind_it() -> None:
    text = "Ida Tallis left. Cold Harbors The Tallis sisters said the ports were shut."
    assert "Cold Harbors The Tallis" not in [one.name for one in find_people(text).people]


def test_he_is_who_is_known_by_an_age_alone() -> None:
    text = (
        "Viktor Oban of Velm left. The 54-year-old replied that it was fine. “I do not worry at all"
        " about the ports,” he added."
    )
    assert [who for who, _ in said(text)] == ["The 54-year-old", "The 54-year-old"]


def test_a_surname_known_before_is_not_that_of_a_daughter_named_later() -> None:
    text = "Tallis ran the port. His daughter, Ida Tallis, left. Tallis said that it was late."
    assert [who for who, _ in said(text)] == ["Tallis"]


def test_she_is_who_was_quoted_rather_than_a_place() -> None:
    text = (
        "Ida Lund said it was late. Rain fell on the hills north of Velm Pass that day."
        " “It is cold,” she said."
    )
    assert [who for who, _ in said(text)] == ["Ida Lund", "Ida Lund"]


def test_they_may_be_one_who_was_quoted_right_before() -> None:
    text = "A pilot said they were late that day. They said the ferries would not wait."
    assert [who for who, _ in said(text)] == ["A pilot", "A pilot"]


def test_a_letter_to_the_editor_makes_no_editor() -> None:
    text = "In a letter to the editor, Dana Sakal wrote that the ports pay."
    assert [(one.speaker, one.role) for one in statements(text)] == [("Dana Sakal", "")]
