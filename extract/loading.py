"""RECORDS as every command accepts them: a ``records.jsonl``, a run folder (then as reviewed), or a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import ConfigError
from extract.exports.material import Material
from extract.language import say
from extract.model.record import Record
from extract.steps.decide.replay import replay
from extract.store.place import DATABASE_FILE, sqlite_url
from extract.store.records import read_records, text_of

if TYPE_CHECKING:
    from extract.store.log import Log


@dataclass(frozen=True, slots=True)
class Given:
    """What a user named: records by path or by database URL, where texts lie, and whether decisions count."""

    where: Path | None = None
    db: str | None = None
    texts: Path | None = None
    as_extracted: bool = False


def materials(given: Given) -> Iterator[Material]:
    """Yield each record with its text and, for a run folder or a database, after the decisions of people.

    Raises:
        ConfigError: nothing, or nothing readable, was named.
        StoreError: the store cannot be opened.
    """
    if given.texts is not None and not given.texts.is_dir():
        raise ConfigError(say(f"--texts {given.texts} 不是文件夹。", f"--texts {given.texts} is no folder."))
    if given.db:
        yield from _from_store(given.db, given)
        return
    if given.where is None:
        raise ConfigError(
            say(
                "请给出记录：records.jsonl、运行文件夹或 --db URL。",
                "Name the records: a records.jsonl, a run folder or --db URL.",
            )
        )
    extracted = (Material(r, text_of(r, given.where, given.texts)) for r in read_records(given.where))
    store = given.where / DATABASE_FILE
    if given.as_extracted or not given.where.is_dir() or not store.is_file():
        yield from extracted
    else:
        yield from _after_decisions(extracted, sqlite_url(given.where))


def _from_store(url: str, given: Given) -> Iterator[Material]:
    from extract.store.log import Log  # noqa: PLC0415  (SQLAlchemy is loaded only where a store is read)
    from extract.store.reading import open_for_reading  # noqa: PLC0415

    engine = open_for_reading(url)
    try:
        log = Log(engine)
        stored = (found for name in log.documents() if (found := log.newest(name)) is not None)
        kept = (Material(s.record, _text(s.text, s.record, given.texts)) for s in stored)
        yield from kept if given.as_extracted else (reviewed(material, log) for material in kept)
    finally:
        engine.dispose()


def _after_decisions(extracted: Iterator[Material], url: str) -> Iterator[Material]:
    from extract.store.log import Log  # noqa: PLC0415
    from extract.store.reading import open_for_reading  # noqa: PLC0415

    engine = open_for_reading(url)
    try:
        log = Log(engine)
        yield from (reviewed(material, log) for material in extracted)
    finally:
        engine.dispose()


def reviewed(material: Material, log: Log) -> Material:
    """Return a record after the decisions on it, checked again where they changed what it says."""
    from extract.review.desk.recheck import after_review  # noqa: PLC0415  (the checks are loaded only where people decided)

    state = replay(material.record, log.decisions(material.record.document))
    return Material(after_review(material.record, state, material.text), material.text, state)


def _text(stored: str | None, record: Record, texts: Path | None) -> str | None:
    return text_of(record, texts, texts) if stored is None and texts is not None else stored
