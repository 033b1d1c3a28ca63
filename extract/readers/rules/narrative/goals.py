"""The stated overall performance goal of the department (绩效目标), sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.model.text import SectionKind, UnitRole
from extract.readers.rules.narrative.areas import subject
from extract.readers.rules.narrative.pointing import closes_with, said, stretch, whole
from extract.readers.rules.narrative.sentences import is_lead_in, is_template
from extract.readers.rules.narrative.vocabulary import DOING

if TYPE_CHECKING:
    from extract.model.answer import Evidence
    from extract.model.text import Reading, Unit

_LABEL = re.compile(
    r"^[^：]{0,40}(?:如下|以下[^：]{0,8})：|^(?:年度|总体|整体|绩效|部门|预期|支出|中长期|具体|总)*目标(?:[一二三四五六七八九十\d]+)?[：:]"
)
_STATED = re.compile(
    r"(?:整体支出|部门整体|年度)(?:绩效)?(?:总体?|预期)?(?:绩效)?目标(?:为|是|：|:)(?!\d)|^(?:年度|部门)?(?:总体|整体)(?:绩效)?目标[：:]"
)
_ATTAINED = re.compile(
    r"(?:目标|任务|指标)[^，。]{0,12}(?:完成|实现|达成|达到|设置|设定|填报|编制)[^，。]{0,8}(?:良好|较好|情况|完成|合理|明确|清晰|规范|完整)"
    r"|设(?:置|定|立)了|(?:已|均已?|全部|全面|基本|圆满|顺利)完成|完成率|得分|预算执行(?:率|数|情况)|万元"
)


_LONGEST_NAME = 14
"""Characters of the longest name of an indicator."""


def read_goals(reading: Reading) -> tuple[Evidence, ...]:
    """Return evidence of each sentence of the goal, from its section or where it is stated in so many words."""
    return tuple(goal for unit in reading.units for goal in _goal(reading, unit))


def _goal(reading: Reading, unit: Unit) -> Iterator[Evidence]:
    text = said(reading, unit)
    if unit.role is UnitRole.HEADING or not text:
        return
    if subject(reading, unit) is not SectionKind.GOALS and not _STATED.search(text):
        return
    if unit.role is UnitRole.CELL and not _aims(text):
        return
    if not (is_template(text) or _ATTAINED.search(text) or is_lead_in(text, closes_with(reading, unit))):
        label = _LABEL.match(text)
        yield stretch(reading, unit, label.end(), len(text)) if label and label.end() < len(text) else whole(unit)


def _aims(text: str) -> bool:
    """Whether a cell says what is to be reached; the cells of a table of indicators only name and count."""
    return len(text) > _LONGEST_NAME and DOING.search(text) is not None
