"""gouji review from the command line, and what other commands see of its decisions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from postgres_server import HOW_TO_GET, running, server_binaries
from review_fakes import BASIC, TEXT, TOTAL, report

from extract.commands.review import keep_run
from extract.loading import Given, materials
from extract.model.decision import Action
from extract.model.record import Record
from extract.review.desk.desk import By, Desk
from extract.review.desk.requests import Proposal
from extract.store.database import open_store
from extract.store.log import Log
from extract.store.place import sqlite_url
from extract.store.records import dump_record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run folder with one report."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "school.txt").write_bytes(TEXT.encode())
    (tmp_path / "records.jsonl").write_text(f"{dump_record(report())}\n", encoding="utf-8")
    return tmp_path


def edit(url: str, value: str) -> None:
    """Decide as the page does."""
    engine = open_store(url)
    proposal = Proposal(id=uuid4(), target=BASIC, action=Action.EDIT, new={"value": value})
    Desk(Log(engine)).decide("school", [proposal], by=By("甲", 0))
    engine.dispose()


def kept(folder: Path, url: str) -> None:
    """Put the run's records into a store."""
    engine = open_store(url)
    keep_run(Log(engine), folder)
    engine.dispose()


def gouji(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run gouji in a folder."""
    program = "from extract.cli import main; main()"
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GOUJI_")}
    path = {"PYTHONPATH": str(Path(__file__).parents[2]), "LC_ALL": "C.UTF-8"}
    return subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-c", program, *words],
        cwd=folder,
        env=clean | path,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_folder_without_records_is_refused_in_one_line(tmp_path: Path) -> None:
    """The line says what to run first."""
    done = gouji(tmp_path, "review", "nowhere", "--no-browser")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "gouji run" in done.stderr


def test_another_address_without_a_token_is_refused_in_one_line(folder: Path) -> None:
    """Before anything listens."""
    done = gouji(folder, "review", ".", "--no-browser", "--host", "0.0.0.0")  # noqa: S104  (refused)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "--token" in done.stderr


def test_exports_hold_what_people_decided_and_the_checks_on_it(folder: Path) -> None:
    """A finding that an edit brought is in the workbook, the value that was edited too."""
    kept(folder, sqlite_url(folder))
    edit(sqlite_url(folder), "601")
    assert gouji(folder, "export", ".", "--format", "xlsx", "--out", "x.xlsx").returncode == 0
    book = openpyxl.load_workbook(folder / "x.xlsx")
    assert 601.0 in {row[4] for row in book["资金数据"].iter_rows(min_row=2, values_only=True)}
    assert any(
        "支出" in str(row) and "不符" in str(row) for row in book["勾稽发现"].iter_rows(min_row=2, values_only=True)
    )


def test_gold_made_in_the_review_says_who_corrected_it(folder: Path) -> None:
    """Prefilled, with the reviewers and their decisions."""
    kept(folder, sqlite_url(folder))
    edit(sqlite_url(folder), "601")
    assert gouji(folder, "export", ".", "--format", "gold", "--out", "mine").returncode == 0
    label = json.loads((folder / "mine" / "labels" / "school.gold.json").read_text(encoding="utf-8"))
    assert (label["annotation"]["kind"], label["annotation"]["reviewers"], label["annotation"]["decisions"]) == (
        "prefilled", ["甲"], 1,
    )  # fmt: skip
    assert [one["value"] for one in label["finance"]] == ["851.66", "601", "251.66"]
    Record.model_validate(label)


def test_accepting_leaves_the_findings_as_extracted(folder: Path) -> None:
    """Nothing is recomputed where nothing changed."""
    kept(folder, sqlite_url(folder))
    engine = open_store(sqlite_url(folder))
    Desk(Log(engine)).decide("school", [Proposal(id=uuid4(), target=TOTAL, action=Action.ACCEPT)], by=By("甲", 0))
    engine.dispose()
    [material] = materials(Given(folder))
    assert material.record.findings == ()


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL that runs for this module."""
    binaries = server_binaries()
    if binaries is None:
        pytest.skip(HOW_TO_GET)
    with running(binaries) as url:
        yield url


@pytest.mark.outside
def test_a_team_reviews_in_postgresql(folder: Path, postgres: str) -> None:
    """The run's records go there; what is decided there is exported from there."""
    kept(folder, postgres)
    kept(folder, postgres)
    edit(postgres, "601")
    [material] = materials(Given(db=postgres))
    assert [f.value for f in material.record.finance] == ["851.66", "601", "251.66"]
    assert material.text == TEXT


def test_an_empty_store_is_refused(tmp_path: Path) -> None:
    """A review needs records."""
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    open_store(url).dispose()
    done = gouji(tmp_path, "review", "--db", url, "--no-browser")
    assert done.returncode == 1
    assert "DIR" in done.stderr


def test_neither_folder_nor_database_is_refused(tmp_path: Path) -> None:
    """With what to give."""
    done = gouji(tmp_path, "review", "--no-browser")
    assert done.returncode == 1
    assert "--db" in done.stderr
