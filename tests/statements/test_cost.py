"""However long a text is, finding its statements costs no more than its length allows."""

import pytest
from growth import is_in_proportion

from rag.language.sentences import split_sentences
from rag.records import Article
from rag.statements.extraction import find_statements

SIZE = 8_000  # characters; what costs the square of it would take minutes
# Texts that nobody writes but anybody can upload.
HOSTILE = {
    "said": "he said ",
    "told": "Mira Tallis told him ",
    "according": "according to Mira Tallis, ",
    "which said": "which said ",
    "aside": "– she said – ",
    "colons": "Tallis: she said: ",
    "asked": '"Why?" she asked ',
    "quotations": '"it is so" ',
    "opened quotations": '"We will not pay.\n\n',
    "marks": '"',
    "single marks": "'a ",
    "capitals": "Aaa ",
    "commas": "so, ",
    "digits": "1,234 ",
    "brackets": "(",
    "an interview without full stops": '"We will not pay," she said ',
    "an interview": '"We will not pay the fees," Mira Tallis said. "Never again." ',
    "an interview across sentences": 'he said "We go. We stay" and ',
    "roles": "President Aa Bb said it. The president said that it was so. ",
}


def find(text: str) -> None:
    article = Article("a.txt", "A", None, "", "", "", text, "0")
    find_statements(article, split_sentences(article))


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_statements_are_found_in_the_time_of_the_texts_length(unit: str) -> None:
    short, long = (unit * (size // len(unit)) for size in (SIZE, 2 * SIZE))
    assert is_in_proportion(find, short, long)


def test_many_people_of_one_surname_are_told_apart_in_the_time_of_the_texts_length() -> None:
    names = [f"{a}{b}{c}" for a in "ABCDEFGH" for b in "aeiou" for c in "bcdfghklmnprst"]
    short, long = (
        " ".join(f"{name} Smith came. Smith said that it was late." for name in names[:count])
        for count in (280, 560)
    )
    assert is_in_proportion(find, short, long)
