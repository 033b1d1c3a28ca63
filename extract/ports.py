"""What the pipeline needs from outside, as protocols of one to three methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from extract.domains.pack import Domain
    from extract.model.answer import Answered, Verified
    from extract.model.record import Record, Usage
    from extract.model.text import RawDocument, Reading


class Reader(Protocol):
    """Reads a report: numbered units in, evidence out."""

    @property
    def name(self) -> str:
        """What the record calls this reader: ``rules``, ``llm`` or ``replay``."""
        ...

    async def read(self, reading: Reading, domain: Domain) -> Answered:
        """Answer for one report.

        Raises:
            ReaderError: this document cannot be read; the others go on.
            BudgetSpentError: the run must stop.
        """
        ...


class Verifier(Protocol):
    """Asks once more about what is doubtful."""

    async def verify(
        self, record: Record, reading: Reading, domain: Domain, *, below: float, spent: Usage | None
    ) -> Verified:
        """Return a verdict for items below a confidence, and what the report has cost with these questions.

        ``spent`` is what it has cost before them.

        Raises:
            ReaderError: the verifier cannot be reached.
            BudgetSpentError: the run must stop.
        """
        ...


class Source(Protocol):
    """Turns the bytes of one format into text."""

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the text with its pages.

        Raises:
            SourceError: the bytes are no such file, or are damaged, encrypted or too large.
        """
        ...
