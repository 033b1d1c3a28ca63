"""The manifest of exported requests: texts, units and redaction maps, which never leave the machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import ConfigError
from extract.language import say
from extract.model.text import Cell, Page, RawDocument, Reading
from extract.readers.llm.asks.request import Ask
from extract.readers.llm.asks.templates import Prompts
from extract.readers.llm.batch.lines import Key, parse_key
from extract.steps.privacy.redact import Restoration

SUFFIX = ".manifest.jsonl"
REQUESTS = f"requests{SUFFIX}"
"""What the manifest of a file called ``requests.jsonl`` is called."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of an export: its text, the units that requests named, what was redacted, and the requests."""

    raw: RawDocument
    domain: str
    requests: tuple[str, ...]
    units: tuple[tuple[int, int], ...]
    windows: tuple[tuple[int, int], ...]
    restoration: Restoration
    prompts: tuple[tuple[str, str], ...]

    @property
    def fingerprint(self) -> str:
        """The fingerprint in the names of its requests."""
        key = parse_key(self.requests[0]) if self.requests else None
        return key.fingerprint if key else ""


def manifest_path(requests: Path) -> Path:
    """Return where the manifest of a file of requests lies (``requests.manifest.jsonl``)."""
    return requests.with_name(f"{requests.stem}{SUFFIX}")


def manifest_line(
    reading: Reading,
    asks: Sequence[Ask],
    keys: Sequence[Key],
    *,
    prompts: Prompts,
    restoration: Restoration,
) -> str:
    """Describe a document so that its answers can be imported anywhere, in one line."""
    raw = reading.document.raw
    entry = {
        "document": raw.name,
        "domain": prompts.domain.name,
        "requests": [str(key) for key in keys],
        "prompts": {task.name: prompts.label(task) for task in dict.fromkeys(ask.task for ask in asks)},
        "windows": [[window.first, window.last] for window in dict.fromkeys(ask.window for ask in asks)],
        "source": {
            "path": raw.path,
            "sha256": raw.sha256,
            "media_type": raw.media_type,
            "pages": [[page.number, page.start, page.end] for page in raw.pages],
            "cells": [
                [cell.start, cell.end, cell.row, cell.column, cell.row_header, cell.column_header] for cell in raw.cells
            ],
            "warnings": list(raw.warnings),
        },
        "units": [[unit.start, unit.end] for unit in reading.units],
        "redaction": [list(pair) for pair in restoration.pairs],
        "text": raw.text,
    }
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def read_manifest(path: Path) -> Iterator[Entry]:
    """Yield the documents of a manifest.

    Raises:
        ConfigError: it is not there, or a line is damaged.
    """
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
                yield _entry(json.loads(text))
            except (ValueError, KeyError, TypeError) as error:
                raise ConfigError(
                    say(f"清单 {path} 第 {number} 行已损坏。", f"Line {number} of {path} is damaged.")
                ) from error


def text_hash(text: str) -> str:
    """Return the hash by which a text is known."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _entry(data: dict[str, Any]) -> Entry:
    source = data["source"]
    raw = RawDocument(
        name=data["document"],
        text=data["text"],
        path=source["path"],
        sha256=source["sha256"],
        media_type=source["media_type"],
        pages=tuple(Page(*page) for page in source["pages"]),
        cells=tuple(Cell(*cell) for cell in source["cells"]),
        warnings=tuple(source["warnings"]),
    )
    return Entry(
        raw,
        data["domain"],
        tuple(data["requests"]),
        tuple((start, end) for start, end in data["units"]),
        tuple((first, last) for first, last in data["windows"]),
        Restoration(tuple((token, text) for token, text in data["redaction"])),
        tuple(sorted(data["prompts"].items())),
    )
