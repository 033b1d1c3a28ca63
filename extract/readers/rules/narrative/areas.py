"""Stretches of a report that are about one thing, by the kinds of its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.model.text import SectionKind, UnitRole
from extract.readers.rules.narrative.blocks import Block, tree
from extract.readers.rules.narrative.problem_tables import in_problem_table

if TYPE_CHECKING:
    from extract.model.text import Reading, Unit

_NOTES = ("注", "备注", "附注", "填表说明", "填报说明", "说明")
_NOTE = re.compile(rf"(?:{'|'.join(_NOTES)})\d?[：:]")
RULING = (SectionKind.PROBLEMS, SectionKind.IMPROVEMENTS, SectionKind.RECTIFICATION, SectionKind.EXPERIENCE)
"""Kinds that hold for all that stands below them, whatever the headings there speak of."""


def subject(reading: Reading, unit: Unit) -> SectionKind:
    """Return what the unit's place is about: the innermost ruling kind, else the innermost kind that says something."""
    found = SectionKind.OTHER
    at: int | None = unit.section
    while at is not None:
        section = reading.sections[at]
        if section.kind in RULING:
            return section.kind
        found = section.kind if found is SectionKind.OTHER else found
        at = section.parent
    return found


def areas(reading: Reading, *wanted: SectionKind) -> Iterator[Block]:
    """Yield each unbroken stretch of a section about one of the kinds as a tree; footnotes and what stands aside are left out, as are tables of problems."""
    run: list[Unit] = []
    noted = False
    about: dict[int, bool] = {}
    tabled: frozenset[int] | None = None
    for unit in reading.units:
        noted = unit.role is not UnitRole.HEADING and (noted or _opens_note(unit))
        if reading.sections[unit.section].kind is SectionKind.COVER:
            continue
        if unit.section not in about:
            about[unit.section] = subject(reading, unit) in wanted
        fits = about[unit.section] and not noted
        if fits and unit.role is UnitRole.CELL:
            tabled = in_problem_table(reading) if tabled is None else tabled
            if unit.number in tabled:
                continue
        if run and not (fits and _lies_in(reading, unit, run[0].section)):
            yield tree(reading, run)
            run = []
        if fits:
            run.append(unit)
    if run:
        yield tree(reading, run)


def _opens_note(unit: Unit) -> bool:
    return unit.text.startswith(_NOTES) and _NOTE.match(unit.text) is not None


def _lies_in(reading: Reading, unit: Unit, section: int) -> bool:
    at: int | None = unit.section
    while at is not None and at != section:
        at = reading.sections[at].parent
    return at is not None


def names_area(reading: Reading, block: Block, *wanted: SectionKind) -> bool:
    """Whether the block's head is the heading that gave its area this kind, not an item of it."""
    head = block.head
    return head is not None and head.role is UnitRole.HEADING and reading.sections[head.section].kind in wanted
