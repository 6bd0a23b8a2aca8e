"""Whether two papers' copies of one quotation are one claim."""

from dataclasses import replace
from datetime import date

from conftest import make_article

from rag.answers.claims import copies_joined
from rag.records import Claim, Source, Span


def claim(id: str, text: str, words: str, speaker: str = "Ines Calder") -> Claim:
    article = make_article(text, id=id)
    start = text.index(words)
    marked = (Span(id, start, start + len(words)),)
    return Claim(text, (Source(article, Span(id, 0, len(text)), marked),), speaker=speaker)


def source(id: str, text: str, day: date | None) -> Source:
    return Source(replace(make_article(text, id=id), date=day), Span(id, 0, len(text)), ())


def test_a_quotation_that_two_papers_have_is_one_claim_with_both_as_sources() -> None:
    words = "We cannot wait for another winter"
    one = claim("a.txt", f'The council voted. "{words}," she said.', words)
    other = claim("b.txt", f"After a flood: “{words}!” she told us.", words)
    third = claim("c.txt", f'Al Horn said: "{words}."', words, "Al Horn")
    [joined, alone] = copies_joined([one, other, third])
    assert (joined.text, joined.sources) == (one.text, one.sources + other.sources)
    assert alone == third


def test_few_words_are_the_same_in_the_same_paragraph_alone() -> None:
    said = "“We cannot wait,” said Mayor Ines Calder."
    wall = claim("a.txt", f"The wall is low.\n\n{said}", "We cannot wait")
    again = claim("b.txt", f"{said}\n\nThe ferry sails in May.", "We cannot wait")
    ferry = claim("c.txt", "“We cannot wait,” she said of the old ferry.", "We cannot wait")
    [joined, alone] = copies_joined([wall, again, ferry])
    assert (joined.text, joined.sources) == (wall.text, wall.sources + again.sources)
    assert alone == ferry


def test_the_earliest_of_equal_words_is_cited_and_one_without_a_date_last() -> None:
    text = "The wall will be raised."
    undated, late, early = (
        replace(claim(name, text, "wall", ""), sources=(source(name, text, day),))
        for name, day in (("a.txt", None), ("b.txt", date(2025, 3, 5)), ("c.txt", date(2025, 3, 4)))
    )
    [joined] = copies_joined([undated, late, early])
    assert [one.article.id for one in joined.sources] == ["c.txt", "b.txt", "a.txt"]


def test_equal_words_of_two_articles_are_one_claim_whoever_speaks() -> None:
    text = "The wall will be raised."
    claims = [
        Claim(text, (Source(make_article(text, id=name), Span(name, 0, 24), ()),))
        for name in ("a.txt", "b.txt")
    ]
    [joined] = copies_joined(claims)
    assert [source.article.id for source in joined.sources] == ["a.txt", "b.txt"]
