"""Where one document stands: its record after the decisions, checked again, and its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from extract.domains.pack import Domain
from extract.model.decision import Action, Decision, Reviewed
from extract.model.record import Finding, Record
from extract.model.report import Report
from extract.model.text import Reading
from extract.review.desk.fields import Field, fields_of
from extract.review.desk.recheck import SILENT, changed, domain_of, findings_now, reading_of
from extract.steps.decide.replay import replay
from extract.steps.decide.tree import Tree
from extract.steps.walk import places
from extract.store.log import Stored

CLOSABLE = ("profile", *(name for name in Report.model_fields if name not in {"document", "profile"}))
"""Lists of which a person says that nothing is missing before a document closes."""


@dataclass(frozen=True)  # without slots: the reading is made when it is first asked for
class Ground:
    """What decisions stand on and never change: the newest record as extracted, its text and how it reads."""

    document: str
    record: Record
    text: str
    text_sha256: str
    domain: Domain

    @cached_property
    def reading(self) -> Reading:
        """The text read into sections and units; a queue over a thousand reports needs none of it."""
        return reading_of(self.record, self.text)


@dataclass(frozen=True, slots=True)
class State:
    """A document on one track at one revision; ``log`` holds every event, ``fields`` are by id in schema order."""

    ground: Ground
    log: tuple[Decision, ...]
    reviewed: Reviewed
    findings: tuple[Finding, ...]
    fields: Mapping[str, Field]

    @property
    def revision(self) -> int:
        """Number of the last event."""
        return self.reviewed.revision

    @property
    def closed(self) -> bool:
        """Whether every field that wanted a look had one, and nothing is missing from any list."""
        return self.reviewed.complete >= set(CLOSABLE) and not any(
            field.wanted and not field.settled for field in self.fields.values()
        )


def lay_ground(stored: Stored) -> Ground:
    """Prepare a stored record for review: an id on every object.

    A record without its text (a bare label file) is reviewed beside an empty page.
    """
    record = stored.record
    if any(place.thing.id is None for place in places(record)):
        record = Tree(record).record()
    text = stored.text or ""
    return Ground(record.document, record, text, stored.text_sha256, domain_of(record))


def build(ground: Ground, log: tuple[Decision, ...], *, share: float, known: State | None = None) -> State:
    """Replay a log.

    Args:
        ground: the record and its text.
        log: every event, in the order of its revision.
        share: of the fields without doubt that are audited.
        known: an earlier state of the same document; its findings are kept where nothing that they look at changed.
    """
    reviewed = replay(ground.record, log)
    findings = known.findings if known is not None and _only_silent(known.log, log) else _findings(ground, reviewed)
    made = fields_of(ground.document, ground.record, reviewed, findings, share=share)
    return State(ground, log, reviewed, findings, {field.id: field for field in made})


def _only_silent(before: tuple[Decision, ...], after: tuple[Decision, ...]) -> bool:
    actions = {decision.id: decision.action for decision in after}
    return after[: len(before)] == before and all(
        actions.get(d.target, d.action) in SILENT if d.action in {Action.UNDO, Action.REDO} else d.action in SILENT
        for d in after[len(before) :]
    )


def _findings(ground: Ground, reviewed: Reviewed) -> tuple[Finding, ...]:
    if not changed(reviewed):
        return ground.record.findings or ()
    return findings_now(ground.record, reviewed.record, ground.reading, ground.domain)
