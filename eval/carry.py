"""Carry spans from the text that a record was read from to the gold's text, where the two differ (PDF, OCR, Word)."""

from __future__ import annotations

from bisect import bisect_right

from rapidfuzz.distance import Indel

from extract.model.record import Record
from extract.model.report import Spanned
from extract.model.text import Span
from extract.steps.walk import Place, rewrite

MOST_CELLS = 4_000_000_000
"""Texts whose lengths multiply to more than this are not aligned (the bit-parallel table takes one bit a pair of characters, 500 MB)."""


def carry(record: Record, source: str, target: str) -> Record | None:
    """Return the record with every span moved from ``source`` to ``target``; None where the texts are too long.

    The texts are aligned character by character without white space. A span becomes the range of those of its
    characters that stand in ``target`` too; one that has none there keeps no span.
    """
    if len(source) * len(target) > MOST_CELLS:
        return None
    matched = _aligned(source, target)
    places = [start for start, _ in matched]

    def moved(place: Place) -> Spanned:
        if place.thing.span is None:
            return place.thing
        low = bisect_right(places, place.thing.span.start - 1)
        high = bisect_right(places, place.thing.span.end - 1)
        span = Span(matched[low][1], matched[high - 1][1] + 1) if high > low else None
        return place.thing.model_copy(update={"span": span})

    return rewrite(record, moved)


def _aligned(source: str, target: str) -> list[tuple[int, int]]:
    """Return the offsets (in source, in target) of every character that both texts hold, in order."""
    ours = [at for at, char in enumerate(source) if not char.isspace()]
    theirs = [at for at, char in enumerate(target) if not char.isspace()]
    blocks = Indel.opcodes("".join(source[at] for at in ours), "".join(target[at] for at in theirs))
    return [
        (ours[block.src_start + at], theirs[block.dest_start + at])
        for block in blocks
        if block.tag == "equal"
        for at in range(block.src_end - block.src_start)
    ]
