"""The scene of a report's figures: sheet, figures, comparisons and the report's own year, made once per report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.model.text import Reading
from extract.readers.rules.figures.changes import Compared, comparisons_of
from extract.readers.rules.figures.figures import Figure, figures_of
from extract.readers.rules.figures.forms import FormHeads, heads_of
from extract.readers.rules.figures.phrases import Phrase, phrase_before
from extract.readers.rules.figures.pipes import pipe_cell
from extract.readers.rules.figures.rows import row_cell
from extract.readers.rules.figures.sheet import Sheet, sheet_of
from extract.readers.rules.figures.tables import cell_of
from extract.steps.tables.cell import TableCell
from extract.steps.tables.read import Entry, Table, Tables, tables_of

_YEAR = re.compile(r"(?<![\d〔\[])(20\d\d)年")
_HEAD = 600
_HEADED = re.compile(
    r"(20\d\d)年(?:度)?[^\n]{0,40}(?:自评|评价|绩效)|(?:评价|自评|预算)年度[：\s]*(20\d\d)|(?:^|\n)（?(20\d\d)年度?）?(?=\n)"
)
"""The year in the head of a report: in its title, its field, or alone on a line below the title."""

_ASIDE = re.compile(r"（[^（）]*）")


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the readers of figures need of one report."""

    sheet: Sheet
    figures: tuple[Figure, ...]
    compared: Compared
    heads: FormHeads
    tables: Tables
    year: int | None

    def cell(self, figure: Figure) -> TableCell | None:
        """Return what heads the figure in a table or in a row of figures, None where it stands in running text."""
        return (
            cell_of(self.sheet, self.tables, figure)
            or row_cell(self.sheet, self.figures, figure)
            or pipe_cell(self.sheet, figure)
        )

    def table(self, figure: Figure) -> tuple[Table, Entry] | None:
        """Return the table and the cell that the figure stands in, None where it stands in no table."""
        return self.tables.at(self.sheet.unit_at(figure.start))

    def phrase(self, figure: Figure) -> Phrase:
        """Return the words before the figure, or before the earlier figure from which it moved."""
        return phrase_before(self.sheet, self.figures[self.compared.named_at(figure.index)])


def scene_of(reading: Reading) -> Scene:
    """Squeeze a report, find its figures and what compares them."""
    sheet = sheet_of(reading)
    figures = figures_of(sheet)
    return Scene(
        sheet, figures, comparisons_of(sheet, figures), heads_of(sheet), tables_of(reading), _fiscal_year(sheet.text)
    )


def _fiscal_year(text: str) -> int | None:
    """Return the year in the report's title lines, else the one that it speaks of most."""
    head = _HEADED.search(text[:_HEAD])
    if head:
        return int(next(year for year in head.groups() if year))
    counts = Counter(_YEAR.findall(text))
    return int(max(counts, key=lambda year: (counts[year], year))) if counts else None


def year_of(scene: Scene, figure: Figure, *, since: int) -> int | None:
    """Return the year that the words from ``since`` to the figure name last, years of comparison and closed notes aside."""
    text = scene.sheet.text
    aside = [note.span() for note in _ASIDE.finditer(text, since, figure.start)]
    years = [
        m
        for m in _YEAR.finditer(text, since, figure.start)
        if not any(low < m.start() < high for low, high in aside)
        and not re.search(r"[较比与同和至由从自—-]$", text[max(0, m.start() - 1) : m.start()])
    ]
    return int(years[-1].group(1)) if years else None


def ordered(figures: Sequence[Figure], spent: frozenset[int]) -> list[Figure]:
    """Return the figures that stand for themselves, in order."""
    return [figure for figure in figures if figure.index not in spent]
