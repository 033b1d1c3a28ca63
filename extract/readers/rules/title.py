"""The report's title: where it stands, what kind of report it names, and the department in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extract.model.report import ReportType

HEAD = 3000
"""How far into the text a title is looked for, in characters; the cover and contents lie before it."""

_MARKS = " \t\u3000*#>"
_SUBJECT = r"(?:整体(?:支出)?|部门|单位|项目|专项|财政|预算|资金)"
_KIND = r"(?:报告书?|自评表|评价表|申报表|情况表|说明|自评情况|评价情况)"
_TITLE = re.compile(
    rf"^(?P<it>[^\n，。；：:]{{0,50}}{_SUBJECT}[^\n，。；：:]{{0,24}}(?:绩效|自评|评价)[^\n，。；：:]{{0,12}}{_KIND}|[^\n，。；：:]{{0,50}}(?:绩效|自评)[^\n，。；：:]{{0,12}}{_KIND})[ \t\u3000*（(]*",
    re.MULTILINE,
)
_CONTINUED = re.compile(
    r"^[^\n，。；：:、]{2,40}(?:局|委|委员会|厅|办|办公室|院|中心|会|部|年度?|部门|单位|整体支出|站|所|校|处)$"
)
_ANNEX = re.compile(r"^(?:附件|附表|附)\s*[\d一二三四五六七八九十]*\s*[：:]?\s*")
_YEARS = re.compile(r"(?:关于)?(?:[2２]\s*[0０]\s*\d\s*\d|二[〇○零]\s*[一二三四五六七八九〇○零]{2})\s*年度?")
_TAIL = re.compile(r"(?:部门|单位|本级|机关|（本级）)?\s*(?:预算)?(?:整体|项目|财政|部门|预算|绩效|专项).*$", re.DOTALL)
_ORG = r"(?:局|委|委员会|厅|办|办公室|院|中心|会|部|站|所|队|馆|校|学|府|处|社|园)"
_MENTION = re.compile(
    r"[\u4e00-\u9fff]{0,10}?(?:省|市|县|区|州|旗|镇|乡)[\u4e00-\u9fff]{2,12}?(?:局|委员会|厅|办公室|法院|检察院)"
)
_PLACES = re.compile(
    r"(?:(?:(?![到的是位对向在由责导党各全本我该和与及])[\u4e00-\u9fff]){2,5}?(?:省|自治区|市|自治州|州|盟|地区|县|区))+"
)
_BODY = re.compile(rf"(?:{_PLACES.pattern}|[省市县区州旗镇乡])(?:(?![到对向由])[\u4e00-\u9fff]){{2,12}}")
"""A name that begins with its places or their level alone (``市信访局``); ``全年累计协调处置我区群众到国家信访局`` is a piece of a sentence."""

_NAMED = re.compile(rf"^[\u4e00-\u9fff（）()、·]{{2,40}}{_ORG}$")


@dataclass(frozen=True, slots=True)
class Title:
    """The title's place in the source and the kind of report that it names."""

    start: int
    end: int
    kind: ReportType


def find_title(text: str) -> Title | None:
    """Return the first title in the head of the text; lines that it is broken into belong to it."""
    for found in _TITLE.finditer(text[:HEAD]):
        start, end = found.span("it")
        start += len(text[start:end]) - len(text[start:end].lstrip(_MARKS))
        start += len(_ANNEX.match(text[start:end]).group()) if _ANNEX.match(text[start:end]) else 0  # type: ignore[union-attr]  # matched just before
        start = _joined(text, start)
        return Title(start, end, _kind("".join(text[start:end].split())))
    return None


def _joined(text: str, start: int) -> int:
    """Return where the title starts when the line before it is its first half (name or year alone on a line)."""
    before = text[:start].rstrip(_MARKS + "\n\r")
    if text[:start].count("\n", len(before)) > 2:  # noqa: PLR2004  (a title's halves stand on neighbouring lines)
        return start
    head = before.rfind("\n") + 1
    line = before[head:]
    bare = line.lstrip(_MARKS)
    if _CONTINUED.match("".join(bare.split())) and not _ANNEX.match(bare):
        return head + len(line) - len(bare)
    return start


def _kind(title: str) -> ReportType:
    overall = "整体" in title or ("部门" in title and "项目" not in title)
    if overall and re.search(r"表$", title):
        return ReportType.DEPARTMENT_OVERALL_FORM
    if overall:
        return ReportType.DEPARTMENT_OVERALL_REPORT
    return ReportType.PROJECT_REPORT if re.search("项目|专项", title) else ReportType.OTHER


def named_in(text: str, title: Title | None) -> tuple[int, int] | None:
    """Return the place of the department's name in the title, else of the name that the text uses most."""
    span = _in_title(text, title) if title else None
    return span or _most_named(text)


def _in_title(text: str, title: Title) -> tuple[int, int] | None:
    start, end = title.start, title.end
    years = _YEARS.match(text[start:end])
    start += years.end() if years else 0
    later = _YEARS.search(text, start, end)
    end = later.start() if later else end
    cut = _TAIL.search(text, start, end) if not later else None
    end = cut.start() if cut else end
    name = text[start:end].strip()
    if not _NAMED.match("".join(name.split())):
        return None
    start = text.index(name, start)
    return start, start + len(name)


def _most_named(text: str) -> tuple[int, int] | None:
    """Return the first place of the name that the text uses most, in the fullest form in which it stands there."""
    names = Counter(found.group() for found in _MENTION.finditer(text) if _BODY.fullmatch(found.group()))
    if not names:
        return None
    name = max(names, key=lambda one: (names[one], len(one)))
    fuller = [one for one in names if one.endswith(name) and _PLACES.fullmatch(one.removesuffix(name[1:]))]
    for one in sorted(fuller, key=len, reverse=True):
        opening = re.search(rf"(?<![\u4e00-\u9fff]){one}", text)
        if opening:
            return opening.span()
    start = text.index(name)
    return start, start + len(name)
