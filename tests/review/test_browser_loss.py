"""Nothing is lost in a real browser: two people, undo, reload, a killed server, a new run."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import (
    Server,
    events,
    go,
    opened,
    said,
    saved,
    show,
    stored,
    write_run,
)
from playwright.sync_api import Browser, Page, expect
from review_fakes import BASIC, PROJECT, TEXT, TOTAL, report

from extract.model.decision import Action

pytestmark = [pytest.mark.outside, pytest.mark.slow]


def test_two_browsers_on_one_field_are_shown_both_versions(browser: Browser, page: Page, server: Server) -> None:
    """The second one chooses; neither is overwritten unseen."""
    other = opened(browser, server.address)
    go(page, PROJECT)
    go(other, PROJECT)
    for window, value in ((page, "1万元"), (other, "2万元")):
        window.keyboard.press("e")
        window.keyboard.type(value)
        window.keyboard.press("Enter")
        if window is page:
            saved(page)
    expect(other.locator("dialog .versus")).to_contain_text("1万元")
    expect(other.locator("dialog .versus")).to_contain_text("2")
    assert [event.new for event in events(server)] == [{"value": "1"}]
    other.get_by_role("button", name="改用我的").click()
    expect(other.locator("dialog")).to_have_count(0)
    expect(other.locator("#card .said")).to_have_text("2万元")
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
        saved(page, "已撤销")
        expect(page.get_by_role("button", name="冲突 1")).to_have_count(0)
        assert [event.action for event in events(server)] == [Action.ACCEPT, Action.ACCEPT, Action.UNDO]
        page.context.close()
    finally:
        server.stop()


def test_the_server_ends_with_what_to_do_next(tmp_path: Path) -> None:
    """Ctrl-C is the ordinary end, not an error."""
    write_run(tmp_path, [(report(), TEXT)])
    server = Server(tmp_path)
    said = server.stop()
    assert server.status == 0
    assert server.address in said
    assert "gouji export" in said.splitlines()[-1]
