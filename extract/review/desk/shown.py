"""How a field is called and what it says, in the language of the page."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from extract.domains.pack import Domain, Term
from extract.language import Language, Text
from extract.model.names import LISTS, PROFILE, name_of
from extract.model.reasons import ATTRIBUTES
from extract.model.report import Change, Finance, Metric, Passage, Staffing, Stated
from extract.review.desk.fields import Field

CAUSES = Text("问题原因", "Causes")
NOT_STATED = Text("报告未写明", "not stated")


def list_name(name: str, language: Language) -> str:
    """Return the name of a list as the item scores call it."""
    return (CAUSES if name == "causes" else LISTS[name]).in_(language)


def title(field: Field, language: Language) -> str:
    """Return what a field is called: what it counts, and of which stage and year."""
    thing = field.place.thing
    parts: tuple[str | int | None, ...]
    match thing:
        case Finance():
            parts = (thing.label or name_of(thing.item, language), name_of(thing.stage, language), thing.year)
        case Metric():
            parts = (thing.subject, thing.name, thing.period)
        case Staffing():
            parts = (name_of(thing.kind, language), name_of(thing.category, language))
        case _ if field.place.list == "profile":
            parts = (PROFILE[field.place.path.removeprefix("profile.")].in_(language),)
        case _:
            parts = (list_name(field.place.list, language), _numbers(field.place.path))
    return " · ".join(str(part) for part in parts if part)


def _numbers(path: str) -> str:
    """Return the positions in a path, counted from 1: ``measures[1].actions[0]`` is ``2.1``."""
    return ".".join(str(int(piece.split("]")[0]) + 1) for piece in path.split("[")[1:])


def value(field: Field, language: Language) -> str:
    """Return what a field says, in one line."""
    thing = field.place.thing
    match thing:
        case Finance() | Metric():
            stated = "" if thing.value is None else f"{thing.value}{thing.unit or ''}"
            changed = change(thing.change, language)
            return f"{stated}（{changed}）" if stated and changed else stated or changed
        case Staffing():
            return "" if thing.count is None else f"{thing.count}{Text('人', '').in_(language)}"
        case Passage():
            return thing.text
        case Stated():
            return name_of(thing.value, language) if isinstance(thing.value, StrEnum) else str(thing.value)
        case _:
            return NOT_STATED.in_(language)


def change(stated: Change | None, language: Language) -> str:
    """Return a comparison in words: ``减 41.34万元，48.7%，上期 84.8``."""
    if stated is None:
        return ""
    earlier = f"{Text('上期', 'from').in_(language)} {stated.base_value}" if stated.base_value else ""
    size = f"{stated.value}{stated.unit or ''}" if stated.value else ""
    rate = f"{stated.rate}%" if stated.rate else ""
    return " ".join(part for part in (name_of(stated.direction, language), size, rate, earlier) if part)


def attribute(name: str, held: object, domain: Domain, language: Language) -> str:
    """Return an attribute and its value in words: ``预算阶段：决算/执行数``."""
    return f"{ATTRIBUTES[name].in_(language)}：{_worded(name, held, domain, language)}"


def _worded(name: str, held: object, domain: Domain, language: Language) -> str:
    if isinstance(held, Change):
        return change(held, language)
    if isinstance(held, StrEnum):
        return name_of(held, language)
    terms = {"topic": domain.topics, "category": domain.categories}.get(name)
    return term(terms, str(held), language) if terms else str(held or "")


def term(terms: tuple[Term, ...], key: str, language: Language) -> str:
    """Return the name of a topic or category; an unknown one as it is."""
    found = next((one for one in terms if one.key == key), None)
    return key if found is None else Text(found.zh, found.key.replace("_", " ")).in_(language)


def stated(field: Field) -> dict[str, Any]:
    """Return what a field states as JSON, attributes of the item that it heads included."""
    data: dict[str, Any] = field.place.thing.model_dump(mode="json")
    for key in ("id", "confidence", "grounding", "reasons", "page", "fields"):
        data.pop(key, None)
    return data | {k: v for k, v in field.place.attributes.items() if k in {"topic", "link"}}
