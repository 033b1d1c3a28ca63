"""Alignment: a changed quote laid against a stretch of text, refused where a change turns the statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from rapidfuzz.distance import Levenshtein

from extract.steps.numerals.chinese import DIGIT_CLASS, MYRIAD_CLASS, PLACE_CLASS

LONGEST_EDIT: Final = 4
"""Characters that one change may replace, add or leave out: a word, not a clause."""
ANCHOR: Final = 2
"""Characters that must agree side by side; the longest such stretch holds the alignment in place."""

PROTECTED: Final = re.compile(
    rf"[\d{DIGIT_CLASS}{PLACE_CLASS}{MYRIAD_CLASS}%‰‱①-⒛㈠-㈩不未无没非否勿莫毋免禁拒逾全甲乙丙丁]"
)
"""What an edit must not touch: numerals and words that turn a statement into its opposite."""
_OPPOSITES: Final = (
    ("增升涨高多超优", "减降跌低少欠劣"),
    ("上", "下"),
    ("前", "后"),
    ("内", "外"),
    ("收", "支"),
    ("初", "末"),
    ("进", "出"),
)
"""Characters of which one must not stand for one of the other side: a rise for a fall, 以上 for 以下."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place in the folded text and its distance from the quote."""

    start: int
    end: int
    distance: int


def align(quote: str, text: str, place: int, limit: int) -> Match | None:
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
    return Match(begin, end, distance) if distance <= limit and _faithful(quote, text[begin:end]) else None


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
    """Whether one says the opposite of the other: rises where it falls, above where it is below."""
    return any(
        (_any(one, said) and _any(other, found)) or (_any(other, said) and _any(one, found))
        for one, other in _OPPOSITES
    )


def _any(chars: str, text: str) -> bool:
    return any(char in text for char in chars)


def _protected(text: str, start: int, end: int) -> bool:
    if PROTECTED.search(text, start, end):
        return True
    return any(text[at] in ".,-" and text[at + 1 : at + 2].isdecimal() for at in range(start, end))
