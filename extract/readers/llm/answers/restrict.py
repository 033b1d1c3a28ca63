"""Part of an answer: the sections of one task, the items whose evidence lies in one window."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from extract.model.answer import Answer, AnswerModel, Evidence, ImprovementAnswer, ProfileAnswer
from extract.model.report import Profile
from extract.readers.llm.answers.merge import head_of
from extract.readers.llm.asks.tasks import Task
from extract.steps.prompt import Window


def restrict(answer: Answer, task: Task, window: Window) -> AnswerModel:
    """Return what an answer says for a task about a window, as that task's answer."""
    kept: dict[str, Any] = {name: _within(getattr(answer, name), window) for name in task.answer.model_fields}
    if "improvements" in kept and "problems" in kept:
        kept["improvements"] = _relinked(answer, kept["improvements"], window)
    return task.answer.model_validate(kept)


def _within(value: Any, window: Window) -> Any:  # noqa: ANN401  (profile or list)
    if isinstance(value, ProfileAnswer):
        fields = {name: getattr(value, name) for name in Profile.model_fields}
        return ProfileAnswer(**{name: each for name, each in fields.items() if each and _holds(window, _place(each))})
    if value is None:
        return ProfileAnswer()
    return tuple(item for item in value if _holds(window, head_of(item)))


def _relinked(answer: Answer, items: tuple[ImprovementAnswer, ...], window: Window) -> tuple[ImprovementAnswer, ...]:
    kept = [index for index, problem in enumerate(answer.problems) if _holds(window, problem.statement)]
    moved = {old: new for new, old in enumerate(kept)}
    return tuple(
        item.model_copy(update={"addresses": tuple(moved[a] for a in item.addresses if a in moved)}) for item in items
    )


def _place(value: BaseModel) -> Evidence:
    return value if isinstance(value, Evidence) else head_of(value)


def _holds(window: Window, evidence: Evidence) -> bool:
    return window.holds(evidence.first) and window.holds(evidence.final)
