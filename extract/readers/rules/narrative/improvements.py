"""Measures of improvement (改进措施) with steps, and the problems that each answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.model.answer import ImprovementAnswer
from extract.model.text import SectionKind
from extract.readers.rules.narrative.areas import areas
from extract.readers.rules.narrative.links import Link, Linker, Side
from extract.readers.rules.narrative.points import Point, Turn, points
from extract.readers.rules.narrative.problems import Found, Remedy
from extract.readers.rules.narrative.sentences import is_step, promises
from extract.readers.rules.narrative.topics import told_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.domains.pack import Domain
    from extract.model.text import Reading
    from extract.readers.rules.narrative.blocks import Block

_RUNS_ON = re.compile(r"^(?:建议|下一?步|今后|同时|此外|另外|其次|再次|最后|一方面|另一方面|我|本|对|在|20\d\d年)")
_HEADLINE = 25
_GOES_ON = re.compile(r"^(?:通过|从而|以此|确保|力争|具体|其中|对(?!于)|并)")


def read_improvements(reading: Reading, domain: Domain, found: Found) -> tuple[ImprovementAnswer, ...]:
    """Return the improvements in order of the text, those that stand among the problems included."""
    remedies = [*found.remedies, *_listed(reading, found)]
    alone = [_side(domain, one.point) for one in remedies if one.under is None]
    links = iter(
        Linker(found.sides, domain.otherwise).links(alone, {one.under for one in remedies if one.under is not None})
    )
    answers = [_answer(domain, one, found.sides, next(links) if one.under is None else None) for one in remedies]
    return tuple(sorted(answers, key=lambda answer: answer.statement.first))


def _listed(reading: Reading, found: Found) -> Iterator[Remedy]:
    """Yield the points of the sections of improvements, each with the problem that its section stands under."""
    blocks = tuple(areas(reading, SectionKind.IMPROVEMENTS))
    for block, under in zip(blocks, _problems_above(blocks, found), strict=True):
        opens = _opens_improvement if under is None else _never
        for point in points(reading, block, SectionKind.IMPROVEMENTS, opens=opens):
            yield Remedy(point, under)


def _problems_above(blocks: Sequence[Block], found: Found) -> Iterator[int | None]:
    """Yield for each section of improvements the one problem that it stands under, None where it answers several.

    Only where problems and improvements alternate (``问题一……整改措施……问题二……``) does a section stand under one.
    """
    end = 0
    for block in blocks:
        units = tuple(block.units())
        between = [at for at, one in enumerate(found.problems) if end < one.statement.first < units[0].number]
        end = units[-1].number
        by_turns = len(blocks) > 1 or any(one.statement.first > end for one in found.problems)
        yield between[0] if len(between) == 1 and by_turns else None


def _opens_improvement(turn: Turn) -> bool:
    """Whether a sentence of running text is an improvement of its own: no headline stands over it."""
    headline = len(turn.before) <= _HEADLINE and "，" not in turn.before and not _RUNS_ON.match(turn.before)
    return not headline and (promises(turn.text) or is_step(turn.text)) and not _GOES_ON.match(turn.text)


def _never(_: Turn) -> bool:
    """Nothing opens an improvement of its own where the section answers one problem."""
    return False


def _side(domain: Domain, point: Point) -> Side:
    return Side(point.statement.text, point.text, _told(domain, point) or domain.otherwise)


def _answer(
    domain: Domain, remedy: Remedy, problems: Sequence[Side], link: tuple[tuple[int, ...], Link] | None
) -> ImprovementAnswer:
    under = () if remedy.under is None else (remedy.under,)
    at, known = link or (under, "explicit" if under else None)
    return _built(remedy.point, _topic(domain, remedy.point, problems, at, explicit=known == "explicit"), at, known)


def _built(point: Point, topic: str, at: tuple[int, ...], known: Link) -> ImprovementAnswer:
    return ImprovementAnswer(
        statement=point.statement.evidence,
        topic=topic,
        steps=tuple(one.evidence for one in point.further if is_step(one.text)),
        addresses=at,
        link=known,
    )


def _topic(domain: Domain, point: Point, problems: Sequence[Side], at: tuple[int, ...], *, explicit: bool) -> str:
    """Return the subject of the one problem that a remedy names or stands under, else its own, else the problem's."""
    answered = problems[at[0]].topic if len(at) == 1 else None
    if explicit and answered:
        return answered
    return _told(domain, point) or answered or domain.otherwise


def _told(domain: Domain, point: Point) -> str | None:
    return told_topic(domain, point.statement.text, *(one.text for one in point.further))
