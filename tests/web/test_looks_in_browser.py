"""The looks of the page in a real browser: widths, colours, what axe-core finds, languages."""

import re
from pathlib import Path

import pytest
from browsing import WALL, Served, ask, lines, to_speakers, visit
from conftest import CHROMIUM
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium is installed")
THEMES = ("light", "dark")


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_nothing_is_wider_than_the_window(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    visit(tab)
    ask(tab, "hostile word without an end")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.wait_for_function(
        """() => {
          const menu = document.querySelector('#current .menu');
          if (!menu.open) menu.scrollIntoView({ block: 'center' });
          menu.open = true;
          const list = document.querySelector('#current .menu > div').getBoundingClientRect();
          const composer = document.querySelector('#ask').getBoundingClientRect();
          return list.height && list.right <= innerWidth && list.bottom <= composer.top;
        }"""
    )
    tab.evaluate("document.querySelector('#current .menu').open = false")
    tab.click("#current .claims .cite >> nth=0")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_can_be_dark_and_remembers_it(tab: Page) -> None:
    visit(tab)
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.click("#more summary")
    tab.click("#shade")
    dark = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (light, dark) == ("rgb(251, 250, 247)", "rgb(21, 23, 26)")
    visit(tab)
    tab.wait_for_selector("#shade >> text=Light", state="attached")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    tab.evaluate("localStorage.clear()")


def test_nothing_is_hard_to_read_or_to_reach(tab: Page) -> None:
    axe = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    for width, dark in ((1440, False), (1440, True), (390, False), (390, True)):
        tab.set_viewport_size({"width": width, "height": 800})
        visit(tab, f"?q=What+did+Calder+say+about+the+harbour+wall+doubtful&__theme={THEMES[dark]}")
        tab.wait_for_selector("#current .turn.done")
        tab.evaluate(axe)
        found = {"answer": faults(tab)}
        tab.click("#current .cite >> nth=0")
        found["article"] = faults(tab)
        tab.click("#back")
        tab.click("#current >> text=Day by day")
        tab.wait_for_selector("#topic .claim")
        found["topic"] = faults(tab)
        tab.click("#topic .back")
        tab.wait_for_selector(".articles")
        found["read"] = faults(tab)
        to_speakers(tab)
        tab.click(".person >> nth=0")
        tab.wait_for_selector(".timeline .claim")
        found["speaker"] = faults(tab)
        tab.click(".masthead [data-dialog]")
        tab.wait_for_selector("#earlier [data-key]")
        found["earlier"] = faults(tab)
        tab.keyboard.press("Escape")
        if width < 720:
            tab.click("#more summary")
        tab.click("[data-dialog=notes]:visible")
        tab.wait_for_selector("#notes .found")
        found["notes"] = faults(tab)
        assert {place: said for place, said in found.items() if said} == {}, (width, dark)


def faults(tab: Page) -> list[str]:
    """Return what axe-core finds serious on the page as it stands."""
    found = tab.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_the_page_speaks_the_language_of_the_browser(browser: Browser, served: Served) -> None:
    served.chat.pause = 0.0
    abroad = browser.new_context(base_url=served.address, locale="de-AT")
    tab = abroad.new_page()
    visit(tab)
    assert tab.get_attribute("html", "lang") == "de"
    assert tab.title() == "Die Artikel befragen"
    assert tab.inner_text(".extent") == "5 Artikel. Vom 4. März 2025 bis zum 28. Mai 2025."
    assert tab.locator("[role=tab]").all_inner_texts() == ["Fragen", "Lesen", "Personen"]
    assert tab.get_attribute("#box textarea", "placeholder") == "Auf Englisch fragen"
    ask(tab, WALL)
    assert lines(tab, "#current .chips")[0] == "Person Ines Calder ×"
    assert tab.inner_text("#current .actions button >> nth=1") == "Alles, was Ines Calder sagte"
    assert "Council votes to raise" in tab.inner_text("#listed h3 >> nth=0")  # as it is
    tab.wait_for_selector("#current .next h3 >> text=Als Nächstes fragen")
    tab.click("#current .claims .cite >> nth=0")
    assert tab.inner_text("#back") == "← Zurück zur Antwort"
    assert tab.inner_text("#place") == "1 von 3"
    tab.click("#back")
    ask(tab, "Who ate the harbour zebra?")
    assert tab.inner_text(".refusal h3") == "Das sagen die Artikel nicht."
    tab.click("role=tab[name=Lesen]")
    tab.wait_for_selector("#articles .found >> text=5 Artikel")
    english = re.compile(r"\b(?:the|articles?|your|sources?|show)\b", re.IGNORECASE)
    said = [tab.inner_text(place) for place in ("#top", "#browse", "#facets", "#talk .tab-wrapper")]
    assert not english.search(" ".join(said))
    assert "[[" not in tab.inner_text("body")
    abroad.close()
