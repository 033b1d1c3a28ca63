# ruff: noqa: INP001  (an example, not a package)
"""Tasks for another kind of report: the self-evaluation of one project (项目支出绩效自评报告)."""

from __future__ import annotations

from extract.model.answer import AnswerModel, MetricAnswer
from extract.readers.llm.asks.tasks import TASKS as SHIPPED
from extract.readers.llm.asks.tasks import Task, task_named


class OutputsAnswer(AnswerModel):
    """Outputs and effects of the project; they fill the record's ``metrics``."""

    metrics: tuple[MetricAnswer, ...]


TASKS = (
    task_named("profile", SHIPPED),
    task_named("finance", SHIPPED),
    Task("outputs", "outputs.v1.jinja", OutputsAnswer, ("metrics",)),
    task_named("problems", SHIPPED),
)
"""Profile, money and problems as for departments; outputs instead of figures of the work; no measures, no goals."""
