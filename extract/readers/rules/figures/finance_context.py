"""What a financial figure is where its own label does not say: by the figures, words and headings before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.model.report import BudgetStage, FinanceItem
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.finance_limits import KEPT_TO
from extract.readers.rules.figures.finance_projects import PROJECTS, lists_projects
from extract.readers.rules.figures.finance_words import (
    FUNDS,
    GENERIC_SPENT,
    INVESTED,
    LAID_OUT,
    NAMED_PURPOSE,
    PLAIN_BUDGET,
    REACHED_BUDGET,
    RECEIVED,
    STAGE_ONLY,
    UNSTAGED,
    amount_item,
    stage_of,
)
from extract.readers.rules.figures.phrases import Phrase
from extract.readers.rules.figures.scene import Scene

_BREAKDOWN = re.compile(r"其中|包括|包含|用于|分别(?:是|为)|具体为|构成")
_OPENS_BREAKDOWN = re.compile(r"^(?:其中|主要|包括|用于|按|具体)")
_REVENUE = (FinanceItem.TOTAL_REVENUE, FinanceItem.FUNCTIONAL_REVENUE)
THREE_PUBLIC = (
    FinanceItem.THREE_PUBLIC_EXPENDITURE,
    FinanceItem.OFFICIAL_RECEPTION,
    FinanceItem.OFFICIAL_VEHICLE,
    FinanceItem.OVERSEAS_TRAVEL,
)
_INHERITED = (
    FinanceItem.BASIC_EXPENDITURE,
    FinanceItem.PERSONNEL_EXPENDITURE,
    FinanceItem.OPERATING_EXPENDITURE,
    FinanceItem.PROJECT_EXPENDITURE,
    FinanceItem.OFFICIAL_VEHICLE,
    FinanceItem.OFFICIAL_RECEPTION,
    FinanceItem.OVERSEAS_TRAVEL,
)
"""Items whose parts are of the same item where they have no name of their own in the budget."""

NAMED_PARTS = (*THREE_PUBLIC, *_INHERITED[:4])
"""Items whose name goes on to hold for a figure that only says a stage (``决算``, ``完成预算``)."""

_REGIONAL = (
    FinanceItem.TOTAL_REVENUE,
    FinanceItem.TOTAL_EXPENDITURE,
    FinanceItem.FUND_SOURCE,
    FinanceItem.PROJECT_EXPENDITURE,
)
"""Items that are the department's only where the clause does not speak of the whole region."""

_UNSTAGED = (FinanceItem.OTHER, FinanceItem.PROJECT_EXPENDITURE)
"""Items of amounts that may be at no stage of the budget at all."""

_TOPICAL = (*_INHERITED, FinanceItem.THREE_PUBLIC_EXPENDITURE, FinanceItem.CARRYOVER)
"""Items that a heading or the words before a clause may set."""

_IN_PROJECTS = (None, FinanceItem.PERSONNEL_EXPENDITURE, FinanceItem.OPERATING_EXPENDITURE, FinanceItem.OTHER)
"""Items that the words of a project's name may seem to name."""

_INTRO = re.compile(
    r"(?:20\d\d年度?)?(?P<it>[^，。：；\d]{2,14}?)(?:(?:主要)?(?:包括|用于|分为|具体为|有)[：，]?|(?<=支出|经费|资金)中，)"
)
_THEN_SPENT = re.compile(r"，(?:已|全年|截至[^，]{2,6})?实际(?:支出|使用|执行|支付|拨付|完成)")
"""Behind an amount that only the outlay after it shows to be a budget (``专项经费90万元，实际支出86.4万元``)."""

_VERB_REACH = 12
"""Characters before a label in which the verb stands that lays it out, or the project that is invested in."""

