"""Recorded conversations of each task on each rung, replayed with the network blocked.

Record anew with ``pytest tests/llm/test_cassettes.py --record-mode=rewrite`` (see tests/llm/cassettes/README.md).
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from llm_fakes import small, wire
from provider.app import MODEL, Provider
from provider.faults import Plan
from provider.server import serving
from pydantic import SecretStr

from extract.domains.petition import PETITION
from extract.readers.llm.asks.request import Shown, make_ask
from extract.readers.llm.asks.tasks import TASKS, Task
from extract.readers.llm.asks.templates import Prompts
from extract.readers.llm.calls.client import Client, Endpoint
from extract.readers.llm.calls.ladder import RUNGS, Ladder, Rung
from extract.readers.llm.calls.usage import Meter
from extract.readers.llm.converse import Part, Topic, converse
from extract.steps.prompt import whole

PORT = 8399
URL = f"http://127.0.0.1:{PORT}/v1"
KEY = "sk-recorded-never-0123456789"
HOME = Path(__file__).parents[1] / "provider" / "prompts"
CASSETTES = Path(__file__).parent / "cassettes"
KEPT_HEADERS = ("content-type", "x-ratelimit-remaining-requests", "x-ratelimit-remaining-tokens", "retry-after")
SECRET_HEADERS = ("authorization", "set-cookie", "openai-organization", "x-request-id", "cookie")


class Readable:
    """Writes cassettes as JSON with Chinese as it is."""

    @staticmethod
    def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
        """Register the serializer under the name that the files end with."""
        del config
        dump = SimpleNamespace(
            serialize=lambda data: json.dumps(data, ensure_ascii=False, indent=1) + "\n",
            deserialize=json.loads,
        )
        vcr.register_serializer("json", dump)


@pytest.fixture(scope="module", autouse=True)
def _readable(pytestconfig: pytest.Config) -> Iterator[None]:
    plugin = Readable()
    pytestconfig.pluginmanager.register(plugin)
    yield
    pytestconfig.pluginmanager.unregister(plugin)


@pytest.fixture(scope="module", autouse=True)
def _recorded_endpoint(record_mode: str) -> Iterator[None]:
    """Serve the test endpoint while recording; a replay needs none."""
    if record_mode == "none":
        yield
        return
    with serving(Provider(Plan()), port=PORT):
        yield


@pytest.fixture
def vcr_config() -> dict[str, Any]:
    return {
        "serializer": "json",
        "match_on": ["method", "path", "body"],
        "filter_headers": list(SECRET_HEADERS),
        "before_record_response": _scrubbed,
        "decode_compressed_response": True,
    }


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    made = Client(Endpoint(URL, MODEL, SecretStr(KEY), 5.0))
    yield made
    await made.close()


@pytest.mark.vcr
@pytest.mark.parametrize("rung", RUNGS, ids=str)
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
async def test_a_task_on_a_rung_is_answered_as_recorded(task: Task, rung: Rung, client: Client) -> None:
    over = wire(client, model=MODEL, endpoint=URL, ladder=Ladder(rung))
    reading = small()
    ask = make_ask(task, whole(reading), Shown(reading), Prompts(PETITION, HOME))
    meter = Meter()
    outcome = await converse(ask, Topic(Shown(reading), PETITION, "small", meter), over, reasks=0)
    assert isinstance(outcome, Part)
    assert outcome.valid
    usage = meter.usage()
    assert (usage.calls, usage.attempts) == (1, 1)
    assert usage.prompt_tokens > 0
    assert usage.completion_tokens > 0


def test_no_cassette_holds_a_key_or_a_header_that_names_an_account() -> None:
    files = sorted(CASSETTES.rglob("*.json"))
    assert len(files) == len(TASKS) * len(RUNGS)
    for path in files:
        text = path.read_text(encoding="utf-8").lower()
        assert KEY not in text
        assert not any(f'"{header}"' in text for header in SECRET_HEADERS)


def _scrubbed(response: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in response["headers"].items() if name.lower() in KEPT_HEADERS}
    return response | {"headers": kept}
