"""Asking in a real browser: questions edited, narrowed by filters, linked to and refused."""

import pytest
from browsing import SHE, WALL, Served, ask, caught, choose, finished, lines, visit
from conftest import CHROMIUM
from fake_chat import HOSTILE, as_error
from playwright.sync_api import Browser, Page

from rag.errors import IndexMissing
from rag.records import Filters

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium is installed")


def test_a_question_can_be_edited(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL)
    choose(tab, "Edit question")
    tab.fill(".editing textarea", "When will the ferry sail?")
    tab.press(".editing textarea", "Enter")
    finished(tab, "When will the ferry sail?")
    assert tab.locator(".turn").count() == 1


def test_what_was_understood_can_be_taken_away(tab: Page, served: Served) -> None:
    visit(tab)
    ask(tab, WALL)
    assert tab.inner_text("#current .chips").split("\n") == [
        "speaker Ines Calder ×",
        "about harbour wall ×",
    ]
    tab.click("button.chip >> nth=0")
    finished(tab, "harbour wall")
    assert [question for question, _ in served.chat.asked] == [WALL, "harbour wall"]


def test_what_is_carried_over_from_before_is_shown_and_can_be_removed(
    tab: Page, served: Served
) -> None:
    visit(tab)
    ask(tab, WALL)
    ask(tab, SHE)
    assert tab.inner_text("#current .question") == SHE
    whole = "What did Ines Calder say about the ferry?"
    assert tab.inner_text("#current .searched") == f"Read as {whole}"
    assert tab.inner_text("#current .chips").split("\n")[0] == "from before Ines Calder ×"
    assert served.chat.before[-1] == [WALL]
    tab.wait_for_function("location.search.includes('Ines+Calder')")  # the link stands alone
    tab.click("#current button[aria-label='Ask again without Ines Calder']")
    tab.wait_for_selector("#current .turn.done[data-turn='3']")
    assert tab.inner_text("#current .question") == SHE
    assert tab.locator("#current .searched").count() == 0
    assert "from before" not in tab.inner_text("#current .chips")
    assert tab.locator(".turn").count() == 2
    assert [question for question, _ in served.chat.asked] == [WALL, SHE, SHE]
    assert served.chat.before[-1] == [WALL]


def test_a_link_asks_the_same_question_again(tab: Page, served: Served) -> None:
    visit(tab)
    ask(tab, WALL)
    choose(tab, "Copy link")
    link = tab.evaluate("navigator.clipboard.readText()")
    assert link == tab.url
    tab.goto("about:blank")
    tab.goto(link)
    finished(tab, WALL)
    assert [question for question, _ in served.chat.asked] == [WALL, WALL]


def test_filters_reach_the_chat_unless_they_leave_no_day(tab: Page, served: Served) -> None:
    visit(tab)
    tab.click("#filters > button")
    tab.fill("#filters input >> nth=0", "2025-03-10")
    tab.keyboard.press("Enter")
    ask(tab, "When will the ferry sail?")
    assert str(served.chat.asked[-1][1].since) == "2025-03-10"
    assert "from 10 March 2025 ×" in tab.inner_text("#current .chips")
    tab.fill("#filters input >> nth=1", "2025-03-09")
    tab.fill("#box textarea", WALL)
    tab.wait_for_selector("#filters >> text=Filters (2)")
    tab.press("#box textarea", "Enter")
    tab.wait_for_selector("#current .trouble")
    assert lines(tab, "#current .trouble") == [
        "The filters leave no day: “From” is later than “Until”.",
        "Change one of them.",
    ]


def test_taking_a_filter_away_clears_its_field_too(tab: Page, served: Served) -> None:
    visit(tab, "?q=When+will+the+ferry+sail%3F&since=2025-03-10&source=Coast+Weekly")
    finished(tab, "When will the ferry sail?")
    tab.click("button[aria-label='Ask again without 10 March 2025']")
    tab.wait_for_function("document.querySelectorAll('button.chip').length === 1")
    tab.wait_for_selector("#current .turn.done")
    assert served.chat.asked[-1][1].since is None
    assert served.chat.asked[-1][1].sources == ("Coast Weekly",)
    tab.click("#filters > button")
    assert tab.input_value("#filters input >> nth=0") == ""
    assert "Coast Weekly" in tab.inner_text("#filters")


