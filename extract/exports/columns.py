"""Columns of the exported tables: what each list shows, with headers in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extract.domains.registry import domain_named
from extract.exports.material import Material
from extract.language import Language, Text
from extract.model.names import LISTS, PROFILE, name_of
from extract.model.reasons import reason_in
from extract.model.report import Change, Finance, Metric, Profile, Spanned, Staffing

Cell = str | int | float | Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, the headers, and the rows that one report gives it."""

    name: str
    title: Text
    headers: tuple[Text, ...]
    rows: Callable[[Material, Language], Iterator[tuple[Cell, ...]]]


EVIDENCE = (
    Text("原文依据", "Evidence"),
    Text("页码", "Page"),
    Text("起", "Start"),
    Text("止", "End"),
    Text("置信度", "Confidence"),
    Text("复核状态", "Status"),
    Text("复核原因", "Reasons"),
    Text("标识", "Id"),
)
"""What stands at the end of every row that states something."""

DOCUMENT = Text("报告", "Report")

STATUS = {
    "open": Text("未复核", "open"),
    "accepted": Text("已确认", "accepted"),
    "edited": Text("已修改", "edited"),
    "rejected": Text("已否定", "rejected"),
    "added": Text("已补充", "added"),
    "deferred": Text("暂缓", "deferred"),
}


def evidence(thing: Spanned, material: Material, language: Language) -> tuple[Cell, ...]:
    """Return the cells of ``EVIDENCE`` for an object."""
    start, end = thing.span or (None, None)
    reasons = "；".join(reason_in(code, language) for code in thing.reasons)
    status = STATUS[material.status(thing)].in_(language)
    return (material.sentence(thing.span), thing.page, start, end, thing.confidence, status, reasons, thing.id)


def numbers(found: Sequence[int], language: Language) -> Cell:
    """Return one number as a number, several side by side as text."""
    if len(found) == 1:
        return found[0]
    return Text("、", ", ").in_(language).join(map(str, found))


def number(value: str | None) -> Decimal | None:
    """Return a decimal string as a number."""
    return None if value is None else Decimal(value)


CHANGE = (
    Text("变动方向", "Direction"),
    Text("变动量", "Change"),
    Text("变动单位", "Unit of change"),
    Text("上期数", "Earlier figure"),
    Text("变动率（%）", "Rate (%)"),
)


def change_cells(change: Change | None, language: Language) -> tuple[Cell, ...]:
    """Return the cells of ``CHANGE``."""
    if change is None:
        return (None,) * len(CHANGE)
    direction = name_of(change.direction, language)
    return (direction, number(change.value), change.unit, number(change.base_value), number(change.rate))


def closed(kind: str, key: str, material: Material, language: Language) -> str:
    """Return the name of a topic or metric category in the record's domain; an unknown one as it is."""
    domain = domain_named(material.record.domain or "petition")
    terms = domain.topics if kind == "topic" else domain.categories
    found = next((term for term in terms if term.key == key), None)
    if found is None or language is Language.EN:
        return key
    return found.zh


def profile_rows(material: Material, language: Language) -> Iterator[tuple[Cell, ...]]:
    """One row a scalar, also where it is not stated."""
    for name in Profile.model_fields:
        stated = getattr(material.record.profile, name)
        title = PROFILE[name].in_(language)
        if stated is None:
            yield (material.record.document, title, None, *(None,) * len(EVIDENCE))
        else:
            value = name_of(stated.value, language) if isinstance(stated.value, StrEnum) else stated.value
            yield (material.record.document, title, value, *evidence(stated, material, language))


def passage_rows(name: str) -> Callable[[Material, Language], Iterator[tuple[Cell, ...]]]:
    """Rows of a list of passages."""

    def rows(material: Material, language: Language) -> Iterator[tuple[Cell, ...]]:
        for at, passage in enumerate(getattr(material.record, name), start=1):
            yield (material.record.document, at, passage.text, *evidence(passage, material, language))

    return rows


def staffing_rows(material: Material, language: Language) -> Iterator[tuple[Cell, ...]]:
    """Rows of staffing figures."""
    for item in material.record.staffing:
        yield (material.record.document, *_staffing(item, language), *evidence(item, material, language))


def _staffing(item: Staffing, language: Language) -> tuple[Cell, ...]:
    return name_of(item.kind, language), name_of(item.category, language), item.count


def finance_rows(material: Material, language: Language) -> Iterator[tuple[Cell, ...]]:
    """Rows of figures of money."""
    for item in material.record.finance:
        yield (material.record.document, *_finance(item, language), *evidence(item, material, language))


def _finance(item: Finance, language: Language) -> tuple[Cell, ...]:
    named = (name_of(item.item, language), name_of(item.stage, language), item.label)
    return (*named, number(item.value), item.unit, item.year, *change_cells(item.change, language))


def metric_rows(material: Material, language: Language) -> Iterator[tuple[Cell, ...]]:
    """Rows of figures of the work."""
    for item in material.record.metrics:
        category = closed("category", item.category, material, language)
        yield (material.record.document, *_metric(item, category, language), *evidence(item, material, language))


def _metric(item: Metric, category: str, language: Language) -> tuple[Cell, ...]:
    counted = (item.name, category, number(item.value), item.unit, name_of(item.qualifier, language))
    return (*counted, item.subject, item.period, *change_cells(item.change, language))


def block_rows(name: str, head: str, part: str) -> Callable[[Material, Language], Iterator[tuple[Cell, ...]]]:
    """Rows of measures, problems or improvements: the head first, then one row a sentence below it."""

    def rows(material: Material, language: Language) -> Iterator[tuple[Cell, ...]]:
        for at, block in enumerate(getattr(material.record, name), start=1):
            topic = closed("topic", block.topic, material, language)
            links = numbers([to + 1 for to in getattr(block, "addresses", ())], language)
            first: Spanned = getattr(block, head)
            shown = (LISTS[name].in_(language), topic, block_text(first), links)
            yield (material.record.document, at, *shown, *evidence(first, material, language))
            for passage in getattr(block, part):
                shown = (LISTS[part].in_(language), topic, passage.text, "")
                yield (material.record.document, at, *shown, *evidence(passage, material, language))
            cause = getattr(block, "cause", None)
            if cause is not None:
                shown = (Text("原因", "Cause").in_(language), topic, cause.text, "")
                yield (material.record.document, at, *shown, *evidence(cause, material, language))

    return rows


def block_text(thing: Spanned) -> str:
    """Return the text of a head, which is a passage."""
    return str(getattr(thing, "text", ""))
