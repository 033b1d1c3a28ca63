"""How much a source may take in: what the user set, as plain numbers that a process of its own can be given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extract.settings import RunOptions

Tell = Callable[[int, int], None]
"""Hears which page OCR begins, and of how many."""

MEMORY = 4 << 30
"""Bytes that the process that parses a file may use; recognising a scanned page takes about one GiB."""


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """Limits of one file: characters of text, pages, seconds, cells of a workbook, bytes that it unpacks to."""

    max_chars: int
    max_pages: int
    timeout: float
    max_cells: int = 200_000
    max_unpacked: int = 1_000_000_000


def limits_of(options: RunOptions) -> SourceLimits:
    """Return the limits that the settings say."""
    return SourceLimits(options.max_chars, options.max_pages, options.timeout)
