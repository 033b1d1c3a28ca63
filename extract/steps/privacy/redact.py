"""Names and numbers of persons replaced before text leaves the machine, and restored in answers afterwards.

Completeness is never claimed: what is found follows from labels, forms of numbers and a list of surnames
(``extract.steps.privacy.persons``); the measured recall stands in docs/models.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from pydantic import BaseModel

from extract.model.answer import Answer
from extract.model.text import Reading
from extract.steps.privacy import persons

MARKS = (("⟦", "⟧"), ("⦃", "⦄"), ("⟪", "⟫"), ("⸢", "⸥"), ("⦉", "⦊"))
"""Brackets of private tokens; the first pair that the report does not use is taken."""

PERSON = "人"
SHORTEST = 2
"""Characters of the shortest name."""


@dataclass(frozen=True, slots=True)
class Restoration:
    """Private tokens and what they stand for."""

    pairs: tuple[tuple[str, str], ...] = ()

    def text(self, text: str) -> str:
        """Return text with every token replaced by what it stands for."""
        for token, original in self.pairs:
            text = text.replace(token, original)
        return text

    def answer(self, answer: Answer) -> Answer:
        """Return an answer with every token in its strings replaced."""
        restored: Answer = self._restored(answer)
        return restored

    def _restored(self, value: Any) -> Any:  # noqa: ANN401  (parts of answers)
        match value:
            case Enum():
                return value
            case str():
                return self.text(value)
            case BaseModel():
                parts = {name: getattr(value, name) for name in type(value).model_fields}
                return value.model_copy(update={name: self._restored(each) for name, each in parts.items()})
            case tuple():
                return tuple(self._restored(each) for each in value)
            case _:
                return value


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is shown in place of personal data, and how to get back.

    Evidence names units by number and pieces by text, so tokens may have any length: a piece is restored before it
    is looked for in the source, and its span is found there.
    """

    restoration: Restoration = field(default_factory=Restoration)

    def hide(self, text: str) -> str:
        """Return text with every personal string that was found replaced by its token."""
        if not self.restoration.pairs:
            return text
        tokens = {original: token for token, original in self.restoration.pairs}
        return self._pattern.sub(lambda match: tokens[match.group()], text)

    @property
    def _pattern(self) -> re.Pattern[str]:
        originals = sorted((original for _, original in self.restoration.pairs), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, originals)))


def redact(reading: Reading) -> Redaction:
    """Replace names after labels, telephone, ID-card and bank-card numbers and e-mail in what is shown of a report.

    A name that was found anywhere is replaced wherever it stands.
    """
    found = find_personal(reading)
    opening, closing = next((pair for pair in MARKS if not set(pair) & set(reading.text)), MARKS[0])
    named = enumerate(found.items(), start=1)
    pairs = tuple((f"{opening}{kind}{number}{closing}", text) for number, (text, kind) in named)
    return Redaction(Restoration(pairs))


def find_personal(reading: Reading) -> dict[str, str]:
    """Return the personal strings of a report with their kind, as they stand in the units' texts, in order."""
    text = "\n".join(unit.text for unit in reading.units)
    found: dict[str, str] = {}
    for kind, string in (*_numbers(text), *_names(text), *_cells(reading)):
        found.setdefault(string, kind)
    return found


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    for kind, pattern in persons.NUMBERS:
        for match in pattern.finditer(text):
            yield kind, match.group()
    for match in persons.LABELLED.finditer(text):
        yield "号码", match["number"].strip()


def _names(text: str) -> Iterator[tuple[str, str]]:
    for pattern in (
        persons.AFTER_LABEL,
        persons.AFTER_PEOPLE,
        persons.AFTER_TITLE,
        persons.BEFORE_WORD,
        persons.LISTED,
    ):
        for match in pattern.finditer(text):
            for name in re.split(r"[、，,\s与和及]+", match["names"]):
                if _is_name(name):
                    yield PERSON, name


def _cells(reading: Reading) -> Iterator[tuple[str, str]]:
    for unit in reading.units:
        if any(persons.NAMES_HEADER.search(header) for header in unit.headers) and _is_name(unit.text):
            yield PERSON, unit.text


def _is_name(text: str) -> bool:
    if len(text) < SHORTEST or persons.NO_PART.search(text) or not persons.ONLY_NAME.match(text):
        return False
    return text not in persons.NO_NAMES and not any(text.startswith(word) for word in persons.NO_NAMES)
