"""Evidence to spans: find the characters that an answer points at, and say how they were found."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from extract.model.answer import Evidence
from extract.model.report import Grounding
from extract.model.text import Reading, Span, Unit
from extract.steps.fold import clean, fold
from extract.steps.ground import locate

CLOSING = "。；：，;:,"
"""Punctuation that closes a passage and is no part of it (guidelines, Span)."""

NEIGHBOURS = 2
"""How many units before and after the named ones are searched for a piece that is not in them."""


HESITANT = "hesitant"
"""Why a person should look at what the reader held less likely than not (``extract.model.reasons``)."""

NUMBER_BEFORE = re.compile(r"\d[.,．]?$")
NUMBER_AFTER = re.compile(r"[.,．]?\d")
"""How a number goes on beyond a piece that begins or ends with a digit."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where evidence stands: ``span`` None where it was not found; ``text`` is what stands or was claimed there."""

    span: Span | None
    tier: Grounding
    text: str
    reasons: tuple[str, ...] = ()

    def narrowed(self, span: Span, source: str) -> Placed:
        """Return the same evidence for a smaller (or corrected) span of ``source``."""
        return Placed(span, self.tier, clean(source[span.start : span.end]), self.reasons)


def place(evidence: Evidence, reading: Reading, *, anchor: str | None = None, taken: Collection[Span] = ()) -> Placed:
    """Find the span that evidence names.

    Args:
        evidence: units and pieces as a reader gave them.
        reading: the report.
        anchor: the figure's name or label; among several places of a piece the one that follows it wins.
        taken: spans that earlier items of the list hold; used only where the piece has several places.

    Returns:
        The span in ``reading.text`` with its tier; ``MISSING`` and no span where it is not to be found. ``hesitant``
        is among the reasons where the reader was in doubt about a key of the evidence.
    """
    placed = _placed(evidence, reading, anchor=anchor, taken=taken)
    return replace(placed, reasons=(*placed.reasons, HESITANT)) if evidence.hesitant else placed


def _placed(evidence: Evidence, reading: Reading, *, anchor: str | None, taken: Collection[Span]) -> Placed:
    first, last = reading.unit(evidence.first), reading.unit(evidence.final)
    if first is None or last is None or last.number < first.number:
        return _elsewhere(evidence, reading, near=0, reason="unknown_unit")
    if evidence.text:
        return _piece(evidence, reading, (first, last), anchor=anchor, taken=taken)
    if evidence.from_ or evidence.to:
        return _between(evidence, reading, first, last)
    return _found(Span(first.core.start, last.core.end), Grounding.EXACT, reading)


def occurrences(piece: str, text: str) -> Iterator[Span]:
    """Yield every place of ``piece`` in ``text``, compared after folding, a number never inside a longer one."""
    haystack, needle = fold(text), fold(piece).text
    at = haystack.text.find(needle) if needle else -1
    while at >= 0:
        span = Span(*haystack.span(at, at + len(needle)))
        if not _splits_number(text, span):
            yield span
        at = haystack.text.find(needle, at + 1)


def _splits_number(text: str, span: Span) -> bool:
    """Whether a number goes on before or behind the span (``7件`` in ``27件``, ``94`` in ``94.76%``)."""
    return (
        text[span.start].isdecimal() and NUMBER_BEFORE.search(text[max(0, span.start - 2) : span.start]) is not None
    ) or (text[span.end - 1].isdecimal() and NUMBER_AFTER.match(text, span.end) is not None)


def _piece(
    evidence: Evidence, reading: Reading, units: tuple[Unit, Unit], *, anchor: str | None, taken: Collection[Span]
) -> Placed:
    assert evidence.text is not None  # noqa: S101  (narrowed by the caller)
    base, end = units[0].start, units[1].end
    window = reading.text[base:end]
    spans = [Span(base + s.start, base + s.end) for s in occurrences(evidence.text, window)]
    spans = spans or _behind_enumerator(evidence.text, reading, units)
    if spans:
        span = _chosen(spans, evidence.nth, lambda: _anchor_end(anchor, window, base), taken)
        exact = reading.text[span.start : span.end] == evidence.text
        return _found(span, Grounding.EXACT if exact else Grounding.FOLDED, reading)
    near = locate(evidence.text, window)
    if near is not None:
        return _found(Span(base + near.start, base + near.end), Grounding(near.tier), reading)
    return _elsewhere(evidence, reading, near=units[0].number)


