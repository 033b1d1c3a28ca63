"""The category of a metric: by what was done, to what, as the domain pack tells them apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from extract.domains.pack import Domain, Term
from extract.readers.rules.narrative.vocabulary import DOING

RATE = "service_rate"
"""Key under which a domain pack keeps rates of the work."""

BREAKDOWN = "breakdown"
"""Key under which a domain pack keeps the parts of a total."""

OUTPUT = "output"
"""Key under which a domain pack keeps what was done; where nothing of the pack stands, any count of the work is that."""

OTHER = "other"

_SETTLED = re.compile(r"审结|执结|办结|结案|化解|调解|整改|入选|获|查处|立案|已")
"""What became of the things of a total; no class of them."""

_GUESTS = "公务接待"
"""Guests of the department, told beside the parts of their cost."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """The patterns of one category; None where the pack gives none."""

    key: str
    openings: re.Pattern[str] | None
    things: re.Pattern[str] | None
    acts: re.Pattern[str] | None
    words: re.Pattern[str] | None


def category_of(domain: Domain, name: str, clause: str, *, rate: bool, listed: bool = False) -> str:
    """Return the key of the category that name and clause point at, else what the pack keeps for anything done.

    Args:
        domain: the pack.
        name: what is counted, with the verb before it.
        clause: the words of the clause before the name.
        rate: whether the figure is a percentage.
        listed: whether the figure is one of those into which a total is broken down.
    """
    keys = {term.key for term in domain.categories}
    if rate and RATE in keys:
        return RATE
    if listed and BREAKDOWN in keys:
        return BREAKDOWN
    signs = _signs(domain)
    if signs:
        return _told(signs, name, clause) or OUTPUT
    return _pointed(domain, name) or _pointed(domain, clause) or _done(keys, name + clause)


def is_class(name: str, whole: str | None) -> bool:
    """Whether a count behind ``其中`` is a class of the whole, and not what became of its things (``其中审结498件``)."""
    settled = _SETTLED.match(name.removeprefix(whole or ""))
    if _GUESTS in name:
        return False
    return settled is None or (whole is not None and settled.group() in whole)


def _done(keys: Iterable[str], said: str) -> str:
    return OUTPUT if OUTPUT in keys and DOING.search(said) else OTHER


def _told(signs: tuple[_Signs, ...], name: str, clause: str) -> str | None:
    """Return the category by the strongest sign: how the name opens, its last thing, its first act, its last word."""
    return (
        _best(signs, lambda one: _opens(one.openings, name))
        or _best(signs, lambda one: _last(one.things, name))
        or _best(signs, lambda one: _first(one.acts, name))
        or _best(signs, lambda one: _last(one.acts, clause))
        or _best(signs, lambda one: _last(one.words, name))
    )


def _best(signs: tuple[_Signs, ...], weigh: Callable[[_Signs], int | None]) -> str | None:
    """Return the key of the category with the highest weight, None where none has any."""
    weighed = [(weight, one.key) for one in signs if (weight := weigh(one)) is not None]
    return max(weighed)[1] if weighed else None


def _opens(pattern: re.Pattern[str] | None, text: str) -> int | None:
    return 1 if pattern and pattern.match(text) else None


def _first(pattern: re.Pattern[str] | None, text: str) -> int | None:
    found = pattern.search(text) if pattern else None
    return -found.start() if found else None


def _last(pattern: re.Pattern[str] | None, text: str) -> int | None:
    return max((found.end() for found in pattern.finditer(text)), default=None) if pattern else None


@lru_cache(maxsize=8)
def _signs(domain: Domain) -> tuple[_Signs, ...]:
    """Return the patterns of a pack that tells acts and things apart, none where it only lists words."""
    if not any(term.acts for term in domain.categories):
        return ()
    return tuple(_signs_of(term) for term in domain.categories)


def _signs_of(term: Term) -> _Signs:
    return _Signs(term.key, *map(_any, (term.openings, term.things, term.acts, term.words)))


def _any(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns)) if patterns else None


def _pointed(domain: Domain, text: str) -> str | None:
    """Return the category of the word of the highest rank, among equals of the last in the text."""
    found = [
        (rank, -text.rfind(word), term.key)
        for term in domain.categories
        for rank, word in enumerate(term.words)
        if word in text
    ]
    return min(found)[2] if found else None
