"""Finds the reports of several departments in one text, by their titles; a single report is never cut.

A report's title often stands on the cover and again inside, and its form follows in an annex: only a title that
names another department begins another report, and only where a report follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.model.text import Span
from extract.steps.layout.lines import physical_lines

_ORG = r"(?:局|委|委员会|厅|办|办公室|院|中心|会|部|站|所|队|馆|校|学|府|处|社|园|场|公司|集团|银行|街道|镇|乡)"
_NAME = rf"(?P<name>(?!关于|附)[\u4e00-\u9fff（）()、·]{{2,34}}?{_ORG})(?:机关|本级|本部|（[^（）]*）|\([^()]*\))*"
_YEAR = r"(?:20\d\d(?:[-—~至]20\d\d)?年?度?|二[〇○零O]\S{2}年度?)"
_TOKENS = r"(?:部门|单位|本级|机关|预算|整体|财政|支出|资金|收支|管理|决算|年度|工作|的|[和及、]项目|（[^（）]*）|\([^()]*\))*"
_KIND = (
    r"绩效(?:的|自我|自评|评价|评估|情况|工作|综合|目标|完成|[和及、])*"
    r"(?:报告书?|自评表|评价表|评分表|情况表|申报表|情况说明|自评情况)"
)
_TITLE = re.compile(
    rf"(?:关于)?{_YEAR}?(?:{_NAME})?(?:关于)?{_YEAR}?{_TOKENS}{_KIND}(?P<note>(?:（[^（）]*）|\([^()]*\))*)"
)
_ENDING = re.compile(r"(?:报告书?|告|书|表|说明|情况|[）)])$")
_FIELD = re.compile(
    rf"(?:部门|单位|预算部门|预算单位|填报单位)(?:名称)?(?:（[^（）]*）|\([^()]*\))?[：:\s]*"
    rf"(?P<name>[\u4e00-\u9fff（）()、·]{{2,34}}?{_ORG})(?=[\s（(，。]|$)"
)
_ALONE = re.compile(rf"[\u4e00-\u9fff、·]{{2,34}}{_ORG}(?:（[^（）]*）)?")
_ANNEX = re.compile(r"附[件表]?[\d一二三四五六七八九十]*[：:]?")
_MARKS = str.maketrans("", "", "#*> \t\u3000\xa0")
_MARGIN = 600
_LINES = 3
_LONGEST = 60
_NEXT = 4

_SIGNS = (
    re.compile("绩效"),
    re.compile("预算|决算|支出|经费|资金"),
    re.compile("部门|单位|职能|职责|编制"),
    re.compile(r"^\W*(?:第?一[、部.．]|（一）|\(一\)|1[.．、])|指标|目标", re.MULTILINE),
)
_SHORTEST = 300
_SHORTEST_UNNAMED = 800


@dataclass(frozen=True, slots=True)
class Part:
    """A report in a compendium: its place in the text, the department, and its title in one line."""

    span: Span
    department: str
    title: str


@dataclass(frozen=True, slots=True)
class _Title:
    start: int
    text: str
    department: str


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    bare: str


def parts_of(text: str) -> tuple[Part, ...]:
    """Return the reports of different departments that a text holds, in order; none where it is a single report.

    What stands before the first title (a compendium's own cover, preface and contents) belongs to no report, unless
    it reads as one itself. Every part but the last ends where the next begins.
    """
    titles = _distinct(text, list(_titles(text)))
    if len({_norm(title.department) for title in titles}) < 2:  # noqa: PLR2004  (a compendium holds several)
        return ()
    ends = [title.start for title in titles[1:]] + [len(text)]
    parts = [Part(Span(t.start, end), t.department, t.text) for t, end in zip(titles, ends, strict=True)]
    before = Span(0, titles[0].start)
    if _reads_as_report(text, before, shortest=_SHORTEST_UNNAMED):
        first = next(line.strip() for line in text.splitlines() if line.strip())
        parts.insert(0, Part(before, first[:_LONGEST], first[:_LONGEST]))
    return tuple(parts)


def _titles(text: str) -> Iterator[_Title]:
    """Yield the titles that stand on lines of their own and name their department."""
    lines = [
        _Line(line.start, line.end, bare)
        for line in physical_lines(text)
        if (bare := text[line.start : line.end].translate(_MARKS))
    ]
    for at, line in enumerate(lines):
        if len(line.bare) <= _LONGEST and _ENDING.search(line.bare):
            title = _title(text, lines, at)
            if title is not None:
                yield title


def _title(text: str, lines: Sequence[_Line], at: int) -> _Title | None:
    """Read a title that ends on a line and may begin some lines above it."""
    nameless: tuple[int, re.Match[str]] | None = None
    for first in range(at, max(-1, at - _LINES), -1):
        found = _TITLE.fullmatch("".join(line.bare for line in lines[first : at + 1]))
        if found is None or len(found.group()) > _LONGEST:
            continue
        if found.group("name"):
            return _Title(_annexed(lines, first), found.group(), found.group("name"))
        nameless = nameless or (first, found)
    if nameless is None:
        return None
    first, found = nameless
    name = _named_below(text, lines, at, found.group("note"))
    return None if name is None else _Title(_annexed(lines, first), found.group(), name)


def _annexed(lines: Sequence[_Line], first: int) -> int:
    """Return where a title's part begins: with the line ``附件2`` above it, where there is one."""
    above = first - 1
    return lines[above].start if above >= 0 and _ANNEX.fullmatch(lines[above].bare) else lines[first].start


def _named_below(text: str, lines: Sequence[_Line], at: int, note: str) -> str | None:
    """Return the department of a title without one: in brackets behind it, alone on a line below it, or in a field."""
    inside = note.strip("（）()")
    if inside and _ALONE.fullmatch(inside):
        return inside
    for line in lines[at + 1 : at + 1 + _NEXT]:
        if _ALONE.fullmatch(line.bare):
            return line.bare
    below = text[lines[at].end : lines[at].end + _MARGIN]
    found = _FIELD.search("\n".join(line.replace(" ", "\t").strip() for line in below.splitlines()))
    return found.group("name") if found else None


def _distinct(text: str, titles: list[_Title]) -> list[_Title]:
    """Keep the first title of each department's report; titles that no report follows (of a list) are left out."""
    while titles:
        kept = titles[:1]
        for title in titles[1:]:
            if not is_same(kept[-1].department, title.department):
                kept.append(title)
        ends = [title.start for title in kept[1:]] + [len(text)]
        empty = {
            title.start
            for title, end in zip(kept, ends, strict=True)
            if not _reads_as_report(text, Span(title.start, end), shortest=_SHORTEST)
        }
        if not empty:
            return kept
        titles = [title for title in titles if title.start not in empty]
    return []


def _reads_as_report(text: str, span: Span, *, shortest: int) -> bool:
    """Whether a stretch is long enough for a report and speaks of what every report speaks of."""
    written = text[span.start : span.end]
    return len(written.translate(_MARKS)) >= shortest and all(sign.search(written) for sign in _SIGNS)


def is_same(one: str, other: str) -> bool:
    """Whether two names mean one department: written in full or short, with its place or without.

    The shorter name's characters stand in the longer one in order (``发改局`` in ``发展和改革局``) and both end alike
    (``水利局`` is not ``水利局水政监察大队``).
    """
    short, long = sorted((_norm(one), _norm(other)), key=len)
    left = iter(long)
    return short[-1:] == long[-1:] and all(char in left for char in short)


def _norm(name: str) -> str:
    bare = re.sub(r"（[^（）]*）|\([^()]*\)|机关$|本级$|本部$", "", name)
    return bare.replace("办公室", "办").replace("委员会", "委").removeprefix("中共")
