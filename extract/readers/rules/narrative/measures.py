"""What was done in the year (工作措施): one measure per headed or numbered block of the account of the work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.model.answer import Evidence, MeasureAnswer
from extract.model.text import SectionKind, UnitRole
from extract.readers.rules.narrative.areas import areas
from extract.readers.rules.narrative.blocks import Block, number_of
from extract.readers.rules.narrative.pointing import closes_with, entry, said, stretch, whole
from extract.readers.rules.narrative.sentences import concludes, is_lead_in, is_template, states_work, tells_deed
from extract.readers.rules.narrative.topics import topic_of
from extract.steps.layout.enumerators import EnumeratorKind

if TYPE_CHECKING:
    from extract.domains.pack import Domain
    from extract.model.text import Reading, Unit

_PLACES = (
    SectionKind.WORK,
    SectionKind.EFFECT,
    SectionKind.EVALUATION,
    SectionKind.OVERVIEW,
    SectionKind.OTHER,
)
"""Where accounts of the year's work stand; outside of WORK a block must look like one by its heading."""
_NO_GENRE = frozenset({SectionKind.OTHER, SectionKind.COVER})
_LABEL = re.compile(
    r"(?:年度|全年|部门|单位|本|我|局|整体|支出|重点|主要|各项|专项|工作|任务|目标|项目|完成|情况|绩效|概述|成效|及其?|和|与|的|履职|履行|职能|职责"
    r"|已|实际|实施|开展|使用|落实|效果|分析|总体|预算|自评|评价|结果|成绩|亮点|做法|总结|进展|实现|运行|业务|当年|有|如下|\d{4}年度?|[：:（）()、，])+"
)
_ACCOUNT = re.compile(r"履职|职能|职责|工作|任务|(?:目标|项目|绩效)(?:的)?(?:完成|实施|实现)?(?:情况)?$|整体绩效$")
_MANAGEMENT = re.compile(
    r"预算|资金|采购|资产|财务|指标|三公|公用经费|决算|收支|收入|内控|合同|管理效率|(?:履职|整体|管理|部门)效能|效能分析|信息公开|会计|绩效管理|绩效目标|(?:总体|整体|年度)目标[：:]|评价|自评"
    r"|产出|经济性|效率性|效果性|公平性|(?:社会|经济|生态|可持续)[^，。]{0,4}(?:效益|影响)|效益|满意度|时效|数量方面|质量方面|成本|得分|投入|过程"
)
_MANAGEMENT_LABEL = re.compile(
    r"^(?:部门|单位|整体|专项|项目|政府|国有|固定|年度|财政|一般公共)*(?:预算|资金|采购|资产|财务|信息公开|预决算|内控|内部控制|合同|绩效|三公|“三公”|收支|决算|经费)[^，]{0,10}(?:编制|执行|管理|情况|公开|控制|使用|指标|分析|方面|目标|完成)*$|^(?:指标|产出|效益|质量|数量|时效|成本|满意度)(?:[^，]{0,6}(?:情况|指标|分析|方面|目标|完成))*$"
)
_SLOGAN = re.compile(r"[，,]|^(?:切实|着力|持续|不断|全面|深入|积极|扎实|大力|严格|全力|有序|稳步|认真|聚焦)")
_INDICATORS = re.compile(r"指标|预算|决算|政府采购|固定资产|资金(?:使用|管理|支付|执行|安排|到位)")
_FORM_LABEL = re.compile(r"^(?:目标|任务)(?:[一二三四五六七八九十]+|\d+)?的?(?:实际)?(?:完成|实现)(?:情况)?[：:]")
_NO_WORK = re.compile(r"^未(?:完成|实现|达)|原因分析|^(?:预算|资金|总体|支出)*(?:执行|支付|完成)率")
_STATISTICS = re.compile(r"情况$|[态形]势$|统计|数据$|总量")
_CLAUSES = re.compile("[，。；]")
_ROW = 3
"""Pieces that blanks part in a row of a flattened table."""

_HEADLINE = 60
_SHORTEST_CLAIM = 6
_SEVERAL = 2


