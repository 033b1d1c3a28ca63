"""Breakdowns: a total, the figures that break it down, and why they should add up to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extract.steps.checks.reading.entries import Entry
from extract.steps.checks.reading.families import CHANNELS, complete_family, is_complete
from extract.steps.checks.reading.figures import Figure
from extract.steps.checks.reading.flow import CELL, PARAGRAPH, Flow
from extract.steps.checks.reading.precision import agrees, total_of

CASES: Final = frozenset(
    {"件", "件次", "批", "批次", "宗", "宗次", "起", "起次", "封", "封次", "个", "条", "通", "例", "次"}
)
"""Units of petitions and cases, which add up under a compound total (``批（件）次``) or as channels of one total."""

PERSONS: Final = CASES - {"批", "批次"} | {"人", "人次"}
"""The same where visits are counted by persons (``件（人）次``): tried second, never needed for a finding."""

CLOSE: Final = CASES - {"批", "批次"}
"""Units that count single petitions; a batch among them leaves open what was counted."""

_SAME_UNIT: Final = {"批次": "批", "宗次": "宗", "起次": "起", "户次": "户", "名": "人", "位": "人"}


@dataclass(frozen=True, slots=True)
class Marker:
    """Words that announce a breakdown. ``whole`` names the total where they do (``来访中，``)."""

    start: int
    end: int
    partition: bool
    whole: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Entries that may be the parts; ``full`` where nothing up to the next ``。`` or ``；`` is left out."""

    entries: tuple[Entry, ...]
    full: bool


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total with its parts; ``sums`` says whether they add up, ``full`` whether the parts are all that follow.

    ``certain`` is False where another figure may be the total, or units were mixed that the total does not name;
    ``name`` is what the total is of, with its sentence where the label alone does not say.
    """

    marker: Marker
    whole: Entry
    total: Figure
    entries: tuple[Entry, ...]
    parts: tuple[Figure, ...]
    sums: bool
    full: bool
    certain: bool
    name: str

    @property
    def labels(self) -> tuple[str, ...]:
        """What the parts are called."""
        return tuple(entry.label for entry in self.entries)


_WITHIN: Final = re.compile(r"其中[，,：:]?|(?<=[，,；;：:（(])(?:(?:主要)?(?:包括|包含|用于)|分为|含)[：:]?")
_PARTITION: Final = re.compile(
    r"按(?:照)?[^，,。；：\n]{1,14}?(?:统计|划分|分类|分|来看|看)(?:[，,：:](?:其中[，,：:]?)?|其中[，,：:]?|为[：:]?)"
    r"|(?<=[，,：:])分别(?:为|是|有)[：:]?(?=[^，,。；：\n]{0,12}\d)"
)
_OF: Final = re.compile(r"(?:(?<=[。\n，,；;])|^)(?P<whole>[^，,。；;：:\n（）()]{2,16}?)(?:当)?中[，,：:]?(?!心)")
_MOST_PARTS: Final = 40
_MOST_WHOLES: Final = 8
_REMEMBERED: Final = 30  # entries and breakdowns before a marker that may hold its total
_REVENUE: Final = re.compile(r"收入|来源|拨款")
_BARE: Final = 4  # a label this short (决算数) needs its sentence


def find_breakdowns(flow: Flow, entries: Sequence[Entry]) -> tuple[Breakdown, ...]:
    """Return the breakdowns that the text announces.

    Of the readings of one marker that add up, the likeliest; where none does, all that are possible, the likeliest first.
    """
    markers = _markers(flow.text, entries)
    found: list[Breakdown] = []
    for number, marker in enumerate(markers):
        scopes = _scopes(flow.text, marker, markers[number + 1 :], entries)
        found += _of_marker(flow, marker, scopes, entries, tuple(found[-_REMEMBERED:]))
    return tuple(found)


def _markers(text: str, entries: Sequence[Entry]) -> tuple[Marker, ...]:
    found = [Marker(m.start(), m.end(), partition=True) for m in _PARTITION.finditer(text)]
    taken = [(marker.start, marker.end) for marker in found]
    within = (Marker(m.start(), m.end(), partition=False) for m in _WITHIN.finditer(text))
    found += [marker for marker in within if not any(start <= marker.start < end for start, end in taken)]
    found += _bracketed(text, entries, {marker.start for marker in found})
    labels = {entry.label for entry in entries if entry.label}
    for match in _OF.finditer(text):
        if match["whole"] in labels:
            found.append(Marker(match.start(), match.end(), partition=False, whole=match["whole"]))
    return tuple(sorted(found, key=lambda marker: marker.start))


def _bracketed(text: str, entries: Sequence[Entry], known: set[int]) -> Iterator[Marker]:
    """Yield the brackets that open directly behind a figure (``编制58名（行政编制46名、事业编制12名）``)."""
    for entry in entries:
        if text[entry.end : entry.end + 1] in {"（", "("} and entry.end + 1 not in known:
            yield Marker(entry.end, entry.end + 1, partition=False)


def _scopes(text: str, marker: Marker, later: Sequence[Marker], entries: Sequence[Entry]) -> tuple[Scope, ...]:
    """Return the candidates for the parts, the likeliest first: up to ``。``, less what a nested marker announces."""
    stop = _end_of_sentence(text, marker.end)
    first = bisect_left(entries, marker.end, key=lambda entry: entry.start)
    inside = [entry for entry in entries[first : first + _MOST_PARTS] if entry.start < stop]
    if not inside:
        return ()
    depth = inside[0].depth
    above = next((n for n, entry in enumerate(inside) if entry.depth < depth), len(inside))
    level = tuple(entry for entry in inside[:above] if entry.depth == depth and entry.values)
    nested = [other for other in later if other.start < stop and not other.partition]
    outer = tuple(entry for entry in level if not _announced(text, entry, nested))
    whole = (Scope(outer, full=True), Scope(level, full=True)) if outer else (Scope(level, full=True),)
    return (*whole, *_prefixes(text, outer or level))


def _announced(text: str, entry: Entry, nested: Iterable[Marker]) -> bool:
    """Whether a nested marker announces the entry: it stands between marker and the next ``；``."""
    return any(m.end <= entry.start and "；" not in text[m.end : entry.start] for m in nested)


def _prefixes(text: str, entries: tuple[Entry, ...]) -> Iterator[Scope]:
    """Yield the first n entries: up to a ``；``, then of any length, the longest first."""
    cuts = [n for n in range(2, len(entries)) if "；" in text[entries[n - 1].end : entries[n].start]]
    yield from (Scope(entries[:n], full=True) for n in cuts)
    yield from (Scope(entries[:n], full=False) for n in range(len(entries) - 1, 1, -1) if n not in cuts)


def _end_of_sentence(text: str, start: int) -> int:
    ends = [at for at in (text.find(mark, start) for mark in ("。", PARAGRAPH, CELL)) if at >= 0]
    return min(ends, default=len(text))


def _of_marker(
    flow: Flow, marker: Marker, scopes: tuple[Scope, ...], entries: Sequence[Entry], earlier: tuple[Breakdown, ...]
) -> Iterator[Breakdown]:
    wholes = _wholes(flow, marker, entries, earlier)
    for unit in dict.fromkeys(figure.unit for whole in wholes for figure in whole.values):
        tried = [
            replace(attempt, certain=attempt.certain and not _rivals(marker, wholes, earlier))
            for whole in wholes
            for scope in scopes
            for attempt in _attempt(flow, marker, whole, scope, unit)
        ]
        tried = _of_family(tried)
        holding = next((attempt for attempt in tried if attempt.sums), None)
        yield from [holding] if holding else [attempt for attempt in tried if attempt.whole is tried[0].whole]


def _of_family(tried: list[Breakdown]) -> list[Breakdown]:
    """Leave out wholes that the parts cannot be of: 基本支出 and 项目支出 make up 支出合计, not the 收入合计 before it.

    Where a whole that is not plainly revenue fits in value, it stays open which is meant: nothing is certain then.
    """
    known = [one for one in tried if one.full and (family := complete_family(one.name, one.labels)) and family.total]
    if not known:
        return tried
    wholes = {id(one.whole) for one in known}
    open_still = any(one.sums and id(one.whole) not in wholes and not _REVENUE.search(one.whole.label) for one in tried)
    kept = [one for one in tried if id(one.whole) in wholes]
    return [replace(one, certain=False) for one in kept] if open_still else kept


def _rivals(marker: Marker, wholes: Sequence[Entry], earlier: Sequence[Breakdown]) -> bool:
    """Whether it is open which figure ``按…分`` breaks down: none was broken down before and there are several."""
    return marker.partition and len(wholes) > 1 and not (earlier and earlier[-1].whole is wholes[0])


def _attempt(flow: Flow, marker: Marker, whole: Entry, scope: Scope, unit: str) -> Iterator[Breakdown]:
    total = next((figure for figure in whole.values if same_unit(figure.unit, unit)), None)
    if total is None or not total.exact:
        return
    measured = tuple(entry for entry in scope.entries if _measures(entry, total))
    name = _name(flow, whole)
    compound = "（" in total.unit or "(" in total.unit
    mixed = compound or is_complete(CHANNELS, name, [entry.label for entry in measured])
    accepted = (CASES, PERSONS) if mixed else (frozenset[str](),)
    for units in accepted:
        found = [part_of(entry, total.unit, units=units) for entry in measured]
        parts = tuple(part for part in found if part is not None and part.exact)
        counted = measured[: len(parts)]
        if parts and len(parts) == sum(part is not None for part in found[: len(parts)]):
            sums = agrees(total.operand, total_of(part.operand for part in parts))
            certain = compound or all(part.unit in CLOSE for part in parts) or not units
            yield Breakdown(marker, whole, total, counted, parts, sums, scope.full, certain, name)


def _measures(entry: Entry, total: Figure) -> bool:
    """Whether the entry counts what the total counts: money, or things; ``共接待186批次`` among money is an aside."""
    return any(figure.quantity.dimension is total.quantity.dimension for figure in entry.values)


def _name(flow: Flow, whole: Entry) -> str:
    """Return what the total is of; where its label is bare (决算数), with the words of its sentence before it."""
    if len(whole.label) > _BARE:
        return whole.label
    start = max(flow.text.rfind(mark, 0, whole.start) for mark in ("。", PARAGRAPH)) + 1
    return flow.text[start : whole.start]


def part_of(entry: Entry, unit: str, *, units: frozenset[str]) -> Figure | None:
    """Return the entry's value that may be added towards a total of that unit; ``units`` may stand in for it."""
    own = next((figure for figure in entry.values if same_unit(figure.unit, unit)), None)
    return own or next((figure for figure in entry.values if figure.unit in units), None)


