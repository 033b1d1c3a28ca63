"""Answers of a batch to records in a run folder, and the lines that ask again for what is missing or wrong."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extract.domains.registry import domain_named
from extract.errors import ConfigError, GoujiError
from extract.language import say
from extract.model.record import SCHEMA_VERSION, Record
from extract.model.text import Reading
from extract.pipeline import extract_document, prepare
from extract.readers.llm.answers.answers_file import Written, newest
from extract.readers.llm.answers.reask import complaints, reask_message
from extract.readers.llm.asks.request import Shown
from extract.readers.llm.asks.tasks import Task, load_tasks
from extract.readers.llm.asks.templates import Prompts
from extract.readers.llm.batch.lines import Key, line, parse_key, request_line
from extract.readers.llm.batch.manifest import Entry, manifest_path, read_manifest, text_hash
from extract.readers.llm.linking import LINKS, link_ask
from extract.readers.replay import Given, ReplayReader, index_answers
from extract.settings import RunOptions
from extract.steps.privacy.redact import Redaction
from extract.steps.prompt import Window
from extract.store.folder import TEXTS, Failure, RunFolder, open_folder
from extract.store.records import dump_record
from extract.wiring.plan import weights_of
from extract.wiring.tools import rules_reader

REASK_FILE = "reask.jsonl"
SHOWN = 3
"""Faults of an answer that a notice names."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    records: int
    unreadable: int
    reasked: int
    reask: Path | None
    notices: tuple[str, ...]


