"""Comparisons: which numbers only state a change or an earlier figure, and of which figure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.model.answer import ChangeAnswer
from extract.model.quantity import Dimension
from extract.model.report import Direction
from extract.readers.rules.figures.change_targets import Survey, alike, own_words, target_of
from extract.readers.rules.figures.change_words import (
    BASE_ALONE,
    BASE_LEAD,
    BASES_LISTED,
    COMPARED,
    FLAT,
    FOLLOWS,
    FROM,
    LEAD,
    MOVES_ON,
    OF_MONEY,
    OF_PERIOD,
    TO,
    UP,
)
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.sheet import Sheet

_WINDOW = 24
"""Characters before a number in which the words that make it an earlier figure stand."""

_NAMES = re.compile(r"[^，。；、和与及]+")
_TURN = 16
_RESTATED = 12
"""Characters between an amount of change and its rate."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A change phrase: where its words begin and end, what it states, and the figure (by index) that it compares.

    ``figure`` is None where the text states the change alone; ``own`` is then where its clause names what changed.
    ``named_at`` is the earlier figure before which the words stand that name both (``由89.2%提高到92.6%``).
    ``of_period`` says that it compares with an earlier period; one with a budget gives way to it.
    """

    start: int
    end: int
    own: tuple[int, int]
    answer: ChangeAnswer
    figure: int | None
    named_at: int | None = None
    of_period: bool = True


@dataclass(frozen=True, slots=True)
class Compared:
    """All comparisons of a report: those of figures by the figure's index, those without, and the spent numbers."""

    attached: dict[int, Comparison]
    alone: tuple[Comparison, ...]
    spent: frozenset[int]

    def of(self, index: int) -> ChangeAnswer | None:
        """Return the change stated of the figure ``index``; the first where there are several."""
        found = self.attached.get(index)
        return found.answer if found else None

    def named_at(self, index: int) -> int:
        """Return the figure before which the words stand that name the figure ``index``: itself or its base."""
        found = self.attached.get(index)
        return index if found is None or found.named_at is None else found.named_at


def comparisons_of(sheet: Sheet, figures: Sequence[Figure]) -> Compared:
    """Find every change phrase of the sheet and attach it to the figure that it compares."""
    survey = Survey(sheet, figures, set())
    found: list[Comparison] = []
    for figure in figures:
        reached = found and found[-1].named_at is not None and found[-1].figure == figure.index
        if figure.index not in survey.spent and not reached:
            comparison = _moved(survey, figure) or _from_to(survey, figure) or _base_alone(survey, figure)
            found.extend(_shared_out(survey, comparison) if comparison else _bases_listed(survey, figure))
    found.extend(_flats(survey))
    attached: dict[int, Comparison] = {}
    for one in found:
        if one.figure is not None:
            known = attached.get(one.figure)
            if known is None or (one.of_period and not known.of_period):
                attached[one.figure] = one
    return Compared(attached, tuple(one for one in found if one.figure is None), frozenset(survey.spent))


def _moved(survey: Survey, figure: Figure) -> Comparison | None:
    """Read ``较上年增加12.62万元，上升106.77%``: a number behind a word of direction."""
    text = survey.sheet.text
    lead = LEAD.search(text, max(figure.floor, figure.start - _WINDOW), figure.start)
    if lead is None or figure.bare:
        return None
    low = _clause_low(survey, figure)
    compared = _last(COMPARED, text, low, lead.start())
    if compared is None and not _states_change(figure, lead.group()):
        return None
    start = compared.start() if compared else lead.start()
    base = _base_inside(survey, figure, start) or (_base_beside(survey, figure, lead.start()) if not compared else None)
    survey.spent.add(figure.index)
    rate = _rate_behind(survey, figure)
    direction = Direction.INCREASE if lead.group("up") or lead.group("above") else Direction.DECREASE
    answer = _answer(survey, direction, figure, rate=rate, base=base)
    own = own_words(text, low, start, lead.start())
    target = target_of(survey, base or figure, own)
    of_period = compared is None or OF_PERIOD.search(compared.group()) is not None
    return Comparison(lead.start(), (rate or figure).end, own, answer, target, of_period=of_period)


