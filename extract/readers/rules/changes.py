"""Comparisons: which numbers only state a change or an earlier figure, and which figure they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.model.answer import ChangeAnswer
from extract.model.report import Direction
from extract.readers.rules.figures import Figure
from extract.readers.rules.sheet import Sheet

_UP = r"(?:上升|增加|增长|提高|提升|上涨|增幅|增速|攀升|多支出|多(?!于)|升|增)"
_DOWN = r"(?:下降|减少|降低|下滑|降幅|缩减|压减|压缩|回落|减幅|少支出|少(?!于)|降|减|节约)"
_LEAD = re.compile(
    rf"(?<![调追净新累核减])(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:幅度|比例|率)?(?:了|约|近|达到|达|为|：)*$"
)
_REACHING = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:到|至|为)(?:了)?(?:现在的|今年的|本年的)?$")
_EARLIER = r"(?:去年|上年|上一年|往年|前年|年初|期初|同期|上期|上月|上季度|20\d\d年|改革前|以往)"
_CMP = re.compile(
    rf"(?:同比|环比|(?:与|和|同|较|比|相较于?|对比){_EARLIER}[^，。；、（）]{{0,14}}?(?:相比|比较)?，?"
    rf"|(?:与|和|同|较|比|相较于?|对比)[^，。；、（）]{{0,10}}?(?:预算|决算|计划|年|期)[^，。；、（）\d]{{0,8}}(?:相比|比较)?，?)+"
)
_BASE_LEAD = re.compile(rf"(?:比|较|与|同|和){_EARLIER}[^，。；、（）\d]{{0,14}}$")
_BASE_ALONE = re.compile(
    rf"[（，]?(?:{_EARLIER}(?:度|同期|同比|同|末|底|的)*[^，。；（）\d]{{0,8}}?(?:为|是)|{_EARLIER}(?:度|同期|同比|的)*)$"
)
_FROM = re.compile(r"(?:由|从)[^，。；、（）\d]{0,16}(?:的)?$")
_TO = re.compile(rf"^[^，。；\d]{{0,8}}?(?:{_UP}|{_DOWN})[^，。；\d]{{0,2}}(?:到|至|为)")
_FLAT = re.compile(
    rf"(?:(?:与|和|同|较|比){_EARLIER}[^，。；（）\d]{{0,14}}?|同比|环比)(?:基本|大致|保持|总体)*(?:持平|一致|相当)"
)
_FOLLOWS = re.compile(r"^[，、（,]?(?:同比|环比)?$")
_HEAD_WORDS = re.compile(r"^(?:其中|总体|整体|总数|总量|数量|均|也|分别|共|而|但|且|并|（|比率|比例|金额)*$")
_DELIMITERS = "，。；：（）、,\n\t"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A change phrase: where its words begin and end, what it states, and the figure (by index) that it compares.

    ``figure`` is None where the text states the change alone; ``head`` is then where the words before it begin.
    """

    start: int
    end: int
    head: int
    answer: ChangeAnswer
    figure: int | None


@dataclass(frozen=True, slots=True)
class Compared:
    """All comparisons of a report, and the indices of the figures that are no figures of their own."""

    comparisons: tuple[Comparison, ...]
    spent: frozenset[int]

    def of(self, index: int) -> ChangeAnswer | None:
        """Return the change stated of the figure ``index``; the first where there are several."""
        return next((one.answer for one in self.comparisons if one.figure == index), None)


def comparisons_of(sheet: Sheet, figures: Sequence[Figure]) -> Compared:
    """Find every change phrase of the sheet and attach it to the figure that it compares."""
    found: list[Comparison] = []
    spent: set[int] = set()
    for figure in figures:
        if figure.index in spent:
            continue
        comparison = _moved(sheet, figures, figure, spent) or _based(sheet, figures, figure, spent)
        if comparison:
            found.append(comparison)
    found.extend(_flats(sheet, figures, spent))
    return Compared(tuple(found), frozenset(spent))


def _moved(sheet: Sheet, figures: Sequence[Figure], figure: Figure, spent: set[int]) -> Comparison | None:
    """Read ``较上年增加12.62万元，上升106.77%``: a number behind a word of direction."""
    text = sheet.text
    lead = _LEAD.search(text, max(figure.floor, figure.start - 14), figure.start)
    if lead is None or figure.bare:
        return None
    low = _clause_low(sheet, figures, figure, spent)
    compared = _last(_CMP, text, low, lead.start())
    if compared is None and not _is_change_unit(figure):
        return None
    start = compared.start() if compared else lead.start()
    base = _base_inside(sheet, figures, figure, start, spent)
    spent.add(figure.index)
    rate = _rate_behind(sheet, figures, figure, spent)
    head = _head_start(text, low, start)
    answer = ChangeAnswer(
        direction=Direction.INCREASE if lead.group("up") else Direction.DECREASE,
        amount=None if figure.rate and rate is None else _piece(sheet, figure),
        rate=_piece(sheet, rate) if rate else _piece(sheet, figure) if figure.rate else None,
        base=_piece(sheet, base) if base else None,
    )
    target = _target(sheet, figures, figure if base is None else base, spent, head=(head, start))
    return Comparison(lead.start(), (rate or figure).end, head, answer, target)


