"""The page in a real browser: by keyboard alone, with an input method, through crashes, with two people, with a hostile report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import HOW_TO_GET, Server, chromium, opened, said, saved, show, started, title, write_run
from playwright.sync_api import Browser, Page, expect
from review_fakes import BASIC, PROBLEM, PROJECT, REMEDY, TEXT, TOTAL, report

from extract.model.decision import Action, Decision
from extract.model.record import Record
from extract.review.desk import Desk
from extract.review.state import State
from extract.store.database import open_store
from extract.store.log import Log
from extract.store.place import sqlite_url

pytestmark = [pytest.mark.outside, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each opens windows without a common storage."""
    if chromium() is None:
        pytest.skip(HOW_TO_GET)
    with started() as running:
        yield running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Two reports under review."""
    write_run(tmp_path, [(report(), TEXT), (report("college"), TEXT)])
    running = Server(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The page as it opens; nothing may go wrong in it."""
    shown = opened(browser, server.address)
    yield shown
    assert shown.errors == []  # type: ignore[attr-defined]  # set by opened
    shown.context.close()


def stored(server: Server, document: str = "school") -> State:
    """What the store holds, read beside the running server."""
    engine = open_store(sqlite_url(server.folder))
    try:
        return Desk(Log(engine), share=0).state(document)
    finally:
        engine.dispose()


def events(server: Server, document: str = "school") -> list[Decision]:
    """The log of a document."""
    return list(stored(server, document).log)


def go(page: Page, target: str) -> None:
    """Go to a field by its mark in the report."""
    page.locator(f'mark[data-ids~="{target}"]').first.click()


def test_a_session_by_keyboard_alone(page: Page, server: Server) -> None:
    """Accept, edit, point anew, add, link, comment, flag, defer, say that nothing is missing, go on to the next report."""
    assert said(page) == "851.66万元"
    page.keyboard.press("a")
    expect(page.locator("#card .said")).to_have_text("600万元")

    page.keyboard.press("e")
    expect(page.locator(".editor [name=value]")).to_be_focused()
    page.keyboard.type("601万元")
    expect(page.locator(".editor output").first).to_have_text("= 6010000 元")
    expect(page.locator(".checks .brought")).to_be_visible()
    page.keyboard.press("Control+Enter")
    saved(page)
    page.keyboard.press("u")
    expect(page.locator("#card .said")).to_have_text("600万元")

    page.keyboard.press("s")
    expect(page.locator(".pick")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".pick")).to_be_hidden()
    saved(page)

    page.keyboard.press("/")
    page.keyboard.type("加快支出")
    expect(page.locator(".line .value")).to_have_text(["加快支出"])
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#card .said")).to_have_text("加快支出")
    page.keyboard.press("l")
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.keyboard.press("c")
    page.keyboard.type("与问题一对应")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("d")
    saved(page)

    page.keyboard.press("m")
    for sign in "123456789ab":
        page.keyboard.press(sign)
    page.keyboard.press("Escape")
    saved(page)
    state = stored(server)
    assert state.closed
    assert state.fields[REMEDY].flagged
    assert state.reviewed.comments[REMEDY] == ("与问题一对应",)
    assert state.reviewed.record.improvements[0].addresses == (0,)
    actions = [event.action for event in state.log]
    assert actions[:4] == [Action.ACCEPT, Action.EDIT, Action.UNDO, Action.REANCHOR]
    page.keyboard.press("Shift+J")
    expect(page.locator("#document")).to_have_value("college")


def test_a_missing_item_is_added_with_keys(page: Page, server: Server) -> None:
    """Pick the characters with arrows, choose the list with a key, correct the form, save."""
    go(page, PROJECT)
    page.keyboard.press("n")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="资金数据").click()
    expect(page.locator(".editor [name=value]")).to_have_value("94%")
    page.locator(".editor [name=item]").select_option("budget_execution_rate")
    page.keyboard.press("Control+Enter")
    saved(page)
    [event] = events(server)
    assert (event.action, event.target) == (Action.ADD, "finance")
    assert event.new is not None
    assert (event.new["value"], event.new["unit"], event.new["item"]) == ("94", "%", "budget_execution_rate")


def test_a_choice_of_a_closed_set_is_saved_with_enter(page: Page, server: Server) -> None:
    """Arrows choose, Enter saves, also in a list of choices."""
    go(page, PROBLEM)
    page.keyboard.press("e")
    expect(page.locator(".editor select")).to_be_focused()
    page.locator(".editor select").select_option("budget")
    page.keyboard.press("Enter")
    saved(page)
    assert [(event.action, event.new) for event in events(server)] == [(Action.EDIT, {"topic": "budget"})]


