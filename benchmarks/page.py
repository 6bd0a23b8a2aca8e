"""Measure the page in a browser: first paint, first words, opened source.

    python -m benchmarks page --index index --question "What did Kallas say about a quick fix?"

The page is served in a process of its own, as a user would start it; Chromium runs beside it on
the same machine. "First words" is the time from pressing Enter to the first claim standing in
the document; "opened source" from the click on a citation to the article standing open and
scrolled. Times are taken by the browser's own clock.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from rows import head, say

APP = Path(__file__).parents[1] / "app.py"
# Runs in the browser: act, then wait frame by frame until the selector is there.
UNTIL = """([act, selector]) => new Promise(done => {
  const began = performance.now();
  eval(act);
  const look = () => document.querySelector(selector)
    ? requestAnimationFrame(() => done(performance.now() - began))
    : requestAnimationFrame(look);
  look();
})"""
PRESS = (
    "document.querySelector('#box textarea').dispatchEvent("
    "new KeyboardEvent('keypress', {key: 'Enter', bubbles: true}))"
)


def main() -> None:
    """Serve the page, measure, print a table."""
    options = _options()
    server = subprocess.Popen(
        [sys.executable, str(APP), "--index", str(options.index), "--port", str(options.port)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        said = server.stdout.readline()
        address = re.search(r"http://\S+", said)
        assert address, f"the page did not start: {said!r}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            visits = [_visit(browser, address.group()) for _ in range(options.rounds)]
            words, sources = _questions(browser, address.group(), options)
            browser.close()
        head("what", "p50 / p95", "times")
        _report("first paint, empty cache", [paint for paint, _ in visits])
        _report("ready to type, empty cache", [ready for _, ready in visits])
        _report("first words", words)
        _report("opened source", sources)
    finally:
        server.terminate()
        server.wait(timeout=10)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--port", type=int, default=7899)
    parser.add_argument("--question", action="append", required=True, help="ask this; repeatable")
    parser.add_argument("--rounds", type=int, default=10, help="times each question is asked")
    return parser.parse_args()


def _open(browser: Browser, address: str) -> tuple[Page, float]:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("#welcome section")
    return page, (time.perf_counter() - began) * 1000


def _visit(browser: Browser, address: str) -> tuple[float, float]:
    page, ready = _open(browser, address)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.context.close()
    return float(paint), ready


def _questions(
    browser: Browser, address: str, options: argparse.Namespace
) -> tuple[list[float], list[float]]:
    page, _ = _open(browser, address)
    words, sources = [], []
    for number, question in enumerate(options.question * options.rounds, start=1):
        page.fill("#box textarea", question)
        place = f'#current .turn[data-turn="{number}"]'
        shown = f"{place} .claim, {place} .refusal"
        words.append(float(page.evaluate(UNTIL, [PRESS, shown])))
        page.wait_for_selector(f"{place}.done")
        if page.locator(f"{place} .cite").count():
            click = f"document.querySelector('{place} .cite').click()"
            sources.append(float(page.evaluate(UNTIL, [click, "#opened mark.active"])))
            page.click("#back")
            page.wait_for_selector("#opened", state="hidden")
    page.context.close()
    return words, sources


def _report(what: str, times: list[float]) -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    say(what, f"{statistics.median(times):.0f} / {p95:.0f} ms", len(times))


if __name__ == "__main__":
    main()
