"""Word's automatic numbering made visible: ``（一）`` is often not in the text but counted by Word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml.etree import _Element

DIGITS = "零一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
         (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
TEN, TWENTY, HUNDRED = 10, 20, 100


def chinese(number: int) -> str:
    """Write a number below 100 as Chinese headings do (``十二``); a larger one digit by digit."""
    if number >= HUNDRED:
        return "".join(DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, TEN)
    head = "" if tens == 0 else "十" if number < TWENTY else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones or not tens else "")


def legal(number: int) -> str:
    """Write a number in the capitals of banknotes."""
    return "".join({**dict(zip(DIGITS, LEGAL, strict=True)), "十": "拾"}[char] for char in chinese(number))


def circled(number: int) -> str:
    """Write ``①`` to ``⑳``, beyond that the number in brackets."""
    return chr(0x2460 + number - 1) if 1 <= number <= TWENTY else f"({number})"


def letters(number: int) -> str:
    """Write a, b … z, aa, bb as Word does."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    """Write a Roman numeral."""
    text = ""
    for value, mark in ROMAN:
        count, number = divmod(number, value)
        text += mark * count
    return text


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": chinese,
    "taiwaneseCountingThousand": chinese,
    "chineseLegalSimplified": legal,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalFullWidth": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": lambda number: roman(number).lower(),
    "upperRoman": roman,
    "ideographTraditional": lambda number: STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: BRANCHES[(number - 1) % 12],
}
"""Word's number formats (ECMA-376 part 1, 17.18.59) that Chinese documents use; another one is shown as digits."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written and where it starts."""

    pattern: str
    kind: str
    start: int
    legal: bool = False


@dataclass(slots=True)
class Counter:
    """The numbers reached in one list."""

    at: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._counters: dict[str, Counter] = {}
        self._styles = {style.style_id: style for style in document.styles if style.element is not None}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        self._learn(root)

    def _learn(self, root: _Element) -> None:
        for abstract in root.findall(qn("w:abstractNum")):
            levels = {int(level.get(qn("w:ilvl"))): _level(level) for level in abstract.findall(qn("w:lvl"))}
            self._levels[abstract.get(qn("w:abstractNumId"))] = levels
        for num in root.findall(qn("w:num")):
            number = num.get(qn("w:numId"))
            self._lists[number] = num.find(qn("w:abstractNumId")).get(qn("w:val"))
            self._overrides[number] = {
                int(one.get(qn("w:ilvl"))): int(one.find(qn("w:startOverride")).get(qn("w:val")))
                for one in num.findall(qn("w:lvlOverride"))
                if one.find(qn("w:startOverride")) is not None
            }

    def label(self, paragraph: Paragraph) -> str:
        """Return what Word would print before the paragraph, ``""`` for one without number or with a bullet."""
        found = self._place(paragraph)
        if found is None:
            return ""
        number, depth = found
        levels = self._levels.get(self._lists.get(number, ""), {})
        level = levels.get(depth)
        if level is None or level.kind in {"bullet", "none"}:
            return ""
        counter = self._count(number, depth, levels)

        def written(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            shown = levels.get(at, level)
            kind = "decimal" if level.legal else shown.kind
            return FORMATS.get(kind, str)(counter.at.get(at, shown.start))

        return re.sub(r"%(\d)", written, level.pattern)

    def _count(self, number: str, depth: int, levels: dict[int, Level]) -> Counter:
        """Advance the list's counter; lists that share a definition count on, unless one starts anew."""
        overrides = self._overrides.get(number, {})
        key = number if overrides else self._lists[number]
        counter = self._counters.setdefault(key, Counter())
        start = overrides.get(depth, levels[depth].start)
        counter.at[depth] = counter.at.get(depth, start - 1) + 1
        for deeper in [one for one in counter.at if one > depth]:
            del counter.at[deeper]
        return counter

    def _place(self, paragraph: Paragraph) -> tuple[str, int] | None:
        """Return list and level of a paragraph, its own or its style's; list 0 means that numbering is switched off."""
        number, depth = _numbering_of(paragraph._p.pPr)  # noqa: SLF001  (python-docx offers no public way to w:numPr)
        style = paragraph.style
        while number is None and style is not None:
            properties = style.element.find(qn("w:pPr"))
            number, styled = _numbering_of(properties)
            depth = styled if depth is None else depth
            style = style.base_style
        return None if number is None or number == "0" else (number, depth or 0)


def _numbering_of(properties: _Element | None) -> tuple[str | None, int | None]:
    found = None if properties is None else properties.find(qn("w:numPr"))
    if found is None:
        return None, None
    number, depth = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
    return (
        None if number is None else number.get(qn("w:val")),
        None if depth is None else int(depth.get(qn("w:val"))),
    )


def _level(element: _Element) -> Level:
    def value(tag: str, default: str) -> str:
        found = element.find(qn(tag))
        return default if found is None else found.get(qn("w:val")) or default

    custom = element.find(qn("w:isLgl"))
    return Level(value("w:lvlText", ""), value("w:numFmt", "decimal"), int(value("w:start", "1")), custom is not None)
