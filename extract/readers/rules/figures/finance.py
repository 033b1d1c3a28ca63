"""Finance: every amount of money and every financial ratio, with item, stage, label, year and change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model.answer import FinanceAnswer
from extract.model.report import BudgetStage, FinanceItem
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.finance_context import (
    NAMED_PARTS,
    Meaning,
    amount_meaning,
    earlier_in_sentence,
)
from extract.readers.rules.figures.finance_labels import event_label, finance_label, named_again, share_label
from extract.readers.rules.figures.finance_limits import is_limit
from extract.readers.rules.figures.finance_projects import named_in, of_project
from extract.readers.rules.figures.finance_ratios import executed_label, progress_label, ratio_meaning
from extract.readers.rules.figures.finance_tables import table_answer
from extract.readers.rules.figures.finance_words import (
    BARE_SHARE,
    OF_STAGE,
    REACHED_BUDGET,
    SHARE,
    STAGE_ONLY,
)
from extract.readers.rules.figures.forms import form_unit
from extract.readers.rules.figures.phrases import Phrase
from extract.readers.rules.figures.scene import Scene, ordered, year_of
from extract.readers.rules.figures.tables import instructs

_WHOLES = (FinanceItem.TOTAL_EXPENDITURE, FinanceItem.TOTAL_REVENUE)
"""What a share is of where the text does not say."""

_PARTS = (FinanceItem.BASIC_EXPENDITURE, FinanceItem.PROJECT_EXPENDITURE)
"""What makes up the whole outlay; a share of which the text does not say the whole is one of all outlay."""

_WHOLE_SPENT = re.compile(r"(?P<it>(?:部门|单位|财政)?整体支出)")
_ONLY_STAGE = re.compile(r"(?:预算|执行|决算|支出)(?:数|率)|(?:年度|调整)?预算数")
"""Labels that take the name of the whole from the amount before."""

_HEADED = re.compile(r"(?P<it>(?:“三公”|三公)经费|公务接待费|公用经费|人员经费)")
"""Headings that name the figures under them."""

_PROCURED = "政府采购"
_BARE_RATES = ("节约率", "完成率", "执行率", "预算执行率")
"""Rates that are those of the procurement of which their sentence speaks."""

_EXECUTED = ("执行率", "支付率", "资金执行率", "资金支付率", "预算执行率", "完成率")
"""Rates that are those of the project whose budget and outlay stand before them."""


def finance_of(scene: Scene) -> dict[int, FinanceAnswer]:
    """Read the financial figures of a scene, each by its index among the figures, in the order of the text."""
    read: list[Meaning] = []
    found: dict[int, FinanceAnswer] = {}
    for figure in ordered(scene.figures, scene.compared.spent):
        answer = _answer(scene, figure, read)
        if answer:
            found[figure.index] = answer
    return found


def _answer(scene: Scene, figure: Figure, read: list[Meaning]) -> FinanceAnswer | None:
    """Read one figure; an amount is remembered in ``read`` for those behind it."""
    if not (figure.money or figure.rate or figure.bare) or is_limit(scene.sheet, figure):
        return None
    if instructs(scene.sheet, scene.tables, figure):
        return None
    cell = scene.cell(figure)
    if cell:
        return table_answer(scene, figure, cell)
    if figure.rate:
        return _ratio(scene, figure, read)
    label, unit = finance_label(scene, figure), None
    if figure.bare:
        label, unit = _in_form(scene, figure, label)
        if unit is None:
            return None
    return _amount(scene, figure, label, unit=unit, read=read)


def _in_form(scene: Scene, figure: Figure, label: Phrase) -> tuple[Phrase, str | None]:
    """Return label and unit of a bare number of a form; the unit is None where it is no amount of money."""
    column = scene.heads.column(scene.sheet, figure)
    if column:
        return Phrase(*column, scene.sheet.text[slice(*column)]), scene.heads.unit(figure.start)
    return label, form_unit(scene.sheet, scene.heads, figure, label.text)


def _amount(
    scene: Scene, figure: Figure, label: Phrase, *, unit: str | None, read: list[Meaning]
) -> FinanceAnswer | None:
    earlier = earlier_in_sentence(scene, figure, read)
    reached = REACHED_BUDGET.match(label.text)
    label = label.from_(reached.end()) if reached else label
    item, stage, part = amount_meaning(scene, figure, label, earlier)
    year = _year(scene, figure, earlier)
    said = scene.sheet.said(label.start, label.end) if label.text else (earlier[-1].label if earlier else "")
    if item in NAMED_PARTS and STAGE_ONLY.match(label.text):
        said = named_again(said, _named_before(scene, label, item, earlier) or _heading(scene, label, earlier))
    said = event_label(scene, label, figure) + _of_whole(earlier, said)
    project = of_project(scene, label)
    if project:
        item, said = FinanceItem.PROJECT_EXPENDITURE, project + said.removeprefix(project)
    read.append(Meaning(figure, item, stage, said, year, part))
    return FinanceAnswer(
        evidence=scene.sheet.evidence(figure.start, figure.end),
        item=item,
        stage=stage,
        label=said,
        unit=unit,
        year=year,
        change=scene.compared.of(figure.index),
    )


def _of_whole(earlier: Sequence[Meaning], said: str) -> str:
    """Return a bare ``执行数`` or ``执行率`` with the ``部门整体支出`` that the amount before names."""
    whole = _WHOLE_SPENT.match(earlier[-1].label) if earlier else None
    return whole.group("it") + said if whole and _ONLY_STAGE.fullmatch(said) else said


def _heading(scene: Scene, label: Phrase, earlier: Sequence[Meaning]) -> str:
    """Return what the heading names, for the first figures under it; ``""`` where it names no part of the budget."""
    titles = scene.sheet.titles(label.start)[:1]
    found = _HEADED.match(titles[0]) if titles and not any(one.part for one in earlier) else None
    return found.group("it") if found else ""


def _named_before(scene: Scene, label: Phrase, item: FinanceItem, earlier: Sequence[Meaning]) -> str:
    """Return the label of the amount of that item before, empty where a ``；`` parts it from the label."""
    whole = next((one for one in reversed(earlier) if one.item is item), None)
    return whole.label if whole and "；" not in scene.sheet.text[whole.figure.end : label.start] else ""


def _ratio(scene: Scene, figure: Figure, read: Sequence[Meaning]) -> FinanceAnswer | None:
    earlier = earlier_in_sentence(scene, figure, read)
    label = finance_label(scene, figure)
    if not label.text or "截" in label.text[:1]:
        label = progress_label(scene, figure) or label
    if not label.text and earlier and scene.sheet.text[figure.floor : figure.start] == "的":
        label = finance_label(scene, earlier[-1].figure)
    executed = executed_label(scene, figure, label, earlier)
    share = SHARE.search(scene.sheet.text, figure.floor, figure.start) or BARE_SHARE.match(label.text)
    if executed:
        item: FinanceItem | None = FinanceItem.BUDGET_EXECUTION_RATE
        said = executed
    elif share and (earlier or "支出" in label.text or "经费" in label.text):
        item = FinanceItem.EXPENDITURE_SHARE
        parted = earlier[-1].item if earlier else None
        of = _whole_of(earlier) or (_whole_of(read) if parted in _PARTS else "")
        said = share_label(_shared(scene, figure, earlier), label, of)
    else:
        item, said = ratio_meaning(scene, figure, label, earlier), scene.sheet.said(label.start, label.end)
        said = of_project(scene, label) + said
        if said in _BARE_RATES and any(one.label.startswith(_PROCURED) for one in earlier[-2:]):
            said = _PROCURED + said
        said = _of_whole(earlier, said)
        if said in _EXECUTED:
            said = named_in([one.label for one in earlier]) + said
        if earlier and earlier[-1].item in NAMED_PARTS and OF_STAGE.fullmatch(said):
            said = named_again(said, earlier[-1].label)
    if item is None:
        return None
    return FinanceAnswer(
        evidence=scene.sheet.evidence(figure.start, figure.end),
        item=item,
        label=said,
        year=_year(scene, figure, earlier),
        change=scene.compared.of(figure.index),
    )


def _whole_of(read: Sequence[Meaning]) -> str:
    """Return the label of the last total received or spent, ``""`` where there is none."""
    wholes = (one for one in reversed(read) if one.item in _WHOLES and not one.part and one.stage is BudgetStage.ACTUAL)
    return next((one.label for one in wholes), "")


def _shared(scene: Scene, figure: Figure, earlier: Sequence[Meaning]) -> str:
    """Return the label of the amount that a share is of: the one before, or the one before a note in brackets."""
    if not earlier:
        return ""
    closed = "）" in scene.sheet.text[earlier[-1].figure.end : figure.start]
    opening = scene.sheet.text.rfind("（", 0, earlier[-1].figure.start) if closed else figure.start
    return next((one.label for one in reversed(earlier) if one.figure.end <= opening), earlier[-1].label)


def _year(scene: Scene, figure: Figure, earlier: Sequence[Meaning]) -> int | None:
    """Return the year that the sentence names for the figure, else that of the report."""
    low = scene.sheet.sentence_start(figure.start)
    return year_of(scene, figure, since=low) or (earlier[-1].year if earlier else None) or scene.year
