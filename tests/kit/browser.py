"""A real server and a real Chromium for tests of the page."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from extract.model.decision import Decision
from extract.model.record import Record
from extract.review.desk.desk import Desk
from extract.review.desk.state import State
from extract.store.database import open_store
from extract.store.log import Log
from extract.store.place import sqlite_url
from extract.store.records import RECORDS_FILE, dump_record

HOW_TO_GET = "Chromium is not installed: apt-get install chromium fonts-noto-cjk"
ARGUMENTS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-gpu")
PATIENCE = 30.0
"""Seconds that a server may take to answer."""


def chromium() -> Path | None:
    """Return Debian's Chromium, None where there is none."""
    return next((path for path in map(Path, ("/usr/bin/chromium", "/usr/bin/chromium-browser")) if path.exists()), None)


@contextmanager
def started() -> Iterator[Browser]:
    """Run a browser."""
    path = chromium()
    assert path is not None, HOW_TO_GET
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=list(ARGUMENTS))
        yield browser
        browser.close()


def write_run(folder: Path, reports: Iterable[tuple[Record, str]]) -> None:
    """Write a run folder."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    with (folder / RECORDS_FILE).open("w", encoding="utf-8") as lines:
        for record, text in reports:
            (folder / "texts" / f"{record.document}.txt").write_bytes(text.encode())
            lines.write(f"{dump_record(record)}\n")


class Server:
    """``gouji review`` as a process of its own, on a port that stays through a restart."""

    def __init__(self, folder: Path, *, audit: float = 0) -> None:
        self.folder, self._audit = folder, str(audit)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start, and wait until it answers."""
        program = "from extract.cli import main; main()"
        command = [sys.executable, "-c", program, "review", self.folder, "--no-browser", "--port", str(self.port)]
        self._process = subprocess.Popen(  # noqa: S603  (our own command)
            [*map(str, command), "--reviewer", "甲", "--audit", self._audit],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self._process.poll() is None, self._process.stderr and self._process.stderr.read()
            time.sleep(0.05)
        raise AssertionError

    def kill(self) -> None:
        """End it without a warning, as a crash or a flat battery does."""
        self._end(signal.SIGKILL)

    def stop(self) -> str:
        """End it as Ctrl-C does and return all that it printed."""
        return self._end(signal.SIGINT)

    def _end(self, how: signal.Signals) -> str:
        if self._process.poll() is None:
            self._process.send_signal(how)
        if self._process.stdout is None or self._process.stdout.closed:
            return ""
        said, _ = self._process.communicate(timeout=PATIENCE)
        self.status = self._process.returncode
        return said.decode()


def opened(browser: Browser, address: str, *, width: int = 1280, height: int = 720, welcomed: bool = True) -> Page:
    """Open the page in a browser of its own (its own storage) and wait until it shows the first field."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.errors = []  # type: ignore[attr-defined]  # what went wrong in the page, for the test to look at
    page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda message: page.errors.append(message.text) if "Security Policy" in message.text else None)  # type: ignore[attr-defined]
    if welcomed:
        page.add_init_script("localStorage.setItem('gouji-welcomed', 'true')")
    show(page, address)
    return page


def show(page: Page, address: str | None = None) -> None:
    """Load the page (again)."""
    if address is None:
        page.reload()
    else:
        page.goto(address)
    page.wait_for_selector("body[data-ready=yes]")


def saved(page: Page, said: str = "") -> None:
    """Wait until everything is saved; ``said`` is what the page says of a decision that a dialog makes when it has closed."""
    if said:
        expect(page.locator("#toast")).to_have_text(said)
    page.wait_for_selector("#saved[data-state=saved]")


def title(page: Page) -> str:
    """Return what the card shows."""
    return page.locator("#card h2").first.inner_text()


def said(page: Page) -> str:
    """Return the value that the card shows."""
    return page.locator("#card .said").first.inner_text()


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
