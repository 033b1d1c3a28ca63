"""The model reader against the test endpoint on loopback: every fault of the wire, of answers, refusals and limits."""

from __future__ import annotations

import json
from asyncio import gather
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from llm_fakes import PRICE, SMALL, exchange_of, prompts, reader, small, wire
from provider.answering import answer
from provider.app import MODEL, Provider
from provider.faults import CONTENT, TRANSPORT, Plan
from provider.server import serving
from pydantic import SecretStr

from extract.domains.petition import PETITION
from extract.errors import BudgetSpentError, ConfigError, ReaderError
from extract.model.answer import Answered
from extract.pipeline import extract_document
from extract.readers.llm.calls.client import Client, Endpoint
from extract.readers.llm.calls.ladder import Ladder, Rung
from extract.readers.llm.calls.retry import Policy
from extract.readers.llm.calls.usage import Budget
from extract.readers.llm.calls.wire import Wire
from extract.readers.llm.verify import Verifier
from extract.readers.rules.reader import RulesReader, read_report
from extract.steps.confidence import UNCALIBRATED

KEY = "sk-secret-key-0123456789"
TIMEOUT = 1.0


@asynccontextmanager
async def wired(provider: Provider, **changes: object) -> AsyncIterator[Wire]:
    """Hold a wire to an endpoint of its own."""
    with serving(provider) as running:
        client = Client(Endpoint(running.url, MODEL, SecretStr(KEY), TIMEOUT))
        try:
            yield wire(client, model=MODEL, endpoint=running.url, **changes)
        finally:
            await client.close()


async def read(over: Wire, **manner: object) -> Answered:
    return await reader(over, **manner).read(small(), PETITION)


async def test_a_report_is_read_with_one_call_a_task_and_its_usage_is_what_the_endpoint_counts() -> None:
    provider = Provider()
    async with wired(provider, price=PRICE) as over:
        answered = await read(over)
    assert answered.answer.problems
    assert answered.answer.finance
    assert answered.usage is not None
    assert answered.usage.calls == answered.usage.attempts == 5
    assert answered.usage.prompt_tokens == provider.ledger.prompt_tokens
    assert answered.usage.completion_tokens == provider.ledger.completion_tokens
    assert Decimal(answered.usage.cost or 0) > 0
    assert dict(answered.prompts).keys() == {"profile", "finance", "metrics", "measures", "problems"}


async def test_the_first_call_of_a_document_precedes_its_siblings_so_that_they_find_its_prefix_cached() -> None:
    async with wired(Provider(latency=0.02)) as over:
        answered = await read(over)
    assert answered.usage is not None
    tasks = answered.usage.tasks
    assert tasks["profile"]["cached_tokens"] == 0
    assert all(tasks[name]["cached_tokens"] > 0 for name in ("finance", "metrics", "measures", "problems"))


@pytest.mark.parametrize("fault", TRANSPORT)
async def test_a_fault_of_the_wire_costs_an_attempt_and_nothing_else(fault: str) -> None:
    provider = Provider(Plan(script=[fault]), hang=3.0)
    async with wired(provider) as over:
        answered = await read(over)
        honest = await reader(replace(over, caller=replace(exchange_of(over)))).read(small(), PETITION)
    assert answered.answer == honest.answer
    assert answered.usage is not None
    assert answered.usage.attempts == (5 if fault == "slow-first-byte" else 6)
    assert answered.usage.calls == 5
    assert answered.refusals == ()


@pytest.mark.parametrize("fault", CONTENT)
async def test_a_wrong_answer_is_sent_back_and_the_second_one_counts(fault: str) -> None:
    provider = Provider(Plan(script=["", fault]), keeps_bodies=True)
    async with wired(provider) as over:
        answered = await read(over)
    async with wired(Provider()) as over:
        honest = await read(over)
    assert answered.answer == honest.answer
    assert answered.usage is not None
    assert answered.usage.calls == 6
    assert answered.reasked
    again = [body["messages"] for body in provider.ledger.bodies if len(body["messages"]) > 2]
    assert (len(again) == 1) is (fault != "empty")
    if again:
        assert "你的回答有以下错误" in again[0][-1]["content"]


async def test_the_message_that_sends_an_answer_back_names_the_unit_and_quotes_the_source() -> None:
    provider = Provider(Plan(script=["", "wrong-piece"]), keeps_bodies=True)
    async with wired(provider) as over:
        await read(over)
    message = next(b["messages"][-1]["content"] for b in provider.ledger.bodies if len(b["messages"]) > 2)
    assert "查无此文" in message
    assert "里找不到；该处原文是“" in message


async def test_what_still_fails_after_the_re_asks_is_kept_and_marked() -> None:
    async with wired(Provider(Plan(always="wrong-piece"))) as over:
        answered = await read(over, reasks=1)
    assert answered.usage is not None
    assert answered.usage.calls == 8, "three tasks name pieces and are asked twice, two name whole units"
    assert "finance" in answered.reasked
    assert any("查无此文" in (item.evidence.text or "") for item in answered.answer.finance)


