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
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from copies import REPORTS, copies, write_copies

from extract.domains.petition import PETITION
from extract.model.text import RawDocument
from extract.pipeline import extract_document
from extract.readers.rules.reader import RulesReader
from extract.store.records import dump_record

RESULTS = Path(__file__).parent / "results" / "offline.json"

COMMAND = (sys.executable, "-c", "from extract.cli import main; main()")
"""``gouji``, by whichever Python runs this."""

POLL_SECONDS = 0.2
"""Between two looks at the memory of a run's processes."""


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
    seconds = []
    for _ in range(5):
        with tempfile.TemporaryDirectory() as folder:
            out = (folder,) if arguments[-1] == "--out" else ()
            began = time.perf_counter()
            subprocess.run([*COMMAND, *arguments, *out], check=True, capture_output=True)  # noqa: S603  (our own code)
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
    """Measure a whole run with a pool: wall and processor time, peak memory of the main process and of the largest worker."""
    with tempfile.TemporaryDirectory() as home:
        write_copies(Path(home, "in"), count)
        began = time.perf_counter()
        process = subprocess.Popen([*COMMAND, "run", f"{home}/in", "--out", f"{home}/out", "--quiet"])  # noqa: S603  (our own code)
        used = watch(process)
        wall = time.perf_counter() - began
        if process.returncode:
            sys.exit(f"the run of {count} reports ended with {process.returncode}")
    main_process, *workers = used.values()
    found = {
        "reports": count,
        "wall_s": round(wall, 2),
        "cpu_ms_a_report": round(sum(each.cpu for each in used.values()) / count * 1000, 2),
        "main_mb": main_process.peak_kb // 1024,
        "worker_mb": max((each.peak_kb for each in workers), default=0) // 1024,
    }
    print(
        f"{count:6} reports  {found['wall_s']:8.2f} s  {count / wall:7.1f} reports/s  "
        f"{found['cpu_ms_a_report']:6.2f} ms CPU each  main {found['main_mb']} MB  worker {found['worker_mb']} MB"
    )
    return found


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
                found[pid] = used
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
