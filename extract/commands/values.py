"""Values of a record in words, for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

from extract.domains.pack import Domain, Term
from extract.language import Language, listed, say
from extract.model.names import NAMES, PROFILE, name_of
from extract.model.record import Record
from extract.model.report import Change, Finance, Metric, Passage, Spanned, Staffing, Stated
from extract.steps.walk import Place


def headline(place: Place, language: Language) -> str:
    """Return what an item states: name and value as one phrase."""
    match place.thing:
        case Staffing() as staff:
            kind, category = name_of(staff.kind, language), name_of(staff.category, language)
            return f"{kind}·{category}  {staff.count} {say('人', 'persons')}"
        case Finance() as money:
            return _figure(money.label, money.value, money.unit)
        case Metric() as metric:
            return _figure(metric.name, metric.value, metric.unit)
        case Stated() as stated:
            return f"{PROFILE[place.path.partition('.')[2]].in_(language)}  {_scalar(stated.value, language)}"
        case Passage() as passage:
            return passage.text
        case _:
            return str(place.key)


def beside(place: Place, domain: Domain, language: Language) -> tuple[str, ...]:
    """Return what else is said of an item: closed sets in words, period and subject, the change."""
    return tuple(word for word in _beside(place, domain, language) if word)


def _beside(place: Place, domain: Domain, language: Language) -> Iterator[str]:
    match place.thing:
        case Finance() as money:
            yield name_of(money.item, language)
            yield name_of(money.stage, language)
            yield str(money.year)
            yield _change(money.change, language)
        case Metric() as metric:
            yield _term(domain.category, metric.category, language)
            yield metric.subject or ""
            yield metric.period or ""
            yield name_of(metric.qualifier, language)
            yield _change(metric.change, language)
        case _ if "topic" in place.attributes:
            yield _term(domain.topic, str(place.attributes["topic"]), language)
        case _:
            return


def answered(record: Record, path: str) -> str:
    """Return which problems an improvement answers (``→ 问题 1、3``), nothing for anything else."""
    name, _, rest = path.partition("[")
    if name != "improvements" or not rest.endswith("]") or "." in rest:
        return ""
    improvement = record.improvements[int(rest[:-1])]
    if not improvement.addresses:
        return ""
    return "→ " + say("问题 ", "problem ") + listed(str(at + 1) for at in improvement.addresses)


def _figure(name: str, value: str | None, unit: str | None) -> str:
    return f"{name}  {value}{'' if unit == '%' else ' '}{unit or ''}".rstrip() if value is not None else name


def _scalar(value: object, language: Language) -> str:
    return NAMES[value].in_(language) if isinstance(value, StrEnum) else str(value)


def _term(find: Callable[[str], Term], key: str, language: Language) -> str:
    try:
        return find(key).zh if language is Language.ZH else key
    except KeyError:
        return key


def _change(change: Change | None, language: Language) -> str:
    if change is None:
        return ""
    size = f" {change.value}{change.unit or ''}" if change.value is not None else ""
    rate = f"（{change.rate}%）" if change.rate is not None else ""
    base = say(f"，上期 {change.base_value}", f", from {change.base_value}") if change.base_value is not None else ""
    return name_of(change.direction, language) + size + rate + base


def is_passage(thing: Spanned) -> bool:
    """Whether the words of the source are themselves the value."""
    return isinstance(thing, Passage)
