"""The offline path: how long commands take to start, processor time a report, and memory over the number of reports.

``python bench/offline.py`` prints the table and writes ``bench/results/offline.json``; ``--most 10000`` goes as far as
the figures that the documentation quotes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from copies import REPORTS, copies, write_copies
from extract.domains.petition import PETITION
from extract.model.text import RawDocument
from extract.pipeline import extract_document
from extract.readers.rules.reader import RulesReader
from extract.store.records import dump_record

RESULTS = Path(__file__).parent / "results" / "offline.json"

MEASURED = """
import json, resource, sys
from extract.cli import main
try:
    main()
except SystemExit as left:
    assert not left.code, left.code
own, below = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
cpu = own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime
print(json.dumps({"cpu": cpu, "own": own.ru_maxrss, "worker": below.ru_maxrss}), file=sys.stderr)
"""


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=1000, help="largest number of reports")
    most = parser.parse_args().most
    sizes = [size for size in (100, 1000, 10_000, 100_000) if size <= most]
    found = {"machine": machine(), "start": start(), "pipeline": pipeline(), "runs": [run(size) for size in sizes]}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def machine() -> str:
    """Say on what this was measured."""
    said = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    print(said)
    return said


def start() -> dict[str, float]:
    """Measure ``gouji --help`` and ``gouji run`` of the five sample reports: wall seconds, the median of five."""
    found = {
        "gouji --help": median_seconds("--help"),
        "gouji run (5 reports, new folder)": median_seconds("run", str(REPORTS), "--out"),
    }
    for name, seconds in found.items():
        print(f"{name:36} {seconds:7.2f} s")
    return found


def median_seconds(*arguments: str) -> float:
    """Return the median wall time of five calls; a last ``--out`` gets a new folder each time."""
    code = "from extract.cli import main; main()"
    seconds = []
    for _ in range(5):
        with tempfile.TemporaryDirectory() as folder:
            out = (folder,) if arguments[-1] == "--out" else ()
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", code, *arguments, *out], check=True, capture_output=True)  # noqa: S603  (our own code)
            seconds.append(time.perf_counter() - began)
    return round(statistics.median(seconds), 3)


def pipeline(count: int = 100) -> dict[str, float]:
    """Measure processor time and record size of one report, from text to a line of JSON, in this process."""
    texts = list(copies(count))
    asyncio.run(read(*texts[0]))
    began = time.process_time()
    size = sum(len(asyncio.run(read(name, text))) for name, text in texts)
    found = {"cpu_ms_a_report": round((time.process_time() - began) / count * 1000, 2), "bytes_a_record": size // count}
    print(f"{'processor time a report':36} {found['cpu_ms_a_report']:7.2f} ms")
    return found


async def read(name: str, text: str) -> bytes:
    """Extract one report and return its record as bytes."""
    record = await extract_document(RawDocument(name, text), reader=RulesReader(), domain=PETITION)
    return dump_record(record).encode()


def run(count: int) -> dict[str, float]:
    """Measure a whole run: wall, processor time of all processes, peak memory of the main one and of a worker."""
    with tempfile.TemporaryDirectory() as home:
        write_copies(Path(home, "in"), count)
        began = time.perf_counter()
        command = [sys.executable, "-c", MEASURED, "run", f"{home}/in", "--out", f"{home}/out", "--quiet"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  (our own code)
        wall = time.perf_counter() - began
    used = json.loads(done.stderr.splitlines()[-1])
    found = {
        "reports": count,
        "wall_s": round(wall, 2),
        "cpu_ms_a_report": round(used["cpu"] / count * 1000, 2),
        "main_mb": used["own"] // 1024,
        "worker_mb": used["worker"] // 1024,
    }
    print(
        f"{count:6} reports  {found['wall_s']:8.2f} s  {count / wall:7.1f} reports/s  "
        f"{found['cpu_ms_a_report']:6.2f} ms CPU each  main {found['main_mb']} MB  worker {found['worker_mb']} MB"
    )
    return found


if __name__ == "__main__":
    main()