def test_letters_of_an_input_method_are_no_keys(page: Page, server: Server) -> None:
    """While 接受 is typed as pinyin, `a` accepts nothing; in an input the word arrives whole."""
    fire = """([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown',
        {key, keyCode: code, isComposing: code !== 229, bubbles: true, cancelable: true}))"""
    for letter in "axudn":
        page.evaluate(fire, [letter, 65])
        page.evaluate(fire, [letter, 229])
    go(page, PROJECT)
    page.keyboard.press("e")
    page.locator(".editor [name=label]").focus()
    page.keyboard.press("Control+A")
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "xiang mu", "selectionStart": 8, "selectionEnd": 8})
    session.send("Input.insertText", {"text": "项目支出"})
    expect(page.locator(".editor [name=label]")).to_have_value("项目支出")
    page.keyboard.press("Enter")
    saved(page)
    assert [(event.action, event.new) for event in events(server)] == [(Action.EDIT, {"label": "项目支出"})]


def test_the_server_ends_with_what_to_do_next(tmp_path: Path) -> None:
    """Ctrl-C is the ordinary end, not an error."""
    write_run(tmp_path, [(report(), TEXT)])
    server = Server(tmp_path)
    said = server.stop()
    assert server.status == 0
    assert server.address in said
    assert "gouji export" in said.splitlines()[-1]


def test_backspace_destroys_nothing(page: Page, server: Server) -> None:
    """Neither a field nor the page."""
    for key in ("Backspace", "Delete"):
        page.keyboard.press(key)
    assert events(server) == []
    assert said(page) == "851.66万元"


def select(page: Page, words: str) -> None:
    """Select words of the report with the browser's own selection, across elements and line breaks."""
    page.evaluate(
        """words => {
            const body = document.querySelector('.text');
            const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
            const nodes = [];
            let all = '';
            while (walker.nextNode()) if (walker.currentNode.parentElement.dataset.at !== undefined) {
                nodes.push([walker.currentNode, all.length]);
                all += walker.currentNode.data;
            }
            const place = at => { const [node, start] = nodes.findLast(one => one[1] <= at); return [node, at - start]; };
            const start = all.indexOf(words);
            const [first, from] = place(start);
            const [last, to] = place(start + words.length - 1);
            getSelection().setBaseAndExtent(first, from, last, to + 1);
        }""",
        words,
    )


def test_evidence_is_pointed_at_over_a_hard_line_break_behind_rare_characters(browser: Browser, tmp_path: Path) -> None:
    """Code points, not UTF-16 units: 𠮷 and 😀 before the place move nothing."""
    text = f"𠮷县😀\n{TEXT}"
    moved = report().model_dump(mode="json")

    def shift(value: Any) -> Any:
        if isinstance(value, list):
            return [shift(one) for one in value]
        if isinstance(value, dict):
            return {k: [at + 4 for at in v] if k == "span" and v else shift(v) for k, v in value.items()}
        return value

    write_run(tmp_path, [(Record.model_validate(shift(moved)), text)])
    server = Server(tmp_path)
    try:
        page = opened(browser, server.address)
        name = stored(server).reviewed.record.functions[0].id or ""
        go(page, name)
        expect(page.locator("#card .said")).to_have_text("负责全县教育工作")
        select(page, "负责教师队\n伍建设")
        page.keyboard.press("s")
        saved(page)
        [event] = events(server)
        start = text.index("负责教师队")
        assert event.new == {"span": [start, start + 9], "text": "负责教师队伍建设"}
        page.context.close()
    finally:
        server.stop()


def test_two_browsers_on_one_field_are_shown_both_versions(browser: Browser, page: Page, server: Server) -> None:
    """The second one chooses; neither is overwritten unseen."""
    other = opened(browser, server.address)
    go(page, PROJECT)
    go(other, PROJECT)
    for window, value in ((page, "1万元"), (other, "2万元")):
        window.keyboard.press("e")
        window.keyboard.type(value)
        window.keyboard.press("Enter")
    expect(other.locator("dialog .versus")).to_contain_text("1万元")
    expect(other.locator("dialog .versus")).to_contain_text("2")
    assert [event.new for event in events(server)] == [{"value": "1"}]
    other.get_by_role("button", name="改用我的").click()
    saved(other)
    assert [event.new for event in events(server)] == [{"value": "1"}, {"value": "2"}]
    other.context.close()


