"""A run stopped from outside, in a process of its own: whole lines, nothing left running, and it goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extract.store.records import read_records

REPORTS = sorted((Path(__file__).parents[2] / "gold" / "reports").glob("*.txt"))
COPIES = 60

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with ``in/`` holding many reports, enough for a pool of processes."""
    (tmp_path / "in").mkdir()
    for number in range(COPIES):
        text = REPORTS[number % len(REPORTS)].read_text(encoding="utf-8")
        (tmp_path / "in" / f"{number:03d}.txt").write_text(f"{text}\n第{number}份", encoding="utf-8")
    return tmp_path


@pytest.fixture
def started(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run under way in a process group of its own, with some records written."""
    process = run(home)
    try:
        assert wait_for(lambda: lines(home) >= 5)
        yield process
    finally:
        process.kill()
        process.wait()


def run(home: Path) -> subprocess.Popen[bytes]:
    """Start ``gouji run in --out out``."""
    code = "from extract.cli import main; main()"
    with (home / "errors.txt").open("wb") as errors:
        return subprocess.Popen(  # noqa: S603  (this Python, our own code)
            [sys.executable, "-c", code, "run", "in", "--out", "out", "--workers", "2"],
            cwd=home,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )


def wait_for(condition: Callable[[], bool], *, seconds: float = 30) -> bool:
    """Wait until the condition holds; whether it came to hold in time."""
    until = time.monotonic() + seconds
    while not (holds := condition()) and time.monotonic() < until:
        time.sleep(0.01)
    return holds


def lines(home: Path) -> int:
    """Count the whole lines of ``records.jsonl``."""
    path = home / "out/records.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def group_is_empty(group: int) -> bool:
    """Whether no living process of the group is left (Linux); the dead that nobody has asked after do not count."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            return False
    return True


def check_complete(home: Path) -> None:
    """Run again and assert that every document has exactly one record, in input order."""
    before = lines(home)
    assert run(home).wait(120) == 0
    documents = [record.document for record in read_records(home / "out")]
    assert documents == [f"{number:03d}" for number in range(COPIES)]
    counts = json.loads((home / "out/run.json").read_text(encoding="utf-8"))["documents"]
    assert counts["skipped"] >= before - 1
    assert counts["done"] + counts["skipped"] == COPIES


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_ends_with_130_and_goes_on_where_it_stopped(
    home: Path, started: subprocess.Popen[bytes], sent: signal.Signals
) -> None:
    """Ctrl-C reaches every process of the group; SIGTERM comes to the first one alone."""
    if sent is signal.SIGINT:
        os.killpg(started.pid, sent)
    else:
        started.send_signal(sent)
    assert started.wait(30) == 130
    assert (home / "out/gouji.db").is_file()
    said = (home / "errors.txt").read_text(encoding="utf-8").splitlines()
    assert said[-1].startswith("已中断：完成 ")
    assert not [line for line in said if "rror" in line or "xception" in line]
    assert wait_for(lambda: group_is_empty(started.pid))
    assert json.loads((home / "out/run.json").read_text(encoding="utf-8"))["status"] == "interrupted"
    check_complete(home)


@pytest.mark.parametrize("whole_group", [True, False])
def test_a_run_that_is_killed_loses_at_most_what_was_under_way(
    home: Path, started: subprocess.Popen[bytes], *, whole_group: bool
) -> None:
    """Kill -9 gives no time to tidy up: workers notice that they are alone, the next run mends the folder."""
    if whole_group:
        os.killpg(started.pid, signal.SIGKILL)
    else:
        started.kill()
    started.wait()
    assert wait_for(lambda: group_is_empty(started.pid))
    check_complete(home)
