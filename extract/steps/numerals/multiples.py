"""Changes that are stated as multiples: ``翻一番``, ``是上年的1.5倍``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from extract.model.quantity import ChangeMention, Dimension, Quantity
from extract.model.report import Direction
from extract.steps.numerals.chinese import parse_chinese

if TYPE_CHECKING:
    from extract.steps.numerals.changes import Scene

_EARLIER: Final = r"(?:去\s*年|上\s*年|上一年|前年|上期|同期|上月|上季度|年\s*初|(?:19|20)\d\d\s*年|原来|过去)"
_FOLD: Final = re.compile(
    rf"(?:(?:较|比|与|同)[^。；，,]{{0,8}}?{_EARLIER}[^。；，,\d]{{0,6}}?)?"
    r"(?P<core>翻\s*了?\s*(?:(?P<times>[一两二三四五六七八九]|\d{1,2})\s*)?番)(?!行动|工程|计划|目标)"
)
_MULTIPLE: Final = re.compile(
    rf"(?:仅|只)?\s*(?:是|为|达到?|相当于|[增提]\S?至|[增提]\S?到)\s*(?:了\s*)?{_EARLIER}(?:度|同\s*期|全年|水平|总量|总数|数|量){{0,3}}\s*的?\s*"
)


def doubled(scene: Scene) -> Iterator[ChangeMention]:
    """``较上年翻一番``: a rise by one 番, which is written as its amount; ``翻番`` alone is a rise of no stated size."""
    for match in _FOLD.finditer(scene.even) if "番" in scene.even else ():
        amount = _times(scene, match) if match["times"] else None
        yield ChangeMention(
            Direction.INCREASE, amount, None, None, scene.text[slice(*match.span())], *match.span(), match.start("core")
        )


def _times(scene: Scene, match: re.Match[str]) -> Quantity | None:
    written = match["times"]
    value = Decimal(written) if written.isdecimal() else parse_chinese(written)
    if value is None:
        return None
    start, end = match.start("times"), match.end("core")
    return Quantity(value, str(value), "番", Dimension.TIMES, 0, None, scene.text[start:end], start, end)


def multiple(scene: Scene) -> Iterator[ChangeMention]:
    """``是上年的1.5倍`` rises, ``仅为上年的0.6倍`` falls; the multiple itself is no amount of change."""
    for match in _MULTIPLE.finditer(scene.even) if "倍" in scene.even else ():
        found = scene.quantity_at(match.end())
        if found is not None and found.unit == "倍" and found.value != 1:
            rises = found.value > 1
            direction = Direction.INCREASE if rises else Direction.DECREASE
            start = match.start()
            yield ChangeMention(direction, None, None, None, scene.text[start : found.end], start, found.end, start)
