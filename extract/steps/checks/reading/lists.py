"""Lists that name all parts first and count them after: ``来信、来访、来电分别为10件、20件、30件，共60件``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from extract.steps.checks.reading.breakdowns import same_unit
from extract.steps.checks.reading.families import complete_family
from extract.steps.checks.reading.figures import Figure, Role, tidy_label
from extract.steps.checks.reading.sheet import Sheet

_NAME: Final = r"[^、，,。；;：:\n（）()\d]{1,14}"
# ``+`` behind the count: a first name that 、 does not follow is given up whole, not character by character.
_LIST: Final = re.compile(rf"(?P<names>{_NAME}+(?:、{_NAME})+)分别(?:为|是|有|达|达到)?[：:]?\s*(?=\d)")
_LAST_TWO: Final = re.compile(r"(?<=.)(?:以及|和|及|与)(?=.)")
_BETWEEN: Final = re.compile(r"\s*(?:[、，,]|以及|和|及|与)\s*")
_BEHIND: Final = re.compile(
    r"\s*[，,；;]\s*(?:以上|三项|四项|三者|两项|两者)?(?:共计|合计|总计|总共|共)(?:为|有|达)?\s*"
)
_AHEAD: Final = re.compile(r"\s*[，,；;：:（(]?\s*(?:其中)?\s*[，,：:]?\s*")

Listed = tuple[Figure, tuple[Figure, ...], tuple[str, ...], str]


def lists(sheet: Sheet) -> Iterator[Listed]:
    """Yield total, parts, the parts' names and the total's name of each such list with its total beside it.

    A total behind the list (``，共70件``) sums it by its own words; one before it does where the names make up a known
    classification. A list with more or fewer figures than names yields nothing.
    """
    for match in _listings(sheet):
        for names in _names(match["names"]):
            parts = _parts(sheet, match.end(), len(names))
            if parts:
                yield from _with_total(sheet, match.start("names"), names, parts)
                break


def _listings(sheet: Sheet) -> Iterator[re.Match[str]]:
    """Yield the lists of names, sentence by sentence; the first figure may begin the next line."""
    for start, end in sheet.sentences:
        if "分别" in sheet.text[start:end]:
            yield from _LIST.finditer(sheet.text, start, end + 1)


def _names(listed: str) -> Iterator[tuple[str, ...]]:
    """Yield the names, the last of them taken apart at 和 first."""
    *first, last = listed.split("、")
    for names in ([*first, *_LAST_TWO.split(last, maxsplit=1)], [*first, last]):
        yield tuple(tidy_label(name) for name in names)


def _parts(sheet: Sheet, start: int, count: int) -> tuple[Figure, ...]:
    """Return that many figures of one unit that follow one another from ``start`` on; none where there are others."""
    at = bisect_left(sheet.figures, start, key=lambda figure: figure.start)
    run: Sequence[Figure] = sheet.figures[at : at + count]
    if len(run) < count or run[0].start != start:
        return ()
    gaps = (sheet.text[one.end : two.start] for one, two in pairwise(run))
    alike = all(f.role is Role.VALUE and f.exact and same_unit(f.unit, run[0].unit) for f in run)
    return tuple(run) if alike and all(_BETWEEN.fullmatch(gap) for gap in gaps) else ()


def _with_total(sheet: Sheet, start: int, names: tuple[str, ...], parts: tuple[Figure, ...]) -> Iterator[Listed]:
    at = bisect_left(sheet.figures, parts[0].start, key=lambda figure: figure.start)
    behind = next(iter(sheet.figures[at + len(parts) :][:1]), None)
    if behind and _fits(behind, parts) and _BEHIND.fullmatch(sheet.text, parts[-1].end, behind.start):
        yield behind, parts, names, ""
        return
    ahead = sheet.figures[at - 1] if at else None
    beside = ahead and _fits(ahead, parts) and _AHEAD.fullmatch(sheet.text, ahead.end, start)
    if ahead and beside and complete_family(ahead.label, names):
        yield ahead, parts, names, ahead.label


def _fits(total: Figure, parts: Sequence[Figure]) -> bool:
    same = total.sentence == parts[0].sentence and same_unit(total.unit, parts[0].unit)
    return same and total.exact and total.role is Role.VALUE
