"""The category of a metric: by the words that the domain pack gives its categories."""

from __future__ import annotations

from extract.domains.pack import Domain

RATE = "service_rate"
"""Key under which a domain pack keeps rates of the work."""

BREAKDOWN = "breakdown"
"""Key under which a domain pack keeps the parts of a total."""

OTHER = "other"


def category_of(domain: Domain, name: str, clause: str, *, rate: bool, listed: bool = False) -> str:
    """Return the key of the category that the name points at, else that the clause points at, else ``other``.

    Words stand strongest first in a pack: the word of the highest rank wins, among equals the last in the text.
    """
    keys = {term.key for term in domain.categories}
    if rate and RATE in keys:
        return RATE
    if listed and BREAKDOWN in keys:
        return BREAKDOWN
    return _pointed(domain, name) or _pointed(domain, clause) or OTHER


def _pointed(domain: Domain, text: str) -> str | None:
    found = [
        (rank, -text.rfind(word), term.key)
        for term in domain.categories
        for rank, word in enumerate(term.words)
        if word in text
    ]
    return min(found)[2] if found else None
