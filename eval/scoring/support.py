"""Support of a record by its own text, without gold: values that stand nowhere, or elsewhere than cited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from eval.scoring.items import Item, ListKind, ListSpec
from eval.scoring.similarity import fold
from extract.model.record import Record
from extract.model.text import Span
from extract.steps.fold import clean
from extract.steps.numerals.quantities import find_quantities


@dataclass(frozen=True, slots=True)
class Support:
    """How many items were looked at, and which fail; paths of the record.

    ``unsupported``: the value stands nowhere in the text. ``misgrounded``: it stands in the text but not in the
    cited span. ``altered``: the span does not read back as the passage's text.
    """

    checked: int
    unsupported: tuple[str, ...]
    misgrounded: tuple[str, ...]
    altered: tuple[str, ...]


def support(record: Record, text: str, lists: tuple[ListSpec, ...]) -> Support:
    """Look for every stated number, scalar and passage in the text, and in the span that is cited for it."""
    page = _Page(text)
    found = [(spec, item) for spec in lists for item in spec.items(record) if _stated(spec, item)]
    elsewhere = [(spec, item) for spec, item in found if not page.states_at(spec, item)]
    misgrounded = [item.path for spec, item in elsewhere if page.states(spec, item)]
    unsupported = [item.path for _, item in elsewhere if item.path not in misgrounded]
    altered = [i.path for s, i in found if s.kind is ListKind.TEXT and i.span is not None and not page.reads_back(i)]
    return Support(len(found), tuple(unsupported), tuple(misgrounded), tuple(altered))


READ = ("department_name", "preparer", "contact_phone", "evaluating_body", "self_grade", "self_score")
"""Scalars of the profile that are copied or read digit by digit; the others are judgements or rewritten dates."""


def _stated(spec: ListSpec, item: Item) -> bool:
    if spec.kind is ListKind.FIGURE:
        return item.figure is not None
    return spec.kind is ListKind.TEXT or item.key in READ


class _Page:
    """A text with its numbers and its folded form, each made once and only where asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _folded(self) -> str:
        return fold(self._text)

    @cached_property
    def _numbers(self) -> frozenset[Decimal]:
        return _numbers(self._text)

    def states(self, spec: ListSpec, item: Item) -> bool:
        """Whether the text states the item's value anywhere."""
        if spec.kind is ListKind.FIGURE:
            return bool(_values(item) & self._numbers)
        return fold(_words(spec, item)) in self._folded

    def states_at(self, spec: ListSpec, item: Item) -> bool:
        """Whether the cited span itself states the item's value."""
        piece = self._piece(item.span)
        if piece is None:
            return False
        if spec.kind is ListKind.FIGURE:
            return bool(_values(item) & _numbers(piece))
        return fold(_words(spec, item)) in fold(piece)

    def reads_back(self, item: Item) -> bool:
        """Whether the span's characters without white space and marks are the passage's text."""
        piece = self._piece(item.span)
        return piece is not None and clean(piece) == item.key

    def _piece(self, span: Span | None) -> str | None:
        if span is None or not 0 <= span.start < span.end <= len(self._text):
            return None
        return self._text[span.start : span.end]


_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def _words(spec: ListSpec, item: Item) -> str:
    return (item.leaves[0].shown or "") if spec.kind is ListKind.SCALAR else item.key


def _values(item: Item) -> frozenset[Decimal]:
    """The item's number as written and in the base unit (8516600 元 is stated by 851.66 万元), without sign."""
    return frozenset({abs(Decimal(item.figure.digits)), abs(item.figure.base)}) if item.figure else frozenset()


def _numbers(text: str) -> frozenset[Decimal]:
    """Numbers of a text as written and in the base unit, without sign."""
    digits = (Decimal(found.replace(",", "")) for found in _DIGITS.findall(fold(text)))
    quantities = find_quantities(text)
    return frozenset(digits) | {abs(value) for q in quantities for value in (q.value, q.base_value)}
