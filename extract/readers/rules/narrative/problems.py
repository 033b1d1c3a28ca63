"""Stated problems (存在的问题) with details and cause, and the remedies that stand among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.model.answer import Evidence, ProblemAnswer
from extract.model.text import SectionKind
from extract.readers.rules.narrative.areas import areas
from extract.readers.rules.narrative.causes import cause_in, is_only_cause, opens_reasons, told_why
from extract.readers.rules.narrative.deviations import deviations
from extract.readers.rules.narrative.links import Side
from extract.readers.rules.narrative.pointing import said, stretch, whole
from extract.readers.rules.narrative.points import Point, Said, Turn, is_wrapper, passage, points, says_nothing
from extract.readers.rules.narrative.problem_tables import problem_rows
from extract.readers.rules.narrative.sentences import promises, states_problem
from extract.readers.rules.narrative.topics import topic_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.domains.pack import Domain
    from extract.model.text import Reading, Unit
    from extract.readers.rules.narrative.blocks import Block

_ELABORATES = re.compile(
    r"^(?:目前|虽然?|但|由于|因|导致|如|例如|比如|部分|个别|少数|有的|主要|这|其|同时|此外|另外|尤其|特别|存在|表现|具体|截至|原因|在[^，]{0,12}(?:中|上|时))"
)
_REMEDY_LABEL = re.compile(r"(?:措施|办法|建议|对策|计划|方向|思路|意见)(?:[一二三四五六七八九十]+|\d+)?[：:]$")
_REMEDY_HEAD = re.compile(
    r"^(?:(?:下一?步|整改|改进|解决|应对|对应)(?:的)?)(?:措施|办法|建议|对策|计划|方向|思路|意见)$"
)
_CAUSE_LABEL = re.compile(r"(?:问题)?(?:产生|形成|存在|主要|造成)*(?:问题)?的?(?:主要)?原因(?:分析)?")
_HEADLINE = 24
_UNMET = re.compile(r"(?:未|没有|偏离)[^，]{0,6}(?:完成|实现|达[到成标]|目标)")


@dataclass(frozen=True, slots=True)
class Remedy:
    """An improvement that stands in the section of problems, under the problem at ``under`` (None: under none)."""

    point: Point
    under: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What the sections of problems hold: ``sides`` say for each problem what links to it are judged by."""

    problems: tuple[ProblemAnswer, ...]
    sides: tuple[Side, ...]
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A problem where one is stated, and the remedies said under it or, without one, beside the problem before."""

    at: int
    problem: ProblemAnswer | None
    side: Side | None
    remedies: tuple[Point, ...]


def read_problems(reading: Reading, domain: Domain) -> Found:
    """Return the problems in order, what is said of each, and the remedies among them."""
    told = [one for area in areas(reading, SectionKind.PROBLEMS) for one in _listed(reading, domain, area)]
    told += [*_in_tables(reading, domain), *_in_rows(reading, domain)]
    problems: list[ProblemAnswer] = []
    sides: list[Side] = []
    remedies: list[Remedy] = []
    for one in sorted(told, key=lambda one: one.at):
        if one.problem is not None and one.side is not None:
            problems.append(one.problem)
            sides.append(one.side)
        under = len(problems) - 1 if problems else None
        remedies += [Remedy(remedy, under) for remedy in one.remedies]
    return Found(tuple(problems), tuple(sides), tuple(remedies))


def _listed(reading: Reading, domain: Domain, area: Block) -> list[_Told]:
    told: list[_Told] = []
    for point in _points(reading, area):
        stated, promised = _parted(point)
        answer = _answer(reading, domain, stated) if stated else None
        side = Side(stated.statement.text, point.text, answer.topic) if stated and answer else None
        told.append(_Told(point.statement.units[0].number, answer, side, tuple(promised)))
    return _with_causes(reading, area, told)


def _in_tables(reading: Reading, domain: Domain) -> Iterator[_Told]:
    """Yield what the column of deviations of a table of indicators tells; the indicator's name helps to tell the topic."""
    for stated, remedy, indicator in deviations(reading):
        answer = _answer(reading, domain, stated, indicator, unmet=True)
        side = Side(stated.statement.text, stated.text, answer.topic)
        yield _Told(stated.statement.units[0].number, answer, side, (remedy,) if remedy else ())


def _in_rows(reading: Reading, domain: Domain) -> Iterator[_Told]:
    """Yield what a table of problems tells row by row; the remedy in its row answers the problem."""
    for row in problem_rows(reading):
        problem, remedy = (_in_cell(reading, units) for units in (row.stated, row.remedies))
        if problem is None:
            continue
        answer = _answer(reading, domain, problem)
        if row.causes and answer.cause is None and not says_nothing(said(reading, row.causes[0])):
            answer = answer.model_copy(update={"cause": whole(row.causes[0])})
        side = Side(problem.statement.text, problem.text, answer.topic)
        yield _Told(row.stated[0].number, answer, side, (remedy,) if remedy else ())


def _in_cell(reading: Reading, units: Sequence[Unit]) -> Point | None:
    passages = [passage(reading, unit) for unit in units if not says_nothing(said(reading, unit))]
    return Point(passages[0], tuple(passages[1:])) if passages else None


