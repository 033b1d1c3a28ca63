"""The record: a report with where it came from, how it was read, and what does not fit."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from extract.model.decimal_text import DecimalText
from extract.model.report import Model, Report, says
from extract.model.text import Span

SCHEMA_VERSION = "1.4"
"""Version of the annotation guidelines that the schema follows."""


class Severity(StrEnum):
    """How sure a finding is that something is wrong."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Message(Model):
    """One sentence that an official can put into a letter, in both languages."""

    zh: str
    en: str


class Finding(Model):
    """Something that does not fit, with the evidence and the calculation.

    ``steps`` are the lines of the calculation (``51 + 58 + 7 = 116``); ``items`` are ids in the record.
    """

    id: str
    rule: str
    severity: Severity
    message: Message
    spans: tuple[Span, ...]
    stated: str | None = None
    computed: str | None = None
    tolerance: str | None = None
    items: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


class Fact(Model):
    """Mentions that state one figure; ``conflict`` where they disagree."""

    id: str
    list: Literal["finance", "metrics", "staffing"]
    key: tuple[str | int | None, ...]
    value: DecimalText | None
    unit: str | None
    mentions: tuple[str, ...]
    conflict: bool


class Absent(Model):
    """A scalar that the report was read not to state, with the confidence of that.

    ``reasons`` are codes that say why a person should look; left out on writing where there are none.
    """

    path: str
    confidence: float
    reasons: tuple[str, ...] = ()

    @model_serializer(mode="wrap")
    def _leave_out_unset(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        if not data["reasons"]:
            del data["reasons"]
        return data


class PageRange(Model):
    """Characters of one page of the source."""

    number: int
    start: int
    end: int


class Source(Model):
    """Where the text came from; ``text`` is the path of the text file that the spans index."""

    path: str
    sha256: str
    media_type: str
    text: str | None = None
    text_sha256: str
    pages: tuple[PageRange, ...] = ()
    warnings: tuple[str, ...] = ()


class Usage(Model):
    """What the calls of a document cost, re-asks and retries included."""

    calls: int = 0
    attempts: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    cost: DecimalText | None = None
    tasks: dict[str, dict[str, int]] = Field(default_factory=dict)


class Run(Model):
    """How a record was made. ``key`` names text, reader, model, prompts, schema, version and options in one hash.

    ``calibration`` is the label of the confidence's weights, ``rival`` the reader that read the report beside it,
    ``supported`` the ids of the items that a verifier found stated (its other verdicts are reasons of the items); left
    out on writing where there are none.
    """

    id: str
    reader: str
    model: str | None = None
    prompts: dict[str, str] = Field(default_factory=dict)
    started_at: str
    seconds: float
    usage: Usage | None = None
    key: str | None = None
    version: str | None = None
    refused: tuple[str, ...] = ()
    calibration: str = "uncalibrated"
    rival: str | None = None
    supported: tuple[str, ...] = ()

    @model_serializer(mode="wrap")
    def _leave_out_unset(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        if not data["supported"]:
            del data["supported"]
        return data


class Annotation(Model):
    """How a label file came about. ``prefilled``: people corrected what gouji had proposed, so it is no blind gold."""

    kind: Literal["prefilled", "blind"]
    reviewers: tuple[str, ...] = ()
    decisions: int = 0
    complete: tuple[str, ...] = ()
    run: str | None = None


class Record(Report):
    """A report with everything that gouji adds; all added keys are optional on reading, so gold is a record."""

    schema_version: str | None = says("标注规范版本", "version of the guidelines", default=None)
    domain: str | None = says("领域包", "domain pack", default=None)
    source: Source | None = None
    run: Run | None = None
    findings: tuple[Finding, ...] | None = None
    facts: tuple[Fact, ...] | None = None
    absent: tuple[Absent, ...] | None = None
    annotation: Annotation | None = None
