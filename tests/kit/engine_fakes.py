"""Tools for engine tests: a reader that does what the text tells it to, made anew in every process."""

from __future__ import annotations

import json
import os
import signal
import time
from typing import Any

from fakes import FakeReader

from extract.domains.petition import PETITION
from extract.engines.document import Tools
from extract.engines.outcome import Done, Job
from extract.errors import BudgetSpentError, ConfigError, ReaderError
from extract.model.answer import Answer
from extract.model.text import Reading
from extract.ports import Source
from extract.sources.txt import TextSource
from extract.steps.confidence import UNCALIBRATED
from extract.store.identity import Identity

IDENTITY = Identity(reader="fake", version="0", schema="0", domain="petition")


def obey(reading: Reading) -> Answer:
    """Die, hang, fail, refuse the settings or run out of budget as the text says; answer nothing otherwise."""
    text = reading.text
    if "猝死" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "很慢" in text:
        time.sleep(30)
    if "出错" in text:
        msg = "a fault in the reader"
        raise ValueError(msg)
    if "读不了" in text:
        msg = "读不了这份报告。"
        raise ReaderError(msg, section="finance")
    if "钥匙不对" in text:
        msg = "端点不认这把钥匙。"
        raise ConfigError(msg)
    if "用尽" in text:
        msg = "已用 100 token。"
        raise BudgetSpentError(msg)
    return Answer()


def open_tools() -> Tools:
    """Make tools; importable, so that a worker process can call it."""

    def text_source(data: bytes, path: str) -> Source:
        del data, path
        return TextSource(max_chars=10_000)

    return Tools(
        source_for=text_source,
        reader=FakeReader(obey),
        rival=None,
        domain=PETITION,
        weights=UNCALIBRATED,
        identity=IDENTITY,
        run_id="run",
        max_bytes=100_000,
    )


def job(document: str, text: str, *, current: str | None = None) -> Job:
    """Return a job whose bytes are given."""
    return Job(document, f"{document}.txt", f"{document}.txt", current, text.encode())


def without_times(outcome: Done) -> dict[str, object]:
    """Return a record without its times."""
    record: dict[str, Any] = json.loads(outcome.line)
    for key in ("started_at", "seconds"):
        del record["run"][key]
    return record
