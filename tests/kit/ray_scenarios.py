"""Scenarios on a Ray cluster of two nodes on this machine; prints what came of them as JSON.

A program of its own, because Ray opens connections and warns as it likes, which the suite allows no test.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

HOME = Path(__file__).parents[2]
sys.path[:0] = [str(HOME), str(HOME / "tests"), str(HOME / "tests" / "kit")]
os.environ |= {
    "PYTHONPATH": f"{HOME}:{HOME / 'tests'}:{HOME / 'tests' / 'kit'}",
    "RAY_USAGE_STATS_ENABLED": "0",
    "LC_ALL": "C.UTF-8",
}

import engine_fakes  # noqa: E402  (after the path is set, here and below)
import pyarrow.parquet as pq  # noqa: E402
import ray  # noqa: E402
from provider.app import MODEL, Provider  # noqa: E402
from provider.server import serving  # noqa: E402
from pydantic import SecretStr  # noqa: E402
from ray.cluster_utils import Cluster  # noqa: E402
from ray_runs import failures, kill_worker, records, run, write_reports  # noqa: E402
from s3_service import serving_s3  # noqa: E402

from extract.engines.document import Tools  # noqa: E402
from extract.engines.ray.conduct import Crew  # noqa: E402
from extract.engines.ray.team import Team, Work  # noqa: E402
from extract.errors import ConfigError  # noqa: E402
from extract.settings import RunOptions  # noqa: E402

RULES = RunOptions(reader="rules", workers=2)
GOUJI = "from extract.cli import main; main()"


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
    secret = "sk-" + "0123456789abcdef" * 2
    reports, provider = write_reports(home / "in"), Provider(latency=0.05, key=secret)
    with serving(provider) as running:
        options = RunOptions(
            engine="ray", workers=2, model=MODEL, base_url=running.url, concurrency=4, api_key=SecretStr(secret)
        )
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
        "secret": files_with(secret, home),
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


def a_budget(home: Path) -> dict[str, Any]:
    reports, provider = write_reports(home / "in"), Provider(latency=0.05)
    with serving(provider) as running:
        options = RunOptions(engine="ray", workers=2, model=MODEL, base_url=running.url, concurrency=4)
        stopped = run(reports, home / "ray", options.model_copy(update={"budget_tokens": 60_000}))
        spent = provider.ledger.prompt_tokens + provider.ledger.completion_tokens
        first = provider.ledger.as_json()
        ended = run(reports, home / "ray", options)
        last = provider.ledger.as_json()
    return {
        "status": stopped.status,
        "kept": stopped.about["documents"]["done"],
        "spent": spent,
        "repeated_before": first["repeated"],
        "repeated": last["repeated"],
        "end": ended.about["documents"]["failed"],
        "shards": len(shards(home / "ray")),
    }


def files_with(secret: str, home: Path) -> dict[str, Any]:
    """Look for a secret in every file that a run and Ray have written."""
    places = (home, Path(ray._private.worker._global_node.get_session_dir_path()))
    files = [path for place in places for path in place.rglob("*") if path.is_file() and not path.is_symlink()]
    return {"looked_at": len(files), "told": told(files, secret)}


def told(files: list[Path], secret: str) -> list[str]:
    return [path.name for path in files if secret.encode() in path.read_bytes()]


def inputs_of_all_kinds(home: Path) -> dict[str, Any]:
    """Read an archive, a report in two files and a folder in S3, locally and on the cluster."""
    reports = write_reports(home / "in", 3)
    with zipfile.ZipFile(reports / "all.zip", "w") as archive:
        for number in range(2):
            archive.write(reports / f"report-0{number}.txt", f"packed-{number}.txt")
    (reports / "gouji.manifest.toml").write_text('[reports]\n"joined" = ["report-01.txt", "report-02.txt"]\n', "utf-8")
    with serving_s3() as service:
        service.put(write_reports(home / "far", 5), "reports", "county")
        os.environ |= service.variables
        on_ray = RULES.model_copy(update={"engine": "ray"})
        for name, place in (("near", reports), ("far", "s3://reports/county")):
            run(place, home / f"local-{name}", RULES)
            run(place, home / f"ray-{name}", on_ray)
    same = {name: records(home / f"local-{name}") == records(home / f"ray-{name}") for name in ("near", "far")}
    return {"same": same, "near": len(records(home / "ray-near")), "far": len(records(home / "ray-far"))}


def a_killed_driver(home: Path) -> dict[str, Any]:
    """Kill the program ``gouji`` in the middle of a run, and start it again."""
    reports, provider = write_reports(home / "in"), Provider(latency=0.05)
    with serving(provider) as running:
        command = [sys.executable, "-c", GOUJI, "run", str(reports), "--out", str(home / "ray"), "--engine", "ray"]
        further = ["--model", MODEL, "--concurrency", "4", "--workers", "2", "--quiet"]
        about = os.environ | {"OPENAI_BASE_URL": running.url, "RAY_ADDRESS": ray.get_runtime_context().gcs_address}
        with subprocess.Popen([*command, *further], env=about, start_new_session=True) as first:  # noqa: S603  (our own)
            wait_for(lambda: sum(provider.ledger.answered.values()) >= 30)
            first.kill()
        wait_for(lambda: provider.ledger.under_way == 0)
        before = provider.ledger.as_json()
        second = subprocess.run([*command, *further], env=about, timeout=120, check=False)  # noqa: S603  (our own)
        counts = provider.ledger.as_json()
        run(reports, home / "local", RunOptions(model=MODEL, base_url=running.url, concurrency=4))
    return {
        "answered_before": before["answered"],
        "status": second.returncode,
        "calls": counts["answered"],
        "repeated": counts["repeated"],
        "same": records(home / "ray", usage=False) == records(home / "local", usage=False),
        "shards": len(shards(home / "ray")),
    }


def wait_for(true: Callable[[], bool], seconds: float = 90.0) -> None:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)


def a_killed_node(home: Path) -> dict[str, Any]:
    """Take a node away in the middle of a run; the last scenario, since the node does not come back."""
    reports, provider = write_reports(home / "in"), Provider(latency=0.05)
    node = next(iter(CLUSTER.worker_nodes))
    with serving(provider) as running:
        options = RunOptions(engine="ray", workers=2, model=MODEL, base_url=running.url, concurrency=4)
        ended = run(reports, home / "ray", options, at=6, do=lambda: CLUSTER.remove_node(node, allow_graceful=False))
        counts = provider.ledger.as_json()
        run(reports, home / "local", options.model_copy(update={"engine": "local"}))
    return {
        "documents": ended.about["documents"],
        "calls": counts["answered"],
        "repeated": counts["repeated"],
        "most_under_way": counts["most_under_way"],
        "same": records(home / "ray", usage=False) == records(home / "local", usage=False),
    }


SCENARIOS = (
    by_rules,
    with_a_model,
    documents_that_kill,
    a_worker_that_cannot_start,
    a_budget,
    inputs_of_all_kinds,
    a_killed_driver,
    a_killed_node,
)
CLUSTER = Cluster()


def main() -> None:
    """Run those that are named, or all, on one cluster."""
    home = Path(sys.argv[1])
    wanted = sys.argv[2:] or [scenario.__name__ for scenario in SCENARIOS]
    CLUSTER.add_node(num_cpus=1, include_dashboard=False)
    CLUSTER.add_node(num_cpus=1)
    CLUSTER.wait_for_nodes()
    ray.init(address=CLUSTER.address, log_to_driver=False, logging_level="ERROR")
    found = {}
    try:
        for scenario in SCENARIOS:
            if scenario.__name__ in wanted:
                began = time.monotonic()
                found[scenario.__name__] = scenario(home / scenario.__name__)
                print(f"{scenario.__name__}: {time.monotonic() - began:.1f} s", file=sys.stderr)  # noqa: T201
    finally:
        ray.shutdown()
        CLUSTER.shutdown()
    print(json.dumps(found))  # noqa: T201  (what the test reads)


if __name__ == "__main__":
    main()
