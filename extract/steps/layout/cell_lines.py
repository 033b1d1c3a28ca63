"""Lines that may be cells of a table written one cell a line: numbers, signs, dashes, words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from extract.steps.tables.header_words import FIGURE

_DASH = re.compile(r"[—－–\-/／]{1,3}|无|[（(]?空[）)]?")
_SIGN = re.compile(r"[≥≤＝=＞＜><]{1,2}|正向|反向|定[性量]")
_PROSE = re.compile("[，。；：！？]")
_OPENS_ITEM = re.compile(r"[一二三四五六七八九十]+是|[（(]\d{1,2}[）)](?=\D)|\d{1,2}[.．、](?!\d)")
_MANY_WORDS = re.compile(r"\S[ \u3000]{1,}\S")
_LONGEST = 60
_SEVERAL = 3
"""Characters of a printed line at most; what is longer is a paragraph and no cell's line."""


class Sort(Enum):
    """What a line holds."""

    NUMBER = "number"
    DASH = "dash"
    SIGN = "sign"
    WORDS = "words"
    PROSE = "prose"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line that is not blank: its place among the lines, its characters' range, its words, what it holds."""

    start: int
    end: int
    words: str
    sort: Sort

    @property
    def filled(self) -> bool:
        """Whether it may fill a cell of figures."""
        return self.sort in {Sort.NUMBER, Sort.DASH}


def cell_line(text: str, start: int, end: int) -> CellLine:
    """Judge the line ``text[start:end]``; white space around its words is left out."""
    written = text[start:end]
    words = written.strip()
    start += len(written) - len(written.lstrip())
    return CellLine(start, start + len(words), "".join(words.split()), _sort(words))


def _sort(words: str) -> Sort:
    if len(words) > _LONGEST or "\t" in words or words[0] in "|#<*":
        return Sort.STOP
    if _DASH.fullmatch(words):
        return Sort.DASH
    if FIGURE.fullmatch(words) and not _OPENS_ITEM.match(words):
        return Sort.NUMBER
    if _SIGN.fullmatch(words):
        return Sort.SIGN
    if _MANY_WORDS.search(words) and len(words.split()) < max(_SEVERAL, len("".join(words.split())) - 1):
        return Sort.STOP
    colon = words.replace("其中：", "").replace("其中:", "")
    return Sort.PROSE if _PROSE.search(colon) or _OPENS_ITEM.match(words) else Sort.WORDS
