"""The lines of tables in a picture of a page: long dark runs of pixels, upright and level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from extract.sources.glyphs import Rule

DARK = 160
"""Grey level (0 black to 255 white) below which a pixel belongs to a drawn line."""

SHORTEST = 0.02
"""Length of a run, in parts of the page's height, from which it is a line: higher than any character's stroke."""


def rules_of(pixels: Any, scale: float) -> list[Rule]:  # noqa: ANN401  (an array)
    """Return the level and upright lines of a picture.

    Args:
        pixels: the picture, height by width, with or without colours.
        scale: points a pixel.

    Returns:
        Lines in points from the top left corner; those of a page that lies askew are broken and mostly not found.
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
