"""Figures in tables: what heads a number says what it is, in which unit and of which year, however the table is known."""

from __future__ import annotations

import pytest
from tables_cases import as_cells, as_text, shown_figures, table_cases
from text_cases import Case


@pytest.mark.parametrize("case", table_cases(merged=False), ids=lambda case: case.title)
def test_the_figures_of_a_table_drawn_with_bars_are_read_with_what_heads_them(case: Case) -> None:
    assert shown_figures(as_text(case.text)) == case.expected


@pytest.mark.parametrize("case", table_cases(merged=True), ids=lambda case: case.title)
def test_the_figures_of_a_table_whose_cells_are_known_are_read_with_what_heads_them(case: Case) -> None:
    assert shown_figures(as_cells(case.text)) == case.expected
