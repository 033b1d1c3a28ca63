"""The shards of a run: records turned to Parquet by all workers, written by the driver, each file whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from extract.engines.ray.cluster import beside, ray_module
from extract.errors import StoreError
from extract.language import say
from extract.store.shards import RECORDS_A_SHARD, Slice, keep_shard, outdated


class Sharding:
    """Drives the data set that makes shards, in a process beside the driver (an actor)."""

    def __init__(self, folder: Path, slices: tuple[Slice, ...]) -> None:
        from extract.engines.ray.shard_pipeline import shards  # noqa: PLC0415  (Ray Data is loaded in this process only)

        self._shards: Iterator[tuple[str, bytes]] = shards(folder, slices)

    def next(self) -> tuple[str, bytes] | None:
        """Return the name and bytes of a shard, None at the end."""
        return next(self._shards, None)


async def write_shards(folder: Path, *, records: int = RECORDS_A_SHARD) -> None:
    """Write the shards that are missing or were made from other records.

    Args:
        folder: of a run that has ended; stale shards are gone.
        records: how many make a shard.

    Raises:
        StoreError: they cannot be made or written.
    """
    home, wanted = await asyncio.to_thread(lambda: (folder.absolute(), tuple(outdated(folder, records))))
    if not wanted:
        return
    sharding = beside(Sharding, home, wanted)
    try:
        while shard := await sharding.next.remote():
            await asyncio.to_thread(keep_shard, folder, *shard)
    except Exception as error:
        cause = getattr(error, "cause", None) or error
        raise StoreError(
            say(
                f"{folder} 的 Parquet 分片没有写完：{cause}；记录都在，再运行一次即可补上。",
                f"The Parquet shards of {folder} are incomplete: {cause}; all records are kept, run again to add them.",
            )
        ) from error
    finally:
        ray_module().kill(sharding)
