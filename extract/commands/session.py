"""A run from its arguments to a finished folder, without a word about screens."""

from __future__ import annotations

import asyncio
import json
import platform
import re
import secrets
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extract.commands.compendia import Compendia
from extract.engines.drive import Tally, Watch, drive
from extract.engines.outcome import Job, Split
from extract.errors import BudgetSpentError, GoujiError, StoreError
from extract.model.record import SCHEMA_VERSION, Record
from extract.settings import RunOptions
from extract.sources.addresses import content, only_here
from extract.sources.inputs import STDIN, Input
from extract.sources.names import name_documents, whereabouts
from extract.steps.overview import NOT_A_REPORT
from extract.steps.unread import unread
from extract.store.folder import RUN_FILE, RunFolder, open_folder
from extract.wiring.plan import Plan, make_plan
from extract.wiring.run import AFTER_RUN, opened_engine

COMPLETE, STOPPED, FAILED, BUDGET, INTERRUPTED = 0, 1, 3, 5, 130
"""Exit statuses of a run that started (see docs/running.md)."""

WORDS = {
    COMPLETE: "complete",
    STOPPED: "stopped",
    FAILED: "incomplete",
    BUDGET: "budget",
    INTERRUPTED: "interrupted",
}
REFUSED = re.compile(r'"refused"\s*:\s*\["')
"""By which the line of a record shows that a part of it was not read."""

CRASHED = "crashed"
"""What ``run.json`` says of a run that a fault of gouji ended; Python gives it its exit status."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked for: inputs in order, the folder, the options, and whether to start anew."""

    inputs: tuple[Input, ...]
    folder: Path
    options: RunOptions
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit status, the documents in input order, what ``run.json`` says, and why it stopped.

    ``records`` counts the documents that have a record, from this run or an earlier one.
    """

    status: int
    documents: tuple[str, ...]
    about: dict[str, Any]
    why: str | None = None
    records: int = 0


class Session:
    """A run that has been decided and not yet started; ``start`` reads the documents.

    Raises:
        ConfigError: a setting is wrong, or the folder cannot be used.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._started = datetime.now(UTC)
        run_id = f"{self._started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self.plan: Plan = make_plan(order.options, run_id=run_id, folder=order.folder)
        self.folder: RunFolder = open_folder(order.folder, is_current=self._is_current, fresh=order.fresh)
        earlier = _earlier(order.folder)
        self._known: dict[str, str] = dict(earlier.get("inputs", {}))
        split: dict[str, list[str]] = dict(earlier.get("parts", {}))
        known = {place: name for name, place in self._known.items()}
        taken = {f"#{part}": part for parts in split.values() for part in parts}
        self._files = name_documents(order.inputs, known | taken)
        self.compendia = Compendia(split, self._files, splits=not order.options.no_split)
        self.tally = Tally(sum(self._reports(name) for name in self._files))

    @property
    def documents(self) -> tuple[str, ...]:
        """The reports in input order, as far as they are known: a file may turn out to hold several."""
        return self.compendia.order

    async def start(self, watch: Watch) -> Ended:
        """Read every document and leave the folder in order, however the run ends.

        Raises:
            StoreError: the folder cannot be written.
            ConfigError: nothing can be read with these settings.
        """
        clock = time.perf_counter()
        self.folder.describe(self._about("running", 0.0))
        why = None
        with ExitStack() as held:
            try:
                engine = held.enter_context(opened_engine(self.plan))
                events = engine.outcomes(self._jobs(), count=len(self._files), parts=self._parts)
                await drive(events, self.folder, tally=self.tally, watch=watch)
                status = FAILED if self.tally.failed else COMPLETE
            except BudgetSpentError as error:
                status, why = BUDGET, error.message
            except BaseException as error:
                with suppress(StoreError):  # what stopped the run is told, not what that led to
                    self._close(_word_for(error), clock)
                raise
            about = self._close(WORDS[status], clock)
            status = FAILED if about["status"] == WORDS[FAILED] else status
            await engine.follow(self._order.folder)
        recorded = frozenset(self.folder.documents)
        return Ended(status, self.documents, about, why, sum(name in recorded for name in self.documents))

    def _close(self, status: str, clock: float) -> dict[str, Any]:
        """Leave the folder in order, with its store, and return what ``run.json`` says."""
        for name in self.compendia.stale(self.folder.documents):
            self.folder.drop(name)
        about = self._about(status, time.perf_counter() - clock)
        self.folder.close(self.documents)
        about["not_reports"] = list(_not_reports(self.folder.lines(self.documents)))
        about["unread"] = list(_unread(self.folder.lines(self.documents)))
        if status == WORDS[COMPLETE] and any(not one["by_rules"] for one in about["unread"]):
            about["status"] = WORDS[FAILED]
        self.folder.describe(about)
        for follow in AFTER_RUN:
            follow(self._order.folder)
        return about

    def _is_current(self, text_sha256: str, key: str | None) -> bool:
        return key is not None and self.plan.identity.key(text_sha256) == key

    def _jobs(self) -> Iterator[Job]:
        for given, document in zip(self._order.inputs, self._files, strict=True):
            yield Job(
                document,
                given.place,
                given.path,
                self._current(document),
                data=_held_here(given.place),
                member=given.member,
                files=given.files,
                splits=self.compendia.splits and not given.files,
                reports=self._reports(document),
            )

    def _parts(self, split: Split) -> tuple[Job, ...]:
        jobs = tuple(self.compendia.jobs(split, self.folder.current))
        self.folder.describe(self._about("running", 0.0))
        return jobs

    def _current(self, document: str) -> str | None:
        """Return the hash of the file from which all its reports were read, None where one of them is to be read."""
        hashes = {self.folder.current.get(name) for name in self.compendia.reports_of(document)}
        return hashes.pop() if len(hashes) == 1 else None

    def _reports(self, document: str) -> int:
        """Count the reports of a file, as far as it need not be read again to know."""
        return len(self.compendia.reports_of(document)) if self._current(document) else 1

    def _about(self, status: str, seconds: float) -> dict[str, Any]:
        tally, identity, options = self.tally, self.plan.identity, self._order.options
        return {
            "id": self.plan.run_id,
            "status": status,
            "started_at": self._started.isoformat(timespec="seconds"),
            "seconds": round(seconds, 3),
            "documents": {"total": tally.total, "done": tally.done, "skipped": tally.skipped, "failed": tally.failed},
            "usage": tally.usage.model_dump(mode="json"),
            "reader": identity.reader,
            "model": identity.model,
            "domain": identity.domain,
            "prompts": dict(identity.prompts),
            "versions": _versions(identity.version),
            "configuration": identity.key(""),
            "options": options.shown(),
            "torn_lines": list(self.folder.torn),
            "same_content": [[first, *others] for first, others in tally.twins.items()],
            "inputs": self._known | _inputs(self._order.inputs, self._files),
            "parts": self.compendia.parts,
        }


