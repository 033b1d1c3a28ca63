"""The sentences that hold figures, taken together: where numbers are looked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Final

from extract.model.quantity import Quantity
from extract.steps.checks.reading.flow import sentences_of

_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Dense:
    """The sentences of the running text that hold a digit, with the way back."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def at(self, position: int) -> int:
        """Return the index in the running text."""
        piece = bisect_right(self.starts, position) - 1
        return self.origins[piece] + position - self.starts[piece]

    def moved(self, quantity: Quantity) -> Quantity:
        """Return a quantity with its place in the running text."""
        start = self.at(quantity.start)
        return replace(quantity, start=start, end=start + quantity.end - quantity.start)


def only_figures(text: str) -> Dense:
    """Leave out the sentences that hold no digit: nothing is added up in them, and reading numerals costs most."""
    pieces, starts, origins, length = [], [], [], 0
    for start, end in sentences_of(text):
        if _DIGIT.search(text, start, end):
            pieces.append(text[start:end])
            starts.append(length)
            origins.append(start)
            length += end - start
    return Dense("".join(pieces), tuple(starts), tuple(origins))