async def test_answers_that_can_never_be_read_leave_the_tasks_to_the_rules_and_to_review() -> None:
    async with wired(Provider(Plan(always="not-json"))) as over:
        offline = await reader(over, offline=RulesReader(), reasks=1).read(small(), PETITION)
    assert {refusal.reason for refusal in offline.refusals} == {"invalid_answer"}
    assert offline.answer.finance == read_report(small(), PETITION).finance


@pytest.mark.parametrize(
    ("refused", "rung"),
    [
        ((), Rung.JSON_SCHEMA),
        (("json_schema",), Rung.TOOLS),
        (("json_schema", "tools"), Rung.JSON_OBJECT),
        (("json_schema", "tools", "json_object"), Rung.JSON),
    ],
)
async def test_a_rung_that_the_wire_refuses_is_left_for_the_next_and_the_next_is_remembered(
    refused: tuple[str, ...], rung: Rung
) -> None:
    provider = Provider(Plan(refused_rungs=frozenset(refused)))
    async with wired(provider) as over:
        answered = await read(over)
        assert exchange_of(over).ladder.rung is rung
    assert answered.answer.problems
    assert provider.ledger.statuses["400"] == len(refused)


async def test_a_wrong_answer_is_no_reason_to_leave_a_rung() -> None:
    async with wired(Provider(Plan(script=["not-json", "wrong-schema"]))) as over:
        await read(over)
        assert exchange_of(over).ladder.rung is Rung.JSON_SCHEMA


async def test_an_endpoint_that_takes_no_temperature_is_asked_without_one_from_then_on() -> None:
    """Two reports at once: both first calls are refused, neither report fails."""
    provider = Provider(Plan(refuses_temperature=True), latency=0.05)
    async with wired(provider) as over:
        model = reader(over)
        others = small("b", SMALL.replace("1200", "1300"))
        answered = await gather(model.read(small(), PETITION), model.read(others, PETITION))
        assert exchange_of(over).ladder.rung is Rung.JSON_SCHEMA
    assert all(each.answer.problems for each in answered)
    assert provider.ledger.statuses == {"400": 2, "200": 10}


async def test_a_change_of_rung_pays_for_nothing_twice() -> None:
    provider = Provider()
    async with wired(provider) as over:
        await read(over)
        again = await read(replace(over, caller=replace(exchange_of(over), ladder=Ladder("tools"))))
    assert provider.ledger.requests == 5
    assert again.usage is not None
    assert again.usage.attempts == 0


@pytest.mark.parametrize("fault", ["refusal", "content-filter", "inspection"])
async def test_a_refused_report_goes_to_the_fallback_model(fault: str) -> None:
    async with wired(Provider(Plan(always=fault))) as refusing, wired(Provider()) as willing:
        answered = await reader(refusing, other=willing).read(small(), PETITION)
    assert answered.refusals == ()
    assert answered.answer.problems


async def test_only_the_refused_part_of_a_report_goes_to_the_rules_and_to_review() -> None:
    async with wired(Provider(Plan(forbidden=("清淤河道12条",)))) as over:
        answered = await reader(over, offline=RulesReader()).read(small(), PETITION)
    word = next(unit.number for unit in small().units if "清淤河道12条" in unit.text)
    assert {refusal.task for refusal in answered.refusals} == {"profile", "finance", "metrics", "measures", "problems"}
    assert all(refusal.first <= word <= refusal.last for refusal in answered.refusals)
    assert all(refusal.last - refusal.first < 3 for refusal in answered.refusals)
    assert len(answered.answer.problems) == 2
    figures = [item.evidence.text for item in answered.answer.finance]
    assert figures == [item.evidence.text for item in read_report(small(), PETITION).finance]


@pytest.mark.parametrize("fault", ["length", "too-long"])
async def test_an_answer_or_document_that_does_not_fit_is_asked_for_in_halves(fault: str) -> None:
    provider = Provider(Plan(script=["", fault]), keeps_bodies=True)
    async with wired(provider) as over:
        answered = await read(over)
    assert answered.refusals == ()
    assert answered.answer.finance
    assert answered.usage is not None
    assert answered.usage.calls == (7 if fault == "length" else 6) + answered.usage.tasks.get("links", {}).get(
        "calls", 0
    )


async def test_a_refused_key_stops_the_run_and_is_not_repeated_in_the_message() -> None:
    provider = Provider(key="sk-another-key-42424242")
    async with wired(provider) as over:
        with pytest.raises(ConfigError, match="401") as error:
            await read(over)
    assert provider.ledger.requests == 1
    assert KEY not in str(error.value)


async def test_an_account_that_is_used_up_stops_the_run() -> None:
    async with wired(Provider(Plan(always="quota"))) as over:
        with pytest.raises(BudgetSpentError) as error:
            await read(over)
    assert error.value.exit_status == 5


async def test_an_endpoint_that_stays_down_fails_the_report_and_says_what_to_do() -> None:
    async with wired(Provider(Plan(always="500")), policy=Policy(2, 5.0, 0.01, 0.02)) as over:
        with pytest.raises(ReaderError, match="500"):
            await read(over)


