"""Change one digit in sentences of the genre that no labelled report holds, and see whether the rules notice.

    python -m bench.phrasings        the table of docs/checks.md

Each sentence states one relation rightly. The sentences are made up, in phrasings of departments other than those of
the labelled reports; some were the occasion of a rule, so the share noticed is no estimate for reports unseen.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bench.mutations import (
    Holds,
    Mutant,
    Relation,
    findings_of,
    grows,
    mutants,
    operands,
    shares,
    signature,
    sums,
)
from extract.steps.checks.reading.precision import Operand, Range, agrees, percentage


def falls(operands: Sequence[Operand]) -> bool:
    """Whether the first is the fall in % from the third to the second."""
    rate, value, base = operands
    computed = percentage(Operand(base.value - value.value, base.step + value.step), base)
    return computed is not None and agrees(rate, computed)


def falls_by(operands: Sequence[Operand]) -> bool:
    """Whether the first is the fall in % to the second by the third."""
    rate, value, amount = operands
    return grows((Operand(-rate.value, rate.step), value, Operand(-amount.value, amount.step)))


def differs(operands: Sequence[Operand]) -> bool:
    """Whether the first is the difference of the second and the third, whichever is greater."""
    change, one, other = operands
    gap = abs(one.value - other.value)
    room = (one.step + other.step) / Decimal(2)
    return agrees(change, Range(gap, gap - room, gap + room))


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A sentence with the figures of its relation in the order that ``holds`` takes them."""

    says: str
    text: str
    holds: Holds
    figures: tuple[str, ...]

    @property
    def relation(self) -> Relation:
        """The relation with the place of each figure; a figure stands in its sentence once."""
        return Relation("phrasing", self.says, tuple((self.text.index(f), f) for f in self.figures), self.holds)


