"""The picture of a page beside its text, drawn from the very file that the record was read from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extract.model.record import Record
from extract.sources.limits import SourceLimits
from extract.sources.page.image import render_page

PDF = "application/pdf"
LIMITS = SourceLimits(max_chars=0, max_pages=0, timeout=20)
"""Of drawing one page: only the time counts."""

WIDTH = 1100
"""Pixels across: legible, and sent in a moment."""


def has_pictures(record: Record) -> bool:
    """Whether pages of the report can be drawn: it was read from a PDF."""
    return record.source is not None and record.source.media_type == PDF


def page_picture(record: Record, number: int) -> bytes | None:
    """Return a page as PNG, None where its file is gone or is no longer what the record was read from.

    The file is the one that the record names; its hash is compared first, so that nothing else is ever shown.

    Raises:
        SourceError: the page cannot be drawn.
    """
    source = record.source
    if source is None or source.media_type != PDF:
        return None
    path = Path(source.path)
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != source.sha256:
        return None
    return render_page(path, number, WIDTH, limits=LIMITS)