def _based(sheet: Sheet, figures: Sequence[Figure], figure: Figure, spent: set[int]) -> Comparison | None:
    """Read an earlier figure alone: ``（去年同比平均为9.42%）``, ``由95%提高到98%``."""
    text = sheet.text
    window = max(figure.floor, figure.start - 24)
    if _FROM.search(text, window, figure.start) and figure.index + 1 < len(figures):
        after = figures[figure.index + 1]
        turn = _TO.search(text[figure.end : after.start]) if after.start - figure.end < 16 else None
        if turn:
            spent.add(figure.index)
            up = re.search(_UP, turn.group()) is not None
            return _base_only(sheet, figure, after.index, up=up)
    moving = re.match(rf"(?:{_UP}|{_DOWN})", text[figure.end : figure.end + 4])
    if not moving and _BASE_ALONE.search(text, window, figure.start) and figure.index:
        before = figures[figure.index - 1]
        gap = text[before.end : figure.start]
        if before.end >= sheet.unit_bounds(figure.start)[0] and gap[:1] in {"（", "，"} and _alike(before, figure):
            spent.add(figure.index)
            return _base_only(sheet, figure, before.index, up=before.quantity.base_value >= figure.quantity.base_value)
    return None


def _base_only(sheet: Sheet, base: Figure, target: int, *, up: bool) -> Comparison:
    direction = Direction.INCREASE if up else Direction.DECREASE
    answer = ChangeAnswer(direction=direction, base=_piece(sheet, base))
    return Comparison(base.start, base.end, base.start, answer, target)


def _flats(sheet: Sheet, figures: Sequence[Figure], spent: set[int]) -> list[Comparison]:
    """Read ``与上年基本持平``."""
    found: list[Comparison] = []
    for flat in _FLAT.finditer(sheet.text):
        low = sheet.sentence_start(flat.start())
        before = [f for f in figures if low <= f.start < flat.start() and f.index not in spent]
        if before:
            answer = ChangeAnswer(direction=Direction.FLAT)
            found.append(Comparison(flat.start(), flat.end(), flat.start(), answer, before[-1].index))
    return found


def _is_change_unit(figure: Figure) -> bool:
    return figure.rate or figure.quantity.dimension.value == "times"


def _clause_low(sheet: Sheet, figures: Sequence[Figure], figure: Figure, spent: set[int]) -> int:
    """Return how far back the words of the change reach: to the last figure that is not an earlier figure's own."""
    low = sheet.unit_bounds(figure.start)[0]
    for before in reversed(figures[: figure.index]):
        if before.end <= low:
            break
        if before.index in spent or not _BASE_LEAD.search(
            sheet.text, max(before.floor, before.start - 24), before.start
        ):
            return before.end
    return low


def _base_inside(sheet: Sheet, figures: Sequence[Figure], figure: Figure, start: int, spent: set[int]) -> Figure | None:
    """Return the earlier figure named in ``比去年同期1676件上升41.4%``."""
    before = figures[figure.index - 1] if figure.index else None
    if before is None or before.start < start or before.index in spent:
        return None
    spent.add(before.index)
    return before


def _rate_behind(sheet: Sheet, figures: Sequence[Figure], figure: Figure, spent: set[int]) -> Figure | None:
    """Return the percentage that states the same change once more: ``，上升106.77%``, ``，增幅22%``, ``（10%）``."""
    if figure.rate or figure.index + 1 >= len(figures):
        return None
    after = figures[figure.index + 1]
    gap = sheet.text[figure.end : after.start]
    lead = _LEAD.search(gap)
    between = gap[: lead.start()] if lead else gap
    if not after.rate or len(gap) > 12 or not (_FOLLOWS.match(between) and (lead or gap in {"（", "，"})):
        return None
    spent.add(after.index)
    return after


def _head_start(text: str, low: int, start: int) -> int:
    """Return where the words before the change phrase begin in its own clause."""
    at = start
    while at > low and text[at - 1] in "，、（":
        at -= 1
    if at < start:
        return start
    while at > low and text[at - 1] not in _DELIMITERS:
        at -= 1
    return at


def _target(
    sheet: Sheet, figures: Sequence[Figure], figure: Figure, spent: set[int], *, head: tuple[int, int]
) -> int | None:
    """Return the figure that the change compares: the last one before it in its sentence, not a share of it.

    A change whose clause names something itself (``，来访人数同比下降20%``) compares no figure before it.
    """
    low = sheet.sentence_start(figure.start)
    before = [f for f in figures[: figure.index] if f.start >= low and f.index not in spent and not f.bare]
    words = sheet.text[slice(*head)]
    own = before and head[0] > before[-1].end and not _HEAD_WORDS.match(words)
    if not before or (own and words not in sheet.text[before[-1].floor : before[-1].start]):
        return None
    if before[-1].rate and figure.quantity.dimension.value == "point":
        return before[-1].index
    kept = [f for f in before if not _is_share(sheet, f)]
    alike = [f for f in kept[-3:] if _alike(f, figure)]
    if figure.rate:
        return kept[-1].index if kept else None
    return alike[-1].index if alike else None


def _is_share(sheet: Sheet, figure: Figure) -> bool:
    return figure.rate and "占" in sheet.text[figure.floor : figure.start]


def _alike(one: Figure, other: Figure) -> bool:
    return one.quantity.base_unit == other.quantity.base_unit or (one.rate and other.rate)


def _last(pattern: re.Pattern[str], text: str, low: int, high: int) -> re.Match[str] | None:
    match = None
    for match in pattern.finditer(text, low, high):
        pass
    return match


def _piece(sheet: Sheet, figure: Figure) -> str:
    return sheet.source(figure.start, figure.end)
