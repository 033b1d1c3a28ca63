"""Which figure a change belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.model.quantity import Dimension
from extract.readers.rules.figures.change_words import ADVERBS, DELIMITERS, INSIDE, MOVED, PLAIN_HEAD
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.sheet import Sheet

_REACH = 40
"""How many figures back a change may look for what it compares."""

_UNIT_NAMED = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:同比)?(?P<it>批次|人次|件次|批数|人数|件数)(?:同比|环比)?{MOVED.pattern}(?:了|约)?$"
)
"""The unit of the figure that a change is of (``批次同比下降12.6%、人次同比下降18.2%``)."""

_NAMED = 8
_VERBS = "为达到：共是"


@dataclass(frozen=True, slots=True)
class Survey:
    """A report's figures while its comparisons are read; ``spent`` holds those that only state a change."""

    sheet: Sheet
    figures: Sequence[Figure]
    spent: set[int]

    def before(self, figure: Figure) -> Figure | None:
        """Return the figure before this one, None at the start."""
        return self.figures[figure.index - 1] if figure.index else None

    def after(self, figure: Figure) -> Figure | None:
        """Return the figure behind this one, None at the end."""
        return self.figures[figure.index + 1] if figure.index + 1 < len(self.figures) else None

    def open(self, figure: Figure, reach: int = _REACH) -> list[Figure]:
        """Return the figures before this one that stand for themselves, in order, ``reach`` of them looked at."""
        recent = self.figures[max(0, figure.index - reach) : figure.index]
        return [one for one in recent if one.index not in self.spent and not one.bare]

    def piece(self, figure: Figure) -> str:
        """Return the figure as the source writes it."""
        return self.sheet.source(figure.start, figure.end)

    def gap(self, one: Figure, other: Figure) -> str:
        """Return the words between two figures."""
        return self.sheet.text[one.end : other.start]


def own_words(text: str, low: int, compared: int, lead: int) -> tuple[int, int]:
    """Return where the clause of a change names what has changed: before the comparing words, else behind them.

    Args:
        text: the sheet's text.
        low: where the words of the change may begin.
        compared: where the comparing words begin.
        lead: where the direction begins.
    """
    head = _head_start(text, low, compared)
    inside = INSIDE.search(text, compared, lead)
    if inside and PLAIN_HEAD.match(text[head:compared]) and not ADVERBS.fullmatch(inside.group("it")):
        return inside.span("it")
    return head, compared


def _head_start(text: str, low: int, start: int) -> int:
    """Return where the words before the comparing words begin in their own clause."""
    at = start
    while at > low and text[at - 1] in "，、（":
        at -= 1
    if at < start:
        return start
    while at > low and text[at - 1] not in DELIMITERS:
        at -= 1
    return at


def target_of(survey: Survey, figure: Figure, own: tuple[int, int]) -> int | None:
    """Return the figure that a change compares: the last one before it in its sentence, not a share of it.

    A change whose clause names something itself (``，来访人数同比下降20%``) compares no figure before it,
    unless one close by has that very name.
    """
    counted = _UNIT_NAMED.search(survey.sheet.text, figure.floor, figure.start)
    low = survey.sheet.sentence_start(figure.start)
    before = [one for one in survey.open(figure) if one.start >= low]
    if counted:
        same = [one for one in before if one.quantity.unit[:1] == counted.group("it")[0]]
        return same[-1].index if same else None
    words = survey.sheet.text[slice(*own)]
    if own[0] >= (before[-1].end if before else low) and not PLAIN_HEAD.match(words):
        return _named_so(survey, figure, words)
    if not before:
        return None
    if before[-1].rate and figure.quantity.dimension is Dimension.POINT:
        return before[-1].index
    kept = [one for one in before if not _is_share(survey.sheet, one)]
    if not figure.rate:
        kept = [one for one in kept[-3:] if alike(one, figure)]
    return kept[-1].index if kept else None


def _named_so(survey: Survey, figure: Figure, words: str) -> int | None:
    """Return the figure that has this very name, in the unit or in the one above (``收入合计…，收入合计减少…``)."""
    sheet = survey.sheet
    here = sheet.unit_at(figure.start).number
    for one in reversed(survey.open(figure, _NAMED)):
        if here - sheet.unit_at(one.start).number > 1:
            return None
        if sheet.text[one.floor : one.start].rstrip(_VERBS).endswith(words):
            return one.index
    return None


def _is_share(sheet: Sheet, figure: Figure) -> bool:
    return figure.rate and re.search("占", sheet.text[figure.floor : figure.start]) is not None


def alike(one: Figure, other: Figure) -> bool:
    """Whether two figures measure the same thing."""
    return one.quantity.base_unit == other.quantity.base_unit or (one.rate and other.rate)
