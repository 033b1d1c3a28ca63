"""What a rule looks at: the record, the reading of its text, the domain and last year's record."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.domains.pack import Domain
from extract.model.record import Record
from extract.model.text import Reading

_TITLE_YEAR = re.compile(r"(20\d\d)\s*年(?:\s*度)?[^。；\n]{0,24}(?:绩效|自评|整体支出)")
_TITLE_REACH = 400


@dataclass(frozen=True, slots=True)
class Case:
    """One report to be checked; ``previous`` is the same department's record of the year before, where given.

    Every span of ``record`` indexes ``reading.text``. ``previous_text`` is the text of last year's report.
    """

    record: Record
    reading: Reading
    domain: Domain
    previous: Record | None = None
    previous_text: str | None = None

    @property
    def text(self) -> str:
        """The source text."""
        return self.reading.text

    @property
    def year(self) -> int | None:
        """The fiscal year under evaluation: the record's, else that of the title; None where neither states it."""
        stated = self.record.profile.fiscal_year
        if stated:
            return stated.value
        title = _TITLE_YEAR.search(self.text, 0, _TITLE_REACH)
        return int(title[1]) if title else None
