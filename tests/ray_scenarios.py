"""Runs on a Ray cluster of two nodes on this machine; prints what came of them as JSON.

A program of its own, because Ray opens connections and warns as it likes, which the suite allows no test.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

HOME = Path(__file__).parents[1]
sys.path[:0] = [str(HOME), str(HOME / "tests")]
os.environ |= {"PYTHONPATH": f"{HOME}:{HOME / 'tests'}", "RAY_USAGE_STATS_ENABLED": "0", "LC_ALL": "C.UTF-8"}

import engine_fakes  # noqa: E402  (after the path is set, here and below)
import ray  # noqa: E402
from llm_fakes import SMALL  # noqa: E402
from provider.app import MODEL, Provider  # noqa: E402
from provider.server import serving  # noqa: E402
from ray.cluster_utils import Cluster  # noqa: E402

from extract.commands.session import Ended, Order, Session  # noqa: E402
from extract.engines.document import Tools  # noqa: E402
from extract.engines.outcome import Event  # noqa: E402
from extract.engines.ray import Crew, hired  # noqa: E402
from extract.settings import RunOptions  # noqa: E402
from extract.sources.inputs import gather  # noqa: E402

REPORTS = 24
OPTIONS = RunOptions(reader="rules", workers=2)


def write_reports(folder: Path) -> Path:
    folder.mkdir()
    for number in range(REPORTS):
        text = SMALL.replace("1200万元", f"{1000 + number}万元")
        (folder / f"report-{number:02d}.txt").write_text(text, encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    return folder


def run(folder: Path, out: Path, options: RunOptions, *, kill_at: int | None = None) -> tuple[Ended, int]:
    """Run as the command does; kill a worker when so many documents are done. Returns the end and how many were killed."""
    inputs = gather((str(folder),), out=out).inputs
    events, killed = 0, 0

    def watch(event: Event, _: object) -> None:
        nonlocal events, killed
        del event
        events += 1
        if events == kill_at:
            victim = next(workers(os.getpid()), None)
            if victim is not None:
                os.kill(victim, signal.SIGKILL)
                killed += 1

    return asyncio.run(Session(Order(inputs, out, options)).start(watch)), killed


def workers(pid: int) -> Iterator[int]:
    """Yield the processes below a process that hold a worker of ours."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        if Path(f"/proc/{child}/cmdline").read_bytes().startswith(b"ray::Worker"):
            yield int(child)
        yield from workers(int(child))


def records(out: Path) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    for record in found:
        for key in ("id", "started_at", "seconds"):
            del record["run"][key]
    return found


def by_rules(home: Path) -> dict[str, Any]:
    reports = write_reports(home / "in")
    run(reports, home / "local", OPTIONS)
    ended, _ = run(reports, home / "ray", OPTIONS.model_copy(update={"engine": "ray"}))
    again, _ = run(reports, home / "ray", OPTIONS.model_copy(update={"engine": "ray"}))
    failures = [json.loads(line) for line in (home / "ray" / "failures.jsonl").read_text("utf-8").splitlines()]
    return {
        "nodes": len([node for node in ray.nodes() if node["Alive"]]),
        "same": records(home / "local") == records(home / "ray"),
        "count": len(records(home / "ray")),
        "documents": ended.about["documents"],
        "again": again.about["documents"],
        "failures": [failure["document"] for failure in failures],
    }


def with_a_model(home: Path) -> dict[str, Any]:
    reports, provider = write_reports(home / "in"), Provider(latency=0.05)
    with serving(provider) as running:
        options = RunOptions(engine="ray", workers=2, model=MODEL, base_url=running.url, concurrency=4)
        ended, killed = run(reports, home / "ray", options, kill_at=6)
        counts = provider.ledger.as_json()
        again, _ = run(reports, home / "ray", options)
        local = options.model_copy(update={"engine": "local"})
        run(reports, home / "local", local)
    return {
        "killed": killed,
        "documents": ended.about["documents"],
        "again": again.about["documents"],
        "calls": counts["answered"],
        "repeated": counts["repeated"],
        "most_under_way": counts["most_under_way"],
        "same": [told(record) for record in records(home / "ray")] == [told(each) for each in records(home / "local")],
    }


def told(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record without its usage: a killed worker's calls were paid for by another attempt."""
    del record["run"]["usage"]
    return record


@asynccontextmanager
async def obedient(rows: object) -> AsyncGenerator[Tools, None]:
    del rows
    yield engine_fakes.open_tools()


def a_document_that_kills() -> dict[str, Any]:
    async def all_of() -> dict[str, str]:
        with hired(lambda _: Crew(2, 2, obedient)) as team:
            jobs = [
                engine_fakes.job(str(n), text) for n, text in enumerate(["甲。", "猝死", *("乙。" for _ in range(8))])
            ]
            return {event.document: type(event).__name__ async for event in team.run(jobs, len(jobs))}

    return asyncio.run(all_of())


def main() -> None:
    """Run all on one cluster."""
    home = Path(sys.argv[1])
    for name in ("rules", "model"):
        (home / name).mkdir()
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
    try:
        found = {
            "rules": by_rules(home / "rules"),
            "model": with_a_model(home / "model"),
            "killer": a_document_that_kills(),
        }
    finally:
        ray.shutdown()
        cluster.shutdown()
    print(json.dumps(found))  # noqa: T201  (what the test reads)


if __name__ == "__main__":
    main()
