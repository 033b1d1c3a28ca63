"""Traces and logs: off by default, by the conventions where asked for, and never a word of a report."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from llm_fakes import GOLD, SMALL, reader, small, wire
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from provider.app import MODEL, Provider
from provider.faults import Plan
from provider.server import serving
from pydantic import SecretStr

from extract.cli import cli
from extract.domains.petition import PETITION
from extract.readers.llm.calls.client import Client, Endpoint
from extract.readers.llm.calls.trace import Quiet, Sent, traces_of


async def spans_of(plan: Plan) -> tuple[Any, ...]:
    """Read a small report against an endpoint with this plan, and return the finished spans."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with serving(Provider(plan)) as running:
        client = Client(Endpoint(running.url, MODEL, SecretStr("sk-secret")))
        over = wire(client, model=MODEL, endpoint=client.endpoint.shown, traces=Sent(provider))
        await reader(over).read(small(), PETITION)
        await client.close()
    return exporter.get_finished_spans()


async def test_each_request_is_a_span_of_the_genai_conventions() -> None:
    spans = await spans_of(Plan())
    assert len(spans) == 5
    span = spans[0]
    assert (span.name, span.kind) == (f"chat {MODEL}", SpanKind.CLIENT)
    assert span.attributes["gen_ai.operation.name"] == "chat"
    assert span.attributes["gen_ai.request.model"] == span.attributes["gen_ai.response.model"] == MODEL
    assert span.attributes["gen_ai.response.finish_reasons"] == ("stop",)
    assert span.attributes["gen_ai.usage.input_tokens"] > span.attributes["gen_ai.usage.output_tokens"] > 0
    assert span.attributes["server.address"] == "127.0.0.1"
    assert len({span.attributes["gouji.task"] for span in spans}) == 5


async def test_a_request_that_fails_is_an_error_and_its_repetition_a_span_of_its_own() -> None:
    spans = await spans_of(Plan(script=["503"]))
    assert len(spans) == 6
    failed = [span for span in spans if span.status.status_code is StatusCode.ERROR]
    assert [span.attributes["error.type"] for span in failed] == ["retry"]


async def test_no_span_holds_the_key_or_a_word_of_the_report() -> None:
    said = "".join(span.to_json() for span in await spans_of(Plan(script=["503"])))
    assert "sk-secret" not in said
    lines = [line.strip() for line in SMALL.splitlines() if len(line.strip()) > 3]
    assert not [line for line in lines if line in said or json.dumps(line)[1:-1] in said]


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_TRACES_EXPORTER": "none"},
    ],
)
def test_without_a_collector_or_where_turned_off_nothing_is_traced(environ: dict[str, str]) -> None:
    assert isinstance(traces_of(environ), Quiet)


@pytest.fixture
def collector() -> Iterator[tuple[str, list[str]]]:
    """Take OTLP over HTTP on loopback; yields the address and the paths that were posted to."""
    posted: list[str] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            posted.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", posted
        server.shutdown()


def test_a_run_sends_its_spans_to_the_collector_of_the_standard_variable(
    collector: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, posted = collector
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
    (tmp_path / "a.txt").write_text(SMALL, encoding="utf-8")
    with serving(Provider()) as running:
        monkeypatch.setenv("OPENAI_BASE_URL", running.url)
        arguments = ["run", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--model", MODEL, "--quiet"]
        done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert posted == ["/v1/traces"]


def test_logs_are_json_lines_that_tell_how_each_document_ended(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    inputs = [str(tmp_path / "empty.txt"), str(min(GOLD.glob("*.txt")))]
    done = CliRunner().invoke(cli, ["run", *inputs, "--out", str(tmp_path / "out"), "--log-json", "--quiet"])
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines][0::3] == ["run.started", "run.ended"]
    ends = {line["event"]: line for line in lines[1:3]}
    assert ends["document.failed"]["document"] == "empty"
    assert ends["document.failed"]["level"] == "error"
    assert ends["document.done"]["total"] == 2
