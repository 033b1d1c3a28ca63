"""Pages of government sites: the main content without navigation, tables with their cells."""

from __future__ import annotations

import re

import trafilatura
from lxml.etree import _Element
from trafilatura.settings import Document

from extract.errors import SourceError
from extract.language import say
from extract.model.text import RawDocument
from extract.sources.draft import Draft
from extract.sources.encoding import decode
from extract.sources.headers import GridCell

MEDIA_TYPE = "text/html"
CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
HEAD = 4096
"""Bytes in which a page says how it is encoded."""

SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}
"""Pages that call themselves GB2312 use characters of its supersets."""

TABLES, CONTAINERS = {"table"}, {"list", "div", "quote", "body"}


class HtmlSource:
    """Reads ``.html``."""

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the main content, paragraphs and tables in order.

        Raises:
            SourceError: no main text is found in the page, or its encoding is unknown.
        """
        text, encoding = _decoded(data, path)
        found = trafilatura.bare_extraction(text, include_tables=True, include_comments=False, favor_recall=True)
        draft = Draft()
        if isinstance(found, Document) and found.body is not None:
            _write(found.body, draft)
        if not draft.length:
            raise SourceError(
                say(
                    f"{path} 的网页里没有找到正文；请另存为纯文本或 Word。",
                    f"No main text was found in the page {path}; save it as text or Word.",
                )
            )
        draft.warnings += [] if encoding == "utf-8" else [f"encoding:{encoding}"]
        return draft.document(data, name=name, path=path, media_type=MEDIA_TYPE)


def _decoded(data: bytes, path: str) -> tuple[str, str]:
    declared = CHARSET.search(data[:HEAD])
    if declared:
        name = declared.group(1).decode("ascii").lower()
        try:
            return data.decode(SUPERSETS.get(name, name)), name
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, name=path)


def _write(block: _Element, draft: Draft) -> None:
    if block.tag in TABLES:
        draft.table(_grid(block))
    elif block.tag in CONTAINERS and len(block):
        draft.paragraph(_said(block.text))
        for child in block:
            _write(child, draft)
            draft.paragraph(_said(child.tail))
    else:
        draft.paragraph(_lines(block))


def _lines(block: _Element) -> str:
    """Return a paragraph's text, broken where the page breaks it."""
    parts = [block.text or ""]
    for child in block:
        parts.append("\n" if child.tag == "lb" else "".join(child.itertext()))
        parts.append(child.tail or "")
    lines = (_said(line) for line in "".join(parts).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _said(text: str | None) -> str:
    return " ".join((text or "").replace("\u3000", " ").split())


def _grid(table: _Element) -> list[GridCell]:
    """Return a table's cells; those that a merged one covers are left free."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, line in enumerate(table.iter("row")):
        column = 0
        for cell in line.iter("cell"):
            while (row, column) in taken:
                column += 1
            wide, high = int(cell.get("cols") or cell.get("span") or 1), int(cell.get("rows") or 1)
            taken |= {(row + down, column + right) for down in range(high) for right in range(wide)}
            cells.append(GridCell(row, column, _said("".join(cell.itertext())), rows=high, columns=wide))
            column += wide
    return cells
