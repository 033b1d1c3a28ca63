"""Parts of a report that the reader gave no answer about, by its record: what is missing there was never read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.language import Language, Text
from extract.model.names import LISTS
from extract.model.record import Record

REFUSED = re.compile(r"(?P<task>[^:]+):(?P<first>\d+)-(?P<last>\d+):(?P<reason>.*)", re.DOTALL)
"""An entry of ``run.refused``: the task, the units that it was asked about, and why there is no answer."""

LISTS_OF = {
    "profile": ("profile", "functions", "internal_units", "staffing"),
    "finance": ("finance",),
    "metrics": ("metrics",),
    "measures": ("goals", "measures"),
    "problems": ("problems", "improvements", "rectification"),
}
"""The lists that each question fills (``extract.readers.llm.asks.tasks.TASKS``); one of another's is named as it is."""

REASONS = {
    "missing_answer": Text("没有这一问的回答", "this question has no answer"),
    "invalid_answer": Text("回答不合格式", "the answer has not the right form"),
    "empty": Text("回答是空的", "the answer is empty"),
    "length": Text("回答太长，被截断", "the answer was cut off"),
    "content_filter": Text("被端点的内容审查拦下", "stopped by the endpoint's content filter"),
    "refusal": Text("模型拒绝回答", "the model refused"),
}
"""Why there is no answer; what an endpoint says itself is shown as it is."""

OFFLINE = frozenset({"llm"})
"""Readers that let the rules read what no model answers: these lists are there, and each item of them is in doubt."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A question without an answer: its lists, why, and whether the rules read the part instead."""

    task: str
    reason: str
    by_rules: bool

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists that it would have filled."""
        return LISTS_OF.get(self.task, (self.task,))

    def in_(self, language: Language) -> str:
        """Return the lists and the reason in words."""
        names = [LISTS[name].in_(language) if name in LISTS else name for name in self.lists]
        why = REASONS[self.reason].in_(language) if self.reason in REASONS else self.reason
        instead = Text("，由规则代读", ", read by rules instead").in_(language) if self.by_rules else ""
        zh = f"{'、'.join(names)}（{why}{instead}）"
        return zh if language is Language.ZH else f"{', '.join(names)} ({why}{instead})"


def unread(record: Record) -> tuple[Unread, ...]:
    """Return the questions about a record's report that have no answer, each reason of each once."""
    run = record.run
    if run is None:
        return ()
    found = (REFUSED.fullmatch(code) for code in run.refused)
    by_rules = run.reader in OFFLINE
    return tuple(dict.fromkeys(Unread(one["task"], one["reason"], by_rules) for one in found if one))


def unread_in(parts: Sequence[Unread], language: Language) -> str:
    """Say in one sentence what was not read, and why."""
    zh, en = "；".join(part.in_(Language.ZH) for part in parts), "; ".join(part.in_(Language.EN) for part in parts)
    return Text(f"没有读到：{zh}", f"Not read: {en}").in_(language)
