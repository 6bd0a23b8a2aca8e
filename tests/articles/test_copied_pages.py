"""Pages that somebody copied whole into a text file: menus above, comments and lists below."""

from collections.abc import Callable

import pytest
from growth import grows_with_length

from rag.articles.cleaning import clean
from rag.articles.comments import comments_below
from rag.articles.fields import Fields
from rag.articles.menus import menu_above

PROSE = (
    "The ferry between Oldport and the islands stood still for a third day on Friday, as crews and "
    "owners failed to agree on wages. Nobody expects a quick end."
)
HEADLINE = "Ferries stand still as crews ask for more"


@pytest.mark.parametrize(
    "menu",
    [
        "Markets\nMore\nWatch\nPolitics",
        "Skip to content\nThe Oldport Post",
        "Zum Inhalt springen\nDAS BLATT\nMenü\nAnmelden\nPolitik\nStreit am Hafen",
        "Aller au contenu principal\nLe Port\nSe connecter\nINTERNATIONAL",
        "Skip to main content\nAll the news, figures and views of the harbour trade, every day"
        "\nWorld\nBusiness\nMy News\nRegister\nShipping & Trade",
    ],
)
@pytest.mark.parametrize("below", ["By Ada Moe", "Crews want a tenth more.", "3 hours ago\nShare"])
def test_a_menu_is_left_out_and_the_headline_below_it_is_the_title(menu: str, below: str) -> None:
    fields, left_out = clean(Fields(f"{menu}\n{HEADLINE}\n{below}\n\n{PROSE}"))
    assert fields.title == HEADLINE
    assert [one.words for one in left_out if one.what == "a menu"] == menu.split("\n")
    assert fields.text.startswith(f"{HEADLINE}\n")


def test_a_short_headline_stands_next_above_the_byline() -> None:
    fields, _ = clean(Fields(f"Markets\nMore\nSport\nFerries stand still\nBy Ada Moe\n\n{PROSE}"))
    assert (fields.title, fields.author) == ("Ferries stand still", "Ada Moe")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADLINE}\n\n{PROSE}",
        f"Weather\nStorm hits the harbour of Oldport\n\n{PROSE}",
        f"The week\nThe sea\nThe town\nThe harbour wall has fallen\n\n{PROSE}",
        "Menu\nHome\nNews\nSport",
    ],
)
def test_short_lines_that_no_menu_is_made_of_stay(text: str) -> None:
    assert menu_above(text.split("\n")) is None


@pytest.mark.parametrize(
    ("head", "below"),
    [
        ("Comments (2)", "Gull77\n10 Apr 2025 7:12\nSink it.\nHarbourMum\n11 Apr 2025 8:40\nNo!"),
        ("12 Comments", "Sort by newest\nGull77\n2 hours ago\nSink it, said my dad.\nReply"),
        ("Join the conversation", "Gull77\nReply\nReport\nSink it."),
    ],
)
def test_comments_of_readers_are_no_part_of_the_article(head: str, below: str) -> None:
    fields, left_out = clean(Fields(f"{HEADLINE}\n\n{PROSE}\n\n{head}\n{below}"))
    assert fields.text == f"{HEADLINE}\n\n{PROSE}"
    assert [one.words for one in left_out if one.what == "comments"] == [head, *below.split("\n")]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADLINE}\nCrews ask more.\nBy Ada Moe\n12 comments\n3 March 2025\n\n{PROSE}",
        f"{HEADLINE}\n\n{PROSE}\n\nWhat do you think?\n\n{PROSE}",
        f"10:20\n{PROSE}\n11:30\n{PROSE}\n5 comments\nAda Moe\n12:40\n{PROSE}\nFinn Berg\n13:01\n",
    ],
)
def test_what_stands_below_a_count_of_comments_is_none_by_that_alone(text: str) -> None:
    assert not comments_below(text.split("\n"))


@pytest.mark.parametrize("find", [menu_above, comments_below])
@pytest.mark.parametrize(
    "unit", ["Home\n", "a - ", "Comments\n", "Comments\nA\nReply\n", "skip to a "]
)
def test_menus_and_comments_are_found_in_step_with_the_length_of_a_text(
    find: Callable[[list[str]], object], unit: str
) -> None:
    assert grows_with_length(lambda text: find(text.split("\n")), unit, f"{PROSE}\n", 20_000)