def _states_change(figure: Figure, lead: str) -> bool:
    """Whether a number behind a direction is a change although nothing is said to compare it with."""
    if figure.money:
        return OF_MONEY.match(lead) is not None
    return figure.rate or figure.quantity.dimension is Dimension.TIMES


def _answer(
    survey: Survey, direction: Direction, figure: Figure, *, rate: Figure | None, base: Figure | None
) -> ChangeAnswer:
    """Say a change in the source's own pieces; a percentage alone is its rate."""
    alone = figure.rate and rate is None
    stated = rate or (figure if alone else None)
    return ChangeAnswer(
        direction=direction,
        amount=None if alone else survey.piece(figure),
        rate=survey.piece(stated) if stated else None,
        base=survey.piece(base) if base else None,
    )


def _shared_out(survey: Survey, first: Comparison) -> Iterator[Comparison]:
    """Yield a change, and each further one of ``同比分别增长3.1%、5.4%``, for the figures before it in their order."""
    more = _listed_behind(survey, first)
    if not more:
        yield first
        return
    if first.figure is None:
        yield from _each_alone(survey, first, more)
        return
    held = [
        f.index
        for f in survey.figures[max(0, first.figure - _WINDOW) : first.figure + 1]
        if f.index not in survey.spent and f.rate is survey.figures[first.figure].rate
    ]
    targets = held[-len(more) - 1 :]
    yield replace(first, figure=targets[0])
    for target, figure in zip(targets[1:], more, strict=False):
        answer = first.answer.model_copy(update={"rate": survey.piece(figure)})
        yield replace(first, start=figure.start, end=figure.end, answer=answer, figure=target)


def _each_alone(survey: Survey, first: Comparison, more: Sequence[Figure]) -> Iterator[Comparison]:
    """Yield one change a name of ``事故起数、死亡人数同比分别下降33.3%、25%``."""
    high = first.own[1]
    low = max(survey.sheet.text.rfind(mark, 0, high) + 1 for mark in "，。；：\n")
    names = list(_NAMES.finditer(survey.sheet.text, low, high))[-len(more) - 1 :]
    yield replace(first, own=names[0].span() if names else first.own)
    for name, figure in zip(names[1:], more, strict=False):
        answer = first.answer.model_copy(update={"rate": survey.piece(figure)})
        yield replace(first, start=figure.start, end=figure.end, own=name.span(), answer=answer)


def _listed_behind(survey: Survey, first: Comparison) -> list[Figure]:
    """Return the further changes of a list that ``分别`` opens; they are spent."""
    if "分别" not in survey.sheet.text[max(0, first.start - 6) : first.start]:
        return []
    more: list[Figure] = []
    last = survey.figures[bisect_left(survey.figures, first.end, key=lambda figure: figure.end)]
    while (after := survey.after(last)) and survey.gap(last, after) in {"、", "和", "，", "与"} and alike(last, after):
        survey.spent.add(after.index)
        more.append(after)
        last = after
    return more


def _from_to(survey: Survey, figure: Figure) -> Comparison | None:
    """Read the first figure of ``由95%提高到98%``."""
    text, after = survey.sheet.text, survey.after(figure)
    turn = TO.match(text, figure.end, figure.end + _TURN)
    if turn is None or not FROM.search(text, max(figure.floor, figure.start - _WINDOW), figure.start):
        return None
    survey.spent.add(figure.index)
    if after is None or not 0 <= after.start - turn.end() <= 1:
        return None
    up = re.search(UP, turn.group()) is not None
    return replace(_base_only(survey, figure, after, up=up), named_at=figure.index)


def _base_alone(survey: Survey, figure: Figure) -> Comparison | None:
    """Read an earlier figure that stands alone behind the one of the year: ``（去年同比平均为9.42%）``."""
    text, before = survey.sheet.text, survey.before(figure)
    if before is None or before.end < survey.sheet.unit_bounds(figure.start)[0] or not alike(before, figure):
        return None
    if not BASE_ALONE.search(text, max(figure.floor, figure.start - _WINDOW), figure.start):
        return None
    if MOVES_ON.match(text, figure.end, figure.end + 8) or survey.gap(before, figure)[:1] not in {"（", "，"}:
        return None
    survey.spent.add(figure.index)
    return _base_only(survey, figure, before, up=before.quantity.base_value >= figure.quantity.base_value)


