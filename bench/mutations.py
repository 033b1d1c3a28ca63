"""Change one digit of one figure of a labelled report, and see whether the rules notice.

    python bench/mutations.py            the table of docs/checks.md
    python bench/mutations.py --quick    three other digits in each place instead of all

A mutant is *excused* where the changed figures still agree within the precision that they are stated in (a digit
below the rounding of the others) or where the change happens to mend a relation that was wrong. Writes
``bench/results/mutations.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from extract.domains.petition import PETITION
from extract.model.record import Finding, Record
from extract.model.text import RawDocument
from extract.pipeline import prepare
from extract.steps.checks.reading.case import Case
from extract.steps.checks.reading.precision import Operand, Range, agrees, percentage, stated_operand, total_of
from extract.steps.checks.rules import check
from extract.steps.checks.tables import ARITHMETIC
from extract.steps.numerals.quantities import find_quantities

REPORTS = Path(__file__).parents[1] / "gold" / "reports"
RESULTS = Path(__file__).parent / "results" / "mutations.json"
QUICK = 3

Signature = tuple[str, tuple[tuple[int, int], ...], str | None, str | None]
Holds = Callable[[Sequence[Operand]], bool]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a labelled report: what it says, its figures as (offset, text), and when they agree."""

    document: str
    says: str
    figures: tuple[tuple[int, str], ...]
    holds: Holds


@dataclass(frozen=True, slots=True)
class Mutant:
    """A report in which one digit of one figure of a relation was changed."""

    relation: Relation
    at: int
    digit: str
    text: str
    excused: bool

    @property
    def name(self) -> str:
        """The mutant by name: which figure became which."""
        offset, figure = next((o, f) for o, f in self.relation.figures if o <= self.at < o + len(f))
        return f"{self.relation.document} {self.relation.says}: {figure} → {self.text[offset : offset + len(figure)]}"


def sums(operands: Sequence[Operand]) -> bool:
    """Whether the first is the sum of the others."""
    return agrees(operands[0], total_of(operands[1:]))


def shares(operands: Sequence[Operand]) -> bool:
    """Whether the first is the second divided by the third, in %."""
    computed = percentage(operands[1], operands[2])
    return computed is not None and agrees(operands[0], computed)


def grows(operands: Sequence[Operand]) -> bool:
    """Whether the first is the growth in % to the second by the third."""
    rate, value, amount = operands
    earlier = Operand(value.value - amount.value, value.step + amount.step)
    computed = percentage(amount, earlier)
    return computed is not None and agrees(rate, computed)


def grows_from(operands: Sequence[Operand]) -> bool:
    """Whether the first is the growth in % from the third to the second."""
    rate, value, base = operands
    computed = percentage(Operand(value.value - base.value, Decimal(0)), base)
    return computed is not None and agrees(rate, computed)


def resolves(operands: Sequence[Operand]) -> bool:
    """Whether rate, total, done and undone agree: done + undone = total, rate = done ÷ total."""
    rate, total, done, undone = operands
    whole = Range(done.value + undone.value, done.value + undone.value, done.value + undone.value)
    computed = percentage(done, total)
    return agrees(total, whole) and computed is not None and agrees(rate, computed)


_NANYUE, _PANLONG, _PANYU = "nanyue-2021", "panlong-2022", "panyu-2023"


def _relation(document: str, says: str, holds: Holds, *figures: tuple[int, str]) -> Relation:
    return Relation(document, says, figures, holds)


RELATIONS = (
    _relation(
        _NANYUE,
        "five channels",
        sums,
        (1450, "290批（件）次"),
        (1473, "51件"),
        (1479, "58批次"),
        (1493, "7件"),
        (1500, "5件"),
        (1507, "189件"),
    ),
    _relation(
        _NANYUE,
        "registrations by persons",
        sums,
        (1483, "140人次"),
        (1524, "110人次"),
        (1537, "26人次"),
        (1548, "5人次"),
    ),
    _relation(
        _NANYUE, "registrations by batches", sums, (1479, "58批次"), (1521, "38批"), (1534, "15批"), (1546, "5批")
    ),
    _relation(
        _NANYUE, "increases of two projects", sums, (1248, "41.34万元"), (1279, "12.62万元"), (1387, "22.22万元")
    ),
    _relation(_NANYUE, "basic expenditure", sums, (973, "112.38万元"), (1003, "82.2万元"), (1055, "30.18万元")),
    _relation(_NANYUE, "project expenditure", sums, (1235, "92.26万元"), (1266, "24.44万元"), (1374, "67.82万元")),
    _relation(_NANYUE, "share of personnel", shares, (1016, "73.1%"), (1003, "82.2万元"), (973, "112.38万元")),
    _relation(_NANYUE, "share of operation", shares, (1069, "26.9%"), (1055, "30.18万元"), (973, "112.38万元")),
    _relation(_NANYUE, "growth of stability funds", grows, (1289, "106.77%"), (1266, "24.44万元"), (1279, "12.62万元")),
    _relation(_NANYUE, "growth of relief funds", grows, (1397, "48.7%"), (1374, "67.82万元"), (1387, "22.22万元")),
    _relation(
        _PANLONG,
        "nine channels",
        sums,
        (1801, "2371"),
        (1900, "212件"),
        (1918, "16件"),
        (1926, "526件次"),
        (1935, "814件次"),
        (1945, "271件次"),
        (1953, "318件次"),
        (1961, "25件次"),
        (1968, "178件次"),
        (1981, "8件"),
    ),
    _relation(_PANLONG, "online and visits", sums, (1801, "2371"), (1841, "2265件"), (1856, "106件")),
    _relation(_PANLONG, "share online", shares, (1867, "95.5%"), (1841, "2265件"), (1801, "2371")),
    _relation(_PANLONG, "share of visits", shares, (1878, "4.5%"), (1856, "106件"), (1801, "2371")),
    _relation(_PANLONG, "growth of petitions", grows_from, (1821, "41.4%"), (1801, "2371"), (1814, "1676件")),
    _relation(_PANLONG, "returned cases", resolves, (2366, "88.88%"), (2287, "9件"), (2354, "8件"), (2360, "1件")),
    _relation(
        _PANLONG,
        "expenditure",
        sums,
        (3118, "2846343.88元"),
        (3139, "2107912.71元"),
        (3159, "162061.01元"),
        (3218, "576370.16元"),
    ),
    _relation(_PANYU, "execution, first mention", shares, (2244, "94%"), (2227, "807.05 万元"), (2210, "851.66 万元")),
    _relation(_PANYU, "execution, second mention", shares, (2521, "94%"), (2504, "807.05 万元"), (2487, "851.66 万元")),
)
"""Every arithmetic relation of ``gold/findings``, expected and must_pass, operand by operand."""


