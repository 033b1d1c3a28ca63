"""The Ray engine on a cluster of two nodes on this machine: the local engine's records, whoever is killed."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extract.engines.ray.cluster import joined
from extract.errors import ConfigError

SCENARIOS = Path(__file__).parents[1] / "kit" / "ray_scenarios.py"
CALLS_A_REPORT = 5

pytestmark = pytest.mark.slow
on_two_nodes = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="pip install 'gouji[ray]'")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the scenarios once, in a program of their own."""
    command = [sys.executable, str(SCENARIOS), str(tmp_path_factory.mktemp("ray"))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)  # noqa: S603  (our own program)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


@on_two_nodes
@pytest.mark.timeout(660)
def test_records_are_those_of_the_local_engine_apart_from_run_id_and_times(found: dict[str, Any]) -> None:
    rules = found["by_rules"]
    assert rules["nodes"] == 2
    assert rules["same"]
    assert rules["count"] == 24


@on_two_nodes
def test_a_document_that_cannot_be_read_fails_and_a_second_run_reads_only_what_changed(found: dict[str, Any]) -> None:
    rules = found["by_rules"]
    assert rules["failures"] == ["empty"]
    assert rules["documents"] == {"total": 25, "done": 24, "skipped": 0, "failed": 1}
    assert rules["again"] == {"total": 25, "done": 1, "skipped": 23, "failed": 1}


@on_two_nodes
def test_shards_hold_every_record_once_in_input_order_also_after_a_document_was_read_again(
    found: dict[str, Any],
) -> None:
    amounts = {number: f"{1000 + number}.00000000" for number in range(24)}
    assert found["by_rules"]["shards"] == [f"report-{number:02} ({amounts[number]})" for number in range(24)]
    changed = amounts | {3: "7003.00000000"}
    assert found["by_rules"]["shards_again"] == [f"report-{number:02} ({changed[number]})" for number in range(24)]


@on_two_nodes
def test_a_killed_worker_costs_no_document_and_at_most_its_calls_under_way(found: dict[str, Any]) -> None:
    model = found["with_a_model"]
    assert model["documents"] == {"total": 24, "done": 24, "skipped": 0, "failed": 0}
    assert model["calls"] - model["repeated"] == 24 * CALLS_A_REPORT
    assert model["repeated"] <= 4
    assert model["same"]


@on_two_nodes
def test_a_second_run_asks_nothing_again(found: dict[str, Any]) -> None:
    assert found["with_a_model"]["again"] == {"total": 24, "done": 0, "skipped": 24, "failed": 0}


@on_two_nodes
def test_the_cluster_shares_one_limit_of_calls(found: dict[str, Any]) -> None:
    assert found["with_a_model"]["most_under_way"] == 4


@on_two_nodes
def test_documents_that_kill_whoever_reads_them_fail_alone(found: dict[str, Any]) -> None:
    ends = found["documents_that_kill"]["ends"]
    assert sorted(name for name, kind in ends.items() if kind == "Failure") == ["1", "22"]
    assert len(ends) == 43


@on_two_nodes
def test_a_worker_that_cannot_start_gives_the_reason_in_one_sentence(found: dict[str, Any]) -> None:
    assert found["a_worker_that_cannot_start"]["message"] == "端点不认这把钥匙。"


@on_two_nodes
def test_a_budget_stops_the_run_before_it_is_passed_and_a_further_run_goes_on(found: dict[str, Any]) -> None:
    budget = found["a_budget"]
    assert budget["status"] == 5
    assert budget["spent"] <= 60_000
    assert budget["end"] == 0
    assert budget["repeated"] == 0
    assert budget["shards"] == 24


@on_two_nodes
def test_the_key_is_in_no_file_that_the_run_or_ray_has_written(found: dict[str, Any]) -> None:
    secret = found["with_a_model"]["secret"]
    assert secret["looked_at"] > 50
    assert secret["told"] == []


@on_two_nodes
def test_archives_joined_files_and_folders_in_s3_give_the_local_engines_records(found: dict[str, Any]) -> None:
    kinds = found["inputs_of_all_kinds"]
    assert kinds["same"] == {"near": True, "far": True}
    assert (kinds["near"], kinds["far"]) == (4, 5)


@on_two_nodes
def test_a_killed_driver_loses_nothing_and_kept_answers_are_not_asked_for_again(found: dict[str, Any]) -> None:
    killed = found["a_killed_driver"]
    assert killed["answered_before"] >= 30
    assert killed["status"] == 0
    assert killed["calls"] - killed["repeated"] == 24 * CALLS_A_REPORT
    assert killed["repeated"] <= 4
    assert killed["same"]
    assert killed["shards"] == 24


@on_two_nodes
def test_a_killed_node_costs_no_document_and_at_most_its_calls_under_way(found: dict[str, Any]) -> None:
    node = found["a_killed_node"]
    assert node["documents"] == {"total": 24, "done": 24, "skipped": 0, "failed": 0}
    assert node["repeated"] <= 4
    assert node["same"]


def test_without_ray_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match=r"gouji\[ray\]"), joined():
        pass


@on_two_nodes
def test_an_address_of_rays_client_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "ray://head:10001")
    with pytest.raises(ConfigError, match="ray://"), joined():
        pass
