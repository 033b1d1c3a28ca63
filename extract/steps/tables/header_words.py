"""The words of table headers: units, years, rates, changes, targets, scores, totals."""

from __future__ import annotations

import re
from collections.abc import Sequence

FIGURE = re.compile(
    r"[≥≤＞＜><=约不低少高超于过]*[-+−（(]?\d[\d,，.．]*[）)]?\s*(?:%|％|‰|[\u4e00-\u9fff]{1,4}(?:[/／]\S{1,4})?)?(?:以上|以下|左右|以内)?"
)
"""What a cell holds that states a figure: a number, a bound, with its unit."""

HEADING = re.compile(
    r"指标|名称|金额|预算|决算|[数率值]$|得分|分值|权重|项目|单位|情况|职务|职称|姓名|备注|目标|内容|类别|类型|分类|科目|合计|年度|标准|编制|"
    r"原因|序号|措施|签字|说明|问题|时限|时间|责任|部门|支出|收入|年初|执行|资金|占比|比重|增减|(?:%|％|元)[）)]?$"
)
"""Words that headers of tables have."""

NAMES_YEAR = re.compile(r"(?:19|20)\d\d\s*(?:年\D*)?")
"""A header that is a year, or begins with one."""

SCORE = re.compile(r"分值|权重|得分|总分|扣分|评分|序号|备注|排名|占比分|行次|编号|编码|代码")
TARGET = re.compile(r"指标值|目标值|年度目标|年初设定|计划|预期|标准值|目标(?!完成)")
SET = re.compile(r"(?:指标|目标)值$")
REACHED = re.compile(r"实际|完成|执行|达成|本年|决算")
REMARK = re.compile(r"备注|说明|原因|依据|措施|日期|时间|年限|电话|联系")
COUNTS = re.compile(
    r"数量|个数|人数|人次|批次|户数|次数|件数|台数|辆数|车辆数|面积|编制|实有|在职|保有量|天数|份数|笔数"
)
"""Headers of columns that count things in a table of money."""

OPENING = re.compile(
    r"^(?:其中[:：]?|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]|[（(][一二三四五六七八九十\d]+[）)]|[①-⑳])+"
)
FORMULA = re.compile(r"[（(][A-Z0-9/÷=+*×%\-]*[A-Z0-9][A-Z0-9/÷=+*×%\-]*[）)]$")
"""How a header says what it is reckoned from (``执行率（B/A）``)."""

GENERIC = re.compile(r"合计|总计|小计|总额|总数|共计")
"""Rows that name no figure of their own without their column."""

TOTAL = re.compile(r"(?:本年|本页)?(?:合计|总计|小计|共计|总额)(?:金额|数)?")

VALUES = re.compile(
    r"(?:年初|期初|全年|年度|本年|当年|部门|财政|预算)*(?:调整后?的?)?(?:预算|决算|执行|支出|完成|实际|批复|下达|指标|目标|计划)?"
    r"(?:实际)?(?:完成|执行|达到|支出)?(?:数额?|值|金额|额|情况|数值)?"
)
"""Headers that only say at which stage a figure stands."""

EXECUTED = re.compile(r"(?:预算|资金)?(?:执行|完成|支出|支付|到位)(?:率|进度)")
"""Rows of rates that say only what budget and outlay come to."""

RATE = re.compile(r"[%％‰]|率(?=$|[（(])|占比|比重|比例|进度$|[增降涨]幅|幅度")
CHANGE = re.compile(
    r"增减|增长|变动|差异|升降|同比|环比|(?:比|较|与)(?:上年|去年|上期|预算)|[增降涨]幅|下降(?:率|额|幅)"
)
CHANGED_ROW = re.compile(r"(?:比|较|与)(?:上年|去年|预算)|同比|增减")

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年度?)?(?!\d|[.,]|年?度?(?:末|底)?(?:结转|结余))")
OTHER_YEAR = re.compile(r"(?:上一?年度?|去年|上年同期|上期)(?!末?(?:结转|结余|增减|相比|比))")
THIS_YEAR = re.compile(r"(?:本年度?|今年|本期|当年)(?=.)(?!支出|收入|合计|结转)")
ROW_OF_YEAR = re.compile(
    r"(?:(?:19|20)\d\d(?:年度?)?|上一?年度?|本年度?|去年|今年)(?:年初)?(?:预算|决算|支出|执行|实际)?(?:数额?|金额)?"
)
"""Rows that say a year and at most a stage."""

_MONEY = r"亿元|万元|千元|百元|元"
_MONEY_IN = re.compile(rf"(?<![\d/／])[（(](?:金额)?(?:单位[:：]?)?(?:人民币)?(?P<unit>{_MONEY})[）)]")
_MONEY_AT_END = re.compile(rf"(?<![\d/／])(?P<unit>{_MONEY})$")
UNIT_LINE = re.compile(rf"单\s*位\s*[:：]\s*(?:人民币)?[（(]?(?P<unit>{_MONEY})")
"""How a line states the unit of money of what follows (``金额单位：万元``)."""

_TITLE_UNIT = re.compile(rf"[（(](?:人民币)?(?P<unit>{_MONEY})[）)]\s*[:：]?$")
_COUNT = (
    r"[百千]?[万亿]?(?:[%％]|平方公里|平方千米|平方米|立方米|公里|千米|米|亩|公顷|吨|公斤|千克|人次|人|户次|户|家次|家|批次|批|件次|件|起|场次|场|次|期|份"
    r"|条|处|座|个|台[/／]套|台套|台|套|辆次|辆|只|头|羽|株|册|项|篇|所|名|栋|宗|例|种|盏|张|块|部|艘)"
)
_COUNTED = re.compile(rf"[（(](?:单位[:：])?(?P<unit>{_COUNT})[）)]$")
MEASURE = re.compile(_COUNT)
_DECADE = 10


def bare_years(words: Sequence[str]) -> bool:
    """Whether the bare four-digit numbers of a row are years, each once and of one decade or so, and not amounts."""
    years = [int(word) for word in words if re.fullmatch(r"(?:19|20)\d\d", word)]
    return len(set(years)) == len(years) and (not years or max(years) - min(years) <= _DECADE)


def money_unit(header: str) -> str | None:
    """Return the unit of money that a header states (``预算数（万元）``), None where it states none."""
    plain = FORMULA.sub("", header)
    found = _MONEY_IN.search(plain) or _MONEY_AT_END.search(plain)
    return found["unit"] if found else None


def counted_unit(header: str) -> str | None:
    """Return the unit of things counted, or ``%``, that a header ends in (``新建高标准农田（万亩）``), None if none."""
    found = _COUNTED.search(header)
    return found["unit"].replace("％", "%") if found else None


def caption_unit(line: str) -> str | None:
    """Return the unit of money that a line states for a table (``金额单位：人民币万元``, ``支出表（万元）``), None if none."""
    found = UNIT_LINE.search(line) or _TITLE_UNIT.search(line)
    return found["unit"] if found else None


def without_units(header: str) -> str:
    """Return a header without its unit and formula; a unit of things counted that names the column stays."""
    plain = FORMULA.sub("", header)
    plain = _MONEY_IN.sub("", plain)
    plain = re.sub(r"[（(](?:单位[:：])?[%％‰][）)]$|[%％‰]$", "", plain)
    plain = _COUNTED.sub("", plain)
    return _MONEY_AT_END.sub("", plain) if len(plain) > len("万元") else plain
