"""The offline path: how long commands take to start, processor time a report, and whole runs over the number of reports.

    python bench/offline.py [--most 1000] [--tiny]

``--most 100000`` goes as far as the documentation does, ``--tiny`` takes reports of three lines instead of copies of the
samples. Documents a second and core are documents ÷ seconds of processor time of all processes of the run, their start
included: a machine that other work shares changes the wall time most and this least. Writes ``bench/results/offline.json``.
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
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import endpoint
from copies import REPORTS, copies, write_copies

from extract.domains.petition import PETITION
from extract.model.text import RawDocument
from extract.pipeline import extract_document
from extract.readers.rules.reader import RulesReader
from extract.store.records import dump_record

RESULTS = Path(__file__).parent / "results" / "offline.json"

SIZES = (10, 100, 1000, 10_000, 100_000)

COMMAND = (sys.executable, "-c", "from extract.cli import main; main()")
"""``gouji``, by whichever Python runs this."""

POLL_SECONDS = 0.05
"""Between two looks at a run's processes; of its processor time each hides at most this much."""


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=1000, help="largest number of reports")
    parser.add_argument("--tiny", action="store_true", help="reports of three lines")
    asked = parser.parse_args()
    found: dict[str, Any] = {"machine": machine(), "start": start(), "pipeline": pipeline()}
    print(f"\n{'tiny reports' if asked.tiny else 'copies of the samples'}, rules reader with checks, whole runs")
    print("reports   wall s   a second  a second and core  CPU ms each  main MB  worker MB")
    found["runs"] = [run(size, tiny=asked.tiny) for size in SIZES if size <= asked.most]
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
    seconds = []
    for _ in range(5):
        with tempfile.TemporaryDirectory() as folder:
            out = (folder,) if arguments[-1] == "--out" else ()
            began = time.perf_counter()
            subprocess.run([*COMMAND, *arguments, *out], check=True, capture_output=True)  # noqa: S603  (our own code)
            seconds.append(time.perf_counter() - began)
    return round(statistics.median(seconds), 3)


def pipeline(rounds: int = 3) -> dict[str, float]:
    """Measure processor time and record size of one report, from text to a line of JSON, in this process.

    The best and the median of so many rounds over 100 copies of the samples, after a first one that warms up.
    """
    texts = list(copies(100))
    asyncio.run(_all(texts[:5]))
    times, size = [], 0
    for _ in range(rounds):
        began = time.process_time()
        size = asyncio.run(_all(texts))
        times.append((time.process_time() - began) / len(texts) * 1000)
    found = {
        "cpu_ms_a_report": round(statistics.median(times), 2),
        "best_cpu_ms_a_report": round(min(times), 2),
        "bytes_a_record": size // len(texts),
    }
    print(f"{'processor time a report':36} {found['cpu_ms_a_report']:7.2f} ms  (best of {rounds}: {min(times):.2f} ms)")
    return found


async def _all(texts: list[tuple[str, str]]) -> int:
    return sum([len(await read(name, text)) for name, text in texts])


async def read(name: str, text: str) -> bytes:
    """Extract one report and return its record as bytes."""
    record = await extract_document(RawDocument(name, text), reader=RulesReader(), domain=PETITION)
    return dump_record(record).encode()


def run(count: int, *, tiny: bool) -> dict[str, float | str]:
    """Measure a whole run: wall and processor time, peak memory of the main process and of the largest worker."""
    with tempfile.TemporaryDirectory() as home:
        if tiny:
            endpoint.write_copies(Path(home, "in"), count, tiny=True)
        else:
            write_copies(Path(home, "in"), count)
        began = time.perf_counter()
        process = subprocess.Popen([*COMMAND, "run", f"{home}/in", "--out", f"{home}/out", "--quiet"])  # noqa: S603  (our own code)
        used = watch(process)
        wall = time.perf_counter() - began
        if process.returncode:
            sys.exit(f"the run of {count} reports ended with {process.returncode}")
    main_process, *workers = used.values()
    cpu = sum(each.cpu for each in used.values())
    main_mb, worker_mb = (kb // 1024 for kb in (main_process.peak_kb, max((w.peak_kb for w in workers), default=0)))
    print(
        f"{count:7} {wall:8.1f} {count / wall:10.1f} {count / cpu:18.1f} {cpu / count * 1000:12.2f} "
        f"{main_mb:8} {worker_mb:10}",
        flush=True,
    )
    return {
        "reports": count,
        "kind": "tiny" if tiny else "copies",
        "wall_s": round(wall, 2),
        "a_second_and_core": round(count / cpu, 2),
        "cpu_ms_a_report": round(cpu / count * 1000, 2),
        "main_mb": main_mb,
        "worker_mb": worker_mb,
    }


class Used(NamedTuple):
    """What a process has used: seconds of processor time, and the most memory that it ever held."""

    cpu: float
    peak_kb: int


def watch(process: subprocess.Popen[bytes]) -> dict[int, Used]:
    """Look at a process and all below it (Linux) until it ends; what each had used when it was last seen."""
    found: dict[int, Used] = {}
    while process.poll() is None:
        for pid in family(process.pid):
            if (used := look(pid)) is not None:
                before = found.get(pid, used)
                found[pid] = Used(used.cpu, max(used.peak_kb, before.peak_kb))
        time.sleep(POLL_SECONDS)
    return found


def family(pid: int) -> Iterator[int]:
    """Yield a process and all its descendants, the process first."""
    yield pid
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in below:
        yield from family(int(child))


def look(pid: int) -> Used | None:
    """Return what a process has used, None where it has gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        times = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    peak = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), "0")
    return Used((int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK"), int(peak))


if __name__ == "__main__":
    main()
