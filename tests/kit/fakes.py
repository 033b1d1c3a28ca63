"""Stand-ins for what the pipeline needs from outside; shared by the tests, append only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from extract.domains.pack import Domain
from extract.model.answer import Answer, Answered
from extract.model.text import Reading


@dataclass
class FakeReader:
    """Answers every report with what ``answer`` makes of it, and remembers which it has read."""

    answer: Callable[[Reading], Answer] = lambda _: Answer()
    name: str = "fake"
    seen: list[str] = field(default_factory=list)

    async def read(self, reading: Reading, domain: Domain) -> Answered:
        """Answer for one report; an error of ``answer`` comes out as it is."""
        del domain
        self.seen.append(reading.document.name)
        return Answered(self.answer(reading))
