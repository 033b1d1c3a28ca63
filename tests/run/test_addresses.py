"""Runs whose inputs lie behind addresses, with the local engine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from llm_fakes import SMALL
from s3_service import Service, serving_s3

from extract.commands.session import Ended, Order, Session
from extract.errors import ConfigError
from extract.settings import RunOptions
from extract.sources.addresses import _s3
from extract.sources.inputs import gather


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with serving_s3() as service:
        yield service


@pytest.fixture
def bucket(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name, value in service.variables.items():
        monkeypatch.setenv(name, value)
    for name in ("甲.txt", "2023/乙 #1?.txt", "notes.json"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SMALL, encoding="utf-8")
    service.put(tmp_path / "in", "reports", "county")
    _s3.cache_clear()
    yield "s3://reports/county"
    _s3.cache_clear()


def run(address: str, out: Path) -> Ended:
    gathered = gather((address,), out=out)
    return asyncio.run(Session(Order(gathered.inputs, out, RunOptions(reader="rules"))).start(lambda *_: None))


def records(out: Path) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in (out / "records.jsonl").read_text("utf-8").splitlines()]
    for record in found:
        del record["run"], record["source"]["path"]
    return found


def test_a_folder_in_s3_gives_the_records_of_the_same_folder_on_the_disk(bucket: str, tmp_path: Path) -> None:
    remote, local = run(bucket, tmp_path / "remote"), run(str(tmp_path / "in"), tmp_path / "local")
    assert remote.documents == local.documents == ("甲", "2023/乙 #1?")
    assert records(tmp_path / "remote") == records(tmp_path / "local")


def test_a_second_run_from_s3_reads_only_what_has_changed(bucket: str, service: Service, tmp_path: Path) -> None:
    run(bucket, tmp_path / "out")
    (tmp_path / "in" / "甲.txt").write_text(SMALL.replace("1200万元", "1300万元"), encoding="utf-8")
    service.put(tmp_path / "in", "reports", "county")
    assert run(bucket, tmp_path / "out").about["documents"] == {"total": 2, "done": 1, "skipped": 1, "failed": 0}


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there_is_told_in_one_sentence() -> None:
    with pytest.raises(ConfigError, match="s3://nowhere/x"):
        gather(("s3://nowhere/x",))


def test_what_only_this_process_can_see_is_read_by_it(tmp_path: Path) -> None:
    fsspec.filesystem("memory").pipe_file("/here/甲.txt", SMALL.encode())
    assert run("memory://here", tmp_path / "out").about["documents"]["done"] == 1
