"""The log of decisions and the records that they are about, in a store opened by ``extract.store.database``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Row, func, insert, select
from sqlalchemy.exc import IntegrityError

from extract.model.decision import Decision
from extract.model.record import Record
from extract.store.records import dump_record
from extract.store.schema import DECISIONS, RECORDS
from extract.store.trouble import stored_in


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as extracted with the text that its spans index (None where the store was not given it)."""

    record: Record
    text: str | None
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a document stands: the number of its newest record and the revision of its log (0 without events)."""

    record: int
    revision: int


@dataclass(frozen=True, slots=True)
class Effort:
    """What one person did on one track: events, those with a time, and the seconds these took together."""

    reviewer: str
    track: str
    events: int
    timed: int
    seconds: float


class RevisionTakenError(Exception):
    """Somebody else decided first: the log is at ``revision`` now, not where the writer thought."""

    def __init__(self, document: str, revision: int) -> None:
        super().__init__(f"{document} is at revision {revision}")
        self.document = document
        self.revision = revision


class Log:
    """Reads and appends; nothing in it is ever changed or deleted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, record: Record, text: str | None, *, position: int = 0) -> None:
        """Store a record as extracted; one that is there already (the same content) stays as it is."""
        line = dump_record(record)
        digest = hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()
        same = select(RECORDS.c.id).where(RECORDS.c.document == record.document, RECORDS.c.record_sha256 == digest)
        with stored_in(self._engine), self._engine.begin() as connection:
            if connection.execute(same).first() is None:
                values = {
                    "document": record.document,
                    "position": position,
                    "run": record.run.id if record.run else "",
                    "text_sha256": _text_hash(record, text),
                    "stored_at": datetime.now(UTC).isoformat(timespec="seconds"),
                    "record_sha256": digest,
                    "record": line,
                    "text": text,
                }
                connection.execute(insert(RECORDS).values(values))

    def documents(self) -> tuple[str, ...]:
        """Names of all documents, in the order of the run."""
        latest = select(func.max(RECORDS.c.id)).group_by(RECORDS.c.document)
        query = select(RECORDS.c.document).where(RECORDS.c.id.in_(latest)).order_by(RECORDS.c.position, RECORDS.c.id)
        with self._engine.connect() as connection:
            return tuple(connection.execute(query).scalars())

    def newest(self, document: str) -> Stored | None:
        """Return the newest record of a document, None where there is none."""
        query = select(RECORDS).where(RECORDS.c.document == document).order_by(RECORDS.c.id.desc()).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Stored(Record.model_validate_json(row.record), row.text, row.text_sha256)

    def decisions(self, document: str, *, track: str = "") -> tuple[Decision, ...]:
        """Return a document's events in the order of their revision."""
        query = (
            select(DECISIONS)
            .where(DECISIONS.c.document == document, DECISIONS.c.track == track)
            .order_by(DECISIONS.c.revision)
        )
        with self._engine.connect() as connection:
            return tuple(_decision(row) for row in connection.execute(query))

    def all_decisions(self) -> Iterator[Decision]:
        """Yield every event of every document and track, streamed."""
        query = select(DECISIONS).order_by(DECISIONS.c.document, DECISIONS.c.track, DECISIONS.c.revision)
        with self._engine.connect().execution_options(yield_per=1000) as connection:
            for row in connection.execute(query):
                yield _decision(row)

    def append(self, decision: Decision, *, after: int, track: str = "") -> Decision:
        """Append an event as revision ``after + 1`` and return it with that revision.

        Raises:
            RevisionTakenError: the log is no longer at ``after``; nothing was written.
        """
        return self.append_all([decision], after=after, track=track)[0]

    def append_all(self, decisions: Iterable[Decision], *, after: int, track: str = "") -> list[Decision]:
        """Append several events at once, or none of them.

        Raises:
            RevisionTakenError: the log is no longer at ``after``.
            StoreError: the store cannot be written.
        """
        numbered = [d.model_copy(update={"revision": after + n}) for n, d in enumerate(decisions, start=1)]
        if not numbered:
            return []
        document = numbered[0].document
        try:
            with stored_in(self._engine), self._engine.begin() as connection:
                at = connection.execute(_latest_revision(document, track)).scalar() or 0
                if at != after:
                    raise RevisionTakenError(document, at)
                connection.execute(insert(DECISIONS), [_values(d, track) for d in numbered])
        except IntegrityError as error:
            with self._engine.connect() as connection:
                at = connection.execute(_latest_revision(document, track)).scalar() or 0
            raise RevisionTakenError(document, at) from error
        return numbered

    def heads(self, *, track: str = "", document: str | None = None) -> dict[str, Head]:
        """Return where every document (or one) stands, in the order of the run, with two queries however many there are."""
        records = select(RECORDS.c.document, func.max(RECORDS.c.id).label("id")).group_by(RECORDS.c.document)
        events = select(DECISIONS.c.document, func.max(DECISIONS.c.revision).label("revision"))
        events = events.where(DECISIONS.c.track == track).group_by(DECISIONS.c.document)
        if document is not None:
            records = records.where(RECORDS.c.document == document)
            events = events.where(DECISIONS.c.document == document)
        newest = records.subquery()
        ordered = select(newest).join(RECORDS, RECORDS.c.id == newest.c.id).order_by(RECORDS.c.position, RECORDS.c.id)
        with self._engine.connect() as connection:
            revisions = {row.document: row.revision for row in connection.execute(events)}
            return {row.document: Head(row.id, revisions.get(row.document, 0)) for row in connection.execute(ordered)}

    def events_of(self, reviewer: str, *, track: str = "") -> Iterator[Decision]:
        """Yield a person's events on a track, newest first, streamed: the caller stops where it has seen enough."""
        query = (
            select(DECISIONS)
            .where(DECISIONS.c.reviewer == reviewer, DECISIONS.c.track == track)
            .order_by(DECISIONS.c.time.desc(), DECISIONS.c.revision.desc())
        )
        with self._engine.connect().execution_options(yield_per=100) as connection:
            for row in connection.execute(query):
                yield _decision(row)

    def latest(self, reviewer: str) -> str:
        """Return the latest time of a person's events on any track, empty where there is none."""
        query = select(func.max(DECISIONS.c.time)).where(DECISIONS.c.reviewer == reviewer)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar() or ""

    def efforts(self) -> tuple[Effort, ...]:
        """Return what each person did on each track."""
        query = (
            select(
                DECISIONS.c.reviewer, DECISIONS.c.track, func.count().label("events"),
                func.count(DECISIONS.c.seconds).label("timed"), func.sum(DECISIONS.c.seconds).label("seconds"),
            )
            .group_by(DECISIONS.c.reviewer, DECISIONS.c.track)
            .order_by(DECISIONS.c.reviewer, DECISIONS.c.track)
        )  # fmt: skip
        with self._engine.connect() as connection:
            return tuple(
                Effort(row.reviewer, row.track, row.events, row.timed, float(row.seconds or 0))
                for row in connection.execute(query)
            )

    def tracks(self, document: str) -> tuple[str, ...]:
        """Names of the tracks on which the document was decided on."""
        query = select(DECISIONS.c.track).where(DECISIONS.c.document == document).distinct()
        with self._engine.connect() as connection:
            return tuple(sorted(connection.execute(query).scalars()))


def _latest_revision(document: str, track: str) -> Any:  # noqa: ANN401  (SQLAlchemy's Select is generic over its row)
    return select(func.max(DECISIONS.c.revision)).where(DECISIONS.c.document == document, DECISIONS.c.track == track)


def _text_hash(record: Record, text: str | None) -> str:
    if record.source is not None:
        return record.source.text_sha256
    return hashlib.sha256((text or "").encode("utf-8", "surrogatepass")).hexdigest()


def _values(decision: Decision, track: str) -> dict[str, Any]:
    data = decision.model_dump(mode="json")
    for key in ("old", "new"):
        data[key] = None if data[key] is None else json.dumps(data[key], ensure_ascii=False)
    return data | {"track": track}


def _decision(row: Row[Any]) -> Decision:
    data = {key: value for key, value in row._mapping.items() if key != "track"}  # noqa: SLF001  (SQLAlchemy's public name)
    for key in ("old", "new"):
        data[key] = None if data[key] is None else json.loads(data[key])
    return Decision.model_validate(data)
