"""The method: a report's text in, a record out whose every value points at the characters that state it."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from extract.domains.pack import Domain
from extract.model.answer import Answered, Verified
from extract.model.record import SCHEMA_VERSION, PageRange, Record, Run, Source
from extract.model.text import RawDocument, Reading
from extract.ports import Reader, Verifier
from extract.steps.assemble.report import assemble
from extract.steps.checks.reading.case import Case
from extract.steps.checks.rules import check
from extract.steps.confidence import UNCALIBRATED, Weights, assess
from extract.steps.facts import group_facts
from extract.steps.normalise import normalise
from extract.steps.outline import outline
from extract.steps.units import number_units


async def extract_document(  # noqa: PLR0913  (the collaborators, each named and with a default)
    raw: RawDocument,
    *,
    reader: Reader,
    domain: Domain,
    rival: Reader | None = None,
    weights: Weights = UNCALIBRATED,
    verifier: Verifier | None = None,
) -> Record:
    """Extract one report.

    Args:
        raw: text as loaded, with its name and source; every span of the record indexes ``raw.text``.
        reader: who reads the numbered units (a model, the rules, or a replay of earlier answers).
        domain: closed sets of topics and metric categories.
        rival: a second, independent reader; where it disagrees, confidence falls.
        weights: of the confidence; the default is documented and uncalibrated.
        verifier: asks once more about what is doubtful; its verdicts move the confidence.

    Returns:
        The record with spans, findings, facts and confidence; ``run.id`` and ``run.key`` are the caller's to fill.

    Raises:
        ReaderError: the reader could not read this document.
        BudgetSpentError: the budget of the run is used up.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    reading = prepare(raw)
    answered = await reader.read(reading, domain)
    conclusion = partial(conclude, answered, reading, domain, rival=rival, weights=weights)
    record, supported = await conclusion(), tuple[str, ...]()
    if verifier is not None:
        verified = await verifier.verify(record, reading, domain, below=weights.review_below, spent=answered.usage)
        record, answered = await conclusion(verified), replace(answered, usage=verified.usage)
        supported = verified.supported
    run = _run(reader, answered, started, round(time.perf_counter() - clock, 4))
    beside = {"calibration": weights.label, "rival": rival.name if rival else None, "supported": supported}
    return record.model_copy(update={"run": run.model_copy(update=beside)})


async def conclude(  # noqa: PLR0913  (what the first half of the method has come to, and its collaborators)
    answered: Answered,
    reading: Reading,
    domain: Domain,
    verified: Verified | None = None,
    *,
    rival: Reader | None,
    weights: Weights,
) -> Record:
    """Turn an answer into a record with findings and confidence."""
    record = cross_check(ground(answered, reading, domain), reading, domain)
    return assess(
        record,
        answered=answered,
        reading=reading,
        rival=ground(await rival.read(reading, domain), reading, domain) if rival else None,
        samples=tuple(assemble(sample, reading) for sample in answered.samples),
        weights=weights,
        verdicts=verified.verdicts if verified else None,
    )


def prepare(raw: RawDocument) -> Reading:
    """Turn text as loaded into numbered units: lines joined, sections found, sentences split."""
    document = normalise(raw)
    sections = outline(document)
    return Reading(document, sections, number_units(document, sections))


def ground(answered: Answered, reading: Reading, domain: Domain) -> Record:
    """Turn an answer into a record with spans, and say where the text came from."""
    added = {"schema_version": SCHEMA_VERSION, "domain": domain.name, "source": source_of(reading.document.raw)}
    return assemble(answered.answer, reading).model_copy(update=added)


def cross_check(record: Record, reading: Reading, domain: Domain, *, previous: Record | None = None) -> Record:
    """Fill ``facts`` and ``findings``: mentions of one figure grouped, and all that does not fit."""
    grouped = record.model_copy(update={"facts": group_facts(record)})
    return grouped.model_copy(update={"findings": check(Case(grouped, reading, domain, previous))})


def source_of(raw: RawDocument) -> Source:
    """Describe the source of a text; the run folder adds where the text is kept."""
    return Source(
        path=raw.path,
        sha256=raw.sha256,
        media_type=raw.media_type,
        text_sha256=hashlib.sha256(raw.text.encode("utf-8", "surrogatepass")).hexdigest(),
        pages=tuple(PageRange(number=p.number, start=p.start, end=p.end) for p in raw.pages),
        warnings=raw.warnings,
    )


def _run(reader: Reader, answered: Answered, started: datetime, seconds: float) -> Run:
    return Run(
        id="",
        reader=reader.name,
        model=answered.model,
        prompts=dict(answered.prompts),
        started_at=started.isoformat(timespec="seconds"),
        seconds=seconds,
        usage=answered.usage,
        refused=tuple(f"{r.task}:{r.first}-{r.last}:{r.reason}" for r in answered.refusals),
    )
