"""The worked example of tests/cases/scoring.md, recomputed."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from eval.evaluate import evaluate
from eval.scoring.metrics import LeafCounts
from eval.summary import as_json
from eval.totals import Totals

PAGE = (Path(__file__).parents[1] / "cases" / "scoring.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    """Return the fenced block of that name."""
    found = re.search(rf"```{name}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None, name
    return found[1]


def rows(heading: str) -> list[list[str]]:
    """Return the body of the table under a heading."""
    table = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return lines[2:]


@pytest.fixture(params=["a", "a, b"])
def documents(request: pytest.FixtureRequest) -> str:
    """Which of the two reports are scored."""
    return str(request.param)


@pytest.fixture
def totals(tmp_path: Path, documents: str) -> Totals:
    """Write the example as a gold home and a run folder, and score it."""
    for folder in ("labels", "reports", "run/texts"):
        (tmp_path / folder).mkdir(parents=True)
    for name in documents.split(", "):
        (tmp_path / "labels" / f"{name}.gold.json").write_text(block(f"json gold-{name}"), encoding="utf-8")
    for place in ("reports", "run/texts"):
        (tmp_path / place / "a.txt").write_text(block("text"), encoding="utf-8")
    record = " ".join(block("json record-a").split("\n"))
    (tmp_path / "run" / "records.jsonl").write_text(record + "\n", encoding="utf-8")
    return evaluate(tmp_path, tmp_path / "run")


def test_every_measure_is_the_one_worked_out_by_hand(totals: Totals, documents: str) -> None:
    score = as_json(totals)
    wanted = {name: Fraction(value) for name, of, value in rows("Measures by hand") if of == documents}
    assert len(wanted) > 5
    assert {name: at(score, name) for name in wanted} == {n: pytest.approx(float(v)) for n, v in wanted.items()}


def test_leaf_states_are_those_counted_by_hand(totals: Totals, documents: str) -> None:
    table = {name: [int(count) for count in counts] for name, *counts in rows("Leaves by hand")}
    assert states(totals.leaves) == table[f"sum of {documents.replace(', ', ' and ')}"]
    for one in totals.documents[0].lists if documents == "a" else ():
        counted = states(LeafCounts.of(outcome.state for outcome in one.leaves))
        assert counted == table.get(one.spec.name, [0, 0, 0, 0]), one.spec.name


def test_items_are_those_counted_by_hand(totals: Totals, documents: str) -> None:
    table = {name: [int(count) for count in counts] for name, *counts in rows("Items by hand")}
    items = totals.items
    assert [items.matched, items.gold, items.predicted] == table[f"sum of {documents.replace(', ', ' and ')}"]
    for name, counts in totals.lists.items() if documents == "a" else ():
        assert [counts.matched, counts.gold, counts.predicted] == table.get(name, [0, 0, 0]), name


def states(counts: LeafCounts) -> list[int]:
    """Return C, S, O, H."""
    return [counts.C, counts.S, counts.O, counts.H]


def at(score: dict[str, Any], name: str) -> Any:
    """Follow a dotted name into the JSON."""
    found: Any = score
    for part in name.split("."):
        found = found[part]
    return found
