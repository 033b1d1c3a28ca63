"""Rule ``parts_sum_to_total``: what a sentence breaks down must add up, in values and in changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Final

from extract.language import Text
from extract.model.record import Finding, Severity
from extract.steps.checks.findings import finding
from extract.steps.checks.forms import form_sums
from extract.steps.checks.identities import balances, budget_identities
from extract.steps.checks.reading.breakdowns import Breakdown, same_unit
from extract.steps.checks.reading.families import (
    alike,
    complete_family,
    functional_classes,
    names_the_rest,
    within_family,
)
from extract.steps.checks.reading.figures import Figure, Role
from extract.steps.checks.reading.lists import lists
from extract.steps.checks.reading.outcomes import outcomes, surveys, trailing
from extract.steps.checks.reading.precision import HUNDRED, Range, agrees, plain, total_of
from extract.steps.checks.reading.sheet import Sheet
from extract.steps.checks.reading.told import bracketed, changed_by, named

RULE: Final = "parts_sum_to_total"
_INCLUDES: Final = re.compile(r"(?:包括|包含|分为|由)[^。，；\n]*")
UNNAMED: Final = "文中合计"
"""What a letter calls a total that the text does not name."""

_AVERAGE: Final = re.compile(r"平均|[月季日]均")
_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts to be added, all of one unit; ``name`` and ``labels`` are what a person reads."""

    name: str
    total: Figure
    parts: tuple[Figure, ...]
    labels: tuple[str, ...]
    classes: tuple[str, ...] = ()
    changes: bool = False

    @property
    def computed(self) -> Range:
        """What the parts add up to."""
        return total_of(part.operand for part in self.parts)

    @property
    def holds(self) -> bool:
        """Whether the parts add up to the total within the precision that they are stated in."""
        return agrees(self.total.operand, self.computed)


def parts_sum_to_total(sheet: Sheet) -> Iterator[Finding]:
    """Add the parts of every announced breakdown, and their changes, and compare with the total.

    Source: 《会计基础工作规范》（财会字〔1996〕19号，2019年修改） asks that figures of one statement and between
    statements agree (勾稽关系); evaluators add them up by hand. A breakdown that merely says 其中 may leave parts out:
    a shortfall is reported only where the text or a known classification shows that the parts are all there are.
    """
    for _, group in groupby(sheet.breakdowns, key=lambda b: (b.marker.start, b.total.unit)):
        attempts = tuple(group)
        yield from _of_values(sheet, attempts)
        yield from _of_changes(sheet, attempts[0])
    for total, parts, labels, name in outcomes(sheet):
        yield report(Sum(name, total, parts, labels), Severity.WARNING)
    for total, answers in surveys(sheet):
        yield report(Sum(named(total), total, answers, tuple(map(named, answers))), Severity.WARNING)
    for stated, before in trailing(sheet):
        yield report(Sum(UNNAMED, stated, before, tuple(map(named, before))), Severity.WARNING)
    listed = (Sum(name, total, parts, labels, labels) for total, parts, labels, name in lists(sheet))
    yield from (report(added, Severity.ERROR) for added in listed if not added.holds)
    yield from budget_identities(sheet)
    yield from balances(sheet)
    yield from form_sums(sheet)


def _of_values(sheet: Sheet, attempts: Sequence[Breakdown]) -> Iterator[Finding]:
    """Report the likeliest reading that must add up; failing that, one whose parts cannot be within the total."""
    if attempts[0].sums:
        return
    several = [one for one in attempts if len(one.parts) >= _TWO and not (_cumulative(one) or _averages(one))]
    for judge in (_must_fill, _exceeds):
        for attempt in several:
            severity = judge(sheet, attempt)
            if severity:
                names = tuple(map(named, attempt.parts))
                yield report(Sum(named(attempt.total), attempt.total, attempt.parts, names, attempt.labels), severity)
                return


def _cumulative(attempt: Breakdown) -> bool:
    """Whether each part goes beyond the one before it up to the total, as figures counted from January on do."""
    values = [part.value for part in attempt.parts]
    rising = all(one < other for one, other in pairwise(values))
    return len(values) > _TWO and rising and values[-1] == attempt.total.value


def _averages(attempt: Breakdown) -> bool:
    """Whether the total is an average, to which nothing adds up."""
    return _AVERAGE.search(attempt.whole.label) is not None


def _must_fill(sheet: Sheet, attempt: Breakdown) -> Severity | None:
    if exhaustive(sheet, attempt):
        return Severity.ERROR if attempt.full and attempt.certain else Severity.WARNING
    if functional_classes(attempt.labels):
        return Severity.ERROR if _over(attempt) and attempt.full else Severity.WARNING
    return None


def _over(attempt: Breakdown) -> bool:
    """Whether the parts exceed the total by more than rounding explains."""
    return total_of(part.operand for part in attempt.parts).low > attempt.total.operand.high


def _exceeds(sheet: Sheet, attempt: Breakdown) -> Severity | None:
    """Judge parts that exceed their total: built alike they are a warning, one digit too many is a note."""
    del sheet
    if not attempt.full or not _over(attempt):
        return None
    parts = total_of(part.operand for part in attempt.parts)
    if alike(attempt.labels) or within_family(attempt.name, attempt.labels):
        return Severity.WARNING
    slip = len(attempt.parts) > _TWO and one_digit(parts.value - attempt.total.value)
    return Severity.INFO if slip and attempt.marker.start > attempt.total.start else None


