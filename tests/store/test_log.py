"""The store, on SQLite and on a real PostgreSQL: nothing is lost, nothing is overwritten, nobody decides over another."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from postgres_server import HOW_TO_GET, running, server_binaries
from sqlalchemy import Engine, text

from extract.errors import StoreError
from extract.model.decision import Action, Decision
from extract.model.record import Record
from extract.store.database import open_store
from extract.store.log import Log, RevisionTakenError
from extract.store.place import DATABASE_FILE, sqlite_url
from extract.store.schema import METADATA


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The URL of a server that runs for this module."""
    binaries = server_binaries()
    if binaries is None:
        pytest.skip(HOW_TO_GET)
    with running(binaries) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.outside)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty store of each kind."""
    url = sqlite_url(tmp_path) if request.param == "sqlite" else request.getfixturevalue("postgres")
    opened = open_store(url)
    yield opened
    if request.param == "postgres":
        with opened.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    opened.dispose()


def record(document: str = "school", **more: Any) -> Record:
    """A record with nothing in it."""
    return Record.model_validate({"document": document, "profile": {}, **more})


def event(number: int, **more: Any) -> Decision:
    """An event that accepts something."""
    data = {
        "id": f"e{number}", "time": "2026-01-01T00:00:00+00:00", "reviewer": "甲", "document": "school",
        "text_sha256": "0" * 64, "target": "functions-1", "action": Action.ACCEPT,
    }  # fmt: skip
    return Decision.model_validate(data | more)


def test_the_migrations_make_exactly_the_tables_of_the_schema(engine: Engine) -> None:
    """A store made by migrating is the store that the code expects."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_an_event_reads_back_as_it_was_written(engine: Engine) -> None:
    """Chinese, nested values and nulls survive."""
    log = Log(engine)
    written = log.append(
        event(1, old={"value": "1"}, new={"text": "“新”", "span": [1, 2]}, comment="核对过", seconds=2.5), after=0
    )
    assert log.decisions("school") == (written,)
    assert written.revision == 1


def test_whoever_decides_on_an_old_revision_is_told_and_nothing_is_written(engine: Engine) -> None:
    """Optimistic locking: the second of two writers at one revision loses."""
    log = Log(engine)
    log.append(event(1), after=0)
    with pytest.raises(RevisionTakenError) as caught:
        log.append(event(2), after=0)
    assert caught.value.revision == 1
    assert [d.id for d in log.decisions("school")] == ["e1"]


def test_of_many_writers_at_once_each_revision_is_given_once(engine: Engine) -> None:
    """Writers that try again until they succeed leave a log without gaps or doubles."""
    log = Log(engine)

    def write(number: int) -> None:
        after = 0
        while True:
            try:
                log.append(event(number), after=after)
            except RevisionTakenError as taken:
                after = taken.revision
            else:
                return

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    decisions = log.decisions("school")
    assert [d.revision for d in decisions] == list(range(1, 9))
    assert {d.id for d in decisions} == {f"e{n}" for n in range(8)}


def test_tracks_have_revisions_of_their_own(engine: Engine) -> None:
    """A blind second review does not see or touch the first."""
    log = Log(engine)
    log.append(event(1), after=0)
    log.append(event(2), after=0, track="乙")
    assert [d.id for d in log.decisions("school", track="乙")] == ["e2"]
    assert log.tracks("school") == ("", "乙")


def test_a_record_is_kept_once_and_a_new_one_stands_beside_it(engine: Engine) -> None:
    """Records as extracted are immutable; the newest is reviewed."""
    log = Log(engine)
    log.keep(record(), "原文")
    log.keep(record(), "原文")
    log.keep(record(domain="general"), "原文")
    newest = log.newest("school")
    assert newest is not None
    assert (newest.record.domain, newest.text) == ("general", "原文")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM records")).scalar() == 2


def test_documents_come_in_the_order_of_the_run(engine: Engine) -> None:
    """The position decides, not the time of storing."""
    log = Log(engine)
    for position, name in ((2, "丙"), (0, "甲"), (1, "乙")):
        log.keep(record(name), None, position=position)
    assert log.documents() == ("甲", "乙", "丙")


def test_opening_a_store_again_changes_nothing(tmp_path: Path) -> None:
    """What was written is there after a restart."""
    first = open_store(sqlite_url(tmp_path))
    Log(first).append(event(1), after=0)
    first.dispose()
    second = open_store(sqlite_url(tmp_path))
    assert [d.id for d in Log(second).decisions("school")] == ["e1"]
    second.dispose()


def test_a_store_of_an_older_schema_is_backed_up_before_it_is_migrated(tmp_path: Path) -> None:
    """The copy keeps the old state."""
    open_store(sqlite_url(tmp_path)).dispose()
    path = tmp_path / DATABASE_FILE
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM alembic_version")
        connection.execute("INSERT INTO alembic_version VALUES ('0000')")
    connection.close()
    with pytest.raises(StoreError):
        open_store(sqlite_url(tmp_path))
    assert len(list(tmp_path.glob("gouji.db.0000-*.bak"))) == 1


def test_a_store_of_a_newer_gouji_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """Old code never writes into a schema that it does not know."""
    open_store(sqlite_url(tmp_path)).dispose()
    with sqlite3.connect(tmp_path / DATABASE_FILE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="9999"):
        open_store(sqlite_url(tmp_path))


def test_a_file_that_is_no_store_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """A damaged database is an error that names the file."""
    (tmp_path / DATABASE_FILE).write_bytes(b"not a database, but long enough to look like a header of one" * 20)
    with pytest.raises(StoreError, match=DATABASE_FILE):
        open_store(sqlite_url(tmp_path))


def test_a_password_never_shows_in_an_error() -> None:
    """The URL of a database may carry a secret."""
    with pytest.raises(StoreError) as caught:
        open_store("postgresql+psycopg://me:s3cret@127.0.0.1:1/none")
    assert "s3cret" not in caught.value.message
