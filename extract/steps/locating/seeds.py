"""Seeds: an index of three-character pieces of a text that tells where a changed quote may stand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

GRAM: Final = 3
"""Characters of a seed: short enough to survive between two changes, long enough to be rare."""
ENOUGH: Final = 256
"""Places looked at for one quote; the rarest seeds come first."""
PLACES: Final = 8
"""Candidate places returned at most."""

_WIDTH: Final = 21
"""Bits of a code point: three of them fill a 64-bit code."""


class Seeds:
    """Every three-character piece of a text, sorted; memory is twelve bytes a character."""

    __slots__ = ("_codes", "_places")

    def __init__(self, text: str) -> None:
        codes = _codes(text)
        order = np.argsort(codes, kind="stable")
        self._codes: NDArray[np.int64] = codes[order]
        self._places: NDArray[np.int32] = order.astype(np.int32)

    def candidates(self, quote: str, slack: int) -> list[int]:
        """Return where ``quote`` may begin, most shared seeds first; each is right to within ``slack`` characters."""
        codes = _codes(quote)
        low = np.searchsorted(self._codes, codes, side="left")
        counts = np.searchsorted(self._codes, codes, side="right") - low
        return _clusters(Counter(self._begins(low.tolist(), counts.tolist())), slack)

    def _begins(self, low: list[int], counts: list[int]) -> list[int]:
        """Return, once for each seed that agrees on it, the places at which the quote might begin."""
        begins: list[int] = []
        for offset in sorted((at for at, count in enumerate(counts) if count), key=counts.__getitem__):
            if begins and len(begins) + counts[offset] > ENOUGH:
                break
            first = low[offset]
            places = self._places[first : first + min(counts[offset], ENOUGH)].tolist()
            begins += [place - offset for place in places]
        return begins


def _codes(text: str) -> NDArray[np.int64]:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    if len(points) < GRAM:
        return np.empty(0, dtype=np.int64)
    return points[:-2] | (points[1:-1] << _WIDTH) | (points[2:] << 2 * _WIDTH)


def _clusters(votes: Counter[int], slack: int) -> list[int]:
    """Join places that an insertion or deletion sets apart, and keep the best."""
    joined: list[tuple[int, int]] = []
    weight = reached = best = most = 0
    for place in sorted(votes):
        if not weight or place - reached > slack:
            if weight:
                joined.append((weight, best))
            weight, best, most = 0, place, 0
        weight += votes[place]
        if votes[place] > most:
            best, most = place, votes[place]
        reached = place
    if weight:
        joined.append((weight, best))
    joined.sort(key=lambda found: (-found[0], found[1]))
    return [place for _, place in joined[:PLACES]]