def read_measures(reading: Reading, domain: Domain) -> tuple[MeasureAnswer, ...]:
    """Return the measures of the account of the year's work with their actions, in order of the text.

    Where no heading of a report names an account, any headed block that states work is one.
    """
    found = _read(reading, domain, _PLACES)
    if not found and any(section.kind not in _NO_GENRE for section in reading.sections):
        found = _read(reading, domain, (SectionKind.OTHER, SectionKind.EFFECT), loose=True)
    return tuple(sorted(found, key=lambda measure: measure.title.first))


def _read(
    reading: Reading, domain: Domain, places: tuple[SectionKind, ...], *, loose: bool = False
) -> list[MeasureAnswer]:
    return [
        measure
        for place in places
        for area in areas(reading, place)
        for block in _accounts(reading, area, place, loose=loose)
        for measure in _measure(reading, domain, block, place)
        if measure.actions or not loose
    ]


def _accounts(reading: Reading, block: Block, place: SectionKind, *, loose: bool = False) -> Iterator[Block]:
    """Yield the blocks that are measures: sub-blocks with headings stand for the block that holds them."""
    if _is_management(reading, block, place):
        for part in block.parts:
            if _tells_work(reading, part, block) or (loose and _claims(reading, part)):
                yield from _accounts(reading, part, place, loose=loose)
        return
    headed = any(_is_headed(reading, part, block) for part in block.parts)
    if headed or (_is_label(reading, block) and _numbered_apart(reading, block)) or _spoken_apart(reading, block):
        for part in block.parts:
            yield from _accounts(reading, part, place, loose=loose)
    elif _gives_account(reading, block, place, loose=loose):
        yield block


def _tells_work(reading: Reading, part: Block, over: Block) -> bool:
    """Whether a part of an analysis is an account of work all the same, by a heading that says what was done."""
    if part.head is None or not _is_headed(reading, part, over):
        return False
    title = said(reading, part.head)
    return len(title) >= _SHORTEST_CLAIM and not re.search(r"\d", title) and states_work(title)


def _claims(reading: Reading, part: Block) -> bool:
    """Whether an item (``一是粮食生产再获丰收。……``) has a headline of its own above what it tells."""
    if part.head is None or not part.body or closes_with(reading, part.head) != "。":
        return False
    title = said(reading, part.head)
    return _SHORTEST_CLAIM <= len(title) <= _HEADLINE and not re.search(r"\d", title)


def _gives_account(reading: Reading, block: Block, place: SectionKind, *, loose: bool) -> bool:
    """Whether a block in such a place is an account of work, by its heading; ``loose`` where any but a label will do."""
    if place is SectionKind.WORK:
        return True
    if block.head is None:
        return False
    title = said(reading, block.head)
    if place is SectionKind.EFFECT:
        return not _is_label(reading, block) or _ACCOUNT.search(title) is not None
    own = reading.sections[block.head.section].kind
    shows = _SLOGAN.search(title) is not None or (loose and not _is_label(reading, block))
    return block.head.role is UnitRole.HEADING and own is SectionKind.OTHER and shows


def _is_headed(reading: Reading, part: Block, over: Block) -> bool:
    """Whether the part has a heading of its own: a headline with sentences or items under it."""
    head = part.head
    if head is None:
        return False
    mark = number_of(reading, head)
    if mark is not None and mark.kind is EnumeratorKind.SPOKEN:
        return False
    if head.role is UnitRole.HEADING:
        return True
    if over.head is not None and over.head.paragraph == head.paragraph:
        return False
    return (
        bool(part.body or part.parts)
        and len(said(reading, head)) <= _HEADLINE
        and closes_with(reading, head) in {"", "。", "：", ":"}
    )


def _numbered_apart(reading: Reading, block: Block) -> bool:
    """Whether the block's parts are numbered blocks, not ``一是…；二是…`` inside its text."""
    marks = [number_of(reading, part.head) for part in block.parts if part.head is not None]
    return any(mark is not None and mark.kind is not EnumeratorKind.SPOKEN for mark in marks)


def _spoken_apart(reading: Reading, block: Block) -> bool:
    """Whether the items ``一是…`` have headlines of their own, under a heading that is only a label."""
    return _is_label(reading, block) and len(block.parts) >= _SEVERAL and all(part.body for part in block.parts)


