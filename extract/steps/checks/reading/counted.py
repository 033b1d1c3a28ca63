"""Rates of counted things: ``已化解8件，未化解1件``, ``抽检…，合格…``, ``应办…，已办…``, ``发放问卷…，满意…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from extract.model.quantity import Dimension
from extract.steps.checks.reading.breakdowns import same_unit
from extract.steps.checks.reading.figures import Figure, Role
from extract.steps.checks.reading.precision import Operand, percentage, plain
from extract.steps.checks.reading.ratios import Pair, divided
from extract.steps.checks.reading.sheet import Sheet

_SOME: Final = re.compile(r"初次|首次|重复|重点|按期|及时|一次|其中|网上|来信|来访|来电|集体|个体|疑难|新增|存量|积案")
_PAIR: Final = 2
COUNTED: Final = re.compile(
    r"(?P<stem>化解|办结|结案|完成|受理|答复|回复|转办|交办|整改|调解|参训|合格|达标|覆盖|竣工|验收|处置|反馈)率$"
)
UNDONE: Final = re.compile(r"^(?:未|尚未|正在|待|不|没有)")
_NEAREST: Final = 24
_DUE_RATE: Final = re.compile(r"^(?P<early>按期|按时|及时|如期)?(?:办结|办理|办复)率$")
_DUE: Final = re.compile(r"^应(?:当)?(?:办|办结|办理|办复)(?:件|事项|案件)?$")
_DONE: Final = re.compile(r"^(?:已|实际|共)?(?P<early>按期|按时|及时|如期)?(?:办|办结|办理|办复)(?:件|事项|案件)?$")
_PLANNED: Final = re.compile(r"^(?:计划|目标|任务|应)(?P<what>.*)$")
_ACTUAL: Final = re.compile(r"^(?:实际完成|实际|已完成|完成)(?P<what>.*)$")
_SATISFIED_RATE: Final = re.compile(r"^(?:群众|公众|社会|服务对象|社会公众|受访者|总体|综合|平均)*满意[度率]$")
_SATISFIED: Final = re.compile(r"^(?:表示|评价为?|其中)?[“\"]?满意[”\"]?的?$")
_ASKED: Final = re.compile(r"问卷|调查|发放|收回|回收|受访|样本|抽样|走访|回访")


def counted(sheet: Sheet, rate: Figure) -> Iterator[Pair]:
    """Yield the counts that a rate may be computed from, none where its sentence or paragraph does not state them."""
    named = COUNTED.search(rate.label)
    before = _before(sheet, rate)
    if named:
        yield from _counts(before, rate, named["stem"])
    yield from _due(before, rate)
    yield from _planned(before, rate)
    yield from _satisfied(before, rate)


def _before(sheet: Sheet, rate: Figure) -> list[Figure]:
    begin, _ = sheet.flow.paragraph(rate.start)
    return [
        f
        for f in sheet.before(rate.start, _NEAREST)
        if begin <= f.start and f.role is Role.VALUE and f.quantity.dimension is Dimension.COUNT
    ]


def _due(before: Sequence[Figure], rate: Figure) -> Iterator[Pair]:
    """Pair ``应办90件，已办89件`` directly before the rate; on time can be fewer than done, never more."""
    stated = _DUE_RATE.search(rate.label)
    if stated is None or len(before) < _PAIR:
        return
    whole, part = before[-_PAIR:]
    done = _DONE.search(part.label)
    beside = whole.sentence == part.sentence == rate.sentence and same_unit(whole.unit, part.unit)
    if not done or not _DUE.search(whole.label) or not beside or not (part.exact and whole.exact):
        return
    pair = divided(part, whole)
    if bool(stated["early"]) == bool(done["early"]) or (pair.value and rate.value > pair.value.value):
        yield pair


def _planned(before: Sequence[Figure], rate: Figure) -> Iterator[Pair]:
    """Pair ``计划培训640人次，实际培训672人次`` directly before 完成率, where both name the same thing."""
    if rate.label not in {"完成率", "计划完成率", "任务完成率", "目标完成率"} or len(before) < _PAIR:
        return
    whole, part = before[-_PAIR:]
    plan, made = _PLANNED.search(whole.label), _ACTUAL.search(part.label)
    beside = whole.sentence == part.sentence == rate.sentence and same_unit(whole.unit, part.unit)
    if plan and made and beside and part.exact and whole.exact and made["what"] in {"", plan["what"]}:
        yield divided(part, whole)


def _satisfied(before: Sequence[Figure], rate: Figure) -> Iterator[Pair]:
    """Pair the satisfied with those asked, sent out or returned, where no other degree of satisfaction is counted."""
    own = [figure for figure in before if figure.sentence == rate.sentence]
    degrees = [figure for figure in own if "满意" in figure.label]
    if not _SATISFIED_RATE.search(rate.label) or len(degrees) != 1 or not _SATISFIED.search(degrees[0].label):
        return
    part = degrees[0]
    for whole in own:
        if _ASKED.search(whole.label) and same_unit(whole.unit, part.unit) and whole.value >= part.value:
            yield divided(part, whole)


def _counts(before: Sequence[Figure], rate: Figure, stem: str) -> Iterator[Pair]:
    """Pair what was done (``已化解8件``) with what there was: done and undone, or the total before it."""
    done = [f for f in before if stem in f.label and not UNDONE.search(f.label)]
    undone = [f for f in before if stem in f.label and UNDONE.search(f.label)]
    if done and not undone and rate.label == f"{stem}率":
        yield from _done_of_all(before, done[-1], rate)
    if not done or not undone or rate.sentence - done[-1].sentence > 1 or done[-1].unit != undone[-1].unit:
        return
    if _partial(rate.label.removesuffix(f"{stem}率"), done[-1].label):
        return
    part, rest = done[-1], undone[-1]
    whole = Operand(part.value + rest.value, Decimal(0))
    step = f"{plain(part.value)} ÷ ({plain(part.value)} + {plain(rest.value)})"
    yield Pair(part, rest, percentage(part.operand, whole), step)
    yield from (
        divided(part, f) for f in before if f.unit == part.unit and f.start < part.start and f.value >= part.value
    )


def _partial(subject: str, done: str) -> bool:
    """Whether the rate is of some of the cases only (初次信访事项化解率), which the count does not name."""
    return bool(_SOME.search(subject)) and subject not in done


def _done_of_all(before: Sequence[Figure], done: Figure, rate: Figure) -> Iterator[Pair]:
    """Pair two neighbouring counts of the rate's own sentence: ``抽检1256批次，合格1249批次，合格率99.44%``."""
    if len(before) < _PAIR or before[-1] is not done or done.sentence != rate.sentence:
        return
    whole = before[-_PAIR]
    if whole.unit == done.unit and whole.sentence == rate.sentence and whole.value >= done.value:
        yield divided(done, whole)