def test_filters_that_are_set_are_counted_and_go_with_the_conversation(tab: Page) -> None:
    visit(tab, "?q=zebras&since=2025-03-10&source=Coast+Weekly")
    finished(tab, "zebras")
    tab.wait_for_selector("#filters >> text=Filters (2)")
    assert "Only what passes the filters was searched." in tab.inner_text(".refusal")
    tab.click("#fresh")
    tab.wait_for_selector("#filters:not(:has-text('(2)'))")
    assert tab.evaluate("document.activeElement.matches('#box textarea')")
    tab.click("#filters > button")
    assert tab.input_value("#filters input >> nth=0") == ""


def test_a_refusal_within_filters_leads_to_all_articles(tab: Page, served: Served) -> None:
    visit(tab, "?q=Who+ate+the+harbour+zebra%3F&source=Coast+Weekly")
    tab.wait_for_selector(".refusal")
    tab.click("text=Search all articles")
    tab.wait_for_selector("#current .turn.done[data-turn='2']")
    assert served.chat.asked[-1][1] == Filters()
    assert tab.locator(".turn").count() == 1


def test_an_empty_question_is_none(tab: Page, served: Served) -> None:
    visit(tab)
    tab.fill("#box textarea", "   ")
    tab.click("#go")
    ask(tab, WALL)
    assert tab.locator(".turn").count() == 1
    assert [question for question, _ in served.chat.asked] == [WALL]


def test_a_double_click_asks_once(tab: Page, served: Served) -> None:
    served.chat.pause = 0.3
    visit(tab)
    tab.dblclick("text=When will the ferry sail?")
    finished(tab, "When will the ferry sail?")
    served.chat.pause = 0.0
    tab.fill("#box textarea", WALL)
    tab.dblclick("#go")
    finished(tab, WALL)
    assert tab.locator(".turn").count() == 2
    assert [question for question, _ in served.chat.asked] == ["When will the ferry sail?", WALL]


def test_a_missing_index_is_explained_and_found_once_it_is_there(tab: Page, served: Served) -> None:
    served.chat.error = as_error(IndexMissing)
    visit(tab)
    explained = ["The index is not there.", "Run rag index."]
    assert lines(tab, "#welcome .trouble") == explained
    ask(tab, WALL)
    assert lines(tab, "#current .trouble") == explained
    served.chat.error = None
    choose(tab, "Ask again")
    tab.wait_for_selector("#current .claim")


def test_an_unforeseen_error_never_shows_a_traceback(tab: Page, served: Served) -> None:
    visit(tab)
    served.chat.error = ZeroDivisionError("secret detail")
    ask(tab, WALL)
    assert tab.inner_text("#current .problem") == "Something went wrong on the server."
    assert "secret detail" not in tab.content()


@pytest.mark.parametrize(
    "question",
    [
        "hostile ${40+2} {{value}} words robot",
        "hostile \\u003cimg src=x onerror=document.title='caught'\\u003e words",
        "hostile <script>document.title='caught'</script> tags",
        "hostile <img src=x onerror=\"document.title='caught'\"> tags",
        "hostile [3] **bold** _words_ $x^2$ # heading [link](javascript:alert(1))",
        "hostile " + "longword" * 60,
        "hostile \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 words",
        "hostile \"quotes\" AND (title:* OR 'x') & </h2></section>",
    ],
)
def test_what_articles_and_people_write_is_shown_and_never_run(tab: Page, question: str) -> None:
    visit(tab)
    ask(tab, question)
    shown = tab.evaluate("document.querySelector('#current .question').textContent")
    assert shown == question
    tab.click("#listed .open >> nth=0")
    text = tab.evaluate("document.querySelector('#opened .text').textContent")
    assert text == HOSTILE.text
    assert tab.evaluate("document.querySelector('#opened h2').textContent") == HOSTILE.title
    assert tab.locator(".turn img, .turn script, .turn a, #panel img, #panel a").count() == 0
    width = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    assert not caught(tab)


def test_markup_that_slipped_in_could_not_run_a_script(browser: Browser, served: Served) -> None:
    tab = browser.new_context(base_url=served.address).new_page()
    visit(tab)
    tab.evaluate(
        "addEventListener('securitypolicyviolation', e => window.refused = e.effectiveDirective);"
        "document.body.insertAdjacentHTML('beforeend', "
        "'<p onclick=\"document.title=`caught`\" id=slip>x</p>')"
    )
    tab.evaluate("document.querySelector('#slip').click()")
    tab.wait_for_function("window.refused === 'script-src-attr'")
    assert not caught(tab)
    tab.context.close()


def test_a_question_far_too_long_is_refused_in_a_sentence(tab: Page) -> None:
    visit(tab, "?q=" + "a" * 6000)
    tab.wait_for_selector(".turn.done")
    assert lines(tab, "#current .trouble") == [
        "The question has 6,000 characters.",
        "Ask in fewer than 5,000.",
    ]
