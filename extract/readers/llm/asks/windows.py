"""Long reports in windows along sections: they overlap nowhere and miss nothing, and are the same for all tasks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from extract.model.text import Reading, Unit
from extract.steps.prompt import Window

MAX_TOKENS = 24_000
"""Tokens of document text that one request shows; most models read longer texts less well, none here shorter ones."""

TOKENS_PER_CHARACTER = 1.0
"""Upper estimate for Chinese text: today's tokenizers need 0.6 to 0.8 tokens a character."""

LINE_TOKENS = 6
"""What number, brackets and line end of a unit cost."""


UNBALANCED, NO_BREAK, PARAGRAPH, SECTION = 1000, 99, 50, 40
"""Ranks of places to cut that are no heading, whose rank is its level: the lower the better."""


def tokens_of(unit: Unit) -> int:
    """Estimate what a unit costs in a prompt; never too low for Chinese text."""
    return int(len(unit.text) * TOKENS_PER_CHARACTER) + LINE_TOKENS


def cut(reading: Reading, limit: int = MAX_TOKENS, *, first: int = 1, last: int | None = None) -> tuple[Window, ...]:
    """Cut units ``first``..``last`` into windows of at most ``limit`` estimated tokens.

    A cut is made before the heading of the highest level that keeps both sides filled, else between paragraphs, else
    between units; a unit longer than the limit stands alone.
    """
    final = len(reading.units) if last is None else last
    units = reading.units[first - 1 : final]
    if not units:
        return (Window(first, max(first, final)),)
    bounds = list(_bounds(units, reading, limit))
    return tuple(Window(a, b, number, len(bounds)) for number, (a, b) in enumerate(bounds, start=1))


def halves(reading: Reading, window: Window) -> tuple[Window, ...]:
    """Split a window whose answer was cut off into two along sections; a window of one unit stays whole."""
    units = reading.units[window.first - 1 : window.last]
    if len(units) < 2:  # noqa: PLR2004  (nothing to split)
        return (window,)
    upto = list(accumulate(map(tokens_of, units), initial=0))
    middle = min(range(1, len(units)), key=lambda at: _unevenness(upto[at], upto[-1], _break(units, at, reading)))
    return (
        Window(window.first, units[middle - 1].number, window.number, window.count),
        Window(units[middle].number, window.last, window.number, window.count),
    )


def _bounds(units: tuple[Unit, ...], reading: Reading, limit: int) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(units):
        end = _fill(units, start, limit)
        if end < len(units):
            end = _best_cut(units, start, end, reading)
        yield units[start].number, units[end - 1].number
        start = end


def _fill(units: tuple[Unit, ...], start: int, limit: int) -> int:
    total, at = 0, start
    while at < len(units):
        total += tokens_of(units[at])
        if total > limit and at > start:
            break
        at += 1
    return at


def _best_cut(units: tuple[Unit, ...], start: int, end: int, reading: Reading) -> int:
    """Return the best place to cut in the second half of what fits, the last of equals."""
    lowest = start + max(1, (end - start) // 2)
    return min(range(lowest, end + 1), key=lambda at: (_break(units, at, reading), -at))


def _break(units: tuple[Unit, ...], at: int, reading: Reading) -> int:
    """Rank a cut before ``units[at]``: the level of the section that begins there, else paragraphs before units."""
    if at >= len(units) or at < 1:
        return NO_BREAK
    unit, before = units[at], units[at - 1]
    if unit.section != before.section:
        section = reading.sections[unit.section]
        return section.level if section.start >= before.end else SECTION
    return PARAGRAPH if unit.paragraph != before.paragraph else NO_BREAK


def _unevenness(left: int, total: int, rank: int) -> tuple[int, int]:
    """Rank a cut after ``left`` of ``total`` tokens: by its kind where both sides are filled, then by balance."""
    balanced = total // 4 <= left <= total - total // 4
    return (rank if balanced else UNBALANCED, abs(total - 2 * left))