def same_unit(one: str, other: str) -> bool:
    """Whether figures of the two units may be added: 批 and 批次 may, 人 and 人次 may not."""
    return _SAME_UNIT.get(one, one) == _SAME_UNIT.get(other, other)


def _wholes(flow: Flow, marker: Marker, entries: Sequence[Entry], earlier: tuple[Breakdown, ...]) -> list[Entry]:
    """Return the entries that may be what is broken down, the likeliest first."""
    begin, _ = flow.paragraph(marker.start)
    until = bisect_left(entries, marker.start, key=lambda entry: entry.start)
    begin = max(begin, flow.text.rfind(CELL, begin, marker.start))
    near_by = entries[max(0, until - _REMEMBERED) : until]
    before = [entry for entry in reversed(near_by) if entry.start >= begin and entry.values]
    if marker.whole is not None:
        return [entry for entry in before if entry.label.endswith(marker.whole)][:1]
    if marker.partition and earlier and earlier[-1].total.start >= begin:
        before.sort(key=lambda entry: entry is not earlier[-1].whole)
    parts = {id(entry) for breakdown in earlier for entry in breakdown.entries if breakdown.sums}
    near = [entry for entry in before if entry.sentence >= _last_sentence(before)]
    return (near if not marker.partition else [e for e in before if id(e) not in parts] or near)[:_MOST_WHOLES]


def _last_sentence(before: Sequence[Entry]) -> int:
    return before[0].sentence if before else 0
