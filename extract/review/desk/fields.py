"""A field: one thing in a record that a person settles, with all that decides when its turn comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.model.decision import Reviewed, Status
from extract.model.reasons import must_review
from extract.model.record import Absent, Finding, Record, Severity
from extract.model.report import Spanned
from extract.review.desk.audit import lot
from extract.review.desk.doubt import chance_of_error, weight
from extract.steps.walk import Place, places

SETTLED = frozenset({Status.ACCEPTED, Status.EDITED, Status.REJECTED, Status.ADDED})
"""States in which a person has spoken."""


@dataclass(frozen=True, slots=True)
class Field:
    """An object with a span, or a scalar that the report was read not to state (``absent``).

    ``id`` is what decisions name. ``hard`` fields must be looked at whatever their confidence, ``doubtful`` ones
    should be, ``audited`` ones were drawn at random from the rest. ``chance`` is that of an error as extracted.
    """

    id: str
    place: Place
    status: Status
    reasons: tuple[str, ...]
    chance: float
    hard: bool
    doubtful: bool
    audited: bool
    lot: float
    flagged: bool = False
    comments: int = 0
    findings: tuple[str, ...] = ()
    absent: bool = False

    @property
    def wanted(self) -> bool:
        """Whether a person should look at it."""
        return self.hard or self.doubtful or self.audited

    @property
    def settled(self) -> bool:
        """Whether a person has."""
        return self.status in SETTLED

    @property
    def cost(self) -> float:
        """Expected cost of leaving it: the chance of an error times its weight."""
        return self.chance * weight(self.place.list, self.place.path)

    @property
    def rank(self) -> tuple[int, float]:
        """Place in the queue, smallest first: hard overrides, expected cost, the audited by lot, then the rest by cost."""
        if self.hard or self.doubtful:
            return (0 if self.hard else 1, -self.cost)
        return (2, self.lot) if self.audited else (3, -self.cost)


def fields_of(
    document: str, extracted: Record, reviewed: Reviewed, findings: tuple[Finding, ...], *, share: float
) -> Iterator[Field]:
    """Yield every field of a document in the order of the schema, those taken out by a person at the end.

    Args:
        document: its name.
        extracted: the record as extracted, with an id on every object: it says how doubtful a field was.
        reviewed: the record after the decisions.
        findings: what does not fit in the reviewed record.
        share: of the fields without doubt that are audited.
    """
    before = {place.thing.id or "": place for place in places(extracted)}
    unstated = {absent.path: _unstated(absent) for absent in extracted.absent or ()}
    before |= unstated
    maker = _Maker(document, before, reviewed, findings, share)
    now = tuple(places(reviewed.record))
    for place in now:
        yield maker.field(place)
    there = {place.thing.id for place in now}
    stated = {place.path for place in now}
    for name, place in before.items():
        if name not in there and name not in unstated and reviewed.status.get(name) is Status.REJECTED:
            yield maker.field(place)
    for path, place in unstated.items():
        if path not in stated:
            yield maker.field(place, absent=True)


def _unstated(absent: Absent) -> Place:
    thing = Spanned(span=None, id=absent.path, confidence=absent.confidence, reasons=absent.reasons)
    return Place("profile", absent.path, thing)


class _Maker:
    """Knows what was extracted, decided and found, and makes fields of it."""

    def __init__(
        self,
        document: str,
        before: dict[str, Place],
        reviewed: Reviewed,
        findings: tuple[Finding, ...],
        share: float,
    ) -> None:
        self._document, self._before, self._reviewed, self._share = document, before, reviewed, share
        self._findings: dict[str, tuple[str, ...]] = {}
        self._failing: set[str] = set()
        for finding in findings:
            for item in finding.items:
                self._findings[item] = (*self._findings.get(item, ()), finding.id)
                if finding.severity is not Severity.INFO:
                    self._failing.add(item)

    def field(self, place: Place, *, absent: bool = False) -> Field:
        name = place.thing.id or place.path
        found = self._before.get(name) or self._before.get(place.path)
        origin = (found or place).thing
        reasons = self._reasons(name, place.thing.reasons)
        grave = must_review(origin.reasons)
        doubtful = grave or "low_confidence" in origin.reasons
        number = lot(self._document, origin.id or name)
        return Field(
            id=name,
            place=place,
            status=self._status(name, place.path),
            reasons=reasons,
            chance=0.0 if found is None else chance_of_error(origin),
            hard=grave or must_review(reasons),
            doubtful=doubtful,
            audited=not doubtful and found is not None and number < self._share,
            lot=number,
            flagged=name in self._reviewed.flags,
            comments=len(self._reviewed.comments.get(name, ())),
            findings=self._findings.get(name, ()),
            absent=absent,
        )

    def _status(self, name: str, path: str) -> Status:
        found = self._reviewed.status.get(name)
        if found is None and path.startswith("profile."):
            found = self._reviewed.status.get(path)
        return found or Status.OPEN

    def _reasons(self, name: str, reasons: tuple[str, ...]) -> tuple[str, ...]:
        """Follow the checks after an edit: a failed one that is mended goes, a new one comes."""
        if name in self._failing:
            settled = self._status(name, "") in SETTLED
            return reasons if settled or "check_failed" in reasons else (*reasons, "check_failed")
        return tuple(code for code in reasons if code != "check_failed")
