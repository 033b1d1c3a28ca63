"""Bases of a comparison that stand elsewhere than before its verb: ``由1200件降至1000件``, ``…，上年同期1200件``."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Final

from extract.model.report import Direction
from extract.steps.checks.reading.breakdowns import same_unit
from extract.steps.checks.reading.entries import Entry
from extract.steps.checks.reading.figures import Figure, Role
from extract.steps.checks.reading.sheet import Sheet

FROM: Final = re.compile(r"由|从")
TO: Final = re.compile(
    r"(?:大幅|明显|逐步|进一步)?(?:下降|降低|降|减少|减|压减|压缩|回落|上升|升高|升|提高|提升|增加|增长|增|扩大)(?:至|到|为)"
)
"""The verb between the two values of ``由…降至…``."""

_BY: Final = re.compile(
    r"[，,](?:同比|共|净|共计)?(?:(?P<down>减少|下降|压减|降低)|增加|上升|提高|增长)了?(?:共|共计)?"
)
_EARLIER: Final = re.compile(r"^(?:上年|去年|上一年|上年度|上一年度)(?:同期)?(?:的)?(?P<name>.*)$")
_LINK: Final = re.compile(
    r"(?:[，,（(：:]|同比|环比|较|比|与|同|和|上年|去年|上一年|度|同期|相比|共|总体|总|净|实际|累计|年|分别|了|略|有所|即|已"
    r"|下降|降低|降|减少|减|下滑|回落|压减|上升|增长|增加|增|升|提高|提升|幅度?|比例|率|额|达到?|为|约)*"
)
"""What may stand between a figure and the change stated of it; any other word may name another subject."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The value of this year and the one it is compared with; ``sure`` where the words leave no other reading."""

    value: Figure
    base: Figure
    sure: bool


def base_from(sheet: Sheet, entry: Entry) -> Compared | None:
    """Return both values of ``由上年的1200件降至1000件`` where nothing but changes follows in the entry."""
    value = entry.figures[0]
    before = sheet.before(value.start, 1)
    alone = len(entry.figures) == 1
    if not before or value.role not in {Role.VALUE, Role.PERCENT} or not (alone or _changes_follow(sheet, entry)):
        return None
    base = before[0]
    beside = base.role is Role.BASE and base.sentence == value.sentence and TO.match(sheet.text, base.end)
    return Compared(value, base, sure=True) if beside and _comparable(value, base) else None


def amount_behind(sheet: Sheet, entry: Entry) -> Figure | None:
    """Return the amount of ``…降至1000件，减少200件``, which by itself reads like a value, as the change that it is."""
    amount = _next(sheet, entry)
    if amount is None or amount.role is not Role.VALUE or amount.sentence != entry.sentence or not amount.exact:
        return None
    verb = _BY.fullmatch(sheet.text, entry.end, amount.start)
    direction = Direction.DECREASE if verb and verb["down"] else Direction.INCREASE
    return replace(amount, role=Role.AMOUNT, direction=direction) if verb else None


def _next(sheet: Sheet, entry: Entry) -> Figure | None:
    at = bisect_left(sheet.figures, entry.end, key=lambda figure: figure.start)
    return next(iter(sheet.figures[at : at + 1]), None)


def base_behind(sheet: Sheet, entry: Entry) -> Compared | None:
    """Return value and base of ``信访总量1000件，同比下降10%，上年同期信访总量1200件``.

    Sure where the base is named as the value is; where it has no name (``上年同期为1200件``) it is only likely.
    """
    value = entry.figures[0]
    base = _next(sheet, entry)
    if base is None or value.role is not Role.VALUE or base.role is not Role.VALUE or not _comparable(value, base):
        return None
    named = _EARLIER.match(base.label)
    if named is None or base.sentence != value.sentence or not _changes_follow(sheet, entry):
        return None
    return Compared(value, base, sure=bool(named["name"])) if named["name"] in {"", value.label} else None


def _comparable(value: Figure, base: Figure) -> bool:
    return value.exact and base.exact and same_unit(value.unit, base.unit)


def _changes_follow(sheet: Sheet, entry: Entry) -> bool:
    """Whether all that the entry states behind its value are changes, with no words between that name another thing."""
    changes = entry.figures[1:]
    if not changes or any(figure.role not in {Role.AMOUNT, Role.RATE} for figure in changes):
        return False
    gaps = zip(entry.figures, changes, strict=False)
    return all(_LINK.fullmatch(sheet.text, before.end, change.start) for before, change in gaps)
