"""Quotes with known places, made from report texts with a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from extract.steps.fold import fold
from extract.steps.locating.alignment import PROTECTED

SHORTEST, LONGEST = 15, 60
WIDE = str.maketrans(',:;()?!%"0123456789', "，：；（）？！％＂０１２３４５６７８９")
PLAIN = str.maketrans("，。：；（）？！、“”‘’《》【】—", ",.:;()?!,\"\"''<>[]-")
ANTONYMS = (("增加", "减少"), ("上升", "下降"), ("提高", "降低"), ("增长", "下降"), ("高于", "低于"))


@dataclass(frozen=True, slots=True)
class Case:
    """A quote, the text to search, and where it stands; ``start`` is None where it must be refused."""

    kind: str
    text: int
    quote: str
    start: int | None
    end: int | None

    def as_json(self) -> dict[str, object]:
        """Return the case as plain data for another interpreter."""
        return asdict(self)


def passages(text: str, rng: random.Random) -> Iterator[tuple[int, int]]:
    """Yield stretches of 15 to 60 characters that begin and end on a non-space character, without end."""
    while True:
        start = rng.randrange(len(text) - SHORTEST)
        end = min(len(text), start + rng.randint(SHORTEST, LONGEST))
        piece = text[start:end]
        if piece[0].isspace() or piece[-1].isspace() or len(fold(piece).text) < SHORTEST:
            continue
        yield start, end


def _verbatim(piece: str, _rng: random.Random) -> str | None:
    return piece


def _rewrapped(piece: str, rng: random.Random) -> str | None:
    """Remove the line breaks that are there and break lines elsewhere."""
    flat = "".join(piece.split())
    width = rng.randint(8, 20)
    return "\n".join(flat[at : at + width] for at in range(0, len(flat), width))


def _respaced(piece: str, rng: random.Random) -> str | None:
    """Put spaces between characters, or take away all there are."""
    flat = "".join(piece.split())
    if rng.random() < 1 / 2:
        return flat
    return "".join(char + (" " if rng.random() < 1 / 6 else "") for char in flat).strip()


def _repunctuated(piece: str, rng: random.Random) -> str | None:
    """Write punctuation, digits and quotes in the other width, or as Markdown emphasis."""
    changed = piece.translate(PLAIN if rng.random() < 1 / 2 else WIDE)
    if changed == piece:
        at = rng.randrange(1, len(piece))
        changed = f"**{piece[:at]}**{piece[at:]}"
    return changed


def _unpunctuated(piece: str, rng: random.Random) -> str | None:
    """Leave out or swap every mark of punctuation inside that stands at no digit."""
    ends = (0, len(piece) - 1)
    marks = [at for at, char in enumerate(piece) if char in "，、；：。“”" and at not in ends]
    free = [at for at in marks if not (piece[at - 1] + piece[at + 1]).strip("，、；：。“” \n").isdecimal()]
    if not free:
        return None
    return "".join(rng.choice(("", "、", "；")) if at in free else char for at, char in enumerate(piece))


def _edited(edits: int) -> Callable[[str, random.Random], str | None]:
    """Change or drop that many characters that are Han, no numeral and no word of polarity."""

    def edit(piece: str, rng: random.Random) -> str | None:
        free = [at for at, char in enumerate(piece) if _plain_han(char)]
        if len(free) <= edits:
            return None
        chars = list(piece)
        spare = [piece[at] for at in free]
        for at in rng.sample(free, edits):
            other = rng.choice([*spare, *"工作情况单位部门资金管理"])
            chars[at] = "" if rng.random() < 1 / 2 or other == chars[at] else other
        return "".join(chars)

    return edit


def _plain_han(char: str) -> bool:
    polar = "增升涨高多超优减降跌低少欠劣"
    return "一" <= char <= "鿿" and not PROTECTED.match(char) and char not in polar


def _other_digit(piece: str, rng: random.Random) -> str | None:
    places = [at for at, char in enumerate(piece) if char.isdecimal()]
    if not places:
        return None
    at = rng.choice(places)
    other = rng.choice([digit for digit in "0123456789" if digit != piece[at]])
    return piece[:at] + other + piece[at + 1 :]


def _other_numeral(piece: str, rng: random.Random) -> str | None:
    places = [at for at, char in enumerate(piece) if char in "一二三四五六七八九十"]
    if not places:
        return None
    at = rng.choice(places)
    other = rng.choice([numeral for numeral in "一二三四五六七八九十" if numeral != piece[at]])
    return piece[:at] + other + piece[at + 1 :]


def _other_polarity(piece: str, rng: random.Random) -> str | None:
    """Drop 不, 未 or 无, put one in, or turn a rise into a fall."""
    for rise, fall in ANTONYMS:
        if rise in piece:
            return piece.replace(rise, fall, 1)
        if fall in piece:
            return piece.replace(fall, rise, 1)
    places = [at for at, char in enumerate(piece) if char in "不未无"]
    if places:
        at = rng.choice(places)
        return piece[:at] + piece[at + 1 :]
    at = rng.randrange(1, len(piece))
    return piece[:at] + rng.choice("不未无") + piece[at:]


FOUND = (
    ("verbatim", _verbatim),
    ("re-wrapped", _rewrapped),
    ("re-spaced", _respaced),
    ("re-punctuated", _repunctuated),
    ("punctuation left out or swapped", _unpunctuated),
    ("1 character changed", _edited(1)),
    ("2 characters changed", _edited(2)),
)
REFUSED = (
    ("a digit changed", _other_digit),
    ("a Chinese numeral changed", _other_numeral),
    ("polarity changed", _other_polarity),
)


def cases(texts: list[str], count: int, seed: int) -> list[Case]:
    """Make ``count`` cases of every kind, spread over ``texts``."""
    rng = random.Random(seed)  # noqa: S311  (cases, no secrets)
    made: list[Case] = []
    for kind, change in FOUND:
        made += _changed(kind, change, texts, rng, count, refused=False)
    for kind, change in REFUSED:
        made += _changed(kind, change, texts, rng, count, refused=True)
    made += _absent("from another report", _foreign, texts, rng, count)
    made += _absent("spliced from two places", _spliced, texts, rng, count)
    return made


def _changed(  # noqa: PLR0913  (a bench's helper, all by name below)
    kind: str,
    change: Callable[[str, random.Random], str | None],
    texts: list[str],
    rng: random.Random,
    count: int,
    *,
    refused: bool,
) -> Iterator[Case]:
    folded = [fold(text).text for text in texts]
    made = 0
    for at, (start, end) in _spread(texts, rng):
        piece = texts[at][start:end]
        quote = change(piece, rng)
        if quote is None or not quote.strip() or (refused and fold(quote).text in folded[at]):
            continue
        yield Case(kind, at, quote, None if refused else start, None if refused else end)
        made += 1
        if made == count:
            return


def _spread(texts: list[str], rng: random.Random) -> Iterator[tuple[int, tuple[int, int]]]:
    sources = [passages(text, rng) for text in texts]
    while True:
        for at, source in enumerate(sources):
            yield at, next(source)


def _foreign(texts: list[str], at: int, rng: random.Random) -> str:
    other = rng.choice([text for number, text in enumerate(texts) if number != at])
    start, end = next(passages(other, rng))
    return other[start:end]


def _spliced(texts: list[str], at: int, rng: random.Random) -> str:
    source = passages(texts[at], rng)
    (first, first_end), (second, second_end) = next(source), next(source)
    head, tail = texts[at][first:first_end], texts[at][second:second_end]
    return head[: len(head) // 2 + 1] + tail[len(tail) // 2 :]


def _absent(
    kind: str, make: Callable[[list[str], int, random.Random], str], texts: list[str], rng: random.Random, count: int
) -> Iterator[Case]:
    folded = [fold(text).text for text in texts]
    made = 0
    while made < count:
        at = made % len(texts)
        quote = make(texts, at, rng)
        if len(fold(quote).text) >= SHORTEST and fold(quote).text not in folded[at]:
            made += 1
            yield Case(kind, at, quote, None, None)
