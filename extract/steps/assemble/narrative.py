"""Answers about free text to passages, measures, problems and improvements with their links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.model.answer import Evidence, ImprovementAnswer, MeasureAnswer, ProblemAnswer
from extract.model.report import Improvement, Measure, Passage, Problem
from extract.model.text import Reading, Span
from extract.steps.assemble.evidence import passage_span, place
from extract.steps.assemble.marks import Marker, hesitations


class Narrator:
    """Turns evidence into passages of one report, all marked by one marker."""

    def __init__(self, reading: Reading, marker: Marker) -> None:
        self._reading = reading
        self._marker = marker

    def passage(self, evidence: Evidence, name: str, *doubts: str) -> Passage:
        """Return the passage that the evidence names, trimmed as the guidelines want it."""
        placed = passage_span(place(evidence, self._reading), self._reading)
        return Passage(**self._marker.marks(name, placed, *doubts), text=placed.text)

    def passages(self, evidence: Iterable[Evidence], name: str) -> tuple[Passage, ...]:
        """Return the passages in order, each span once."""
        return tuple(_distinct(self.passage(one, name) for one in evidence))

    def measures(self, answers: Iterable[MeasureAnswer]) -> tuple[Measure, ...]:
        """Return the measures with their actions; a title is no action of its own."""
        return tuple(
            Measure(
                title=title,
                topic=answer.topic,
                actions=_without(title, self.passages(answer.actions, "measures.actions")),
            )
            for answer in answers
            for title in (self.passage(answer.title, "measures.title", *hesitations(answer, "topic")),)
        )

    def problems(self, answers: Iterable[ProblemAnswer]) -> tuple[Problem, ...]:
        """Return the problems in the order of the answer, to which improvements refer by position."""
        return tuple(
            Problem(
                statement=statement,
                topic=answer.topic,
                details=_without(statement, self.passages(answer.details, "problems.details")),
                cause=self.passage(answer.cause, "problems.cause") if answer.cause else None,
            )
            for answer in answers
            for statement in (self.passage(answer.statement, "problems.statement", *hesitations(answer, "topic")),)
        )

    def improvements(self, answers: Iterable[ImprovementAnswer], problems: int) -> tuple[Improvement, ...]:
        """Return the improvements; links to problems that are not there are dropped."""
        return tuple(self._improvement(answer, problems) for answer in answers)

    def _improvement(self, answer: ImprovementAnswer, problems: int) -> Improvement:
        doubts = hesitations(answer, "topic", "link")
        statement = self.passage(answer.statement, "improvements.statement", *doubts)
        addresses = tuple(sorted({at for at in answer.addresses if 0 <= at < problems}))
        return Improvement(
            statement=statement,
            topic=answer.topic,
            steps=_without(statement, self.passages(answer.steps, "improvements.steps")),
            addresses=addresses,
            link=(answer.link or "inferred") if addresses else None,
        )


def _distinct(passages: Iterable[Passage]) -> Iterator[Passage]:
    seen: set[Span] = set()
    for passage in passages:
        if passage.span is None or passage.span not in seen:
            yield passage
        if passage.span is not None:
            seen.add(passage.span)


def _without(head: Passage, passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    return tuple(passage for passage in passages if passage.span is None or passage.span != head.span)
