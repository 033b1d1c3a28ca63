"""The grammar of item numbers: ``一、`` ``（一）`` ``1.`` ``（1）`` ``①`` ``1）`` ``一是`` and list bullets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from extract.model.text import SectionKind
from extract.steps.layout.headings import is_label, kind_of

_NUMERALS = "一二三四五六七八九十"
_CN = f"[{_NUMERALS}]{{1,3}}"
_UNIT_CHARS = "%％‰万亿元千百个件人次批宗份条起年月日倍分平公吨米升家户所名天"
_UNIT = rf"(?!公[^里斤顷分]|人[工力才民事员口文大])[{_UNIT_CHARS}]"
_WORD = r"(?=\s*[“《\u4e00-\u9fff])(?!\s*[是否有无优良]\b)"
_MARKS = "·∙○★☆➤►▶❖※√✓✔▲△▼◎\uf000-\uf0ff"


class EnumeratorKind(IntEnum):
    """Forms of item numbers in the order in which official documents nest them (GB/T 9704, 7.3.3)."""

    PART = 0
    CHAPTER = 1
    CLAUSE = 2
    ROMAN = 3
    CHINESE = 4
    CHINESE_BRACKET = 5
    ARABIC = 6
    DECIMAL = 7
    DEEP_DECIMAL = 8
    ARABIC_BRACKET = 9
    HALF_BRACKET = 10
    CIRCLED = 11
    LETTER = 12
    SPOKEN = 13
    BULLET = 14


@dataclass(frozen=True, slots=True)
class Enumerator:
    """An item number in the text: its form, its value (0 for bullets) and the characters that write it."""

    kind: EnumeratorKind
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Form:
    """How one form is written; the one group of its pattern is the number itself."""

    kind: EnumeratorKind
    pattern: str


_FORMS = (
    _Form(EnumeratorKind.PART, rf"第\s?({_CN}|\d{{1,2}})\s?(?:部\s?分|篇)[、：:]?"),
    _Form(EnumeratorKind.CHAPTER, rf"第\s?({_CN}|\d{{1,2}})\s?章[、：:]?"),
    _Form(EnumeratorKind.CLAUSE, rf"第\s?({_CN}|\d{{1,2}})\s?节(?![约能日余庆])[、：:]?"),
    _Form(EnumeratorKind.ROMAN, r"([Ⅰ-Ⅻ])\s?[、.．](?!\d)"),
    _Form(EnumeratorKind.SPOKEN, rf"({_CN})(?:\s{{0,2}}是(?!否)|要(?![求素点务件领紧害津职闻旨义塞道]))"),
    _Form(EnumeratorKind.SPOKEN, rf"[其第]({_CN})(?:是|(?=[，,：:]))"),
    _Form(
        EnumeratorKind.CHINESE,
        rf"({_CN})\s?(?:[、．.](?![{_NUMERALS}]\s?[、．.])|[，,。](?=\s?[“《\u4e00-\u9fff])(?![{_NUMERALS}]))",
    ),
    _Form(EnumeratorKind.CHINESE_BRACKET, rf"[（(]\s?({_CN})\s?[）)]、?"),
    _Form(EnumeratorKind.CHINESE_BRACKET, r"([㈠-㈩])、?"),
    _Form(
        EnumeratorKind.DEEP_DECIMAL,
        rf"\d{{1,2}}[.．]\d{{1,2}}[.．](\d{{1,2}})[.．、]?(?=\s*[^\d\s.．])(?!\s*{_UNIT})",
    ),
    _Form(
        EnumeratorKind.DECIMAL,
        rf"\d{{1,2}}[.．](\d{{1,2}})[.．、]?(?=\s*[“《\u4e00-\u9fff])(?!\s*{_UNIT})",
    ),
    _Form(
        EnumeratorKind.ARABIC,
        r"(\d{1,2})\s?(?:、(?!\d{1,2}(?!\d))|[.．](?!\d)、?|[，,。](?=\s?[“《\u4e00-\u9fff])|[.．](?=(?:19|20)\d\d\s?年))",
    ),
    _Form(EnumeratorKind.ARABIC, r"([⒈-⒛])"),
    _Form(EnumeratorKind.ARABIC_BRACKET, r"[（(【〔\[]\s?(\d{1,2})\s?[）)】〕\]](?!\s?号)、?"),
    _Form(EnumeratorKind.ARABIC_BRACKET, r"([⑴-⒇])"),
    _Form(EnumeratorKind.HALF_BRACKET, r"(\d{1,2})\s?[）)]、?"),
    _Form(EnumeratorKind.CIRCLED, r"([①-⑳❶-❿])、?"),
    _Form(EnumeratorKind.LETTER, rf"([A-Ha-h])\s?[.．、）)]{_WORD}"),
    _Form(EnumeratorKind.LETTER, rf"[（(]\s?([A-Ha-h])\s?[）)]{_WORD}"),
    _Form(EnumeratorKind.BULLET, rf"([•●■◆▪◇➢]|[{_MARKS}]{_WORD}|[-–—*+](?=\s+[^\W\d_]))"),
)
_ANY = re.compile("|".join(form.pattern for form in _FORMS))
"""The forms as one pattern, tried in their order; each has one group, so that the last group is the form's place."""
_SERIES = (
    "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
    "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "❶❷❸❹❺❻❼❽❾❿",
    "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ",
    "abcdefgh",
    "ABCDEFGH",
)
_INSIDE = re.compile(
    rf"(?=[第其{_NUMERALS}（(\d①-⑳❶-❿⑴-⒇⒈-⒛㈠-㈩])(?<!\d)(?:(?:[第其]?{_CN}(?:[要、，,：:]|\s{{0,2}}是))|[（(]\s?(?:{_CN}|\d{{1,2}})\s?[）)]|\d{{1,2}}\s?[、.．）)]|[①-⑳❶-❿⑴-⒇⒈-⒛㈠-㈩])"
)
_DOTLESS = re.compile(rf"(?:({_CN})[ \u3000]+|(\d{{1,2}})[ \u3000]*)(?=[“\u4e00-\u9fff])")
_DOTLESS_REACH = 40
_TELLS = re.compile(r"情\s*况|分\s*析|执\s*行|概\s*[况述]")
_ANNOUNCES = re.compile(r"(?:原因|问题|措施|方面|做法|表现|主要|在于|任务)[是为]?$")
_SENTENCE_END = "。；！？：;:!?"
_CLAUSE_END = _SENTENCE_END + "，,、”’）)】》"
# What may stand before a number that starts an item inside a paragraph; CIRCLED may stand after anything.
_BEFORE = {
    EnumeratorKind.SPOKEN: _CLAUSE_END,
    EnumeratorKind.CHINESE: _SENTENCE_END,
    EnumeratorKind.CHINESE_BRACKET: _SENTENCE_END + "，,",
    EnumeratorKind.ARABIC: _SENTENCE_END,
    EnumeratorKind.ARABIC_BRACKET: _SENTENCE_END + "，,",
    EnumeratorKind.HALF_BRACKET: _SENTENCE_END,
}


