"""Walk through docs/review.md in a real browser and take its pictures: ``python bench/review_pictures.py OUT``.

OUT is a run folder made by ``make demo``; the decisions of the walk are written into it.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "kit"))

from browser import Server, opened, saved, show, started
from playwright.sync_api import Page, expect

IMAGES = Path(__file__).parent.parent / "docs" / "images"
CORRECTIONS = (
    ("指令单", {"name": "指令单、任务单", "subject": "区信访局"}),
    ("区级领导包案化解", {"subject": "区级领导"}),
    ("已化解信访案件", {"subject": "区级领导"}),
)
"""What the walk corrects in the report of Panlong: words to search for, and the inputs to fill in."""


def picture(page: Page, name: str) -> None:
    """Keep what the page shows."""
    page.wait_for_timeout(400)
    page.screenshot(path=str(IMAGES / f"review-{name}.png"))


def walk(page: Page) -> None:
    """Settle ten fields with keys."""
    picture(page, "first")
    page.keyboard.press("v")
    picture(page, "findings")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="知道了").click()
    page.locator("#document").select_option("panyu-2023")
    expect(page.locator("#card .said")).to_have_text("94%")
    picture(page, "why")
    for _ in range(7):
        page.keyboard.press("a")
        saved(page)
        page.wait_for_timeout(150)
    picture(page, "done")
    page.keyboard.press("m")
    picture(page, "complete")
    page.keyboard.press("Escape")
    page.locator("#document").select_option("panlong-2022")
    for words, inputs in CORRECTIONS:
        correct(page, words, inputs)


def correct(page: Page, words: str, inputs: dict[str, str]) -> None:
    """Search a field, change it, save it."""
    page.keyboard.press("/")
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    expect(page.locator(".line .what", has_text=words).first).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("e")
    for name, text in inputs.items():
        page.locator(f".editor [name={name}]").fill(text)
    expect(page.locator(".checks p")).to_be_visible()
    if words == CORRECTIONS[0][0]:
        picture(page, "edit")
    page.keyboard.press("Control+Enter")
    saved(page)


def main(folder: Path) -> None:
    """Take all pictures."""
    with started() as browser:
        server = Server(folder, audit=0.05)
        try:
            page = opened(browser, server.address, welcomed=False)
            walk(page)
            page.goto(f"{server.address}figures")
            picture(page, "figures")
            show(page, server.address)
            page.keyboard.press("?")
            picture(page, "keys")
            tablet = opened(browser, server.address, width=820, height=1180)
            picture(tablet, "tablet")
        finally:
            server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
