"""Retries, limits, the budget and the ladder, each on its own."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from llm_fakes import PRICE

from extract.errors import BudgetSpentError
from extract.readers.llm.ladder import RUNGS, Ladder, Rung, wire_body, written
from extract.readers.llm.limits import Limiter, duration
from extract.readers.llm.retry import Policy, retrying
from extract.readers.llm.trouble import CallError, Kind
from extract.readers.llm.usage import Budget, Meter, cost_of, counts_of

QUICK = Policy(attempts=4, deadline=5.0, base=0.001, cap=0.002)


class Failing:
    """Raises the given errors in turn, then answers."""

    def __init__(self, *errors: CallError) -> None:
        self.errors = list(errors)
        self.calls = 0

    async def __call__(self) -> str:
        """Fail as told, then answer."""
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "answer"


async def test_a_call_is_made_again_until_it_succeeds() -> None:
    call = Failing(CallError(Kind.RETRY, "500"), CallError(Kind.RETRY, "timeout"))
    assert await retrying(call, QUICK) == "answer"
    assert call.calls == 3


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.RETRY])
async def test_no_other_kind_of_error_is_tried_again(kind: Kind) -> None:
    call = Failing(CallError(kind, "no"))
    with pytest.raises(CallError):
        await retrying(call, QUICK)
    assert call.calls == 1


async def test_attempts_end_at_their_limit_and_the_last_error_comes_out_as_it_is() -> None:
    call = Failing(*(CallError(Kind.RETRY, f"error {number}") for number in range(9)))
    with pytest.raises(CallError, match="error 3"):
        await retrying(call, QUICK)
    assert call.calls == 4


async def test_the_endpoint_s_own_waiting_time_is_honoured() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    call = Failing(CallError(Kind.RETRY, "429", wait=7.0))
    await retrying(call, QUICK, sleep=sleep)
    assert 7.0 <= slept[0] < 7.1


async def test_no_more_calls_are_under_way_than_the_limit() -> None:
    limiter, seen, under_way = Limiter(3), [], 0

    async def call() -> None:
        nonlocal under_way
        async with limiter.admitted():
            under_way += 1
            seen.append(under_way)
            await asyncio.sleep(0.001)
            under_way -= 1

    await asyncio.gather(*(call() for _ in range(20)))
    assert max(seen) == 3


async def test_the_limit_narrows_after_429_and_widens_again_with_successes() -> None:
    limiter = Limiter(10, now=lambda: 100.0)
    limiter.limited(None)
    limiter.limited(None)
    assert limiter.width == 7.0
    for _ in range(60):
        limiter.succeeded()
    assert limiter.width == 10.0


async def test_a_used_up_minute_pauses_all_calls_until_the_reset() -> None:
    clock = [0.0]
    limiter = Limiter(2, now=lambda: clock[0])
    limiter.observe({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "50ms"})
    waiting = asyncio.create_task(_enter(limiter))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    clock[0] = 1.0
    await asyncio.wait_for(waiting, 5)


async def _enter(limiter: Limiter) -> None:
    async with limiter.admitted():
        pass


@pytest.mark.parametrize(
    ("text", "seconds"), [("6m0s", 360.0), ("20ms", 0.02), ("1.5", 1.5), ("1h2s", 3602.0), ("x", 0.0)]
)
def test_durations_of_headers(text: str, seconds: float) -> None:
    assert duration(text) == pytest.approx(seconds)


def test_usage_is_read_in_the_forms_of_several_providers() -> None:
    openai = {"prompt_tokens": 100, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 64}}
    deepseek = {"prompt_tokens": 100, "completion_tokens": 7, "prompt_cache_hit_tokens": 64}
    assert counts_of(openai) == counts_of(deepseek)
    assert counts_of({}) == {"prompt_tokens": 0, "cached_tokens": 0, "completion_tokens": 0}


def test_cached_tokens_are_charged_at_their_own_price() -> None:
    counts = {"prompt_tokens": 1_000_000, "cached_tokens": 400_000, "completion_tokens": 100_000}
    assert cost_of(counts, PRICE) == Decimal("0.6") * 2 + Decimal("0.4") * Decimal("0.5") + Decimal("0.1") * 8
    assert cost_of(counts, None) is None


def test_a_meter_adds_up_tasks() -> None:
    meter = Meter()
    meter.attempts("finance", 2)
    meter.answered("finance", {"prompt_tokens": 10, "cached_tokens": 4, "completion_tokens": 2}, Decimal("0.5"))
    meter.answered("metrics", {"prompt_tokens": 5, "cached_tokens": 0, "completion_tokens": 1}, Decimal("0.25"))
    usage = meter.usage()
    assert (usage.calls, usage.attempts, usage.prompt_tokens, usage.cached_tokens) == (2, 2, 15, 4)
    assert usage.cost == "0.750000"
    assert usage.tasks["finance"]["attempts"] == 2


async def test_a_budget_is_never_passed_because_each_call_reserves_first() -> None:
    budget = Budget(tokens=10_000)
    first = await budget.reserve(3_000, None)
    second = await budget.reserve(3_000, None)
    with pytest.raises(BudgetSpentError) as error:
        await budget.reserve(1_000, None)
    assert error.value.exit_status == 5
    await budget.settle(first, {"prompt_tokens": 1_000, "cached_tokens": 0, "completion_tokens": 100}, None)
    await budget.settle(second, None, None)
    assert budget.spent_tokens == 1_100
    assert budget.reserved_tokens == 0
    await budget.reserve(6_000, None)


async def test_a_budget_in_money_counts_by_the_price_list() -> None:
    budget = Budget(cost=Decimal("0.05"))
    held = await budget.reserve(10_000, PRICE)
    with pytest.raises(BudgetSpentError):
        await budget.reserve(10_000, PRICE)
    await budget.settle(held, {"prompt_tokens": 1000, "cached_tokens": 0, "completion_tokens": 10}, Decimal("0.00208"))
    await budget.reserve(10_000, PRICE)


def test_the_ladder_is_left_downwards_only_while_no_rung_has_worked() -> None:
    ladder = Ladder()
    assert [ladder.refused(rung) for rung in RUNGS] == [True, True, True, False]
    ladder.reset()
    assert ladder.rung is Rung.JSON_SCHEMA
    assert ladder.refused(Rung.JSON_SCHEMA)
    ladder.worked(Rung.TOOLS)
    assert not ladder.refused(Rung.TOOLS)
    assert ladder.refused(Rung.JSON_SCHEMA), "a call still under way on an older rung tries the present one"
    assert ladder.rung is Rung.TOOLS


def test_a_forced_rung_is_never_left() -> None:
    ladder = Ladder("json_object")
    assert not ladder.refused(Rung.JSON_OBJECT)
    assert ladder.rung is Rung.JSON_OBJECT


def test_an_answer_is_read_from_a_tool_call_or_from_text() -> None:
    assert written({"tool_calls": [{"function": {"arguments": '{"a": 1}'}}], "content": None}) == '{"a": 1}'
    assert written({"content": "x"}) == "x"
    assert written({"content": None}) == ""


def test_each_rung_asks_in_its_own_way() -> None:
    from extract.readers.llm.probe import PROBE  # noqa: PLC0415  (only here)

    assert wire_body("probe", PROBE.schema, Rung.JSON_SCHEMA)["response_format"]["json_schema"]["strict"] is True
    assert wire_body("probe", PROBE.schema, Rung.TOOLS)["tool_choice"]["function"]["name"] == "probe_answer"
    assert wire_body("probe", PROBE.schema, Rung.JSON_OBJECT) == {"response_format": {"type": "json_object"}}
    assert wire_body("probe", PROBE.schema, Rung.JSON) == {}
