"""The lines of tables in a picture of a page: long dark runs of pixels, upright and level."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

import numpy as np

from extract.sources.page.glyphs import Rule

DARK = 160
"""Grey level (0 black to 255 white) below which a pixel belongs to a drawn line."""

SHORTEST = 0.02
"""Length of a run, in parts of the page's height, from which it is a line: higher than any character's stroke."""


WIDE = 8
"""Times that a line of writing is wider than high where its slope is worth measuring."""

MOST = 5.0
"""Degrees by which a page that was laid in by hand lies askew at most."""

Point = tuple[float, float]
Turn = Callable[[float, float], Point]
"""Where a point of the picture lies once the picture is set straight."""


def slope(boxes: Sequence[Sequence[Point]]) -> float:
    """Return by how many degrees lines of writing fall to the right, in the median; 0 where none is long enough.

    Args:
        boxes: corners of each line, from the top left one clockwise, in pixels.
    """
    angles = []
    for (x0, y0), (x1, y1), _, (x3, y3) in boxes:
        if math.hypot(x1 - x0, y1 - y0) >= WIDE * math.hypot(x3 - x0, y3 - y0):
            angles.append(math.degrees(math.atan2(y1 - y0, x1 - x0)))
    middle = median(angles) if angles else 0.0
    return middle if abs(middle) <= MOST else 0.0


def turned(angle: float, shape: Sequence[int]) -> Turn:
    """Return where points come to lie when a picture of this shape is turned back by an angle, about its centre."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    x0, y0 = shape[1] / 2, shape[0] / 2

    def turn(x: float, y: float) -> Point:
        across, down = x - x0, y - y0
        return x0 + across * cosine + down * sine, y0 - across * sine + down * cosine

    return turn


def rules_of(pixels: Any, scale: float) -> list[Rule]:  # noqa: ANN401  (an array)
    """Return the level and upright lines of a picture.

    Args:
        pixels: the picture, height by width, with or without colours.
        scale: points a pixel.

    Returns:
        Lines in points from the top left corner; a page should be set straight before.
    """
    grey = np.asarray(pixels)
    dark = (grey if grey.ndim == 2 else grey[..., :3].mean(axis=2)) < DARK  # noqa: PLR2004  (height and width)
    shortest = max(int(dark.shape[0] * SHORTEST), 20)
    level = (Rule(True, at * scale, a * scale, b * scale) for at, a, b in _runs(dark, shortest * 2))  # noqa: FBT003
    upright = (Rule(False, at * scale, a * scale, b * scale) for at, a, b in _runs(dark.T, shortest))  # noqa: FBT003
    return [*level, *upright]


def _runs(dark: Any, shortest: int) -> Iterator[tuple[int, int, int]]:  # noqa: ANN401  (an array)
    """Yield row, start and end of each dark run of a row that is long enough."""
    for at in np.flatnonzero(dark.sum(axis=1) >= shortest):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], dark[at].view(np.int8), [0]))))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start >= shortest:
                yield int(at), int(start), int(end)