async def test_a_budget_stops_the_run_before_it_is_passed_and_paid_answers_are_kept() -> None:
    provider = Provider()
    async with wired(provider) as over:
        exchange = exchange_of(over)
        with pytest.raises(BudgetSpentError):
            await read(replace(over, caller=replace(exchange, budget=Budget(tokens=20_000))))
        await exchange.sharing.finish(5.0)
        spent = provider.ledger.prompt_tokens + provider.ledger.completion_tokens
        assert 0 < spent <= 20_000
        before = provider.ledger.requests
        await read(over)
    assert provider.ledger.requests == 5
    assert before < 5


async def test_identical_reports_under_way_together_share_their_calls() -> None:
    provider = Provider(latency=0.05)
    async with wired(provider) as over:
        one = reader(over)
        twins = await gather(one.read(small("a"), PETITION), one.read(small("b"), PETITION))
    assert provider.ledger.requests == 5
    assert twins[0].answer == twins[1].answer
    assert sum(twin.usage.calls for twin in twins if twin.usage) == 5


async def test_samples_are_kept_beside_the_first_answer() -> None:
    provider = Provider(keeps_bodies=True)
    async with wired(provider) as over:
        answered = await read(over, samples=3)
    assert len(answered.samples) == 2
    assert provider.ledger.requests == 15
    assert {body["temperature"] for body in provider.ledger.bodies} == {0.0, 0.7}


async def test_windows_are_joined_and_links_asked_last_over_the_joined_lists() -> None:
    provider = Provider(keeps_bodies=True)
    async with wired(provider) as over:
        answered = await read(over, window_tokens=80)
    assert len(answered.answer.problems) == 2
    assert len(answered.answer.improvements) == 2
    last = provider.ledger.bodies[-1]["messages"][1]["content"]
    assert "两个清单" in last
    assert "(1) （二）业务人员力量不足。" in last


async def test_nothing_that_is_redacted_appears_in_any_request_and_all_of_it_in_the_answer() -> None:
    provider = Provider(keeps_bodies=True)
    async with wired(provider) as over:
        answered = await read(over, redacts=True)
    sent = json.dumps(provider.ledger.bodies, ensure_ascii=False)
    assert "沈明远" not in sent
    assert "82223344" not in sent
    assert "⟦人" in sent
    assert "⟦" not in answered.answer.model_dump_json()
    assert answered.answer.profile is not None


async def test_a_key_is_in_no_answer_no_error_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    provider = Provider(Plan(script=["500", "wrong-schema", "429"]))
    async with wired(provider) as over:
        answered = await read(over)
    assert KEY not in caplog.text
    assert KEY not in repr(answered)
    assert KEY not in repr(over)


async def test_coverage_asks_each_task_once_more_after_its_answer_and_joins_what_it_brings() -> None:
    """The endpoint leaves the last figure out at first, and names it when asked what is missing."""

    def forgetful(body: dict[str, Any]) -> str:
        said = json.loads(answer(body))
        figures = said.get("finance", [])
        asked_again = "【复查】" in body["messages"][-1]["content"]
        if figures:
            said["finance"] = figures[-1:] if asked_again else figures[:-1]
        elif asked_again:
            said = {key: [] if isinstance(value, list) else {} for key, value in said.items()}
        return json.dumps(said, ensure_ascii=False)

    async with wired(Provider(answering=forgetful)) as over:
        without = await read(over)
        covered = await read(over, coverage=True)
    assert len(covered.answer.finance) == len(without.answer.finance) + 1
    assert covered.usage is not None
    assert covered.usage.calls == 10


async def test_verify_asks_about_doubtful_items_in_a_small_window_and_its_verdicts_move_their_confidence() -> None:
    def contradicting(body: dict[str, Any]) -> str:
        question = body["messages"][-1]["content"]
        if "【任务】核对" not in question:
            return answer(body)
        claims = question.partition("待核对的话：")[2].partition("名称解释")[0].strip().splitlines()
        return json.dumps({"verdicts": ["contradicted"] * len(claims)})

    provider = Provider(answering=contradicting, keeps_bodies=True)
    raw = small().document.raw
    async with wired(provider) as over:
        model = reader(over)
        strict = UNCALIBRATED.model_copy(update={"review_below": 0.99})
        plain = await extract_document(raw, reader=model, domain=PETITION)
        asked = provider.ledger.requests
        verifier = Verifier(over, prompts())
        verified = await extract_document(raw, reader=model, domain=PETITION, weights=strict, verifier=verifier)
    questions = [body["messages"][-1]["content"] for body in provider.ledger.bodies[asked:]]
    assert questions
    assert all("【任务】核对" in question for question in questions)
    assert max(len(question) for question in questions) < 3000
    doubted = [item for item in verified.finance if "contradicted" in item.reasons]
    before = {item.id: item.confidence for item in plain.finance}
    assert doubted
    assert all((item.confidence or 0) < (before[item.id] or 0) for item in doubted)
    assert verified.run is not None
    assert verified.run.usage is not None
    assert verified.run.usage.tasks["verify"]["calls"] == len(questions)
