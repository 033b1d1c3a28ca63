"""Run folders that cannot be written, on a share or in an archive: read as they stand, and nothing written beside them."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from review_fakes import BASIC, TEXT, Office, report

from extract.commands.review import keep_run
from extract.errors import StoreError
from extract.loading import Given, materials
from extract.model.decision import Action
from extract.review.app import build_app
from extract.review.desk.compose import UnfitError
from extract.review.desk.desk import By, Desk
from extract.review.desk.requests import Proposal
from extract.review.security import Guard
from extract.store.database import open_store
from extract.store.log import Log
from extract.store.place import sqlite_url
from extract.store.reading import open_copy, open_for_reading
from extract.store.records import dump_record


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A run folder with a decision that cannot be written, as far as the system says; the superuser writes anywhere."""
    folder = tmp_path / "只读 100%?"
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "school.txt").write_bytes(TEXT.encode())
    (folder / "records.jsonl").write_text(f"{dump_record(report())}\n", encoding="utf-8")
    engine = open_store(sqlite_url(folder))
    keep_run(Log(engine), folder)
    Desk(Log(engine)).decide("school", [edit()], by=By("甲", 0))
    engine.dispose()
    before = held(folder)
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: tmp_path not in Path(path).parents and access(path, mode))
    yield folder
    assert held(folder) == before


def edit() -> Proposal:
    """Return a decision as the page makes it."""
    return Proposal(id=uuid4(), target=BASIC, action=Action.EDIT, new={"value": "601"})


def held(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("by_url", [True, False])
def test_a_folder_that_cannot_be_written_is_read_with_its_decisions(frozen: Path, *, by_url: bool) -> None:
    """By its folder, and by the URL of its store."""
    given = Given(db=sqlite_url(frozen)) if by_url else Given(frozen)
    [material] = materials(given)
    assert [figure.value for figure in material.record.finance] == ["851.66", "601", "251.66"]
    assert material.text == TEXT


def test_a_store_that_is_read_cannot_be_written(frozen: Path) -> None:
    """Whatever asks for it."""
    engine = open_for_reading(sqlite_url(frozen))
    with pytest.raises(StoreError, match="那里是只读的"):
        Log(engine).append_all([Log(engine).decisions("school")[0]], after=1)
    engine.dispose()


def test_decisions_that_a_crash_left_in_the_journal_are_read_too(tmp_path: Path, frozen: Path) -> None:
    """They lie beside the file until somebody opens it who can write."""
    left = tmp_path / "left"
    shutil.copytree(frozen, left)
    writer = sqlite3.connect(left / "gouji.db")
    writer.execute("PRAGMA wal_autocheckpoint=0")
    writer.execute("UPDATE decisions SET reviewer='乙'")
    writer.commit()
    crashed = tmp_path / "crashed"
    shutil.copytree(left, crashed)
    writer.close()
    engine = open_for_reading(sqlite_url(crashed))
    assert Log(engine).decisions("school")[0].reviewer == "乙"
    engine.dispose()
    assert (crashed / "gouji.db-wal").stat().st_size


def test_a_store_of_an_older_gouji_is_read_from_a_copy(tmp_path: Path, frozen: Path) -> None:
    """The copy is brought to today's schema, the original stays."""
    old = tmp_path / "old.db"
    shutil.copy(frozen / "gouji.db", old)
    with sqlite3.connect(old) as store:
        store.execute("UPDATE alembic_version SET version_num='0001'")
        store.execute("DROP INDEX ix_decisions_reviewer_time")
    before = old.read_bytes()
    engine = open_for_reading(str(old))
    assert Log(engine).documents() == ("school",)
    engine.dispose()
    assert old.read_bytes() == before


@pytest.mark.parametrize("url", ["{0}/none.db", "sqlite:///{0}/none.db"])
def test_a_store_that_is_not_there_is_not_made_by_reading(tmp_path: Path, url: str) -> None:
    """A wrong path must not look like an empty run."""
    with pytest.raises(StoreError, match=r"没有数据库 .*none\.db"):
        tuple(materials(Given(db=url.format(tmp_path))))
    assert list(tmp_path.iterdir()) == []


def test_a_review_of_what_cannot_be_written_shows_it_and_refuses_decisions(frozen: Path) -> None:
    """The page says so; what is decided stays in the browser."""
    engine = open_copy(sqlite_url(frozen))
    desk = Desk(Log(engine), saves=False)
    guard = Guard()
    client = TestClient(build_app(desk, guard=guard), base_url="http://127.0.0.1")
    assert "文件夹是只读的" in client.get("/").text
    with pytest.raises(UnfitError, match="read_only"):
        desk.decide("school", [edit()], by=By("甲", 1))
    engine.dispose()


def test_a_copy_goes_away_with_its_engine(frozen: Path) -> None:
    """Nothing stays in the temporary folder."""
    engine = open_copy(sqlite_url(frozen))
    place = Path(str(engine.url.database))
    assert place.is_file()
    engine.dispose()
    del engine
    gc.collect()
    assert not place.exists()


def test_what_the_store_cannot_take_now_or_ever_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk passes, so the page tries again; a read-only folder stays one, so the page says so."""

    def full(*_: object, **__: object) -> None:
        msg = "磁盘已满"
        raise StoreError(msg)

    office = Office(tmp_path)
    office.log.keep(report(), TEXT)
    asked = {"document": "school", "after": 0, "reviewer": "甲", "decisions": [edit().model_dump(mode="json")]}
    monkeypatch.setattr(office.log, "append_all", full)
    passing = office.client.post("/api/decide", json=asked)
    office.desk.saves = False
    lasting = office.client.post("/api/decide", json=asked)
    office.close()
    assert (passing.status_code, passing.json()["says"]) == (507, "磁盘已满")
    assert (lasting.status_code, lasting.json()["code"]) == (423, "read_only")
