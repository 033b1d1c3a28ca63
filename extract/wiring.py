"""Put the parts of a run together: which reader, which domain, which engine, by the settings."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from extract.domains.registry import domain_named
from extract.engines.compendia import Parts, with_parts
from extract.engines.document import Tools, beside
from extract.engines.helpers import FROM, helped, helpers_for
from extract.engines.local import AHEAD, POOL_FROM, run_here, run_in_processes
from extract.engines.outcome import Event, Job
from extract.engines.processes import cores
from extract.engines.ray import Crew, hired
from extract.errors import ConfigError
from extract.language import say, system_words
from extract.model.record import SCHEMA_VERSION
from extract.ports import Reader, Verifier
from extract.settings import RunOptions
from extract.sources.isolated import PARSER, safe_source_for
from extract.sources.limits import limits_of
from extract.steps.confidence import UNCALIBRATED, Weights, parse_weights
from extract.store.identity import Identity
from extract.store.place import sqlite_url


def make_store(folder: Path) -> None:
    """Make the store of a run folder, or bring it to today's schema, so that decisions and answers have their place."""
    from extract.store.database import open_store  # noqa: PLC0415  (SQLAlchemy would slow the start of every run)

    open_store(sqlite_url(folder)).dispose()


if TYPE_CHECKING:
    from extract.readers.llm.cache import AnswerRows
    from extract.readers.llm.exchange import Switchboard
    from extract.readers.llm.reader import ModelReader
    from extract.readers.llm.wire import Caller
    from extract.store.answers import StoredAnswers

AFTER_RUN: tuple[Callable[[Path], None], ...] = (make_store,)
"""What is done with a run folder when a run has ended, in order; each takes the folder."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A run as decided before it starts: its options, the identity that its records carry, its id and folder."""

    options: RunOptions
    identity: Identity
    run_id: str
    folder: Path


def make_plan(options: RunOptions, *, run_id: str, folder: Path) -> Plan:
    """Check the settings and say what the records of this run will be known by.

    Raises:
        ConfigError: a setting names something that does not exist, or one that is needed is missing.
    """
    domain_named(options.domain)
    reader = options.chosen_reader
    if reader == "llm":
        _check_endpoint(options)
    identity = Identity(
        reader=reader,
        version=version("gouji"),
        schema=SCHEMA_VERSION,
        domain=options.domain,
        model=options.model if reader == "llm" else None,
        prompts=_prompts(options) if reader == "llm" else (),
        redact=options.redact and reader == "llm",
        samples=options.samples if reader == "llm" else 1,
        extra=_further(options),
    )
    return Plan(options, identity, run_id, folder)


async def outcomes(plan: Plan, jobs: Iterable[Job], *, count: int, parts: Parts) -> AsyncGenerator[Event, None]:
    """Read documents with the engine and reader of the plan.

    Args:
        plan: the run as decided.
        jobs: what to read.
        count: how many there are.
        parts: names the reports of a file that holds several.
    """
    if plan.options.engine == "ray":
        with hired(partial(_crew, plan)) as team:
            async with aclosing(with_parts(team.run, jobs, count=count, parts=parts)) as events:
                async for event in events:
                    yield event
        return
    async with opened_tools(plan, count=count) as tools:

        def run(jobs: Iterable[Job], count: int) -> AsyncGenerator[Event, None]:
            if plan.options.chosen_reader != "rules":
                return run_here(jobs, tools, window=plan.options.concurrency)
            workers = min(plan.options.workers or cores(), count)
            return _offline(plan, jobs, tools, workers=workers if count >= POOL_FROM else 1)

        async with aclosing(with_parts(run, jobs, count=count, parts=parts)) as events:
            async for event in events:
                yield event


def _offline(plan: Plan, jobs: Iterable[Job], tools: Tools, *, workers: int) -> AsyncGenerator[Event, None]:
    """Read by rules: in this process, or in several."""
    if workers == 1:
        return run_here(jobs, tools, window=1)
    without_key = plan.options.model_copy(update={"api_key": None})
    open_here = partial(rules_tools, Plan(without_key, plan.identity, plan.run_id, plan.folder))
    return run_in_processes(jobs, open_here, workers=workers, patience=plan.options.document_timeout)


def _crew(plan: Plan, processors: int) -> Crew:
    """Decide who reads on a cluster; limits of calls and of money are shared out among the workers."""
    options = plan.options
    if options.chosen_reader != "llm":
        without_key = replace(plan, options=options.model_copy(update={"api_key": None}))
        return Crew(
            min(options.workers or processors, processors),
            AHEAD,
            partial(ray_tools, without_key),
            max_bytes=options.max_bytes,
        )
    workers = min(options.workers or processors, processors, options.concurrency)
    budget = {
        "budget_tokens": None if options.budget_tokens is None else options.budget_tokens // workers,
        "budget_cost": None if options.budget_cost is None else options.budget_cost / workers,
    }
    each = options.concurrency // workers
    shared = replace(plan, options=options.model_copy(update={"concurrency": each, **budget}))
    rows = partial(kept_answers, plan.folder.absolute())
    return Crew(workers, each, partial(ray_tools, shared), rows, max_bytes=options.max_bytes)


def ray_tools(plan: Plan, rows: AnswerRows | None) -> AbstractAsyncContextManager[Tools]:
    """Open the tools of a worker on a cluster, whose paid answers are kept in ``rows``."""
    return opened_tools(plan, rows=rows)


def kept_answers(folder: Path) -> StoredAnswers:
    """Open the paid answers of a run folder."""
    from extract.store.answers import StoredAnswers  # noqa: PLC0415  (SQLAlchemy would slow the start of every run)
    from extract.store.database import open_store  # noqa: PLC0415  (the same)

    return StoredAnswers(open_store(sqlite_url(folder)))


