"""How long the log of decisions takes to write, read back and replay.

    python bench/decisions.py [--decisions 100000]

Every document gets 100 decisions on the items of a real record: accepted, deferred, flagged, undone. Processor time a
decision, and the peak memory of the process when a tenth and when all of them are written, and after the replay. Writes
``bench/results/decisions.json``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).parent.parent
sys.path.insert(0, str(HOME))

from extract.domains.petition import PETITION  # noqa: E402  (after the path is set, here and below)
from extract.model.decision import Action, Decision  # noqa: E402
from extract.model.record import Record  # noqa: E402
from extract.model.text import RawDocument  # noqa: E402
from extract.pipeline import extract_document  # noqa: E402
from extract.readers.rules.reader import RulesReader  # noqa: E402
from extract.steps.decide.replay import replay  # noqa: E402
from extract.store.database import open_store  # noqa: E402
from extract.store.log import Log  # noqa: E402

RESULTS = HOME / "bench" / "results" / "decisions.json"
A_DOCUMENT = 100
ACTIONS = (Action.ACCEPT, Action.DEFER, Action.FLAG, Action.UNDO)


def main() -> None:
    """Write, read, replay, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=100_000)
    documents = max(10, parser.parse_args().decisions // A_DOCUMENT)
    record = sample()
    with tempfile.TemporaryDirectory() as home:
        store = Path(home, "gouji.db")
        log = Log(open_store(str(store)))
        begun = now()
        write(log, record, range(documents // 10))
        tenth = now()
        write(log, record, range(documents // 10, documents))
        written = now()
        count = sum(1 for _ in log.all_decisions())
        read = now()
        conflicts = sum(
            len(replay(record, events).conflicts)
            for _, events in groupby(log.all_decisions(), key=lambda event: event.document)
        )
        replayed = now()
        size = sum(file.stat().st_size for file in Path(home).iterdir())
    found = {
        "decisions": count,
        "documents": documents,
        "conflicts": conflicts,
        "write_us_each": round((written.cpu - begun.cpu) / count * 1e6, 1),
        "read_us_each": round((read.cpu - written.cpu) / count * 1e6, 1),
        "read_and_replay_us_each": round((replayed.cpu - read.cpu) / count * 1e6, 1),
        "bytes_each": size // count,
        "wall_s": round(replayed.wall - begun.wall, 1),
        "mb_after_a_tenth": tenth.mb,
        "mb_written": written.mb,
        "mb_replayed": replayed.mb,
    }
    for name, value in found.items():
        print(f"{name.replace('_', ' '):26} {value}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


class Now(NamedTuple):
    """Seconds of processor and of wall time, and the most memory that the process ever held."""

    cpu: float
    wall: float
    mb: int


def now() -> Now:
    """Look at the clocks and at the memory."""
    return Now(time.process_time(), time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def write(log: Log, record: Record, documents: range) -> None:
    """Append each document's decisions, all of a document at once."""
    for document in documents:
        log.append_all(decisions(record, f"{document:06d}"), after=0)


def sample() -> Record:
    """Return the record of a sample report."""
    text = min((HOME / "gold" / "reports").glob("*.txt")).read_text(encoding="utf-8")
    return asyncio.run(extract_document(RawDocument("sample", text), reader=RulesReader(), domain=PETITION))


def decisions(record: Record, document: str) -> Iterator[Decision]:
    """Yield a document's decisions; every fourth takes the one before it back."""
    ids = [item.id or "" for item in (*record.metrics, *record.finance, *record.functions)]
    for number in range(A_DOCUMENT):
        action = ACTIONS[number % len(ACTIONS)]
        target = f"{document}-{number - 1:04d}" if action is Action.UNDO else ids[number % len(ids)]
        yield Decision(
            id=f"{document}-{number:04d}", time="2026-01-01T00:00:00Z", reviewer="甲", document=document,
            text_sha256="0" * 64, target=target, action=action,
        )  # fmt: skip


if __name__ == "__main__":
    main()
