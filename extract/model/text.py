"""A report as text: bytes read, lines joined, sections found, units numbered.

Every offset in gouji counts Unicode code points of ``Document.text``, the source text exactly
as loaded, half-open (``start`` inclusive, ``end`` exclusive).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

_START = attrgetter("start")


class Span(NamedTuple):
    """A half-open range of code points in ``Document.text``."""

    start: int
    end: int

    def within(self, other: Span) -> bool:
        """Whether every character of this span lies in ``other``."""
        return other.start <= self.start and self.end <= other.end

    def overlap(self, other: Span) -> int:
        """Count the characters that both spans hold."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the source: its number from 1 and the text that it holds."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """Where a stretch of text stands on its page, in points from the top left corner; ``score`` is OCR's."""

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell that the source still knew: its text range and the headers that name it."""

    start: int
    end: int
    row: int
    column: int
    row_header: str | None = None
    column_header: str | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a source yields: text as loaded, and where it came from. Nothing is interpreted yet."""

    name: str
    text: str
    path: str = ""
    sha256: str = ""
    media_type: str = "text/plain"
    pages: tuple[Page, ...] = ()
    boxes: tuple[Box, ...] = ()
    cells: tuple[Cell, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line without its line end; ``joined`` says that layout broke it off the line before."""

    start: int
    end: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A report whose layout is understood: the same text, its lines, and which line breaks are only layout."""

    raw: RawDocument
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        """The document's name in the run."""
        return self.raw.name

    @property
    def text(self) -> str:
        """The source text exactly as loaded; all spans index it."""
        return self.raw.text


class SectionKind(StrEnum):
    """What a section of the genre is about; ``other`` where its heading does not say."""

    COVER = "cover"
    OVERVIEW = "overview"
    FUNCTIONS = "functions"
    ORGANISATION = "organisation"
    STAFFING = "staffing"
    WORK = "work"
    GOALS = "goals"
    FINANCE = "finance"
    EVALUATION = "evaluation"
    MANAGEMENT = "management"
    EFFECT = "effect"
    EXPERIENCE = "experience"
    PROBLEMS = "problems"
    IMPROVEMENTS = "improvements"
    RECTIFICATION = "rectification"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and all that stands under it, up to the next heading of its level or above.

    ``parent`` is the index of the enclosing section in the outline, ``None`` at the top.
    ``heading`` covers the heading with its enumerator; ``title`` is its text without enumerator and marks.
    ``start`` is the heading's start (0 for the cover), ``end`` the end of the last subsection.
    """

    index: int
    level: int
    kind: SectionKind
    title: str
    heading: Span | None
    start: int
    end: int
    parent: int | None = None
    number: str | None = None


class UnitRole(StrEnum):
    """What a unit is in its section."""

    HEADING = "heading"
    ITEM = "item"
    SENTENCE = "sentence"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Unit:
    """A numbered sentence, list item or heading, the smallest thing that evidence can name.

    ``number`` counts from 1 through the whole document. ``start``/``end`` cover all of its
    characters, enumerator and closing punctuation included; ``core`` leaves both out.
    ``enumerator`` is the item's own number as written (``（一）``, ``1.``, ``一是``, ``①``) or None;
    ``text`` is the unit's characters with white space and Markdown marks removed, enumerator kept.
    ``section`` indexes the outline; ``paragraph`` counts blocks of text that belong together.
    """

    number: int
    start: int
    end: int
    core: Span
    text: str
    role: UnitRole
    section: int
    paragraph: int
    enumerator: str | None = None
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A report ready to be read: the document, its outline and its numbered units (``units[i].number == i + 1``)."""

    document: Document
    sections: tuple[Section, ...]
    units: tuple[Unit, ...]

    @property
    def text(self) -> str:
        """The source text that all spans index."""
        return self.document.text

    def unit(self, number: int) -> Unit | None:
        """Return the unit of that number, None where there is none."""
        return self.units[number - 1] if 1 <= number <= len(self.units) else None

    def unit_at(self, offset: int) -> Unit | None:
        """Return the unit that holds the character at ``offset``, None between units."""
        index = bisect_right(self.units, offset, key=_START) - 1
        return self.units[index] if index >= 0 and offset < self.units[index].end else None

    def under(self, kind: SectionKind) -> tuple[Unit, ...]:
        """All units that stand in a section of this kind or in one below such a section."""
        return tuple(unit for unit in self.units if kind in self.kinds(unit))

    def kinds(self, unit: Unit) -> tuple[SectionKind, ...]:
        """Kinds of the unit's section and its ancestors, innermost first."""
        found: list[SectionKind] = []
        at: int | None = unit.section
        while at is not None:
            found.append(self.sections[at].kind)
            at = self.sections[at].parent
        return tuple(found)
