"""Many reports on a bad day: nothing lost, nothing twice, the spend what the endpoint counted; killed and resumed."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from llm_fakes import SMALL
from provider.app import MODEL, Provider
from provider.faults import CONTENT, TRANSPORT, Plan
from provider.server import serving

REPORTS = 200
KILLS = 5
CALLS = 4
"""Calls in flight in the run that is killed: what a kill can lose at most."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def write_reports(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        text = SMALL.replace("1200万元", f"{1000 + number}万元").replace("12条", f"{number + 2}条")
        (folder / f"report-{number:03d}.txt").write_text(text, encoding="utf-8")


def start(url: str, reports: Path, out: Path, *, calls: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "sk-soak-0123456789", "GOUJI_TIMEOUT": "10"}
    command = [sys.executable, "-c", "from extract.cli import main; main()", "run", str(reports), "--out", str(out)]
    options = ["--model", MODEL, "--concurrency", str(calls), "--quiet"]
    home = str(Path(__file__).parents[2])
    environment |= {"PYTHONPATH": home}
    return subprocess.Popen([*command, *options], env=environment, stderr=subprocess.PIPE)  # noqa: S603  (our own program)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def kept(out: Path) -> int:
    with sqlite3.connect(out / "gouji.db") as store:
        return int(store.execute("select count(*) from answers").fetchone()[0])


def test_200_reports_at_20_percent_faults_end_complete_or_listed_and_the_spend_is_what_was_counted(
    tmp_path: Path,
) -> None:
    write_reports(tmp_path / "in", REPORTS)
    kinds = (*TRANSPORT, *CONTENT, "length", "refusal", "content-filter", "inspection")
    provider = Provider(Plan(rate=0.2, kinds=kinds), hang=12.0)
    with serving(provider) as running:
        run = start(running.url, tmp_path / "in", tmp_path / "out", calls=24)
        _, errors = run.communicate(timeout=800)
    records, failures = lines(tmp_path / "out" / "records.jsonl"), lines(tmp_path / "out" / "failures.jsonl")
    names = Counter(each["document"] for each in (*records, *failures))
    assert len(names) == REPORTS
    assert set(names.values()) == {1}
    assert run.returncode == (3 if failures else 0), errors.decode()
    assert all(failure["message"] for failure in failures)
    usage = [record["run"]["usage"] for record in records]
    ledger = provider.ledger
    assert not failures, "a fault of the wire is over after one repeat, so no report may fail"
    assert sum(each["prompt_tokens"] for each in usage) == ledger.prompt_tokens
    assert sum(each["completion_tokens"] for each in usage) == ledger.completion_tokens
    assert sum(each["attempts"] for each in usage) == ledger.requests
    assert ledger.requests > 5 * REPORTS


def test_a_run_killed_five_times_repeats_no_call_whose_answer_was_kept(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 30)
    provider, out, lost = Provider(latency=0.05), tmp_path / "out", 0
    with serving(provider) as running:
        for kill in range(1, KILLS + 1):
            run = start(running.url, tmp_path / "in", out, calls=CALLS)
            aim = 25 * kill
            while provider.ledger.as_json()["answered"] < aim and run.poll() is None:
                time.sleep(0.01)
            run.send_signal(signal.SIGKILL)
            run.communicate()
            time.sleep(0.3)
            lost = provider.ledger.as_json()["answered"] - kept(out)
            assert lost <= kill * CALLS
        last = start(running.url, tmp_path / "in", out, calls=CALLS)
        _, errors = last.communicate(timeout=300)
    assert last.returncode == 0, errors.decode()
    counts = provider.ledger.as_json()
    records = lines(out / "records.jsonl")
    assert len({record["document"] for record in records}) == len(records) == 30
    assert counts["answered"] - counts["repeated"] == kept(out)
    assert counts["repeated"] <= lost
    assert sum(record["run"]["usage"]["calls"] for record in records) == kept(out)
