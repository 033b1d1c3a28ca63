"""Typeset a plain text report as bureaus publish them: PDF in several layouts, Word, web page, workbook, scan."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SIZE, LEADING = 12.0, 20.0
MARGIN = 72.0
WIDTH, HEIGHT = A4
TITLE = re.compile(r"绩效.{0,4}(?:报告|自评表)")
NUMBERED = re.compile(r"([一二三四五六七八九十]+)、(.*)")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a report, Markdown marks taken out; lines that layout broke stay as they are."""
    return [line for raw in text.splitlines() if (line := re.sub(r"[#*]+", "", raw).strip())]


def _wrapped(text: str, width: float) -> Iterator[str]:
    line, used = "", 0.0
    for char in text:
        wide = pdfmetrics.stringWidth(char, FONT, SIZE)
        if used + wide > width:
            yield line
            line, used = "", 0.0
        line, used = line + char, used + wide
    yield line


class SetLine(NamedTuple):
    """A line as set: its page from 1, its left end and its base line in points from the top left corner."""

    page: int
    left: float
    base: float
    text: str


class Press:
    """Sets lines on pages, with a running head and page numbers where wanted."""

    def __init__(self, *, columns: int = 1, head: str | None = None) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._file = io.BytesIO()
        self._canvas = Canvas(self._file, pagesize=A4)
        self._columns, self._head = columns, head
        self._gap = 24.0
        self._width = (WIDTH - 2 * MARGIN - self._gap * (columns - 1)) / columns
        self._page, self._column, self._y = 1, 0, HEIGHT - MARGIN
        self._canvas.setFont(FONT, SIZE)
        self.lines: list[SetLine] = []

    def paragraph(self, text: str, *, indent: int = 2) -> None:
        """Set a paragraph with its first line indented by so many characters."""
        first = True
        for line in _wrapped("\u3000" * indent + text, self._width):
            self._room(LEADING)
            shown = line.lstrip("\u3000") if first else line
            shift = SIZE * indent if first else 0.0
            self._canvas.drawString(self._left + shift, self._y, shown)
            self.lines.append(SetLine(self._page, self._left + shift, HEIGHT - self._y, shown))
            self._y -= LEADING
            first = False

    def table(self, rows: list[list[str]]) -> None:
        """Set a ruled table, cells wrapped."""
        width = self._width / len(rows[0])
        for row in rows:
            cells = [list(_wrapped(text, width - 8)) for text in row]
            height = max(len(lines) for lines in cells) * LEADING + 6
            self._room(height)
            for at, lines in enumerate(cells):
                x = self._left + at * width
                self._canvas.rect(x, self._y - height + LEADING - 4, width, height)
                for n, line in enumerate(lines):
                    self._canvas.drawString(x + 4, self._y - n * LEADING, line)
            self._y -= height
        self._y -= LEADING / 2

    def done(self) -> bytes:
        """Return the file."""
        self._finish()
        self._canvas.save()
        return self._file.getvalue()

    @property
    def _left(self) -> float:
        return MARGIN + self._column * (self._width + self._gap)

    def _room(self, height: float) -> None:
        if self._y - height >= MARGIN - LEADING:
            return
        self._y = HEIGHT - MARGIN
        self._column += 1
        if self._column == self._columns:
            self._finish()
            self._canvas.showPage()
            self._canvas.setFont(FONT, SIZE)
            self._page, self._column = self._page + 1, 0

    def _finish(self) -> None:
        if self._head:
            self._canvas.drawString(MARGIN, HEIGHT - 40, self._head)
            self._canvas.drawCentredString(WIDTH / 2, 30, f"- {self._page} -")


def pdf_wrapped(text: str) -> bytes:
    """One column, indented paragraphs, a running head and page numbers."""
    press = Press(head="部门整体支出绩效评价材料汇编")
    for paragraph in paragraphs(text):
        press.paragraph(paragraph)
    return press.done()


def pdf_columns(text: str) -> bytes:
    """Two columns."""
    press = Press(columns=2)
    for paragraph in paragraphs(text):
        press.paragraph(paragraph)
    return press.done()


def pdf_table(text: str) -> bytes:
    """The report in a ruled form: one row a paragraph that begins with a label, prose outside."""
    press = Press()
    for paragraph in paragraphs(text):
        label, colon, value = paragraph.partition("：")
        if colon and len(label) <= 12 and value:  # noqa: PLR2004  (a label is short)
            press.table([[label + colon, value]])
        else:
            press.paragraph(paragraph)
    return press.done()


