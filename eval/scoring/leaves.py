"""The state of a leaf: correct, substituted, omitted, hallucinated or null on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from eval.scoring.items import Item, Leaf, LeafKind
from eval.scoring.numbers import Number
from eval.scoring.similarity import fold, iou

TEXT_IOU = 0.5
"""A verbatim text is right from this overlap of spans on."""


class State(StrEnum):
    """What became of one leaf after alignment."""

    CORRECT = "C"
    SUBSTITUTED = "S"
    OMITTED = "O"
    HALLUCINATED = "H"
    NULL = "N"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One leaf of one document, judged. ``field`` is the path without positions (``finance.value``)."""

    field: str
    state: State
    gold: Leaf | None
    predicted: Leaf | None
    gold_item: Item | None
    predicted_item: Item | None


def same(one: Leaf, other: Leaf) -> bool:
    """Whether two leaves state the same: scalars after folding, numbers in base unit and dimension, null as null."""
    return comparable(one) == comparable(other)


def comparable(leaf: Leaf) -> tuple[Decimal, str] | str | None:
    """Return the value in the form in which two are equal or not."""
    if isinstance(leaf.value, Number):
        return leaf.value.base, leaf.value.unit
    return fold(leaf.value) if isinstance(leaf.value, str) else None


def judge(name: str, gold: Item | None, predicted: Item | None) -> list[Outcome]:
    """Return an outcome for each leaf of a pair, of a missed gold item or of a spurious prediction."""
    item = gold or predicted
    if item is None:
        return []
    outcomes = []
    for at in range(len(item.leaves)):
        ours = gold.leaves[at] if gold else None
        theirs = predicted.leaves[at] if predicted else None
        state = _state(ours, theirs, gold, predicted)
        outcomes.append(Outcome(field_path(name, item.leaves[at]), state, ours, theirs, gold, predicted))
    return outcomes


def field_path(name: str, leaf: Leaf) -> str:
    """Return the path of a leaf without positions; a scalar of the profile is named by itself."""
    return f"{name}.{leaf.name}"


def _state(gold: Leaf | None, predicted: Leaf | None, one: Item | None, other: Item | None) -> State:
    stated = gold is not None and gold.value is not None
    given = predicted is not None and predicted.value is not None
    if not stated:
        return State.HALLUCINATED if given else State.NULL
    if not given or gold is None or predicted is None:
        return State.OMITTED
    return State.CORRECT if _right(gold, predicted, one, other) else State.SUBSTITUTED


def _right(gold: Leaf, predicted: Leaf, one: Item | None, other: Item | None) -> bool:
    if gold.kind is LeafKind.TEXT and one and other and one.span and other.span:
        return iou(one.span, other.span) >= TEXT_IOU
    return same(gold, predicted)
