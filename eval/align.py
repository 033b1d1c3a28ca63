"""Pair gold items with predicted ones: the best one-to-one assignment, whatever order they come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from eval.items import Item, ListKind, ListSpec
from eval.leaves import same
from eval.similarity import fold, iou, soft_folded

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
    folded = {id(item): fold(item.key) for item in (*gold, *predicted)}

    def weigh(one: Item, other: Item) -> float:
        return _similarity(one, other, folded[id(one)], folded[id(other)])

    return assign(gold, predicted, weigh)


def similarity(one: Item, other: Item) -> float:
    """Return 0.5 key text + 0.3 evidence overlap + 0.2 typed fields, set to 0 below 0.5."""
    return _similarity(one, other, fold(one.key), fold(other.key))


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


def _typed(one: Item, other: Item) -> tuple[int, int]:
    pairs = [(a, b) for a, b in zip(one.leaves, other.leaves, strict=True) if a.name in TYPED]
    return sum(same(a, b) for a, b in pairs), len(pairs)


TYPED = ("item", "stage", "category", "kind", "topic", "value", "count")
"""Leaves that count as typed fields in the similarity."""


def _similarity(one: Item, other: Item, one_key: str, other_key: str) -> float:
    overlap = iou(one.span, other.span)
    right, of = _typed(one, other)
    rest = TYPED_WEIGHT if of else 0.0
    scale = 1.0 if of else 1.0 / (KEY_WEIGHT + EVIDENCE_WEIGHT)
    known = scale * EVIDENCE_WEIGHT * overlap + (rest * right / of if of else 0.0)
    if known + scale * KEY_WEIGHT * _key_bound(one_key, other_key) < MATCH_SIMILARITY - _TINY:
        return 0.0
    total = known + scale * KEY_WEIGHT * soft_folded(one_key, other_key)
    return total if total >= MATCH_SIMILARITY - _TINY else 0.0


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
    right, of = _typed(one, other)
    return (overlap + right / of) / 2


def _scalar_fits(one: Item, other: Item) -> float | None:
    return 1.0 if one.path == other.path and same(one.leaves[0], other.leaves[0]) else None
