"""Amounts and rates that are no figures of the department: thresholds, standards, targets, prices."""

from __future__ import annotations

import re

from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.sheet import Sheet

_BEHIND = re.compile(r"^（?含?(?:本数)?）?(?:及|或)?(?:以上|以下|以内|之内|以外|起)")
_REACHED = re.compile(r"(?:达到?|累计|共|完成|实现|超过?|突破|总额|为)$")
_BEFORE = re.compile(
    r"(?:不能|不得|不可|不应|未能|不低于|不高于|不少于|不超过|不得超过|不大于|不小于|低于|高于|大于|小于|超过|超|满|不足|限额|标准|起点|超(?:出|支)?(?:年初|全年)?预算|上限|下限|最高|最低|每人|每户|每月|每年|每天|人均|单价|≥|≤|>|<|＞|＜)"
    r"(?:为|是|达到?|完成|的|：|\d+年)*$"
)
PLANNED = re.compile(
    r"(?:力争|确保|争取|计划(?!完成|生育|[”》])|拟|预计|预期|目标(?:值|为|是)|指标值|设定为?|应当|应(?=达|为|不|在)|须|需(?=要|达)|要求|(?<![主重需必])要(?=达|确保|力争)|将(?=达|力争|实现|确保)|至少|原则上|下一步|明年|不少于|不低于|不超过)[^，。；]{0,24}$|(?:任务|目标|计划)（$"
)
_OF_OTHERS = re.compile(r"的(?:项目|单位|部门|科室|资金|企业|地区|乡镇)")
"""Behind a rate that picks out those which fall short of it (``支付率低于50%的项目``)."""

_OF_THINGS = re.compile(
    r"^（?含?(?:本数)?）?(?:及|或)?(?:以上|以下|以内)的?(?:项目|企业|单位|合同|采购|支出|工程|资金|资产|设备|部门|薄弱|村)"
)
"""Behind an amount that picks out things by their size (``500万元以上项目``)."""

_BEYOND = re.compile(r"(?:超过|突破|高于|低于)(?:了)?$")


KEPT_TO = re.compile(
    r"(?:控制在|未超过|没有超过|未突破|未超出|不超)(?:了)?(?:年初|全年|年度|调整后的?|批复的?)*预算(?:数|安排|指标|批复)?$"
)
"""Before the budget that an outlay was kept to (``控制在预算72.00万元以内``)."""


def is_limit(sheet: Sheet, figure: Figure) -> bool:
    """Whether a figure states a threshold, a standard, a target or a negation and not what was budgeted, spent or reached."""
    text = sheet.text
    before = text[max(figure.floor, figure.start - 28) : figure.start]
    behind = text[figure.end : figure.end + 8]
    if _OF_THINGS.match(behind) or (_OF_OTHERS.match(behind) and _BEYOND.search(before)):
        return True
    if figure.money and KEPT_TO.search(before):
        return False
    if _BEFORE.search(before) and not (_BEYOND.search(before) and _is_total(before)):
        return True
    if PLANNED.search(before) and not figure.money:
        return True
    return bool(_BEHIND.match(behind)) and not _REACHED.search(before)


def _is_total(before: str) -> bool:
    return re.search(r"(?:累计|总额|共|率|度)[^，。]{0,6}$", before) is not None
