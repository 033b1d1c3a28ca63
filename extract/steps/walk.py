"""Go over every object of a record that holds a span, with the attributes that stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from extract.model.record import Record
from extract.model.report import Profile, Spanned

FIGURES = ("staffing", "finance", "metrics")
"""Lists whose items state a number."""

ATTRIBUTES = {
    "staffing": ("kind", "category"),
    "finance": ("item", "stage", "label", "year", "change"),
    "metrics": ("name", "category", "subject", "period", "qualifier", "change"),
}
"""Attributes of a figure that have a confidence of their own in ``fields``; its unit goes with its number."""

VALUES = {"staffing": "count", "finance": "value", "metrics": "value"}
"""Name of the number that a figure states; it goes with the item's own confidence."""


@dataclass(frozen=True, slots=True)
class Place:
    """An object with a span and where it stands.

    ``list`` is the list of the item scores (``actions`` for the actions of all measures), ``path`` the place in the
    record (``measures[2].actions[0]``), ``attributes`` what stands beside the span.
    """

    list: str
    path: str
    thing: Spanned
    attributes: dict[str, object] = field(default_factory=dict)

    @property
    def key(self) -> object:
        """What the item states: the number of a figure, the value of a scalar, the text of a passage."""
        name = VALUES.get(self.list, "value" if self.list == "profile" else "text")
        return getattr(self.thing, name)


T = TypeVar("T", bound=Spanned)
Change = Callable[[Place], Spanned]


def places(record: Record) -> Iterator[Place]:
    """Yield every object that holds a span, in the order of the schema."""
    for name in Profile.model_fields:
        stated: Spanned | None = getattr(record.profile, name)
        if stated is not None:
            yield Place("profile", f"profile.{name}", stated)
    for name in ("functions", "internal_units", *FIGURES, "goals"):
        yield from _flat(record, name)
    yield from _blocks(record, "measures", "title", "actions")
    yield from _blocks(record, "problems", "statement", "details")
    yield from _blocks(record, "improvements", "statement", "steps")
    yield from _flat(record, "rectification")


def _flat(record: Record, name: str) -> Iterator[Place]:
    for at, thing in enumerate(getattr(record, name)):
        beside = {key: getattr(thing, key) for key in ATTRIBUTES.get(name, ())}
        yield Place(name, f"{name}[{at}]", thing, beside)


def _blocks(record: Record, name: str, head: str, part: str) -> Iterator[Place]:
    for at, block in enumerate(getattr(record, name)):
        beside = {"topic": block.topic} | ({"link": block.link} if name == "improvements" else {})
        yield Place(name, f"{name}[{at}]", getattr(block, head), beside)
        for place, thing in enumerate(getattr(block, part)):
            yield Place(part, f"{name}[{at}].{part}[{place}]", thing)
        if name == "problems" and block.cause is not None:
            yield Place("causes", f"{name}[{at}].cause", block.cause)


def rewrite(record: Record, change: Change) -> Record:
    """Return the record with every object that holds a span replaced by what ``change`` makes of it."""
    new = {place.path: change(place) for place in places(record)}
    profile = {name: new[f"profile.{name}"] for name in Profile.model_fields if f"profile.{name}" in new}
    flat = {
        name: tuple(new[f"{name}[{at}]"] for at in range(len(getattr(record, name))))
        for name in ("functions", "internal_units", *FIGURES, "goals", "rectification")
    }
    blocks = {
        name: tuple(
            block.model_copy(update=_block(new, f"{name}[{at}]", head, part, len(getattr(block, part))))
            for at, block in enumerate(getattr(record, name))
        )
        for name, head, part in (
            ("measures", "title", "actions"),
            ("problems", "statement", "details"),
            ("improvements", "statement", "steps"),
        )
    }
    return record.model_copy(update={"profile": record.profile.model_copy(update=profile), **flat, **blocks})


def _block(new: dict[str, Spanned], path: str, head: str, part: str, count: int) -> dict[str, object]:
    parts = tuple(new[f"{path}.{part}[{at}]"] for at in range(count))
    cause = {"cause": new[f"{path}.cause"]} if f"{path}.cause" in new else {}
    return {head: new[path], part: parts, **cause}
