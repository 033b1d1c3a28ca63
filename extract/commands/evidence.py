"""The line of the source that states a value, cut to the width of the terminal, the value marked in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from extract.model.record import Record
from extract.model.text import Span

MARK = "bold underline"
ELLIPSIS = "…"

SPACES = re.compile(r"[^\S\n]+")
BREAK = re.compile(r" ?\n ?")


def page_of(record: Record, offset: int) -> int | None:
    """Return the number of the page on which a character stands, None where the source has no pages."""
    pages = record.source.pages if record.source else ()
    return next((page.number for page in pages if page.start <= offset < page.end), None)


@dataclass(frozen=True, slots=True)
class Lines:
    """A text and where its lines begin, to say on which line a character stands."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """Find where the lines begin."""
        return cls(text, (0, *(at + 1 for at, char in enumerate(text) if char == "\n")))

    def number(self, offset: int) -> int:
        """Return the number (from 1) of the line that holds this character."""
        return bisect_right(self.starts, offset)

    def around(self, span: Span, *, least: int) -> Span:
        """Return the lines on which a span stands, whole; short ones with their neighbours up to ``least`` characters.

        Tables and OCR leave a figure alone on its line; what it is of stands on the lines before it. A blank line is
        never crossed.
        """
        first, last = self.number(span.start) - 1, self.number(max(span.start, span.end - 1)) - 1
        while self._start(first) + least > self._end(last) and (first > 0 or last + 1 < len(self.starts)):
            before = first > 0 and not self._is_blank(first - 1)
            after = last + 1 < len(self.starts) and not self._is_blank(last + 1)
            if not before and not after:
                break
            first, last = first - before, last + after
        return Span(self._start(first), max(self._end(last), span.end))

    def _start(self, line: int) -> int:
        return self.starts[line]

    def _end(self, line: int) -> int:
        return self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.text)

    def _is_blank(self, line: int) -> bool:
        return not self.text[self._start(line) : self._end(line)].strip()


def evidence(lines: Lines, span: Span, *, width: int, colour: bool) -> Text:
    """Return the words around a span on one line of at most ``width`` columns, the span itself marked.

    Without colour the span stands in 【】, so that it shows in a file too.
    """
    opening, closing = ("", "") if colour else ("【", "】")
    whole = lines.around(span, least=width // 3)
    before, after = _flat(lines.text[whole.start : span.start]).lstrip(), _flat(lines.text[span.end : whole.end])
    room = max(8, width - cell_len(opening + closing))
    stated = _middle_cut(_flat(lines.text[span.start : span.end]), room)
    left = room - cell_len(stated)
    before = _tail(before, max(left // 2, left - cell_len(after)))
    after = _head(after, left - cell_len(before))
    return Text.assemble((before, "dim"), opening, (stated, MARK), closing, (after, "dim"))


def _flat(text: str) -> str:
    """Return text on one line: breaks shown as ``⏎``, other white space as single spaces."""
    return BREAK.sub("⏎", SPACES.sub(" ", text))


def _head(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS if width > 1 else ""


def _tail(text: str, width: int) -> str:
    return _head(text[::-1], width)[::-1]


def _middle_cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return _head(text, width - width // 2) + _tail(text, width // 2).removeprefix(ELLIPSIS)
