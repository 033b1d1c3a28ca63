"""How close model runs come to the ideal: wall time beside calls x latency / concurrency, processor time beside a bare loop.

    python bench/orchestration.py [--documents 200] [--cells 2:64,0.2:16]

All of a table is measured in one run against the same endpoint process; read the ratios, not the seconds.
Writes ``bench/results/orchestration.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from endpoint import endpoint, write_copies
from offline import watch

RESULTS = Path(__file__).parent / "results" / "orchestration.json"
CALLER = Path(__file__).parent / "caller.py"
CELLS = "0.2:16,0.2:64,2:64,2:256"
WAYS = ("bare", "run")
CALLS_A_DOCUMENT = 5


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--cells", default=CELLS, help="latency:concurrency, …")
    parser.add_argument("--tiny", action="store_true", help="tiny reports, to look at memory over many of them")
    given = parser.parse_args()
    cells = [(float(latency), int(calls)) for latency, calls in (cell.split(":") for cell in given.cells.split(","))]
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "in"
        write_copies(folder, given.documents, tiny=given.tiny)
        write_copies(Path(home) / "warm", 1, mark="预热")
        print("| latency | calls in flight | way | calls | wall / ideal | CPU ms a call | helpers' CPU | MB (helper) |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        rows = [cell(folder, latency, concurrency, way) for latency, concurrency in cells for way in WAYS]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"cores": os.cpu_count(), "rows": rows}, indent=1) + "\n", encoding="utf-8")


def cell(folder: Path, latency: float, concurrency: int, way: str) -> dict[str, float | str]:
    """Measure one way at one latency and concurrency, and print its row."""
    with endpoint(latency) as url:
        command = [sys.executable, str(CALLER), way, url, str(folder), str(concurrency)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603  (our own program)
        _, *others = watch(process).values()
        used = json.loads(process.stdout.read() if process.stdout else b"")
    calls = len(list(folder.iterdir())) * CALLS_A_DOCUMENT
    row = {
        "latency": latency,
        "concurrency": concurrency,
        "way": way,
        "calls": calls,
        "ratio": round(used["wall"] / (calls * latency / concurrency), 3) if latency else 0.0,
        "cpu_ms": round(used["cpu"] / calls * 1000, 2),
        "cpu_ms_helpers": round(sum(each.cpu for each in others) / calls * 1000, 2),
        "mb": round(used["mb"]),
        "mb_helper": max((each.peak_kb for each in others), default=0) // 1024,
        "wall": round(used["wall"], 2),
    }
    print(
        f"| {latency:g} s | {concurrency} | {way} | {calls} | {row['ratio']} | {row['cpu_ms']} "
        f"| {row['cpu_ms_helpers']} | {row['mb']} ({row['mb_helper']}) |",
        flush=True,
    )
    return row


if __name__ == "__main__":
    main()