def _bases_listed(survey: Survey, figure: Figure) -> Iterator[Comparison]:
    """Yield one comparison an earlier figure of ``（2021年分别为9起、5人）``, for the figures before them in their order."""
    if not BASES_LISTED.search(survey.sheet.text, max(figure.floor, figure.start - _WINDOW), figure.start):
        return
    bases = [figure]
    while (after := survey.after(bases[-1])) and survey.gap(bases[-1], after) in {"、", "和", "，"}:
        bases.append(after)
    targets = survey.open(figure)[-len(bases) :]
    if len(targets) < len(bases) or not all(map(alike, targets, bases)):
        return
    survey.spent.update(base.index for base in bases)
    for target, base in zip(targets, bases, strict=True):
        yield _base_only(survey, base, target, up=target.quantity.base_value >= base.quantity.base_value)


def _base_only(survey: Survey, base: Figure, target: Figure, *, up: bool) -> Comparison:
    direction = Direction.INCREASE if up else Direction.DECREASE
    answer = ChangeAnswer(direction=direction, base=survey.piece(base))
    return Comparison(base.start, base.end, (base.start, base.start), answer, target.index)


def _flats(survey: Survey) -> Iterator[Comparison]:
    """Yield ``与上年基本持平`` for the last figure before it in its sentence."""
    at = 0
    for flat in FLAT.finditer(survey.sheet.text):
        while at < len(survey.figures) and survey.figures[at].start < flat.start():
            at += 1
        low = survey.sheet.sentence_start(flat.start())
        before = [f for f in survey.figures[max(0, at - 4) : at] if f.start >= low and f.index not in survey.spent]
        if before:
            answer = ChangeAnswer(direction=Direction.FLAT)
            yield Comparison(flat.start(), flat.end(), (flat.start(), flat.start()), answer, before[-1].index)


def _clause_low(survey: Survey, figure: Figure) -> int:
    """Return how far back the words of the change reach: to the last figure that is not an earlier figure's own."""
    low, _ = survey.sheet.unit_bounds(figure.start)
    before = survey.before(figure)
    while before and before.end > low:
        window = max(before.floor, before.start - _WINDOW)
        if before.index in survey.spent or not BASE_LEAD.search(survey.sheet.text, window, before.start):
            return before.end
        before = survey.before(before)
    return low


def _base_inside(survey: Survey, figure: Figure, start: int) -> Figure | None:
    """Return the earlier figure named in ``比去年同期1676件上升41.4%``; it is spent."""
    before = survey.before(figure)
    if before is None or before.start < start or before.index in survey.spent:
        return None
    survey.spent.add(before.index)
    return before


def _base_beside(survey: Survey, figure: Figure, lead: int) -> Figure | None:
    """Return the earlier figure before a plain change (``（上年1998万元，增加312万元）``); it is spent."""
    text, base = survey.sheet.text, survey.before(figure)
    if base is None or base.index in survey.spent or text[base.end : lead] != "，":
        return None
    target = survey.before(base)
    window = max(base.floor, base.start - _WINDOW)
    if target is None or not alike(target, base) or not BASE_ALONE.search(text, window, base.start):
        return None
    survey.spent.add(base.index)
    return base


def _rate_behind(survey: Survey, figure: Figure) -> Figure | None:
    """Return the percentage that states the same change once more: ``，上升106.77%``, ``，增幅22%``, ``（10%）``."""
    after = survey.after(figure)
    if figure.rate or after is None or not after.rate:
        return None
    gap = survey.gap(figure, after)
    lead = LEAD.search(gap)
    between = gap[: lead.start()] if lead else gap
    if len(gap) > _RESTATED or not (FOLLOWS.match(between) and (lead or gap in {"（", "，"})):
        return None
    survey.spent.add(after.index)
    return after


def _last(pattern: re.Pattern[str], text: str, low: int, high: int) -> re.Match[str] | None:
    """Return the last match of the pattern between ``low`` and ``high``."""
    found = None
    for one in pattern.finditer(text, low, high):
        found = one
    return found
