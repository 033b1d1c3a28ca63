"""Shards of a run folder: its records as Parquet, so many to a file, each known by the lines that it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from extract.model.record import SCHEMA_VERSION
from extract.store.folder import kept_in
from extract.store.lines import replacing
from extract.store.records import RECORDS_FILE

SHARDS = "shards"
RECORDS_A_SHARD = 1_000

MADE_FROM = "gouji.made_from"
"""Under this key a shard says from which lines, under which schema, it was made."""


class Slice(NamedTuple):
    """The lines of ``records.jsonl`` that a shard is made from: where they stand, and a hash that changes with them."""

    number: int
    offset: int
    length: int
    digest: str

    @property
    def name(self) -> str:
        """The shard's file name."""
        return f"part-{self.number:05}.parquet"


def slices(folder: Path, records: int = RECORDS_A_SHARD) -> Iterator[Slice]:
    """Cut ``records.jsonl`` of a finished run into the slices of its shards, in order."""
    path = folder / RECORDS_FILE
    if not path.is_file():
        return
    with path.open("rb") as lines:
        offset, number = 0, 0
        while some := list(islice(lines, records)):
            length = sum(map(len, some))
            digest = hashlib.sha256(b"".join((SCHEMA_VERSION.encode(), b"\n", *some))).hexdigest()
            yield Slice(number, offset, length, digest)
            offset, number = offset + length, number + 1


def outdated(folder: Path, records: int = RECORDS_A_SHARD) -> Iterator[Slice]:
    """Yield the slices whose shard is not there, or was made from other lines."""
    return (one for one in slices(folder, records) if _made_from(folder / SHARDS / one.name) != one.digest)


def drop_stale(folder: Path) -> None:
    """Remove shards that say anything else than ``records.jsonl``; missing is better than wrong."""
    home = folder / SHARDS
    if not home.is_dir():
        return
    wanted = {one.name: one.digest for one in slices(folder)}
    for path in home.iterdir():
        if path.name not in wanted or _made_from(path) != wanted[path.name]:
            with kept_in(folder):
                path.unlink()


def keep_shard(folder: Path, name: str, data: bytes) -> None:
    """Write a shard; a reader sees all of it or nothing.

    Raises:
        StoreError: the disk is full or the folder cannot be written.
    """
    home = folder / SHARDS
    with kept_in(folder):
        home.mkdir(exist_ok=True)
        with replacing(home / name) as temporary:
            temporary.write_bytes(data)


def _made_from(path: Path) -> str | None:
    """Return what a shard says that it was made from; None where it is none, or torn."""
    import pyarrow as pa  # noqa: PLC0415  (a quarter of a second of imports, only where there are shards)
    import pyarrow.parquet as pq  # noqa: PLC0415  (the same)

    try:
        about = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowException):
        return None
    told: bytes | None = about.get(MADE_FROM.encode())
    return told.decode() if told else None
