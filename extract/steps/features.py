"""What is known about one leaf of a record, as named numbers that the confidence weighs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.model.report import Grounding
from extract.model.text import Reading, Unit
from extract.steps.walk import FIGURES, Place

CLOSED = ("item", "stage", "category", "kind", "topic", "link", "year", "qualifier")
"""Attributes chosen from a closed set or read from the figure itself."""

NARRATIVE = ("goals", "measures", "actions", "problems", "details", "causes", "improvements", "steps", "rectification")

FEATURES = (
    "folded",
    "fuzzy",
    "missing",
    "not_found",
    "unknown_unit",
    "elsewhere",
    "unparsed",
    "change_not_found",
    "ocr_unsure",
    "rival_agrees",
    "rival_disagrees",
    "rival_alone",
    "samples_disagree",
    "check_failed",
    "check_passed",
    "contradicted",
    "not_stated",
    "supported",
    "refused",
    "reasked",
    "crowded",
    "closed_attribute",
    "free_attribute",
    "absent",
    "group_profile",
    "group_list",
    "group_figure",
    "group_narrative",
)
"""Every feature, 0 or 1 each; a weight for any other name is an error."""

CROWD = 3
"""From this many other numbers in its sentence on, a figure is easily taken for another."""

OCR_SURE = 0.9
"""Score of a recognised line from which its characters are trusted: PP-OCR gives clean print 0.98 and more."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Features = dict[str, float]


def item_features(place: Place, codes: Iterable[str], signs: Iterable[str]) -> Features:
    """Return the features of the item itself: its span and the value read from it.

    Args:
        place: the item.
        codes: its reasons; those that name an attribute do not concern the item itself.
        signs: what else is known: ``rival_agrees``, ``check_passed``, ``supported``, ``crowded``.
    """
    tier = place.thing.grounding
    known = {code for code in codes if ":" not in code} | set(signs) | ({tier.value} if tier else set())
    found = {name: 1.0 for name in FEATURES if name in known}
    return found | {_group(place.list): 1.0}


def attribute_features(place: Place, name: str, codes: Iterable[str], signs: Iterable[str]) -> Features:
    """Return the features of an attribute: the item's, less the readers' agreement on it, and the attribute's own."""
    about = {code.partition(":")[0] for code in codes if code.endswith(f":{name}")}
    mine = [sign for sign in signs if sign != "rival_agrees" or not about & {"rival_disagrees"}]
    whole = [code for code in codes if name == "change" or code != "change_not_found"]
    found = item_features(place, whole, mine) | {code: 1.0 for code in about if code in FEATURES}
    return found | {"closed_attribute" if name in CLOSED else "free_attribute": 1.0}


def absent_features(codes: Iterable[str], signs: Iterable[str]) -> Features:
    """Return the features of a scalar that was read not to stand in the report."""
    known = {*codes, *signs}
    return {name: 1.0 for name in FEATURES if name in known} | {"absent": 1.0, "group_profile": 1.0}


def crowded(place: Place, reading: Reading) -> bool:
    """Whether the figure's sentence holds so many other numbers that it is easily taken for one of them."""
    span = place.thing.span
    unit = reading.unit_at(span.start) if span and place.list in FIGURES else None
    return unit is not None and _numbers(unit) > CROWD


def _numbers(unit: Unit) -> int:
    return len(_NUMBER.findall(unit.text))


def tier_code(place: Place) -> str | None:
    """Return the reason that follows from how the item was found."""
    return "fuzzy" if place.thing.grounding is Grounding.FUZZY else None


def _group(name: str) -> str:
    if name == "profile":
        return "group_profile"
    if name in NARRATIVE:
        return "group_narrative"
    return "group_figure" if name in FIGURES else "group_list"
