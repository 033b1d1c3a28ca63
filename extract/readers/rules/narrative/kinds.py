"""What a section is about by words of its title that the outline cannot judge: labels of forms, claims, goals met."""

from __future__ import annotations

import re

from extract.model.text import SectionKind

LABELS = (
    (
        SectionKind.WORK,
        re.compile(r"(?<!指标)(?:实际)?完成情况(?:综述|说明)?$|(?:目标|任务)(?:实际)?(?:实现|完成)(?:情况)?$"),
    ),
    (SectionKind.GOALS, re.compile(r"^(?:部门|单位|整体|支出|年度|年初|全年|总体|预期|的|设定|绩效)*目标$")),
    (
        SectionKind.IMPROVEMENTS,
        re.compile(
            r"^(?:拟采取的?|下一?步|后续|今后|工作|的)*(?:改进|整改)(?:的)?(?:方向|措施|建议|意见|计划).{0,10}$|^下一?步(?:工作)?(?:计划|措施|打算)$"
        ),
    ),
    (
        SectionKind.PROBLEMS,
        re.compile(r"^(?:发现|存在|主要|目前|当前|的)*(?:问题|不足)(?:(?:及|和|与)(?:其)?原因(?:分析)?)?$"),
    ),
)
"""Kinds that the labels of a form name."""

BETTER: tuple[tuple[SectionKind | None, re.Pattern[str], SectionKind], ...] = (
    # the use made of last year's evaluation is rectification
    (
        None,
        re.compile(r"(?:上一?年度?|去年|以前年度).*(?:自评|评价|审计|检查).*(?:应用|运用|整改|落实)"),
        SectionKind.RECTIFICATION,
    ),
    # a heading that claims to have fulfilled a duty tells work
    (SectionKind.FUNCTIONS, re.compile(r"履[行职][^，]*(?:情况|成效)$"), SectionKind.WORK),
    (
        SectionKind.FUNCTIONS,
        re.compile(
            r"^(?!.*(?:情况|[及和与])).*(?:履行|发挥|行使|牢记|担当|扛起|肩负|立足|聚焦|回归|强化|突出|转变|拓展|延伸|践行|尽)[^，]{0,14}职[能责]"
        ),
        SectionKind.OTHER,
    ),
    # a heading that promises to do something about a weakness names no section of problems
    (
        SectionKind.PROBLEMS,
        re.compile(
            r"[补强]短板|强弱项|[破解]难题|^(?:补齐|补足|补强|补上|破解|化解|解决|攻克|克服|消除|纾解|直面|正视|针对)"
        ),
        SectionKind.OTHER,
    ),
    # a project's goals are not the department's; goals that were met are an account of the work, unmet ones problems
    (SectionKind.GOALS, re.compile(r"^(?!.*(?:部门|整体)).*项目"), SectionKind.OTHER),
    (SectionKind.GOALS, re.compile(r"(?:未|偏离).*(?:完成|实现|达成)|原因"), SectionKind.PROBLEMS),
    (SectionKind.GOALS, re.compile(r"完成|实现|达成|执行"), SectionKind.WORK),
    # management of other things than money and staff is the department's work (宗教事务管理)
    (
        SectionKind.MANAGEMENT,
        re.compile(
            r"^(?!.*(?:预算|财务|资金|资产|采购|内控|内部控制|项目|绩效|公开|合同|制度|支出|经费|人员|人事|会计|财政|管理情况|效率|专项))"
        ),
        SectionKind.OTHER,
    ),
    *((SectionKind.OTHER, words, kind) for kind, words in LABELS),
)
"""Kinds that a section's title tells better than the outline: what it is now, the words, what it becomes."""


def better(kind: SectionKind, title: str) -> SectionKind:
    """Return the kind by the first rule of ``BETTER`` that holds, else the one given."""
    return next((to for of, words, to in BETTER if of in {None, kind} and title and words.search(title)), kind)
