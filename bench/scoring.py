"""How long scoring takes: copies of the gold reports with seeded errors, scored as one run.

    python bench/scoring.py [--documents 1000]

Prints seconds of CPU and peak memory, and writes ``bench/results/scoring.json``. The records are made, not extracted: they
time the scorer and say nothing of quality.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from eval.evaluate import evaluate
from eval.summary import as_json

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results" / "scoring.json"
DROPPED, MOVED = 0.1, 0.2
"""Shares of items that a made record leaves out, and of spans that it moves."""


def spoiled(label: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a label with about one item in ten dropped and one span in five moved."""
    made = json.loads(json.dumps(label))
    for name in ("functions", "finance", "metrics", "goals"):
        made[name] = [item for item in made[name] if chance.random() > DROPPED]
        for item in made[name]:
            if chance.random() < MOVED:
                item["span"] = [item["span"][0], item["span"][1] + chance.randint(1, 9)]
    return made


def distinct(value: Any, mark: str) -> Any:  # noqa: ANN401  (plain JSON)
    """Return a label whose texts, labels and names begin with a mark, so that no two documents share a text."""
    if isinstance(value, list):
        return [distinct(one, mark) for one in value]
    if not isinstance(value, dict):
        return value
    marked = {key: f"{mark}{one}" for key, one in value.items() if key in {"text", "label", "name"}}
    return {key: distinct(one, mark) for key, one in value.items()} | marked


def lay_out(folder: Path, documents: int) -> None:
    """Write a gold home and the records of a run of so many documents."""
    chance = random.Random(1)  # noqa: S311  (a reproducible bench, no secret)
    labels = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("gold/labels/*.gold.json"))]
    for name in ("labels", "reports", "run"):
        (folder / name).mkdir()
    with (folder / "run" / "records.jsonl").open("w", encoding="utf-8") as records:
        for number in range(documents):
            label = labels[number % len(labels)]
            text = (ROOT / "gold" / "reports" / f"{label['document']}.txt").read_text(encoding="utf-8")
            named = distinct(label, str(number)) | {"document": f"copy-{number:05}"}
            (folder / "labels" / f"{named['document']}.gold.json").write_text(json.dumps(named), encoding="utf-8")
            (folder / "reports" / f"{named['document']}.txt").write_text(text, encoding="utf-8")
            records.write(json.dumps(spoiled(named, chance)) + "\n")


def main() -> None:
    """Time one scoring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    documents = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as name:
        lay_out(Path(name), documents)
        started = time.process_time()
        totals = evaluate(Path(name), Path(name) / "run")
        scored = time.process_time()
        score = as_json(totals)
        ended = time.process_time()
    found = {
        "documents": documents,
        "leaves": sum(score["headline"][state] for state in "CSOH"),
        "item_f1": score["items"]["micro"]["f1"],
        "score_s": round(scored - started, 2),
        "totals_and_intervals_s": round(ended - scored, 2),
        "ms_a_document": round((ended - started) / documents * 1000, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    for name, value in found.items():
        print(f"{name.replace('_', ' '):24} {value if isinstance(value, int) else round(value, 3)}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