@dataclass(frozen=True)
class _Batch:
    """What was asked, and what came back."""

    written: Mapping[str, Written]
    bodies: Mapping[str, dict[str, Any]]
    options: RunOptions
    tasks: tuple[Task, ...]
    run_id: str

    @cached_property
    def given(self) -> dict[str, tuple[Given, ...]]:
        """The answers by fingerprint of text and units."""
        return index_answers(self.written.values())


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A request without a valid answer: what is wrong, and the line that asks again."""

    notice: str
    line: str


async def import_answers(requests: Path, answers: Sequence[Path], out: Path, options: RunOptions) -> Imported:
    """Make a record of every document of the manifest that has usable answers.

    Raises:
        ConfigError: manifest or answers cannot be read, or the folder cannot be written.
    """
    entries = list(read_manifest(manifest_path(requests)))
    bodies = {name: body for path in _request_files(requests) for name, body in _bodies(path)}
    run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    batch = _Batch(newest(answers), bodies, options, load_tasks(options.tasks), run_id)
    folder = open_folder(out, is_current=lambda *_: False)
    failures: list[Failure] = []
    doubts: list[_Doubt] = []
    try:
        for entry in entries:
            reading = prepare(entry.raw)
            wrong = list(_doubts(entry, reading, batch))
            doubts += wrong or _links(entry, reading, batch)
            failure = await _keep(entry, batch, folder)
            failures += [failure] if failure else []
        folder.describe(_about(entries, batch, failed=len(failures)))
    finally:
        folder.close(entry.raw.name for entry in entries)
    return Imported(
        records=len(entries) - len(failures),
        unreadable=len(failures),
        reasked=len(doubts),
        reask=_write_reask(out / REASK_FILE, doubts),
        notices=(*(doubt.notice for doubt in doubts), *(f"{each.document}：{each.message}" for each in failures)),
    )


def _about(entries: Sequence[Entry], batch: _Batch, *, failed: int) -> dict[str, object]:
    """Describe the import as ``run.json`` describes a run."""
    return {
        "id": batch.run_id,
        "status": "failed" if failed else "complete",
        "documents": {"total": len(entries), "done": len(entries) - failed, "skipped": 0, "failed": failed},
        "reader": "replay",
        "model": "、".join(sorted({each.model for each in batch.written.values() if each.model})) or None,
        "domain": "、".join(sorted({entry.domain for entry in entries})),
        "prompts": dict(pair for entry in entries for pair in entry.prompts),
        "versions": {"gouji": version("gouji"), "schema": SCHEMA_VERSION},
    }


def _write_reask(path: Path, doubts: Sequence[_Doubt]) -> Path | None:
    path.unlink(missing_ok=True)
    if not doubts:
        return None
    path.write_text("".join(f"{doubt.line}\n" for doubt in doubts), encoding="utf-8")
    return path


async def _keep(entry: Entry, batch: _Batch, folder: RunFolder) -> Failure | None:
    """Keep the record of a document, or return and keep why there is none."""
    raw = entry.raw
    reader = ReplayReader(batch.given, batch.tasks, origins={text_hash(raw.text): entry})
    try:
        record = await extract_document(
            raw,
            reader=reader,
            domain=domain_named(entry.domain),
            rival=rules_reader(),
            weights=weights_of(batch.options),
        )
    except GoujiError as error:
        failure = Failure(raw.name, raw.path, "reader", error.message)
        folder.fail(failure)
        return failure
    folder.add(raw.name, line=dump_record(_placed(record, batch)), text=raw.text)
    return None


def _placed(record: Record, batch: _Batch) -> Record:
    """Return a record that says where its text is kept and which import made it."""
    source = record.source and record.source.model_copy(update={"text": f"{TEXTS}/{record.document}.txt"})
    run = record.run and record.run.model_copy(update={"id": batch.run_id, "version": version("gouji")})
    return record.model_copy(update={"source": source, "run": run})


def _doubts(entry: Entry, reading: Reading, batch: _Batch) -> Iterator[_Doubt]:
    """Yield every request without a valid answer; nothing where the units are cut otherwise by now."""
    if Shown(reading).fingerprint != entry.fingerprint:
        return
    windows = [Window(*ends, number, len(entry.windows)) for number, ends in enumerate(entry.windows, start=1)]
    shown = Shown(reading, Redaction(entry.restoration).hide)
    by_name = {task.name: task for task in batch.tasks}
    for name in entry.requests:
        key = parse_key(name)
        task = by_name.get(key.task) if key else None
        if key is None or task is None or name not in batch.bodies or key.window > len(windows):
            continue
        place, body, answer = f"{entry.raw.name} / {key.task}", batch.bodies[name], batch.written.get(name)
        if answer is None or answer.content is None:
            yield _Doubt(f"{place}：{answer.reason if answer else say('没有回答', 'no answer')}", line(name, body))
            continue
        window, domain = windows[key.window - 1], domain_named(entry.domain)
        found = complaints(answer.content, task.answer, shown=shown, window=window, domain=domain)
        if found:
            what = entry.restoration.text("；".join(found[:SHOWN]))
            yield _Doubt(
                f"{place}：{len(found)} 处有误：{what}", line(name, _conversation(body, answer.content, found))
            )


def _links(entry: Entry, reading: Reading, batch: _Batch) -> list[_Doubt]:
    """Return the question about links over the joined lists of a report that was asked about in windows."""
    asked = Key("", entry.fingerprint, LINKS.name)
    given = batch.given.get(entry.fingerprint, ())
    if len(entry.windows) == 1 or not given or any(each.key.task == LINKS.name for each in given):
        return []
    domain = domain_named(entry.domain)
    answer, _ = ReplayReader(batch.given, batch.tasks).joined(given, reading, domain)
    if answer is None or not answer.problems or not answer.improvements:
        return []
    shown = Shown(reading, Redaction(entry.restoration).hide)
    model = batch.bodies[entry.requests[0]]["model"]
    ask = link_ask(answer, shown, Prompts(domain, batch.options.prompts))
    notice = say("问题与改进措施的对应要再问一次", "links of problems and improvements are to be asked")
    return [_Doubt(f"{entry.raw.name} / {LINKS.name}：{notice}", request_line(ask, asked, model))]


def _conversation(body: dict[str, Any], content: str, found: Sequence[str]) -> dict[str, Any]:
    said = [{"role": "assistant", "content": content}, {"role": "user", "content": reask_message(found)}]
    return body | {"messages": [*body["messages"], *said]}


def _request_files(requests: Path) -> list[Path]:
    if requests.is_file():
        return [requests]
    found = sorted(requests.parent.glob(f"{requests.stem}-[0-9][0-9][0-9]{requests.suffix}"))
    if not found:
        raise ConfigError(say(f"找不到请求文件 {requests}。", f"There is no file of requests {requests}."))
    return found


def _bodies(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, text in enumerate(path.read_bytes().splitlines(), start=1):
        if not text.strip():
            continue
        try:
            data = json.loads(text)
            name, body = data["custom_id"], data["body"]
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(
                say(
                    f"请求文件 {path} 第 {number} 行不是 gouji batch export 写下的请求；请重新导出。",
                    f"{path} line {number} is no request that `gouji batch export` wrote; export again.",
                )
            ) from error
        yield name, body
