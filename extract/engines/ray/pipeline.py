"""The data set of a round: Ray Data reads pages of documents and maps them over a pool of workers.

Imported only in processes of the cluster; Ray is an extra.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import ray
from ray.data import ActorPoolStrategy, DataContext
from ray.data.block import BlockMetadata
from ray.data.datasource import Datasource, ReadTask

from extract.engines.ray.cluster import here
from extract.engines.ray.reading import blocks_of
from extract.engines.ray.travel import PAGE, SHARE, TOLD, Pool, Reading, Told, told_of
from extract.engines.ray.worker import Worker

READ_TASKS = 2
"""Tasks that read files, on the driver's node; each reads the documents of a page in threads."""


def outcomes(desk: Any, pool: Pool) -> Iterator[Told]:  # noqa: ANN401  (an actor)
    """Yield what comes of the pages that ``desk`` hands out, in no order, until it has no more.

    Raises:
        RayError: a page was lost (see ``Pool``), or no worker can be started.
    """
    quiet(max_errored_blocks=-1 if pool.alone else 0)
    pages = ray.data.read_datasource(
        Pages(desk),
        num_cpus=0,
        override_num_blocks=READ_TASKS,
        ray_remote_args={"scheduling_strategy": here(), "max_retries": 0},
    )
    under_way = 1 if pool.alone else pool.pages
    told = pages.map_batches(
        Worker,
        fn_constructor_args=(desk,),
        batch_size=None,
        batch_format="pyarrow",
        num_cpus=SHARE,
        compute=ActorPoolStrategy(size=pool.workers, max_tasks_in_flight_per_actor=under_way),
        max_concurrency=under_way,
        max_restarts=-1,
        max_task_retries=0 if pool.alone else 1,
    )
    for batch in told.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
        yield from (told_of(row) for row in batch[TOLD].to_pylist())


class Pages(Datasource):
    """Pages of documents as a source of Ray Data: read tasks take them from the desk as places come free."""

    def __init__(self, desk: Any) -> None:  # noqa: ANN401  (an actor)
        super().__init__()  # type: ignore[no-untyped-call]  # Ray's own
        self._desk = desk

    def estimate_inmemory_data_size(self) -> int | None:
        """Say nothing: pages are handed out one by one."""
        return None

    def get_read_tasks(self, parallelism: int, *_: object, **__: object) -> list[ReadTask]:
        """Return tasks that each read pages until there are no more."""
        desk = self._desk
        about = BlockMetadata(num_rows=None, size_bytes=None, input_files=None, exec_stats=None)
        return [ReadTask(lambda: _blocks(desk), about) for _ in range(parallelism)]


def _blocks(desk: Any) -> Iterator[pa.Table]:  # noqa: ANN401  (an actor)
    """Yield a block a page; a page with large files makes several."""
    reading: Reading = ray.get(desk.reading.remote())
    os.environ.update(reading.variables)
    while (page := ray.get(desk.take.remote())) is not None:
        for block in blocks_of(page, max_bytes=reading.max_bytes):
            yield pa.table({PAGE: pa.array([block], pa.large_binary())})


def quiet(*, max_errored_blocks: int) -> None:
    """Set up Ray Data in this process: no screen, and a block for every row, so that each comes as soon as it is done."""
    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.max_errored_blocks = max_errored_blocks
    context.target_max_block_size = 1
