"""The part of a web page that holds its main text, written out whole.

An extractor says which text is the main one; where that text stands is then read from the page itself, since extractors
drop short and repeated lines and merge cells, and in a report every line and cell counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from lxml.etree import _Element

from extract.sources.draft import Draft
from extract.sources.headers import GridCell

MOST = 0.9
"""Share of the main text that the element which is read holds at least."""

DROPPED = frozenset(
    ("script", "style", "noscript", "template", "nav", "footer", "form", "button", "select", "iframe", "head", "object")
)
INLINE = frozenset(
    ("a", "abbr", "b", "big", "code", "em", "font", "i", "ins", "label", "mark", "s", "small", "span", "strong", "sub", "sup",
     "u", "o:p", "tt", "var", "cite", "q", "time", "bdi", "bdo", "wbr", "st1:chsdate", "st1:personname")
)  # fmt: skip
INSIDE = frozenset(("tbody", "thead", "tfoot", "tr", "td", "th"))
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)

FURNITURE = re.compile(
    r"(?:发布|发文|更新|成文)(?:时间|日期)|(?:信息|文章|稿件)?来源[：:]|(?:浏览|点击|阅读|访问)(?:次数|量|数)?[：:]|字体|字号|打印|关闭|"
    r"分享|收藏|责任编辑|纠错|上一篇|下一篇|扫一扫|视力保护"
)
DATED = re.compile(r"(?:发布|更新)(?:时间|日期)[：:\s]*[\d年月日:：/.\-\s]+")
SHORT = 120
"""Characters; a longer paragraph belongs to the text, whatever words it holds."""


def main_part(page: _Element, main_text: str) -> _Element:
    """Return the smallest element of a page that holds nearly all of its main text.

    Args:
        page: the parsed page.
        main_text: what an extractor took for the main text, without white space.
    """
    weights: dict[_Element, int] = {}
    for element in page.iter():
        texts = [element.text, *(child.tail for child in element)] if isinstance(element.tag, str) else []
        weights[element] = sum(len(said) for text in texts if (said := "".join((text or "").split())) in main_text)
    for element in reversed(list(page.iter())):
        above = element.getparent()
        if above is not None and element is not page:
            weights[above] += weights[element]
    at, whole = page, weights[page]
    while (inner := next((child for child in at if weights[child] >= whole * MOST), None)) is not None and whole:
        at = inner
    return _table_around(at)


def _table_around(element: _Element) -> _Element:
    """Return the table of an element that is a part of one, unless the whole stands in a single cell of it."""
    if element.tag in {"td", "th"}:
        return element
    while element.tag in INSIDE and element.getparent() is not None:
        element = element.getparent()
    return element


def write_part(part: _Element, draft: Draft) -> None:
    """Write an element: its paragraphs, its tables, nothing that belongs to the site."""
    line: list[str] = []
    for piece in _pieces(part):
        if isinstance(piece, str):
            line.append(piece)
            continue
        _paragraph(draft, line)
        line = []
        if piece is not None:
            draft.table(_grid(piece))
    _paragraph(draft, line)


def _paragraph(draft: Draft, line: list[str]) -> None:
    text = _said("".join(line))
    if not is_furniture(text):
        draft.paragraph(text)


def is_furniture(text: str) -> bool:
    """Whether a paragraph is the site's own line about the page: when it was published, font sizes, sharing."""
    words = {found.group() for found in FURNITURE.finditer(text)}
    return len(text) <= SHORT and (len(words) > 1 or DATED.fullmatch(text) is not None)


def _pieces(element: _Element) -> Iterator[str | _Element | None]:
    """Yield text, None where a paragraph ends, and tables of data."""
    if not isinstance(element.tag, str) or element.tag in DROPPED or HIDDEN.search(element.get("style") or ""):
        return
    if element.tag == "br":
        yield None
        return
    if element.tag == "table" and _is_data(element):
        yield element
        return
    block = element.tag not in INLINE
    if block:
        yield None
    yield element.text or ""
    for child in element:
        if not _is_links(child):
            yield from _pieces(child)
        yield child.tail or ""
    if block:
        yield None


def _is_links(element: _Element) -> bool:
    """Whether an element holds several links and nothing besides (a menu, sharing, the articles before and after)."""
    if not isinstance(element.tag, str) or element.tag in INLINE or element.tag == "table":
        return False
    links = element.findall(".//a")
    inside = sum(len(_said(link.text_content())) for link in links)
    return len(links) > 1 and inside > 0 and inside >= len(_said(element.text_content())) * MOST


def _is_data(table: _Element) -> bool:
    """Whether a table holds data; one around other tables, or of a single cell, only lays the page out."""
    return table.find(".//table") is None and len(table.xpath(".//td | .//th")) > 1


def _grid(table: _Element) -> list[GridCell]:
    """Return a table's cells; those that a merged one covers are left free."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            wide, high = _count(cell.get("colspan")), _count(cell.get("rowspan"))
            taken |= {(row + down, column + across) for down in range(high) for across in range(wide)}
            cells.append(GridCell(row, column, _cell(cell), rows=high, columns=wide))
            column += wide
    return cells


def _count(value: str | None) -> int:
    return min(max(int(value), 1), 200) if value and value.strip().isdigit() else 1


def _cell(cell: _Element) -> str:
    lines = [""]
    for piece in _pieces(cell):
        if isinstance(piece, str):
            lines[-1] += piece
        else:
            lines.append("")
    return "\n".join(said for line in lines if (said := _said(line)))


def _said(text: str) -> str:
    return " ".join(text.replace("\u3000", " ").split())


def parsed(text: str) -> _Element:
    """Parse a page."""
    return html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