_COUNTED = frozenset({EnumeratorKind.SPOKEN, EnumeratorKind.CHINESE_BRACKET, EnumeratorKind.ARABIC_BRACKET})
_PART_OF_A_WORD = "第条款项表件式图之统唯"


def _value(written: str) -> int:
    if written.isascii() and written.isdigit():
        return int(written)
    for series in _SERIES:
        if written in series:
            return series.index(written) + 1
    if "十" in written:
        tens, _, ones = written.partition("十")
        return (_NUMERALS.find(tens) + 1 if tens else 1) * 10 + (_NUMERALS.find(ones) + 1 if ones else 0)
    return _NUMERALS.find(written[0]) + 1


def enumerator_at(text: str, start: int, end: int | None = None) -> Enumerator | None:
    """Return the item number that ``text[start:end]`` opens with, None where it opens with none."""
    stop = len(text) if end is None else end
    match = _ANY.match(text, start, stop)
    if match is None or match.lastindex is None:
        return _before_label(text, start, stop)
    return Enumerator(_FORMS[match.lastindex - 1].kind, _value(match[match.lastindex]), start, match.end())


def _before_label(text: str, start: int, end: int) -> Enumerator | None:
    """Read ``1部门概况``, ``1 部门概况`` and ``一 部门概况``: a number without a dot counts where a heading of the genre follows.

    Names of amounts (``5 项目支出``) are rows of a table.
    """
    match = _DOTLESS.match(text, start, min(end, start + _DOTLESS_REACH))
    if match is None or end - match.end() > _DOTLESS_REACH:
        return None
    title = text[match.end() : end]
    if not is_label(title) or (kind_of("".join(title.split())) is SectionKind.FINANCE and not _TELLS.search(title)):
        return None
    chinese, arabic = match[1], match[2]
    kind = EnumeratorKind.CHINESE if chinese else EnumeratorKind.ARABIC
    return Enumerator(kind, _value(chinese or arabic), start, match.start() + len(chinese or arabic))


def enumerators_inside(text: str, start: int, end: int) -> list[Enumerator]:
    """Return the item numbers that open a new item within a paragraph ``text[start:end]``, in order.

    A number counts where a sentence or clause ended before it (``…工作：1. 加强…；（2）完善…，一是…``);
    or where it counts on (``（1）培训（2）宣传``); elsewhere the same characters belong to a word (``第（一）项``, ``统一是``, ``2021、2022``).
    """
    found: list[Enumerator] = []
    last: dict[EnumeratorKind, int] = {}
    for match in _INSIDE.finditer(text, start, end):
        mark = enumerator_at(text, match.start(), end)
        if mark and (_opens_item(text, mark, start) or _goes_on(text, mark, last)):
            found.append(mark)
            last[mark.kind] = mark.number
    return found


def _goes_on(text: str, mark: Enumerator, last: dict[EnumeratorKind, int]) -> bool:
    """Whether the number follows the one before it in the paragraph, so that it needs no punctuation."""
    counted = mark.kind in _COUNTED and mark.number > 1 and last.get(mark.kind) == mark.number - 1
    return counted and text[mark.start - 1] not in _PART_OF_A_WORD


def _opens_item(text: str, mark: Enumerator, start: int) -> bool:
    if mark.kind is EnumeratorKind.SPOKEN and _ANNOUNCES.search(text, max(start, mark.start - 4), mark.start):
        return True
    at = mark.start - 1
    while at >= start and (text[at].isspace() or text[at] in "*#"):
        at -= 1
    if at < start or mark.kind is EnumeratorKind.CIRCLED:
        return True
    return text[at] in _BEFORE.get(mark.kind, "")
