"""Metrics: every count or rate that reports results of the work, with name, category, subject, period and change."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from extract.domains.pack import Domain
from extract.model.answer import MetricAnswer
from extract.readers.rules.figures.changes import Comparison
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.metric_actors import Setting, setting_of, without_period
from extract.readers.rules.figures.metric_categories import category_of, is_class
from extract.readers.rules.figures.metric_filters import in_place, is_metric
from extract.readers.rules.figures.metric_leaning import Earlier
from extract.readers.rules.figures.metric_names import metric_name
from extract.readers.rules.figures.metric_trim import trend_name
from extract.readers.rules.figures.phrases import Phrase
from extract.readers.rules.figures.scene import Scene
from extract.readers.rules.figures.tables import rates_its_plan
from extract.steps.tables.cell import TableCell

_GOES_ON = re.compile(r"^(?:其中|按|其余|.{1,6}中，|分.{1,6}看|从.{1,8}看|.{2,10}占比|.{0,6}已(?:化解|办结|完成))")
_RANKED = re.compile(r"排名|位次|名次|第\d|位居|列第|^(?:批次|人次|件次|批数|人数|件数)$")
_NEAR = 12
"""Metrics back in which the count stands that a bare rate or ``已化解`` speaks of."""

_VERB = re.compile(r"[\u4e00-\u9fff]{1,4}$")
"""What stands before a name: the verb that was left out of it."""

_LIGHT = re.compile(r"完成|组织|开展|实施|进行|共|累计")
"""Verbs that say nothing of the kind of work."""

_BROKEN_DOWN = re.compile(r"其中[^。；]*$")
_FIRST_PART = re.compile(r"其中[，,：]?(?P<it>[\u4e00-\u9fff“”]{2,}?)\d[^。]*$")
_MONEY = re.compile(r"经费|支出|预算|收入|资金|资产|金额|采购|费用|结转|结余")
_MONEY_RATE = re.compile(r"执行率|控制率|调整率|支付率|支出率|预算")


@dataclass(frozen=True, slots=True)
class _Read:
    """A metric as read, for those behind it."""

    figure: Figure
    answer: MetricAnswer
    setting: Setting
    sentence: int
    paragraph: int


def metrics_of(scene: Scene, domain: Domain, *, money: Collection[int]) -> tuple[MetricAnswer, ...]:
    """Point at the figures of the work in the order of the text.

    Args:
        scene: the report's figures.
        domain: holds the categories.
        money: indices of the figures that are amounts or financial ratios, and so no figures of the work.
    """
    read: list[_Read] = []
    for figure in scene.figures:
        if figure.index not in money and is_metric(scene, figure):
            one = _read(scene, figure, domain, read)
            if one:
                read.append(one)
    changes = (_trend(scene, one, domain) for one in scene.compared.alone)
    found = [(scene.sheet.span(one.figure.start, one.figure.end).start, one.answer) for one in read]
    found += [one for one in changes if one]
    return tuple(answer for _, answer in sorted(found, key=lambda pair: pair[0]))


def _read(scene: Scene, figure: Figure, domain: Domain, read: list[_Read]) -> _Read | None:
    sheet, last = scene.sheet, read[-1] if read else None
    cell = scene.cell(figure)
    if cell:
        return _in_table(scene, figure, cell, domain)
    sentence = sheet.sentence_start(figure.start)
    paragraph = sheet.unit_at(figure.start).paragraph
    phrase = scene.phrase(figure)
    same = last if last and last.sentence == sentence else None
    pair = same and figure.floor == same.figure.end == figure.start
    carried = _carried(scene, sentence, paragraph, last)
    setting = same.setting if pair and same else setting_of(sheet, phrase, low=sentence, carried=carried)
    beside = same is not None and same.figure.rate
    earlier = Earlier(
        _counted(same),
        None if beside else _counted_in(read, paragraph),
        tuple(one.answer.name for one in read[-_NEAR:] if one.sentence == sentence and not one.figure.rate),
        last.answer.name if last and beside else None,
    )
    name = same.answer.name if pair and same else metric_name(scene, figure, phrase, earlier=earlier)
    listed = _listed(scene, figure, name or "") and is_class(name or "", earlier.sentence)
    answer = MetricAnswer(
        evidence=sheet.evidence(figure.start, figure.end),
        name=name or "",
        category=same.answer.category
        if pair and same
        else _category(domain, sheet.text[phrase.start : figure.start], name or "", rate=figure.rate, listed=listed),
        subject=setting.subject,
        period=setting.period,
        change=scene.compared.of(figure.index),
    )
    return _Read(figure, answer, setting, sentence, paragraph) if name else None


def _in_table(scene: Scene, figure: Figure, cell: TableCell, domain: Domain) -> _Read | None:
    """Read a number that fills its cell: its row names it, its column must say that it was reached."""
    if (
        cell.scored
        or not cell.row
        or (figure.bare and cell.fraction(figure.quantity.value))
        or cell.year(scene.year) not in {None, scene.year}
        or rates_its_plan(scene.sheet, scene.tables, figure)
        or _MONEY_RATE.search(cell.row)
        or not (cell.reached or ((figure.rate or (figure.bare and cell.counted)) and not cell.column))
    ):
        return None
    rate = figure.rate or (figure.bare and cell.counted == "%")
    answer = MetricAnswer(
        evidence=scene.sheet.evidence(figure.start, figure.end),
        name=cell.named,
        category=category_of(domain, cell.named, "", rate=rate),
        unit=cell.counted if figure.bare else None,
    )
    return _Read(figure, answer, Setting(), figure.start, -1)


def _category(domain: Domain, clause: str, name: str, *, rate: bool, listed: bool) -> str:
    """Return the category by name, the verb left out of it and the clause before."""
    clause = clause.split("\n", 1)[0]
    at = clause.rfind(name)
    before = clause[:at] if at >= 0 else clause
    verb = _VERB.search(before) if at > 0 else None
    named = without_period(_LIGHT.sub("", verb.group()) + name) if verb else name
    return category_of(domain, named, before, rate=rate, listed=listed)


def _listed(scene: Scene, figure: Figure, name: str) -> bool:
    """Whether a count stands in a list that ``其中`` opens, also behind a ``；`` where its name is made like the first."""
    low = scene.sheet.sentence_start(figure.start)
    told = scene.sheet.text[low : figure.start]
    if figure.rate or "其中" not in told:
        return False
    if _BROKEN_DOWN.search(told):
        return True
    first = _FIRST_PART.search(told)
    return first is not None and (first.group("it")[:2] == name[:2] or first.group("it")[-2:] == name[-2:])


def _counted(last: _Read | None) -> str | None:
    """Return the name of the count before, of which a bare rate is the rate."""
    return last.answer.name if last and not last.figure.rate else None


def _counted_in(read: list[_Read], paragraph: int) -> str | None:
    """Return the name of the last count of the paragraph."""
    counts = (one.answer.name for one in reversed(read[-_NEAR:]) if one.paragraph == paragraph and not one.figure.rate)
    return next(counts, None)


def _carried(scene: Scene, sentence: int, paragraph: int, last: _Read | None) -> Setting:
    """Return what still holds from the sentence before: all where this one goes on breaking its figure down."""
    if last is None or last.paragraph != paragraph:
        return Setting()
    if last.sentence == sentence or _GOES_ON.match(scene.sheet.text[sentence : sentence + 14]):
        return last.setting
    return Setting()


def _trend(scene: Scene, comparison: Comparison, domain: Domain) -> tuple[int, MetricAnswer] | None:
    """Read a change that stands without its figure (``来访人数…较去年同期减少55.8%``)."""
    sheet = scene.sheet
    low = max(sheet.sentence_start(comparison.start), sheet.unit_bounds(comparison.start)[0])
    words = sheet.text[low : comparison.start]
    piece = comparison.answer.amount or comparison.answer.rate
    if (
        not in_place(scene, comparison.start)
        or _MONEY.search(words[-40:])
        or (comparison.answer.amount or "").endswith("元")
        or not piece
    ):
        return None
    clause = _clause(scene, comparison, low)
    name = trend_name(sheet.said(clause.start, clause.end)) if clause.text else ""
    if len(name) < 2 or _RANKED.search(name):  # noqa: PLR2004  (no noun)
        return None
    setting = setting_of(sheet, clause, low=low, carried=Setting())
    rate = comparison.answer.amount is None
    answer = MetricAnswer(
        evidence=sheet.evidence(comparison.start, comparison.end),
        name=name,
        category=category_of(domain, name, "", rate=rate and name.endswith(("率", "度"))),
        subject=setting.subject,
        period=setting.period,
        change=comparison.answer,
    )
    return sheet.span(comparison.start, comparison.end).start, answer


def _clause(scene: Scene, comparison: Comparison, low: int) -> Phrase:
    """Return the clause that names what has changed: before the comparing words, else the one before that."""
    text = scene.sheet.text
    start, end = comparison.own
    if not text[start:end].strip("，、（的"):
        end = len(text[:start].rstrip("，、（"))
        start = max(text.rfind(mark, low, end) for mark in "，；。：、") + 1
        start = max(start, low)
    return Phrase(start, end, text[start:end])
