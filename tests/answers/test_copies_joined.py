"""Whether two papers' copies of one quotation are one claim."""

from conftest import make_article

from rag.answers.claims import copies_joined
from rag.records import Claim, Source, Span


def claim(id: str, text: str, words: str, speaker: str = "Ines Calder") -> Claim:
    article = make_article(text, id=id)
    start = text.index(words)
    marked = (Span(id, start, start + len(words)),)
    return Claim(text, (Source(article, Span(id, 0, len(text)), marked),), speaker=speaker)


def test_a_quotation_that_two_papers_have_is_one_claim_with_both_as_sources() -> None:
    one = claim("a.txt", 'The council voted. "We cannot wait," she said.', "We cannot wait")
    other = claim("b.txt", "After a flood: “We cannot wait!” she told us.", "We cannot wait")
    third = claim("c.txt", 'Al Horn said: "We cannot wait."', "We cannot wait", "Al Horn")
    [joined, alone] = copies_joined([one, other, third])
    assert (joined.text, joined.sources) == (one.text, one.sources + other.sources)
    assert alone == third


def test_equal_words_of_two_articles_are_one_claim_whoever_speaks() -> None:
    text = "The wall will be raised."
    claims = [
        Claim(text, (Source(make_article(text, id=name), Span(name, 0, 24), ()),))
        for name in ("a.txt", "b.txt")
    ]
    [joined] = copies_joined(claims)
    assert [source.article.id for source in joined.sources] == ["a.txt", "b.txt"]
