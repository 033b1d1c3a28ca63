"""Reports to batch lines and the manifest that stays at home."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from extract.commands.documents import load_documents
from extract.domains.registry import domain_named
from extract.errors import ConfigError, SourceError
from extract.language import say, system_words
from extract.model.text import RawDocument
from extract.pipeline import prepare
from extract.readers.llm.asks.request import Shown, make_ask
from extract.readers.llm.asks.tasks import Task, load_tasks
from extract.readers.llm.asks.templates import Prompts
from extract.readers.llm.asks.windows import cut
from extract.readers.llm.batch.lines import key_of, request_line, split_lines
from extract.readers.llm.batch.manifest import manifest_line, manifest_path
from extract.settings import RunOptions
from extract.steps.privacy.redact import Redaction, redact

PRIVATE = 0o600
"""The manifest holds the texts: only its owner may read it."""

DEFAULT_MODEL = "MODEL"
"""Stands in requests where no model is configured; whoever sends them puts a name in its place."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what was left out."""

    documents: int
    requests: int
    files: tuple[Path, ...]
    manifest: Path
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of one document and its entry in the manifest."""

    lines: tuple[str, ...]
    entry: str


def export_requests(inputs: Sequence[str], out: Path, options: RunOptions) -> Exported:
    """Write the requests of all tasks of all reports, split at the limits of batch endpoints.

    Raises:
        ConfigError: an input names nothing, no report can be read, or the files cannot be written.
    """
    prompts = Prompts(domain_named(options.domain), options.prompts)
    tasks = load_tasks(options.tasks)
    parts: list[_Part] = []
    notices: list[str] = []
    for document in load_documents(inputs, options):
        if isinstance(document, SourceError):
            notices.append(document.message)
        else:
            parts.append(_part(document, tasks, prompts, options))
    if not parts:
        raise ConfigError(notices[0] if notices else say("没有报告。", "There are no reports."))
    files = _write(parts, out)
    count = sum(len(part.lines) for part in parts)
    return Exported(len(parts), count, files, manifest_path(out), tuple(notices))


def _part(document: RawDocument, tasks: Sequence[Task], prompts: Prompts, options: RunOptions) -> _Part:
    reading = prepare(document)
    redaction = redact(reading) if options.redact else Redaction()
    shown = Shown(reading, redaction.hide)
    # A file's name can hold a person's name: with redaction only the fingerprint leaves the machine.
    name = "" if options.redact else document.name
    windows = cut(reading, options.window_tokens)
    asked = [
        (make_ask(task, window, shown, prompts), sample)
        for task in tasks
        for window in windows
        for sample in range(1, options.samples + 1)
    ]
    fingerprint = shown.fingerprint
    keys = [key_of(ask, name, fingerprint, sample) for ask, sample in asked]
    # Nobody is there to leave a key out where a batch endpoint refuses it: only who is sure of it asks.
    asking = partial(request_line, model=options.model or DEFAULT_MODEL, logprobs=options.logprobs == "on")
    lines = tuple(asking(ask, key) for (ask, _), key in zip(asked, keys, strict=True))
    asks = [ask for ask, _ in asked]
    entry = manifest_line(reading, asks, keys, prompts=prompts, restoration=redaction.restoration)
    return _Part(lines, entry)


def _write(parts: Sequence[_Part], out: Path) -> tuple[Path, ...]:
    chunks = list(split_lines(line for part in parts for line in part.lines))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        files = tuple(_numbered(out, number, len(chunks)) for number in range(1, len(chunks) + 1))
        for path, chunk in zip(files, chunks, strict=True):
            path.write_text("".join(f"{line}\n" for line in chunk), encoding="utf-8")
        _write_private(manifest_path(out), (part.entry for part in parts))
    except OSError as error:
        raise ConfigError(
            say(f"{out} 无法写入：{system_words(error)}。", f"{out} cannot be written: {system_words(error)}.")
        ) from error
    return files


def _numbered(out: Path, number: int, count: int) -> Path:
    return out if count == 1 else out.with_name(f"{out.stem}-{number:03d}{out.suffix}")


def _write_private(path: Path, entries: Iterator[str]) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{entry}\n" for entry in entries)
