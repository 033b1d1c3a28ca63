"""The files of a page: read side by side on the driver's node, so that workers need not see its disk or its accounts."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial

from extract.engines.opened import carried
from extract.engines.outcome import Job, Outcome
from extract.engines.ray.travel import packed

MOST_BYTES = 8_000_000
"""Bytes of the files in a block; a larger file travels by itself."""

THREADS = 8
"""Files that are read at the same time: on a network each waits."""


def blocks_of(page: tuple[Job, ...], *, max_bytes: int) -> Iterator[bytes]:
    """Yield the documents of a page with their bytes, as few blocks as their size allows."""
    block: list[Job | Outcome] = []
    held = 0
    for one in _threads().map(partial(carried, max_bytes=max_bytes), page):
        size = one.size if isinstance(one, Job) else 0
        if block and held + size > MOST_BYTES:
            yield packed(tuple(block))
            block, held = [], 0
        block.append(one)
        held += size
    yield packed(tuple(block))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS)
