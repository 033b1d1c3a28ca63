"""What lies behind right and wrong: how close texts are, how numbers differ, what was split or merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from eval.scoring.align import Pairing
from eval.scoring.items import Item, LeafKind
from eval.scoring.leaves import Outcome, State
from eval.scoring.metrics import ratio
from eval.scoring.numbers import Number, number_error
from eval.scoring.similarity import iou, soft

INSIDE = 0.5
"""A passage belongs to another where this share of its characters lies in it."""


@dataclass(frozen=True, slots=True)
class TextQuality:
    """Sums over compared texts: soft score, overlap of spans, and how many spans are the gold's to the character."""

    compared: int = 0
    soft: float = 0.0
    overlap: float = 0.0
    half: int = 0
    exact: int = 0

    def __add__(self, other: TextQuality) -> TextQuality:
        return TextQuality(
            self.compared + other.compared,
            self.soft + other.soft,
            self.overlap + other.overlap,
            self.half + other.half,
            self.exact + other.exact,
        )

    def means(self) -> dict[str, float | int | None]:
        """Return the shares and means, None where nothing was compared."""
        return {
            "compared": self.compared,
            "soft": ratio(self.soft, self.compared),
            "iou": ratio(self.overlap, self.compared),
            "iou_half": ratio(self.half, self.compared),
            "exact": ratio(self.exact, self.compared),
        }


def text_quality(outcomes: Iterable[Outcome]) -> TextQuality:
    """Compare the verbatim texts that stand on both sides."""
    total = TextQuality()
    for one in outcomes:
        if one.gold and one.predicted and one.gold.kind is LeafKind.TEXT and one.gold_item and one.predicted_item:
            ours, theirs = one.gold_item, one.predicted_item
            overlap = iou(ours.span, theirs.span)
            close = soft(one.gold.shown or "", one.predicted.shown or "")
            total += TextQuality(1, close, overlap, overlap >= INSIDE, ours.span == theirs.span)
    return total


@dataclass(frozen=True, slots=True)
class NumberQuality:
    """Numbers that stand on both sides: how many are equal, how many equal after rounding, and why the rest differ."""

    compared: int
    equal: int
    near: int
    errors: Counter[str]

    def __add__(self, other: NumberQuality) -> NumberQuality:
        return NumberQuality(
            self.compared + other.compared,
            self.equal + other.equal,
            self.near + other.near,
            self.errors + other.errors,
        )


def number_quality(outcomes: tuple[Outcome, ...]) -> NumberQuality:
    """Compare the numbers that stand on both sides; the document's other gold figures explain a wrong slot."""
    slots = frozenset(o.gold.value.base for o in outcomes if o.gold and isinstance(o.gold.value, Number))
    errors: Counter[str] = Counter()
    compared = equal = near = 0
    for one in outcomes:
        ours = one.gold.value if one.gold else None
        theirs = one.predicted.value if one.predicted else None
        if isinstance(ours, Number) and isinstance(theirs, Number):
            compared += 1
            equal += one.state is State.CORRECT
            near += ours.near(theirs)
            if one.state is not State.CORRECT:
                errors[number_error(ours, theirs, slots=slots)] += 1
    return NumberQuality(compared, equal, near, errors)


def splits_and_merges(pairing: Pairing) -> tuple[int, int]:
    """Count gold passages that two or more predictions share, and predictions that hold two or more gold passages."""
    gold = [ours for ours, _ in pairing.pairs] + list(pairing.missed)
    predicted = [theirs for _, theirs in pairing.pairs] + list(pairing.spurious)
    splits = sum(_holds(whole, predicted) > 1 for whole in gold)
    merges = sum(_holds(whole, gold) > 1 for whole in predicted)
    return splits, merges


def _holds(whole: Item, parts: list[Item]) -> int:
    span = whole.span
    if span is None:
        return 0
    return sum(p.span is not None and span.overlap(p.span) >= INSIDE * (p.span.end - p.span.start) for p in parts)
