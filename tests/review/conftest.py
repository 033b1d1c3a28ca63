"""A browser, a server with two reports, and its page, for the tests that look at the review page as people do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import HOW_TO_GET, Server, chromium, opened, started, write_run
from playwright.sync_api import Browser, Page
from review_fakes import TEXT, report


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
