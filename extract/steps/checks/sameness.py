"""Rule ``one_quantity_one_value``: a figure that the report states again has the same value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extract.language import Text
from extract.model.record import Finding, Severity
from extract.model.text import Span
from extract.steps.checks.findings import finding
from extract.steps.checks.rates import rate_pairs
from extract.steps.checks.reading.precision import agrees, plain
from extract.steps.checks.reading.sheet import Sheet
from extract.steps.facts import Mention, fact_groups, same_value

RULE: Final = "one_quantity_one_value"

NEAR: Final = 2
"""Values further apart than this factor are two quantities under one name rather than one misstated."""

_WORDS: Final = {
    "finance": re.compile(r"..|支|收"),
    "metrics": re.compile(r"率$|[量数]$|总|受理|收到|接处|登记|来信|来访|网上|网信|信访事项"),
    "staffing": re.compile(r"."),
}
"""Names that say enough to be compared across a report: volumes and rates, not things done again and again (培训, 检查)."""

_NAMING: Final = 2


def one_quantity_one_value(sheet: Sheet) -> Iterator[Finding]:
    """Compare all mentions of one item, stage and year, or of one metric, subject and period.

    Source: 《会计基础工作规范》: figures of one statement and of different statements that correspond must agree. Mentions in one
    sentence are not compared (an enumeration tells its items apart by words that a reader may miss), nor are rates that
    each follow from the figures of their own sentence.
    """
    for group in fact_groups(sheet.case.record):
        placed = [mention for mention in group if mention.span is not None and _named_beside(sheet, mention)]
        if len(placed) > 1 and _WORDS[placed[0].list].search(placed[0].label or placed[0].name):
            yield from _conflict(sheet, placed)


def _named_beside(sheet: Sheet, mention: Mention) -> bool:
    """Whether the paragraph itself names the figure; a column's header names all that stand under it."""
    if not mention.label or mention.span is None:
        return True
    begin, end = sheet.flow.paragraph(sheet.flow.at(mention.span[0]))
    return mention.label[-_NAMING:] in sheet.text[begin:end]


def _conflict(sheet: Sheet, group: Sequence[Mention]) -> Iterator[Finding]:
    differing = [mention for mention in group[1:] if not same_value(group[0], mention)]
    if not differing or _one_sentence(sheet, group) or not _near(group):
        return
    if group[0].unit == "%" and all(_recomputed(sheet, mention) for mention in (group[0], differing[0])):
        return
    yield _report(sheet, group)


def _one_sentence(sheet: Sheet, group: Sequence[Mention]) -> bool:
    places = [sheet.flow.at(mention.span[0]) for mention in group if mention.span]
    stretch = sheet.text[min(places) : max(places)]
    return "。" not in stretch and "\n" not in stretch


def _near(group: Sequence[Mention]) -> bool:
    values = sorted(abs(mention.base) for mention in group)
    return values[0] > 0 and values[-1] <= values[0] * NEAR


def _recomputed(sheet: Sheet, mention: Mention) -> bool:
    place = Span(*mention.span) if mention.span else Span(0, 0)
    rate = next((figure for figure in sheet.figures if figure.span.overlap(place)), None)
    pairs = rate_pairs(sheet, rate) if rate else ()
    return any(pair.value and rate and agrees(rate.operand, pair.value) for pair in pairs)


def _report(sheet: Sheet, group: Sequence[Mention]) -> Finding:
    stated = list(dict.fromkeys(f"{plain(mention.value)}{mention.unit}" for mention in group))
    names = list(dict.fromkeys(_called(sheet, mention) for mention in group))
    name = names[0]
    listed = "、".join(stated)
    also = f"（又称{'、'.join(names[1:])}）" if len(names) > 1 else ""
    return finding(
        RULE,
        Severity.WARNING,
        Text(
            f"{name}{also}前后不一致：文中分别写作{listed}。",
            f"{name} is given with different values: {', '.join(stated)}.",
        ),
        spans=[Span(*mention.span) for mention in group if mention.span],
        items=[mention.item for mention in group],
        steps=[f"{_called(sheet, mention)} = {plain(mention.value)}{mention.unit}" for mention in group],
    )


def _called(sheet: Sheet, mention: Mention) -> str:
    if mention.label:
        return mention.label
    return "" if mention.span is None else sheet.case.text[slice(*mention.span)]
