"""Readers and the other tools that reading takes, put together by the settings of a run."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from extract.domains.registry import domain_named
from extract.engines.document import Tools, beside
from extract.engines.helpers import FROM, Helpers, helped, helpers_for
from extract.engines.processes import get_ready
from extract.ports import Reader, Verifier
from extract.settings import RunOptions
from extract.sources.isolated import PARSER, safe_source_for
from extract.sources.limits import limits_of
from extract.store.place import sqlite_url
from extract.wiring.plan import Plan, answers_of, weights_of

if TYPE_CHECKING:
    from pathlib import Path

    from extract.readers.llm.calls.cache import AnswerRows
    from extract.readers.llm.calls.exchange import Switchboard
    from extract.readers.llm.calls.wire import Caller
    from extract.readers.llm.opened import Limits
    from extract.readers.llm.reader import ModelReader
    from extract.store.answers import StoredAnswers


def rules_tools(plan: Plan) -> Tools:
    """Make the tools of the offline path; a worker process calls this."""
    return _tools(plan, rules_reader())


@asynccontextmanager
async def opened_tools(
    plan: Plan, *, count: int = 1, rows: AnswerRows | None = None, limits: Limits | None = None
) -> AsyncGenerator[Tools, None]:
    """Hold the reader of the plan open, with its connections, its cache of paid answers and, for many, its helpers.

    Args:
        plan: the run as decided.
        count: how many documents there are.
        rows: where paid answers are kept; the run folder where None.
        limits: of the calls; those of the plan, for this process alone, where None.

    Raises:
        ConfigError: no model is configured, or what a reader needs cannot be read.
    """
    async with AsyncExitStack() as stack:
        match plan.options.chosen_reader:
            case "rules":
                yield _tools(plan, rules_reader())
            case "replay":
                yield _tools(plan, replay_reader(plan.options), rival=rules_reader())
            case "llm":
                if count >= FROM:
                    get_ready()
                board = await stack.enter_async_context(opened_board(plan, rows, limits))
                tools = replace(model_tools(plan, board), load=partial(beside, stop=PARSER.close))
                if count >= FROM:
                    tools = replace(tools, elsewhere=await stack.enter_async_context(helpers_of(plan, board)))
                yield tools


def rules_reader() -> Reader:
    """Return the offline reader."""
    from extract.readers.rules.reader import RulesReader  # noqa: PLC0415  (loaded where it is used)

    return RulesReader()


def replay_reader(options: RunOptions) -> Reader:
    """Return the reader of earlier answers.

    Raises:
        ConfigError: no answers are named, or they cannot be read.
    """
    from extract.readers.llm.asks.tasks import load_tasks  # noqa: PLC0415  (loaded where it is used)
    from extract.readers.replay import replay_of  # noqa: PLC0415  (the same)

    return replay_of(answers_of(options), load_tasks(options.tasks))


def helpers_of(plan: Plan, caller: Caller) -> AbstractAsyncContextManager[Helpers]:
    """Hold the helper processes of a plan, whose calls ``caller`` makes; they are not given its key."""
    return helped(partial(model_tools, plan.without_key()), caller, helpers=helpers_for(plan.options.concurrency))


def model_tools(plan: Plan, caller: Caller) -> Tools:
    """Make the tools of the model path, whose calls ``caller`` makes; a helper process calls this."""
    from extract.readers.llm.opened import reader_of  # noqa: PLC0415  (loaded where it is used)

    reader = reader_of(plan.options, caller, offline=rules_reader())
    verifier = verifier_of(reader) if plan.options.verify else None
    return replace(_tools(plan, reader, rival=rules_reader()), verifier=verifier)


@asynccontextmanager
async def opened_board(
    plan: Plan, rows: AnswerRows | None = None, limits: Limits | None = None
) -> AsyncGenerator[Switchboard, None]:
    """Hold the way to the models of a plan open; paid answers are kept in ``rows``, else in the run folder.

    Raises:
        ConfigError: no model is configured.
    """
    from extract.readers.llm.calls.cache import StoreCache  # noqa: PLC0415  (loaded where it is used)
    from extract.readers.llm.opened import opened_calls  # noqa: PLC0415  (the same)
    from extract.store.answers import StoredAnswers  # noqa: PLC0415  (the same)
    from extract.store.database import open_store  # noqa: PLC0415  (the same)

    with ExitStack() as stack:
        if rows is None:
            store = open_store(sqlite_url(plan.folder))
            stack.callback(store.dispose)
            rows = StoredAnswers(store)
        async with opened_calls(plan.options, cache=StoreCache(rows), limits=limits) as board:
            yield board


def kept_answers(folder: Path) -> StoredAnswers:
    """Open the paid answers of a run folder."""
    from extract.store.answers import StoredAnswers  # noqa: PLC0415  (SQLAlchemy would slow the start of every run)
    from extract.store.database import open_store  # noqa: PLC0415  (the same)

    return StoredAnswers(open_store(sqlite_url(folder)))


def verifier_of(reader: ModelReader) -> Verifier:
    """Return the verifier that asks the reader's own model."""
    from extract.readers.llm.verify import Verifier as ModelVerifier  # noqa: PLC0415  (loaded where it is used)

    return ModelVerifier(reader.wire, reader.prompts, redacts=reader.manner.redacts)


def _tools(plan: Plan, reader: Reader, *, rival: Reader | None = None) -> Tools:
    options = plan.options
    return Tools(
        source_for=lambda data, path: safe_source_for(data, path, limits_of(options)),
        reader=reader,
        rival=rival,
        domain=domain_named(options.domain),
        weights=weights_of(options),
        identity=plan.identity,
        run_id=plan.run_id,
        max_bytes=options.max_bytes,
    )
