"""The state of a review as Prometheus reads it: text format 0.0.4."""

from __future__ import annotations

from collections.abc import Iterator

from extract.review.dashboard import Dashboard


def exposition(shown: Dashboard) -> str:
    """Return the figures of a dashboard as metrics; names of documents and people stay out."""
    return "".join(f"{line}\n" for line in _lines(shown))


def _lines(shown: Dashboard) -> Iterator[str]:
    timed = sum(effort.timed for effort in shown.efforts)
    figures: tuple[tuple[str, str, str, float], ...] = (
        ("gouji_review_documents", "gauge", "Documents under review", len(shown.documents)),
        ("gouji_review_documents_closed", "gauge", "Documents closed", sum(d.closed for d in shown.documents)),
        ("gouji_review_fields_wanted", "gauge", "Fields that want a look", shown.wanted),
        ("gouji_review_fields_settled", "gauge", "Fields that had one", shown.settled),
        ("gouji_review_conflicts", "gauge", "Decisions that no longer fit", sum(d.conflicts for d in shown.documents)),
        ("gouji_review_expected_errors", "gauge", "Errors expected in open fields", shown.doubt + shown.doubt_rest),
        ("gouji_review_audit_seen", "gauge", "Audited fields decided on", shown.audit.seen),
        ("gouji_review_audit_wrong", "gauge", "Audited fields that were wrong", shown.audit.wrong),
        ("gouji_review_decisions_total", "counter", "Events in the log", sum(e.events for e in shown.efforts)),
        ("gouji_review_seconds_sum", "counter", "Seconds spent on decisions", sum(e.seconds for e in shown.efforts)),
        ("gouji_review_seconds_count", "counter", "Decisions with a time", timed),
    )
    for name, kind, says, value in figures:
        yield f"# HELP {name} {says}"
        yield f"# TYPE {name} {kind}"
        yield f"{name} {value:g}"
