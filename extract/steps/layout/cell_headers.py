"""Headers of a table written one cell a line: one a column, or groups first and their parts behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.steps.layout.cell_rows import Column, Kind, column, may_head
from extract.steps.tables.header_words import EXECUTED, VALUES

_PART = re.compile(r"(?:年初|期初|全年|年度|调整后?|追加|本年|上年).{0,8}|小计|合计|金额|占比")
_GROUP = re.compile(r"(?:部门|财政|收入|支出|资金)*(?:预算|收入|支出|执行)(?:数|额|情况)?(?:[（(].*[）)])?")


@dataclass(frozen=True, slots=True)
class Head:
    """Where a line of headers stands: its row among the headers, the first column that it heads."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Headed:
    """Columns with their headers, and where each line of headers stands."""

    columns: tuple[Column, ...]
    heads: tuple[Head, ...]


def headings(words: Sequence[str]) -> Iterator[Headed]:
    """Yield the ways to read lines of headers: one a column, without one for the names, or in two rows."""
    plain = [column(word) for word in words]
    if may_head(plain):
        yield Headed(tuple(plain), tuple(Head(0, place) for place in range(len(plain))))
    elif plain[0].kind in {Kind.FIGURE, Kind.OPEN}:
        columns = (Column("", Kind.LEAD), *plain)
        if may_head(columns):
            yield Headed(columns, tuple(Head(0, place + 1) for place in range(len(plain))))
    yield from _in_two_rows(words)


def says_value(word: str) -> bool:
    """Whether a header only says a stage or a rate (``预算数``), as no caption does."""
    return word[-1:] in "数额值率" and (VALUES.fullmatch(word) or EXECUTED.fullmatch(word)) is not None


def _in_two_rows(words: Sequence[str]) -> Iterator[Headed]:
    """Yield ``项目 预算数 决算数`` over ``年初数 调整数``: the parts of the only group that they can be parts of."""
    parts = 0
    while parts < len(words) and _PART.fullmatch(words[len(words) - 1 - parts]):
        parts += 1
    above, below = words[: len(words) - parts], words[len(words) - parts :]
    groups = [place for place, word in enumerate(above) if _GROUP.fullmatch(word)]
    if parts > 1 and len(groups) == 1 and groups[0] > 0 and len(above) > groups[0] + 1:
        yield _grouped(above, below, groups[0])


def _grouped(above: Sequence[str], below: Sequence[str], group: int) -> Headed:
    named = [part if "预算" in part else re.sub(r"[（(].*$", "", above[group]).rstrip("数额") + part for part in below]
    columns = [*above[:group], *named, *above[group + 1 :]]
    shift = len(below) - 1
    upper = tuple(Head(0, place if place <= group else place + shift) for place in range(len(above)))
    return Headed(tuple(map(column, columns)), (*upper, *(Head(1, group + nth) for nth in range(len(below)))))