def _behind_enumerator(piece: str, reading: Reading, units: tuple[Unit, Unit]) -> list[Span]:
    """Return the place of a piece that a unit begins with: in ``1.30余家`` the enumerator is no part of the number."""
    starts = (unit.core.start for unit in reading.units[units[0].number - 1 : units[1].number])
    return [Span(start, start + len(piece)) for start in starts if reading.text.startswith(piece, start)]


def _anchor_end(anchor: str | None, window: str, base: int) -> int | None:
    first = next(occurrences(anchor, window), None) if anchor else None
    return base + first.end if first else None


def _chosen(spans: list[Span], nth: int | None, anchor_end: Callable[[], int | None], taken: Collection[Span]) -> Span:
    """Choose among the places of a piece; the anchor is looked for only where it decides."""
    if nth is not None and 1 <= nth <= len(spans):
        return spans[nth - 1]
    free = [span for span in spans if span not in taken] or spans
    behind = anchor_end() if len(free) > 1 else None
    return free[0] if behind is None else next((span for span in free if span.start >= behind), free[0])


def _between(evidence: Evidence, reading: Reading, first: Unit, last: Unit) -> Placed:
    """Find a long passage by its two ends: ``to`` lies behind ``from``, and is the last such words of the units."""
    start = behind = first.core.start
    tier = Grounding.EXACT
    if evidence.from_:
        head = locate(evidence.from_, reading.text[first.start : last.end])
        if head is None:
            return _missing(evidence)
        start, behind, tier = first.start + head.start, first.start + head.end, Grounding(head.tier)
    end = last.core.end
    if evidence.to:
        tail = _last_place(evidence.to, reading.text, behind, last.end)
        if tail is None:
            return _missing(evidence)
        end, tier = tail[0].end, max(tier, tail[1], key=list(Grounding).index)
    return _found(Span(start, end), tier, reading)


def _last_place(piece: str, text: str, start: int, end: int) -> tuple[Span, Grounding] | None:
    spans = list(occurrences(piece, text[start:end]))
    if spans:
        span = Span(start + spans[-1].start, start + spans[-1].end)
        return span, Grounding.EXACT if text[span.start : span.end] == piece else Grounding.FOLDED
    found = locate(piece, text[start:end], near=end - start)
    return (Span(start + found.start, start + found.end), Grounding(found.tier)) if found else None


def _elsewhere(evidence: Evidence, reading: Reading, *, near: int, reason: str = "elsewhere") -> Placed:
    """Look for a piece that is not in the units named: close by, then in the whole report if it stands there once."""
    lost = _missing(evidence, reason if reason == "unknown_unit" else "not_found")
    if not evidence.text or not reading.units:
        return lost
    low = reading.unit(max(1, near - NEIGHBOURS)) or reading.units[0]
    high = reading.unit(min(len(reading.units), near + NEIGHBOURS)) or reading.units[-1]
    close = occurrences(evidence.text, reading.text[low.start : high.end])
    spans = [Span(low.start + span.start, low.start + span.end) for span in close]
    spans = spans or list(occurrences(evidence.text, reading.text))
    return _found(spans[0], Grounding.FOLDED, reading, (reason,)) if len(spans) == 1 else lost


def _missing(evidence: Evidence, reason: str = "not_found") -> Placed:
    claimed = evidence.text or "…".join(part for part in (evidence.from_, evidence.to) if part)
    return Placed(None, Grounding.MISSING, clean(claimed), (reason,))


def _found(span: Span, tier: Grounding, reading: Reading, reasons: tuple[str, ...] = ()) -> Placed:
    return Placed(span, tier, clean(reading.text[span.start : span.end]), reasons)


def passage_span(placed: Placed, reading: Reading) -> Placed:
    """Return the evidence trimmed as a passage: no enumerator of its unit before it, no closing punctuation after it."""
    if placed.span is None:
        return placed
    start, end = placed.span
    unit = reading.unit_at(start)
    if unit is not None and start < unit.core.start < end:
        start = unit.core.start
    while end > start and (reading.text[end - 1] in CLOSING or reading.text[end - 1].isspace()):
        end -= 1
    return placed if (start, end) == placed.span else placed.narrowed(Span(start, end), reading.text)
