"""Pair gold items with predicted ones: the best one-to-one assignment, whatever order they come in."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from eval.scoring.items import Item, ListKind, ListSpec
from eval.scoring.leaves import comparable, same
from eval.scoring.similarity import fold, iou, soft_folded
from extract.model.text import Span

MATCH_IOU = 0.5
"""Texts match from this share of common characters on."""
MATCH_SIMILARITY = 0.5
"""Below this similarity two items are no pair of the leaf alignment."""
KEY_WEIGHT, EVIDENCE_WEIGHT, TYPED_WEIGHT = 0.5, 0.3, 0.2
"""Weights of key text, evidence overlap and typed fields; without typed fields the first two share the whole."""
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pairs (gold, predicted) and what is left over on either side, each in canonical order."""

    pairs: tuple[tuple[Item, Item], ...]
    missed: tuple[Item, ...]
    spurious: tuple[Item, ...]


Weigh = Callable[[Item, Item], float]
"""How well two items fit; 0 means that they must not be paired."""


def match_items(gold: Sequence[Item], predicted: Sequence[Item], spec: ListSpec) -> Pairing:
    """Pair items as the item scores define it: as many pairs as possible, and the closest of such pairings.

    Texts match at span IoU >= 0.5, figures at equal value in the base unit with overlapping spans, scalars of the
    profile at the same path with equal value.
    """
    count = 1.0 + min(len(gold), len(predicted))
    fits = {ListKind.TEXT: _text_fits, ListKind.FIGURE: _figure_fits, ListKind.SCALAR: _scalar_fits}[spec.kind]

    def weigh(one: Item, other: Item) -> float:
        closeness = fits(one, other)
        return count + closeness if closeness is not None else 0.0

    return assign(gold, predicted, weigh)


def match_similar(gold: Sequence[Item], predicted: Sequence[Item], spec: ListSpec) -> Pairing:
    """Pair items as the leaf scores define it: by similarity, none below 0.5; scalars of the profile by path."""
    if spec.kind is ListKind.SCALAR:
        return assign(gold, predicted, lambda one, other: float(one.path == other.path))
    ready = {id(item): _ready(item) for item in (*gold, *predicted)}

    def weigh(one: Item, other: Item) -> float:
        return _similarity(ready[id(one)], ready[id(other)])

    return assign(gold, predicted, weigh)


def similarity(one: Item, other: Item) -> float:
    """Return 0.5 key text + 0.3 evidence overlap + 0.2 typed fields, set to 0 below 0.5."""
    return _similarity(_ready(one), _ready(other))


def assign(gold: Sequence[Item], predicted: Sequence[Item], weigh: Weigh) -> Pairing:
    """Find the one-to-one assignment of greatest total weight; equal ones are told apart by canonical order."""
    rows, columns = sorted(gold, key=_canonical), sorted(predicted, key=_canonical)
    if not rows or not columns:
        return Pairing((), tuple(rows), tuple(columns))
    weights = np.array([[weigh(row, column) for column in columns] for row in rows])
    chosen = [(int(r), int(c)) for r, c in zip(*linear_sum_assignment(weights, maximize=True), strict=True)]
    kept = [(r, c) for r, c in chosen if weights[r, c] > 0]
    of_gold, of_predicted = {r for r, _ in kept}, {c for _, c in kept}
    return Pairing(
        tuple((rows[r], columns[c]) for r, c in kept),
        tuple(row for at, row in enumerate(rows) if at not in of_gold),
        tuple(column for at, column in enumerate(columns) if at not in of_predicted),
    )


def _canonical(item: Item) -> tuple[int, int, str, tuple[str, ...]]:
    start, end = item.span or (-1, -1)
    return start, end, item.key, tuple(leaf.shown or "" for leaf in item.leaves)


TYPED = ("item", "stage", "category", "kind", "topic", "value", "count")
"""Leaves that count as typed fields in the similarity."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """An item with what the similarity asks for many times: its folded key, and its typed values in comparable form."""

    span: Span | None
    key: str
    typed: tuple[object, ...]


def _ready(item: Item) -> _Ready:
    return _Ready(item.span, fold(item.key), tuple(comparable(leaf) for leaf in item.leaves if leaf.name in TYPED))


def _similarity(one: _Ready, other: _Ready) -> float:
    overlap = iou(one.span, other.span)
    of = len(one.typed)
    rest = TYPED_WEIGHT if of else 0.0
    scale = 1.0 if of else 1.0 / (KEY_WEIGHT + EVIDENCE_WEIGHT)
    known = scale * EVIDENCE_WEIGHT * overlap + (rest * _equal(one.typed, other.typed) / of if of else 0.0)
    if known + scale * KEY_WEIGHT * _key_bound(one.key, other.key) < MATCH_SIMILARITY - _TINY:
        return 0.0
    total = known + scale * KEY_WEIGHT * soft_folded(one.key, other.key)
    return total if total >= MATCH_SIMILARITY - _TINY else 0.0


def _equal(one: tuple[object, ...], other: tuple[object, ...]) -> int:
    return sum(map(operator.eq, one, other))


def _key_bound(one: str, other: str) -> float:
    """Bound the key similarity from above by the lengths alone, so that most pairs need no n-grams."""
    total = len(one) + len(other)
    return 2 * min(len(one), len(other)) / total if total else 1.0


def _text_fits(one: Item, other: Item) -> float | None:
    overlap = iou(one.span, other.span)
    return overlap if overlap >= MATCH_IOU else None


def _figure_fits(one: Item, other: Item) -> float | None:
    overlap = iou(one.span, other.span)
    value, stated = one.figure, other.figure
    equal = value.base == stated.base if value and stated else value is stated
    if not equal or not overlap:
        return None
    ours, theirs = _ready(one).typed, _ready(other).typed
    return (overlap + _equal(ours, theirs) / len(ours)) / 2


def _scalar_fits(one: Item, other: Item) -> float | None:
    return 1.0 if one.path == other.path and same(one.leaves[0], other.leaves[0]) else None
