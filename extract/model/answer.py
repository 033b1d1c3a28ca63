"""What a reader returns: evidence and closed-set judgements, never rewritten text.

The model points, the program reads: numbers, units, dates and texts are parsed by gouji from the
characters that the evidence names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from extract.model.record import Usage
from extract.model.report import BudgetStage, Direction, FinanceItem, ReportType, StaffCategory, StaffKind


class AnswerModel(BaseModel):
    """Base of all answers: frozen, unknown keys are errors, aliases and names both accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Statement(AnswerModel):
    """Base of what answers are made of.

    ``hesitant`` names the keys whose values the reader held less likely than not. It comes from log-probabilities: no
    model is asked for it, and no schema, prompt or dump shows it.
    """

    hesitant: Annotated[tuple[str, ...], SkipJsonSchema()] = Field(default=(), exclude=True, repr=False)


class Evidence(Statement):
    """Where something stands: units ``first``..``last`` and, where it is smaller than they, verbatim pieces.

    ``text`` is the whole piece; ``from``/``to`` are the two ends of a long one. Without pieces the span is the
    units less their enumerator and closing punctuation. ``nth`` says which occurrence of ``text`` in the units
    is meant (from 1) where it stands there more than once.
    """

    first: int
    last: int | None = None
    text: str | None = None
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    nth: int | None = None

    @property
    def final(self) -> int:
        """The last unit, which is the first where none is named."""
        return self.first if self.last is None else self.last


class TypeAnswer(Statement):
    """The kind of report and the title that shows it."""

    evidence: Evidence
    value: ReportType


class ProfileAnswer(Statement):
    """Evidence of each scalar; values are parsed from it."""

    department_name: Evidence | None = None
    fiscal_year: Evidence | None = None
    report_type: TypeAnswer | None = None
    report_date: Evidence | None = None
    preparer: Evidence | None = None
    contact_phone: Evidence | None = None
    evaluating_body: Evidence | None = None
    subordinate_units: Evidence | None = None
    self_score: Evidence | None = None
    self_grade: Evidence | None = None


class StaffingAnswer(Statement):
    """A head count; the evidence covers label and number (``行政编制4人``)."""

    evidence: Evidence
    kind: StaffKind
    category: StaffCategory


class ChangeAnswer(Statement):
    """A comparison as verbatim pieces: ``amount`` (``41.34万元``), ``rate`` (``48.7%``), ``base`` (``1676件``)."""

    direction: Direction
    amount: str | None = None
    rate: str | None = None
    base: str | None = None


class FinanceAnswer(Statement):
    """A figure of money; the evidence covers the number with its unit, ``unit`` is given only where a table heads it."""

    evidence: Evidence
    item: FinanceItem
    stage: BudgetStage | None = None
    label: str
    unit: str | None = None
    year: int | None = None
    change: ChangeAnswer | None = None


class MetricAnswer(Statement):
    """A figure of the work; the evidence covers the number with its unit, or the change where only that is stated."""

    evidence: Evidence
    name: str
    category: str
    unit: str | None = None
    subject: str | None = None
    period: str | None = None
    change: ChangeAnswer | None = None


class MeasureAnswer(Statement):
    """A headed block of work done."""

    title: Evidence
    topic: str
    actions: tuple[Evidence, ...] = ()


class ProblemAnswer(Statement):
    """A stated problem."""

    statement: Evidence
    topic: str
    details: tuple[Evidence, ...] = ()
    cause: Evidence | None = None


class ImprovementAnswer(Statement):
    """A measure of improvement; ``addresses`` are positions (from 0) in this answer's problems."""

    statement: Evidence
    topic: str
    steps: tuple[Evidence, ...] = ()
    addresses: tuple[int, ...] = ()
    link: Literal["explicit", "inferred"] | None = None


class Answer(AnswerModel):
    """Everything that a reader says of one report; a task of a model fills some of the lists."""

    profile: ProfileAnswer | None = None
    functions: tuple[Evidence, ...] = ()
    internal_units: tuple[Evidence, ...] = ()
    staffing: tuple[StaffingAnswer, ...] = ()
    finance: tuple[FinanceAnswer, ...] = ()
    metrics: tuple[MetricAnswer, ...] = ()
    goals: tuple[Evidence, ...] = ()
    measures: tuple[MeasureAnswer, ...] = ()
    problems: tuple[ProblemAnswer, ...] = ()
    improvements: tuple[ImprovementAnswer, ...] = ()
    rectification: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of a report that an endpoint would not read; it goes to review.

    ``sections`` are the lists that the task would have filled; empty where it concerns all.
    """

    task: str
    first: int
    last: int
    reason: str
    sections: tuple[str, ...] = ()

    def concerns(self, name: str) -> bool:
        """Whether a list of the answer is among those that were not read."""
        return not self.sections or name in self.sections


Verdict = Literal["supported", "contradicted", "not_stated"]
"""What a verifier says of an item."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A verifier's word on items, by id, and what the report has cost with its questions."""

    verdicts: Mapping[str, Verdict]
    usage: Usage

    @property
    def supported(self) -> tuple[str, ...]:
        """The ids of the items that are stated, in order."""
        return tuple(sorted(item for item, said in self.verdicts.items() if said == "supported"))


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with what a reader knows about how it came about.

    ``samples`` are further answers to the same question (agreement is a sign of confidence);
    ``reasked`` names the lists that were valid only after a re-ask; ``prompts`` maps task to version+hash.
    """

    answer: Answer
    samples: tuple[Answer, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    reasked: tuple[str, ...] = ()
    usage: Usage | None = None
    model: str | None = None
    prompts: tuple[tuple[str, str], ...] = ()
