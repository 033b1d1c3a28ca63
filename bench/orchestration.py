"""How close model runs come to the ideal: wall time beside calls x latency / calls in flight, processor time, memory.

    python bench/orchestration.py [--short | --full] [--cells 2:64,0.2:16] [--ways bare,run,langextract] [--documents 200]
    python bench/orchestration.py --memory 100,1000,10000

``bare`` is a plain loop around ``AsyncOpenAI``, ``run`` a whole ``gouji run``, ``langextract`` LangExtract on the same
texts in an environment of its own, all against the same endpoint program and side by side: read the ratios, not the
seconds. A cell takes so many documents that the ideal is about ``SECONDS`` (eight minutes for all), 1,000 with
``--full``; LangExtract comes in the cells of ``PEER_CELLS``. ``--short`` takes a minute and leaves LangExtract out.
``--memory`` makes runs over tiny reports without latency and looks at memory alone.
Writes ``bench/results/orchestration.json``, with ``--memory`` ``bench/results/memory.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from endpoint import counts, endpoint, write_copies
from grounding import peer_python
from offline import watch
from peer_task import example, instructions

HOME = Path(__file__).parent
RESULTS = HOME / "results"
WAYS = ("bare", "run", "langextract")
CELLS = "2:16,2:64,2:256,0.2:16,0.2:64,0.2:256"
PEER_CELLS = ("2:64", "0.2:16")
"""Where LangExtract is measured unless ``--ways`` is given: it takes seconds of one core for each document."""

CALLS_A_DOCUMENT = 5
SECONDS = {2.0: 30.0, 0.2: 10.0}
"""Ideal seconds of a cell, by latency: 15 waves of calls, and 50."""

WARMING = 8
"""Reports before those that are measured: from so many on a run has helper processes."""

FULL = 1000
SHORT = ("2:16,0.2:16", "bare,run", 40)
WORKED = 0.3
"""Processor seconds from which a process counts as a helper, not as one that is only being started."""


class Cell(NamedTuple):
    """Seconds that each answer takes, calls in flight, documents."""

    latency: float
    calls: int
    documents: int


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", default=CELLS, help="latency:calls in flight, …")
    parser.add_argument("--ways", help=f"of {', '.join(WAYS)}; all by default, LangExtract where it is quick")
    parser.add_argument("--documents", type=int, help="in every cell")
    parser.add_argument("--short", action="store_true", help="two cells of 60 documents, without LangExtract")
    parser.add_argument("--full", action="store_true", help=f"{FULL:,} documents in every cell")
    parser.add_argument("--memory", help="numbers of tiny reports")
    given = parser.parse_args()
    if given.short:
        given.cells, given.ways, given.documents = SHORT
    if given.memory:
        keep("memory.json", list(memory(int(count) for count in given.memory.split(","))))
    else:
        keep("orchestration.json", list(table(given)))


def table(given: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Measure every cell in every way, and print a row for each."""
    heading = ("latency", "in flight", "way", "documents", "calls", "wall ÷ ideal", "wall s", "CPU ms a call")
    print(row((*heading, "helpers' CPU ms a call", "CPU ms a report", "MB", "helper MB", "endpoint CPU ms a call")))
    print(row(["---"] * (len(heading) + 5)))
    for said in given.cells.split(","):
        latency, calls = said.split(":")
        documents = given.documents or (FULL if given.full else sized(float(latency), int(calls)))
        ways = given.ways.split(",") if given.ways else [w for w in WAYS if w != "langextract" or said in PEER_CELLS]
        for way in ways:
            yield measured(Cell(float(latency), int(calls), documents), way)


