"""Noun phrases beside a figure: the words of its clause before it, without verbs, connectives and years."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.sheet import Sheet

_REACH = 120
_STOPS = "，。；！？：,\t|\n"
_TAIL = re.compile(
    r"(?:分别|均|都|已|也|则|仅|只|就|约|近|超过|超|达到|达|完成|实现|保持|稳定|控制|为|是|(?<![实现国])有|在|共计|总计|合计|累计|共|计|：|了|的|于|由|从|到|至|\t| |“|《)+$"
)
_KEEPS_TOTAL = re.compile(r"(?:收入|支出|收支|预算|决算|经费|资金|金额|小计)(?:合计|总计|共计)$")
_NOTE = re.compile(r"（[^（）]{1,40}）$")
_EACH = re.compile(r"(?:分别|依次)(?:为|是|达到?|完成|有)?")
_SPLIT = re.compile(r"[、，]|以及|及|和|与")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of the sheet: ``start``..``end``, and its squeezed characters."""

    start: int
    end: int
    text: str

    def from_(self, start: int) -> Phrase:
        """Return what is left of the phrase from the place ``start`` (in the phrase) on."""
        return Phrase(self.start + start, self.end, self.text[start:])

    def to(self, end: int) -> Phrase:
        """Return the phrase up to the place ``end`` (in the phrase)."""
        return Phrase(self.start, self.start + end, self.text[:end])


def phrase_before(sheet: Sheet, figure: Figure, *, floor: int | None = None) -> Phrase:
    """Return the words between the last stop (or figure) and the figure, without the verb that joins them.

    A note in brackets directly before the figure is passed over; ``A、B分别为1件、2件`` gives each figure its own.
    """
    low = _outside_note(sheet, figure) if floor is None else floor
    low = max(low, figure.start - _REACH)
    paired = _paired(sheet, figure)
    if paired:
        return paired
    text = sheet.text
    if text[figure.start - 1 : figure.start] == "、" and figure.start > low:
        return Phrase(figure.start, figure.start, "")
    end = _without_tail(text, low, figure.start)
    start = _clause_start(text, low, end)
    return Phrase(start, end, text[start:end])


def _outside_note(sheet: Sheet, figure: Figure) -> int:
    """Return where the words before the figure may begin; a figure in a note before them does not part them."""
    low, text = sheet.unit_bounds(figure.start)[0], sheet.text
    if text[figure.floor : figure.floor + 1] != "）" or figure.floor >= figure.start:
        return figure.floor
    opening = text.rfind("（", low, figure.floor)
    return low if opening < 0 or "，" in text[figure.floor : figure.start] else max(low, opening - _REACH)


def _without_tail(text: str, low: int, end: int) -> int:
    """Return where the noun phrase before ``end`` ends: verbs, colons and closed notes are passed over."""
    while end > low:
        note = _NOTE.search(text, low, end)
        if note and note.start() > low:
            end = note.start()
            continue
        tail = _TAIL.search(text, low, end)
        if tail is None:
            return end
        kept = _KEEPS_TOTAL.search(text, low, end) or _KEEPS_TOTAL.search(text, low, tail.start() + 2)
        if kept:
            return kept.end()
        end = tail.start()
    return max(end, low)


def _clause_start(text: str, low: int, end: int) -> int:
    """Return where the clause that ends at ``end`` starts; stops inside closed brackets or quotes do not count."""
    depth = 0
    for at in range(end - 1, low - 1, -1):
        char = text[at]
        if char in "）”》":
            depth += 1
        elif char in "（“《":
            if depth == 0:
                return at + 1 if char == "（" else at
            depth -= 1
        elif depth == 0 and (char in _STOPS or (char == "、" and at == low)):
            return at + 1
    return low


def _paired(sheet: Sheet, figure: Figure) -> Phrase | None:
    """Return the figure's own name in a list of names that a list of figures follows."""
    text = sheet.text
    low = sheet.unit_bounds(figure.start)[0]
    said = text[low : figure.start]
    lead = _EACH.search(said) if "分别" in said or "依次" in said else None
    if lead is None:
        return None
    behind = text[low + lead.end() : figure.start]
    if not re.fullmatch(r"(?:[\d.,%余约]+[^\d，。；、]{0,6}[、，和及与])*", behind):
        return None
    place = len(re.findall(r"[、，和及与](?=$|\d)", behind))
    start = _clause_start(text, low, low + lead.start())
    names = _SPLIT.split(text[start : low + lead.start()])
    if not 0 <= place < len(names) or len(names) < 2:  # noqa: PLR2004  (a pair has two members)
        return None
    at = text.index(names[place], start) if names[place] else start
    return Phrase(at, at + len(names[place]), names[place])
