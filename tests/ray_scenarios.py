"""Scenarios on a Ray cluster of two nodes on this machine; prints what came of them as JSON.

A program of its own, because Ray opens connections and warns as it likes, which the suite allows no test.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

HOME = Path(__file__).parents[1]
sys.path[:0] = [str(HOME), str(HOME / "tests")]
os.environ |= {"PYTHONPATH": f"{HOME}:{HOME / 'tests'}", "RAY_USAGE_STATS_ENABLED": "0", "LC_ALL": "C.UTF-8"}

import engine_fakes  # noqa: E402  (after the path is set, here and below)
import pyarrow.parquet as pq  # noqa: E402
import ray  # noqa: E402
from provider.app import MODEL, Provider  # noqa: E402
from provider.server import serving  # noqa: E402
from ray.cluster_utils import Cluster  # noqa: E402
from ray_runs import failures, kill_worker, records, run, write_reports  # noqa: E402

from extract.engines.document import Tools  # noqa: E402
from extract.engines.ray.conduct import Crew  # noqa: E402
from extract.engines.ray.team import Team, Work  # noqa: E402
from extract.errors import ConfigError  # noqa: E402
from extract.settings import RunOptions  # noqa: E402

RULES = RunOptions(reader="rules", workers=2)


def by_rules(home: Path) -> dict[str, Any]:
    reports = write_reports(home / "in")
    (reports / "empty.txt").write_text("", encoding="utf-8")
    run(reports, home / "local", RULES)
    on_ray = RULES.model_copy(update={"engine": "ray"})
    ended = run(reports, home / "ray", on_ray)
    first = shards(home / "ray")
    text = (reports / "report-03.txt").read_text(encoding="utf-8")
    (reports / "report-03.txt").write_text(text.replace("1003万元", "7003万元"), encoding="utf-8")
    same = records(home / "local") == records(home / "ray")
    again = run(reports, home / "ray", on_ray)
    return {
        "nodes": len([node for node in ray.nodes() if node["Alive"]]),
        "same": same,
        "count": len(records(home / "ray")),
        "documents": ended.about["documents"],
        "again": again.about["documents"],
        "failures": failures(home / "ray"),
        "shards": first,
        "shards_again": shards(home / "ray"),
        "documents_in_order": [json.loads(line)["document"] for line in records(home / "ray")],
    }


def shards(out: Path) -> list[str]:
    """Return the documents of all shards with their first amounts, in order."""
    tables = (pq.read_table(path) for path in sorted((out / "shards").iterdir()))
    return [f"{row['document']} ({row['finance'][0]['value']})" for table in tables for row in table.to_pylist()]


def with_a_model(home: Path) -> dict[str, Any]:
    reports, provider = write_reports(home / "in"), Provider(latency=0.05)
    with serving(provider) as running:
        options = RunOptions(engine="ray", workers=2, model=MODEL, base_url=running.url, concurrency=4)
        ended = run(reports, home / "ray", options, at=6, do=kill_worker)
        counts = provider.ledger.as_json()
        again = run(reports, home / "ray", options)
        run(reports, home / "local", options.model_copy(update={"engine": "local"}))
    return {
        "documents": ended.about["documents"],
        "again": again.about["documents"],
        "calls": counts["answered"],
        "repeated": counts["repeated"],
        "most_under_way": counts["most_under_way"],
        "same": records(home / "ray", usage=False) == records(home / "local", usage=False),
    }


@asynccontextmanager
async def obedient(shared: object) -> AsyncGenerator[Tools, None]:
    del shared
    yield engine_fakes.open_tools()


@asynccontextmanager
async def refused(shared: object) -> AsyncGenerator[Tools, None]:
    del shared
    msg = "端点不认这把钥匙。"
    raise ConfigError(msg)
    yield engine_fakes.open_tools()


def read(texts: list[str], tools: Any = obedient) -> dict[str, str]:
    """Read texts, named by their number, on two workers; return how each ended."""

    async def all_of() -> dict[str, str]:
        team = Team(lambda _: Crew(2, 4, 2, 32, 60.0), Work(tools))
        jobs = [engine_fakes.job(str(number), text) for number, text in enumerate(texts)]
        try:
            return {event.document: type(event).__name__ async for event in team.run(jobs, parts=lambda _: ())}
        finally:
            team.dismiss()

    return asyncio.run(all_of())


def documents_that_kill(home: Path) -> dict[str, Any]:
    del home
    ends = read(["甲。", "猝死", *["乙。"] * 20, "猝死", *["丙。"] * 20])
    return {"ends": ends}


def a_worker_that_cannot_start(home: Path) -> dict[str, Any]:
    del home
    try:
        read(["甲。"], refused)
    except ConfigError as error:
        return {"message": error.message}
    return {"message": None}


SCENARIOS = (by_rules, with_a_model, documents_that_kill, a_worker_that_cannot_start)


def main() -> None:
    """Run all on one cluster."""
    home = Path(sys.argv[1])
    wanted = sys.argv[2:] or [scenario.__name__ for scenario in SCENARIOS]
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
    try:
        found = {one.__name__: one(home / one.__name__) for one in SCENARIOS if one.__name__ in wanted}
    finally:
        ray.shutdown()
        cluster.shutdown()
    print(json.dumps(found))  # noqa: T201  (what the test reads)


if __name__ == "__main__":
    main()
