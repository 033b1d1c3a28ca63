"""Annotators and units agree on where sentences, items and headlines begin and end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from text_cases import read

GOLD = Path(__file__).parents[2] / "gold"
LISTS = ("functions", "goals", "measures", "problems", "improvements", "rectification")
PIECES = ("cause",)
"""A cause is a clause, smaller than any unit."""
AGREED = 0.99


def _spans(value: object) -> Iterator[tuple[int, int]]:
    """Return the spans of an item and of everything it holds."""
    if isinstance(value, list):
        for each in value:
            yield from _spans(each)
    elif isinstance(value, dict):
        if value.get("span"):
            yield tuple(value["span"])
        for key, held in value.items():
            if key not in {*PIECES, "span"}:
                yield from _spans(held)


@pytest.mark.parametrize("path", sorted((GOLD / "labels").glob("*.gold.json")), ids=lambda path: path.stem)
def test_texts_that_annotators_marked_are_runs_of_units(path: Path) -> None:
    """From the words of a first unit to those of a last one, for at least the share ``AGREED``."""
    label = json.loads(path.read_text(encoding="utf-8"))
    with (GOLD / "reports" / f"{label['document']}.txt").open(encoding="utf-8", newline="") as file:
        units = read(file.read()).units
    starts, ends = {unit.core.start for unit in units}, {unit.core.end for unit in units}
    spans = [span for name in LISTS for span in _spans(label[name])]
    agreed = sum(start in starts and end in ends for start, end in spans)
    assert spans
    assert agreed / len(spans) >= AGREED
