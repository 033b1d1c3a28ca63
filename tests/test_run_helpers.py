"""Helper processes: the same records as in one process, and a process that dies costs one document at most."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from dataclasses import replace

import pytest
from engine_fakes import job, open_tools, without_times
from llm_fakes import SMALL

from extract.domains.petition import PETITION
from extract.engines.document import read_document
from extract.engines.helpers import Helpers, helped
from extract.engines.outcome import Done
from extract.errors import ReaderError
from extract.readers.rules.reader import RulesReader

pytestmark = pytest.mark.block_network(allowed_hosts=["/"])


async def where() -> int:
    return os.getpid()


async def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def fail() -> None:
    msg = "读不了。"
    raise ReaderError(msg, section="finance")


async def ready(compute: Helpers) -> None:
    """Wait until steps leave this process."""
    await asyncio.wrap_future(compute._started)


async def test_until_the_helpers_have_started_steps_are_done_here_and_then_elsewhere() -> None:
    with helped(1) as compute:
        assert await compute(where) == os.getpid()
        await ready(compute)
        assert await compute(where) != os.getpid()


async def test_records_are_the_same_wherever_they_are_concluded() -> None:
    tools = replace(open_tools(), reader=RulesReader(), rival=RulesReader(), domain=PETITION)
    here = await read_document(job("a", SMALL), tools)
    with helped(1) as compute:
        await ready(compute)
        elsewhere = await read_document(job("a", SMALL), replace(tools, compute=compute))
    assert isinstance(here, Done)
    assert isinstance(elsewhere, Done)
    assert without_times(elsewhere) == without_times(here)


async def test_an_error_in_a_helper_comes_out_as_it_is() -> None:
    with helped(1) as compute:
        await ready(compute)
        with pytest.raises(ReaderError) as caught:
            await compute(fail)
    assert (caught.value.message, caught.value.section) == ("读不了。", "finance")


async def test_a_step_that_kills_its_process_fails_and_those_beside_it_are_done() -> None:
    with helped(2) as compute:
        await ready(compute)
        steps = [compute(die), *(compute(where) for _ in range(6))]
        died, *others = await asyncio.gather(*steps, return_exceptions=True)
        assert isinstance(died, ReaderError)
        assert all(isinstance(other, int) and other != os.getpid() for other in others)
        assert await compute(where) != os.getpid()


async def test_helpers_leave_no_process_behind() -> None:
    before = set(multiprocessing.active_children())
    with helped(2) as compute:
        await ready(compute)
    for child in set(multiprocessing.active_children()) - before:
        await asyncio.to_thread(child.join, 10)
    assert set(multiprocessing.active_children()) == before
