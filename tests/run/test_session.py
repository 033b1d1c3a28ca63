"""How a run says of itself that it ended, whatever ended it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from extract.commands.session import Order, Session
from extract.engines.outcome import Event
from extract.errors import BudgetSpentError, StoreError
from extract.settings import RunOptions
from extract.sources.inputs import gather


class Broken:
    """An engine that reads nothing and raises."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    async def outcomes(self, *_: object, **__: object) -> AsyncGenerator[Event, None]:
        """Raise before the first outcome."""
        raise self._error
        yield

    async def follow(self, folder: Path) -> None:
        """Write nothing."""


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ValueError("a fault"), "crashed"),
        (StoreError("磁盘已满"), "stopped"),
        (BudgetSpentError("已用 9"), "budget"),
        (asyncio.CancelledError(), "interrupted"),
        (KeyboardInterrupt(), "interrupted"),
    ],
)
def test_a_run_says_what_ended_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: str
) -> None:
    """A crash is no interruption: whoever watches over runs must tell them apart."""

    @contextmanager
    def opened(_: object) -> Iterator[Broken]:
        yield Broken(error)

    monkeypatch.setattr("extract.commands.session.opened_engine", opened)
    (tmp_path / "a.txt").write_text("自评报告。", encoding="utf-8")
    order = Order(gather([str(tmp_path / "a.txt")]).inputs, tmp_path / "out", RunOptions(reader="rules"))
    if status == "budget":
        assert asyncio.run(Session(order).start(lambda *_: None)).records == 0
    else:
        with pytest.raises(type(error)):
            asyncio.run(Session(order).start(lambda *_: None))
    assert json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))["status"] == status
