"""Read records and the texts that their spans index, from a ``records.jsonl`` or a run folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from extract.errors import ConfigError
from extract.language import say
from extract.model.record import Record
from extract.settings import refusal

RECORDS_FILE = "records.jsonl"

DOCUMENT = re.compile(r'\{\s*"document"\s*:\s*"(?:[^"\\]|\\.)*"')
"""The beginning of a record, up to the end of its name."""


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

    While a run is under way, or after a crash, a document may stand there twice (the later line counts) and the last
    line may be torn (it is left out).

    Raises:
        ConfigError: a line is no record; the message names file and line.
    """
    path = records_file(where)
    if path.suffix == ".json":
        yield _record(path.read_text(encoding="utf-8"), path, 1)
        return
    replaced = _replaced(path)
    for number, line in _whole_lines(path):
        if number not in replaced:
            yield _record(line, path, number)


def _whole_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line that is not blank; a last line without its end counts if it is whole."""
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip() and (line.endswith("\n") or _is_json(line)):
                yield number, line


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def repeated(where: Path) -> tuple[str, ...]:
    """Name the documents that have several lines in a ``records.jsonl`` or run folder, of which the last one counts.

    Raises:
        ConfigError: there are no records.
    """
    path = records_file(where)
    if path.suffix == ".json":
        return ()
    replaced = _replaced(path)
    names = (json.loads(line)["document"] for number, line in _whole_lines(path) if number in replaced)
    return tuple(dict.fromkeys(names))


def _replaced(path: Path) -> frozenset[int]:
    """Return the numbers of the lines whose document has a later line, without reading more of them than its name."""
    latest: dict[str, int] = {}
    earlier: set[int] = set()
    for number, line in _whole_lines(path):
        if name := DOCUMENT.match(line):
            if name.group() in latest:
                earlier.add(latest[name.group()])
            latest[name.group()] = number
    return frozenset(earlier)


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
        at, (zh, en) = ".".join(str(part) for part in first["loc"]), refusal(first)
        raise ConfigError(
            say(
                f"{path} 第 {number} 行不是有效记录：{f'{at} ' if at else ''}{zh}；请改正或删去这一行，再运行 gouji run 可重新读取。",
                f"{path} line {number} is no valid record: {f'{at}: ' if at else ''}{en}; mend or remove it, "
                "`gouji run` reads the report again.",
            )
        ) from error


def dump_record(record: Record) -> str:
    """Return the record as one line of JSON, Chinese unescaped, unset added keys left out."""
    data = record.model_dump(mode="json")
    for key in ("schema_version", "domain", "source", "run", "findings", "facts", "absent", "annotation"):
        if data[key] is None:
            del data[key]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
