"""Once more over the document: what has the answer left out?"""

from __future__ import annotations

import json
from dataclasses import replace

from extract.readers.llm.asks.request import Ask
from extract.readers.llm.asks.tasks import Task
from extract.readers.llm.asks.templates import Prompts
from extract.readers.llm.converse import Part

TEMPLATE = "coverage.v1.jinja"


def coverage_ask(part: Part, prompts: Prompts) -> Ask:
    """Return the ask that goes on after an answer and wants what it has missed, in the same form."""
    said = part.answer.model_dump(mode="json", by_alias=True, exclude_none=True)
    wording = Task(part.ask.task.name, TEMPLATE, part.ask.task.answer, part.ask.task.sections)
    question = prompts.question(wording, sections=part.ask.task.sections)
    turns = (
        {"role": "assistant", "content": json.dumps(said, ensure_ascii=False)},
        {"role": "user", "content": question},
    )
    return replace(part.ask, messages=(*part.ask.messages, *turns))