def source(document: str) -> str:
    """Return a report."""
    return (REPORTS / f"{document}.txt").read_bytes().decode("utf-8")


def operands(relation: Relation, text: str) -> list[Operand]:
    """Read the relation's figures in a text; growth and shares need their own sign and scale."""
    found = []
    for offset, figure in relation.figures:
        piece = "".join(text[offset : offset + len(figure)].split())
        quantity = find_quantities(piece)[0]
        found.append(stated_operand(quantity.digits, quantity.unit))
    return found


def mutants(relation: Relation, *, quick: bool = False, text: str | None = None) -> Iterator[Mutant]:
    """Yield the text with each digit of each figure replaced by other digits; a leading digit never becomes 0.

    Args:
        relation: its figures' offsets index the text.
        quick: a few digits in each place instead of all.
        text: the text; the relation's report where it is not given.
    """
    text = source(relation.document) if text is None else text
    for offset, figure in relation.figures:
        for at in (offset + n for n, char in enumerate(figure) if char.isdecimal()):
            others = [d for d in "0123456789" if d != text[at] and not (d == "0" and at == offset)]
            step = max(1, len(others) // QUICK) if quick else 1
            for digit in others[at % step :: step]:
                changed = text[:at] + digit + text[at + 1 :]
                yield Mutant(relation, at, digit, changed, relation.holds(operands(relation, changed)))


def noticed(mutant: Mutant, known: frozenset[Signature]) -> bool:
    """Whether a rule on figures says something new of the changed figure, or still says of it that it is wrong."""
    findings = findings_of(mutant.relation.document, mutant.text)
    return any(
        (signature(finding) not in known or not relation_holds(mutant.relation))
        and any(start <= mutant.at < end for start, end in finding.spans)
        for finding in findings
    )


def relation_holds(relation: Relation) -> bool:
    """Whether the unchanged report states the relation rightly."""
    return relation.holds(operands(relation, source(relation.document)))


def findings_of(document: str, text: str) -> tuple[Finding, ...]:
    """Check a text by the rules on figures, with a record that holds nothing: the text alone must do."""
    record = Record.model_validate({"document": document, "profile": {}})
    return check(Case(record, prepare(RawDocument(document, text)), PETITION), rules=ARITHMETIC)


def signature(finding: Finding) -> Signature:
    """Tell findings apart by rule, places and figures."""
    return finding.rule, finding.spans, finding.stated, finding.computed


@dataclass(frozen=True, slots=True)
class Score:
    """How many mutants of a relation there were, were excused and were noticed, and which were missed."""

    relation: Relation
    total: int
    excused: int
    noticed: int
    missed: tuple[str, ...]


def score(relation: Relation, *, quick: bool = False) -> Score:
    """Try all mutants of one relation."""
    known = frozenset(signature(f) for f in findings_of(relation.document, source(relation.document)))
    every = tuple(mutants(relation, quick=quick))
    due = [mutant for mutant in every if not mutant.excused]
    missed = tuple(mutant.name for mutant in due if not noticed(mutant, known))
    return Score(relation, len(every), len(every) - len(due), len(due) - len(missed), missed)


def main() -> int:
    """Print the table and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    began = time.process_time()
    scores = [score(relation, quick=quick) for relation in RELATIONS]
    print("| report | relation | mutants | excused | to be noticed | noticed |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for one in scores:
        due = one.total - one.excused
        print(
            f"| {one.relation.document} | {one.relation.says} | {one.total} | {one.excused} | {due} | {one.noticed} |"
        )
    total, excused, found = (sum(getattr(s, name) for s in scores) for name in ("total", "excused", "noticed"))
    print(f"| **all** | | {total} | {excused} | {total - excused} | **{found} ({found / (total - excused):.1%})** |")
    print("\nMissed:", *[f"\n- {name}" for one in scores for name in one.missed])
    print(f"\n{time.process_time() - began:.0f} s of CPU")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps([_kept(one) for one in scores], ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return 0


def _kept(one: Score) -> dict[str, object]:
    """Return a row of the table for the file of results."""
    return {
        "document": one.relation.document,
        "relation": one.relation.says,
        "mutants": one.total,
        "excused": one.excused,
        "noticed": one.noticed,
        "missed": one.missed,
    }


if __name__ == "__main__":
    sys.exit(main())
