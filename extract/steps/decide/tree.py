"""A record as a tree in which objects are found by id, changed, and turned into a record again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extract.model.record import Record

HEADS = {"measures": "title", "problems": "statement", "improvements": "statement"}
"""Lists whose items have no span of their own, and the member whose id stands for the whole item."""

TEXT_LISTS = ("functions", "internal_units", "goals", "rectification")
LISTS = (*TEXT_LISTS, "staffing", "finance", "metrics", *HEADS)
"""The lists of a report, by name."""

NESTED = {"measures.actions": "actions", "problems.details": "details", "improvements.steps": "steps"}
"""Lists inside the items of other lists, and the key that holds them."""

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object hangs: ``holder[key]`` is the object; ``whole`` is the item that it heads, else itself."""

    name: str
    holder: Any
    key: Any
    whole: Node

    @property
    def node(self) -> Node:
        """The object with the span."""
        found: Node = self.holder[self.key]
        return found


class Tree:
    """A record's JSON with links kept by id, so that items can come and go without moving them."""

    def __init__(self, record: Record) -> None:
        self.data: Node = record.model_dump(mode="json")
        self._index: dict[str, Place] | None = None
        self._made: list[str] = []
        for place in self.places():
            place.node.setdefault("id", identity(place.name, place.node))
        statements = [problem["statement"].get("id") for problem in self.data["problems"]]
        for item in self.data["improvements"]:
            item["addresses"] = [statements[at] for at in item["addresses"] if at < len(statements)]

    def places(self) -> Iterator[Place]:
        """Yield every object that has an id."""
        for name, value in self.data["profile"].items():
            if value is not None:
                yield Place(f"profile.{name}", self.data["profile"], name, value)
        for name in LISTS:
            for at, item in enumerate(self.data[name]):
                yield from self._item(name, at, item)

    def _item(self, name: str, at: int, item: Node) -> Iterator[Place]:
        head = HEADS.get(name)
        if head is None:
            yield Place(name, self.data[name], at, item)
            return
        yield Place(f"{name}.{head}", item, head, item)
        for path, key in NESTED.items():
            if path.startswith(name):
                for position, child in enumerate(item[key]):
                    yield Place(path, item[key], position, child)
        if item.get("cause"):
            yield Place("problems.cause", item, "cause", item["cause"])

    def find(self, target: str) -> Place | None:
        """Return the place of the object with that id, or of a profile scalar by its path."""
        if self._index is None:
            self._index = {}
            for place in self.places():
                if place.name.startswith("profile."):
                    self._index[place.name] = place
                self._index.setdefault(place.node.get("id") or "", place)
        return self._index.get(target)

    def make(self, name: str, node: Node) -> Node:
        """Return an object that a person made, with an id that no other object has, and remember it."""
        made = born(name, node)
        taken, plain = {place.node.get("id") for place in self.places()}.union(self._made), made["id"]
        for count in range(2, len(taken) + 2):
            if made["id"] not in taken:
                break
            made["id"] = f"{plain}-{count}"
        self._made.append(made["id"])
        return made

    def take_made(self) -> tuple[str, ...]:
        """Return the ids of the objects made since this was last asked."""
        made, self._made = tuple(self._made), []
        return made

    def relink(self, old: Iterable[str], new: str) -> None:
        """Let links to problems that became another one point at that one."""
        gone = frozenset(old)
        for item in self.data["improvements"]:
            item["addresses"] = list(dict.fromkeys(new if at in gone else at for at in item["addresses"]))

    def moved(self) -> None:
        """Say that objects came, went or changed places, so that they are looked up anew."""
        self._index = None

    def holder(self, name: str, parent: str | None) -> list[Node] | None:
        """Return the list that ``name`` means, inside the item headed by ``parent`` for a nested one."""
        if name in LISTS:
            found: list[Node] = self.data[name]
            return found
        key = NESTED.get(name)
        place = self.find(parent) if parent else None
        if key is None or place is None or key not in place.whole:
            return None
        inside: list[Node] = place.whole[key]
        return inside

    def remove(self, place: Place) -> None:
        """Take an object out; one that heads an item takes the item with it."""
        self.moved()
        top, _, member = place.name.partition(".")
        if top == "profile" or member == "cause":
            place.holder[place.key] = None
        elif HEADS.get(top) == member:
            self.data[top] = [item for item in self.data[top] if item is not place.whole]
        else:
            del place.holder[place.key]

    def record(self) -> Record:
        """Return the record; links become positions again, those to problems that are gone fall away."""
        data = dict(self.data)
        order = {problem["statement"].get("id"): at for at, problem in enumerate(data["problems"])}
        data["improvements"] = [self._linked(item, order) for item in data["improvements"]]
        return Record.model_validate(data)

    @staticmethod
    def _linked(item: Node, order: dict[str, int]) -> Node:
        addresses = sorted(order[problem] for problem in item["addresses"] if problem in order)
        return item | {"addresses": addresses, "link": (item.get("link") or "explicit") if addresses else None}


def sort_by_text(items: list[Node], head: str | None) -> None:
    """Bring the items of a list into the order of the text, those without a span last."""

    def start(item: Node) -> int:
        span = (item[head] if head else item).get("span")
        return int(span[0]) if span else 2**62

    items.sort(key=start)


def identity(name: str, node: Node) -> str:
    """Return the id of an object: list name and hash of text and span, as at extraction."""
    stated = f"{node.get('text') or node.get('value') or ''}|{node.get('span')}"
    return f"{name}-{hashlib.sha256(stated.encode()).hexdigest()[:10]}"


def born(name: str, node: Node) -> Node:
    """Return an object that a person made, with its id."""
    grounding = "exact" if node.get("span") else "missing"
    return {"id": identity(name, node), "confidence": 1.0, "grounding": grounding} | node
