"""Statements: who said what, in which words, and which words of the article prove it."""

import pytest
from saying import make_article, said, statements

from rag.records import Span, Statement

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


@pytest.mark.parametrize("means", ["phone", "email", "text message", "a video link", "letter"])
def test_who_is_not_there_says_it_by_phone(means: str) -> None:
    assert said(f"“It was late,” Ida Lund said by {means}.") == [("Ida Lund", "It was late")]


@pytest.mark.parametrize(
    "amount",
    [
        "nothing for years",
        "little about the plan",
        "so on Monday",
        "as much in May",
        "no more than that",
        "it again",
        "nothing of the sort",
    ],
)
def test_how_much_was_said_is_no_words(amount: str) -> None:
    assert said(f"Ida Lund left. Lund said {amount}.") == []


@pytest.mark.parametrize("words", ["nothing will change", "so far it was late", "it may close"])
def test_nothing_may_be_what_is_spoken_of(words: str) -> None:
    assert said(f"Ida Lund said {words}.") == [("Ida Lund", words)]
