"""Folding: the same text without layout and typographic variants, with every offset mapped back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MARKS: Final = "*#"
"""Markdown marks that a span's ``text`` leaves out (gold/GUIDELINES.md, Text)."""

INVISIBLE: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
"""Characters without a glyph that converters leave behind; they count as white space here."""


def _widths() -> dict[int, str]:
    """Full-width ASCII to ASCII, the ideographic space to a space; each one character to one."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return table | {0x3000: " ", 0xFFE0: "¢", 0xFFE1: "£", 0xFFE5: "¥", 0xFFE3: "¯"}


def _ideographs() -> dict[int, str]:
    """Kangxi radicals and compatibility ideographs, which PDF fonts put for the plain characters."""
    codes = (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00))
    plain = {code: unicodedata.normalize("NFKC", chr(code)) for code in codes}
    return {code: char for code, char in plain.items() if len(char) == 1 and ord(char) != code}


def _variants(groups: tuple[tuple[str, str], ...]) -> dict[int, str]:
    return {ord(char): target for target, chars in groups for char in chars}


PUNCTUATION: Final = (
    (",", "，、﹐﹑､،"),
    (".", "。．｡﹒…"),
    (";", "；﹔"),
    (":", "：﹕∶︰"),
    ("!", "！﹗"),
    ("?", "？﹖"),
    ('"', "“”„‟＂〝〞«»「」『』｢｣"),
    ("'", "‘’‚‛＇′`´"),
    ("(", "（﹙❨"),
    (")", "）﹚❩"),
    ("[", "【〔［〖﹝"),
    ("]", "】〕］〗﹞"),
    ("<", "《〈＜‹"),
    (">", "》〉＞›"),
    ("-", "—–―‐‑‒−－─━﹣﹘⸺⸻"),
    ("~", "～〜∼˜"),
    ("·", "•・∙⋅‧･"),
    ("%", "％﹪"),
    ("〇", "○"),
)
"""Typographic variants of one mark; each group folds to its first member."""

_WIDTHS: Final = _widths()
_FOLDS: Final = _WIDTHS | _ideographs() | _variants(PUNCTUATION)
_VARIANT: Final = re.compile(f"[{re.escape(''.join(map(chr, _FOLDS)))}]")
_WIDE: Final = re.compile(f"[{re.escape(''.join(map(chr, _WIDTHS)))}]")
"""The characters of the two tables: a pattern passes over all others several times faster than ``str.translate``."""
_LAYOUT: Final = rf"\s{INVISIBLE}*#_"
PAGE_NUMBER: Final = (
    r"(?:[-—–]+[ \t]*\d{1,4}(?: ?(?:/|of) ?\d{1,4})?[ \t]*[-—–]+"
    r"|第 ?\d{1,4} ?页(?:[ ,/]{0,2}共 ?\d{1,4} ?页)?|共 ?\d{1,4} ?页[ ,/]{0,2}第 ?\d{1,4} ?页)"
)
"""The number of a page on a line of its own, width narrowed."""
_PAGE_MARK: Final = rf"[{_LAYOUT}]*[\n\f][ \t]*{PAGE_NUMBER}[ \t]*(?=[\n\f])"
"""A line that only numbers its page; the sentence runs on behind it."""
_DROPPED: Final = re.compile(
    rf"(?=[{_LAYOUT}.,-])(?:{_PAGE_MARK}|(?<=\d)(?<!\d{{4}}),(?=[{_LAYOUT}]*\d{{3}}(?!\d))|(?<=-)[{_LAYOUT}]*-[{_LAYOUT}-]*|(?<=\.)[{_LAYOUT}]*\.[{_LAYOUT}.]*|[{_LAYOUT}]+)"
)
_SEPARATES: Final = "，、﹐﹑､،"
_DECIMALS: Final = re.compile(r"[\s\u3000]*[\d０-９]{3}[.．]\d")
_MISREAD: Final = re.compile(r"(?<=\d)[OolI]{1,3}(?=[.,]?\d|\s?[%‰万亿元年])")
_DIGITS_OF: Final = {"O": "0", "o": "0", "l": "1", "I": "1"}
"""Letters that OCR puts for digits."""
POINTS: Final = ",.;:!?\"'()[]<>~·-"
"""Punctuation as it stands in folded text."""
_POINTS: Final = re.compile(r"(?:[,.;:!?\"'()\[\]<>~·]|-(?!\d))+")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and its way back.

    ``cuts[i]`` is the folded position at which the ``i``-th dropped run stood, ``shifts[i]`` how many
    source characters are dropped before or at it; memory grows with what is dropped, not with the text.
    """

    text: str
    length: int
    cuts: tuple[int, ...]
    shifts: tuple[int, ...]

    def source(self, position: int) -> int:
        """Return the source index of the folded character at ``position`` (the source's length at the end)."""
        if position >= len(self.text):
            return self.length
        at = bisect_right(self.cuts, position)
        return position + (self.shifts[at - 1] if at else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source range of the folded characters ``start``..``end``; it begins and ends on kept ones.

        Raises:
            ValueError: the range is empty or lies outside of the folded text.
        """
        if not 0 <= start < end <= len(self.text):
            msg = f"folded range {start}..{end} must be non-empty and within 0..{len(self.text)}"
            raise ValueError(msg)
        return self.source(start), self.source(end - 1) + 1

    def folded(self, index: int) -> int:
        """Return the folded position of the first kept character at or after source ``index``."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self.source(middle) < index:
                low = middle + 1
            else:
                high = middle
        return low


def _folded(char: re.Match[str]) -> str:
    return _FOLDS[ord(char[0])]


def _narrowed(char: re.Match[str]) -> str:
    return _WIDTHS[ord(char[0])]


def fold(text: str) -> Folded:
    """Fold away white space, line breaks, Markdown marks, width, and variants of punctuation, quotes and dashes.

    Lines that only number a page (``- 3 -``, ``第3页``) fall away too, and commas between thousands (``1,234``); runs
    of dashes and of full stops count once. A letter that stands for a digit in the midst of a number (``2O23``,
    ``9l.2``) is that digit.
    Nothing else changes: ``①``, ``㎡`` and letter case stay.
    """
    even = read_letters(_VARIANT.sub(_folded, text))
    return _without(even, (run.span() for run in _DROPPED.finditer(even) if _falls_away(text, run)))


def _falls_away(text: str, run: re.Match[str]) -> bool:
    """Whether a dropped run is layout, or a mark between thousands: ``35、120`` is two numbers, ``35，120.5`` is one."""
    char = text[run.start()]
    return char not in _SEPARATES or (char == "，" and _DECIMALS.match(text, run.end()) is not None)


def unpunctuated(folded: str) -> Folded:
    """Drop the punctuation of folded text, except between digits (``1,234.5``) and a sign before one."""
    return _without(folded, (run.span() for run in _POINTS.finditer(folded) if not _within_number(folded, run)))


def _within_number(text: str, run: re.Match[str]) -> bool:
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    return before.isdecimal() and after.isdecimal()


def _without(text: str, runs: Iterable[tuple[int, int]]) -> Folded:
    """Take the ``runs`` out of ``text``."""
    cuts: list[int] = []
    shifts: list[int] = []
    kept: list[str] = []
    last = dropped = 0
    for start, end in runs:
        kept.append(text[last:start])
        cuts.append(start - dropped)
        dropped += end - start
        shifts.append(dropped)
        last = end
    kept.append(text[last:])
    return Folded("".join(kept), len(text), tuple(cuts), tuple(shifts))


def read_letters(text: str) -> str:
    """Return the text with letters that OCR put into numbers read as digits; the length and so every offset stays."""
    if not any(letter in text for letter in _DIGITS_OF):
        return text
    return _MISREAD.sub(lambda found: "".join(_DIGITS_OF[char] for char in found[0]), text)


def narrow(text: str) -> str:
    """Return the text with full-width ASCII made half-width; the length and so every offset stays."""
    return _WIDE.sub(_narrowed, text)


def clean(text: str) -> str:
    """Return the text without white space and Markdown marks, nothing else rewritten: the ``text`` of a span in gold."""
    bare = "".join(text.split())
    for mark in MARKS:
        bare = bare.replace(mark, "")
    return bare
