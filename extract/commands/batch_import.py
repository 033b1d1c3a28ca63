"""Answers of a batch to records in a run folder, and the lines that ask again for what is missing or wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.commands.batch_export import manifest_path
from extract.domains.registry import domain_named
from extract.errors import ConfigError, GoujiError, ReaderError
from extract.language import say
from extract.model.text import Cell, Page, RawDocument, Reading
from extract.pipeline import extract_document, prepare
from extract.readers.llm.answers_file import Written, newest
from extract.readers.llm.batch import line, parse_key
from extract.readers.llm.reask import complaints, reask_message
from extract.readers.llm.request import Shown
from extract.readers.llm.tasks import Task, load_tasks
from extract.readers.llm.windows import cut
from extract.readers.replay import ReplayReader, index_answers
from extract.settings import RunOptions
from extract.steps.redact import Restoration, redact
from extract.store.folder import TEXTS, Failure, RunFolder, open_folder
from extract.store.records import dump_record

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
    entries = list(_entries(requests))
    bodies = {name: body for path in _request_files(requests) for name, body in _bodies(path)}
    batch = _Batch(newest(answers), bodies, load_tasks(options.tasks))
    folder = open_folder(out, is_current=lambda *_: False)
    failures: list[Failure] = []
    doubts: list[_Doubt] = []
    try:
        for entry in entries:
            reading = prepare(_document(entry))
            doubts += _doubts(entry, reading, batch)
            failure = await _keep(entry, reading, batch, folder)
            failures += [failure] if failure else []
    finally:
        folder.close(entry["document"] for entry in entries)
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


async def _keep(entry: Mapping[str, Any], reading: Reading, batch: _Batch, folder: RunFolder) -> Failure | None:
    """Keep the record of a document, or return and keep why there is none."""
    raw = reading.document.raw
    try:
        _check_units(entry, reading)
        record = await extract_document(
            raw, reader=_reader(entry, reading, batch), domain=domain_named(entry["domain"])
        )
    except GoujiError as error:
        failure = Failure(raw.name, raw.path, "reader", error.message)
        folder.fail(failure)
        return failure
    source = record.source.model_copy(update={"text": f"{TEXTS}/{raw.name}.txt"}) if record.source else None
    folder.add(raw.name, line=dump_record(record.model_copy(update={"source": source})), text=raw.text)
    return None


def _reader(entry: Mapping[str, Any], reading: Reading, batch: _Batch) -> ReplayReader:
    given = [batch.written[name] for name in entry["requests"] if name in batch.written]
    return ReplayReader(
        index_answers(given),
        batch.tasks,
        restorations={Shown(reading).fingerprint: _restoration(entry)},
        prompts=tuple(sorted(entry.get("prompts", {}).items())),
    )


def _doubts(entry: Mapping[str, Any], reading: Reading, batch: _Batch) -> Iterator[_Doubt]:
    """Yield every request without a valid answer."""
    windows = cut(reading)
    shown = Shown(reading, redact(reading).texts if entry["redaction"] else {})
    by_name = {task.name: task for task in batch.tasks}
    for name in entry["requests"]:
        key = parse_key(name)
        task = by_name.get(key.task) if key else None
        if key is None or task is None or name not in batch.bodies or key.window > len(windows):
            continue
        place, body, answer = f"{entry['document']} / {key.task}", batch.bodies[name], batch.written.get(name)
        if answer is None or answer.content is None:
            yield _Doubt(f"{place}：{answer.reason if answer else say('没有回答', 'no answer')}", line(name, body))
            continue
        window, domain = windows[key.window - 1], domain_named(entry["domain"])
        found = complaints(answer.content, task.answer, shown=shown, window=window, domain=domain)
        if found:
            what = _restoration(entry).text("；".join(found[:SHOWN]))
            yield _Doubt(
                f"{place}：{len(found)} 处有误：{what}", line(name, _conversation(body, answer.content, found))
            )


def _conversation(body: dict[str, Any], content: str, found: Sequence[str]) -> dict[str, Any]:
    said = [{"role": "assistant", "content": content}, {"role": "user", "content": reask_message(found)}]
    return body | {"messages": [*body["messages"], *said]}


def _restoration(entry: Mapping[str, Any]) -> Restoration:
    return Restoration(tuple((token, text) for token, text in entry["redaction"]))


def _check_units(entry: Mapping[str, Any], reading: Reading) -> None:
    if entry["units"] != [[unit.start, unit.end] for unit in reading.units]:
        raise ReaderError(
            say(
                "这份报告的单元划分与导出时不同（gouji 版本不同）；请重新导出请求。",
                "The units differ from those exported (another version of gouji); export the requests again.",
            ),
            document=entry["document"],
        )


def _document(entry: Mapping[str, Any]) -> RawDocument:
    source = entry["source"]
    return RawDocument(
        name=entry["document"],
        text=entry["text"],
        path=source["path"],
        sha256=source["sha256"],
        media_type=source["media_type"],
        pages=tuple(Page(*page) for page in source["pages"]),
        cells=tuple(Cell(*cell) for cell in source["cells"]),
        warnings=tuple(source["warnings"]),
    )


def _entries(requests: Path) -> Iterator[dict[str, Any]]:
    path = manifest_path(requests)
    if not path.is_file():
        raise ConfigError(
            say(
                f"找不到清单 {path}；它与请求文件一同导出，导入时必须在旁边。",
                f"There is no manifest {path}; it was exported with the requests and must lie beside them.",
            )
        )
    with path.open(encoding="utf-8") as lines:
        for number, text in enumerate(lines, start=1):
            try:
                yield json.loads(text)
            except json.JSONDecodeError as error:
                raise ConfigError(
                    say(f"清单 {path} 第 {number} 行已损坏。", f"Line {number} of {path} is damaged.")
                ) from error


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