PHRASINGS = (
    Phrasing(
        "named first, total behind",
        "全年来信、来访、来电分别为112件、243件、358件，共713件。",
        sums,
        ("713件", "112件", "243件", "358件"),
    ),
    Phrasing(
        "named first, total before",
        "共受理群众诉求713件，其中来信、来访和来电分别为112件、243件和358件。",
        sums,
        ("713件", "112件", "243件", "358件"),
    ),
    Phrasing(
        "quarters",
        "全年办结1148件，其中一季度214件、二季度286件、三季度305件、四季度343件。",
        sums,
        ("1148件", "214件", "286件", "305件", "343件"),
    ),
    Phrasing("half years", "全年开展执法检查385次，其中上半年162次，下半年223次。", sums, ("385次", "162次", "223次")),
    Phrasing(
        "expenditure behind revenue",
        "收入合计1532.4万元；支出合计1487.6万元，其中：基本支出963.2万元，项目支出524.4万元。",
        sums,
        ("1487.6万元", "963.2万元", "524.4万元"),
    ),
    Phrasing(
        "three public expenses",
        "“三公”经费支出34.6万元，其中公务用车运行维护费27.5万元，公务接待费7.1万元，因公出国（境）费0万元。",
        sums,
        ("34.6万元", "27.5万元", "7.1万元"),
    ),
    Phrasing("staff by sex", "现有在职职工127人，其中男74人，女53人。", sums, ("127人", "74人", "53人")),
    Phrasing(
        "posts in brackets",
        "核定编制63名（行政编制25名、事业编制31名、工勤编制7名）。",
        sums,
        ("63名", "25名", "31名", "7名"),
    ),
    Phrasing(
        "trailing total",
        "新建公厕14座，改造公厕27座，维修公厕35座，合计76座。",
        sums,
        ("76座", "14座", "27座", "35座"),
    ),
    Phrasing(
        "from and to, rate", "投诉总量由上年的1243件降至1027件，下降17.38%。", falls, ("17.38%", "1027件", "1243件")
    ),
    Phrasing(
        "from and to, amount", "投诉总量从1243件减少到1027件，减少216件。", differs, ("216件", "1027件", "1243件")
    ),
    Phrasing(
        "from and to, points",
        "群众满意率由上年的82.4%提高到91.7%，提高9.3个百分点。",
        differs,
        ("9.3个百分点", "91.7%", "82.4%"),
    ),
    Phrasing(
        "base behind",
        "全年受理投诉1027件，同比下降17.4%，上年同期受理投诉1243件。",
        falls,
        ("17.4%", "1027件", "1243件"),
    ),
    Phrasing(
        "base before the verb", "全年受理投诉1027件，较上年同期1243件下降17.4%。", falls, ("17.4%", "1027件", "1243件")
    ),
    Phrasing(
        "amount and rate",
        "本年支出1487.6万元，比上年减少112.3万元，下降7.02%。",
        falls_by,
        ("7.02%", "1487.6万元", "112.3万元"),
    ),
    Phrasing(
        "base in brackets", "公务接待费7.1万元（上年8.6万元），下降17.44%。", falls, ("17.44%", "7.1万元", "8.6万元")
    ),
    Phrasing(
        "share in a row",
        "人员经费712.5万元，占基本支出963.2万元的73.97%。",
        shares,
        ("73.97%", "712.5万元", "963.2万元"),
    ),
    Phrasing(
        "share of a named whole",
        "全年支出1487.6万元。项目支出524.4万元，占全年支出的35.25%。",
        shares,
        ("35.25%", "524.4万元", "1487.6万元"),
    ),
    Phrasing(
        "execution",
        "年度预算安排1532.4万元，实际支出1487.6万元，预算执行率97.08%。",
        shares,
        ("97.08%", "1487.6万元", "1532.4万元"),
    ),
    Phrasing(
        "execution of a part",
        "项目支出预算540.2万元，实际支出524.4万元，项目支出执行率97.08%。",
        shares,
        ("97.08%", "524.4万元", "540.2万元"),
    ),
    Phrasing("satisfaction", "发放问卷280份，满意263份，满意度93.93%。", shares, ("93.93%", "263份", "280份")),
    Phrasing("due and done", "全年应办193件，已办187件，办结率96.89%。", shares, ("96.89%", "187件", "193件")),
    Phrasing("passed", "抽检样品1362批次，合格1335批次，合格率98.02%。", shares, ("98.02%", "1335批次", "1362批次")),
    Phrasing(
        "recovered", "追缴资金86.4万元，已到位71.3万元，到位率82.52%。", shares, ("82.52%", "71.3万元", "86.4万元")
    ),
    Phrasing("share by 其次", "受理事项713件，来电最多，358件，占比50.21%。", shares, ("50.21%", "358件", "713件")),
    Phrasing(
        "plan and result", "计划培训640人次，实际培训672人次，完成率105%。", shares, ("105%", "672人次", "640人次")
    ),
)
"""The sentences, each with its relation."""


@dataclass(frozen=True, slots=True)
class Score:
    """How many mutants of a sentence break its relation, and which of them were missed."""

    phrasing: Phrasing
    due: int
    missed: tuple[str, ...]


def score(phrasing: Phrasing) -> Score:
    """Try every other digit in every place of every figure."""
    due = [mutant for mutant in mutants(phrasing.relation, text=phrasing.text) if not mutant.excused]
    known = {signature(finding) for finding in findings_of("phrasing", phrasing.text)}
    missed = tuple(mutant.name for mutant in due if not any(_new(mutant, known)))
    return Score(phrasing, len(due), missed)


def _new(mutant: Mutant, known: set[tuple[object, ...]]) -> Iterator[bool]:
    for finding in findings_of("phrasing", mutant.text):
        touched = any(start <= mutant.at < end for start, end in finding.spans)
        yield touched and signature(finding) not in known


def stated_rightly(phrasing: Phrasing) -> bool:
    """Whether the sentence as it stands states its relation rightly."""
    return phrasing.holds(operands(phrasing.relation, phrasing.text))


def main() -> int:
    """Print the table."""
    scores = [score(phrasing) for phrasing in PHRASINGS]
    print("| phrasing | to be noticed | noticed |", "| --- | ---: | ---: |", sep="\n")
    for one in scores:
        print(f"| {one.phrasing.says} | {one.due} | {one.due - len(one.missed)} |")
    due, missed = sum(one.due for one in scores), sum(len(one.missed) for one in scores)
    print(f"| **all** | {due} | **{due - missed} ({(due - missed) / due:.1%})** |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
