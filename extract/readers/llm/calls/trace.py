"""OpenTelemetry spans, one for each request, named as the GenAI semantic conventions say; none unless asked for.

https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/ (attributes as of version 1.40). A span holds counts
and names, never a word of a report or an answer.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from extract.readers.llm.calls.cache import Reply
from extract.readers.llm.calls.trouble import CallError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

ASKING = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""Standard variables; where one is set, spans are sent there."""

PROVIDER = "openai"
"""Value of ``gen_ai.provider.name`` for every endpoint that speaks this protocol, as the conventions ask."""


@dataclass(frozen=True, slots=True)
class About:
    """What a request is about: the model asked, where, the temperature, and whose it is."""

    model: str
    endpoint: str
    temperature: float
    task: str
    document: str
    sample: int
    attempt: int


class Span(Protocol):
    """A request under way."""

    def answered(self, reply: Reply) -> None:
        """Note what came back."""
        ...


class Traces(Protocol):
    """Makes spans."""

    def request(self, about: About) -> AbstractContextManager[Span]:
        """Hold the span of a request; a ``CallError`` on the way out is noted and goes on."""
        ...

    def close(self) -> None:
        """Send what is left."""
        ...


class Quiet:
    """Traces that are not kept."""

    def request(self, about: About) -> AbstractContextManager[Span]:
        """Hold nothing."""
        del about
        return nullcontext(self)

    def answered(self, reply: Reply) -> None:
        """Note nothing."""

    def close(self) -> None:
        """Send nothing."""


class Sent:
    """Traces that go to a collector, by the provider's exporter."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("gouji")

    @contextmanager
    def request(self, about: About) -> Iterator[Span]:
        """Hold the span of a request."""
        from opentelemetry.trace import SpanKind, Status, StatusCode  # noqa: PLC0415  (an extra)

        name = f"chat {about.model}"
        with self._tracer.start_as_current_span(
            name, kind=SpanKind.CLIENT, attributes=_asked(about), record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield _Noted(span)
            except CallError as error:
                span.set_attribute("error.type", error.kind.name.lower())
                span.set_status(Status(StatusCode.ERROR, error.kind.name.lower()))
                raise

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


class _Noted:
    def __init__(self, span: Any) -> None:  # noqa: ANN401  (an extra's class)
        self._span = span

    def answered(self, reply: Reply) -> None:
        """Note model, finish reason and tokens."""
        self._span.set_attributes(
            {
                "gen_ai.response.model": reply.model,
                "gen_ai.response.finish_reasons": [reply.finish],
                "gen_ai.usage.input_tokens": reply.usage.get("prompt_tokens", 0),
                "gen_ai.usage.cache_read.input_tokens": reply.usage.get("cached_tokens", 0),
                "gen_ai.usage.output_tokens": reply.usage.get("completion_tokens", 0),
            }
        )


def traces_of(environ: Mapping[str, str] = os.environ) -> Traces:
    """Return traces that go where the standard variables say, quiet ones where they say nothing.

    ``OTEL_SDK_DISABLED=true`` and ``OTEL_TRACES_EXPORTER=none`` turn them off, as everywhere.
    """
    off = environ.get("OTEL_SDK_DISABLED", "").lower() == "true" or environ.get("OTEL_TRACES_EXPORTER") == "none"
    if off or not any(environ.get(name) for name in ASKING):
        return Quiet()
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  (an extra)
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  (the same)
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  (the same)
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  (the same)
    except ImportError:
        logging.getLogger(__name__).warning("OTEL_EXPORTER_OTLP_ENDPOINT is set; for traces: pip install 'gouji[otel]'")
        return Quiet()
    provider = TracerProvider(resource=Resource.create({"service.name": environ.get("OTEL_SERVICE_NAME", "gouji")}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Sent(provider)


def _asked(about: About) -> dict[str, str | int | float]:
    place = urlsplit(about.endpoint)
    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": PROVIDER,
        "gen_ai.request.model": about.model,
        "gen_ai.request.temperature": about.temperature,
        "gen_ai.output.type": "json",
        "server.address": place.hostname or "",
        "server.port": place.port or (443 if place.scheme == "https" else 80),
        "gouji.task": about.task,
        "gouji.document": about.document,
        "gouji.sample": about.sample,
        "gouji.attempt": about.attempt,
    }
