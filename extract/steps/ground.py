"""Grounding: the characters of a text that a quote names, found exactly, folded, or by edit distance under guard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import Levenshtein

from extract.model.report import Grounding
from extract.steps.fold import Folded, fold
from extract.steps.numerals.chinese import DIGIT_CLASS, MYRIAD_CLASS, PLACE_CLASS

if TYPE_CHECKING:
    from extract.steps.seeds import Seeds

SHORTEST_FUZZY: Final = 6
"""Shorter quotes must stand in the text as they are: one change in five characters makes another word."""
CHARACTERS_PER_EDIT: Final = 6
"""One edit is allowed for each such stretch of the quote, at least one."""
MOST_EDITS: Final = 8
LONGEST_EDIT: Final = 4
"""Characters that one change may replace, add or leave out: a word, not a clause."""
ANCHOR: Final = 2
"""Characters that must agree side by side; the longest such stretch holds the alignment in place."""
CONTEXT: Final = 12
"""Characters from which on a quote may begin or end within a number: the rest of it says enough."""

_CUT_BEFORE: Final = re.compile(r"\d[.,]?$")
_CUT_AFTER: Final = re.compile(r"\d|[.,]\d")

PROTECTED: Final = re.compile(rf"[\d{DIGIT_CLASS}{PLACE_CLASS}{MYRIAD_CLASS}%‰‱①-⒛㈠-㈩不未无没非否勿莫毋免禁拒]")
"""What an edit must not touch: numerals and words that turn a statement into its opposite."""
_RISING: Final = re.compile(r"[增升涨高多超优]")
_FALLING: Final = re.compile(r"[减降跌低少欠劣]")


@dataclass(frozen=True, slots=True)
class Located:
    """Where a quote stands: a half-open range of code points, and by which tier it was found."""

    start: int
    end: int
    tier: Grounding


@dataclass(frozen=True, slots=True)
class _Match:
    """A place in the folded text and its distance from the quote."""

    start: int
    end: int
    distance: int


def locate(quote: str, text: str, *, near: int | None = None) -> Located | None:
    """Return where ``quote`` stands in ``text``, None where it does not.

    Tiers: ``exact``; ``folded`` (white space, Markdown marks, width, punctuation, quotes and dashes aside); ``fuzzy``
    (few edits, none of which touches a numeral or a word of negation). An earlier tier wins. Among several places the
    one whose start is nearest to ``near`` wins, without ``near`` the first. The span begins and ends on a non-space.
    """
    return _locator(text).locate(quote, near)


@lru_cache(maxsize=4)
def _locator(text: str) -> Locator:
    return Locator(text)


class Locator:
    """Finds quotes in one text; the text is folded once, and indexed when the first changed quote comes."""

    __slots__ = ("_folded", "_seeds", "text")

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self._folded: Folded | None = None
        self._seeds: Seeds | None = None

    def locate(self, quote: str, near: int | None = None) -> Located | None:
        """Return where ``quote`` stands, as ``locate`` does."""
        bare = quote.strip()
        if not bare:
            return None
        start = _place(self.text, bare, near)
        if start is not None:
            return Located(start, start + len(bare), Grounding.EXACT)
        folded = fold(bare).text
        if not folded:
            return None
        return self._unfolded(folded, near) or self._cut(bare, folded, near) or self._changed(folded, near)

    @property
    def folded(self) -> Folded:
        """The text folded."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    @property
    def seeds(self) -> Seeds:
        """The index of the folded text; numpy is loaded with it, not before."""
        if self._seeds is None:
            from extract.steps.seeds import Seeds  # noqa: PLC0415  (numpy only where a quote was changed)

            self._seeds = Seeds(self.folded.text)
        return self._seeds

    def _unfolded(self, quote: str, near: int | None) -> Located | None:
        start = _place(self.folded.text, quote, self._near(near))
        return None if start is None else self._located(start, start + len(quote), Grounding.FOLDED)

    def _cut(self, quote: str, folded: str, near: int | None) -> Located | None:
        """Accept a long quote that begins or ends within a number."""
        if len(folded) < CONTEXT:
            return None
        start = _any_place(self.text, quote, near)
        if start is not None:
            return Located(start, start + len(quote), Grounding.EXACT)
        start = _any_place(self.folded.text, folded, self._near(near))
        return None if start is None else self._located(start, start + len(folded), Grounding.FOLDED)

    def _changed(self, quote: str, near: int | None) -> Located | None:
        if len(quote) < SHORTEST_FUZZY:
            return None
        limit = min(MOST_EDITS, max(1, len(quote) // CHARACTERS_PER_EDIT))
        found = [
            match
            for place in self.seeds.candidates(quote, limit)
            if (match := _aligned(quote, self.folded.text, place, limit))
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


def _aligned(quote: str, text: str, place: int, limit: int) -> _Match | None:
    """Align the whole quote with the best stretch of text around ``place``; None beyond ``limit`` or against the guard."""
    low = max(0, place - limit)
    window = text[low : place + len(quote) + limit]
    most = 2 * limit + limit
    if Levenshtein.distance(quote, window, score_cutoff=most) > most:
        return None
    blocks = Levenshtein.opcodes(quote, window).as_matching_blocks()
    anchor = max(blocks, key=attrgetter("size"))
    if anchor.size < ANCHOR:
        return None
    quote_end = anchor.a + anchor.size
    begin, end = low + anchor.b, low + anchor.b + anchor.size
    before, after = text[max(0, begin - anchor.a - limit) : begin], text[end : end + len(quote) - quote_end + limit]
    begin -= _reach(quote[: anchor.a], before, limit)
    end += _reach(quote[quote_end:][::-1], after[::-1], limit)
    distance = Levenshtein.distance(quote, text[begin:end], score_cutoff=limit)
    return _Match(begin, end, distance) if distance <= limit and _faithful(quote, text[begin:end]) else None


def _reach(head: str, before: str, limit: int) -> int:
    """Return how many characters at the end of ``before`` the beginning of a quote, ``head``, stands for.

    Of equally near stretches one wins that begins with the same character, or has the same second one (the first was
    mistyped), then one of the same length.
    """
    size = len(head)
    same = before[len(before) - size :] if size <= len(before) else ""
    if not size or (same[:1] == head[0] and Levenshtein.distance(head, same, score_cutoff=1) <= 1):
        return size

    def cost(length: int) -> tuple[int, bool, bool, int]:
        piece = before[len(before) - length :]
        first = piece[:1] == head[0]
        second = piece[1:2] == head[1:2]
        return Levenshtein.distance(head, piece), not (first or second), not first, abs(length - size)

    return min(range(max(0, size - limit), min(len(before), size + limit) + 1), key=cost, default=0)


def _faithful(quote: str, piece: str) -> bool:
    """Whether all differences are small, none touches a numeral or a negation, or turns a rise into a fall."""
    for edit in Levenshtein.opcodes(quote, piece):
        if edit.tag == "equal":
            continue
        said, found = (edit.src_start, edit.src_end), (edit.dest_start, edit.dest_end)
        if max(said[1] - said[0], found[1] - found[0]) > LONGEST_EDIT:
            return False
        if _protected(quote, *said) or _protected(piece, *found):
            return False
        if _turned(quote[slice(*said)], piece[slice(*found)]):
            return False
    return True


def _turned(said: str, found: str) -> bool:
    """Whether one rises where the other falls."""
    rises, falls = _RISING.search(said), _FALLING.search(said)
    return bool((rises and _FALLING.search(found)) or (falls and _RISING.search(found)))


def _protected(text: str, start: int, end: int) -> bool:
    if PROTECTED.search(text, start, end):
        return True
    return any(text[at] in ".,-" and text[at + 1 : at + 2].isdecimal() for at in range(start, end))
