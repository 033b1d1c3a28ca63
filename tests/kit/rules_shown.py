"""Shows what the rules reader points at, as lines that a person can check against the guidelines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from text_cases import read

from extract.domains.registry import domain_named
from extract.model.answer import Answer, Evidence
from extract.model.report import Grounding
from extract.model.text import Reading
from extract.readers.rules.narrative.topics import topic_of
from extract.readers.rules.reader import read_report
from extract.steps.assemble.evidence import place

GENERAL = domain_named("general")


def answered(text: str, domain: str = "general") -> tuple[Reading, Answer]:
    """Read a text with the rules."""
    reading = read(text)
    return reading, read_report(reading, domain_named(domain))


def quoted(reading: Reading, evidence: Evidence) -> str:
    """What the evidence points at, white space and Markdown marks removed; it must stand there to the letter."""
    placed = place(evidence, reading)
    assert placed.span is not None, evidence
    assert placed.tier is Grounding.EXACT, evidence
    return re.sub(r"[\s*#]+", "", reading.text[placed.span.start : placed.span.end])


def shown_measures(text: str) -> str:
    """One line a title, below it ``· `` and each action."""
    reading, answer = answered(text)
    lines: list[str] = []
    for measure in answer.measures:
        lines.append(quoted(reading, measure.title))
        lines += [f"· {quoted(reading, action)}" for action in measure.actions]
    return "\n".join(lines) or "none"


def shown_problems(text: str) -> str:
    """One line a statement, below it ``· `` and each detail, ``? `` and the cause."""
    reading, answer = answered(text)
    return "\n".join(_problems(reading, answer)) or "none"


def _problems(reading: Reading, answer: Answer) -> Iterator[str]:
    for problem in answer.problems:
        yield quoted(reading, problem.statement)
        yield from (f"· {quoted(reading, detail)}" for detail in problem.details)
        if problem.cause:
            yield f"? {quoted(reading, problem.cause)}"


def shown_improvements(text: str) -> str:
    """One line a statement, behind it the positions of its problems and the kind of link, below it ``· `` and each step."""
    reading, answer = answered(text)
    lines: list[str] = []
    for improvement in answer.improvements:
        link = "".join(f" -> {at}" for at in improvement.addresses) + (
            f" {improvement.link}" if improvement.link else ""
        )
        lines.append(quoted(reading, improvement.statement) + link)
        lines += [f"· {quoted(reading, step)}" for step in improvement.steps]
    return "\n".join(lines) or "none"


def shown_lists(text: str) -> str:
    """One line an item of the plain lists: ``duty``, ``unit``, ``goal``, ``rectified``."""
    reading, answer = answered(text)
    lists = (
        ("duty", answer.functions),
        ("unit", answer.internal_units),
        ("goal", answer.goals),
        ("rectified", answer.rectification),
    )
    return "\n".join(f"{name} {quoted(reading, one)}" for name, items in lists for one in items) or "none"


def shown_report(text: str) -> str:
    """All narrative lists of a whole report, each under its name."""
    parts = (
        ("lists", shown_lists),
        ("measures", shown_measures),
        ("problems", shown_problems),
        ("improvements", shown_improvements),
    )
    return "\n".join(f"# {name}\n{shown(text)}" for name, shown in parts)


def shown_topics(text: str) -> str:
    """One line a topic; a line of the text is ``domain | title | what follows``."""
    parts = [[part.strip() for part in line.split("|")] for line in text.splitlines()]
    return "\n".join(topic_of(domain_named(domain), title, *following) for domain, title, *following in parts)
