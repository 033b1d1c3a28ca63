"""What a rule looks at: the record, the reading of its text, the domain and last year's record."""

from __future__ import annotations

from dataclasses import dataclass

from extract.domains.pack import Domain
from extract.model.record import Record
from extract.model.text import Reading


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
        """The fiscal year under evaluation, None where the report does not state it."""
        year = self.record.profile.fiscal_year
        return year.value if year else None
