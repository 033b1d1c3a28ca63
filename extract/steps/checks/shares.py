"""Rule ``share_of_total``: a stated share is the part divided by the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extract.language import Text
from extract.model.record import Finding, Severity
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.breakdowns import Breakdown, same_unit
from extract.steps.checks.reading.entries import Entry
from extract.steps.checks.reading.figures import Figure, Role, tidy_label
from extract.steps.checks.reading.precision import Range, agrees, percentage, plain
from extract.steps.checks.reading.sheet import Sheet
from extract.steps.checks.reading.told import named, numbers

RULE: Final = "share_of_total"
_OF: Final = re.compile(r"占(?P<whole>[^，。；：、\n\d]*?)(?:比重|比例|比|的)*(?:约|为|达|达到|是|:|：)*$")
_OF_FIGURE: Final = re.compile(r"[，,]?占(?P<whole>[^，,。；：、\n\d]{0,20})")
_ITS_SHARE: Final = re.compile(r"的?(?:比重|比例|比)?(?:约|为|达到|达|是)?")
_REACH: Final = 30
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Share:
    """A stated percentage with the part and the whole that it is of."""

    stated: Figure
    part: Figure
    whole: Figure
    part_name: str
    whole_name: str
    sure: bool


def share_of_total(sheet: Sheet) -> Iterator[Finding]:
    """Divide part by whole for every share whose two figures are known, and compare.

    Source: the arithmetic that evaluators redo by hand; a share is stated of the whole that its sentence names
    (``占基本支出的73.1%``) or that the sentence breaks down (``占比26.9%``).
    """
    seen: set[int] = set()
    for share in (*_beside(sheet), *_in_breakdowns(sheet), *_after_breakdowns(sheet), *_named(sheet)):
        if share.stated.start in seen:
            continue
        seen.add(share.stated.start)
        computed = percentage(share.part.operand, share.whole.operand)
        if computed and not agrees(share.stated.operand, computed):
            yield _report(share, computed)


def _beside(sheet: Sheet) -> Iterator[Share]:
    """Find part, whole and share in a row: ``人员经费60万元，占基本支出80万元的75%``."""
    for entry in sheet.entries:
        values, stated = entry.values, entry.first(Role.SHARE)
        if stated is None or len(values) != 1 or not values[0].exact:
            continue
        whole, before = values[0], sheet.before(values[0].start, 1)
        joined = _OF_FIGURE.fullmatch(sheet.text, before[0].end, whole.start) if before else None
        directly = _ITS_SHARE.fullmatch(sheet.text, whole.end, stated.start)
        if joined and directly and _part_of(before[0], whole):
            name = tidy_label(joined["whole"])
            yield Share(stated, before[0], whole, named(before[0]), name, sure=True)


def _part_of(part: Figure, whole: Figure) -> bool:
    value = part.role is Role.VALUE and part.exact and same_unit(part.unit, whole.unit)
    return value and part.sentence == whole.sentence and part.value <= whole.value


def _in_breakdowns(sheet: Sheet) -> Iterator[Share]:
    for breakdown in sheet.breakdowns:
        for entry, part in zip(breakdown.entries, breakdown.parts, strict=True):
            stated = entry.first(Role.SHARE)
            if stated is None or "占" in part.label:
                continue
            said = _whole_name(sheet, stated)
            if not said or _alike(said, breakdown.whole.label):
                sure = breakdown.sums or bool(said)
                yield Share(stated, part, breakdown.total, named(part), named(breakdown.total), sure)


def _after_breakdowns(sheet: Sheet) -> Iterator[Share]:
    """Match the shares of the next sentence with the parts, by name or in order (``网上信访占比95.5%``)."""
    for breakdown in sheet.breakdowns:
        shares = _shares_after(sheet, breakdown)
        if len(shares) != len(breakdown.parts) or not breakdown.sums:
            continue
        for stated, entry, part in zip(shares, breakdown.entries, breakdown.parts, strict=True):
            sure = _alike(tidy_label(stated.label.removesuffix("占比")), entry.label)
            yield Share(stated, part, breakdown.total, named(part), named(breakdown.total), sure)


def _shares_after(sheet: Sheet, breakdown: Breakdown) -> Sequence[Figure]:
    last = breakdown.entries[-1]
    begin, end = sheet.flow.paragraph(last.start)
    after = sheet.sentence(last.sentence + 1)
    return [figure for figure in after if figure.role is Role.SHARE and begin <= figure.start < end]


def _named(sheet: Sheet) -> Iterator[Share]:
    """Find the whole by its name in the same paragraph (``项目支出80万元，占总支出的20%``)."""
    for entry in sheet.entries:
        stated = entry.first(Role.SHARE)
        part = next(iter(entry.values), None)
        if stated is None or part is None or part.start > stated.start or "占" in part.label:
            continue
        said = _whole_name(sheet, stated)
        wholes = _wholes(sheet, entry, part, said) if len(said) >= _LEAST else []
        fitting = [whole for whole in wholes if _fits(stated, part, whole)]
        if wholes:
            whole = (fitting or wholes)[0]
            yield Share(stated, part, whole, named(part), named(whole), len({w.value for w in wholes}) == 1)


def _fits(stated: Figure, part: Figure, whole: Figure) -> bool:
    computed = percentage(part.operand, whole.operand)
    return computed is not None and agrees(stated.operand, computed)


def _wholes(sheet: Sheet, entry: Entry, part: Figure, name: str) -> list[Figure]:
    begin, end = sheet.flow.paragraph(entry.start)
    return [
        figure
        for other in sheet.entries
        if other is not entry and begin <= other.start < end and other.label.endswith(name)
        for figure in other.values[:1]
        if same_unit(figure.unit, part.unit)
    ]


def _whole_name(sheet: Sheet, stated: Figure) -> str:
    match = _OF.search(sheet.text[max(0, stated.start - _REACH) : stated.start])
    return tidy_label(match["whole"]) if match else ""


def _alike(one: str, other: str) -> bool:
    return bool(one and other) and (one.endswith(other) or other.endswith(one) or one in other or other in one)


def _report(share: Share, computed: Range) -> Finding:
    places = share.stated.quantity.decimals + 1
    value, stated = plain(computed.value, places), share.stated.quantity.digits
    part, whole = f"{share.part_name}{share.part.written}", f"{share.whole_name}{share.whole.written}"
    return finding(
        RULE,
        Severity.ERROR if share.sure else Severity.WARNING,
        Text(
            f"{part}占{whole}的{value}%，文中写作{stated}%。",
            f"{part} is {value}% of {whole}; the text says {stated}%.",
        ),
        spans=(share.stated.span, share.part.span, share.whole.span),
        stated=stated,
        computed=value,
        tolerance=plain(share.stated.operand.step / 2),
        items=(share.stated.id, share.part.id, share.whole.id),
        steps=(f"{' ÷ '.join(numbers(share.part, share.whole))} × 100% = {value}%", f"{value}% ≠ {stated}%"),
    )
