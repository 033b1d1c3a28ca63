"""Put a model reader together from the settings of a run, and take it down again."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

from pydantic import SecretStr

from extract.domains.registry import domain_named
from extract.errors import ConfigError
from extract.language import say
from extract.ports import Reader
from extract.readers.llm.cache import AnswerCache, MemoryCache, Sharing
from extract.readers.llm.client import DEFAULT_URL, Client, Endpoint
from extract.readers.llm.ladder import Ladder
from extract.readers.llm.limits import Limiter
from extract.readers.llm.reader import Manner, ModelReader
from extract.readers.llm.retry import Policy
from extract.readers.llm.tasks import load_tasks
from extract.readers.llm.templates import Prompts
from extract.readers.llm.trace import traces_of
from extract.readers.llm.usage import Budget
from extract.readers.llm.wire import Wire
from extract.settings import RunOptions


@asynccontextmanager
async def opened_reader(
    options: RunOptions, *, cache: AnswerCache | None = None, offline: Reader | None = None
) -> AsyncGenerator[ModelReader, None]:
    """Hold a model reader open; calls under way at the end are given time, so that paid answers are kept.

    Args:
        options: of the run.
        cache: where answers are kept; in memory only where None.
        offline: who reads what no model would read.

    Raises:
        ConfigError: no model is configured, or tasks or prompts cannot be loaded.
    """
    endpoint = endpoint_of(options)
    client = Client(endpoint)
    kept = cache or MemoryCache()
    traces = traces_of()
    wire = Wire(
        client=client,
        model=endpoint.model,
        endpoint=endpoint.shown,
        cache=kept,
        ladder=Ladder(options.rung),
        limiter=Limiter(options.concurrency),
        budget=_budget(options),
        policy=Policy(attempts=options.attempts, deadline=options.deadline),
        price=options.prices.get(endpoint.model),
        extra=options.extra_body,
        traces=traces,
    )
    reader = ModelReader(
        wire=wire,
        prompts=Prompts(domain_named(options.domain), options.prompts),
        manner=_manner(options),
        other=_other(options, wire),
        offline=offline,
    )
    try:
        yield reader
    finally:
        await reader.close()
        await client.close()
        traces.close()


def endpoint_of(options: RunOptions) -> Endpoint:
    """Return where the model of these settings is.

    Raises:
        ConfigError: no model is named, or the standard endpoint and no key.
    """
    if not options.model:
        raise ConfigError(
            say(
                "没有指定模型；请用 --model 或 GOUJI_MODEL（端点用 OPENAI_BASE_URL，密钥用 OPENAI_API_KEY）。",
                "No model is named; use --model or GOUJI_MODEL (endpoint: OPENAI_BASE_URL, key: OPENAI_API_KEY).",
            )
        )
    url, key = options.base_url or DEFAULT_URL, options.api_key or SecretStr("")
    if url.startswith(DEFAULT_URL) and not key.get_secret_value():
        raise ConfigError(
            say(
                f"{DEFAULT_URL} 需要密钥：请设 OPENAI_API_KEY；用别的端点请设 OPENAI_BASE_URL。",
                f"{DEFAULT_URL} needs a key: set OPENAI_API_KEY, or OPENAI_BASE_URL for another endpoint.",
            )
        )
    return Endpoint(url, options.model, key, options.timeout)


def _other(options: RunOptions, wire: Wire) -> Wire | None:
    """Return the way to the model that is asked where the first one refuses; it shares limits, budget and cache."""
    model = options.fallback_model
    if not model:
        return None
    return replace(wire, model=model, ladder=Ladder(options.rung), price=options.prices.get(model), sharing=Sharing())


def _manner(options: RunOptions) -> Manner:
    return Manner(
        tasks=load_tasks(options.tasks),
        reasks=options.reasks,
        samples=options.samples,
        redacts=options.redact,
        window_tokens=options.window_tokens,
        coverage=options.coverage,
        verify=options.verify,
    )


def _budget(options: RunOptions) -> Budget:
    unpriced = [name for name in (options.model, options.fallback_model) if name and name not in options.prices]
    if options.budget_cost is not None and unpriced:
        raise ConfigError(
            say(
                f"设了费用预算，但 gouji.toml 的 [prices] 里没有 {unpriced[0]} 的价格。",
                f"There is a budget in money but no price of {unpriced[0]} under [prices] in gouji.toml.",
            )
        )
    return Budget(tokens=options.budget_tokens, cost=options.budget_cost)
