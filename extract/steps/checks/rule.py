"""What a rule is: a name, a function over a sheet, and what it is told by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extract.language import Text
from extract.model.record import Finding
from extract.steps.checks.reading.sheet import Sheet

Function = Callable[[Sheet], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: its function, one line in both languages, and the document or practice that it rests on."""

    name: str
    function: Function
    says: Text
    source: Text