def test_ten_steps_are_undone_with_one_key(page: Page, server: Server) -> None:
    """And the page shows what stood there before."""
    go(page, PROJECT)
    for number in range(10):
        page.keyboard.press("e")
        page.keyboard.type(f"{number}万元")
        page.keyboard.press("Enter")
        saved(page)
        expect(page.locator("#card .said")).to_have_text(f"{number}万元")
    for _ in range(10):
        count = len(events(server))
        page.keyboard.press("u")
        while len(events(server)) == count:
            page.wait_for_timeout(20)
    expect(page.locator("#card .said")).to_have_text("251.66万元")
    assert stored(server).reviewed.effective == ()


def test_a_reload_in_the_middle_loses_nothing(page: Page, server: Server) -> None:
    """Decisions are kept before they are sent."""
    page.keyboard.press("a")
    page.keyboard.press("a")
    show(page)
    saved_events = {event.target for event in events(server)}
    assert saved_events == {TOTAL, BASIC}
    assert page.locator("#card h2").inner_text() == "这一列都核完了"


def test_a_server_that_is_killed_and_restarted_gets_every_decision(page: Page, server: Server) -> None:
    """The page says that it keeps them, also through a reload of the browser's memory, and sends them later."""
    page.keyboard.press("a")
    saved(page)
    server.kill()
    page.keyboard.press("a")
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline")
    assert "1 个决定存在本机" in page.locator("#saved").inner_text()
    server.start()
    saved(page)
    assert {event.target for event in events(server)} == {TOTAL, BASIC}


def test_after_a_new_run_what_no_longer_fits_is_shown_and_can_be_taken_back(browser: Browser, tmp_path: Path) -> None:
    """Decisions attach by id; the one whose object changed stands under conflicts, with then and now."""
    write_run(tmp_path, [(report(), TEXT)])
    server = Server(tmp_path)
    try:
        page = opened(browser, server.address)
        page.keyboard.press("a")
        page.keyboard.press("a")
        saved(page)
        server.stop()
        again = report()
        finance = (again.finance[0].model_copy(update={"value": "851.60"}), *again.finance[1:])
        write_run(tmp_path, [(again.model_copy(update={"finance": finance}), TEXT)])
        server.start()
        show(page)
        assert said(page) == "851.60万元"
        assert "1/2" in page.locator("#left").inner_text()
        page.get_by_role("button", name="冲突 1").click()
        expect(page.locator("dialog pre")).to_contain_text("851.66万元")
        expect(page.locator("dialog pre")).to_contain_text("851.60万元")
        page.get_by_role("button", name="撤回").click()
        saved(page)
        expect(page.get_by_role("button", name="冲突 1")).to_have_count(0)
        assert [event.action for event in events(server)] == [Action.ACCEPT, Action.ACCEPT, Action.UNDO]
        page.context.close()
    finally:
        server.stop()


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
        saved(page)
        show(page)
        assert page.locator("#source img, #card img, #queue img, #source script").count() == 0
        assert shown == []
        assert not [url for url in asked if not url.startswith(server.address)]
        assert page.errors == []  # type: ignore[attr-defined]  # set by opened
        page.context.close()
    finally:
        server.stop()


def many(count: int) -> tuple[Record, str]:
    """A report of many figures, all of them doubtful."""
    lines, finance, at = [], [], 0
    for number in range(count):
        words = f"第{number}项支出"
        line = f"{words}{number + 1}.5万元。\n"
        start = at + len(words)
        finance.append(
            {"item": "other", "stage": "actual", "label": words, "value": f"{number + 1}.5", "unit": "万元", "year": 2023,
             "change": None, "span": [start, at + len(line) - 2], "id": f"finance-{number}", "confidence": 0.5,
             "reasons": ["low_confidence"]}
        )  # fmt: skip
        lines.append(line)
        at += len(line)
    record = {"document": "many", "domain": "general", "profile": {}, "finance": finance, "findings": []}
    return Record.model_validate(record), "".join(lines)


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


def test_single_keys_can_be_switched_off(page: Page, server: Server) -> None:
    """For people who use speech input; Ctrl+Z and Ctrl+Enter stay."""
    page.keyboard.press("?")
    page.get_by_role("checkbox", name="启用单键").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert events(server) == []
    page.keyboard.press("Control+Enter")
    saved(page)
    assert [event.action for event in events(server)] == [Action.ACCEPT]


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
