"""The offline reader: deterministic rules of the genre, one file per list, no model and no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.model.answer import Answer, Answered
from extract.readers.rules.figures.figure_lists import read_figures
from extract.readers.rules.narrative.functions import read_functions
from extract.readers.rules.narrative.goals import read_goals
from extract.readers.rules.narrative.improvements import read_improvements
from extract.readers.rules.narrative.internal_units import read_internal_units
from extract.readers.rules.narrative.measures import read_measures
from extract.readers.rules.narrative.problems import read_problems
from extract.readers.rules.narrative.rectification import read_rectification
from extract.readers.rules.narrative.refine import refine
from extract.readers.rules.profile import read_profile

if TYPE_CHECKING:
    from extract.domains.pack import Domain
    from extract.model.text import Reading


class RulesReader:
    """Reads a report by rules; the same text always gives the same answer."""

    name = "rules"

    async def read(self, reading: Reading, domain: Domain) -> Answered:
        """Return the answer of all lists; nothing is asked of anyone, so nothing can fail but the rules."""
        return Answered(read_report(reading, domain))


def read_report(reading: Reading, domain: Domain) -> Answer:
    """Read every list of the schema; ``domain`` holds the topics and the categories of metrics."""
    refined = refine(reading)
    found = read_problems(refined, domain)
    figures = read_figures(reading, domain)
    return Answer(
        profile=read_profile(reading, domain),
        functions=read_functions(refined),
        internal_units=read_internal_units(refined),
        staffing=figures.staffing,
        finance=figures.finance,
        metrics=figures.metrics,
        goals=read_goals(refined),
        measures=read_measures(refined, domain),
        problems=found.problems,
        improvements=read_improvements(refined, domain, found),
        rectification=read_rectification(refined),
    )
