"""Cross-check a record again after decisions, against the text as the store keeps it."""

from __future__ import annotations

from extract.domains.pack import Domain
from extract.model.record import Finding, Record
from extract.model.text import Page, RawDocument, Reading
from extract.pipeline import cross_check, prepare


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
