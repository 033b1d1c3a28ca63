"""Score one document: items, attributes inside item pairs, and leaves; sums are taken over documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from eval.records import Case
from eval.scoring.align import Pairing, match_items, match_similar
from eval.scoring.findings import FindingScore, score_findings
from eval.scoring.items import LISTS, Item, Leaf, ListSpec
from eval.scoring.leaves import Outcome, State, judge, same
from eval.scoring.links import LinkScore, score_links
from eval.scoring.metrics import ItemCounts, LeafCounts, ratio
from eval.scoring.support import Support, support
from extract.model.record import Record


@dataclass(frozen=True, slots=True)
class Attribute:
    """How often an attribute of matched items is the gold's: ``right`` of ``pairs``.

    ``stated`` counts the pairs where either side states it, ``other`` those whose gold is the catch-all ``other`` of a
    closed set, ``other_right`` those of them that are right.
    """

    right: int = 0
    pairs: int = 0
    stated: int = 0
    other: int = 0
    other_right: int = 0

    def __add__(self, added: Attribute) -> Attribute:
        return Attribute(
            self.right + added.right,
            self.pairs + added.pairs,
            self.stated + added.stated,
            self.other + added.other,
            self.other_right + added.other_right,
        )

    @property
    def accuracy(self) -> float | None:
        """Share of matched pairs with the same value, null equal to null."""
        return ratio(self.right, self.pairs)


@dataclass(frozen=True, slots=True)
class ListScore:
    """One list of one document: the pairing of items, and the leaves after the pairing by similarity."""

    spec: ListSpec
    items: Pairing
    leaves: tuple[Outcome, ...]

    @property
    def counts(self) -> ItemCounts:
        """Items matched, of gold, predicted."""
        matched = len(self.items.pairs)
        return ItemCounts(matched, matched + len(self.items.missed), matched + len(self.items.spurious))

    @property
    def attributes(self) -> dict[str, Attribute]:
        """Agreement of each leaf inside the item pairs."""
        total: dict[str, Attribute] = {}
        for gold, predicted in self.items.pairs:
            for one, other in zip(gold.leaves, predicted.leaves, strict=True):
                total[one.name] = total.get(one.name, Attribute()) + _agreement(one, other)
        return total


def _agreement(one: Leaf, other: Leaf) -> Attribute:
    right, catch_all = same(one, other), one.value == CATCH_ALL
    stated = one.value is not None or other.value is not None
    return Attribute(right, 1, stated, catch_all, right and catch_all)


CATCH_ALL = "other"
"""Member of every closed set that says nothing; scores show it apart."""


@dataclass(frozen=True)
class DocumentScore:
    """One gold report against its prediction; a report without a record has every leaf omitted."""

    name: str
    predicted: bool
    lists: tuple[ListScore, ...]
    links: dict[str, LinkScore]
    findings: FindingScore | None = None
    support: Support | None = None

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All leaves of the document, judged."""
        return tuple(outcome for one in self.lists for outcome in one.leaves)

    @cached_property
    def items(self) -> ItemCounts:
        """Items of all lists together."""
        return sum((one.counts for one in self.lists), ItemCounts())

    @cached_property
    def leaves(self) -> LeafCounts:
        """Leaves of all lists together."""
        return LeafCounts.of(outcome.state for outcome in self.outcomes)

    @property
    def edits(self) -> int:
        """What a person would have to change: leaves substituted, omitted, hallucinated, and links."""
        return self.leaves.edits + sum(link.edits for link in self.links.values())

    @property
    def critical_edits(self) -> int:
        """Edits of the critical fields alone."""
        return LeafCounts.of(one.state for one in self.outcomes if one.field in CRITICAL_FIELDS).edits


CRITICAL_FIELDS = (
    "profile.department_name",
    "profile.fiscal_year",
    "profile.report_type",
    "staffing.count",
    "finance.item",
    "finance.stage",
    "finance.value",
    "problems.text",
)
"""Fields of which one error makes a record useless for comparing departments."""


def score_case(case: Case) -> DocumentScore:
    """Score a gold report against its prediction."""
    lists = tuple(_score_list(spec, case.gold.record, case.predicted) for spec in LISTS)
    pairings = {one.spec.name: one.items for one in lists}
    return DocumentScore(
        name=case.name,
        predicted=case.predicted is not None,
        lists=lists,
        links=score_links(case.gold.record, case.predicted, pairings),
        findings=_findings(case),
        support=support(case.record, case.text, LISTS) if case.record and case.text is not None else None,
    )


def _findings(case: Case) -> FindingScore | None:
    """Score the record's findings where the gold says what must be found and the record was checked."""
    if case.gold.expected is None or case.predicted is None or case.predicted.findings is None:
        return None
    return score_findings(case.gold.expected, case.predicted.findings)


def _score_list(spec: ListSpec, gold: Record, predicted: Record | None) -> ListScore:
    ours = tuple(spec.items(gold))
    theirs = tuple(spec.items(predicted)) if predicted else ()
    similar = match_similar(ours, theirs, spec)
    return ListScore(spec, match_items(ours, theirs, spec), tuple(_outcomes(spec, similar)))


def _outcomes(spec: ListSpec, pairing: Pairing) -> Iterable[Outcome]:
    for gold, predicted in pairing.pairs:
        yield from judge(spec.name, gold, predicted)
    for item in pairing.missed:
        yield from _one_side(spec, item, None)
    for item in pairing.spurious:
        yield from _one_side(spec, None, item)


def _one_side(spec: ListSpec, gold: Item | None, predicted: Item | None) -> Iterable[Outcome]:
    """Leaves of an item without a partner; those it does not state are no leaves at all."""
    return (outcome for outcome in judge(spec.name, gold, predicted) if outcome.state is not State.NULL)


def list_counts(documents: Iterable[DocumentScore]) -> dict[str, ItemCounts]:
    """Sum item counts per list, in the order of the schema."""
    total = {spec.name: ItemCounts() for spec in LISTS}
    for document in documents:
        for one in document.lists:
            total[one.spec.name] += one.counts
    return total


def attributes(documents: Iterable[DocumentScore]) -> dict[str, dict[str, Attribute]]:
    """Sum attribute agreement per list and leaf."""
    total: dict[str, dict[str, Attribute]] = {spec.name: {} for spec in LISTS}
    for document in documents:
        for one in document.lists:
            for name, found in one.attributes.items():
                here = total[one.spec.name]
                here[name] = here.get(name, Attribute()) + found
    return total


def field_counts(documents: Iterable[DocumentScore]) -> dict[str, LeafCounts]:
    """Sum leaf states per field path, in the order of the schema."""
    states: dict[str, list[State]] = {}
    for document in documents:
        for outcome in document.outcomes:
            states.setdefault(outcome.field, []).append(outcome.state)
    order = {spec.name: at for at, spec in enumerate(LISTS)}
    names = sorted(states, key=lambda field: order[field.split(".")[0]])
    return {field: LeafCounts.of(states[field]) for field in names}


def macro(counts: Mapping[str, LeafCounts]) -> dict[str, float | None]:
    """Average each measure over the field paths where it is defined."""
    names = ("precision", "recall", "f1", "accuracy")
    return {name: _mean([getattr(one, name) for one in counts.values()]) for name in names}


def _mean(values: list[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return sum(defined) / len(defined) if defined else None
