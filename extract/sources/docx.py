"""Word files: paragraphs and tables in order, automatic numbers visible, tracked changes accepted, footnotes kept."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError, _Element

from extract.errors import SourceError
from extract.language import say
from extract.model.text import RawDocument
from extract.sources.docx_numbering import Numbering
from extract.sources.draft import Draft
from extract.sources.headers import GridCell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DROPPED = {*(qn(tag) for tag in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr")), FALLBACK}
"""What an accepted document no longer shows: deleted text, field codes, the second copy of a drawing."""

BLOCKS = (qn("w:p"), qn("w:tbl"))
WRAPPERS = {qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:smartTag", "w:customXml")}
CONTENTS = re.compile(r"(?:toc|目录)\s*\d*$", re.IGNORECASE)
"""Styles of a table of contents, which only repeats the headings."""


class DocxSource:
    """Reads ``.docx``."""

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the text as Word shows it with all changes accepted.

        Raises:
            SourceError: the file is damaged or protected by a password.
        """
        try:
            document = docx.Document(io.BytesIO(data))
        except (OpcError, KeyError, ValueError, zipfile.BadZipFile, XMLSyntaxError) as error:
            raise SourceError(
                say(
                    f"{path} 不是完好的 Word 文件（{type(error).__name__}）；请用 Word 或 WPS 打开后另存一次。",
                    f"{path} is no sound Word file ({type(error).__name__}); open it in Word and save it again.",
                )
            ) from error
        draft = Draft()
        _Writer(document, draft).all()
        return draft.document(data, name=name, path=path, media_type=MEDIA_TYPE)


class _Writer:
    """Goes through a document's body in order."""

    def __init__(self, document: Document, draft: Draft) -> None:
        self._document, self._draft = document, draft
        self._numbering = Numbering(document)
        self._notes = _footnotes(document)
        self._cited: list[str] = []

    def all(self) -> None:
        """Write every block, then the footnotes that were cited."""
        self._draft.page()
        for block in _blocks(self._document.element.body):
            if block.tag == BLOCKS[0]:
                self._paragraph(Paragraph(block, self._document))
            else:
                self._table(Table(block, self._document))
        for number, identifier in enumerate(dict.fromkeys(self._cited), start=1):
            self._draft.paragraph(f"注{number}：{self._notes[identifier]}")

    def _paragraph(self, paragraph: Paragraph) -> None:
        style = paragraph.style.name if paragraph.style is not None else ""
        if _breaks_page(paragraph._p):  # noqa: SLF001  (python-docx has no public way to page breaks)
            self._draft.page()
        if CONTENTS.match(style or ""):
            return
        self._draft.paragraph(self._said(paragraph))

    def _said(self, paragraph: Paragraph) -> str:
        element = paragraph._p  # noqa: SLF001  (the runs inside of insertions are not public)
        self._cited += [
            note for ref in element.iter(qn("w:footnoteReference")) if (note := ref.get(qn("w:id"))) in self._notes
        ]
        text = "".join(_text(element)).strip()
        return self._numbering.label(paragraph) + text if text else ""

    def _table(self, table: Table) -> None:
        places = _grid(table._tbl)  # noqa: SLF001  (merged cells are told by the XML alone)
        self._draft.table([GridCell(p.row, p.column, self._cell(p.element), p.rows, p.columns) for p in places])

    def _cell(self, element: _Element) -> str:
        lines = (self._said(Paragraph(one, self._document)) for one in element.iter(qn("w:p")))
        return "\n".join(line for line in lines if line)


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Yield paragraphs and tables in order, also those inside of content controls and insertions."""
    for child in parent:
        if child.tag in BLOCKS:
            yield child
        elif child.tag in WRAPPERS:
            yield from _blocks(child)


def _text(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag in DROPPED:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in {qn("w:tab"), qn("w:ptab")}:
            yield " "
        elif child.tag in {qn("w:br"), qn("w:cr")}:
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag == qn("w:sym"):
            yield ""
        elif child.tag == qn("w:txbxContent"):
            yield "\n" + "\n".join("".join(_text(one)) for one in child.iter(qn("w:p"))) + "\n"
        else:
            yield from _text(child)


def _breaks_page(element: _Element) -> bool:
    before = element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    hard = any(one.get(qn("w:type")) == "page" for one in element.iter(qn("w:br")))
    return before or hard or next(element.iter(qn("w:lastRenderedPageBreak")), None) is not None


@dataclass(slots=True)
class _Place:
    """Where a cell stands and how far it reaches; ``rows`` grows as its continuations are met."""

    row: int
    column: int
    element: _Element
    columns: int
    rows: int = 1


def _grid(table: _Element) -> list[_Place]:
    """Return every cell that is not the continuation of one above it, in reading order."""
    places: list[_Place] = []
    above: dict[int, _Place] = {}
    for row, line in enumerate(table.findall(qn("w:tr"))):
        column = 0
        for cell in line.iter(qn("w:tc")):
            if cell.getparent() is not line and cell.getparent().tag not in WRAPPERS:
                continue
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            columns = int(span.get(qn("w:val"))) if span is not None else 1
            if _continues(cell) and column in above:
                above[column].rows += 1
            else:
                above[column] = _Place(row, column, cell, columns)
                places.append(above[column])
            column += columns
    return places


def _continues(cell: _Element) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _footnotes(document: Document) -> dict[str, str]:
    """Return the text of footnotes by id; separators have none."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes") and not relation.is_external:
            from docx.oxml import parse_xml  # noqa: PLC0415  (python-docx's parser resolves no outside entity)

            root = parse_xml(relation.target_part.blob)
            notes = {note.get(qn("w:id")): "".join(_text(note)).strip() for note in root.findall(qn("w:footnote"))}
            return {key: text for key, text in notes.items() if text}
    return {}
