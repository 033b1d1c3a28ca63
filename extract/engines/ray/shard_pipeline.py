"""The data set of shards: Ray Data reads slices of the records and turns each into a Parquet file.

Imported only in processes of the cluster; Ray is an extra.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import ray
from ray.data.block import BlockMetadata
from ray.data.datasource import Datasource, ReadTask

from extract.engines.ray.cluster import here
from extract.engines.ray.pipeline import quiet
from extract.exports.parquet import shard
from extract.store.records import RECORDS_FILE
from extract.store.shards import MADE_FROM, Slice

NAME, DIGEST, LINES, DATA = "name", "digest", "lines", "data"


def shards(folder: Path, slices: tuple[Slice, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each shard, in no order.

    Raises:
        RayError: one cannot be made.
    """
    quiet(max_errored_blocks=0)
    lines = ray.data.read_datasource(
        Slices(folder, slices), num_cpus=0, override_num_blocks=1, ray_remote_args={"scheduling_strategy": here()}
    )
    made = lines.map_batches(_made, batch_size=None, batch_format="pyarrow")
    for batch in made.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
        yield from zip(batch[NAME].to_pylist(), batch[DATA].to_pylist(), strict=True)


class Slices(Datasource):
    """Slices of ``records.jsonl`` as a source of Ray Data; a task on the driver's node reads them as they are needed."""

    def __init__(self, folder: Path, slices: tuple[Slice, ...]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Ray's own
        self._folder = folder
        self._slices = slices

    def estimate_inmemory_data_size(self) -> int | None:
        """Return the bytes of the records."""
        return sum(one.length for one in self._slices)

    def get_read_tasks(self, *_: object, **__: object) -> list[ReadTask]:
        """Return the task."""
        folder, slices = self._folder, self._slices
        about = BlockMetadata(num_rows=len(slices), size_bytes=None, input_files=None, exec_stats=None)
        return [ReadTask(lambda: _read(folder, slices), about)]


def _read(folder: Path, slices: tuple[Slice, ...]) -> Iterator[pa.Table]:
    with (folder / RECORDS_FILE).open("rb") as file:
        for one in slices:
            file.seek(one.offset)
            lines = pa.array([file.read(one.length)], pa.large_binary())
            yield pa.table({NAME: [one.name], DIGEST: [one.digest], LINES: lines})


def _made(batch: pa.Table) -> pa.Table:
    made = [
        shard(lines.splitlines(), {MADE_FROM: digest})
        for lines, digest in zip(batch[LINES].to_pylist(), batch[DIGEST].to_pylist(), strict=True)
    ]
    return pa.table({NAME: batch[NAME], DATA: pa.array(made, pa.large_binary())})
