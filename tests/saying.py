"""Articles of a few sentences, and who says what in them."""

from rag.language.sentences import split_sentences
from rag.records import Article, Statement
from rag.statements.extraction import find_statements


def make_article(text: str) -> Article:
    return Article("a.txt", "A", None, "", "", "", text, "0")


def statements(text: str) -> tuple[Statement, ...]:
    article = make_article(text)
    return find_statements(article, split_sentences(article))


def said(text: str) -> list[tuple[str, str]]:
    """Return who said which words."""
    article = make_article(text)
    return [(s.speaker, article.cut(s.words)) for s in statements(text)]
