"""Everything that one scoring found, summed over documents, with intervals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from eval import intervals
from eval.gold import Gold
from eval.intervals import Floats, Interval, bootstrap
from eval.records import Cases
from eval.scoring.items import ListKind
from eval.scoring.links import KINDS, LinkScore
from eval.scoring.metrics import ItemCounts, LeafCounts, ratio
from eval.scoring.quality import NumberQuality, TextQuality, number_quality, splits_and_merges, text_quality
from eval.scoring.score import Attribute, DocumentScore, attributes, field_counts, list_counts


@dataclass(frozen=True)
class Totals:
    """A scoring: the documents with their scores, and what they add up to."""

    gold: Gold
    cases: Cases
    documents: tuple[DocumentScore, ...]

    @cached_property
    def leaves(self) -> LeafCounts:
        """Leaves of all documents."""
        return sum((one.leaves for one in self.documents), LeafCounts())

    @cached_property
    def items(self) -> ItemCounts:
        """Items of all documents and lists."""
        return sum((one.items for one in self.documents), ItemCounts())

    @cached_property
    def lists(self) -> dict[str, ItemCounts]:
        """Items per list."""
        return list_counts(self.documents)

    @cached_property
    def fields(self) -> dict[str, LeafCounts]:
        """Leaves per field path."""
        return field_counts(self.documents)

    @cached_property
    def attributes(self) -> dict[str, dict[str, Attribute]]:
        """Agreement of attributes inside item pairs, per list."""
        return attributes(self.documents)

    @cached_property
    def links(self) -> dict[str, LinkScore]:
        """Edges per kind."""
        return {kind: sum((one.links[kind] for one in self.documents), LinkScore()) for kind in KINDS}

    @cached_property
    def texts(self) -> dict[str, TextQuality]:
        """Closeness of verbatim texts, per list of texts."""
        total: dict[str, TextQuality] = {}
        for document in self.documents:
            for one in document.lists:
                if one.spec.kind is ListKind.TEXT:
                    name = one.spec.name
                    total[name] = total.get(name, TextQuality()) + text_quality(one.leaves)
        return total

    @cached_property
    def numbers(self) -> NumberQuality:
        """How numbers compare."""
        return sum((number_quality(one.outcomes) for one in self.documents), NumberQuality(0, 0, 0, Counter()))

    @cached_property
    def splits_and_merges(self) -> dict[str, tuple[int, int]]:
        """Gold passages split, and predictions that merge, per list of texts."""
        total: dict[str, tuple[int, int]] = {}
        for document in self.documents:
            for one in document.lists:
                if one.spec.kind is ListKind.TEXT:
                    splits, merges = splits_and_merges(one.items)
                    before = total.get(one.spec.name, (0, 0))
                    total[one.spec.name] = (before[0] + splits, before[1] + merges)
        return total

    @cached_property
    def findings(self) -> dict[str, ItemCounts] | None:
        """Findings per rule; None where no record with gold findings was checked."""
        scores = [one.findings for one in self.documents if one.findings]
        rules = sorted({rule for score in scores for rule in score.rules})
        return {rule: sum((s.rules.get(rule, ItemCounts()) for s in scores), ItemCounts()) for rule in rules} or None

    @cached_property
    def false_alarms(self) -> list[str]:
        """Rules that fired where they must not, as ``document: rule``."""
        return [f"{one.name}: {rule}" for one in self.documents if one.findings for rule in one.findings.false_alarms]

    @property
    def exact(self) -> float | None:
        """Share of documents without a single edit."""
        return ratio(sum(not one.edits for one in self.documents), len(self.documents))

    @property
    def critical_exact(self) -> float | None:
        """Share of documents without an edit of a critical field."""
        return ratio(sum(not one.critical_edits for one in self.documents), len(self.documents))

    @property
    def edits(self) -> float | None:
        """Edits a document: S + O + H + links."""
        return ratio(sum(one.edits for one in self.documents), len(self.documents))

    @cached_property
    def intervals(self) -> dict[str, Interval | None]:
        """Document bootstrap of the headline measures and of item F1 over all items and per list."""
        leaves = leaf_table(self.documents)
        measures = {
            "headline.precision": (leaves, intervals.leaf_precision),
            "headline.recall": (leaves, intervals.leaf_recall),
            "headline.f1": (leaves, intervals.leaf_f1),
            "headline.accuracy": (leaves, intervals.leaf_accuracy),
            "items.micro.f1": (item_table(self.documents), intervals.item_f1),
        }
        return bootstrap(
            measures
            | {f"items.{name}.f1": (item_table(self.documents, name), intervals.item_f1) for name in self.lists}
        )


def leaf_table(documents: tuple[DocumentScore, ...]) -> Floats:
    """Return C, S, O, H a document."""
    counts = [one.leaves for one in documents]
    return np.array([[c.C, c.S, c.O, c.H] for c in counts], dtype=np.float64)


def item_table(documents: tuple[DocumentScore, ...], name: str | None = None) -> Floats:
    """Return matched, gold, predicted a document, of all lists or of one."""
    counts = [
        one.items if name is None else next(x.counts for x in one.lists if x.spec.name == name) for one in documents
    ]
    return np.array([[c.matched, c.gold, c.predicted] for c in counts], dtype=np.float64)
