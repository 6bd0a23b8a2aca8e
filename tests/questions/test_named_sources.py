"""Which sources a question asks of."""

from rag.questions.query import read_question

SOURCES = ("The Herald", "Harbour News", "The Courier - Sports")


def test_an_outlet_that_no_article_is_from_is_reported() -> None:
    query = read_question(
        "What do the Reuters article and the Herald article say?", sources=SOURCES
    )
    assert query.absent_sources == ("Reuters",)


def test_an_outlet_that_is_only_talked_about_is_not_reported() -> None:
    query = read_question("Who founded Reuters?", sources=SOURCES)
    assert query.absent_sources == ()
