"""The tasks of a report: what is asked, with which template, and what the answer holds."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from extract.errors import ConfigError
from extract.language import say
from extract.model.answer import (
    Answer,
    AnswerModel,
    Evidence,
    FinanceAnswer,
    ImprovementAnswer,
    MeasureAnswer,
    MetricAnswer,
    ProblemAnswer,
    ProfileAnswer,
    StaffingAnswer,
)


class ProfileTask(AnswerModel):
    """What the cover and the overview state."""

    profile: ProfileAnswer
    functions: tuple[Evidence, ...]
    internal_units: tuple[Evidence, ...]
    staffing: tuple[StaffingAnswer, ...]


class FinanceTask(AnswerModel):
    """Every amount of money and every financial ratio."""

    finance: tuple[FinanceAnswer, ...]


class MetricsTask(AnswerModel):
    """Every figure of the work."""

    metrics: tuple[MetricAnswer, ...]


class MeasuresTask(AnswerModel):
    """Goals, and what was done in the year."""

    goals: tuple[Evidence, ...]
    measures: tuple[MeasureAnswer, ...]


class ProblemsTask(AnswerModel):
    """Problems, improvements with their links, and what was done about last year's findings."""

    problems: tuple[ProblemAnswer, ...]
    improvements: tuple[ImprovementAnswer, ...]
    rectification: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One question about a report.

    Attributes:
        name: what the record, the usage table and batch lines call it.
        template: file name of its prompt, with its version (``finance.v1.jinja``).
        answer: pydantic model of the answer; its fields are fields of ``Answer``.
        sections: the parts of a report that it fills.
    """

    name: str
    template: str
    answer: type[AnswerModel]
    sections: tuple[str, ...]

    @property
    def version(self) -> str:
        """The version in the template's name (``v1``)."""
        parts = self.template.split(".")
        return parts[1] if len(parts) > 2 else "v0"  # noqa: PLR2004  (name, version, suffix)


TASKS = (
    Task("profile", "profile.v1.jinja", ProfileTask, ("profile", "functions", "internal_units", "staffing")),
    Task("finance", "finance.v2.jinja", FinanceTask, ("finance",)),
    Task("metrics", "metrics.v3.jinja", MetricsTask, ("metrics",)),
    Task("measures", "measures.v1.jinja", MeasuresTask, ("goals", "measures")),
    Task("problems", "problems.v1.jinja", ProblemsTask, ("problems", "improvements", "rectification")),
)
"""The questions about every report, in the order in which they are asked."""


def load_tasks(place: str | None) -> tuple[Task, ...]:
    """Return the tasks of ``package.module:NAME``, or those that ship with gouji.

    Raises:
        ConfigError: the module or name is not there, or holds no tasks that a report knows.
    """
    if place is None:
        return TASKS
    module, _, name = place.partition(":")
    try:
        tasks = getattr(_imported(module), name or "TASKS")
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigError(
            say(
                f"--tasks {place} 无法载入：{error}。写成 包.模块:TASKS，且模块须在 Python 路径上。",
                f"--tasks {place} cannot be loaded: {error}. Write package.module:TASKS, on Python's path.",
            )
        ) from error
    return _checked(tasks, place)


def _imported(module: str) -> ModuleType:
    """Import a module from Python's path or from the current folder."""
    if importlib.util.find_spec(module.partition(".")[0]) is None:
        sys.path.insert(0, str(Path.cwd()))
    return importlib.import_module(module)


def _checked(tasks: object, place: str) -> tuple[Task, ...]:
    if not isinstance(tasks, tuple) or not tasks or not all(isinstance(task, Task) for task in tasks):
        raise ConfigError(say(f"{place} 不是 Task 的元组。", f"{place} is no tuple of Task."))
    names = [task.name for task in tasks]
    if len(set(names)) < len(names):
        raise ConfigError(say(f"{place} 里有重名的任务。", f"{place} holds two tasks of one name."))
    for task in tasks:
        unknown = set(task.answer.model_fields) - set(Answer.model_fields)
        if unknown:
            known = ", ".join(Answer.model_fields)
            raise ConfigError(
                say(
                    f"任务 {task.name} 的回答含有未知的列表 {', '.join(sorted(unknown))}；可用：{known}。",
                    f"Task {task.name} answers unknown lists {', '.join(sorted(unknown))}; there are: {known}.",
                )
            )
    return tasks


def task_named(name: str, tasks: tuple[Task, ...]) -> Task:
    """Return the task of that name.

    Raises:
        ConfigError: there is none; the message lists those there are.
    """
    for task in tasks:
        if task.name == name:
            return task
    known = ", ".join(task.name for task in tasks)
    raise ConfigError(say(f"没有任务 {name}；可用：{known}。", f"There is no task {name}; there are: {known}."))