def word(text: str) -> bytes:
    """Word with automatic numbering: ``一、`` of headings is counted by Word and not in the text."""
    document = docx.Document()
    number = _chinese_list(document)
    expected = 0
    for paragraph in paragraphs(text):
        found = NUMBERED.fullmatch(paragraph)
        counted = found is not None and found.group(1) == _chinese(expected + 1)
        made = document.add_paragraph(found.group(2) if found and counted else paragraph)
        if counted:
            expected += 1
            _number(made, number)
    return _saved(document)


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九十"
    return digits[number] if number <= 10 else "十" + digits[number - 10]  # noqa: PLR2004  (headings stay below 20)


def _chinese_list(document: docx.document.Document) -> str:
    """Define a list that Word numbers ``一、二、三、``, and return its number."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "99")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (("w:start", "1"), ("w:numFmt", "chineseCountingThousand"), ("w:lvlText", "%1、")):
        part = OxmlElement(tag)
        part.set(qn("w:val"), value)
        level.append(part)
    abstract.append(level)
    root.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "99")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "99")
    num.append(link)
    root.append(num)
    return "99"


def _number(paragraph: docx.text.paragraph.Paragraph, number: str) -> None:
    properties = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", "0"), ("w:numId", number)):
        part = OxmlElement(tag)
        part.set(qn("w:val"), value)
        properties.append(part)
    paragraph._p.get_or_add_pPr().append(properties)  # noqa: SLF001  (python-docx has no public way to numbering)


def _saved(document: docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def web_page(text: str) -> bytes:
    """A page of a government site: navigation, breadcrumb, body, footer; declared and encoded as GB2312."""
    body = "\n".join(f'<p style="text-indent:2em"><span>{one}</span></p>' for one in paragraphs(text))
    page = f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>部门整体支出绩效自评报告-某某区人民政府门户网站</title><script>var a=1;</script></head><body>
<div class="top"><a href="#">无障碍</a><a href="#">繁体</a><a href="#">登录</a></div>
<ul class="nav"><li><a href="#">首页</a></li><li><a href="#">政务公开</a></li><li><a href="#">互动交流</a></li></ul>
<div class="position">您的位置：<a href="#">首页</a> &gt; <a href="#">信息公开</a> &gt; <a href="#">绩效评价</a></div>
<div class="article"><div class="info">发布时间：2024-09-01 浏览次数：<span id="hits"></span> 【字体：大 中 小】</div>
<div id="zoom">{body}</div><div class="share"><a href="#">分享到微信</a><a href="#">打印</a><a href="#">关闭</a></div></div>
<div class="footer">主办：某某区人民政府办公室 备案号：粤ICP备00000000号 网站地图 联系我们</div></body></html>"""
    return page.encode("gb18030")


def workbook(text: str) -> bytes:
    """A workbook with one paragraph a row in the first column."""
    book = openpyxl.Workbook()
    sheet = book.active
    for paragraph in paragraphs(text):
        sheet.append([paragraph])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def scan(text: str, dpi: int = 200) -> bytes:
    """A PDF of pictures: one column without running heads, drawn in grey at so many dots an inch.

    Drawn with the simplified Chinese glyphs of an installed font: a PDF viewer's substitute may draw the Japanese ones
    of the same characters, which no Chinese office prints.
    """
    press = Press()
    for paragraph in paragraphs(text):
        press.paragraph(paragraph)
    press.done()
    scale = dpi / 72
    font = chinese_font(round(SIZE * scale))
    pictures = [Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), 255) for _ in range(press.lines[-1].page)]
    for line in press.lines:
        drawing = ImageDraw.Draw(pictures[line.page - 1])
        drawing.text((line.left * scale, line.base * scale), line.text, font=font, fill=0, anchor="ls")
    file = io.BytesIO()
    pictures[0].save(file, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return file.getvalue()


def chinese_font(size: int) -> ImageFont.FreeTypeFont:
    """Return an installed font with simplified Chinese glyphs, in pixels.

    Raises:
        FileNotFoundError: there is none (``apt-get install fonts-noto-cjk``).
    """
    for path in sorted(Path("/usr/share/fonts").rglob("*CJK*Regular*"), reverse=True):
        for index in range(10):
            try:
                font = ImageFont.truetype(path, size, index=index)
            except OSError:
                break
            if " SC" in font.getname()[0]:
                return font
    msg = "no font with simplified Chinese glyphs: apt-get install fonts-noto-cjk"
    raise FileNotFoundError(msg)


LAYOUTS: dict[str, Callable[[str], bytes]] = {
    "pdf, one column, heads and page numbers": pdf_wrapped,
    "pdf, two columns": pdf_columns,
    "pdf, labelled fields in a ruled table": pdf_table,
    "docx, automatic numbering": word,
    "html, page of a government site": web_page,
    "xlsx, a paragraph a row": workbook,
}
"""Ways of publishing that need no program from outside; ``scan`` needs OCR besides."""
