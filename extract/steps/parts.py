"""Texts cut out of a file and texts put together, with the pages, boxes and cells that belong to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from extract.model.text import Box, Cell, Page, RawDocument, Span

Placed = TypeVar("Placed", Page, Box, Cell)
BETWEEN = "\n\n"
"""Stands between the texts of two files; no paragraph goes on over it."""


def excerpt(raw: RawDocument, span: Span, *, name: str) -> RawDocument:
    """Return a stretch of a text as a document of its own; pages keep the numbers that they have in the file."""
    return replace(
        raw,
        name=name,
        text=raw.text[span.start : span.end],
        pages=tuple(_within(raw.pages, span)),
        boxes=tuple(_within(raw.boxes, span)),
        cells=tuple(_within(raw.cells, span)),
    )


def joined(parts: Sequence[RawDocument], *, name: str, path: str, sha256: str) -> RawDocument:
    """Return several files as one document: texts after one another, page numbers counting on.

    Where any file knows its pages, one that does not counts as one page.

    Args:
        parts: the files in order, at least one.
        name: of the document.
        path: how the whole is shown.
        sha256: of all the files.
    """
    paged = any(part.pages for part in parts)
    at = number = 0
    texts, pages, boxes, cells = [], [], [], []
    for place, part in enumerate(parts, start=1):
        text = part.text + (BETWEEN if place < len(parts) else "")
        own = part.pages or ((Page(1, 0, len(part.text)),) if paged else ())
        pages += [Page(number + p.number, at + p.start, at + p.end) for p in own]
        boxes += [replace(b, start=at + b.start, end=at + b.end, page=number + b.page) for b in part.boxes]
        cells += [replace(c, start=at + c.start, end=at + c.end) for c in part.cells]
        texts.append(text)
        at += len(text)
        number = max((page.number for page in pages), default=0)
    return RawDocument(
        name=name,
        text="".join(texts),
        path=path,
        sha256=sha256,
        media_type=parts[0].media_type,
        pages=tuple(pages),
        boxes=tuple(boxes),
        cells=tuple(cells),
        warnings=tuple(dict.fromkeys(warning for part in parts for warning in part.warnings)),
    )


def _within(placed: Sequence[Placed], span: Span) -> Iterator[Placed]:
    """Yield what lies in the span, cut at its ends, counted from its start."""
    for one in placed:
        start, end = max(one.start, span.start), min(one.end, span.end)
        if start < end:
            yield replace(one, start=start - span.start, end=end - span.start)
