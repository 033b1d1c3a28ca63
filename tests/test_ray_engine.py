"""The Ray engine on a cluster of two nodes on this machine: the local engine's records, whoever is killed."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extract.engines.ray import Crew, hired
from extract.errors import ConfigError

SCENARIOS = Path(__file__).parent / "ray_scenarios.py"
on_two_nodes = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="pip install 'gouji[ray]'")
CALLS_A_REPORT = 5


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the scenarios once, in a program of their own."""
    command = [sys.executable, str(SCENARIOS), str(tmp_path_factory.mktemp("ray"))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)  # noqa: S603  (our own program)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


@on_two_nodes
@pytest.mark.slow
def test_records_are_those_of_the_local_engine_apart_from_times(found: dict[str, Any]) -> None:
    rules = found["rules"]
    assert rules["nodes"] == 2
    assert rules["same"]
    assert rules["count"] == 24


@on_two_nodes
@pytest.mark.slow
def test_a_document_that_cannot_be_read_is_a_failure_and_a_second_run_reads_nothing_again(
    found: dict[str, Any],
) -> None:
    rules = found["rules"]
    assert rules["failures"] == ["empty"]
    assert rules["documents"] == {"total": 25, "done": 24, "skipped": 0, "failed": 1}
    assert rules["again"] == {"total": 25, "done": 0, "skipped": 24, "failed": 1}


@on_two_nodes
@pytest.mark.slow
def test_a_killed_worker_costs_no_document_and_at_most_its_calls_under_way(found: dict[str, Any]) -> None:
    model = found["model"]
    assert model["killed"] == 1
    assert model["documents"] == {"total": 25, "done": 24, "skipped": 0, "failed": 1}
    assert model["calls"] - model["repeated"] == 24 * CALLS_A_REPORT
    assert model["repeated"] <= 4
    assert model["same"]


@on_two_nodes
@pytest.mark.slow
def test_paid_answers_outlive_the_cluster(found: dict[str, Any]) -> None:
    assert found["model"]["again"] == {"total": 25, "done": 0, "skipped": 24, "failed": 1}


@on_two_nodes
@pytest.mark.slow
def test_the_cluster_shares_one_limit_of_calls(found: dict[str, Any]) -> None:
    assert found["model"]["most_under_way"] <= 4


@on_two_nodes
@pytest.mark.slow
def test_a_document_that_kills_every_worker_fails_alone(found: dict[str, Any]) -> None:
    ends = found["killer"]
    assert [name for name, kind in ends.items() if kind == "Failure"] == ["1"]
    assert len(ends) == 10


def test_without_ray_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match=r"gouji\[ray\]"), hired(lambda _: Crew(1, 1, None)):  # type: ignore[arg-type]  # never opened
        pass
