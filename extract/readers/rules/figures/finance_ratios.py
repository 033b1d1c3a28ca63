"""What a financial ratio is, by its own words, the amounts before it and its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model.report import FinanceItem
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.finance_context import THREE_PUBLIC, Meaning
from extract.readers.rules.figures.finance_words import CONTROL, MONTHLY, OF_BUDGET, OF_PLAN, amount_item, ratio_item
from extract.readers.rules.figures.phrases import Phrase
from extract.readers.rules.figures.scene import Scene

_NOT_MONEY = re.compile(r"(?:在职|人员|编制)[^，。]{0,6}控制率")
_PROGRESS = re.compile(r"(?P<it>(?:预算|资金|项目)?(?:执行|支出|支付)(?:进度|率))[^。；]{0,12}，[^。；，]{0,14}$")


def ratio_meaning(scene: Scene, figure: Figure, label: Phrase, earlier: Sequence[Meaning]) -> FinanceItem | None:
    """Return the item of a financial ratio, None where the rate is none of money."""
    if _NOT_MONEY.search(label.text):
        return None
    if CONTROL.search(label.text):
        return _control(scene, label, earlier)
    before = scene.sheet.text[max(figure.floor, figure.start - 24) : figure.start]
    if (
        OF_BUDGET.search(before)
        or _of_stated_budget(scene, figure, earlier)
        or (not re.search("率|度$|占", label.text) and _PROGRESS.search(before))
    ):
        return FinanceItem.BUDGET_EXECUTION_RATE
    item = ratio_item(label.text)
    if item is None and earlier and re.fullmatch(r"(?:资金)?(?:完成|使用|执行|支付|支出)(?:率|进度|比例)?", label.text):
        return FinanceItem.BUDGET_EXECUTION_RATE
    return item


def executed_label(scene: Scene, figure: Figure, label: Phrase, earlier: Sequence[Meaning]) -> str | None:
    """Return the label of a rate of execution that its own words do not show, None where it is none.

    One of several months (``6月、9月支出进度分别为43.1%、66.7%``), or that of an investment against its plan.
    """
    text = scene.sheet.text
    months = MONTHLY.search(text, scene.sheet.unit_bounds(figure.start)[0], figure.start)
    if months:
        names = re.split("[、和及]", months.group("months"))
        place = months.group("list").count("%")
        return names[place] + months.group("it") if place < len(names) else None
    planned = earlier and "投资" in earlier[-1].label and OF_PLAN.fullmatch(label.text)
    return earlier[-1].label + label.text if planned else None


def _of_stated_budget(scene: Scene, figure: Figure, earlier: Sequence[Meaning]) -> bool:
    """Whether a rate is one of the budget whose amount stands directly before it (``占年初预算32万元的68.1%``)."""
    if not earlier or scene.sheet.text[earlier[-1].figure.end : figure.start] != "的":
        return False
    amount = earlier[-1].figure
    return re.search("(?:占|完成|为)[^，。；]{0,8}预算数?$", scene.sheet.text[amount.floor : amount.start]) is not None


def progress_label(scene: Scene, figure: Figure) -> Phrase | None:
    """Return the progress of which a clause goes on to speak (``执行进度偏慢，截至6月底仅完成38.5%``)."""
    low = max(figure.floor, figure.start - 24)
    found = _PROGRESS.search(scene.sheet.text, low, figure.start)
    return Phrase(found.start("it"), found.end("it"), found.group("it")) if found else None


def _control(scene: Scene, label: Phrase, earlier: Sequence[Meaning]) -> FinanceItem:
    """Return which control rate it is, by its own words, the amounts before it or its heading."""
    families = (
        amount_item(label.text),
        *(one.item for one in reversed(earlier)),
        *map(amount_item, scene.sheet.titles(label.start)[:2]),
    )
    for family in families:
        if family is FinanceItem.OPERATING_EXPENDITURE:
            return FinanceItem.OPERATING_CONTROL_RATE
        if family in THREE_PUBLIC:
            return FinanceItem.THREE_PUBLIC_CONTROL_RATE
    return FinanceItem.OTHER
