"""What every test stands on: a clean environment, and outside programs that may not silently be missing in CI."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("gouji", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("gouji")

REQUIRED = os.environ.get("GOUJI_REQUIRE_OUTSIDE") == "1"
"""Set by ``.ci/run``: a test that needs an outside program then fails where it would be skipped."""


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, no setting and no locale of the machine reaches a test; the terminal speaks Chinese."""
    for name in list(os.environ):
        if name.startswith(("GOUJI_", "OPENAI_")) or name in {"LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "COLUMNS"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):  # type: ignore[no-untyped-def]  # noqa: ANN201  (pluggy's generator protocol)
    """Turn a skip of an ``outside`` test into a failure where outside programs are required."""
    report = yield
    if REQUIRED and report.skipped and item.get_closest_marker("outside") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"outside programs are required here (GOUJI_REQUIRE_OUTSIDE=1), but: {report.longrepr}"
    return report
