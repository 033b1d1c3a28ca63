"""The page by keyboard alone: every action, an input method, selections, single keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser import (
    Server,
    events,
    go,
    opened,
    said,
    saved,
    select,
    stored,
    write_run,
)
from playwright.sync_api import Browser, Page, expect
from review_fakes import FIRST_DUTY, PROBLEM, PROJECT, REMEDY, TEXT, TOTAL, report

from extract.model.decision import Action
from extract.model.record import Record

pytestmark = [pytest.mark.outside, pytest.mark.slow]


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
    saved(page, "已修改")
    page.keyboard.press("u")
    expect(page.locator("#card .said")).to_have_text("600万元")

    page.keyboard.press("s")
    expect(page.locator(".pick")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".pick")).to_be_hidden()
    saved(page, "已改依据")

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
    saved(page, "已补充")
    [event] = events(server)
    assert (event.action, event.target) == (Action.ADD, "finance")
    assert event.new is not None
    assert (event.new["value"], event.new["unit"], event.new["item"]) == ("94", "%", "budget_execution_rate")


def test_a_digit_takes_a_candidate(page: Page, server: Server) -> None:
    """The other number of the sentence, with its evidence."""
    expect(page.locator(".candidates button").first).to_have_text("600万元1")
    page.keyboard.press("1")
    saved(page)
    assert stored(server).fields[TOTAL].place.thing.model_dump()["value"] == "600"


def test_passages_are_merged_and_split_with_keys(page: Page, server: Server) -> None:
    """The dialogs show what will be, Enter does it."""
    go(page, FIRST_DUTY)
    page.keyboard.press("g")
    expect(page.locator("dialog .choices button")).to_have_count(1)
    page.keyboard.press("1")
    saved(page, "已合并")
    [whole] = stored(server).reviewed.record.functions
    assert whole.text == "负责全县教育工作。负责教师队伍建设"
    expect(page.locator(f'mark[data-ids~="{whole.id}"]').first).to_be_visible()
    go(page, whole.id or "")
    page.keyboard.press("p")
    expect(page.locator("dialog .pieces li")).to_have_text(["负责全县教育工作", "负责教师队伍建设"])
    page.keyboard.press("Enter")
    saved(page, "已拆分")
    assert [one.text for one in stored(server).reviewed.record.functions] == ["负责全县教育工作", "负责教师队伍建设"]


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


def test_backspace_destroys_nothing(page: Page, server: Server) -> None:
    """Neither a field nor the page."""
    for key in ("Backspace", "Delete"):
        page.keyboard.press(key)
    assert events(server) == []
    assert said(page) == "851.66万元"


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
