"""Bootstrap over documents: leaves of one report err together, so the report is what is drawn again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""Sums of counts (draws × counts) to one number a draw; undefined is nan."""

DRAWS = 10_000
SEED = 20_240_101
"""Fixed, so that the same scores give the same interval."""
LEVEL = 0.95
ENOUGH = 20
"""From this many documents on a percentile bootstrap says something; below it the width itself is unsure."""
_CHUNK = 1_000
_EXACT_FLIPS = 16


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval; ``reliable`` is False where it stands on fewer than 20 documents."""

    low: float
    high: float
    documents: int

    @property
    def reliable(self) -> bool:
        """Whether there are documents enough."""
        return self.documents >= ENOUGH


def item_f1(sums: Floats) -> Floats:
    """F1 from the columns matched, gold, predicted."""
    return _ratio(2 * sums[:, 0], sums[:, 1] + sums[:, 2])


def leaf_accuracy(sums: Floats) -> Floats:
    """Field accuracy from the columns C, S, O, H."""
    return _ratio(sums[:, 0], sums.sum(axis=1))


def leaf_precision(sums: Floats) -> Floats:
    """Precision from the columns C, S, O, H."""
    return _ratio(sums[:, 0], sums[:, 0] + sums[:, 1] + sums[:, 3])


def leaf_recall(sums: Floats) -> Floats:
    """Recall from the columns C, S, O, H."""
    return _ratio(sums[:, 0], sums[:, 0] + sums[:, 1] + sums[:, 2])


def leaf_f1(sums: Floats) -> Floats:
    """F1 from the columns C, S, O, H."""
    return _ratio(2 * sums[:, 0], 2 * sums[:, 0] + 2 * sums[:, 1] + sums[:, 2] + sums[:, 3])


def bootstrap(measures: Mapping[str, tuple[Floats, Statistic]]) -> dict[str, Interval | None]:
    """Return the percentile interval of each measure, all from the same draws; None for fewer than two documents.

    Args:
        measures: by name, counts with one row a document (the same documents in each), and what they make.
    """
    tables = [counts for counts, _ in measures.values()]
    if not tables or len(tables[0]) < 2:  # noqa: PLR2004  (one document drawn again is itself)
        return dict.fromkeys(measures)
    drawn = _draws(tables)
    return {
        name: _interval(statistic(sums), len(tables[0]))
        for (name, (_, statistic)), sums in zip(measures.items(), drawn, strict=True)
    }


def paired_bootstrap(one: Floats, other: Floats, statistic: Statistic) -> Interval | None:
    """Return the interval of statistic(other) - statistic(one), the same documents drawn for both."""
    if len(one) < 2:  # noqa: PLR2004
        return None
    before, after = _draws([one, other])
    return _interval(statistic(after) - statistic(before), len(one))


def sign_flip(differences: Floats) -> float | None:
    """Return the two-sided p-value of a mean difference of 0 when signs of documents are flipped at random.

    All sign patterns are tried up to 16 documents, 10,000 random ones (with the observed one) beyond; None where no
    document differs. With n documents the smallest possible value is 2/2^n.
    """
    moved = differences[np.nonzero(differences)]
    if not len(moved):
        return None
    observed = abs(moved.sum())
    slack = 1e-12
    if len(moved) <= _EXACT_FLIPS:
        signs = np.array(list(product((1.0, -1.0), repeat=len(moved))))
        return float(np.mean(np.abs(signs @ moved) >= observed - slack))
    signs = np.random.default_rng(SEED).choice((1.0, -1.0), size=(DRAWS, len(moved)))
    return float((1 + np.sum(np.abs(signs @ moved) >= observed - slack)) / (1 + DRAWS))


def _draws(tables: list[Floats]) -> list[Floats]:
    """Draw the documents again, the same for every table, and return each table's sums (draws × its counts)."""
    joined = np.hstack(tables)
    count = len(joined)
    random = np.random.default_rng(SEED)
    sums = np.empty((DRAWS, joined.shape[1]))
    for at in range(0, DRAWS, _CHUNK):
        sums[at : at + _CHUNK] = random.multinomial(count, np.full(count, 1 / count), size=_CHUNK) @ joined
    return np.split(sums, np.cumsum([table.shape[1] for table in tables])[:-1], axis=1)


def _interval(values: Floats, documents: int) -> Interval | None:
    defined = values[~np.isnan(values)]
    if not len(defined):
        return None
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(defined, (tail, 1 - tail))
    return Interval(float(low), float(high), documents)


def _ratio(part: Floats, whole: Floats) -> Floats:
    found: Floats = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return found
