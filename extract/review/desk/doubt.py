"""How much a person's look at a field is worth: the chance that it is wrong, times what an error there costs."""

from __future__ import annotations

from collections.abc import Iterable

from extract.model.report import Spanned

WEIGHTS = {
    "finance": 3.0,
    "profile.fiscal_year": 3.0,
    "profile.department_name": 3.0,
    "profile.self_score": 3.0,
    "problems": 2.5,
    "profile": 2.0,
    "metrics": 2.0,
    "improvements": 2.0,
    "rectification": 2.0,
    "staffing": 1.5,
    "goals": 1.5,
    "measures": 1.0,
    "causes": 1.0,
    "details": 0.5,
    "steps": 0.5,
    "actions": 0.5,
    "functions": 0.5,
    "internal_units": 0.5,
}
"""What an error costs, relative to one in the title of a measure.

Set by judgement, after what such reports are used for: money, year, department and score enter every comparison of
departments; problems and their remedies are what a superior acts on; single sentences below a heading are read as prose.
"""

UNKNOWN = 0.5
"""The chance of an error that is assumed of an object whose record states no confidence."""


def chance_of_error(thing: Spanned) -> float:
    """Return how likely a correction is: one minus the lowest confidence of the object's leaves.

    Leaves of one object fail together (they come from one sentence), so their chances are not multiplied.
    """
    if thing.confidence is None:
        return UNKNOWN
    return 1 - min((thing.confidence, *(thing.fields or {}).values()))


def weight(name: str, path: str) -> float:
    """Return what an error in the list ``name`` (or the scalar at ``path``) costs."""
    return WEIGHTS.get(path, WEIGHTS.get(name, 1.0))


def doubt_left(chances: Iterable[float]) -> float:
    """Return how many of the objects with these chances of an error are expected to be wrong."""
    return sum(chances)
