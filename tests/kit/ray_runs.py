"""Runs on a Ray cluster of two nodes on this machine, as the scenarios and the benches need them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from llm_fakes import SMALL

from extract.commands.session import Ended, Order, Session
from extract.engines.outcome import Event
from extract.settings import RunOptions
from extract.sources.inputs import gather

REPORTS = 24


def write_reports(folder: Path, count: int = REPORTS) -> Path:
    """Write so many small reports, each with a figure of its own."""
    folder.mkdir(parents=True)
    for number in range(count):
        text = SMALL.replace("1200万元", f"{1000 + number}万元")
        (folder / f"report-{number:02d}.txt").write_text(text, encoding="utf-8")
    return folder


def run(
    inputs: str | Path, out: Path, options: RunOptions, *, at: int | None = None, do: Callable[[], object] | None = None
) -> Ended:
    """Run as the command does; do something when so many documents have ended."""
    given = gather((str(inputs),), out=out).inputs
    events = 0

    def watch(event: Event, _: object) -> None:
        nonlocal events
        del event
        events += 1
        if events == at and do is not None:
            do()

    return asyncio.run(Session(Order(given, out, options)).start(watch))


def kill_worker() -> None:
    """Kill a worker of ours."""
    os.kill(next(workers(os.getpid())), signal.SIGKILL)


def workers(pid: int) -> Iterator[int]:
    """Yield the processes below a process that read documents."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        if Path(f"/proc/{child}/cmdline").read_bytes().startswith(b"ray::MapWorker"):
            yield int(child)
        yield from workers(int(child))


def records(out: Path, *, usage: bool = True) -> list[str]:
    """Return the lines of records without run id and times; without usage too, where a repeated call changes it."""
    return [
        _timeless(json.loads(line), usage=usage) for line in (out / "records.jsonl").read_text("utf-8").splitlines()
    ]


def _timeless(record: dict[str, Any], *, usage: bool) -> str:
    for key in ("id", "started_at", "seconds", *(() if usage else ("usage",))):
        del record["run"][key]
    return json.dumps(record, ensure_ascii=False)


def failures(out: Path) -> list[str]:
    """Return the documents that failed."""
    return [json.loads(line)["document"] for line in (out / "failures.jsonl").read_text("utf-8").splitlines()]