def rules_tools(plan: Plan) -> Tools:
    """Make the tools of the offline path; a worker process calls this."""
    return _tools(plan, rules_reader())


@asynccontextmanager
async def opened_tools(plan: Plan, *, count: int = 1, rows: AnswerRows | None = None) -> AsyncGenerator[Tools, None]:
    """Hold the reader of the plan open, with its connections, its cache of paid answers and, for many, its helpers."""
    async with AsyncExitStack() as stack:
        match plan.options.chosen_reader:
            case "rules":
                yield _tools(plan, rules_reader())
            case "replay":
                yield _tools(plan, replay_reader(plan.options), rival=rules_reader())
            case "llm":
                board = await stack.enter_async_context(opened_board(plan, rows))
                tools = replace(model_tools(plan, board), load=partial(beside, stop=PARSER.close))
                if count >= FROM:
                    open_there, helpers = partial(model_tools, keyless(plan)), helpers_for(plan.options.concurrency)
                    elsewhere = await stack.enter_async_context(helped(open_there, board, helpers=helpers))
                    tools = replace(tools, elsewhere=elsewhere)
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
    from extract.readers.llm.tasks import load_tasks  # noqa: PLC0415  (loaded where it is used)
    from extract.readers.replay import replay_of  # noqa: PLC0415  (the same)

    return replay_of(_answers(options), load_tasks(options.tasks))


def model_tools(plan: Plan, caller: Caller) -> Tools:
    """Make the tools of the model path, whose calls ``caller`` makes; a helper process calls this."""
    from extract.readers.llm.opened import reader_of  # noqa: PLC0415  (loaded where it is used)

    reader = reader_of(plan.options, caller, offline=rules_reader())
    verifier = verifier_of(reader) if plan.options.verify else None
    return replace(_tools(plan, reader, rival=rules_reader()), verifier=verifier)


def keyless(plan: Plan) -> Plan:
    """Return the plan without the key, which those who make no calls do not need."""
    return replace(plan, options=plan.options.model_copy(update={"api_key": None}))


@asynccontextmanager
async def opened_board(plan: Plan, rows: AnswerRows | None = None) -> AsyncGenerator[Switchboard, None]:
    """Hold the way to the models of a plan open; paid answers are kept in ``rows``, else in the run folder.

    Raises:
        ConfigError: no model is configured.
    """
    from extract.readers.llm.cache import StoreCache  # noqa: PLC0415  (loaded where it is used)
    from extract.readers.llm.opened import opened_calls  # noqa: PLC0415  (the same)
    from extract.store.answers import StoredAnswers  # noqa: PLC0415  (the same)
    from extract.store.database import open_store  # noqa: PLC0415  (the same)

    with ExitStack() as stack:
        if rows is None:
            store = open_store(sqlite_url(plan.folder))
            stack.callback(store.dispose)
            rows = StoredAnswers(store)
        async with opened_calls(plan.options, cache=StoreCache(rows)) as board:
            yield board


def verifier_of(reader: ModelReader) -> Verifier:
    """Return the verifier that asks the reader's own model."""
    from extract.readers.llm.verify import Verifier as ModelVerifier  # noqa: PLC0415  (loaded where it is used)

    return ModelVerifier(reader.wire, reader.prompts, redacts=reader.manner.redacts)


def weights_of(options: RunOptions) -> Weights:
    """Return the weights of the confidence: those of ``--confidence``, else the documented default.

    Raises:
        ConfigError: the file cannot be read or is none.
    """
    if options.confidence is None:
        return UNCALIBRATED
    return parse_weights(_read(options.confidence).decode("utf-8", "replace"), str(options.confidence))


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


def _check_endpoint(options: RunOptions) -> None:
    from extract.readers.llm.opened import endpoint_of  # noqa: PLC0415  (loaded where it is used)

    endpoint_of(options)


def _prompts(options: RunOptions) -> tuple[tuple[str, str], ...]:
    from extract.readers.llm.tasks import load_tasks  # noqa: PLC0415  (loaded where it is used)
    from extract.readers.llm.templates import Prompts  # noqa: PLC0415  (the same)

    prompts = Prompts(domain_named(options.domain), options.prompts)
    return tuple((task.name, prompts.label(task)) for task in load_tasks(options.tasks))


def _further(options: RunOptions) -> tuple[tuple[str, str], ...]:
    """Options beyond those of ``Identity`` that change what a record says, where they are set."""
    found: list[tuple[str, str]] = []
    if options.chosen_reader == "replay":
        found.append(("answers", hashlib.sha256(_read(_answers(options))).hexdigest()))
    if options.no_split:
        found.append(("no_split", "True"))
    if options.confidence is not None:
        found.append(("confidence", hashlib.sha256(_read(options.confidence)).hexdigest()))
    if options.chosen_reader == "llm":
        named = {"verify": options.verify, "coverage": options.coverage, "fallback": options.fallback_model}
        found += [(name, str(value)) for name, value in named.items() if value]
    return tuple(found)


def _answers(options: RunOptions) -> Path:
    if options.answers is None:
        raise ConfigError(say("--reader replay 需要 --answers 文件。", "--reader replay needs --answers FILE."))
    return options.answers


def _read(path: Path) -> bytes:
    """Return the bytes of a file, or of all files of a folder of answers."""
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        return b"".join(file.read_bytes() for file in files if file.is_file())
    except OSError as error:
        raise ConfigError(
            say(f"{path} 无法读取：{system_words(error)}。", f"{path} cannot be read: {system_words(error)}.")
        ) from error
