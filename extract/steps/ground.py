"""Grounding: the characters of a text that a quote names, found exactly, folded, or by edit distance under guard."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from extract.model.report import Grounding
from extract.steps.fold import POINTS, Folded, fold, unpunctuated
from extract.steps.locating.alignment import align

if TYPE_CHECKING:
    from extract.steps.locating.seeds import Seeds

SHORTEST_FUZZY: Final = 6
"""Shorter quotes must stand in the text as they are: one change in five characters makes another word."""
CHARACTERS_PER_EDIT: Final = 6
"""One edit is allowed for each such stretch of the quote, at least one."""
MOST_EDITS: Final = 8
ENDING: Final = 4
"""Marks of punctuation that an end of a quote may have."""
CONTEXT: Final = 12
"""Characters from which on a quote may begin or end within a number: the rest of it says enough."""

_OMISSION: Final = "…"
_DOTS: Final = re.compile(r"^[…\s]+|^\.{3,}|[…\s]+$|\.{3,}$")
_QUOTED: Final = ("“”", "‘’", '""', "''", "「」", "『』")
_CUT_BEFORE: Final = re.compile(r"\d[.,]?$")
_CUT_AFTER: Final = re.compile(r"\d|[.,]\d")


@dataclass(frozen=True, slots=True)
class Located:
    """Where a quote stands: a half-open range of code points, and by which tier it was found."""

    start: int
    end: int
    tier: Grounding


def locate(quote: str, text: str, *, near: int | None = None) -> Located | None:
    """Return where ``quote`` stands in ``text``, None where it does not.

    Tiers: ``exact``; ``folded`` (white space, Markdown marks, width, punctuation, quotes and dashes aside); ``fuzzy``
    (punctuation, or few edits none of which touches a numeral or a word of negation). Without ``near`` an earlier tier wins
    and the first of several places; with it the place whose start is nearest, exact and folded alike, before any fuzzy one.
    The span begins and ends on a non-space.
    """
    return _locator(text).locate(quote, near)


@lru_cache(maxsize=4)
def _locator(text: str) -> Locator:
    return Locator(text)


class Locator:
    """Finds quotes in one text; the text is folded once, and indexed when the first changed quote comes."""

    __slots__ = ("_folded", "_seeds", "_words", "text")

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self._folded: Folded | None = None
        self._words: Folded | None = None
        self._seeds: Seeds | None = None

    def locate(self, quote: str, near: int | None = None) -> Located | None:
        """Return where ``quote`` stands, as ``locate`` does."""
        bare = quote.strip()
        if not bare:
            return None
        start = _place(self.text, bare, near)
        exact = None if start is None else Located(start, start + len(bare), Grounding.EXACT)
        if exact and near is None:
            return exact
        folded = fold(bare).text
        if not any(char.isalnum() for char in folded):
            return exact
        omits = None if exact or _OMISSION not in (bare[0], bare[-1]) else self._unwrapped(bare, near)
        return (
            omits
            or _nearest(near, exact, self._unfolded(folded, near))
            or self._unwrapped(bare, near)
            or self._cut(bare, folded, near)
            or self._repunctuated(folded, near)
            or self._changed(folded, near)
        )

    @property
    def folded(self) -> Folded:
        """The text folded."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    @property
    def words(self) -> Folded:
        """The folded text without punctuation."""
        if self._words is None:
            self._words = unpunctuated(self.folded.text)
        return self._words

    @property
    def seeds(self) -> Seeds:
        """The index of the folded text; numpy is loaded with it, not before."""
        if self._seeds is None:
            from extract.steps.locating.seeds import Seeds  # noqa: PLC0415  (numpy only where a quote was changed)

            self._seeds = Seeds(self.folded.text)
        return self._seeds

    def _unfolded(self, quote: str, near: int | None) -> Located | None:
        start = _place(self.folded.text, quote, self._near(near))
        return None if start is None else self._located(start, start + len(quote), Grounding.FOLDED)

    def _unwrapped(self, quote: str, near: int | None) -> Located | None:
        """Look for a quote without the quotation marks around it and the dots of omission at its ends."""
        inner = _DOTS.sub("", quote)
        paired = inner[:1] + inner[-1:] in _QUOTED
        inner = (inner[1:-1] if paired else inner).strip()
        if inner == quote or len(inner) < SHORTEST_FUZZY or (paired and not _unbroken(inner)):
            return None
        folded = fold(inner).text
        found = self._unfolded(folded, near) if folded else None
        return replace(found, tier=Grounding.FUZZY) if found else None

    def _cut(self, quote: str, folded: str, near: int | None) -> Located | None:
        """Accept a long quote that begins or ends within a number."""
        if len(folded) < CONTEXT:
            return None
        start = _any_place(self.text, quote, near)
        if start is not None:
            return Located(start, start + len(quote), Grounding.EXACT)
        start = _any_place(self.folded.text, folded, self._near(near))
        return None if start is None else self._located(start, start + len(folded), Grounding.FOLDED)

    def _repunctuated(self, quote: str, near: int | None) -> Located | None:
        """Accept a quote whose words all stand in order but whose punctuation differs."""
        words = unpunctuated(quote).text
        if len(words) < SHORTEST_FUZZY:
            return None
        hint = None if near is None else self.words.folded(self.folded.folded(near))
        at = _place(self.words.text, words, hint)
        if at is None and len(words) >= CONTEXT:
            at = _any_place(self.words.text, words, hint)
        if at is None:
            return None
        start, end = self.words.span(at, at + len(words))
        before = _points(self.folded.text[max(0, start - ENDING) : start][::-1], quote[:ENDING])
        after = _points(self.folded.text[end : end + ENDING], quote[::-1][:ENDING])
        if before is None or after is None:
            return None
        return self._located(start - before, end + after, Grounding.FUZZY)

    def _changed(self, quote: str, near: int | None) -> Located | None:
        if len(quote) < SHORTEST_FUZZY:
            return None
        limit = min(MOST_EDITS, max(1, len(quote) // CHARACTERS_PER_EDIT))
        found = [
            match
            for place in self.seeds.candidates(quote, limit)
            if (match := align(quote, self.folded.text, place, limit))
        ]
        if not found:
            return None
        target = self._near(near) or 0
        best = min(found, key=lambda match: (match.distance, abs(match.start - target), match.start))
        return self._located(best.start, best.end, Grounding.FUZZY)

    def _near(self, near: int | None) -> int | None:
        return None if near is None else self.folded.folded(near)

    def _located(self, start: int, end: int, tier: Grounding) -> Located:
        return Located(*self.folded.span(start, end), tier)


def _nearest(near: int | None, exact: Located | None, folded: Located | None) -> Located | None:
    """Return the place nearer to ``near``, the exact one where both are as near."""
    if near is None or exact is None or folded is None:
        return exact or folded
    return exact if abs(exact.start - near) <= abs(folded.start - near) else folded


def _unbroken(inner: str) -> bool:
    """Whether the marks taken off belonged to each other: ``“甲”和“乙”`` has two pairs."""
    return not any(char in inner for char in '“”"「」『』')


def _points(beyond: str, ending: str) -> int | None:
    """Count the marks that the text has at an end where the quote has some too, at most as many; None where it has none."""
    said = len(ending) - len(ending.lstrip(POINTS))
    stands = len(beyond) - len(beyond.lstrip(POINTS))
    return min(said, stands) if stands or not said else None


def _place(text: str, quote: str, near: int | None) -> int | None:
    """Return the place nearest to ``near`` (the first without) that does not cut a number in two."""
    if near is None:
        return _onwards(text, quote, 0)
    return _nearer(near, _backwards(text, quote, near), _onwards(text, quote, near + 1))


def _any_place(text: str, quote: str, near: int | None) -> int | None:
    if near is None:
        return _found(text.find(quote))
    return _nearer(near, _found(text.rfind(quote, 0, max(0, near) + len(quote))), _found(text.find(quote, near + 1)))


def _nearer(near: int, before: int | None, after: int | None) -> int | None:
    if before is None or after is None:
        return after if before is None else before
    return before if near - before <= after - near else after


def _found(position: int) -> int | None:
    return None if position < 0 else position


def _onwards(text: str, quote: str, start: int) -> int | None:
    at = text.find(quote, max(0, start))
    while at >= 0 and _cuts(text, quote, at):
        at = text.find(quote, at + 1)
    return _found(at)


def _backwards(text: str, quote: str, start: int) -> int | None:
    at = text.rfind(quote, 0, max(0, start) + len(quote))
    while at >= 0 and _cuts(text, quote, at):
        at = text.rfind(quote, 0, at + len(quote) - 1)
    return _found(at)


def _cuts(text: str, quote: str, at: int) -> bool:
    """Whether the quote, found at ``at``, begins or ends within a number (``371件`` in ``2371件``)."""
    if quote[0].isdecimal() and _CUT_BEFORE.search(text[max(0, at - 2) : at]):
        return True
    end = at + len(quote)
    return quote[-1].isdecimal() and _CUT_AFTER.match(text[end : end + 2]) is not None
