"""Checks of an answer in one place, and the message that sends it back."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from extract.domains.pack import Domain
from extract.model.answer import AnswerModel
from extract.readers.llm.answers.faults import faults
from extract.readers.llm.answers.lenient import read_strictly
from extract.readers.llm.asks.request import Shown
from extract.steps.prompt import Window

MOST = 30
"""Faults that one message names; more would bury the task."""


MENDING = (
    "请对照报告的编号单元逐条改正（位置记错的改编号，抄错的按原文逐字重抄，原文没有的删去该条），"
    "其余内容保持不变，重新输出完整的 JSON 对象，不要说明。"
)


def complaints(
    content: str, model: type[AnswerModel], *, shown: Shown, window: Window, domain: Domain
) -> tuple[str, ...]:
    """Return what is wrong with an answer as written, nothing where it is valid."""
    try:
        answer = read_strictly(content, model)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return tuple(f"{'.'.join(str(part) for part in each['loc'])}：{each['msg']}" for each in found)
    except ValueError as error:
        return (str(error),)
    return tuple(str(fault) for fault in faults(answer, shown, window, domain))


def reask_message(found: Sequence[str]) -> str:
    """Return the message that sends an answer back: each fault, then what to do."""
    lines = [f"- {each}" for each in found[:MOST]]
    if len(found) > MOST:
        lines.append(f"- ……另有 {len(found) - MOST} 处同类错误")
    return "\n".join(("你的回答有以下错误：", *lines, MENDING))
