"""Answers of a batch to records in a run folder, and the lines that ask again for what is missing or wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.domains.registry import domain_named
from extract.errors import ConfigError, GoujiError
from extract.language import say
from extract.model.text import Reading
from extract.pipeline import extract_document, prepare
from extract.readers.llm.answers_file import Written, newest
from extract.readers.llm.batch import line, parse_key
from extract.readers.llm.manifest import Entry, manifest_path, read_manifest, text_hash
from extract.readers.llm.reask import complaints, reask_message
from extract.readers.llm.request import Shown
from extract.readers.llm.tasks import Task, load_tasks
from extract.readers.llm.windows import cut
from extract.readers.replay import ReplayReader, index_answers
from extract.settings import RunOptions
from extract.steps.redact import Redaction
from extract.store.folder import TEXTS, Failure, RunFolder, open_folder
from extract.store.records import dump_record
from extract.wiring import rules_reader, weights_of

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


@dataclass(frozen=True, slots=True)
class _Batch:
    """What was asked, and what came back."""

    written: Mapping[str, Written]
    bodies: Mapping[str, dict[str, Any]]
    options: RunOptions
    tasks: tuple[Task, ...]


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
    batch = _Batch(newest(answers), bodies, options, load_tasks(options.tasks))
    folder = open_folder(out, is_current=lambda *_: False)
    failures: list[Failure] = []
    doubts: list[_Doubt] = []
    try:
        for entry in entries:
            reading = prepare(entry.raw)
            doubts += _doubts(entry, reading, batch)
            failure = await _keep(entry, batch, folder)
            failures += [failure] if failure else []
    finally:
        folder.close(entry.raw.name for entry in entries)
    return Imported(
        records=len(entries) - len(failures),
        unreadable=len(failures),
        reasked=len(doubts),
        reask=_write_reask(out / REASK_FILE, doubts),
        notices=(*(doubt.notice for doubt in doubts), *(f"{each.document}：{each.message}" for each in failures)),
    )


def _write_reask(path: Path, doubts: Sequence[_Doubt]) -> Path | None:
    path.unlink(missing_ok=True)
    if not doubts:
        return None
    path.write_text("".join(f"{doubt.line}\n" for doubt in doubts), encoding="utf-8")
    return path


async def _keep(entry: Entry, batch: _Batch, folder: RunFolder) -> Failure | None:
    """Keep the record of a document, or return and keep why there is none."""
    raw = entry.raw
    given = [batch.written[name] for name in entry.requests if name in batch.written]
    reader = ReplayReader(index_answers(given), batch.tasks, origins={text_hash(raw.text): entry})
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
    source = record.source.model_copy(update={"text": f"{TEXTS}/{raw.name}.txt"}) if record.source else None
    folder.add(raw.name, line=dump_record(record.model_copy(update={"source": source})), text=raw.text)
    return None


def _doubts(entry: Entry, reading: Reading, batch: _Batch) -> Iterator[_Doubt]:
    """Yield every request without a valid answer; nothing where the units are cut otherwise by now."""
    if Shown(reading).fingerprint != entry.fingerprint:
        return
    windows = cut(reading)
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
    with path.open(encoding="utf-8") as lines:
        for text in lines:
            if text.strip():
                data = json.loads(text)
                yield data["custom_id"], data["body"]
