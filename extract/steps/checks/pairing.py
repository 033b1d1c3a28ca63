"""Find last year's record of the same department."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model.record import Record

_DIGITS = re.compile(r"\d+")


def previous_of(record: Record, candidates: Sequence[Record]) -> Record | None:
    """Return the candidate of the same department and the year before; None where none or several fit.

    Departments are the same where one name ends in the other (番禺区信访局, 广州市番禺区信访局) or, without names, where
    the documents' names differ in their figures only (``panyu-2022``, ``panyu-2023``).
    """
    fitting = [other for other in candidates if _same_department(record, other) and _year_before(record, other)]
    return fitting[0] if len(fitting) == 1 else None


def _same_department(record: Record, other: Record) -> bool:
    one, two = _name(record), _name(other)
    if one and two:
        return one.endswith(two) or two.endswith(one)
    return _DIGITS.sub("", record.document) == _DIGITS.sub("", other.document)


def _name(record: Record) -> str | None:
    name = record.profile.department_name
    return name.value if name else None


def _year_before(record: Record, other: Record) -> bool:
    this, last = record.profile.fiscal_year, other.profile.fiscal_year
    return this is None or last is None or last.value == this.value - 1
