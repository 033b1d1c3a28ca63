"""What the page shows in a real browser: hostile reports as letters, long queues, contrast, blind review, folding."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import (
    Server,
    events,
    go,
    opened,
    saved,
    select,
    show,
    title,
    write_run,
)
from playwright.sync_api import Browser, Page, expect
from review_fakes import PROBLEM, TEXT, many, report

from extract.model.record import Record

pytestmark = [pytest.mark.outside, pytest.mark.slow]


def test_a_hostile_report_is_shown_as_letters(browser: Browser, tmp_path: Path) -> None:
    """Markup in text, values, labels, names and comments runs nowhere and loads nothing."""
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    text = f"{hostile}\n{TEXT}"
    data = report().model_dump(mode="json")
    data["functions"] = [{"span": [0, len(hostile)], "text": hostile, "id": "functions-0", "confidence": 0.1,
                          "reasons": ["not_found"]}]  # fmt: skip
    data["finance"][0] |= {"span": None, "label": hostile}
    for name in ("problems", "improvements", "finance", "absent"):
        data[name] = data[name][:1] if name == "finance" else []
    data["profile"] = {
        "department_name": {"value": hostile, "span": None, "confidence": 0.1, "id": "profile.department_name-1"}
    }
    write_run(tmp_path, [(Record.model_validate(data), text)])
    server = Server(tmp_path)
    try:
        page = opened(browser, server.address)
        shown: list[str] = []
        asked: list[str] = []
        page.on("dialog", lambda dialog: (shown.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        assert hostile in page.locator(".text").inner_text()
        page.locator("[name=show]").select_option("all")
        expect(page.locator(".line")).to_have_count(3)
        for _ in range(3):
            page.keyboard.press("Escape")
            page.keyboard.press("j")
            page.wait_for_timeout(150)
        page.keyboard.press("c")
        page.keyboard.type(hostile)
        page.keyboard.press("Control+Enter")
        saved(page, "已备注")
        show(page)
        assert page.locator("#source img, #card img, #queue img, #source script").count() == 0
        assert shown == []
        assert not [url for url in asked if not url.startswith(server.address)]
        assert page.errors == []  # type: ignore[attr-defined]  # set by opened
        page.context.close()
    finally:
        server.stop()


def test_of_two_thousand_fields_only_those_on_the_screen_are_in_the_queue(browser: Browser, tmp_path: Path) -> None:
    """Whatever the length of the queue; bench/review.py measures what a keystroke takes."""
    write_run(tmp_path, [many(2000)])
    server = Server(tmp_path)
    try:
        page = opened(browser, server.address)
        for _ in range(25):
            page.keyboard.press("a")
        saved(page)
        assert "1975/2000" in page.locator("#left").inner_text()
        assert page.locator(".line").count() < 40
        assert len(events(server, "many")) == 25
        page.context.close()
    finally:
        server.stop()


LOOK = """() => {
    const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
    const parse = colour => colour.match(/[\\d.]+/g).map(Number);
    const ground = element => {
        for (let at = element; at; at = at.parentElement) {
            const colour = parse(getComputedStyle(at).backgroundColor);
            if (colour.length < 4 || colour[3] > .99) return colour;
        }
        return [255, 255, 255];
    };
    const bad = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !element.checkVisibility({opacityProperty: true}) || element.closest('script, .toast, .skip')) continue;
        const style = getComputedStyle(element);
        const [one, two] = [luminance(parse(style.color)), luminance(ground(element))].sort((a, b) => b - a);
        const ratio = (one + .05) / (two + .05);
        const size = parseFloat(style.fontSize);
        if (size < 16) bad.push([element.tagName, element.className, size]);
        if (ratio < 4.5) bad.push([element.tagName, element.className, ratio.toFixed(2), walker.currentNode.data.slice(0, 20)]);
    }
    return bad;
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (820, 1180)])
def test_text_is_large_and_dark_enough_on_a_screen_and_on_a_tablet(
    browser: Browser, server: Server, width: int, height: int
) -> None:
    """16 px and WCAG's AA contrast everywhere; nothing is wider than the window."""
    page = opened(browser, server.address, width=width, height=height)
    for keys in ((), ("e",), ("Escape", "m"), ("Escape", "v"), ("Escape", "?")):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(100)
        assert page.evaluate(LOOK) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.context.close()


def test_a_second_person_works_blind(page: Page, server: Server) -> None:
    """Without values and marks; pointing answers, and the shared review stays as it is."""
    page.locator("#reviewer").fill("乙")
    page.locator("#reviewer").press("Tab")
    page.get_by_role("checkbox", name="盲审").check()
    expect(page.locator("#card .said")).to_have_text("（待你指出）")
    assert "851.66万元" not in page.locator("#queue").inner_text() + page.locator("#card").inner_text()
    select(page, "851.66万元")
    page.keyboard.press("s")
    saved(page)
    assert events(server) == []
    assert page.locator("mark.done").inner_text() == "851.66万元"


def test_findings_and_links_lead_to_their_places(page: Page) -> None:
    """The page speaks English, too."""
    page.locator("#language").click()
    page.wait_for_selector("body[data-ready=yes]")
    go(page, PROBLEM)
    assert title(page) == "Problems · 1"
    page.keyboard.press("v")
    expect(page.locator("dialog h2")).to_have_text("Findings")


def test_sections_fold_and_open_again_for_their_evidence(page: Page) -> None:
    """A folded section hides its text; a field in it unfolds it."""
    page.get_by_role("button", name="折叠").nth(1).click()
    folded = page.locator("section.folded > .body").first
    expect(folded).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("/")
    page.keyboard.type("万元")
    expect(page.locator(".line")).to_have_count(3)
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("k")
    expect(page.locator("mark.now").first).to_be_visible()
