"""Shows a text as its units, sections or paragraphs, and reads the cases of tests/cases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from extract.model.text import RawDocument, Reading, Unit
from extract.steps.layout.paragraphs import paragraphs
from extract.steps.normalise import normalise
from extract.steps.outline import outline
from extract.steps.units import number_units

CASES = Path(__file__).parents[1] / "cases"
_CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n\n~~~~text\n(?P<text>.*?)\n~~~~\n\n~~~~\w*\n(?P<expected>.*?)\n~~~~$",
    re.MULTILINE | re.DOTALL,
)


class Case(NamedTuple):
    """A case of a document: its title, the text that goes in, and what must come out."""

    title: str
    text: str
    expected: str


def cases(name: str) -> list[Case]:
    """Read the cases of ``tests/cases/<name>.md``; visible tabs (``⇥``) stand for real ones."""
    written = (CASES / f"{name}.md").read_text(encoding="utf-8")
    found = [Case(*match.groups()) for match in _CASE.finditer(written)]
    assert len(found) == written.count("\n~~~~text\n"), "a case of the document is not written like the others"
    return [Case(case.title, case.text.replace("⇥", "\t"), case.expected) for case in found]


def read(text: str) -> Reading:
    """Bring a text through normalise, outline and units."""
    document = normalise(RawDocument("case", text))
    sections = outline(document)
    return Reading(document, sections, number_units(document, sections))


def shown_units(text: str) -> str:
    """One line a unit: role, enumerator in brackets, core with joined line breaks, and headers behind ``@``."""
    return "\n".join(_shown(text, unit) for unit in read(text).units)


def _shown(text: str, unit: Unit) -> str:
    core = re.sub(r"\s*\n\s*", "", text[unit.core.start : unit.core.end])
    number = f" [{unit.enumerator}]" if unit.enumerator else ""
    headers = f" @ {' / '.join(unit.headers)}" if unit.headers else ""
    return f"{unit.role.value}{number} {core}{headers}"


def shown_outline(text: str) -> str:
    """One line a section, indented by its level: kind, number in brackets, title."""
    lines = []
    for section in read(text).sections:
        number = f" [{section.number}]" if section.number else ""
        lines.append(f"{'  ' * (section.level - 1)}{section.kind.value}{number} {section.title}".rstrip())
    return "\n".join(lines)


def flowing(text: str) -> list[str]:
    """Return the paragraphs of a text without the line breaks inside them."""
    document = normalise(RawDocument("case", text))
    return [re.sub(r"\s*\n\s*", "", text[span.start : span.end]) for span in paragraphs(document)]
