"""One document, from its bytes to a record; whatever goes wrong with it stays with it."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from extract.domains.pack import Domain
from extract.engines.opened import Load, SourceFor, fingerprint, open_files, read_text
from extract.engines.outcome import Done, Event, Job, Skipped, Split
from extract.errors import BudgetSpentError, ConfigError, GoujiError, ReaderError, SourceError, StoreError
from extract.language import say
from extract.model.record import Usage
from extract.model.text import RawDocument
from extract.pipeline import extract_document
from extract.ports import Reader, Verifier
from extract.steps.compendium import parts_of
from extract.steps.confidence import Weights
from extract.store.folder import TEXTS, Failure
from extract.store.identity import Identity
from extract.store.records import dump_record


async def here(read: Callable[[], RawDocument]) -> RawDocument:
    """Turn a file into text in this thread: right where documents come one after another."""
    return read()


async def beside(read: Callable[[], RawDocument], *, stop: Callable[[], None]) -> RawDocument:
    """Turn a file into text in a thread, so that documents that wait for answers go on meanwhile.

    Args:
        read: calls the source.
        stop: ends what the source has started, so that a cancelled run need not wait for it.
    """
    try:
        return await asyncio.to_thread(read)
    except asyncio.CancelledError:
        stop()
        raise


class Written(NamedTuple):
    """A record as one line of JSON, and what reading it cost."""

    line: str
    usage: Usage | None


@dataclass(frozen=True, slots=True)
class Tools:
    """What reading a document needs.

    ``source_for`` chooses by content who turns bytes into text, ``load`` calls it; ``elsewhere`` is another process
    that does the rest, with tools of its own.
    """

    source_for: SourceFor
    reader: Reader
    rival: Reader | None
    domain: Domain
    weights: Weights
    identity: Identity
    run_id: str
    max_bytes: int
    verifier: Verifier | None = None
    load: Load = here
    elsewhere: Callable[[RawDocument], Awaitable[Written]] | None = None


async def write_record(raw: RawDocument, tools: Tools) -> Written:
    """Extract one report from its text and write its record as one line of JSON.

    Raises:
        ReaderError: the reader could not read this document.
        BudgetSpentError: the budget of the run is used up.
    """
    record = await extract_document(
        raw,
        reader=tools.reader,
        domain=tools.domain,
        rival=tools.rival,
        weights=tools.weights,
        verifier=tools.verifier,
    )
    source, run = record.source, record.run
    if source is None or run is None:
        msg = "the pipeline always fills source and run"
        raise AssertionError(msg)
    known = {
        "id": tools.run_id,
        "key": tools.identity.key(source.text_sha256),
        "version": tools.identity.version,
    }
    kept = {
        "source": source.model_copy(update={"text": f"{TEXTS}/{raw.name}.txt"}),
        "run": run.model_copy(update=known),
    }
    return Written(dump_record(record.model_copy(update=kept)), run.usage)


async def read_document(job: Job, tools: Tools) -> Event:
    """Read one document; what concerns only it becomes its failure.

    A file that holds the reports of several departments, where the job says so, is read as text only and returned
    with its parts.

    Raises:
        BudgetSpentError: the budget is used up; the run stops and can go on.
        ConfigError: no document can be read with these settings (a key or model is refused); the run stops.
        StoreError: paid answers cannot be kept; the run stops before more are paid for.
    """
    try:
        files = open_files(job, max_bytes=tools.max_bytes)
        sha256 = fingerprint(job, files)
        if sha256 == job.current:
            return Skipped(job.document, sha256, job.reports, part=job.text is not None)
        raw = await read_text(job, files, source_for=tools.source_for, load=tools.load)
        if job.splits and (parts := parts_of(raw.text)):
            return Split(job.document, job.path, raw, parts)
        written = await (tools.elsewhere or partial(write_record, tools=tools))(raw)
        return Done(raw.name, written.line, raw.text, raw.sha256, written.usage, part=job.text is not None)
    except (BudgetSpentError, ConfigError, StoreError):
        raise
    except GoujiError as error:
        return Failure(job.document, job.path, _kind(error), error.message, section=error.section)
    except Exception as error:  # noqa: BLE001  (a fault of gouji must cost one document, not the run; it is reported)
        return _internal(job, error)


def _kind(error: GoujiError) -> str:
    match error:
        case SourceError():
            return "source"
        case ReaderError():
            return "reader"
        case _:
            return "internal"


def _internal(job: Job, error: Exception) -> Failure:
    what = f"{type(error).__name__}: {error}"
    message = say(
        f"{job.path}：gouji 内部错误（{what}）；其余报告不受影响，请附上 failures.jsonl 中的这一行报告该错误。",
        f"{job.path}: an internal error of gouji ({what}); the other reports go on. Please report this line of failures.jsonl.",
    )
    return Failure(job.document, job.path, "internal", message, trace="".join(traceback.format_exception(error)))
