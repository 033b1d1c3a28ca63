"""What every object with a span carries: a stable id, how it was found, its page."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from extract.model.answer import Statement
from extract.model.text import Reading
from extract.steps.assemble.evidence import HESITANT, Placed

ID_DIGITS = 10
"""Hex digits of an id: 40 bits, so that a report's few hundred items do not collide."""


STATED_BY = {"addresses": "link"}
"""Keys of an answer that state an attribute of another name."""


def hesitations(said: Statement, *names: str) -> tuple[str, ...]:
    """Return the codes of those attributes that the reader was in doubt about.

    Free words (label, name, subject, period) are never among ``names``: of several right wordings each has its share of
    the probability, so a low one says little (Holtzman et al. 2021, https://aclanthology.org/2021.emnlp-main.564).
    """
    bearing = (STATED_BY.get(key, key) for key in said.hesitant)
    return tuple(f"{HESITANT}:{name}" for name in bearing if name in names)


class Marker:
    """Gives the added keys of a record's objects; two with one text and span get ids that differ by a count."""

    def __init__(self, reading: Reading) -> None:
        self._pages = reading.document.raw.pages
        self._seen: Counter[str] = Counter()

    def marks(self, name: str, placed: Placed, *reasons: str) -> dict[str, Any]:
        """Return ``span``, ``id``, ``grounding``, ``reasons`` and ``page`` for evidence of the list ``name``."""
        return {
            "span": placed.span,
            "id": self._id(name, placed),
            "grounding": placed.tier,
            "reasons": tuple(dict.fromkeys((*placed.reasons, *reasons))),
            "page": self._page(placed),
        }

    def _id(self, name: str, placed: Placed) -> str:
        stated = f"{placed.text}|{placed.span.start}-{placed.span.end}" if placed.span else f"{placed.text}|missing"
        made = f"{name}-{hashlib.sha256(stated.encode()).hexdigest()[:ID_DIGITS]}"
        self._seen[made] += 1
        return made if self._seen[made] == 1 else f"{made}-{self._seen[made]}"

    def _page(self, placed: Placed) -> int | None:
        if placed.span is None:
            return None
        at = placed.span.start
        return next((page.number for page in self._pages if page.start <= at < page.end), None)
