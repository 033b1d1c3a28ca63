"""The lists of figures of one report, read from one scene: head counts, money, and what is neither."""

from __future__ import annotations

from dataclasses import dataclass

from extract.domains.pack import Domain
from extract.model.answer import FinanceAnswer, MetricAnswer, StaffingAnswer
from extract.model.text import Reading
from extract.readers.rules.figures.finance import finance_of
from extract.readers.rules.figures.metrics import metrics_of
from extract.readers.rules.figures.scene import scene_of
from extract.readers.rules.figures.staffing import staffing_of


@dataclass(frozen=True, slots=True)
class FigureLists:
    """All figures of a report, each list in the order of the text."""

    staffing: tuple[StaffingAnswer, ...]
    finance: tuple[FinanceAnswer, ...]
    metrics: tuple[MetricAnswer, ...]


def read_figures(reading: Reading, domain: Domain) -> FigureLists:
    """Point at all figures of a report; ``domain`` holds the categories of metrics."""
    scene = scene_of(reading)
    money = finance_of(scene)
    return FigureLists(
        staffing=staffing_of(scene), finance=tuple(money.values()), metrics=metrics_of(scene, domain, money=money)
    )