def _with_causes(reading: Reading, area: Block, told: list[_Told]) -> list[_Told]:
    """Give the problems the causes that a part 原因分析 lists one for each of them."""
    wrappers = [block for block in area.every() if is_wrapper(reading, block, SectionKind.PROBLEMS)]
    listed = [part for block in wrappers for part in block.parts if _heads_causes(reading, part)]
    causes = [part for block in listed for part in block.parts if part.head is not None]
    stated = [one for one in told if one.problem is not None]
    if not causes or len(causes) != len(stated):
        return told
    heads = {one.at: part.head for one, part in zip(stated, causes, strict=True)}
    return [replace(one, problem=_caused(one.problem, heads.get(one.at))) for one in told]


def _caused(problem: ProblemAnswer | None, head: Unit | None) -> ProblemAnswer | None:
    if problem is None or problem.cause or head is None:
        return problem
    return problem.model_copy(update={"cause": whole(head)})


def _heads_causes(reading: Reading, block: Block) -> bool:
    return block.head is not None and _CAUSE_LABEL.fullmatch(said(reading, block.head)) is not None


def _points(reading: Reading, area: Block) -> Iterator[Point]:
    listed = any(one.numbered and not is_wrapper(reading, one, SectionKind.PROBLEMS) for one in area.every())
    for point in points(reading, _without_causes(reading, area), SectionKind.PROBLEMS, opens=_opens_problem):
        if _is_unmet(reading, point) and not states_problem(point.text):
            continue  # what was planned and what was reached, in figures only
        if not listed or point.further or _is_stated(point):
            yield point


def _without_causes(reading: Reading, block: Block) -> Block:
    if not is_wrapper(reading, block, SectionKind.PROBLEMS):
        return block
    kept = tuple(_without_causes(reading, part) for part in block.parts if not _heads_causes(reading, part))
    return replace(block, parts=kept)


def _is_stated(point: Point) -> bool:
    unit = point.statement.units[0]
    return unit.enumerator is not None or states_problem(point.statement.text) or promises(point.statement.text)


def _opens_problem(turn: Turn) -> bool:
    """Whether a sentence of running text states another problem.

    Under a headline only another headline does; where the problem before it is a whole sentence, or a ``；`` joins
    both, any that lacks something and elaborates nothing.
    """
    if turn.joined and _REMEDY_LABEL.search(turn.label):
        return False
    if promises(turn.before) or promises(turn.text) or not states_problem(turn.text) or _ELABORATES.match(turn.text):
        return False
    return turn.joined or not _is_headline(turn.before) or _is_headline(turn.text)


def _is_headline(text: str) -> bool:
    return "，" not in text and len(text) <= _HEADLINE


def _parted(point: Point) -> tuple[Point | None, list[Point]]:
    """Part a point into the problem and the remedies said under it."""
    stated: list[Said] = []
    promised: list[Said] = []
    remedy = False
    for one in (point.statement, *point.further):
        remedy = remedy or _names_remedy(one)
        if _REMEDY_HEAD.match(one.text):
            continue
        (promised if remedy or promises(one.text) else stated).append(one)
    problem = Point(stated[0], tuple(stated[1:])) if stated else None
    if remedy and promised:
        return problem, [Point(promised[0], tuple(promised[1:]))]
    return problem, [Point(one) for one in promised]


def _names_remedy(one: Said) -> bool:
    return _REMEDY_LABEL.search(one.label) is not None or _REMEDY_HEAD.match(one.text) is not None


def _answer(reading: Reading, domain: Domain, point: Point, *about: str, unmet: bool = False) -> ProblemAnswer:
    point, reasons = _without_reasons(reading, point)
    details = [one for one in point.further if not is_only_cause(one.text)]
    return ProblemAnswer(
        statement=point.statement.evidence,
        topic=topic_of(domain, point.statement.text, *about, *(one.text for one in details)),
        details=tuple(one.evidence for one in details),
        cause=reasons or _cause(reading, point, unmet=unmet or _is_unmet(reading, point)),
    )


def _without_reasons(reading: Reading, point: Point) -> tuple[Point, Evidence | None]:
    """Part off a list of reasons that some words open (``……，究其原因，一是……；二是……``)."""
    passages = (point.statement, *point.further)
    for at, one in enumerate(passages[:-1]):
        start = opens_reasons(one.text)
        if start is None or (at == 0 and start == 0):
            continue
        unit, last = one.units[-1], passages[-1].units[-1]
        reasons = Evidence(first=unit.number, last=last.number, from_=one.text[start:])
        before = one.text[:start].rstrip("，、；")
        kept = [*passages[:at]]
        if before:
            kept.append(Said(stretch(reading, unit, 0, len(before)), before, one.units))
        return Point(kept[0], tuple(kept[1:])), reasons
    return point, None


def _is_unmet(reading: Reading, point: Point) -> bool:
    """Whether the point stands under a heading about goals that were not met."""
    section = reading.sections[point.statement.units[0].section]
    return _UNMET.search(section.title) is not None


def _cause(reading: Reading, point: Point, *, unmet: bool) -> Evidence | None:
    for one in (point.statement, *point.further):
        for unit in one.units:
            text = said(reading, unit)
            span = cause_in(text) or (told_why(text) if unmet else None)
            if span is not None:
                return stretch(reading, unit, *span)
    return None
