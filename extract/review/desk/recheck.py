"""Cross-check a record again after decisions, against the text as the store keeps it."""

from __future__ import annotations

from extract.domains.pack import Domain
from extract.domains.registry import domain_named
from extract.errors import ConfigError
from extract.model.decision import Action, Reviewed
from extract.model.record import Finding, Record
from extract.model.text import Page, RawDocument, Reading
from extract.pipeline import cross_check, prepare
from extract.steps.facts import group_facts

SILENT = frozenset(
    {Action.ACCEPT, Action.DEFER, Action.FLAG, Action.COMMENT, Action.COMPLETE, Action.REOPEN, Action.UNDO, Action.REDO}
)
"""Actions that by themselves change nothing which a check could look at."""


def reading_of(record: Record, text: str) -> Reading:
    """Prepare the text of a record; pages are known, table cells of the source file are not."""
    pages = record.source.pages if record.source else ()
    return prepare(RawDocument(record.document, text, pages=tuple(Page(p.number, p.start, p.end) for p in pages)))


def findings_now(extracted: Record, reviewed: Record, reading: Reading, domain: Domain) -> tuple[Finding, ...]:
    """Return the findings as extracted, less those that the decisions mended, with those that they brought.

    The checks run twice on one and the same reading, so that what only the source file could tell (its table cells)
    makes no difference.
    """
    kept = extracted.findings
    before = cross_check(extracted, reading, domain).findings or ()
    after = cross_check(reviewed, reading, domain).findings or ()
    if kept is None:
        return after
    mended = {f.id for f in before} - {f.id for f in after}
    brought = {f.id for f in after} - {f.id for f in before}
    newer = {f.id: f for f in after}
    stay = tuple(newer.get(f.id, f) for f in kept if f.id not in mended)
    return (*stay, *(f for f in after if f.id in brought))


def domain_of(record: Record) -> Domain:
    """Return the pack that a record was made with; one that this version does not have is read as general."""
    try:
        return domain_named(record.domain or "petition")
    except ConfigError:
        return domain_named("general")


def changed(reviewed: Reviewed) -> bool:
    """Whether any decision that stands changed what the record says."""
    return any(decision.action not in SILENT for decision in reviewed.effective)


def after_review(extracted: Record, reviewed: Reviewed, text: str | None) -> Record:
    """Return the reviewed record with facts and findings as they are after the decisions; without a text, as they were."""
    if text is None or not changed(reviewed):
        return reviewed.record
    reading = reading_of(extracted, text)
    findings = findings_now(extracted, reviewed.record, reading, domain_of(extracted))
    return reviewed.record.model_copy(update={"findings": findings, "facts": group_facts(reviewed.record)})
