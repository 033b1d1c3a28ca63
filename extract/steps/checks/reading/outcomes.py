"""Sums that no marker announces: ``已化解8件，未化解1件`` of the cases before them, ``…8座，…15座，合计23座``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extract.model.quantity import Dimension
from extract.steps.checks.reading.breakdowns import same_unit
from extract.steps.checks.reading.entries import Entry
from extract.steps.checks.reading.figures import Figure, Role
from extract.steps.checks.reading.sheet import Sheet

_UNDONE: Final = re.compile(r"^(?:其余)?(?:尚未|未|没有|还未)(?P<stem>[\u4e00-\u9fff]{2,4})")
_REACH: Final = 8
_NEAREST: Final = 24
_BACK: Final = 2  # sentences before the pair in which the total may stand


def outcomes(sheet: Sheet) -> Iterator[tuple[Figure, tuple[Figure, Figure], tuple[str, str], str]]:
    """Yield total, parts, their labels and the total's name for each pair that misses every total before it.

    A pair is two neighbouring entries of one sentence, the second named as the first with 未 before it. Nothing is
    yielded where any figure before the pair, in its paragraph, is what the two add up to.
    """
    for done, undone in zip(sheet.entries, sheet.entries[1:], strict=False):
        stem = _UNDONE.search(undone.label)
        if stem is None or done.sentence != undone.sentence or stem["stem"][:2] not in done.label:
            continue
        parts = next(_pair(done, undone), None)
        totals = _totals(sheet, done, parts[0].unit) if parts else []
        if parts and totals and all(total.value != parts[0].value + parts[1].value for total in totals):
            yield totals[-1], parts, (done.label, undone.label), totals[-1].label


def _pair(done: Entry, undone: Entry) -> Iterator[tuple[Figure, Figure]]:
    for one in done.values:
        for other in undone.values:
            if same_unit(one.unit, other.unit) and one.exact and other.exact:
                yield one, other


def _totals(sheet: Sheet, done: Entry, unit: str) -> list[Figure]:
    begin, _ = sheet.flow.paragraph(done.start)
    return [
        figure
        for figure in sheet.before(done.start, _NEAREST)
        if begin <= figure.start and done.sentence - figure.sentence <= _BACK and figure.role is Role.VALUE
        if same_unit(figure.unit, unit) and figure.exact and figure.quantity.dimension is Dimension.COUNT
    ]


def surveys(sheet: Sheet) -> Iterator[tuple[Figure, tuple[Figure, ...]]]:
    """Yield the valid answers of a survey with 满意, 基本满意, 不满意 … behind them, where these do not make them up."""
    for at, entry in enumerate(sheet.entries):
        last = next(iter(entry.values), None)
        if last is None or not entry.label.endswith("不满意"):
            continue
        run = [last]
        before = at - 1
        while before >= 0 and "满意" in sheet.entries[before].label and sheet.entries[before].values:
            run.insert(0, sheet.entries[before].values[0])
            before -= 1
        total = next(iter(sheet.entries[before].values), None) if before >= 0 else None
        if (
            total is None
            or len(run) < _LEAST
            or {f.unit for f in run} != {total.unit}
            or total.sentence != last.sentence
        ):
            continue
        if total.exact and all(f.exact for f in run) and sum(f.value for f in run) != total.value:
            yield total, tuple(run)


_TOTAL: Final = re.compile(r"(?:合计|共计|总计|总共|累计)(?:为|是|达)?[：:]?$")
_LEAST: Final = 2


def trailing(sheet: Sheet) -> Iterator[tuple[Figure, tuple[Figure, ...]]]:
    """Yield a total that closes its sentence's figures (``合计23座``) with all figures before it, where none add up.

    Nothing is yielded where any run of figures directly before the total is what it states.
    """
    for at, entry in enumerate(sheet.entries):
        total = next(iter(entry.values), None)
        if total is None or entry.label or not total.exact or not _TOTAL.search(sheet.text[: total.start][-_REACH:]):
            continue
        run = _run_before(sheet, at, total)
        sums = [sum(figure.value for figure in run[n:]) for n in range(len(run) - 1)]
        if len(run) >= _LEAST and total.value not in sums:
            yield total, tuple(run)


def _run_before(sheet: Sheet, at: int, total: Figure) -> list[Figure]:
    """Return the figures of the total's unit in the entries directly before it, one each, in order."""
    run: list[Figure] = []
    for entry in reversed(sheet.entries[max(0, at - _NEAREST) : at]):
        figure = next((f for f in entry.values if same_unit(f.unit, total.unit)), None)
        if entry.sentence != total.sentence or figure is None or not figure.exact or not entry.label:
            break
        run.insert(0, figure)
    return run
