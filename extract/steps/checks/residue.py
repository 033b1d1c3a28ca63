"""Rules on what the template left behind: instructions, labels, empty fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extract.language import Text
from extract.model.record import Finding, Severity
from extract.model.text import Span, UnitRole
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.sheet import Sheet

_REMARK: Final = re.compile(
    r"[（(](?:参考(?:格式|模板|样式|提纲|范本)|模板|样表|样式|范本|示例|供参考|仅供参考|格式|提纲"
    r"|(?:此处|请|需|应)(?:填写|说明|简述|列明|注明|根据)[^）)\n]*|根据实际情况填写|可另附[^）)\n]*|可附[^）)\n]*|另附页"
    r"|(?:字数)?(?:不超过|不少于|控制在)\d+字[^）)\n]*|如有请?(?:说明|填写)[^）)\n]*|如无[^）)\n]*填[^）)\n]*)[）)]"
)
_CROSSES: Final = re.compile(
    r"(?:[×ＸxX]{2,}|[○〇]{2,})(?=年|月|日|局|委|办|单位|部门|万元|元|%|个|项|人|件|区|县|市|省)|20[×ＸxX]{2}年"
)
_ASKS: Final = (
    re.compile(
        r"^请(?:在|结合|围绕|对照|根据|按照?|从|就|逐[项条]|重点|详细|分别|如实)?[^。；]{0,40}?(?:填写|填列|填报|说明|简述|概述|分析|阐述|列示|描述)"
    ),
    re.compile(r"^(?:请)?(?:简要|简单|扼要|概括)(?:地)?(?:分析|说明|介绍|概述|描述|阐述|总结|列示|反映|叙述)"),
    re.compile(
        r"^(?:须|应当|应|需)(?:在|结合|围绕|对照|根据|按照?|从|就|逐[项条]|重点|详细|分别|如实)?[^。；]{0,40}?(?:说明|简述|概述|分析梳理|阐述|列示|描述)"
    ),
    re.compile(r"^(?:简述|概述|逐项说明|列举|列示|填写)[^。；]{2,60}(?:情况|问题|原因|措施|内容|目标|结论|成效|做法)"),
    re.compile(
        r"^(?:主要|重点)(?:说明|阐述|描述|介绍|填写|列示)[^。；]{2,60}(?:情况|问题|原因|措施|内容|目标|做法)等?$"
    ),
    re.compile(r"^(?:本部分|本栏|此处|该部分)(?:应|需|请|主要)?(?:填写|说明|反映|包括|从)"),
    re.compile(r"^填[写报](?:说明|要求)[：:]?"),
)
"""How templates of the genre ask: 简要…, 请…, 应结合…说明…; real sentences have a subject or a figure."""

_OWN: Final = re.compile(
    r"我[局部单委办中院厅处校]|本(?:单位|部门|局|委|办|中心|院|厅)|\d+(?:\.\d+)?(?:万元|元|%|件|人次|次|个)"
)

_LABELS: Final = [
    "部门名称",
    "单位名称",
    "填报单位",
    "填报部门",
    "预算单位",
    "主管部门",
    "项目单位",
    "项目名称",
    "部门（单位）名称",
    "部门(单位)名称",
    "填报人",
    "填表人",
    "联系人",
    "联系电话",
    "电话",
    "填报日期",
    "填表日期",
    "报告日期",
    "撰写日期",
    "报告时间",
    "填报时间",
    "评价机构",
    "评价单位",
    "评价时间",
    "所属下级预算单位数量",
    "单位负责人",
    "部门负责人",
    "负责人",
    "财务负责人",
    "分管领导",
    "审核人",
    "自评得分",
    "评价得分",
    "自评等级",
    "评价等级",
    "评价年度",
    "被评价年度",
]
_FIELD: Final = re.compile(
    rf"(?:^|(?<=\n))[ \t　*#|]*(?P<label>{'|'.join(re.escape(label) for label in sorted(_LABELS, key=len, reverse=True))})"
    r"[ \t　]*[：:][ \t　*_＿]*(?P<rest>[^\r\n]*)"
)
_NOTHING: Final = re.compile(
    r"[ \t　*_＿|/.…—-]*(?:[（(](?:公章|盖章|签章|单位公章|部门公章|加盖公章)[）)])?[ \t　*_＿|/.…]*(?:年[ \t　_]*月[ \t　_]*日)?[ \t　*_＿|.…]*"
)
_SHORT: Final = 30


def template_residue(sheet: Sheet) -> Iterator[Finding]:
    """Find instructions and labels of the template that were left in.

    Source: the templates of the genre themselves (财预〔2020〕10号 附件 参考提纲 and the provincial forms made after it): their
    instructions are imperative sentences without subject or figure, their labels stand in brackets.
    """
    text = sheet.case.text
    for pattern in (_REMARK, _CROSSES):
        for match in pattern.finditer(text):
            yield _residue(match[0], Span(*match.span()))
    for unit in sheet.case.reading.units:
        if unit.role in {UnitRole.SENTENCE, UnitRole.ITEM} and _instructs(text, unit.core):
            yield _residue(text[slice(*unit.core)], unit.core)


def _instructs(text: str, core: Span) -> bool:
    sentence = re.sub(r"[\s*#]", "", text[slice(*core)])
    return any(pattern.search(sentence) for pattern in _ASKS) and not _OWN.search(sentence)


def _residue(piece: str, span: Span) -> Finding:
    shown = re.sub(r"\s", "", piece)
    shown = shown if len(shown) <= _SHORT else f"{shown[:_SHORT]}…"
    return finding(
        "template_residue",
        Severity.WARNING,
        Text(f"模板中的提示文字未删除：“{shown}”。", f"Text of the template was left in: “{shown}”."),
        spans=(span,),
    )


def placeholder_field(sheet: Sheet) -> Iterator[Finding]:
    """Find labelled fields of the cover with nothing behind the label (``填报人：``).

    Source: the cover of the reports' own template; a field signed by hand (签字) may be empty in the text.
    """
    text = sheet.case.text
    empty = [match for match in _FIELD.finditer(text) if _NOTHING.fullmatch(match["rest"]) and not _below(text, match)]
    if empty:
        labels = [match["label"] for match in empty]
        yield finding(
            "placeholder_field",
            Severity.WARNING,
            Text(f"以下栏目未填写：{'、'.join(labels)}。", f"Fields left empty: {', '.join(labels)}."),
            spans=[Span(match.start("label"), match.start("rest")) for match in empty],
        )


def _below(text: str, match: re.Match[str]) -> bool:
    """Whether the value stands on the very next line, as in text taken from a form."""
    following = text[match.end() :].removeprefix("\r").removeprefix("\n").split("\n", 1)[0].strip()
    return (
        bool(following)
        and len(following) <= _SHORT
        and not re.search(r"[：:。]|^[一二三四五六七八九十]+、|^#|^[（(]", following)
    )
