"""What a kill costs: a model run killed with SIGKILL at random moments and started again, beside what the endpoint counted.

    python bench/resume.py [--documents 60] [--kills 10]

A call whose answer was on the disk must never be made again, and no document may be missing or there twice.
Writes ``bench/results/resume.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from endpoint import counts, endpoint, write_copies

RESULTS = Path(__file__).parent / "results" / "resume.json"
CALLS_A_DOCUMENT, IN_FLIGHT, LATENCY = 5, 8, 0.1
SETTLING = 0.5
"""Seconds in which the endpoint finishes what a killed run had asked."""


def main() -> None:
    """Kill, resume, count, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--kills", type=int, default=10)
    given = parser.parse_args()
    calls = given.documents * CALLS_A_DOCUMENT
    chance = random.Random(2026)  # noqa: S311  (reproducible, not secret)
    moments = sorted(chance.randrange(1, calls) for _ in range(given.kills))
    with tempfile.TemporaryDirectory() as home, endpoint(LATENCY) as url:
        reports, out = Path(home, "in"), Path(home, "out")
        write_copies(reports, given.documents)
        killed = sum(killed_at(moment, start(url, reports, out), url) for moment in moments)
        lost = counts(url)["answered"] - kept(out)
        last = start(url, reports, out)
        last.wait()
        found = {
            "kills": killed,
            "status": last.returncode,
            "calls": calls,
            "answered": counts(url)["answered"],
            "in_flight_when_killed": lost,
            "kept_answers_asked_again": counts(url)["repeated"] - min(lost, counts(url)["repeated"]),
            "documents_lost": given.documents - len(set(documents(out))),
            "documents_twice": len(documents(out)) - len(set(documents(out))),
        }
    for name, value in found.items():
        print(f"{name.replace('_', ' '):28} {value}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def start(url: str, reports: Path, out: Path) -> subprocess.Popen[bytes]:
    """Start or resume the run."""
    command = [sys.executable, "-c", "from extract.cli import main; main()", "run", str(reports), "--out", str(out)]
    options = ["--model", "gouji-test", "--concurrency", str(IN_FLIGHT), "--quiet"]
    environment = os.environ | {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "none"}
    return subprocess.Popen([*command, *options], env=environment)  # noqa: S603  (our own program)


def killed_at(moment: int, process: subprocess.Popen[bytes], url: str) -> bool:
    """Kill a run once the endpoint has answered so many calls; False where it had ended before."""
    while counts(url)["answered"] < moment and process.poll() is None:
        time.sleep(0.01)
    ended = process.poll() is not None
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(SETTLING)
    return not ended


def kept(out: Path) -> int:
    """Count the answers on the disk."""
    with sqlite3.connect(out / "gouji.db") as store:
        return int(store.execute("select count(*) from answers").fetchone()[0])


def documents(out: Path) -> list[str]:
    """Return the documents that have a record."""
    lines = (out / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["document"] for line in lines]


if __name__ == "__main__":
    main()
