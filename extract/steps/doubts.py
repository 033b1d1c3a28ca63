"""Collect, for each item of a record, why a person should doubt it and what speaks for it."""

from __future__ import annotations

from collections.abc import Mapping

from extract.model.answer import Answered, Verdict
from extract.model.record import Record, Severity
from extract.model.text import Reading
from extract.steps import features
from extract.steps.rivals import Rival, agree_on_value, differing
from extract.steps.walk import Place

_LIST_OF_ANSWER = {"actions": "measures", "details": "problems", "causes": "problems", "steps": "improvements"}
"""The answer's list that a nested list of the record comes from."""


class Doubts:
    """Collects, for each item, the reasons for doubt and the good signs."""

    def __init__(  # noqa: PLR0913  (the collaborators of assess)
        self,
        record: Record,
        *,
        answered: Answered,
        reading: Reading,
        rival: Record | None,
        samples: tuple[Record, ...],
        verdicts: Mapping[str, Verdict],
    ) -> None:
        self._answered, self._reading, self._verdicts = answered, reading, verdicts
        self._rival = Rival(rival) if rival else None
        self._samples = tuple(Rival(sample) for sample in samples)
        grave = (f for f in record.findings or () if f.severity is not Severity.INFO)
        boxes = reading.document.raw.boxes
        self._doubtful_lines = [box for box in boxes if box.score is not None and box.score < features.OCR_SURE]
        self._failed: dict[str, set[str]] = {}
        for finding in grave:
            for item in finding.items:
                self._failed.setdefault(item, set()).update(features.touched(finding.rule))
        twice = (f for f in record.facts or () if len(f.mentions) > 1 and not f.conflict)
        self._passed = {item for fact in twice for item in fact.mentions}

    def of(self, place: Place) -> tuple[str, ...]:
        """Return the codes of an item, those set before first, each once."""
        codes = [*place.thing.reasons, features.tier_code(place)]
        codes += ["check_failed" if place.thing.id in self._failed else None, self._verdict(place)]
        codes += ["refused" if self._refused(place) else None, "ocr_unsure" if self._badly_read(place) else None]
        codes += ["reasked" if self._reasked(place.list) else None]
        codes += [*self._against(self._rival, place, "rival"), *self._sampled(place)]
        return tuple(dict.fromkeys(code for code in codes if code and code != "low_confidence"))

    def signs(self, place: Place) -> tuple[str, ...]:
        """Return what else bears on an item but is no reason to look: agreement, checks passed, a crowded sentence."""
        other = self._rival.counterpart(place) if self._rival else None
        found = {
            "rival_agrees": other is not None and agree_on_value(place, other),
            "check_passed": place.thing.id in self._passed and place.thing.id not in self._failed,
            "crowded": features.crowded(place, self._reading),
            "supported": self._verdicts.get(place.thing.id or "") == "supported",
        }
        failed = sorted(self._failed.get(place.thing.id or "", ()))
        return (*(name for name, holds in found.items() if holds), *(f"check_failed:{name}" for name in failed))

    def of_absent(self, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the codes, and the signs, of a scalar that is not stated."""
        stated = self._rival is not None and self._rival.states(path)
        profile = self._answered.answer.profile
        codes = {
            "hesitant": profile is not None and path.partition(".")[2] in profile.hesitant,
            "refused": any(refusal.concerns("profile") for refusal in self._answered.refusals),
            "reasked": self._reasked("profile"),
            "rival_disagrees": stated,
            "samples_disagree": any(sample.states(path) for sample in self._samples),
        }
        agreed = ("rival_agrees",) if self._rival is not None and not stated else ()
        return tuple(name for name, holds in codes.items() if holds), agreed

    def _against(self, rival: Rival | None, place: Place, who: str) -> tuple[str, ...]:
        if rival is None:
            return ()
        other = rival.counterpart(place)
        if other is None:
            return (f"{who}_alone",)
        whole = () if agree_on_value(place, other) else (f"{who}_disagrees",)
        return (*whole, *(f"{who}_disagrees:{name}" for name in differing(place, other)))

    def _sampled(self, place: Place) -> tuple[str, ...]:
        codes = [code for sample in self._samples for code in self._against(sample, place, "samples")]
        return tuple(
            "samples_disagree" if code == "samples_alone" else code.replace("disagrees", "disagree") for code in codes
        )

    def _verdict(self, place: Place) -> str | None:
        verdict = self._verdicts.get(place.thing.id or "")
        return verdict if verdict in {"contradicted", "not_stated"} else None

    def _refused(self, place: Place) -> bool:
        name = _LIST_OF_ANSWER.get(place.list, place.list)
        refusals = [refusal for refusal in self._answered.refusals if refusal.concerns(name)]
        unit = self._reading.unit_at(place.thing.span.start) if refusals and place.thing.span else None
        return unit is not None and any(r.first <= unit.number <= r.last for r in refusals)

    def _badly_read(self, place: Place) -> bool:
        span = place.thing.span
        return span is not None and any(box.start < span.end and span.start < box.end for box in self._doubtful_lines)

    def _reasked(self, name: str) -> bool:
        return _LIST_OF_ANSWER.get(name, name) in self._answered.reasked
