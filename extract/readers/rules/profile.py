"""The profile: labelled fields of the cover or form first, then the title, then the first mention."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from extract.domains.pack import Domain
from extract.model.answer import Evidence, ProfileAnswer, TypeAnswer
from extract.model.text import Reading
from extract.readers.rules.figures.sheet import point_at
from extract.readers.rules.labelled import Field, labelled_value
from extract.readers.rules.title import Title, find_title, named_in

_NAME = r"[\u4e00-\u9fff（）()·、]{2,40}?"
_ORG_END = r"(?:局|委|委员会|厅|办|办公室|院|中心|会|部|站|所|队|馆|校|大学|学院|府|处|社|公司|集团|园|法院|检察院)"
_DATE = (
    r"(?:[12]\s*\d\s*\d\s*\d|[一二][〇○零\d一二三四五六七八九]{3})\s*[年./-]\s*[\d一二三四五六七八九十]{1,2}\s*"
    r"(?:[月./-]\s*[\d一二三四五六七八九十]{1,3}(?:\s*日)?|月)"
)
_YEAR = re.compile(r"(?<![\d〔\[])(20\d\d)(?=\s*年)")
_YEAR_LINE = re.compile(r"(?m:^)[ \t\u3000*]*[（(]?[ \t]*(?P<it>20\s*\d\s*\d)(?=\s*年)")
_BELOW = 40
"""Characters below the title in which a line with its year stands."""


FIELDS = {
    "department_name": Field(
        (
            "部门名称",
            "单位名称",
            "预算部门",
            "预算单位",
            "填报部门",
            "填报单位",
            "自评单位",
            "被评价部门",
            "被评价单位",
            "部门（单位）名称",
            "主管部门",
            "部门",
        ),
        rf"{_NAME}{_ORG_END}(?=\s|[（(]|$|[，。；|]|被评价|评价年|填报|填表|联系)",
    ),
    "fiscal_year": Field(
        ("被评价年度", "评价年度", "自评年度", "预算年度", "项目年度", "年度", "评价年份"),
        r"20\s*\d\s*\d(?=\s*年|\s|$)",
    ),
    "report_date": Field(
        (
            "填报日期",
            "填报时间",
            "填表日期",
            "填表时间",
            "报告日期",
            "报告时间",
            "撰写日期",
            "编制日期",
            "编制时间",
            "提交日期",
            "日期",
        ),
        _DATE,
    ),
    "preparer": Field(
        ("填报人", "填报人员", "填表人", "报告撰写人", "撰写人", "编制人", "报告人", "制表人", "经办人"),
        r"(?:[\u4e00-\u9fff][ \u3000]{1,3}[\u4e00-\u9fff]|[\u4e00-\u9fff·]{2,4})(?=\s|[（(]|$|[，。；|])",
    ),
    "contact_phone": Field(
        ("联系电话", "联系方式", "电话", "联系人电话"), r"(?:[(（]?0\d{2,3}[)）]?[-— ]?)?\d{7,11}(?:-\d{1,4})?"
    ),
    "evaluating_body": Field(
        ("评价机构", "评价实施机构", "评价实施单位", "第三方评价机构", "第三方机构", "受托评价机构", "评价单位"),
        r"[\u4e00-\u9fff（）()·]{4,40}?(?=\s|[（(](?:公章|盖章|签章)|$|[，。；|])",
    ),
}
"""Fields of cover and form: their usual labels, and what a filled value looks like."""

_AS_LABELLED = tuple(name for name in FIELDS if name != "report_date")
"""Fields whose labelled value counts as it stands; a date stands in other places too."""

_COUNT = r"(?P<it>\d+|[一二三四五六七八九十两]+)"
SUBORDINATES = (
    re.compile(
        rf"(?:所属|下属|直属|下级|二级)[\u4e00-\u9fff（）]{{0,8}}单\s*位\s*(?:数量|个\s*数|数)?[：:\s]*(?:共(?:计|有)?)?{_COUNT}(?!\s*[年月日.])"
    ),
    re.compile(r"(?P<it>(?:无|没有|未设|不含|暂无)(?:所属|下属|直属|下级|二级)[\u4e00-\u9fff]{0,6}(?:单位|机构))"),
    re.compile(
        rf"(?:[所局委]属|下属|下辖|下设|直属|辖)[\u4e00-\u9fff（）]{{0,16}}(?:单位|机构)[\u4e00-\u9fff]{{0,3}}?{_COUNT}\s*(?:个|家)"
    ),
    re.compile(
        rf"{_COUNT}\s*(?:个|家)\s*(?:[\u4e00-\u9fff]{{0,6}}(?:所属|下属|直属|二级|二层)[\u4e00-\u9fff]{{0,8}}(?:单位|(?<=二层)机构)|基层预算单位)"
    ),
    re.compile(rf"(?:所属|下属|下辖|直属)[\u4e00-\u9fff]{{2,24}}?{_COUNT}\s*(?:个|家)(?:预算|二级|事业|基层)*单位"),
    re.compile(
        rf"(?:所属|下属|下辖|直属)[\u4e00-\u9fff]{{0,4}}?{_COUNT}\s*(?:个|家)[\u4e00-\u9fff]{{0,10}}(?:单位|机构)"
    ),
)
"""How reports say how many budget units stand below the department, strongest first."""

EVALUATORS = (
    re.compile(
        r"(?:委托|聘请|邀请|选聘)(?:了)?(?:第三方(?:专业)?(?:评价|评估|咨询|中介)?机构|中介机构|专业机构)?[（(—－-]*(?P<it>[\u4e00-\u9fff\n]{4,30}?(?:公司|事务所|研究院|研究中心|协会|大学|学院))"
        r"(?=[（(][^（）()]{2,8}[）)]|[^，。；\n]{0,4}[\n]?(?:对|为|开展|进行|作为|实施|组织|承担|负责))"
        r"(?=[^。；]{0,60}(?:绩效|评价|自评|评估))"
    ),
)
"""How reports say in prose who evaluated."""

_POINTS = r"[为是：:约\s|*]*(?P<it>\d{2,3}(?:\.\d+)?)(?!\d)"
_ENDS = r"(?=\s*分|\s|[，。；|]|$)"
SCORES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:自评|自我评价)[\u4e00-\u9fff“”]{{0,10}}?(?:得分|评分|总分|分数|分值?)(?:数|结果|情况)?{_POINTS}{_ENDS}",
        rf"(?:自评|自我评价)(?:结果|结论|得)?{_POINTS}\s*分",
        rf"(?:实际|综合|最终|评价|评定|最后|合计|总体?)[\u4e00-\u9fff“”]{{0,10}}?得分(?:数|结果|情况)?{_POINTS}{_ENDS}",
        rf"(?:综合|评价|评定)[\u4e00-\u9fff]{{0,6}}?(?:评分|总分|分数|分值|结果|结论){_POINTS}\s*分",
        rf"得分{_POINTS}\s*分[^。\n]{{0,12}}(?:等级|评价|评定|等次|优|良)",
        r"(?m:^)[ \t|]*(?:总分|(?:合计|总计)(?=[ \t|]+100[ \t|.]))[ \t|：:]+(?:100(?:\.0+)?[ \t|]+)?(?P<it>\d{2,3}(?:\.\d+)?)[ \t|]*(?m:$)",
        r"(?m:^)[ \t]*(?:总分|合计|总计)[ \t]*\n\s*100(?:\.0+)?[ \t]*\n\s*(?P<it>\d{2,3}(?:\.\d+)?)[ \t]*(?m:$)",
    )
)
"""How reports state the score that the department gave itself, surest first; a full mark (``满分100分``) is none."""

_GRADE = r"[“\"「‘]?(?P<it>优秀|良好|优|良|中等|中|较差|差|合格|不合格)(?=[”\"」’\s，。；、）)（(等级]|$)"
GRADES = (
    re.compile(
        rf"(?:等级|等次|评级|档次|级别|评价结果|自评结果|评价结论|自评结论|综合评价|自我评价)(?:评定|确定)?[为是：:属于\s]*{_GRADE}"
    ),
    re.compile(
        rf"(?:自评|绩效|综合|整体|总体)[\u4e00-\u9fff]{{0,6}}?(?:评定|考评|评估|评级)(?:结论|结果|等级|等次)?(?:评定)?[为是：:\s]+{_GRADE}"
    ),
    re.compile(
        rf"(?:自评|评价|得分)[^。\n]{{0,14}}?\d\s*分[，,、；（(\s]*(?:[\u4e00-\u9fff]{{0,8}})?(?:为|是|属|评为|定为|达到)?{_GRADE}"
    ),
)


def read_profile(reading: Reading, domain: Domain) -> ProfileAnswer:
    """Point at the scalars of the cover, the title and the summary; what is not stated stays None."""
    del domain
    title = find_title(reading.text)
    values = {name: _pointed(reading, labelled_value(reading.text, FIELDS[name])) for name in _AS_LABELLED}
    values["department_name"] = _department(reading, title, values["department_name"])
    values["fiscal_year"] = values["fiscal_year"] or _pointed(reading, _year(reading.text, title))
    values["report_date"] = _pointed(reading, _report_date(reading.text))
    values["subordinate_units"] = _pointed(reading, _counted(reading.text))
    values["evaluating_body"] = values["evaluating_body"] or _pointed(reading, _first(EVALUATORS, reading.text))
    values["self_score"] = _pointed(reading, _first(SCORES, reading.text))
    values["self_grade"] = _pointed(reading, _first(GRADES, reading.text))
    return ProfileAnswer(**values, report_type=_type(reading, title))


def _counted(text: str) -> tuple[int, int] | None:
    """Return how many budget units stand below the department; a spoken number takes its unit along, without which it is none."""
    found = _first(SUBORDINATES, text)
    spoken = found is not None and not text[found[0]].isdigit() and text[found[1] : found[1] + 1] in {"个", "家"}
    return (found[0], found[1] + 1) if found and spoken else found


def _pointed(reading: Reading, span: tuple[int, int] | None) -> Evidence | None:
    return point_at(reading, *span) if span else None


def _type(reading: Reading, title: Title | None) -> TypeAnswer | None:
    evidence = point_at(reading, title.start, title.end) if title else None
    return TypeAnswer(evidence=evidence, value=title.kind) if title and evidence else None


def _department(reading: Reading, title: Title | None, labelled: Evidence | None) -> Evidence | None:
    """Take the labelled name, unless the title holds a fuller one; else the first name in the text."""
    span = named_in(reading.text, title)
    entitled = _pointed(reading, span)
    if labelled and labelled.text and entitled and entitled.text:
        fuller = entitled.text != labelled.text and entitled.text.endswith(labelled.text)
        return entitled if fuller else labelled
    return labelled or entitled


def _year(text: str, title: Title | None) -> tuple[int, int] | None:
    """Take the year of the title or of the line below it, else the first mention of the year that the report speaks of most."""
    if title:
        found = re.search(r"20\s*\d\s*\d(?=\s*年)", text[title.start : title.end])
        if found:
            return title.start + found.start(), title.start + found.end()
        below = _YEAR_LINE.search(text, title.end, title.end + _BELOW)
        if below:
            return below.span("it")
    mentions = list(_YEAR.finditer(text))
    if not mentions:
        return None
    counts = Counter(mention.group(1) for mention in mentions)
    year = max(counts, key=lambda one: (counts[one], one))
    return next(mention.span(1) for mention in mentions if mention.group(1) == year)


_DATED_LINE = re.compile(
    rf"^[ \t\u3000*]*[^\n。；，]{{0,4}}(?:[^\n。；，]{{0,16}}(?:日期|时间|撰写人|填报人|填表人|制表人|报告人|签字|签章|盖章)[^\n\d。]{{0,12}})?(?P<it>{_DATE})[ \t\u3000]*$",
    re.MULTILINE,
)


def _report_date(text: str) -> tuple[int, int] | None:
    """Take the labelled date, else one that fills a line or follows a signature; the more precise of two counts."""
    spans = [labelled_value(text, FIELDS["report_date"]), *(m.span("it") for m in _DATED_LINE.finditer(text))]
    dated = [span for span in spans if span]
    return max(dated, key=lambda span: _parts(text[slice(*span)]), default=None)


def _parts(date: str) -> int:
    """Count what a date states: 3 with a day, 2 without."""
    return len(re.findall(r"[\d〇○零一二三四五六七八九十]+", re.sub(r"(?<=\d)\s+(?=\d)", "", date)))


def _first(patterns: Iterable[re.Pattern[str]], text: str) -> tuple[int, int] | None:
    for pattern in patterns:
        found = pattern.search(text)
        if found:
            return found.span("it")
    return None
