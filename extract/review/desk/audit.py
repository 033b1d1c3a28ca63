"""The random audit: a sample of the fields that nobody would have looked at, and what it says about the rest."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

SHARE = 0.05
"""Share of the fields without doubt that people look at all the same."""

NORMAL_95 = 1.959964
"""Two-sided 95 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """An error rate from a random sample: ``wrong`` of ``seen``, with Wilson's 95 % interval; None without a sample."""

    seen: int = 0
    wrong: int = 0
    drawn: int = 0
    population: int = 0

    def __add__(self, other: Estimate) -> Estimate:
        """Join the samples of two documents."""
        return Estimate(
            self.seen + other.seen,
            self.wrong + other.wrong,
            self.drawn + other.drawn,
            self.population + other.population,
        )

    @property
    def rate(self) -> float | None:
        """Share of wrong ones among those seen: an unbiased estimate once all drawn ones are seen."""
        return self.wrong / self.seen if self.seen else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's score interval (Wilson 1927), which holds for small samples and rates near nought."""
        return wilson(self.wrong, self.seen) if self.seen else None


def wilson(wrong: int, seen: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share."""
    share, square = wrong / seen, NORMAL_95**2
    middle = (share + square / (2 * seen)) / (1 + square / seen)
    half = NORMAL_95 / (1 + square / seen) * math.sqrt(share * (1 - share) / seen + square / (4 * seen**2))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return (0.0 if wrong == 0 else low), (1.0 if wrong == seen else high)


def lot(document: str, field: str) -> float:
    """Return a field's lot in [0, 1): the same on every machine and after every restart, and blind to its value."""
    digest = hashlib.sha256(f"audit|{document}|{field}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
