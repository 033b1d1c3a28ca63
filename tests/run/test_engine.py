"""The local engine: every document ends in a record, a skip or a failure, whatever happens to the others."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import json
import multiprocessing
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest
from engine_fakes import IDENTITY, open_tools
from fakes import FakeReader

from extract.engines.document import beside, read_document
from extract.engines.drive import Tally, added, drive
from extract.engines.local import run_here, run_in_processes, stream
from extract.engines.outcome import Done, Event, Job, Outcome, Skipped
from extract.errors import BudgetSpentError, ConfigError, GoujiError
from extract.model.record import Usage
from extract.model.text import RawDocument
from extract.store.folder import Failure, open_folder


def job(document: str, text: str, *, current: str | None = None) -> Job:
    """Return a job whose bytes are given."""
    return Job(document, f"{document}.txt", f"{document}.txt", current, text.encode())


def jobs(*texts: str) -> list[Job]:
    """Return jobs named by their position."""
    return [job(str(number), text) for number, text in enumerate(texts)]


async def collect(outcomes: AsyncGenerator[Outcome, None]) -> dict[str, Outcome]:
    """Return all outcomes by document."""
    async with aclosing(outcomes):
        return {outcome.document: outcome async for outcome in outcomes}


async def name(outcomes: AsyncGenerator[Event, None], found: list[str]) -> None:
    """Add the documents of outcomes to ``found`` as they come, whatever comes after them."""
    async for outcome in outcomes:
        found += (outcome.document,)


def kinds(outcomes: dict[str, Outcome]) -> dict[str, str]:
    """Return how each document ended."""
    return {name: type(outcome).__name__ for name, outcome in sorted(outcomes.items())}


class TestOneDocument:
    """From bytes to an outcome."""

    async def test_a_record_says_where_its_text_is_kept_and_by_which_key_it_is_known(self) -> None:
        """A later run skips by that key."""
        outcome = await read_document(job("甲/乙", "自评报告。"), open_tools())
        assert isinstance(outcome, Done)
        record = json.loads(outcome.line)
        assert record["document"] == "甲/乙"
        assert record["source"]["text"] == "texts/甲/乙.txt"
        assert record["run"]["key"] == IDENTITY.key(hashlib.sha256("自评报告。".encode()).hexdigest())
        assert (outcome.text, record["run"]["id"]) == ("自评报告。", "run")

    async def test_the_bytes_of_an_up_to_date_record_are_not_read_again(self) -> None:
        """The reader never sees them."""
        known = hashlib.sha256("自评报告。".encode()).hexdigest()
        tools = open_tools()
        assert await read_document(job("a", "自评报告。", current=known), tools) == Skipped("a", known)
        assert isinstance(tools.reader, FakeReader)
        assert tools.reader.seen == []

    @pytest.mark.parametrize(
        ("text", "kind", "words"),
        [("", "source", "空文件"), ("读不了", "reader", "读不了这份报告"), ("出错", "internal", "ValueError: a fault")],
    )
    async def test_whatever_goes_wrong_is_a_failure_of_this_document(self, text: str, kind: str, words: str) -> None:
        """One sentence; only a fault of gouji itself keeps its traceback."""
        outcome = await read_document(job("a", text), open_tools())
        assert isinstance(outcome, Failure)
        assert outcome.kind == kind
        assert words in outcome.message
        assert bool(outcome.trace) == (kind == "internal")

    async def test_a_file_that_is_gone_or_too_large_is_a_failure(self, tmp_path: Path) -> None:
        """The sentence names the file."""
        large = tmp_path / "large.txt"
        large.write_bytes(b"a" * 100_001)
        for place in (large, tmp_path / "gone.txt", tmp_path):
            outcome = await read_document(Job("a", str(place), str(place)), open_tools())
            assert isinstance(outcome, Failure)
            assert str(place) in outcome.message

    async def test_a_file_that_takes_long_does_not_hold_up_those_that_wait_for_answers(self) -> None:
        """Its source works in a thread beside them."""
        released = threading.Event()

        def read() -> RawDocument:
            assert released.wait(10)
            return RawDocument("slow", "文。")

        slow = asyncio.create_task(beside(read, stop=released.set))
        await asyncio.sleep(0)
        assert isinstance(await read_document(job("a", "自评报告。"), open_tools()), Done)
        assert not slow.done()
        released.set()
        assert (await slow).text == "文。"

    async def test_a_cancelled_run_ends_the_source_that_it_waits_for(self) -> None:
        """Ctrl-C must not wait until a scan has been read."""
        stopped = threading.Event()
        slow = asyncio.create_task(beside(lambda: RawDocument("slow", str(stopped.wait(10))), stop=stopped.set))
        await asyncio.sleep(0.01)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        assert stopped.is_set()

    @pytest.mark.parametrize(("text", "error"), [("用尽", BudgetSpentError), ("钥匙不对", ConfigError)])
    async def test_what_concerns_every_document_is_no_failure_of_one(self, text: str, error: type[GoujiError]) -> None:
        """It stops the run, and the document keeps the record that it may have."""
        with pytest.raises(error):
            await read_document(job("a", text), open_tools())


@pytest.mark.block_network(allowed_hosts=["/"])
class TestManyDocuments:
    """In this process and in a pool, whose processes are asked for through a socket file: ``/`` and no host."""

    async def test_one_bad_document_among_many_costs_only_itself(self) -> None:
        """In this process."""
        outcomes = await collect(run_here(jobs("甲。", "出错", "丙。", ""), open_tools(), window=3))
        assert kinds(outcomes) == {"0": "Done", "1": "Failure", "2": "Done", "3": "Failure"}

    async def test_a_pool_gives_the_same_records_as_one_process(self) -> None:
        """Apart from times."""
        texts = [f"第{number}份报告。" for number in range(8)]
        here = await collect(run_here(jobs(*texts), open_tools(), window=1))
        pool = await collect(run_in_processes(jobs(*texts), open_tools, workers=2))
        assert {name: stripped(outcome) for name, outcome in pool.items()} == {
            name: stripped(outcome) for name, outcome in here.items()
        }

    async def test_a_process_that_dies_costs_only_the_document_that_killed_it(self) -> None:
        """Those that were under way with it are read again."""
        texts = ["甲。", "猝死", *("乙。" for _ in range(12))]
        outcomes = await collect(run_in_processes(jobs(*texts), open_tools, workers=2))
        assert [name for name, outcome in outcomes.items() if isinstance(outcome, Failure)] == ["1"]
        assert len(outcomes) == len(texts)

    async def test_a_document_that_hangs_is_given_up_and_the_others_go_on(self) -> None:
        """Both workers hang at first; each document gets its time."""
        texts = ["很慢", "很慢", *("乙。" for _ in range(6))]
        outcomes = await collect(run_in_processes(jobs(*texts), open_tools, workers=2, patience=2))
        failures = {name: outcome.message for name, outcome in outcomes.items() if isinstance(outcome, Failure)}
        assert set(failures) == {"0", "1"}
        assert "读取超过 2 秒，已放弃" in failures["0"]
        assert len(outcomes) == len(texts)

    async def test_a_pool_left_in_the_middle_leaves_no_process_behind(self) -> None:
        """As Ctrl-C does, even while a worker is deep in a document."""
        before = set(multiprocessing.active_children())
        async with aclosing(run_in_processes(jobs("甲。", *["很慢"] * 8), open_tools, workers=2)) as outcomes:
            assert isinstance(await anext(outcomes), Done)
        for child in set(multiprocessing.active_children()) - before:
            await asyncio.to_thread(child.join, 10)
        assert set(multiprocessing.active_children()) == before

    async def test_no_more_jobs_are_taken_than_the_window_holds(self) -> None:
        """So memory does not grow with the number of documents."""
        taken, under_way, most = 0, 0, 0

        def endless() -> Iterator[Job]:
            nonlocal taken
            while True:
                taken += 1
                yield job(str(taken), "")

        async def work(given: Job) -> str:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1
            return given.document

        async with aclosing(stream(endless(), work, window=4)) as results:
            for _ in range(20):
                await anext(results)
        assert most <= 4
        assert taken <= 20 + 4


class TestDriving:
    """Outcomes into the folder."""

    async def test_all_that_came_before_the_budget_was_spent_is_kept(self, tmp_path: Path) -> None:
        """The run stops and can go on."""
        folder = open_folder(tmp_path, is_current=lambda *_: False)
        tally = Tally(3)
        with pytest.raises(BudgetSpentError):
            await drive(
                run_here(jobs("甲。", "用尽", "丙。"), open_tools(), window=1), folder, tally=tally, watch=ignore
            )
        folder.close(["0", "1", "2"])
        assert folder.documents == ("0",)
        assert (tally.done, tally.failed, tally.finished) == (1, 0, 1)

    async def test_documents_under_way_when_the_budget_was_spent_end_and_none_is_begun(self) -> None:
        """What they have paid for is kept, however many of them meet the end of the budget."""
        untold: list[dict[str, object]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, about: untold.append(about))
        found: list[str] = []
        with pytest.raises(BudgetSpentError):
            await name(run_here(jobs("用尽", "用尽", "丙。", "用尽", "戊。", "己。"), open_tools(), window=5), found)
        gc.collect()
        assert sorted(found) == ["2", "4"]
        assert untold == []

    async def test_what_was_finished_when_the_settings_were_refused_is_kept(self) -> None:
        """The error that stops the run comes after it."""
        found: list[str] = []
        with pytest.raises(ConfigError):
            await name(run_here(jobs("钥匙不对", "乙。", "用尽"), open_tools(), window=3), found)
        assert found == ["1"]

    async def test_files_of_the_same_content_are_told_and_all_kept(self, tmp_path: Path) -> None:
        """A copy under another name is no error."""
        folder = open_folder(tmp_path, is_current=lambda *_: False)
        tally = Tally(3)
        await drive(run_here(jobs("同。", "异。", "同。"), open_tools(), window=1), folder, tally=tally, watch=ignore)
        folder.close(["0", "1", "2"])
        assert tally.twins == {"0": ["2"]}
        assert folder.documents == ("0", "1", "2")

    def test_usage_adds_up_task_by_task_and_cost_stays_exact(self) -> None:
        """Costs are decimals, and unknown is not zero."""
        one = Usage(calls=1, prompt_tokens=5, cost="0.1", tasks={"finance": {"calls": 1}})
        two = Usage(calls=2, prompt_tokens=7, cost="0.2", tasks={"finance": {"calls": 1}, "metrics": {"calls": 1}})
        total = added(one, two)
        assert (total.calls, total.prompt_tokens, total.cost) == (3, 12, "0.3")
        assert total.tasks == {"finance": {"calls": 2}, "metrics": {"calls": 1}}
        assert added(Usage(), Usage()).cost is None


def stripped(outcome: Outcome) -> object:
    """Return a record without its times."""
    assert isinstance(outcome, Done)
    record = json.loads(outcome.line)
    for key in ("started_at", "seconds"):
        del record["run"][key]
    return record


def ignore(outcome: Outcome, tally: Tally) -> None:
    """Watch nothing."""
    del outcome, tally
