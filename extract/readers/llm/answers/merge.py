"""Answers of tasks and windows joined into one answer: lists in order, doubles removed, links moved along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from extract.model.answer import Answer, Evidence, ImprovementAnswer, ProblemAnswer, ProfileAnswer
from extract.model.report import Profile


def merge(parts: Iterable[BaseModel]) -> Answer:
    """Join task answers, windows of one task in document order, into one answer.

    A scalar of the profile is taken from the first window that states it; an item whose evidence an earlier item of
    its list has already is dropped; positions of problems move along with the joined list.
    """
    joined: dict[str, Any] = {}
    for part in parts:
        moved = _moved(part, len(joined.get("problems", ())))
        for name in type(part).model_fields:
            value = moved.get(name, getattr(part, name))
            joined[name] = _join(joined.get(name), value)
    return Answer.model_validate(_without_doubles(joined))


def _moved(part: BaseModel, offset: int) -> dict[str, Any]:
    improvements: Sequence[ImprovementAnswer] = getattr(part, "improvements", ())
    if not offset:
        return {}
    return {
        "improvements": tuple(
            item.model_copy(update={"addresses": tuple(a + offset for a in item.addresses)}) for item in improvements
        )
    }


def _join(before: Any, value: Any) -> Any:  # noqa: ANN401  (profile or list)
    if before is None:
        return value
    if isinstance(before, ProfileAnswer) and isinstance(value, ProfileAnswer):
        return _fill(before, value)
    return before if value is None else (*before, *value)


def _fill(before: ProfileAnswer, after: ProfileAnswer) -> ProfileAnswer:
    missing = {name: getattr(after, name) for name in Profile.model_fields if getattr(before, name) is None}
    hesitant = tuple(dict.fromkeys((*before.hesitant, *after.hesitant)))
    return before.model_copy(update=missing | {"hesitant": hesitant})


def _without_doubles(joined: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value if name == "profile" else _distinct(value) for name, value in joined.items()}
    if "improvements" in kept and "problems" in kept:
        places = _places(joined["problems"], kept["problems"])
        kept["improvements"] = tuple(
            item.model_copy(update={"addresses": _known(item.addresses, places)}) for item in kept["improvements"]
        )
    return kept


def _distinct(items: Sequence[Any]) -> tuple[Any, ...]:
    seen: set[Evidence] = set()
    kept = []
    for item in items:
        head = head_of(item)
        if head not in seen:
            seen.add(head)
            kept.append(item)
    return tuple(kept)


def head_of(item: Any) -> Evidence:  # noqa: ANN401  (any answer item)
    """Return the evidence that an item is known by, whatever its reader hesitated over."""
    if not isinstance(item, Evidence):
        item = next(getattr(item, name) for name in ("evidence", "title", "statement") if hasattr(item, name))
    evidence: Evidence = item.model_copy(update={"hesitant": ()}) if item.hesitant else item
    return evidence


def _places(before: Sequence[ProblemAnswer], after: Sequence[ProblemAnswer]) -> list[int]:
    heads = {head_of(item): index for index, item in enumerate(after)}
    return [heads[head_of(item)] for item in before]


def _known(addresses: Sequence[int], places: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(places[a] for a in addresses if 0 <= a < len(places)))
