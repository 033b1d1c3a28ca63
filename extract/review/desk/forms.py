"""What can be edited of each list: its inputs, their kind and, for closed sets, the choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from extract.domains.pack import Domain
from extract.language import Language, Text
from extract.model.names import PROFILE, name_of
from extract.model.reasons import ATTRIBUTES
from extract.model.report import (
    BudgetStage,
    Direction,
    FinanceItem,
    Qualifier,
    ReportType,
    StaffCategory,
    StaffKind,
)
from extract.review.desk.shown import term

Kind = Literal["quantity", "number", "text", "choice", "change"]


@dataclass(frozen=True, slots=True)
class Input:
    """One attribute that a person can change; ``closed`` is its closed set, ``optional`` allows nothing."""

    name: str
    kind: Kind
    says: Text
    closed: type[StrEnum] | Literal["topics", "categories", "links"] | None = None
    optional: bool = False


def _named(name: str) -> Text:
    return ATTRIBUTES[name]


LINKS = {"explicit": Text("原文写明", "stated"), "inferred": Text("推断", "inferred")}
UNIT = Input("unit", "text", Text("单位", "unit"), optional=True)
CHANGE = Input("change", "change", _named("change"), optional=True)
TOPIC = Input("topic", "choice", _named("topic"), "topics")

FORMS: dict[str, tuple[Input, ...]] = {
    "finance": (
        Input("value", "quantity", Text("数值", "value")),
        UNIT,
        Input("label", "text", _named("label")),
        Input("item", "choice", _named("item"), FinanceItem),
        Input("stage", "choice", _named("stage"), BudgetStage, optional=True),
        Input("year", "number", _named("year"), optional=True),
        CHANGE,
    ),
    "metrics": (
        Input("value", "quantity", Text("数值", "value"), optional=True),
        UNIT,
        Input("name", "text", _named("name")),
        Input("category", "choice", _named("category"), "categories"),
        Input("subject", "text", _named("subject"), optional=True),
        Input("period", "text", _named("period"), optional=True),
        Input("qualifier", "choice", _named("qualifier"), Qualifier, optional=True),
        CHANGE,
    ),
    "staffing": (
        Input("count", "number", Text("人数", "persons")),
        Input("kind", "choice", _named("kind"), StaffKind),
        Input("category", "choice", Text("人员类别", "category"), StaffCategory),
    ),
    "measures": (TOPIC,),
    "problems": (TOPIC,),
    "improvements": (TOPIC, Input("link", "choice", _named("link"), "links", optional=True)),
    **{f"profile.{name}": (Input("value", "text", says),) for name, says in PROFILE.items() if name != "report_type"},
    "profile.report_type": (Input("value", "choice", PROFILE["report_type"], ReportType),),
}
"""Inputs by list, by path for scalars; lists that are not here hold passages, which are changed by pointing anew."""


def inputs_of(name: str, path: str) -> tuple[Input, ...]:
    """Return the inputs of a field."""
    return FORMS.get(path if name == "profile" else name, ())


def forms_in(domain: Domain, language: Language) -> dict[str, list[dict[str, Any]]]:
    """Return all forms as JSON, choices named in the language."""
    return {name: [_input(one, domain, language) for one in inputs] for name, inputs in FORMS.items()}


def _input(one: Input, domain: Domain, language: Language) -> dict[str, Any]:
    described = {"name": one.name, "kind": one.kind, "label": one.says.in_(language), "optional": one.optional}
    if one.kind == "change":
        return described | {"options": _members(Direction, language)}
    return described | {"options": list(_options(one, domain, language))}


def _options(one: Input, domain: Domain, language: Language) -> Iterable[tuple[str, str]]:
    match one.closed:
        case None:
            return ()
        case "topics":
            return [(found.key, term(domain.topics, found.key, language)) for found in domain.topics]
        case "categories":
            return [(found.key, term(domain.categories, found.key, language)) for found in domain.categories]
        case "links":
            return [(key, says.in_(language)) for key, says in LINKS.items()]
        case closed:
            return _members(closed, language)


def _members(closed: type[StrEnum], language: Language) -> list[tuple[str, str]]:
    return [(member.value, name_of(member, language)) for member in closed]
