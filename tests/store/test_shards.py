"""Shards of a run folder: derived from its records alone, and gone where they say anything else."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extract.exports.material import Material
from extract.exports.parquet import shard, write
from extract.language import Language
from extract.model.record import Record
from extract.store.records import RECORDS_FILE
from extract.store.shards import MADE_FROM, SHARDS, drop_stale, keep_shard, outdated, slices

LABELS = Path(__file__).parents[2] / "gold" / "labels"


@pytest.fixture
def lines() -> list[str]:
    """A few records as lines."""
    paths = sorted(LABELS.glob("*.gold.json"))
    return [json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False) for path in paths]


def keep_records(folder: Path, lines: list[str]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / RECORDS_FILE).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def make_shards(folder: Path, records: int) -> list[str]:
    """Write the shards that are wanting, as the engine does; return their names."""
    raw = (folder / RECORDS_FILE).read_bytes()
    wanting = list(outdated(folder, records))
    for one in wanting:
        part = raw[one.offset : one.offset + one.length].splitlines()
        keep_shard(folder, one.name, shard(part, {MADE_FROM: one.digest}))
    return [one.name for one in wanting]


def documents(folder: Path) -> list[str]:
    tables = [pq.read_table(path) for path in sorted((folder / SHARDS).iterdir())]
    return [name for table in tables for name in table.column("document").to_pylist()]


def test_shards_hold_every_record_once_in_its_order(tmp_path: Path, lines: list[str]) -> None:
    keep_records(tmp_path, lines)
    assert make_shards(tmp_path, 2) == [f"part-0000{number}.parquet" for number in range(-(-len(lines) // 2))]
    assert documents(tmp_path) == [json.loads(line)["document"] for line in lines]


def test_a_shard_has_the_columns_and_values_of_the_export(tmp_path: Path, lines: list[str]) -> None:
    keep_records(tmp_path, lines)
    make_shards(tmp_path, 10)
    materials = [Material(Record.model_validate_json(line), None, None) for line in lines]
    (exported,) = write(materials, tmp_path / "all.parquet", language=Language.EN)
    sharded = pq.read_table(tmp_path / SHARDS / "part-00000.parquet").replace_schema_metadata()
    assert sharded.equals(pq.read_table(exported).replace_schema_metadata())


def test_the_same_lines_make_the_same_bytes(lines: list[str]) -> None:
    raw = [line.encode() for line in lines]
    assert shard(raw, {MADE_FROM: "x"}) == shard(raw, {MADE_FROM: "x"})


def test_only_the_shards_of_changed_records_are_made_anew(tmp_path: Path, lines: list[str]) -> None:
    keep_records(tmp_path, lines)
    make_shards(tmp_path, 2)
    assert make_shards(tmp_path, 2) == []
    keep_records(tmp_path, [*lines[:2], lines[2].replace("2024", "2025").replace("2022", "2023") + " ", *lines[3:]])
    assert make_shards(tmp_path, 2) == ["part-00001.parquet"]


def test_shards_that_say_anything_else_than_the_records_are_removed(tmp_path: Path, lines: list[str]) -> None:
    keep_records(tmp_path, lines)
    make_shards(tmp_path, 1000)
    drop_stale(tmp_path)
    assert len(documents(tmp_path)) == len(lines)
    (tmp_path / SHARDS / "part-00001.parquet.part").write_bytes(b"torn")
    keep_records(tmp_path, lines[1:])
    drop_stale(tmp_path)
    assert list((tmp_path / SHARDS).iterdir()) == []


def test_a_torn_shard_is_made_anew(tmp_path: Path, lines: list[str]) -> None:
    keep_records(tmp_path, lines)
    make_shards(tmp_path, 10)
    path = tmp_path / SHARDS / "part-00000.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    assert make_shards(tmp_path, 10) == [path.name]


def test_a_folder_without_records_or_shards_is_left_alone(tmp_path: Path) -> None:
    drop_stale(tmp_path)
    assert list(slices(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []
