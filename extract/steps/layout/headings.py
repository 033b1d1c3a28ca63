"""What a section is about, judged by the words of its heading."""

from __future__ import annotations

import re

from extract.model.text import SectionKind

_WORDS: tuple[tuple[SectionKind, str], ...] = (
    (
        SectionKind.OTHER,
        r"其他需要?说明|需要说明的|^附件|^附表|^附注|^注$|^备注$|^(?:填表|填报)?说明$",
    ),
    (
        SectionKind.RECTIFICATION,
        r"(?:上一?年度?|以前年度|往年|去年).*(?:整改|问题)|^(?!.*存在).*整改(?:落实|完成)?(?:情况|工作|结果)$|(?:审计|巡[视察]|检查|评价).*问题.*整改",
    ),
    (
        SectionKind.EVALUATION,
        r"(?:自评|评价|自我评价)(?:工作|组织|的?目的|的?(?:指标|标准|方法|原则)|过程|实施)|评价结论|自评结论|综合评价|评价得分",
    ),
    (
        SectionKind.PROBLEMS,
        r"问题(?:$|[及和与、，]|分析|情况|清单)|存在.{0,6}问题|(?:^|[在要的和与及、题])不足(?:之处)?(?:$|[及和与、])|短板|薄弱环节|困难|(?:偏差|未完成|偏离).*原因|原因分析$|有待改进的|面临的挑战",
    ),
    (
        SectionKind.IMPROVEMENTS,
        r"改进|下一?步|下阶段|今后|后续(?:工作|计划|措施)|整改(?:措施|计划|意见)|对策|建议$|(?:工作|努力)(?:打算|方向)|拟采取.*措施|(?:明|来|下一?)年.*(?:计划|打算|安排|思路)|\d{4}年度?(?:重点)?工作(?:计划|打算|安排|思路)",
    ),
    (SectionKind.EXPERIENCE, r"经验|主要做法|典型做法|亮点|特色做法|创新做法"),
    (
        SectionKind.STAFFING,
        r"人员(?:编制|构成|配备|组成|基本)?(?:及.*)?(?:情况|概况|状况|数量)?$|(?<![算标])编制(?:及|和|与)(?!执行).*|(?<![算标])编制(?:人数|数|情况)$|人员编制",
    ),
    (
        SectionKind.FUNCTIONS,
        r"职[能责](?!.{0,4}(?:履行|落实|完成))|工作任务和职责|业务范围|(?:宗旨|任务)(?:和|及)业务",
    ),
    (SectionKind.ORGANISATION, r"机构|内设|组织架构|单位(?:构成|组成|设置)|部门(?:构成|组成|设置)|下属(?:单位|事业)"),
    (
        SectionKind.GOALS,
        r"(?:绩效|总体|年度|整体|预期|履职|战略|中长期|长期|支出)(?:绩效)?(?:总体?)?目标(?:情况|的?设[定立置](?:情况)?|申报(?:情况)?|及指标(?:设[定置])?(?:情况)?|概况|概述|内容|及任务)?$|^目标$|中长期规划|工作目标$",
    ),
    (
        SectionKind.WORK,
        r"重点(?:工作|任务)|年度.*(?:工作|任务)|(?:工作|任务|履职|职责|职能)(?:总体|目标)?(?:任务)?(?:完成|开展|履行|落实|概述|总结|推进|实施)|工作(?:概述|概况|总结|成效|成绩|情况)|履职(?:情况|成效|总体)|(?:主要|重点)(?:工作|任务|成效)|取得的?(?:成绩|成效)",
    ),
    (
        SectionKind.FINANCE,
        r"收支|(?:执行|支出)进度$|支出规模|使用方向|(?:预|决)算(?:收入|支出|编制|执行|安排|批复|总体|收支|资金|调整)?(?:.*(?:总额|总体))?(?:和.*)?(?:及.*)?(?:情况|总额|概况)?$|支出(?:总体|规模|构成|使用)?情况|经费(?:支出|使用|收支|来源)?(?:情况|概况)|资金(?:来源|安排|使用|收支|执行|情况|投入|落实|到位).*|收入(?:支出)?.*情况|“?三公”?经费|(?:基本|项目)支出",
    ),
    (
        SectionKind.EVALUATION,
        r"(?:评价|自评|评估)(?:结论|结果|得分|等级|工作|情况|过程|组织|说明|目的|方法|实施)|结论|评分|得分|(?:绩效)(?:自评|评价)",
    ),
    (
        SectionKind.MANAGEMENT,
        r"管理|绩效(?:运行)?监控|采购|资产|^(?:投入|过程)(?:情况|指标)?(?:分析|完成)?|内(?:部)?控|信息公开|公开情况|制度(?:建设|执行)?",
    ),
    (
        SectionKind.EFFECT,
        r"效益|效果|成效|绩效(?:分析|情况|实现|表现)?$|(?:绩效|履职|产出|效能|效率|指标).*(?:分析|完成|情况|实现)|产出|指标|满意度|效率|效能|经济性|公平性|有效性|效果性|可持续",
    ),
    (
        SectionKind.OVERVIEW,
        r"(?:部门|单位|基本|项目|总体|整体)(?:\(.*?\)|（.*?）)?(?:基本)?(?:概况|情况|概述|简介|介绍)|基本情况|概况|前言|引言|背景",
    ),
)
_KINDS = tuple((kind, re.compile(words)) for kind, words in _WORDS)
_NOISE = re.compile(r"（[^（）]*）|\([^()]*\)|^部门\(单位\)")
_CLAUSE = re.compile(
    r"[，。；！？,]|不(?![足含同可])|(?<![在要的和与及、题])不足(?!之处)|有待|仍然|仍[需有]|需要?进一步|欠缺|缺乏|[较偏][低差少弱为慢高大]|缓慢|率[低高]$|压力|"
    r"(?:问题|现象|矛盾)(?:较多|仍)|(?:明显|显著|突出|有力|增强|提升|顺畅|扎实|到位|见效|良好|薄弱|滞后)$"
)
_ACT = re.compile(
    r"^(?:进一步|切实|着力|持续|不断|全面|深入|积极|扎实|大力|严格|坚持|强化|加强|加大|完善|健全|提高|提升|推进|推动|"
    r"规范|优化|落实|建立|抓好|抓实|做好|用好|发挥|聚焦|突出|创新|深化|压实|夯实|狠抓|贯彻|注重|开展|合理|科学|细化|负责|承担(?!的)|承办|指导|拟[订定]|参与|协助|牵头)"
)
_REPORT_TITLE = re.compile(
    r"(?:报告|自评|(?:自评|评价|评分|评估|绩效|情况|申报|审核)表)(?:（[^（）]*）|\([^()]*\))*$|^(?:项目|部门)支出绩效自评表?"
)
_OWN_WORDS = frozenset({SectionKind.PROBLEMS, SectionKind.IMPROVEMENTS, SectionKind.EXPERIENCE, SectionKind.WORK})


EDGES = "*#：:【】[]〖〗「」"
"""Marks around a heading that are no part of its words."""
_MIN_LABEL_WIDTH = 4
MAX_LABEL_WIDTH = 25
"""Characters of the longest line without number that is taken for a heading by its words."""


_LABEL_WORDS = re.compile(
    r"(?:部门|单位|本级|本|整体|支出|绩效|主要|年度|年|总体|重点|存在|的|下一步|下步|下阶段|[和及与或、（）()]|工作|任务|目标|情况|"
    r"概况|基本|职能|职责|机构|设置|人员|编制|构成|组成|内设|预算|决算|执行|收入|收支|资金|经费|使用|管理|资产|采购|分析|"
    r"评价|自评|结论|结果|进度|问题|不足|原因|改进|整改|措施|建议|意见|计划|打算|思路|经验|做法|上年度|上年|完成|履行|履职|效能|"
    r"效率|效益|效果|产出|指标|说明|其他|需要|事项|预期|开展|概述|总结|项目|实现|落实|制度|建设|信息|公开|满意度|社会|"
    r"经济|简介|成效|亮点|设定|设立|业务|一般公共)+"
)


def is_report_title(title: str) -> bool:
    """Whether a heading without white space is a report's or form's own title (``…绩效自评报告``)."""
    return _REPORT_TITLE.search(title) is not None


def is_label(line: str) -> bool:
    """Whether a line is one of the genre's own headings and nothing more (``存在的问题``, ``部门基本情况``)."""
    bare = "".join(line.split()).strip(EDGES)
    if not _MIN_LABEL_WIDTH <= len(bare) <= MAX_LABEL_WIDTH or not _LABEL_WORDS.fullmatch(bare):
        return False
    return kind_of(bare) is not SectionKind.OTHER


def kind_of(title: str, above: tuple[SectionKind, ...] = ()) -> SectionKind:
    """Judge a heading by the genre's vocabulary.

    Args:
        title: the heading without enumerator, marks and white space.
        above: kinds of the sections around it, innermost first. Below problems, improvements, experience and
            work a heading states an item of its own (``强化预算管理``) and names no kind unless it is a label.

    Returns:
        The kind, ``OTHER`` where the words do not say.
    """
    bare = _NOISE.sub("", title).strip("：: ") or title
    if _CLAUSE.search(bare) or _ACT.match(bare):
        return SectionKind.OTHER
    for kind, words in _KINDS:
        if words.search(bare):
            inside = next((each for each in above if each is not SectionKind.OTHER), None)
            return kind if inside not in _OWN_WORDS or kind in _OWN_WORDS else SectionKind.OTHER
    return SectionKind.OTHER
