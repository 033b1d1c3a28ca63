"""A record as marked regions with relations, the shape that annotation tools share, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from extract.model.record import Record
from extract.model.report import ADDED_KEYS
from extract.model.text import Span

HEADS = {"measures": ("title", "actions"), "problems": ("statement", "details"), "improvements": ("statement", "steps")}
FLAT = ("functions", "internal_units", "staffing", "finance", "metrics", "goals", "rectification")
PART_OF = "part_of"
ADDRESSES = "addresses"


@dataclass(frozen=True, slots=True)
class Region:
    """A marked stretch of text: its label (``finance``, ``measures.actions``) and what else is stated of it."""

    id: str
    label: str
    span: Span
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed relation between two regions: ``part_of`` or ``addresses``."""

    kind: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All regions and relations of one report."""

    regions: tuple[Region, ...]
    relations: tuple[Relation, ...]


def marks_of(record: Record) -> Marks:
    """Return the regions of a record; what has no span (an item that was not found) cannot be marked and is left out."""
    regions: list[Region] = []
    relations: list[Relation] = []
    for label, node, parent in _objects(record.model_dump(mode="json")):
        if node.get("span") is None:
            continue
        beside = {k: v for k, v in node.items() if k not in {*ADDED_KEYS, "span", "text"}}
        regions.append(
            Region(node["_id"], label, Span(*node["span"]), {k: v for k, v in beside.items() if k[0] != "_"})
        )
        if parent:
            relations.append(Relation(PART_OF, node["_id"], parent))
    marked = {region.id for region in regions}
    problems = [f"problems.statement-{at}" for at in range(len(record.problems))]
    for at, improvement in enumerate(record.improvements):
        source = f"improvements.statement-{at}"
        relations += [Relation(ADDRESSES, source, problems[to]) for to in improvement.addresses if to < len(problems)]
    kept = tuple(r for r in relations if r.source in marked and r.target in marked)
    return Marks(tuple(regions), kept)


def _objects(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str | None]]:
    for name, node in data["profile"].items():
        if node is not None:
            yield f"profile.{name}", node | {"_id": f"profile.{name}"}, None
    for name in FLAT:
        for at, node in enumerate(data[name]):
            yield name, node | {"_id": f"{name}-{at}"}, None
    for name, (head, part) in HEADS.items():
        for at, block in enumerate(data[name]):
            whole = f"{name}.{head}-{at}"
            beside = {key: block[key] for key in ("topic", "link") if key in block}
            yield f"{name}.{head}", block[head] | beside | {"_id": whole}, None
            for position, node in enumerate(block[part]):
                yield f"{name}.{part}", node | {"_id": f"{name}.{part}-{at}-{position}"}, whole
            if block.get("cause"):
                yield f"{name}.cause", block["cause"] | {"_id": f"{name}.cause-{at}"}, whole


def record_of(document: str, text: str, marks: Marks, *, clean: Any) -> Record:  # noqa: ANN401  (a text function)
    """Return the record that regions and relations describe; ``clean`` makes a span's characters its text."""
    data: dict[str, Any] = {"document": document, "profile": {}, **{name: [] for name in (*FLAT, *HEADS)}}
    parents = {relation.source: relation.target for relation in marks.relations if relation.kind == PART_OF}
    blocks: dict[str, dict[str, Any]] = {}
    order = sorted(marks.regions, key=lambda region: (region.label.count("."), region.span))
    for region in (r for r in order if r.id not in parents):
        _place(region, _node(region, text, clean), data, blocks)
    for region in (r for r in order if parents.get(r.id) in blocks):
        member = region.label.partition(".")[2]
        block, node = blocks[parents[region.id]], _node(region, text, clean)
        if member == "cause":
            block["cause"] = node
        else:
            block[member].append(node)
    _link(marks.relations, data, blocks)
    return Record.model_validate(data)


def _node(region: Region, text: str, clean: Any) -> dict[str, Any]:  # noqa: ANN401  (a text function)
    node = {"span": list(region.span)} | region.attributes
    if not {"value", "count"} & set(node):
        node["text"] = clean(text[region.span.start : region.span.end])
    return node


def _place(region: Region, node: dict[str, Any], data: dict[str, Any], blocks: dict[str, dict[str, Any]]) -> None:
    top, _, member = region.label.partition(".")
    if top == "profile":
        data["profile"][member] = node
    elif top in HEADS:
        head, part = HEADS[top]
        block = {head: node, "topic": node.pop("topic", "other"), part: []}
        if top == "improvements":
            block |= {"link": node.pop("link", None), "addresses": []}
        blocks[region.id] = block
        data[top].append(block)
    else:
        data[top].append(node)


def _link(relations: Iterable[Relation], data: dict[str, Any], blocks: dict[str, dict[str, Any]]) -> None:
    for relation in relations:
        if relation.kind == ADDRESSES and {relation.source, relation.target} <= blocks.keys():
            at = next(n for n, problem in enumerate(data["problems"]) if problem is blocks[relation.target])
            source = blocks[relation.source]
            source["addresses"] = sorted({*source["addresses"], at})
