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
    "hesitant",
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

_ORDER = {name: at for at, name in enumerate(FEATURES)}

TOUCHED = {
    "parts_sum_to_total": ("stage", "year", "change"),
    "share_of_total": ("stage", "year"),
    "rate_recomputed": ("stage", "year"),
    "change_recomputed": ("year", "change"),
    "one_quantity_one_value": ("item", "stage", "year", "name", "subject", "period"),
    "executed_within_budget": ("stage", "year"),
    "staff_within_posts": ("kind", "category"),
    "base_against_last_year": ("year", "change"),
    "carryover_against_last_year": ("stage", "year"),
}
"""Attributes that a rule rests on beside the value; a rule that is not named here rests on the value or passage alone."""

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
    known = {*(code for code in codes if ":" not in code), *signs, *((str(tier),) if tier else ())}
    return _ones(known) | {_group(place.list): 1.0}


def attribute_features(place: Place, name: str, codes: Iterable[str], signs: Iterable[str]) -> Features:
    """Return the features of an attribute: the item's, less the readers' agreement on it, and the attribute's own.

    A failed check of the item's value says nothing of attributes that the rule did not use; those that it used stand
    in ``signs`` as ``check_failed:name``.
    """
    about = {code.partition(":")[0] for code in codes if code.endswith(f":{name}")}
    mine = [sign for sign in signs if sign != "rival_agrees" or "rival_disagrees" not in about]
    own = {"change_not_found": name == "change", "check_failed": f"check_failed:{name}" in signs}
    whole = [code for code in codes if own.get(code, True)]
    found = item_features(place, whole, mine) | {code: 1.0 for code in about if code in FEATURES}
    return found | {"closed_attribute" if name in CLOSED else "free_attribute": 1.0}


def _ones(known: Iterable[str]) -> Features:
    """Return the features among the names, in the order of ``FEATURES``, so that their sum is always the same."""
    return dict.fromkeys(sorted((name for name in known if name in _ORDER), key=_ORDER.__getitem__), 1.0)


def touched(rule: str) -> tuple[str, ...]:
    """Return the attributes that a finding of the rule makes doubtful beside the item itself."""
    return TOUCHED.get(rule, ())


def absent_features(codes: Iterable[str], signs: Iterable[str]) -> Features:
    """Return the features of a scalar that was read not to stand in the report."""
    known = {*codes, *signs}
    return _ones(known) | {"absent": 1.0, "group_profile": 1.0}


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
