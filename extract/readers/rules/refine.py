"""Sections that only the labels of a form tell: columns and cells of forms that layout flattened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from extract.model.text import Reading, Section, SectionKind, UnitRole
from extract.readers.rules.pointing import closes_with, said
from extract.readers.rules.sentences import tells_result

if TYPE_CHECKING:
    from extract.model.text import Unit

_KINDS = (
    (
        SectionKind.WORK,
        re.compile(r"(?:目标|任务|工作|履职)(?:的)?(?:实际)?(?:完成|实现|履行)(?:情况)?$|实际完成情况$"),
    ),
    (SectionKind.GOALS, re.compile(r"^(?:部门|单位|整体|支出|年度|年初|总体|预期|的|设定|绩效)*目标$")),
    (
        SectionKind.IMPROVEMENTS,
        re.compile(r"^(?:拟采取的?)?(?:改进|整改)(?:措施|建议)|下一?步(?:工作)?(?:改进)?(?:计划|措施|打算)$"),
    ),
    (SectionKind.PROBLEMS, re.compile(r"^(?:存在|主要|的)*(?:问题|不足)(?:(?:及|和|与)原因(?:分析)?)?$")),
)
_MET = re.compile(r"完成|实现|达成|执行|偏离")
_UNMET = re.compile(r"未|偏离|原因")
_AGAIN = re.compile(r"^(?:存在|主要|的)*问题(?:[一二三四五六七八九十]+|\d+)?[：:]")
_LONGEST_LABEL = 18
_COLUMNS = 2
_RUNNING = 12


@dataclass(frozen=True, slots=True)
class _Placed:
    """A unit with the kind that a form's label gives it, None where the outline's holds."""

    unit: Unit
    kind: SectionKind | None
    opens: bool = False


def refine(reading: Reading) -> Reading:
    """Return the reading with a section of its own for each stretch that a form's label names.

    Unit numbers and texts stay as they are, so evidence holds for both readings.
    """
    placed = tuple(_placed(reading))
    sections, units = [_told(section) for section in reading.sections], list(reading.units)
    before: _Placed | None = None
    for one in placed:
        if one.kind is not None:
            if before is None or before.kind is not one.kind or one.opens:
                sections.append(_section(sections, one))
            role = UnitRole.HEADING if one.opens and _is_label(reading, one.unit) else one.unit.role
            units[one.unit.number - 1] = replace(one.unit, section=len(sections) - 1, role=role)
        before = one
    return Reading(reading.document, tuple(sections), tuple(units))


def _told(section: Section) -> Section:
    """Return the section with a better kind: goals that were met are an account of the work, unmet ones are neither."""
    if section.kind is not SectionKind.GOALS or not _MET.search(section.title):
        return section
    return replace(section, kind=SectionKind.OTHER if _UNMET.search(section.title) else SectionKind.WORK)


def _section(sections: list[Section], one: _Placed) -> Section:
    assert one.kind is not None  # noqa: S101  (the caller asked)
    above = sections[one.unit.section]
    parent = None if one.kind is SectionKind.OTHER else above.index
    return Section(len(sections), above.level + 1, one.kind, "", None, one.unit.start, above.end, parent)


def _placed(reading: Reading) -> Iterator[_Placed]:
    """Walk the paragraphs; a label holds up to the next heading or label."""
    held: SectionKind | None = None
    columns: list[SectionKind] = []
    table = False
    for _, group in groupby(reading.units, key=lambda unit: (unit.paragraph, unit.role is UnitRole.HEADING)):
        units = tuple(group)
        heading = units[0].role is UnitRole.HEADING
        labels = () if heading else _labels(reading, units)
        if heading:
            held, columns, table = None, [], False
        elif len(labels) >= _COLUMNS and any(map(_kind, labels)):
            kinds = [kind for kind in map(_kind, labels) if kind]
            columns, table = (kinds, False) if len(labels) == len(kinds) == _COLUMNS else ([], bool(kinds))
            held = None
            yield from (_Placed(unit, SectionKind.OTHER, opens=True) for unit in units)
            continue
        elif len(labels) == 1 and _kind(labels[0]) is not None:
            held = _kind(labels[0])
            yield from (_Placed(unit, held, opens=True) for unit in units)
            continue
        elif columns:
            held = columns.pop(0)
            yield from (_Placed(unit, held, opens=unit is units[0]) for unit in units)
            continue
        elif table:
            yield from _row(reading, units)
            continue
        for unit in units:
            if _opens_problem(reading, unit):
                held = SectionKind.PROBLEMS
            yield _Placed(unit, _header_kind(unit) or held)


def _row(reading: Reading, units: tuple[Unit, ...]) -> Iterator[_Placed]:
    """A cell of a table of tasks: an account of work where it tells results in words, else a plan or an indicator."""
    account = any(tells_result(said(reading, unit)) for unit in units)
    kind = SectionKind.WORK if account else SectionKind.OTHER
    yield from (_Placed(unit, kind, opens=unit is units[0]) for unit in units)


def _header_kind(unit: Unit) -> SectionKind | None:
    """Return the kind that the headers of a table cell with running text give it."""
    if unit.role is not UnitRole.CELL or len(unit.text) <= _RUNNING:
        return None
    return next((kind for header in reversed(unit.headers) if (kind := _kind(header))), None)


def _opens_problem(reading: Reading, unit: Unit) -> bool:
    """Whether a numbered problem (``问题二：``) follows the remedies of the one before it."""
    kinds = reading.kinds(unit)
    return (
        _AGAIN.match(unit.text) is not None
        and kinds[:1] == (SectionKind.IMPROVEMENTS,)
        and SectionKind.PROBLEMS in kinds
    )


def _labels(reading: Reading, units: tuple[Unit, ...]) -> tuple[str, ...]:
    """Return the labels of a line that holds nothing else, none where it holds a sentence or a figure."""
    if any(unit.enumerator for unit in units):
        return ()
    if len(units) == 1:
        written = re.sub(r"\s*\n\s*", "", reading.text[units[0].start : units[0].end])
        pieces = written.split()
    else:
        pieces = [said(reading, unit) for unit in units] if all(unit.role is UnitRole.CELL for unit in units) else []
    plain = all(
        len(piece) <= _LONGEST_LABEL and not re.search(r"[\d，。；、：:]", piece.rstrip("：:")) for piece in pieces
    )
    if not plain or not pieces or closes_with(reading, units[-1]) in {"。", "；"}:
        return ()
    return tuple(piece.rstrip("：:") for piece in pieces)


def _is_label(reading: Reading, unit: Unit) -> bool:
    return len(_labels(reading, (unit,))) == 1


def _kind(label: str) -> SectionKind | None:
    return next((kind for kind, words in _KINDS if words.search(label)), None)
