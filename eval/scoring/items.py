"""A report as flat lists of items, each with its key text, its span, its figure and its leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from eval.scoring.numbers import Number, number
from extract.language import Text
from extract.model import names
from extract.model.report import Change, Finance, Metric, Passage, Profile, Report, Spanned, Staffing, Stated
from extract.model.text import Span


class LeafKind(StrEnum):
    """How two values of a leaf are compared."""

    TEXT = "text"
    SCALAR = "scalar"
    NUMBER = "number"


class ListKind(StrEnum):
    """How two items of a list are matched."""

    TEXT = "text"
    FIGURE = "figure"
    SCALAR = "scalar"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of an item: ``value`` is a string, a Number, or None where nothing is stated."""

    name: str
    kind: LeafKind
    value: str | Number | None
    shown: str | None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list; ``path`` says where it stands in the record (``measures[2].actions[0]``).

    ``key`` is the text that names it, ``figure`` its number (lists of figures only), ``parent`` the path of the item
    that holds it.
    """

    path: str
    key: str
    span: Span | None
    leaves: tuple[Leaf, ...]
    figure: Number | None = None
    parent: str | None = None
    source: Spanned | None = None

    def leaf(self, name: str) -> Leaf:
        """Return the leaf of that name."""
        return next(leaf for leaf in self.leaves if leaf.name == name)


class ListSpec(NamedTuple):
    """A list that is scored: name, how its items match, its names, and how to read it from a report."""

    name: str
    kind: ListKind
    title: Text
    items: Callable[[Report], Iterator[Item]]


def _scalar(name: str, value: object, item: Spanned | None = None) -> Leaf:
    shown = None if value is None else str(value)
    return Leaf(name, LeafKind.SCALAR, shown, shown, _confidence(item, name))


def _number(name: str, value: str | int | None, unit: str | None, item: Spanned | None = None) -> Leaf:
    shown = None if value is None else f"{value}{unit or ''}"
    return Leaf(name, LeafKind.NUMBER, number(value, unit), shown, _confidence(item, name))


def _confidence(item: Spanned | None, name: str) -> float | None:
    if item is None:
        return None
    return (item.fields or {}).get(name.partition(".")[0], item.confidence)


def _change(change: Change | None, item: Spanned) -> tuple[Leaf, ...]:
    unit = change.unit if change else None
    return (
        _scalar("change.direction", change.direction if change else None, item),
        _number("change.value", change.value if change else None, unit, item),
        _number("change.base_value", change.base_value if change else None, None, item),
        _number("change.rate", change.rate if change else None, "%", item),
    )


def _passage(path: str, passage: Passage, *extra: Leaf, parent: str | None = None) -> Item:
    text = Leaf("text", LeafKind.TEXT, passage.text, passage.text, passage.confidence)
    return Item(path, passage.text, passage.span, (text, *extra), parent=parent, source=passage)


def _passages(name: str) -> Callable[[Report], Iterator[Item]]:
    def read(report: Report) -> Iterator[Item]:
        for at, passage in enumerate(getattr(report, name)):
            yield _passage(f"{name}[{at}]", passage)

    return read


def _heads(name: str, head: str) -> Callable[[Report], Iterator[Item]]:
    def read(report: Report) -> Iterator[Item]:
        for at, block in enumerate(getattr(report, name)):
            passage: Passage = getattr(block, head)
            topic = _scalar("topic", block.topic, passage)
            link = (_scalar("link", block.link, passage),) if name == "improvements" else ()
            yield _passage(f"{name}[{at}]", passage, topic, *link)

    return read


def _parts(name: str, part: str) -> Callable[[Report], Iterator[Item]]:
    def read(report: Report) -> Iterator[Item]:
        for at, block in enumerate(getattr(report, name)):
            for place, passage in enumerate(getattr(block, part)):
                yield _passage(f"{name}[{at}].{part}[{place}]", passage, parent=f"{name}[{at}]")

    return read


def _causes(report: Report) -> Iterator[Item]:
    for at, problem in enumerate(report.problems):
        if problem.cause is not None:
            yield _passage(f"problems[{at}].cause", problem.cause, parent=f"problems[{at}]")


def _staffing(report: Report) -> Iterator[Item]:
    for at, one in enumerate(report.staffing):
        yield _staff(f"staffing[{at}]", one)


def _staff(path: str, one: Staffing) -> Item:
    count = _number("count", one.count, "人", one)
    leaves = (_scalar("kind", one.kind, one), _scalar("category", one.category, one), count)
    return Item(path, f"{one.kind} {one.category}", one.span, leaves, number(one.count, "人"), source=one)


def _finance(report: Report) -> Iterator[Item]:
    for at, one in enumerate(report.finance):
        yield Item(f"finance[{at}]", one.label, one.span, _amount(one), number(one.value, one.unit), source=one)


def _amount(one: Finance) -> tuple[Leaf, ...]:
    return (
        _scalar("item", one.item, one),
        _scalar("stage", one.stage, one),
        _scalar("label", one.label, one),
        _number("value", one.value, one.unit, one),
        _scalar("year", one.year, one),
        *_change(one.change, one),
    )


def _metrics(report: Report) -> Iterator[Item]:
    for at, one in enumerate(report.metrics):
        yield Item(f"metrics[{at}]", one.name, one.span, _count(one), number(one.value, one.unit), source=one)


def _count(one: Metric) -> tuple[Leaf, ...]:
    return (
        _scalar("name", one.name, one),
        _scalar("category", one.category, one),
        _number("value", one.value, one.unit, one),
        _scalar("subject", one.subject, one),
        _scalar("period", one.period, one),
        _scalar("qualifier", one.qualifier, one),
        *_change(one.change, one),
    )


PROFILE_NUMBERS = ("self_score", "subordinate_units")


def _profile(report: Report) -> Iterator[Item]:
    for name in Profile.model_fields:
        stated: Stated[object] | None = getattr(report.profile, name)
        if stated is not None:
            value = str(stated.value)
            make = _number(name, value, None, stated) if name in PROFILE_NUMBERS else _scalar(name, value, stated)
            yield Item(f"profile.{name}", name, stated.span, (make,), source=stated)


TITLES = names.LISTS | {"causes": Text("问题原因", "Causes")}
"""Titles of the lists, in both languages."""

LISTS = (
    ListSpec("profile", ListKind.SCALAR, TITLES["profile"], _profile),
    ListSpec("functions", ListKind.TEXT, TITLES["functions"], _passages("functions")),
    ListSpec("internal_units", ListKind.TEXT, TITLES["internal_units"], _passages("internal_units")),
    ListSpec("staffing", ListKind.FIGURE, TITLES["staffing"], _staffing),
    ListSpec("finance", ListKind.FIGURE, TITLES["finance"], _finance),
    ListSpec("metrics", ListKind.FIGURE, TITLES["metrics"], _metrics),
    ListSpec("goals", ListKind.TEXT, TITLES["goals"], _passages("goals")),
    ListSpec("measures", ListKind.TEXT, TITLES["measures"], _heads("measures", "title")),
    ListSpec("actions", ListKind.TEXT, TITLES["actions"], _parts("measures", "actions")),
    ListSpec("problems", ListKind.TEXT, TITLES["problems"], _heads("problems", "statement")),
    ListSpec("details", ListKind.TEXT, TITLES["details"], _parts("problems", "details")),
    ListSpec("causes", ListKind.TEXT, TITLES["causes"], _causes),
    ListSpec("improvements", ListKind.TEXT, TITLES["improvements"], _heads("improvements", "statement")),
    ListSpec("steps", ListKind.TEXT, TITLES["steps"], _parts("improvements", "steps")),
    ListSpec("rectification", ListKind.TEXT, TITLES["rectification"], _passages("rectification")),
)
"""Every list that is scored, in the order of the schema; actions, details, causes and steps are taken across parents."""