_PLANNED_TITLE = re.compile(r"年初预算|预算(?:安排|批复|编制)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure of money was read to be."""

    figure: Figure
    item: FinanceItem
    stage: BudgetStage | None
    label: str
    year: int | None
    part: bool = False


def earlier_in_sentence(scene: Scene, figure: Figure, read: Sequence[Meaning]) -> list[Meaning]:
    """Return the amounts read before in the sentence, or in the one before it which this one breaks down."""
    sheet = scene.sheet
    low = sheet.sentence_start(figure.start)
    if _OPENS_BREAKDOWN.match(sheet.text[low : low + 4]) and read:
        if figure.bare:
            return list(read[-4:])
        before = next((one for one in reversed(read) if one.figure.start < low), None)
        low = sheet.sentence_start(before.figure.start) if before else low
    return [one for one in read[-12:] if one.figure.start >= low]


def amount_meaning(
    scene: Scene, figure: Figure, label: Phrase, earlier: Sequence[Meaning]
) -> tuple[FinanceItem, BudgetStage | None, bool]:
    """Return item and stage of an amount of money, and whether it is a part of one before it.

    An amount that is neither planned nor spent nor received (assets held, loans arranged, losses averted) has no stage.
    """
    parent = _whole(scene, label, earlier, part=figure)
    item = _item(scene, label, earlier, parent)
    clause = scene.sheet.text[scene.phrase(figure).start : figure.start] or label.text
    if item in _REGIONAL and re.search("全[省市区县州镇乡]", clause):
        item = FinanceItem.OTHER
    clause = REACHED_BUDGET.sub("", clause)
    stage = stage_of(clause, negative=figure.quantity.value < 0) or (
        BudgetStage.ACTUAL if RECEIVED.search(clause) else None
    )
    if stage is None and _THEN_SPENT.match(scene.sheet.text, figure.end):
        stage = BudgetStage.REVISED_BUDGET
    if stage is BudgetStage.REVISED_BUDGET and PLAIN_BUDGET.match(clause) and _began_initial(earlier):
        stage = BudgetStage.INITIAL_BUDGET
    if item in _UNSTAGED and UNSTAGED.search(clause):
        return item, None, parent is not None
    return item, stage or _stage(scene, label, earlier, parent), parent is not None


def _began_initial(earlier: Sequence[Meaning]) -> bool:
    """Whether the sentence speaks of the budget of the year's beginning, whole by whole."""
    wholes = [one for one in earlier if not one.part]
    return bool(wholes) and wholes[-1].stage is BudgetStage.INITIAL_BUDGET and wholes[-1].item in _REVENUE


def _whole(scene: Scene, label: Phrase, earlier: Sequence[Meaning], *, part: Figure) -> Meaning | None:
    """Return the amount that the clause breaks down: before the last ``其中`` the last one that is no smaller."""
    if not earlier:
        return None
    low = earlier[0].figure.end
    bracket = _bracketed(scene, earlier, part)
    if bracket:
        return bracket
    marks = [m.start() for m in _BREAKDOWN.finditer(scene.sheet.text, low, max(low, label.start))]
    if not marks:
        return None
    wholes = [
        one
        for one in earlier
        if one.figure.end <= marks[-1]
        and one.figure.quantity.base_value >= part.quantity.base_value
        and not KEPT_TO.search(scene.sheet.text, one.figure.floor, one.figure.start)
    ]
    return wholes[-1] if wholes else None


def _bracketed(scene: Scene, earlier: Sequence[Meaning], part: Figure) -> Meaning | None:
    """Return the amount directly behind which the brackets open in which the part stands (``项目支出195万元（…）``)."""
    text = scene.sheet.text
    opening = text.rfind("（", earlier[0].figure.end, part.start)
    if opening < 0 or "）" in text[opening : part.start]:
        return None
    whole = next((one for one in reversed(earlier) if one.figure.end == opening), None)
    return whole if whole and whole.figure.quantity.base_value >= part.quantity.base_value else None


def _item(scene: Scene, label: Phrase, earlier: Sequence[Meaning], parent: Meaning | None) -> FinanceItem:
    own = amount_item(label.text)
    if own in _IN_PROJECTS and lists_projects(scene, label):
        return FinanceItem.PROJECT_EXPENDITURE
    if own is FinanceItem.FUNCTIONAL_EXPENDITURE and _of_revenue(earlier, parent):
        return FinanceItem.FUNCTIONAL_REVENUE
    if own is not None:
        return own
    if earlier and earlier[-1].item is FinanceItem.FUNCTIONAL_EXPENDITURE and label.text.startswith("其他支出"):
        return FinanceItem.FUNCTIONAL_EXPENDITURE
    if label.text and STAGE_ONLY.match(label.text):
        return _carried(scene, label, earlier)
    return _purpose(scene, label, parent, leading=not earlier)


def _of_revenue(earlier: Sequence[Meaning], parent: Meaning | None) -> bool:
    whole = parent or (earlier[-1] if earlier else None)
    return whole is not None and (whole.item in _REVENUE or "收入" in whole.label)


def _carried(scene: Scene, label: Phrase, earlier: Sequence[Meaning]) -> FinanceItem:
    """Return the item of a label that only names a stage: that of the figure before, the lead or the heading.

    What was added for a purpose is passed over: the budget after adjustment is that of the whole again.
    """
    earlier = [one for one in earlier if one.stage is not BudgetStage.BUDGET_ADJUSTMENT] or earlier
    spent = "支出" in label.text
    before = _referred(scene, label, earlier)
    if before and not (spent and (before.item in _REVENUE or "收入" in before.label)):
        return before.item
    return _topic(scene, label, leading=not earlier) or FinanceItem.TOTAL_EXPENDITURE


def _referred(scene: Scene, label: Phrase, earlier: Sequence[Meaning]) -> Meaning | None:
    """Return the amount that a bare ``决算数`` speaks of: the one before, or behind a ``；`` the whole that was broken down."""
    if not earlier:
        return None
    wholes = [one for one in earlier if not one.part]
    gap = scene.sheet.text[earlier[-1].figure.end : label.start]
    return wholes[-1] if earlier[-1].part and re.search("[；）]", gap) and wholes else earlier[-1]


def _purpose(scene: Scene, label: Phrase, parent: Meaning | None, *, leading: bool) -> FinanceItem:
    """Return the item of a label that names a purpose of its own (``信访救助经费支出``)."""
    if parent and parent.item in _INHERITED:
        return parent.item
    if parent and parent.item in _REVENUE:
        return FinanceItem.FUND_SOURCE
    introduced = _introduced(scene, label)
    if introduced in _INHERITED:
        return introduced
    topic = _topic(scene, label, leading=leading)
    if topic in _INHERITED and NAMED_PURPOSE.search(label.text):
        return topic
    if re.search(r"(?:经费|项目|专项|工程)(?:支出|预算|决算|资金|数|总额)*$", label.text):
        return FinanceItem.PROJECT_EXPENDITURE
    return FinanceItem.PROJECT_EXPENDITURE if _laid_out(scene, label) else FinanceItem.OTHER


def _laid_out(scene: Scene, label: Phrase) -> bool:
    """Whether the department lays the amount out for a purpose (``发放各类资助金``) or builds with it (``工程总投资``)."""
    text = scene.sheet.text
    clause = text[max(scene.sheet.sentence_start(label.start), label.start - _VERB_REACH) : label.end]
    return (LAID_OUT.search(clause) is not None and FUNDS.search(label.text) is not None) or (
        INVESTED.search(clause) is not None
    )


def _introduced(scene: Scene, label: Phrase) -> FinanceItem | None:
    """Return the item of which the sentence opens a list (``项目支出主要包括：…``)."""
    intro = _INTRO.match(scene.sheet.text, scene.sheet.sentence_start(label.start), label.start)
    if intro and PROJECTS.search(intro.group("it")):
        return FinanceItem.PROJECT_EXPENDITURE
    return amount_item(intro.group("it")) if intro else None


def _topic(scene: Scene, label: Phrase, *, leading: bool) -> FinanceItem | None:
    """Return the item that the words before the sentence's first clause (``leading``), or a heading, are about."""
    sheet = scene.sheet
    low = sheet.sentence_start(label.start)
    lead = amount_item(sheet.text[max(low, label.start - 40) : label.start]) if leading else _introduced(scene, label)
    if lead in _TOPICAL:
        return lead
    titles = sheet.titles(label.start)[:2]
    if titles and re.search("（[类款项]）", titles[0]):
        return FinanceItem.FUNCTIONAL_EXPENDITURE
    headed = (amount_item(title) for title in titles)
    return next((item for item in headed if item in _TOPICAL), None)


def _stage(scene: Scene, label: Phrase, earlier: Sequence[Meaning], parent: Meaning | None) -> BudgetStage:
    """Return the stage of a label that names none: that of the whole, of the figure before, of the lead or heading."""
    if parent and parent.stage:
        return parent.stage
    wholes = [one for one in earlier if not one.part]
    spent = GENERIC_SPENT.match(label.text) and not (wholes and wholes[-1].item in _REVENUE)
    if earlier and earlier[-1].stage and not spent:
        return earlier[-1].stage
    if spent:
        return BudgetStage.ACTUAL
    low = scene.sheet.sentence_start(label.start)
    lead = stage_of(scene.sheet.text[max(low, label.start - 24) : label.start])
    if lead:
        return lead
    titles = scene.sheet.titles(label.start)[:1]
    if titles and _PLANNED_TITLE.search(titles[0]) and "执行" not in titles[0]:
        return BudgetStage.INITIAL_BUDGET if "年初" in titles[0] else BudgetStage.REVISED_BUDGET
    return BudgetStage.ACTUAL
