"""Read records and the texts that their spans index, from a ``records.jsonl`` or a run folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from extract.errors import ConfigError
from extract.language import say
from extract.model.record import Record

RECORDS_FILE = "records.jsonl"


def records_file(where: Path) -> Path:
    """Return the ``records.jsonl`` meant by a file or a run folder.

    Raises:
        ConfigError: there is none.
    """
    path = where / RECORDS_FILE if where.is_dir() else where
    if not path.is_file():
        raise ConfigError(
            say(
                f"{where} 里没有 {RECORDS_FILE}；请先运行 gouji run … --out {where}。",
                f"There is no {RECORDS_FILE} at {where}; run `gouji run … --out {where}` first.",
            )
        )
    return path


def read_records(where: Path) -> Iterator[Record]:
    """Yield the records of a ``records.jsonl``, a run folder or a single ``*.json`` file, as extracted.

    Raises:
        ConfigError: a line is no record; the message names file and line.
    """
    path = records_file(where)
    if path.suffix == ".json":
        yield _record(path.read_text(encoding="utf-8"), path, 1)
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _record(line, path, number)


def text_of(record: Record, where: Path, texts: Path | None = None) -> str | None:
    """Return the text that the record's spans index, None where it cannot be found.

    ``texts`` overrides where texts lie; else ``source.text`` below the records' folder, its ``texts/`` and the
    sibling ``reports/`` of a gold home are tried, in this order.
    """
    home = where if where.is_dir() else where.parent
    name = f"{record.document}.txt"
    stated = record.source.text if record.source else None
    places = [texts / name] if texts else [home / p for p in (stated, f"texts/{name}", f"../reports/{name}") if p]
    for place in places:
        if place.is_file():
            return place.read_bytes().decode("utf-8")
    return None


def _record(line: str, path: Path, number: int) -> Record:
    try:
        return Record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            say(
                f"{path} 第 {number} 行不是有效记录：{at} {first['msg']}。",
                f"{path} line {number} is no valid record: {at} {first['msg']}.",
            )
        ) from error


def dump_record(record: Record) -> str:
    """Return the record as one line of JSON, Chinese unescaped, unset added keys left out."""
    data = record.model_dump(mode="json")
    for key in ("schema_version", "domain", "source", "run", "findings", "facts", "absent", "annotation"):
        if data[key] is None:
            del data[key]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