def _is_label(reading: Reading, block: Block) -> bool:
    """Whether the block has no heading, or one that only names its place in the form."""
    return block.head is None or _LABEL.fullmatch(said(reading, block.head)) is not None


def _is_management(reading: Reading, block: Block, place: SectionKind) -> bool:
    """Whether the heading speaks of budget, management or indicators.

    In the account of work, and where it is a slogan of two clauses, it must be such a label as a whole.
    """
    if block.head is None or (block.head.role is not UnitRole.HEADING and not block.numbered):
        return False
    title = said(reading, block.head)
    words = _MANAGEMENT_LABEL if place is SectionKind.WORK or "，" in title else _MANAGEMENT
    return len(title) <= _HEADLINE and not _is_label(reading, block) and words.search(title) is not None


def _measure(reading: Reading, domain: Domain, block: Block, place: SectionKind) -> Iterator[MeasureAnswer]:
    keeps_all = place is SectionKind.WORK or not _is_label(reading, block)
    actions = [one for one in _actions(reading, block) if keeps_all or not _is_figure_work(reading, one)]
    head = block.head
    if head is not None and _NO_WORK.search(said(reading, head)):
        return
    if head is not None and not _is_label(reading, block) and not is_template(said(reading, head)):
        if actions or (head.role is not UnitRole.HEADING and states_work(said(reading, head))):
            yield _answer(reading, domain, entry(reading, head), actions)
    elif actions:
        yield _answer(reading, domain, actions[0], actions[1:])


def _is_figure_work(reading: Reading, evidence: Evidence) -> bool:
    """Whether a sentence outside of the account of work speaks of indicators and money."""
    return _INDICATORS.search(_text(reading, evidence)) is not None


def _answer(reading: Reading, domain: Domain, title: Evidence, actions: list[Evidence]) -> MeasureAnswer:
    texts = [_text(reading, evidence) for evidence in (title, *actions)]
    return MeasureAnswer(title=title, topic=topic_of(domain, *texts), actions=tuple(actions))


def _text(reading: Reading, evidence: Evidence) -> str:
    units = reading.units[evidence.first - 1 : evidence.final]
    return "。".join(said(reading, unit) for unit in units)


def _actions(reading: Reading, block: Block) -> Iterator[Evidence]:
    """Yield each sentence that states work, an enumerated item as a whole."""
    firm = not _is_label(reading, block) and not _is_statistics(reading, block)
    for unit in block.body:
        if _is_action(reading, unit, firm=firm):
            yield _without_label(reading, unit)
    for part in block.parts:
        units = tuple(part.units())
        if part.head is not None and any(_is_action(reading, unit, firm=firm) for unit in units):
            yield entry(reading, part.head, units[-1])
    for unit in block.tail:
        if _is_action(reading, unit, firm=firm):
            yield _without_label(reading, unit)


def _without_label(reading: Reading, unit: Unit) -> Evidence:
    """Point at the sentence without the label that a form wrote before it (``目标1完成情况：``)."""
    text = said(reading, unit)
    label = _FORM_LABEL.match(text)
    return stretch(reading, unit, label.end(), len(text)) if label and label.end() < len(text) else whole(unit)


def _is_statistics(reading: Reading, block: Block) -> bool:
    """Whether the heading announces figures only (``投诉举报受理情况``)."""
    return block.head is not None and _STATISTICS.search(said(reading, block.head)) is not None


def _is_action(reading: Reading, unit: Unit, *, firm: bool) -> bool:
    """Whether a sentence states work; ``firm`` where its block plainly is an account, so that bare figures tell deeds."""
    text = said(reading, unit)
    if is_lead_in(text, closes_with(reading, unit)) or concludes(text) or _is_furniture(reading, unit):
        return False
    return states_work(text) or (firm and tells_deed(text))


def _is_furniture(reading: Reading, unit: Unit) -> bool:
    """Whether a cell is a whole row of names and figures side by side, which tells nothing."""
    row = reading.text[unit.start : unit.end]
    return unit.role is UnitRole.CELL and not _CLAUSES.search(row) and len(row.split()) >= _ROW
