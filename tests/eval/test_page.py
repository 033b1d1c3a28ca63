"""The report page in a real browser: nothing fails, nothing overflows, every character has a glyph."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from eval_fakes import home, run, small

from eval.evaluate import evaluate
from eval.report.files import write_page

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]

pytestmark = [
    pytest.mark.outside,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium fonts-noto-cjk"),
]

OVERFLOWING = """() => [...document.querySelectorAll('header, main, section, .card, .side, .legend, h1, h2, p, dl, button')]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
  .map(e => `${e.tagName} ${e.id} ${e.className}: ${e.textContent.slice(0, 40)}`)"""

TOFU = """() => {
  const draw = (char, font) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 24;
    const pen = canvas.getContext('2d');
    pen.font = `18px ${font}`;
    pen.fillText(char, 2, 19);
    return canvas.toDataURL();
  };
  const font = getComputedStyle(document.documentElement).fontFamily;
  const missing = new Set(['\\uFFFE', '\\u{10FFFE}', ' '].map(char => draw(char, font)));
  const characters = [...new Set(document.body.innerText)].filter(char => char.trim());
  return characters.filter(char => missing.has(draw(char, font)));
}"""


def spoiled(document: str) -> dict[str, Any]:
    """Return the small report with confidences, a wrong category, a wrong number and a missed figure."""
    data = small(document)
    for name in ("functions", "finance", "metrics"):
        for at, item in enumerate(data[name]):
            item["confidence"] = 0.95 - at / 5
    data["metrics"][0] |= {"category": "other", "fields": {"category": 0.4}}
    data["finance"][0]["value"] = "1000"
    del data["metrics"][1]
    return data


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write the page of thirty documents and return its address."""
    where = tmp_path_factory.mktemp("page")
    names = [f"报告-{at:02}" for at in range(30)]
    totals = evaluate(home(where / "gold", *map(small, names)), run(where / "run", *map(spoiled, names)))
    write_page(where / "report.html", totals, None)
    return (where / "report.html").as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start Chromium once."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (only where there is a browser)

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """Open a page that fails the test on any error or any request to elsewhere."""
    faults: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
    opened.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else faults.append(asked.url))
    yield opened
    opened.close()
    assert faults == []


@pytest.mark.parametrize("view", list(product((1280, 768, 390), ("light", "dark"), ("zh", "en"))))
def test_nothing_overflows_and_every_character_has_a_glyph(
    page: Any, address: str, view: tuple[int, str, str], tmp_path: Path
) -> None:
    width, theme, language = view
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}#lang={language}&theme={theme}")
    page.locator(".list .row").first.click()
    page.wait_for_selector(".source mark")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(TOFU) == []
    assert looks_drawn(page, tmp_path / "page.png", theme)


def test_the_search_for_missing_glyphs_finds_one(page: Any, address: str) -> None:
    page.goto(address)
    page.evaluate("document.querySelector('h1').append('\\uE123')")
    assert page.evaluate(TOFU) == ["\ue123"]


def looks_drawn(page: Any, path: Path, theme: str) -> bool:
    """Look at the screenshot: a ground of the theme's brightness, ink on it, and the colours of the bars."""
    from PIL import Image  # noqa: PLC0415  (only where there is a browser)

    page.screenshot(path=path, full_page=True)
    picture = Image.open(path).convert("RGB").resize((400, 1600))
    pixels = list(zip(*[iter(picture.tobytes())] * 3, strict=True))
    bright = sum(sum(pixel) for pixel in pixels) / len(pixels) / 3
    green = sum(g > r + 25 and g > b + 15 for r, g, b in pixels)
    red = sum(r > g + 60 and r > b + 60 for r, g, b in pixels)
    return (bright > 200 if theme == "light" else bright < 70) and green > 50 and red > 20


def test_a_click_on_a_column_sorts_and_again_turns_the_order(page: Any, address: str) -> None:
    page.goto(address)
    accuracy = "#fields tbody td:nth-child(3)"
    page.locator("#fields th button").nth(2).click()
    rising = page.locator(accuracy).all_inner_texts()
    assert rising == sorted(rising)
    page.locator("#fields th button").nth(2).click()
    assert page.locator(accuracy).all_inner_texts() == sorted(rising, reverse=True)
    assert page.locator("#fields th[aria-sort=descending]").count() == 1


def test_a_click_on_a_field_shows_its_cases_and_the_address_keeps_the_view(page: Any, address: str) -> None:
    page.goto(f"{address}#lang=en")
    page.locator("#fields tbody tr", has_text="Finance · value").click()
    assert page.locator(".count").inner_text() == "60 cases"
    page.get_by_role("button", name="Failures").click()
    assert page.locator(".count").inner_text() == "30 cases"
    page.locator(".list .row").nth(3).click()
    page.wait_for_selector(".source mark")
    shown = page.locator("#case").inner_text()
    assert "1000万元" in shown
    assert "unit (power of ten)" in shown
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector(".source mark")
    assert page.locator("#case").inner_text() == shown
    assert page.locator(".count").inner_text() == "30 cases"


def test_arrow_keys_walk_through_the_cases(page: Any, address: str) -> None:
    page.goto(address)
    page.locator(".list .row").first.click()
    page.wait_for_selector(".source mark")
    first = page.url
    page.keyboard.press("ArrowDown")
    page.wait_for_function("before => location.href !== before", arg=first)
    second = page.url
    page.keyboard.press("ArrowUp")
    page.wait_for_function("before => location.href !== before", arg=second)
    assert page.url == first


def test_the_list_draws_only_what_is_seen(page: Any, address: str) -> None:
    page.goto(f"{address}#mode=all")
    assert page.evaluate("document.querySelectorAll('.list .row').length") < 40
    page.evaluate("document.getElementById('list').scrollTop = 1e9")
    page.wait_for_function(
        "[...document.querySelectorAll('.list .row')].some(row => row.textContent.includes('报告-29'))"
    )
    assert page.evaluate("document.querySelectorAll('.list .row').length") < 40


def test_the_slider_says_what_review_would_leave(page: Any, address: str) -> None:
    page.goto(f"{address}#lang=en&t=0")
    words = page.locator("#review .why")
    assert "60 of 60 errors left" in words.inner_text()
    page.locator("#review input").press("End")
    assert "0 of 60 errors left" in words.inner_text()
    assert "90 more belong to items missed altogether" in words.inner_text()


def test_language_and_theme_change_without_loading_again(page: Any, address: str) -> None:
    page.goto(address)
    assert page.locator("h1").inner_text() == "gouji 勾稽：评测报告"
    page.locator("#language").click()
    assert page.locator("h1").inner_text() == "gouji: evaluation report"
    before = page.evaluate("getComputedStyle(document.body).color + document.documentElement.dataset.theme")
    page.locator("#theme").click()
    assert page.evaluate("getComputedStyle(document.body).color + document.documentElement.dataset.theme") != before
