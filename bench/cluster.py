"""What a cluster costs: the offline reader with both engines on the same machine, and a permit of the shared limit.

    python bench/cluster.py [--documents 1000] [--permits 2000]

Both engines have two workers; ``gouji`` is started as a user starts it, by turns, and the better of two times counts, since
other work on the machine only ever adds. Two sizes, so that what a run costs at all and what a document costs stand apart.
Needs ``gouji[ray]``. Writes ``bench/results/cluster.json``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from copies import write_copies

from extract.engines.ray.cluster import beside, joined
from extract.engines.ray.limits import REQUESTS, Holder, SharedCalls
from extract.readers.llm.calls.usage import Budget

RESULTS = Path(__file__).parent / "results" / "cluster.json"
ENGINES, TURNS = ("local", "ray"), 2
WIDTH, CALL = 64, 0.1
"""Calls at once, and seconds that each takes, where permits are counted."""


def main() -> None:
    """Run, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--permits", type=int, default=2000)
    given = parser.parse_args()
    sizes = (given.documents // 5, given.documents)
    with tempfile.TemporaryDirectory() as home:
        turns = [
            {(engine, size): run(Path(home, str(turn)), engine, size) for size in sizes for engine in ENGINES}
            for turn in range(TURNS)
        ]
    seconds = {engine: [min(turn[engine, size] for turn in turns) for size in sizes] for engine in ENGINES}
    found = {
        "documents": sizes,
        "seconds": seconds,
        "per_document": {name: (many - few) / (sizes[1] - sizes[0]) for name, (few, many) in seconds.items()},
        **permits(given.permits),
    }
    print("| engine | " + " | ".join(f"{size} documents" for size in sizes) + " | a document more |")
    for engine, took in seconds.items():
        print(f"| {engine} | {took[0]:.1f} s | {took[1]:.1f} s | {1000 * found['per_document'][engine]:.1f} ms |")
    print(f"ratio of all {found['documents'][1]}: {seconds['ray'][1] / seconds['local'][1]:.2f}")
    print(f"one permit {found['permit_ms']:.2f} ms; {given.permits} calls of {CALL} s, {WIDTH} at once: ", end="")
    print(f"{found['of_ideal']:.2f} of the ideal time")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def run(home: Path, engine: str, documents: int) -> float:
    """Return the seconds that ``gouji run`` takes from start to exit."""
    reports, out = home / f"in-{documents}", home / f"{engine}-{documents}"
    write_copies(reports, documents)
    command = [sys.executable, "-c", "from extract.cli import main; main()", "run", str(reports), "--out", str(out)]
    options = ["--reader", "rules", "--engine", engine, "--workers", "2", "--quiet"]
    began = time.perf_counter()
    subprocess.run([*command, *options], check=True, env=os.environ)  # noqa: S603  (our own program)
    return time.perf_counter() - began


def permits(count: int) -> dict[str, float]:
    """Return the milliseconds of a permit, and the time of many calls as a multiple of the ideal."""

    async def timed() -> dict[str, float]:
        calls = SharedCalls(beside(Holder, WIDTH, Budget(), {}, max_concurrency=REQUESTS), "bench")

        async def call(seconds: float) -> None:
            async with calls.admitted():
                await asyncio.sleep(seconds)

        await call(0)
        began = time.perf_counter()
        for _ in range(200):
            await call(0)
        one = (time.perf_counter() - began) / 200
        began = time.perf_counter()
        await asyncio.gather(*(call(CALL) for _ in range(count)))
        return {"permit_ms": 1000 * one, "of_ideal": (time.perf_counter() - began) / (count * CALL / WIDTH)}

    with joined():
        return asyncio.run(timed())


if __name__ == "__main__":
    main()
