"""Requests as batch lines: their names, their form, and the limits of a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.readers.llm.asks.request import Ask, Body, batch_body

URL = "/v1/chat/completions"
MAX_LINES = 50_000
MAX_BYTES = 200_000_000
"""Limits of OpenAI's batch files, which DashScope, Zhipu and Azure share or stay above."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a ``custom_id`` says: document, fingerprint of its text and units, task, window and sample."""

    document: str
    fingerprint: str
    task: str
    window: int = 1
    count: int = 1
    sample: int = 1

    def __str__(self) -> str:
        sample = f"|s{self.sample}" if self.sample > 1 else ""
        return f"{self.document}|{self.fingerprint}|{self.task}|{self.window}of{self.count}{sample}"


def parse_key(custom_id: str) -> Key | None:
    """Return what a ``custom_id`` says, None where it is none of ours."""
    parts = custom_id.rsplit("|", 4)
    sample = 1
    if len(parts) == 5 and parts[4][:1] == "s" and parts[4][1:].isdigit():  # noqa: PLR2004  (with a sample)
        sample = int(parts.pop()[1:])
    else:
        parts = custom_id.rsplit("|", 3)
    if len(parts) != 4:  # noqa: PLR2004  (document, fingerprint, task, window)
        return None
    window, _, count = parts[3].partition("of")
    if not (window.isdigit() and count.isdigit()):
        return None
    return Key(parts[0], parts[1], parts[2], int(window), int(count), sample)


def key_of(ask: Ask, document: str, fingerprint: str, sample: int = 1) -> Key:
    """Name a request about a document of that fingerprint."""
    return Key(document, fingerprint, ask.task.name, ask.window.number, ask.window.count, sample)


def line(custom_id: str, body: Body) -> str:
    """Return one batch line."""
    data = {"custom_id": custom_id, "method": "POST", "url": URL, "body": body}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def request_line(ask: Ask, key: Key, model: str, *, logprobs: bool = False) -> str:
    """Return the batch line of a request."""
    return line(str(key), batch_body(ask, model, logprobs=logprobs))


def split_lines(lines: Iterable[str], *, max_lines: int = MAX_LINES, max_bytes: int = MAX_BYTES) -> Iterator[list[str]]:
    """Yield the lines in files within the limits, in order."""
    part: list[str] = []
    size = 0
    for each in lines:
        length = len(each.encode("utf-8")) + 1
        if part and (len(part) >= max_lines or size + length > max_bytes):
            yield part
            part, size = [], 0
        part.append(each)
        size += length
    if part:
        yield part
