"""An older store is brought to today's shape, and a copy of it stays."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, insert, inspect

from extract.model.decision import Action, Decision
from extract.store import database
from extract.store.database import open_store
from extract.store.log import Effort, Head, Log
from extract.store.place import DATABASE_FILE, sqlite_url
from extract.store.schema import DECISIONS

EVENT = Decision(
    id="e1", time="2026-01-01T00:00:00+00:00", reviewer="甲", document="school", text_sha256="0" * 64,
    target="functions-1", action=Action.ACCEPT, seconds=2.0, revision=1,
)  # fmt: skip


def first_store(folder: Path) -> None:
    """Make a store as the first version did, with one decision in it."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    engine = create_engine(sqlite_url(folder))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(insert(DECISIONS).values(EVENT.model_dump(mode="json") | {"track": ""}))
    engine.dispose()


def test_the_first_store_is_copied_and_brought_to_todays_shape(tmp_path: Path) -> None:
    """Its decisions are there, and the index that undo walks."""
    first_store(tmp_path)
    engine = open_store(sqlite_url(tmp_path))
    assert Log(engine).decisions("school") == (EVENT,)
    assert "ix_decisions_reviewer_time" in {index["name"] for index in inspect(engine).get_indexes("decisions")}
    engine.dispose()
    [copy] = tmp_path.glob(f"{DATABASE_FILE}.0001-*.bak")
    older = create_engine(f"sqlite:///{copy}")
    assert "ix_decisions_reviewer_time" not in {index["name"] for index in inspect(older).get_indexes("decisions")}
    older.dispose()


def test_events_are_walked_back_by_person_and_summed_by_track(tmp_path: Path) -> None:
    """Newest first, nobody else's; seconds and counts."""
    engine = open_store(sqlite_url(tmp_path))
    log = Log(engine)
    log.append(EVENT, after=0)
    log.append(EVENT.model_copy(update={"id": "e2", "time": "2026-01-02T00:00:00+00:00", "seconds": None}), after=1)
    log.append(EVENT.model_copy(update={"id": "e3", "reviewer": "乙"}), after=0, track="乙")
    assert [event.id for event in log.events_of("甲")] == ["e2", "e1"]
    assert [event.id for event in log.events_of("乙")] == []
    assert log.efforts() == (Effort("乙", "乙", 1, 1, 2.0), Effort("甲", "", 2, 1, 2.0))
    assert log.heads() == {}
    engine.dispose()


def test_a_document_stands_at_its_newest_record_and_its_last_event(tmp_path: Path) -> None:
    """By track."""
    from review_fakes import report  # noqa: PLC0415  (only this test needs a record)

    engine = open_store(sqlite_url(tmp_path))
    log = Log(engine)
    log.keep(report(), None)
    log.keep(report(domain="petition"), None)
    log.append(EVENT, after=0)
    assert log.heads() == {"school": Head(2, 1)}
    assert log.heads(track="乙", document="school") == {"school": Head(2, 0)}
    engine.dispose()
