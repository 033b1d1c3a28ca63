"""The category of a metric: by the words that the domain pack gives its categories."""

from __future__ import annotations

import re

from extract.domains.pack import Domain
from extract.readers.rules.narrative.vocabulary import DOING

RATE = "service_rate"
"""Key under which a domain pack keeps rates of the work."""

BREAKDOWN = "breakdown"
"""Key under which a domain pack keeps the parts of a total."""

OUTPUT = "output"
"""Key under which a domain pack keeps what was done; where no word of the pack stands, any work done is that."""

OTHER = "other"

_MEASURED = re.compile(r"(?:量|能力|水平|用时|时间|时限|床位|指数|密度|标准|规模|面积)$")
"""Names of what is measured and not done."""


def category_of(domain: Domain, name: str, clause: str, *, rate: bool, listed: bool = False) -> str:
    """Return the key of the category that the name points at, else that the clause points at, else ``other``.

    Words stand strongest first in a pack: the word of the highest rank wins, among equals the last in the text.
    """
    keys = {term.key for term in domain.categories}
    if rate and RATE in keys:
        return RATE
    if listed and BREAKDOWN in keys:
        return BREAKDOWN
    pointed = _pointed(domain, name) or _pointed(domain, clause)
    if pointed is None and OUTPUT in keys and _MEASURED.search(name) is None and DOING.search(name + clause):
        return OUTPUT
    return pointed or OTHER


def _pointed(domain: Domain, text: str) -> str | None:
    found = [
        (rank, -text.rfind(word), term.key)
        for term in domain.categories
        for rank, word in enumerate(term.words)
        if word in text
    ]
    return min(found)[2] if found else None