def _word_for(error: BaseException) -> str:
    match error:
        case GoujiError():
            return WORDS[STOPPED]
        case KeyboardInterrupt() | asyncio.CancelledError():
            return WORDS[INTERRUPTED]
        case _:
            return CRASHED


def _held_here(place: str) -> bytes | None:
    """Return the bytes of an input that no other process can read."""
    if place == STDIN:
        return sys.stdin.buffer.read()
    return content(place) if only_here(place) else None


def _versions(gouji: str) -> dict[str, str]:
    return {
        "gouji": gouji,
        "schema": SCHEMA_VERSION,
        "python": platform.python_version(),
        "platform": platform.platform(terse=True),
    }


def _inputs(inputs: Iterable[Input], documents: Iterable[str]) -> dict[str, str]:
    return {name: whereabouts(given) for given, name in zip(inputs, documents, strict=True)}


def _not_reports(lines: Iterable[str]) -> Iterator[str]:
    """Name the documents whose text a check found to be no report; the others are not even parsed."""
    sign = f'"{NOT_A_REPORT}"'
    for record in (json.loads(line) for line in lines if sign in line):
        if any(finding["rule"] == NOT_A_REPORT for finding in record["findings"]):
            yield record["document"]


def _unread(lines: Iterable[str]) -> Iterator[dict[str, object]]:
    """Name the parts of reports that have no answer; records that are whole are not even parsed."""
    for record in (Record.model_validate_json(line) for line in lines if REFUSED.search(line)):
        for part in unread(record):
            asked = {"document": record.document, "task": part.task, "lists": list(part.lists)}
            yield asked | {"reason": part.reason, "by_rules": part.by_rules}


def _earlier(folder: Path) -> dict[str, Any]:
    """What an earlier run into this folder wrote about itself; nothing where there was none."""
    try:
        about = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    known = about if isinstance(about, dict) else {}
    return {key: value for key, value in known.items() if isinstance(value, dict)}
