"""Numbered units to messages: the document first, the same for every task, then the task's question."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from extract.model.text import Reading, Unit, UnitRole

MAX_LEVEL = 6
"""Deepest heading that is shown with its own number of marks."""

BORDER = 12
"""Hexadecimal digits on the border of a document."""

Message = dict[str, str]
"""One chat message: ``role`` and ``content``."""

Hide = Callable[[str], str]
"""Takes personal data out of a string."""


@dataclass(frozen=True, slots=True)
class Window:
    """The units that one request shows: ``first``..``last``, the ``number``-th of ``count`` windows of the document."""

    first: int
    last: int
    number: int = 1
    count: int = 1

    def holds(self, unit: int) -> bool:
        """Whether the unit of that number is shown."""
        return self.first <= unit <= self.last


def whole(reading: Reading) -> Window:
    """Return the window that shows the whole document."""
    return Window(1, max(1, len(reading.units)))


def as_it_is(text: str) -> str:
    """Return text unchanged."""
    return text


def show_units(reading: Reading, window: Window, hide: Hide = as_it_is) -> str:
    """Return the window's units as numbered lines, headings marked, paragraphs apart.

    Args:
        reading: the report.
        window: which units to show.
        hide: what is done to every string of the report before it is shown (redaction).
    """
    lines: list[str] = []
    paragraph: int | None = None
    for unit in reading.units[window.first - 1 : window.last]:
        if not unit.text:
            continue
        if paragraph is not None and unit.paragraph != paragraph:
            lines.append("")
        paragraph = unit.paragraph
        lines.append(f"{_mark(unit, reading)}[{unit.number}] {hide(_headers(unit))}{hide(unit.text)}")
    return "\n".join(lines)


def document_block(reading: Reading, window: Window, hide: Hide = as_it_is) -> str:
    """Return the fenced document: a function of its text alone, so that all tasks of a document share this prefix.

    The border carries a hash of what is fenced; text inside cannot close the fence without knowing its own hash.
    """
    part = f"（第 {window.number} 部分，共 {window.count} 部分）" if window.count > 1 else ""
    return fenced(show_units(reading, window, hide), part)


def fenced(text: str, part: str = "") -> str:
    """Return text between border lines that name a hash of it."""
    border = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:BORDER]
    return f"〈报告开始 {border}〉{part}\n{text}\n〈报告结束 {border}〉"


def messages(system: str, document: str, question: str) -> list[Message]:
    """Join a request: the constant system message, then the document and after it the question.

    Document and question share one user message, because some chat templates refuse two in a row.
    """
    return [{"role": "system", "content": system}, {"role": "user", "content": f"{document}\n\n{question}"}]


def _mark(unit: Unit, reading: Reading) -> str:
    if unit.role is not UnitRole.HEADING:
        return ""
    level = reading.sections[unit.section].level if unit.section < len(reading.sections) else 1
    return "#" * max(1, min(level, MAX_LEVEL)) + " "


def _headers(unit: Unit) -> str:
    return f"〔{'；'.join(unit.headers)}〕" if unit.headers else ""
