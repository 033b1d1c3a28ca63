"""Sections that only the labels of a form tell: columns and cells of forms, and goals that were met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from extract.model.text import Reading, Section, SectionKind, UnitRole
from extract.readers.rules.narrative.aside import asides
from extract.readers.rules.narrative.blocks import number_of
from extract.readers.rules.narrative.deviations import tells_why
from extract.readers.rules.narrative.kinds import LABELS, better
from extract.readers.rules.narrative.pointing import closes_with, said
from extract.readers.rules.narrative.sentences import states_work, tells_result, turns_to_remedies
from extract.steps.layout.enumerators import enumerator_at
from extract.steps.layout.headings import kind_of

if TYPE_CHECKING:
    from extract.model.text import Unit

_OTHER_LABEL = re.compile(r"(?:综述|情况|分析|得分|结论|名称|指标|资金|备注|说明|签字|负责人)$")
_MEASURES = re.compile(
    r"(?:有关|相关|主要|对策|工作|具体|应对|及|与|和)*(?:措施|对策)(?:建议)?|整改(?:情况|措施|落实情况)?"
)
_AGAIN = re.compile(r"^(?:存在|主要|的)*问题(?:[一二三四五六七八九十]+|\d+)?[：:]")
_BLANK = re.compile(r"\n\s*\n")
_LONGEST_LABEL = 18
_NAMES = re.compile(r"(?:情况|概况|分析|目标|问题|措施|结论|结果)(?:（[^）]*）|无)?$")
_SPACED = re.compile(r"\d{1,2}[ \u3000]+([\u4e00-\u9fff、（）]{2,20})")
_SPACED_KINDS = frozenset(
    {SectionKind.PROBLEMS, SectionKind.IMPROVEMENTS, SectionKind.GOALS, SectionKind.RECTIFICATION}
)
_HAVE_ITEMS = frozenset({SectionKind.WORK, SectionKind.PROBLEMS, SectionKind.IMPROVEMENTS})
"""Kinds whose items have headlines of their own."""

_FIGURE = re.compile(r"[\s|]*[\d.,%]+[\s|]*")
_COLUMNS = 2
_LONGEST_HEADING = 26


@dataclass(frozen=True, slots=True)
class _Placed:
    """A unit with the kind that a form's label gives it, None where the outline's holds.

    ``opens`` where a section begins with it, ``heads`` where it is the heading of that section.
    """

    unit: Unit
    kind: SectionKind | None
    opens: bool = False
    heads: bool = False


@dataclass(slots=True)
class _Held:
    """What the labels above say of the text that follows: a kind, kinds column by column, or a table of tasks.

    ``prose`` counts the paragraphs since the last label, ``goes_on`` says whether the next one is prose too,
    ``turned`` whether a sentence has led from the problems to what will be done about them,
    ``again`` whether numbers have begun anew since, ``section`` the one in which the label stands, ``each`` whether
    every column has one paragraph.
    """

    kind: SectionKind | None = None
    columns: list[SectionKind] = field(default_factory=list)
    table: bool = False
    fresh: bool = False
    prose: int = 0
    goes_on: bool = False
    turned: bool = False
    again: bool = False
    end: int = 0
    section: int = -1
    each: bool = False

    def put(self, kinds: list[SectionKind], *, table: bool) -> None:
        """A line of labels begins something new."""
        self.kind, self.columns, self.table, self.fresh = None, kinds, table, False


def refine(reading: Reading) -> Reading:
    """Return the reading with a section of its own for each stretch that a form's label names.

    Unit numbers and texts stay as they are, so evidence holds for both readings. What stands beside the text is laid
    to the cover.
    """
    problems = next((one.index for one in reading.sections if one.kind is SectionKind.PROBLEMS), len(reading.sections))
    sections = [_told(section, after_problems=section.index > problems) for section in reading.sections]
    units = list(reading.units)
    before: _Placed | None = None
    for one in _placed(reading):
        if one.kind is not None:
            if before is None or before.kind is not one.kind or one.opens:
                sections.append(_section(sections, one))
            heads = one.heads or (one.opens and not _is_cell(one.unit) and bool(_labels(reading, (one.unit,))))
            role = UnitRole.HEADING if heads else one.unit.role
            units[one.unit.number - 1] = replace(one.unit, section=len(sections) - 1, role=role)
        before = one
    sections.append(Section(len(sections), 1, SectionKind.COVER, "", None, 0, 0))
    for number in asides(reading):
        units[number - 1] = replace(units[number - 1], section=len(sections) - 1, role=UnitRole.SENTENCE)
    return Reading(reading.document, tuple(sections), tuple(units))


def _told(section: Section, *, after_problems: bool) -> Section:
    """Return the section with the kind that its title tells better than the outline could, by the first rule of BETTER."""
    if after_problems and section.kind is SectionKind.OTHER and _MEASURES.fullmatch(section.title):
        return replace(section, kind=SectionKind.IMPROVEMENTS)
    kind = better(section.kind, section.title)
    return section if kind is section.kind else replace(section, kind=kind)


def _section(sections: list[Section], one: _Placed) -> Section:
    above = sections[one.unit.section]
    kind = one.kind or above.kind
    title = one.unit.text if one.heads else ""
    return Section(len(sections), above.level + 1, kind, title, None, one.unit.start, above.end)


def _placed(reading: Reading) -> Iterator[_Placed]:
    """Walk the paragraphs; a label holds up to the next heading or label."""
    held = _Held()
    groups = [tuple(group) for _, group in groupby(reading.units, key=_paragraph)]
    for at, (units, following) in enumerate(zip(groups, [*groups[1:], ()], strict=False)):
        held.goes_on = _is_prose(reading, following)
        held.again = held.again or (held.turned and _is_first(reading, units[0]))
        if held.again and SectionKind.PROBLEMS in reading.kinds(units[0]) and units[0].enumerator:
            yield from (_Placed(_as_item(unit), SectionKind.IMPROVEMENTS) for unit in units)
        elif held.kind in _HAVE_ITEMS and _is_below(reading, units[0], held.section):
            yield from (_Placed(unit, held.kind, opens=unit is units[0], heads=unit is units[0]) for unit in units)
        elif units[0].role is UnitRole.HEADING:
            held = _Held()
            yield from (_Placed(unit, None) for unit in units)
        elif len(units) > 1 and all(unit.role is UnitRole.CELL for unit in units):
            yield from _cells(reading, units)
        elif lost := _lost_heading(reading, units):
            held.put([], table=False)
            held.kind = lost
            yield from (_Placed(unit, lost, opens=True, heads=True) for unit in units)
        elif labels := _labels(reading, units):
            yield from _label(units, labels, held)
            held.each = _prose_behind(reading, groups[at + 1 : at + 2 + _COLUMNS]) == len(held.columns) > 0
        else:
            yield from _text(reading, units, held)
        held.end = units[-1].end


def _is_below(reading: Reading, unit: Unit, section: int) -> bool:
    """Whether a unit is the heading of a numbered item in a label's cell: it stands in a section below the label's, of no kind of its own."""
    own = reading.sections[unit.section]
    numbered = unit.role is UnitRole.HEADING and unit.enumerator is not None
    return numbered and own.parent == section and own.kind is SectionKind.OTHER


def _is_first(reading: Reading, unit: Unit) -> bool:
    mark = number_of(reading, unit) if unit.enumerator else None
    return mark is not None and mark.number == 1


def _as_item(unit: Unit) -> Unit:
    return replace(unit, role=UnitRole.ITEM) if unit.role is UnitRole.HEADING else unit


def _paragraph(unit: Unit) -> tuple[bool, int]:
    return unit.role is UnitRole.HEADING, unit.paragraph


def _is_prose(reading: Reading, units: tuple[Unit, ...]) -> bool:
    """Whether a paragraph holds sentences, not a label, a heading or a number."""
    if not units or units[0].role is UnitRole.HEADING:
        return False
    return any(closes_with(reading, unit) in {"。", "；"} for unit in units)


def _prose_behind(reading: Reading, groups: list[tuple[Unit, ...]]) -> int:
    """Count the paragraphs of sentences directly behind a label."""
    return next((at for at, units in enumerate(groups) if not _is_prose(reading, units)), len(groups))


def _lost_heading(reading: Reading, units: tuple[Unit, ...]) -> SectionKind | None:
    """Return the kind of a heading that was taken for something else.

    An item that is numbered as its section is and names a kind, or a line ``3 存在的问题`` whose number has no mark.
    """
    spaced = _SPACED.fullmatch(reading.text[units[0].start : units[-1].end].strip())
    if spaced and kind_of(spaced[1]) in _SPACED_KINDS:
        return kind_of(spaced[1])
    number = reading.sections[units[0].section].number
    mark = number_of(reading, units[0])
    if len(units) > 1 or number is None or mark is None or len(said(reading, units[0])) > _LONGEST_HEADING:
        return None
    above = enumerator_at(number, 0)
    title = said(reading, units[0])
    kind = better(kind_of(title), title) if _NAMES.search(title) else SectionKind.OTHER
    return kind if above is not None and above.kind is mark.kind and kind is not SectionKind.OTHER else None


def _label(units: tuple[Unit, ...], labels: tuple[str, ...], held: _Held) -> Iterator[_Placed]:
    """A line of labels: one names what follows it, two name columns, more head a table of tasks."""
    held.prose, held.section = 0, units[0].section
    kinds = [kind for kind in map(_kind, labels) if kind]
    kind: SectionKind | None = SectionKind.OTHER
    if len(labels) >= _COLUMNS and kinds:
        columns = len(labels) == len(kinds) == _COLUMNS
        held.put(kinds if columns else [], table=not columns)
    elif kinds and held.fresh and held.kind:
        held.put([held.kind, kinds[0]], table=False)
    elif kinds:
        held.put([], table=False)
        kind = held.kind = kinds[0]
        held.fresh = True
    elif not held.table:
        kind = held.kind = SectionKind.OTHER if _OTHER_LABEL.search(labels[0]) else held.kind
    yield from (_Placed(unit, kind, opens=kind is not None) for unit in units)


def _text(reading: Reading, units: tuple[Unit, ...], held: _Held) -> Iterator[_Placed]:
    """Running text: what the labels hold for it; a blank line parts the columns."""
    if held.columns and (held.kind is None or held.each or _BLANK.search(reading.text, held.end, units[0].start)):
        held.kind = held.columns.pop(0)
    held.fresh = False
    if held.table:
        yield from _task(reading, units, held)
        return
    for unit in units:
        if _opens_problem(reading, unit):
            held.kind = SectionKind.PROBLEMS
        elif turns_to_remedies(said(reading, unit)) and SectionKind.PROBLEMS in reading.kinds(unit):
            held.kind, held.turned = SectionKind.IMPROVEMENTS, True
        yield _Placed(unit, held.kind)


def _task(reading: Reading, units: tuple[Unit, ...], held: _Held) -> Iterator[_Placed]:
    """A cell of a flattened table of tasks: the last of the cells with prose behind a task's name tells what was done.

    The first of them is the plan; an indicator has one cell of prose only, which is no account unless it tells results.
    """
    held.prose += 1
    words = [said(reading, unit) for unit in units]
    done = held.prose > 1 and not held.goes_on and any(map(states_work, words))
    kind = SectionKind.WORK if done or any(map(tells_result, words)) else SectionKind.OTHER
    yield from (_Placed(unit, kind, opens=unit is units[0]) for unit in units)


def _cells(reading: Reading, units: tuple[Unit, ...]) -> Iterator[_Placed]:
    """A row of a table: a label names the cells behind it, else the cell's headers do; each row stands alone."""
    row: SectionKind | None = None
    before: SectionKind | None = None
    if any(map(tells_why, units)):
        yield from (_Placed(unit, None) for unit in units)
        return
    if len(units) > _COLUMNS and all(not one.headers and len(one.text) <= _LONGEST_LABEL for one in units):
        yield from (_Placed(unit, SectionKind.OTHER) for unit in units)
        return
    beside = SectionKind.OTHER if any(map(_headed, units)) else None
    for unit in units:
        named = _kind(said(reading, unit))
        row = named or row
        kind = SectionKind.OTHER if named or _FIGURE.fullmatch(unit.text) else row or _headed(unit) or beside
        yield _Placed(unit, kind, opens=kind is not None and kind is not before)
        before = kind


def _is_cell(unit: Unit) -> bool:
    return unit.role is UnitRole.CELL


def _headed(unit: Unit) -> SectionKind | None:
    """Return the kind that a cell's headers name, the nearest first."""
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
    """Return the labels of a line that holds nothing else, none where it holds an item, a sentence or a figure."""
    if len(units) != 1 or units[0].enumerator or closes_with(reading, units[0]) in {"。", "；"}:
        return ()
    pieces = re.sub(r"\s*\n\s*", "", reading.text[units[0].start : units[0].end]).split()
    plain = all(
        len(piece) <= _LONGEST_LABEL and not re.search(r"[\d，。；、：:]", piece.rstrip("：:")) for piece in pieces
    )
    return tuple(piece.rstrip("：:") for piece in pieces) if plain else ()


def _kind(label: str) -> SectionKind | None:
    bare = label.strip("：: ")
    return next((kind for kind, words in LABELS if words.search(bare)), None) if len(bare) <= _LONGEST_LABEL else None
