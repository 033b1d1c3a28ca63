"""The sheet that every rule works on: the case, its running text and its figures, read once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from extract.model.text import Span
from extract.steps.checks.reading.breakdowns import Breakdown, find_breakdowns
from extract.steps.checks.reading.case import Case
from extract.steps.checks.reading.entries import Entry, read_entries
from extract.steps.checks.reading.figures import Figure, read_figures
from extract.steps.checks.reading.flow import Flow, read_flow, sentences_of
from extract.steps.tables.read import Tables, tables_of

FORM_LINE = 120
"""The longest line that may be part of a form; longer ones are prose."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case with its running text, its figures and entries in order, the breakdowns that the text announces, its tables."""

    case: Case
    flow: Flow
    sentences: tuple[tuple[int, int], ...]
    figures: tuple[Figure, ...]
    entries: tuple[Entry, ...]
    breakdowns: tuple[Breakdown, ...]
    tables: Tables

    @property
    def text(self) -> str:
        """The running text (``flow.text``), which figures index."""
        return self.flow.text

    def span(self, start: int, end: int) -> Span:
        """Return the source span of a stretch of the running text."""
        return self.flow.span(start, end)

    def block(self, number: int) -> tuple[Figure, ...]:
        """Return the figures of a sentence or, where it is a line of a form, of the lines around it."""
        first = last = number
        if self._form_line(number):
            while first and self._form_line(first - 1):
                first -= 1
            while last + 1 < len(self.sentences) and self._form_line(last + 1):
                last += 1
        return self.figures[self._from(first) : self._from(last + 1)]

    def _form_line(self, number: int) -> bool:
        start, end = self.sentences[number]
        return self.text[end - 1] != "。" and end - start <= FORM_LINE

    def sentence(self, number: int) -> tuple[Figure, ...]:
        """Return the figures of one sentence."""
        return self.figures[self._from(number) : self._from(number + 1)]

    def before(self, place: int, most: int) -> tuple[Figure, ...]:
        """Return the figures that stand before a place of the running text, at most that many, in order."""
        until = bisect_left(self.figures, place, key=lambda figure: figure.start)
        return self.figures[max(0, until - most) : until]

    def items_at(self, spans: Iterable[Span]) -> tuple[str | None, ...]:
        """Return the ids of the record's figures of money that stand at these places, in order."""
        held = {tuple(money.span): money.id for money in self.case.record.finance if money.span}
        return tuple(held.get(tuple(span)) for span in spans)

    def _from(self, sentence: int) -> int:
        return bisect_left(self.figures, sentence, key=lambda figure: figure.sentence)


def read_sheet(case: Case) -> Sheet:
    """Read the running text and the figures of a case."""
    flow = read_flow(case.reading)
    figures = read_figures(flow, case.record)
    entries = read_entries(figures)
    return Sheet(
        case,
        flow,
        tuple(sentences_of(flow.text)),
        figures,
        entries,
        find_breakdowns(flow, entries),
        tables_of(case.reading),
    )
