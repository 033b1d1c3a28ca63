"""Gold homes, runs and simulated documents for the tests of the evaluation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

GOLD = Path(__file__).parents[2] / "gold"
TEXT = "甲局2023年报告。\n职能：接待来访；处理来信。\n预算100万元，支出94万元。\n接访10批20人次。\n"


def label(name: str = "panyu-2023") -> dict[str, Any]:
    """Return a gold label as plain data."""
    data: dict[str, Any] = json.loads((GOLD / "labels" / f"{name}.gold.json").read_text(encoding="utf-8"))
    return data


def span(piece: str, text: str = TEXT) -> list[int]:
    """Return where a piece first stands in the text."""
    start = text.index(piece)
    return [start, start + len(piece)]


def passage(piece: str) -> dict[str, Any]:
    """Return a passage of the small text."""
    return {"text": piece, "span": span(piece)}


def small(document: str = "a", **changes: Any) -> dict[str, Any]:
    """Return a small valid report of ``TEXT``."""
    money = {"item": "total_expenditure", "label": "预算", "unit": "万元", "year": 2023, "change": None}
    count = {"name": "接访", "category": "reception", "subject": None, "period": None, "qualifier": None}
    data: dict[str, Any] = {
        "document": document,
        "profile": {"department_name": {"value": "甲局", "span": span("甲局")}},
        "functions": [passage("接待来访"), passage("处理来信")],
        "finance": [
            {**money, "stage": "revised_budget", "value": "100", "span": span("100万元")},
            {**money, "stage": "actual", "label": "支出", "value": "94", "span": span("94万元")},
        ],
        "metrics": [
            {**count, "value": "10", "unit": "批", "change": None, "span": span("10批")},
            {**count, "value": "20", "unit": "人次", "change": None, "span": span("20人次")},
        ],
    }
    return data | changes


def home(where: Path, *labels: dict[str, Any], text: str = TEXT) -> Path:
    """Write a gold home with these labels, each with the same text."""
    for folder in ("labels", "reports"):
        (where / folder).mkdir(parents=True, exist_ok=True)
    for data in labels:
        (where / "labels" / f"{data['document']}.gold.json").write_text(json.dumps(data), encoding="utf-8")
        (where / "reports" / f"{data['document']}.txt").write_text(text, encoding="utf-8")
    return where


def run(where: Path, *records: dict[str, Any], text: str | None = TEXT) -> Path:
    """Write a run folder with these records, each with the same text."""
    (where / "texts").mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(record) + "\n" for record in records]
    (where / "records.jsonl").write_text("".join(lines), encoding="utf-8")
    for record in records if text is not None else ():
        (where / "texts" / f"{record['document']}.txt").write_text(text or "", encoding="utf-8")
    return where


Floats = NDArray[np.float64]


def simulated(documents: int, seed: int, *, leaves: int = 60) -> list[tuple[Floats, Floats]]:
    """SIMULATED documents: confidences and whether each leaf is right, documents of differing difficulty.

    They stand for nothing real; they prove that the machinery keeps its promise where its assumptions hold.
    """
    random = np.random.default_rng(seed)
    made = []
    for _ in range(documents):
        confidence = np.round(random.beta(4, 1, size=leaves), 4)
        difficulty = random.normal(0, 0.8)
        chance = 1 / (1 + np.exp(-(4 * confidence - 0.5 - difficulty)))
        made.append((confidence, (random.random(leaves) < chance).astype(np.float64)))
    return made
