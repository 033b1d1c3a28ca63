"""From an endpoint's log-probabilities, or its refusal to tell them, to what a record says of a model's hesitation."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from llm_fakes import SMALL, FakeClient, reader, small, wire
from provider.answering import answer
from provider.app import MODEL, Provider
from provider.faults import Plan
from provider.server import serving
from provider.tokens import logprobs_of
from pydantic import SecretStr

from extract.cli import cli
from extract.domains.petition import PETITION
from extract.engines.helpers import FROM as HELPED
from extract.errors import ReaderError
from extract.model.answer import Answered
from extract.readers.llm.asks.tasks import TASKS
from extract.readers.llm.calls.cache import MemoryCache, Reply
from extract.readers.llm.calls.client import Client, Endpoint
from extract.readers.llm.calls.ladder import RUNGS, Ladder, Rung
from extract.readers.llm.calls.trouble import CallError, Kind
from extract.readers.llm.calls.usage import counts_of
from extract.readers.llm.calls.wire import Wire

TORN = '"revised_budget"'
"""What the model hesitates over: the stage of the first figure, 1200万元."""


@asynccontextmanager
async def wired(provider: Provider, **changes: Any) -> AsyncIterator[Wire]:
    """Hold a wire that asks for log-probabilities."""
    with serving(provider) as running:
        client = Client(Endpoint(running.url, MODEL, SecretStr("none"), 5.0))
        try:
            yield wire(client, model=MODEL, endpoint=running.url, **({"logprobs": True} | changes))
        finally:
            await client.close()


async def read(over: Wire, **manner: Any) -> Answered:
    return await reader(over, **manner).read(small(), PETITION)


def stages(answered: Answered) -> list[tuple[str, ...]]:
    return [item.hesitant for item in answered.answer.finance]


async def honest() -> Answered:
    async with wired(Provider(), logprobs=False) as over:
        return await read(over)


@pytest.mark.parametrize("rung", [Rung.JSON_SCHEMA, Rung.JSON_OBJECT, Rung.JSON])
async def test_one_value_that_is_written_with_hesitation_is_the_one_that_is_named(rung: Rung) -> None:
    async with wired(Provider(hesitates=(TORN,)), ladder=Ladder(rung)) as over:
        answered = await read(over)
    assert stages(answered)[0] == ("stage",)
    assert not any(stages(answered)[1:])


@pytest.mark.parametrize(
    "manner", [{"redacts": True}, {"window_tokens": 200}, {"samples": 2}, {"coverage": True}], ids=str
)
async def test_hesitation_outlives_redaction_windows_samples_and_coverage(manner: dict[str, Any]) -> None:
    provider = Provider(hesitates=(TORN,))
    async with wired(provider) as over:
        answered = await read(over, **manner)
    assert provider.ledger.requests > len(TASKS) or manner == {"redacts": True}
    assert ("stage",) in stages(answered)
    assert all(stages(Answered(sample))[0] == ("stage",) for sample in answered.samples)


async def test_the_answer_that_counts_is_the_one_whose_hesitation_counts() -> None:
    async with wired(Provider(Plan(script=["", "wrong-piece"]), hesitates=(TORN,))) as over:
        answered = await read(over)
    assert answered.reasked
    assert stages(answered)[0] == ("stage",)


async def test_an_answer_that_stays_wrong_still_says_what_was_hesitated_over() -> None:
    async with wired(Provider(Plan(always="wrong-piece"), hesitates=(TORN,))) as over:
        answered = await read(over, reasks=0)
    assert ("stage",) in stages(answered)


@pytest.mark.parametrize("refusal", ["named", "unnamed", "500"])
@pytest.mark.parametrize("rungs", [(), ("json_schema", "tools")], ids=["any rung", "lower rungs"])
async def test_an_endpoint_that_refuses_log_probabilities_is_read_as_if_none_had_been_asked_for(
    refusal: str, rungs: tuple[str, ...]
) -> None:
    plan = Plan(refuses_logprobs=refusal, refused_rungs=frozenset(rungs))
    provider = Provider(plan, keeps_bodies=True, hesitates=(TORN,))
    async with wired(provider) as over:
        answered = await read(over)
        asked = len(provider.ledger.bodies)
        await read(over)
    assert answered.answer == (await honest()).answer
    assert not any(stages(answered))
    assert not any("logprobs" in body for body in provider.ledger.bodies[-4:]), "it is not asked again in this run"
    assert asked == len(provider.ledger.bodies), "what was answered is not paid for again"


async def test_a_request_that_is_refused_either_way_says_nothing_about_log_probabilities() -> None:
    refusing = [True]

    def answering(body: dict[str, Any]) -> Reply:
        if refusing:
            raise CallError(Kind.BAD_REQUEST, "HTTP 400: Invalid request")
        return Reply(answer(body), usage=counts_of({}))

    client = FakeClient(answering)
    over = wire(client, logprobs=True)
    with pytest.raises(ReaderError):
        await read(over)
    assert ["logprobs" in body for body in client.bodies] == [True] * len(RUNGS) + [False] * len(RUNGS)
    refusing.clear()
    await read(over)
    assert all("logprobs" in body for body in client.bodies[2 * len(RUNGS) :])


@pytest.mark.parametrize(
    "provider", [Provider(), Provider(Plan(refused_rungs=frozenset({"json_schema"})), hesitates=(TORN,))]
)
async def test_an_endpoint_that_tells_nothing_changes_nothing(provider: Provider) -> None:
    """One passes over the wish; the other answers by a tool, of whose arguments it tells nothing."""
    async with wired(provider) as over:
        answered = await read(over)
    assert answered.answer == (await honest()).answer


async def test_an_answer_is_known_again_whether_or_not_log_probabilities_were_asked_for() -> None:
    cache, provider = MemoryCache(), Provider(hesitates=(TORN,))
    async with wired(provider, cache=cache, logprobs=False) as over:
        await read(over)
        answered = await read(replace(over, logprobs=True))
    assert provider.ledger.requests == 5
    assert not any(stages(answered))


def gouji(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(cli, [str(each) for each in arguments], catch_exceptions=False)


def records(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines()]


def run(home: Path, provider: Provider, *options: str, out: str = "out") -> list[dict[str, Any]]:
    with serving(provider) as running:
        return run_at(running.url, home, *options, out=out)


def run_at(url: str, home: Path, *options: str, out: str = "out") -> list[dict[str, Any]]:
    flags = ("--model", MODEL, "--quiet", *options)
    result = gouji("run", home / "in", "--out", home / out, *flags, OPENAI_BASE_URL=url, OPENAI_API_KEY="none")
    assert result.exit_code == 0, result.output
    return records(home / out)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "水利局.txt").write_text(SMALL, encoding="utf-8")
    return tmp_path


def test_a_run_lowers_the_confidence_of_the_doubted_value_and_says_why(home: Path) -> None:
    (sure,) = run(home, Provider(hesitates=()), out="sure")
    (torn,) = run(home, Provider(hesitates=(TORN,)), out="torn")
    before, after = sure["finance"][0], torn["finance"][0]
    assert after["fields"]["stage"] < before["fields"]["stage"]
    assert {name for name in before["fields"] if after["fields"][name] != before["fields"][name]} == {"stage"}
    assert "hesitant:stage" in after["reasons"]
    assert torn["finance"][1:] == sure["finance"][1:]
    shown = gouji("show", home / "torn", GOUJI_LANG="zh")
    assert "预算阶段：模型写下时把握不到一半" in shown.output


def test_without_log_probabilities_records_are_what_they_were(home: Path) -> None:
    cases: tuple[tuple[Provider, tuple[str, ...]], ...] = (
        (Provider(hesitates=()), ()),
        (Provider(hesitates=(TORN,)), ("--logprobs", "off")),
        (Provider(), ()),
        (Provider(Plan(refuses_logprobs="named"), hesitates=(TORN,)), ()),
    )
    sure, off, silent, refused = (
        run(home, provider, *flags, out=str(number))[0] for number, (provider, flags) in enumerate(cases)
    )
    for each in (sure, off, silent, refused):
        for name in ("id", "started_at", "seconds", "usage"):
            del each["run"][name]
    assert sure == off == silent == refused


@pytest.mark.block_network(allowed_hosts=["/", "127.0.0.1"])
def test_hesitation_comes_back_from_the_store_of_paid_answers_and_from_helpers(home: Path) -> None:
    for number in range(HELPED):
        (home / "in" / f"水利局{number}.txt").write_text(SMALL.replace("1140", f"11{number}1"), encoding="utf-8")
    provider = Provider(hesitates=(TORN,))
    with serving(provider) as running:
        first = run_at(running.url, home)
        paid = provider.ledger.requests
        again = run_at(running.url, home, "--fresh")
    assert provider.ledger.requests == paid
    assert [each["finance"] for each in again] == [each["finance"] for each in first]
    assert all("hesitant:stage" in each["finance"][0]["reasons"] for each in first)


def test_batch_files_carry_log_probabilities_there_and_back(home: Path) -> None:
    requests, answers = home / "requests.jsonl", home / "answers.jsonl"
    gouji("batch", "export", home / "in", "--out", requests, "--logprobs", "on", "--redact")
    lines = [json.loads(line) for line in requests.read_text(encoding="utf-8").splitlines()]
    assert all(line["body"]["logprobs"] is True for line in lines)
    out = []
    for line in lines:
        content = answer(line["body"])
        choice = {"finish_reason": "stop", "message": {"content": content}, "logprobs": logprobs_of(content, (TORN,))}
        response = {"status_code": 200, "body": {"model": "m", "choices": [choice]}}
        out.append(json.dumps({"custom_id": line["custom_id"], "response": response, "error": None}))
    answers.write_text("\n".join(out), encoding="utf-8")
    result = gouji("batch", "import", requests, answers, "--out", home / "out")
    assert result.exit_code == 0, result.output
    (record,) = records(home / "out")
    assert "hesitant:stage" in record["finance"][0]["reasons"]
    assert not any("hesitant:stage" in item["reasons"] for item in record["finance"][1:] if "reasons" in item)


def test_batch_files_ask_for_none_unless_told_to(home: Path) -> None:
    gouji("batch", "export", home / "in", "--out", home / "requests.jsonl")
    assert "logprobs" not in (home / "requests.jsonl").read_text(encoding="utf-8")
