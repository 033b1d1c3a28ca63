"""What an export is given: a record, its text, and what people decided about it."""

from __future__ import annotations

from dataclasses import dataclass

from extract.model.decision import Reviewed, Status
from extract.model.record import Record
from extract.model.report import Spanned
from extract.model.text import Span
from extract.steps.overview import needs_review
from extract.steps.walk import places

SENTENCE_ENDS = "。；！？\n"
SETTLED = frozenset({Status.ACCEPTED, Status.EDITED, Status.REJECTED, Status.ADDED})
"""States in which a person has spoken."""


@dataclass(frozen=True, slots=True)
class Material:
    """One report to export; ``reviewed`` is None where no store of decisions was read."""

    record: Record
    text: str | None = None
    reviewed: Reviewed | None = None

    def status(self, thing: Spanned) -> Status:
        """Return where an object stands."""
        return self.reviewed.status.get(thing.id or "", Status.OPEN) if self.reviewed else Status.OPEN

    def doubtful(self) -> int:
        """Count the objects that gouji doubts and on which nobody has decided."""
        return sum(
            1
            for place in places(self.record)
            if self.status(place.thing) not in SETTLED and needs_review(place.thing.reasons)
        )

    def sentence(self, span: Span | None) -> str:
        """Return the sentence around a span, white space folded; nothing without text or span."""
        if span is None or self.text is None:
            return ""
        start = max(self.text.rfind(mark, 0, span.start) for mark in SENTENCE_ENDS) + 1
        ends = [at for at in (self.text.find(mark, max(span.end - 1, 0)) for mark in SENTENCE_ENDS) if at >= 0]
        return " ".join(self.text[start : min(ends, default=len(self.text)) + 1].split())