def one_digit(gap: Decimal) -> bool:
    """Whether a difference has one digit other than 0, as a single mistyped digit leaves it."""
    return len(gap.normalize().as_tuple().digits) == 1


def exhaustive(sheet: Sheet, attempt: Breakdown) -> bool:
    """Whether text or knowledge shows that the parts are all that the total has."""
    labels = attempt.labels
    return (
        attempt.marker.partition
        or complete_family(attempt.name, labels) is not None
        or names_the_rest(labels)
        or _shares_fill(sheet, attempt)
        or _sibling_sums(sheet, attempt)
        or _listed_elsewhere(sheet, attempt)
    )


def _shares_fill(sheet: Sheet, attempt: Breakdown) -> bool:
    """Whether the shares stated of the parts, beside them or in the next sentence, add up to 100 %."""
    own = [share for entry in attempt.entries if (share := entry.first(Role.SHARE))]
    after = [f for f in sheet.sentence(attempt.entries[-1].sentence + 1) if f.role is Role.SHARE]
    return any(
        len(shares) == len(attempt.parts)
        and total_of(s.operand for s in shares).low <= HUNDRED <= total_of(s.operand for s in shares).high
        for shares in (own, after)
    )


def _sibling_sums(sheet: Sheet, attempt: Breakdown) -> bool:
    """Whether the same parts add up exactly in another unit (batches where persons do not)."""
    return any(
        other.sums and other.entries == attempt.entries and other.total.unit != attempt.total.unit
        for other in sheet.breakdowns
    )


def _listed_elsewhere(sheet: Sheet, attempt: Breakdown) -> bool:
    """Whether another sentence says that the whole includes just these parts (``包括…和…``, without 等)."""
    for match in _INCLUDES.finditer(sheet.text):
        if all(len(label) > _TWO and label in match[0] for label in attempt.labels) and "等" not in match[0]:
            return match[0].count("、") + match[0].count("和") < len(attempt.labels) + sum(
                label.count("、") + label.count("和") for label in attempt.labels
            )
    return False


def _of_changes(sheet: Sheet, attempt: Breakdown) -> Iterator[Finding]:
    """Add the changes of the parts where every part states one and the parts are known to be all."""
    total = _change(attempt.whole.figures, attempt.total.unit)
    parts = [_change(entry.figures, attempt.total.unit) for entry in attempt.entries]
    stated = tuple(part for part in parts if part is not None)
    if total is None or len(stated) != len(attempt.entries) or len(stated) < _TWO:
        return
    if not (attempt.sums or exhaustive(sheet, attempt)):
        return
    changes = Sum(named(attempt.total), total, stated, tuple(map(named, attempt.parts)), changes=True)
    if not changes.holds:
        yield report(changes, Severity.ERROR)


def _change(figures: Iterable[Figure], unit: str) -> Figure | None:
    return next((f for f in figures if f.role is Role.AMOUNT and same_unit(f.unit, unit)), None)


def report(added: Sum, severity: Severity) -> Finding:
    """Say what the parts add up to and by how much that misses the total."""
    scale, unit = added.total.quantity.scale, added.total.quantity.unit
    computed, stated = added.computed.value / scale, added.total.value / scale
    short = plain(computed), plain(stated), plain(abs(computed - stated))
    tolerance = (added.computed.high - added.computed.value + added.total.operand.high - added.total.value) / scale
    return finding(
        RULE,
        severity,
        _message(added, *short),
        spans=[figure.stated_span for figure in (added.total, *added.parts)],
        stated=short[1],
        computed=short[0],
        tolerance=plain(tolerance),
        items=[figure.id for figure in (added.total, *added.parts)],
        steps=(
            " + ".join(bracketed(plain(part.value / scale)) for part in added.parts) + f" = {short[0]}{unit}",
            f"{short[0]} ≠ {short[1]}，|{short[0]} - {bracketed(short[1])}| = {short[2]}{unit} > {plain(tolerance)}",
        ),
    )


def _message(added: Sum, computed: str, stated: str, gap: str) -> Text:
    unit = added.total.quantity.unit
    name = added.name or UNNAMED
    count, first = len(added.parts), "、".join([label for label in added.labels if label][:_TWO])
    family = complete_family(name, added.classes or added.labels)
    noun = "个渠道" if family is not None and family.name == "channels" else "项"
    listed = f"{first}{'等' if count > _TWO else ''}{count}{noun}"
    if added.changes:
        made, told = (changed_by(Decimal(number), unit) for number in (computed, stated))
        return Text(
            f"{listed}合计{made.zh}，与{name}{told.zh}不符，相差{gap}{unit}。",
            f"The changes of {count} parts make {made.en}; for {name} the text says {told.en} ({gap} apart).",
        )
    return Text(
        f"{listed}合计{computed}{unit}，与{name}{stated}{unit}不符，相差{gap}{unit}。",
        f"{count} parts{'' if name == UNNAMED else f' of {name}'} add up to {computed}{unit}; the total is stated as {stated}{unit} ({gap} apart).",
    )
