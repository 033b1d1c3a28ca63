"""How alike two pieces of Chinese text are, and how much two spans share."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from extract.model.text import Span
from extract.steps.fold import fold as fold_layout

Grams = frozenset[tuple[str, int]]
"""A multiset of n-grams as a set: the second occurrence of a gram is ``(gram, 1)``."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Fold width, punctuation marks and letter case, and drop white space, for comparing scalars."""
    return fold_layout(text).text.casefold()


def iou(one: Span | None, other: Span | None) -> float:
    """Return the characters that both spans hold over those that either holds; 0 where one is missing."""
    if one is None or other is None:
        return 0.0
    shared = one.overlap(other)
    return shared / (one.end - one.start + other.end - other.start - shared) if shared else 0.0


@lru_cache(maxsize=4096)
def grams(text: str, size: int) -> Grams:
    """Return the character n-grams of ``text`` with their repetitions; those of recent texts are kept at hand."""
    pieces = [text[at : at + size] for at in range(len(text) - size + 1)]
    counts = Counter(pieces)
    return frozenset((gram, nth) for gram, count in counts.items() for nth in range(count))


def gram_f1(one: Grams, other: Grams) -> float:
    """Return 2·shared/(all), 1 where both are empty."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 1.0


def soft(one: str, other: str) -> float:
    """Return the mean of character-unigram and -bigram F1 after folding, 0..1.

    A text of one character has no bigram: then the unigrams decide alone.
    """
    return soft_folded(fold(one), fold(other))


def soft_folded(one: str, other: str) -> float:
    """Return ``soft`` of texts that are folded already."""
    if one == other:
        return 1.0
    unigrams = gram_f1(grams(one, 1), grams(other, 1))
    if min(len(one), len(other)) < 2:  # noqa: PLR2004  (a bigram has two characters)
        return unigrams
    return (unigrams + gram_f1(grams(one, 2), grams(other, 2))) / 2
