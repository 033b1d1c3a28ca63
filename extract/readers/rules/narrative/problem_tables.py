"""Problems told in a table: one row a problem, its cause and its remedy in columns beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.steps.tables.read import Entry, tables_of

if TYPE_CHECKING:
    from extract.model.text import Reading, Unit

_PROBLEM = re.compile(
    r"^(?:存在|主要|发现|突出|具体|查找|反映)*(?:的)?(?:主要|突出|具体)?(?:问题|不足)(?:及不足|和不足|描述|表现|清单|内容|事项)?$"
)
_REMEDY = re.compile(
    r"^(?:(?:下一?步|整改|改进|解决|应对|对应|拟采取)(?:的|工作)?(?:和整改)?)(?:措施|办法|建议|对策|计划|方向|思路|意见|打算)$"
)
_CAUSE = re.compile(r"原因(?:分析)?$")


@dataclass(frozen=True, slots=True)
class Row:
    """The units of one row: what states the problem, what says why, and what will be done about it."""

    stated: tuple[Unit, ...]
    causes: tuple[Unit, ...]
    remedies: tuple[Unit, ...]


def problem_rows(reading: Reading) -> Iterator[Row]:
    """Yield the rows of the tables that list problems, in order; cells may be several units."""
    for table in _tables(reading):
        for row in table:
            found = Row(*(_under(row, words) for words in (_PROBLEM, _CAUSE, _REMEDY)))
            if found.stated:
                yield found


def in_problem_table(reading: Reading) -> frozenset[int]:
    """Return the numbers of all units of such tables, their headers included: they are no running text."""
    return frozenset(entry.unit.number for table in _tables(reading) for row in table for entry in row)


def _tables(reading: Reading) -> Iterator[tuple[tuple[Entry, ...], ...]]:
    if not any(unit.headers and _PROBLEM.match(unit.headers[-1]) for unit in reading.units):
        return
    for table in tables_of(reading).tables:
        if any(_heads(row) for row in table.rows):
            yield table.rows


def _heads(row: tuple[Entry, ...]) -> bool:
    """Whether a row of headers has a column of problems beside others."""
    return len(row) > 1 and all(not one.unit.headers for one in row) and any(_PROBLEM.match(one.text) for one in row)


def _under(row: tuple[Entry, ...], words: re.Pattern[str]) -> tuple[Unit, ...]:
    return tuple(entry.unit for entry in row if words.search(entry.cell.column))
