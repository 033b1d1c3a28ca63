"""Retries, limits, the budget and the ladder, each on its own."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from llm_fakes import PRICE

from extract.errors import BudgetSpentError
from extract.readers.llm.calls.ladder import RUNGS, Ladder, Rung, wire_body, written
from extract.readers.llm.calls.limits import Limiter, duration
from extract.readers.llm.calls.retry import Policy, retrying
from extract.readers.llm.calls.trouble import CallError, Kind
from extract.readers.llm.calls.usage import Budget, Meter, cost_of, counts_of

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


def counts(prompt: int, completion: int) -> dict[str, int]:
    """Return what an endpoint counts."""
    return {"prompt_tokens": prompt, "cached_tokens": 0, "completion_tokens": completion}


async def test_a_budget_is_never_passed_because_each_call_reserves_first() -> None:
    budget = Budget(tokens=10_000)
    held = [await budget.reserve(3_000, None) for _ in range(2)]
    third = asyncio.create_task(budget.reserve(3_000, None))
    for reserved in held:
        await asyncio.sleep(0)
        assert not third.done()
        await budget.settle(reserved, counts(3_000, 1_500), None)
    with pytest.raises(BudgetSpentError, match=r"10,000.*9,000.*5,300") as error:
        await third
    assert error.value.exit_status == 5
    assert budget.reserved_tokens == 0


async def test_what_is_in_flight_has_told_its_real_cost_before_a_budget_is_spent() -> None:
    budget = Budget(tokens=10_000)
    held = [await budget.reserve(3_000, None) for _ in range(2)]
    third = asyncio.create_task(budget.reserve(3_000, None))
    await budget.settle(held[0], counts(1_000, 100), None)
    await third
    await budget.settle(held[1], None, None)
    assert budget.spent_tokens == 1_100


async def test_a_budget_that_is_spent_stays_so_for_all_that_wait() -> None:
    budget = Budget(tokens=6_000)
    held = await budget.reserve(3_000, None)
    large, small = (asyncio.create_task(budget.reserve(size, None)) for size in (9_000, 10))
    await asyncio.sleep(0)
    await budget.settle(held, counts(3_000, 100), None)
    for stopped in (large, small, budget.reserve(10, None)):
        with pytest.raises(BudgetSpentError):
            await stopped


async def test_a_prompt_is_held_to_the_densest_seen_and_to_a_token_a_character_before_any() -> None:
    budget = Budget()
    assert budget.prompt_of(1_000) == 1_000
    for tokens in (600, 800, 500):
        await budget.settle(await budget.reserve(1_000, None), counts(tokens, 10), None)
    assert budget.prompt_of(1_000) == 880


async def test_a_budget_in_money_counts_by_the_price_list() -> None:
    budget = Budget(cost=Decimal("0.05"))
    held = await budget.reserve(10_000, PRICE)
    second = asyncio.create_task(budget.reserve(10_000, PRICE))
    await asyncio.sleep(0)
    assert not second.done()
    await budget.settle(held, counts(1000, 10), Decimal("0.00208"))
    await budget.settle(await second, counts(1000, 10), Decimal("0.04"))
    with pytest.raises(BudgetSpentError, match=r"0\.05"):
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
    from extract.readers.llm.calls.probe import PROBE  # noqa: PLC0415  (only here)

    assert wire_body("probe", PROBE.schema, Rung.JSON_SCHEMA)["response_format"]["json_schema"]["strict"] is True
    assert wire_body("probe", PROBE.schema, Rung.TOOLS)["tool_choice"]["function"]["name"] == "probe_answer"
    assert wire_body("probe", PROBE.schema, Rung.JSON_OBJECT) == {"response_format": {"type": "json_object"}}
    assert wire_body("probe", PROBE.schema, Rung.JSON) == {}