def sized(latency: float, calls: int) -> int:
    """Return how many documents fill a cell with whole waves of calls: a last one that is half empty would cost a full one."""
    most = FULL * CALLS_A_DOCUMENT // calls
    waves = min(round(SECONDS.get(latency, 10.0) / max(latency, 0.01)), most)
    return max(1, waves // CALLS_A_DOCUMENT) * calls


def measured(cell: Cell, way: str) -> dict[str, Any]:
    """Measure one way in one cell, and print its row."""
    with reports(cell.documents) as folder, endpoint(cell.latency) as url:
        used, made, helpers = called(way, url, folder, cell)
    ideal = made["calls"] * cell.latency / cell.calls
    helping = sum(each.cpu for each in helpers)
    found = {
        **cell._asdict(),
        "way": way,
        "requests": made["calls"],
        "ratio": round(used["wall"] / ideal, 3) if ideal else None,
        "wall": round(used["wall"], 1),
        "cpu_ms": round(used["cpu"] / made["calls"] * 1000, 2),
        "cpu_ms_helpers": round(helping / made["calls"] * 1000, 2),
        "cpu_ms_a_report": round((used["cpu"] + helping) / cell.documents * 1000, 1),
        "mb": round(used["mb"]),
        "mb_helper": max((each.peak_kb for each in helpers), default=0) // 1024,
        "cpu_ms_endpoint": round(made["cpu"] / made["calls"] * 1000, 2),
    }
    first = (f"{cell.latency:g} s", cell.calls, way, cell.documents)
    print(row((*first, *(found[name] for name in list(found)[4:]))), flush=True)
    return found


def memory(sizes: Iterator[int]) -> Iterator[dict[str, Any]]:
    """Run over more and more tiny reports, without latency, and print the peak of memory."""
    print(row(("documents", "calls", "loop MB", "helper MB", "CPU ms a call", "helpers' CPU ms a call")))
    print(row(["---"] * 6))
    for size in sizes:
        with reports(size, tiny=True) as folder, endpoint(0.0) as url:
            used, made, helpers = called("run", url, folder, Cell(0.0, 64, size))
        found = {
            "documents": size,
            "calls": made["calls"],
            "mb": round(used["mb"]),
            "mb_helper": max((each.peak_kb for each in helpers), default=0) // 1024,
            "cpu_ms": round(used["cpu"] / made["calls"] * 1000, 2),
            "cpu_ms_helpers": round(sum(each.cpu for each in helpers) / made["calls"] * 1000, 2),
        }
        print(row(found.values()), flush=True)
        yield found


@contextmanager
def reports(count: int, *, tiny: bool = False) -> Iterator[Path]:
    """Hold a folder of reports, and beside it one with a few, which are read first so that everything is loaded."""
    with tempfile.TemporaryDirectory() as home:
        write_copies(Path(home, "in"), count, tiny=tiny)
        write_copies(Path(home, "warm"), WARMING, mark="预热")
        yield Path(home, "in")


def called(way: str, url: str, folder: Path, cell: Cell) -> tuple[dict[str, float], dict[str, float], list[Any]]:
    """Make the calls of a cell; return what the caller says it used, what the endpoint counted, and the helpers."""
    peer, before = way == "langextract", counts(url)
    program = [peer_python("openai"), HOME / "peer_caller.py"] if peer else [sys.executable, HOME / "caller.py", way]
    process = subprocess.Popen(  # noqa: S603  (our own programs)
        [*program, url, folder, str(cell.calls)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError
    with process.stdin:
        process.stdin.write(json.dumps({"instructions": instructions(), "example": example()}).encode())
    _, *others = watch(process).values()
    if process.returncode:
        sys.exit(f"{way} ended with status {process.returncode}")
    used, counted = json.loads(process.stdout.read()), counts(url)
    calls = counted["answered"] - used["warming"]
    return (
        used,
        {"calls": calls, "cpu": counted["cpu"] - before["cpu"]},
        [each for each in others if each.cpu >= WORKED],
    )


def row(values: Any) -> str:  # noqa: ANN401  (whatever can be printed)
    """Return a row of a table in Markdown."""
    return "| " + " | ".join(str(value) for value in values) + " |"


def keep(name: str, rows: list[dict[str, Any]]) -> None:
    """Write what was measured."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps({"cores": os.cpu_count(), "rows": rows}, ensure_ascii=False, indent=1)
    (RESULTS / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
