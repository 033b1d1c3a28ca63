"""Put a model reader together from the settings of a run, and take it down again."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import NamedTuple

from pydantic import SecretStr

from extract.domains.registry import domain_named
from extract.errors import ConfigError
from extract.language import say
from extract.ports import Reader
from extract.readers.llm.asks.tasks import load_tasks
from extract.readers.llm.asks.templates import Prompts
from extract.readers.llm.calls.cache import AnswerCache, MemoryCache, Sharing
from extract.readers.llm.calls.client import DEFAULT_URL, Client, Endpoint
from extract.readers.llm.calls.exchange import Exchange, Switchboard
from extract.readers.llm.calls.ladder import Ladder
from extract.readers.llm.calls.limits import Admits, Limiter
from extract.readers.llm.calls.retry import Policy
from extract.readers.llm.calls.trace import traces_of
from extract.readers.llm.calls.usage import Budget, Spends
from extract.readers.llm.calls.wire import Caller, Wire
from extract.readers.llm.reader import Manner, ModelReader
from extract.settings import RunOptions, bare_url

FINISHING = 15.0
"""Seconds that calls under way get at the end, so that what is paid for is kept."""


class Limits(NamedTuple):
    """What bounds the calls of a run: how many at once, and what they may cost."""

    calls: Admits
    budget: Spends


@asynccontextmanager
async def opened_calls(
    options: RunOptions, *, cache: AnswerCache | None = None, limits: Limits | None = None
) -> AsyncGenerator[Switchboard, None]:
    """Hold the way to the models of a run open; calls under way at the end get time, so that paid answers are kept.

    Args:
        options: of the run.
        cache: where answers are kept; in memory only where None.
        limits: of the calls; those of the options where None.

    Raises:
        ConfigError: no model is configured.
    """
    endpoint, traces = endpoint_of(options), traces_of()
    admits, spends = limits or limits_of_calls(options)
    client = Client(endpoint)
    exchange = Exchange(
        client=client,
        endpoint=endpoint.shown,
        cache=cache or MemoryCache(),
        ladder=Ladder(options.rung),
        limiter=admits,
        budget=spends,
        policy=Policy(attempts=options.attempts, deadline=options.deadline),
        price=options.prices.get(endpoint.model),
        traces=traces,
    )
    board = Switchboard({model: _for_model(model, exchange, options) for model in _models(options)})
    try:
        yield board
    finally:
        await board.finish(FINISHING)
        await client.close()
        traces.close()


def reader_of(options: RunOptions, caller: Caller, *, offline: Reader | None = None) -> ModelReader:
    """Return a model reader whose calls somebody else makes.

    Args:
        options: of the run; the key is not needed.
        caller: makes the calls, in this process or in another.
        offline: who reads what no model would read.

    Raises:
        ConfigError: tasks or prompts cannot be loaded.
    """
    wire, *others = (_wire(model, caller, options) for model in _models(options))
    return ModelReader(
        wire=wire,
        prompts=Prompts(domain_named(options.domain), options.prompts),
        manner=_manner(options),
        other=others[0] if others else None,
        offline=offline,
    )


@asynccontextmanager
async def opened_reader(
    options: RunOptions,
    *,
    cache: AnswerCache | None = None,
    offline: Reader | None = None,
    limits: Limits | None = None,
) -> AsyncGenerator[ModelReader, None]:
    """Hold a model reader open that makes its calls itself; as ``opened_calls`` and ``reader_of``."""
    async with opened_calls(options, cache=cache, limits=limits) as board:
        yield reader_of(options, board, offline=offline)


def endpoint_of(options: RunOptions) -> Endpoint:
    """Return where the model of these settings is.

    Raises:
        ConfigError: no model is named, the address is none, or it is the standard one and there is no key.
    """
    if not options.model:
        raise ConfigError(
            say(
                "没有指定模型；请用 --model 或 GOUJI_MODEL（端点用 OPENAI_BASE_URL，密钥用 OPENAI_API_KEY）。",
                "No model is named; use --model or GOUJI_MODEL (endpoint: OPENAI_BASE_URL, key: OPENAI_API_KEY).",
            )
        )
    url, key = options.base_url or DEFAULT_URL, options.api_key or SecretStr("")
    if not url.startswith(("http://", "https://")):
        raise ConfigError(
            say(
                f"OPENAI_BASE_URL 的值 {bare_url(url)} 不是完整的地址；须以 http:// 或 https:// 开头，如 https://api.deepseek.com。",
                f"OPENAI_BASE_URL is {bare_url(url)}, no whole address: it begins with http:// or https://, "
                "as https://api.deepseek.com does.",
            )
        )
    if url.startswith(DEFAULT_URL) and not key.get_secret_value():
        raise ConfigError(
            say(
                f"{DEFAULT_URL} 需要密钥：请设 OPENAI_API_KEY；用别的端点请设 OPENAI_BASE_URL。",
                f"{DEFAULT_URL} needs a key: set OPENAI_API_KEY, or OPENAI_BASE_URL for another endpoint.",
            )
        )
    return Endpoint(url, options.model, key, options.timeout)


def _models(options: RunOptions) -> tuple[str, ...]:
    """Return the models of a run: the one that is asked, then the one that is asked where it refuses."""
    return tuple(dict.fromkeys(name for name in (options.model, options.fallback_model) if name))


def _for_model(model: str, exchange: Exchange, options: RunOptions) -> Exchange:
    """Return the exchange of a model; all share limits, budget and cache."""
    return replace(exchange, ladder=Ladder(options.rung), price=options.prices.get(model), sharing=Sharing())


def _wire(model: str, caller: Caller, options: RunOptions) -> Wire:
    return Wire(
        caller=caller,
        model=model,
        endpoint=bare_url(options.base_url or DEFAULT_URL),
        price=options.prices.get(model),
        extra=options.extra_body,
        logprobs=options.logprobs != "off",
    )


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


def limits_of_calls(options: RunOptions) -> Limits:
    """Return the limits of a run by its settings.

    Raises:
        ConfigError: there is a budget in money and no price.
    """
    return Limits(Limiter(options.concurrency), budget_of(options))


def budget_of(options: RunOptions) -> Budget:
    """Return what a run may spend.

    Raises:
        ConfigError: there is a budget in money and no price.
    """
    unpriced = [name for name in (options.model, options.fallback_model) if name and name not in options.prices]
    if options.budget_cost is not None and unpriced:
        raise ConfigError(
            say(
                f"设了费用预算，但 gouji.toml 的 [prices] 里没有 {unpriced[0]} 的价格。",
                f"There is a budget in money but no price of {unpriced[0]} under [prices] in gouji.toml.",
            )
        )
    return Budget(tokens=options.budget_tokens, cost=options.budget_cost)
