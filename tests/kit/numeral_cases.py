"""Rows of the tables in tests/cases that say what must be read in a piece of text."""

from __future__ import annotations

from pathlib import Path

CASES = Path(__file__).parents[1] / "cases"
BREAK = "⏎"
TAB = "⇥"
NOTHING = "—"


def rows(name: str) -> list[tuple[str, ...]]:
    """Return the cells of every row of ``tests/cases/<name>``; line breaks and tabs put back, ``—`` as the empty string."""
    found = []
    for line in (CASES / name).read_text("utf-8").splitlines():
        if line.startswith("| ") and not line.startswith(("| text |", "| --- |")):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            found.append(
                tuple("" if cell == NOTHING else cell.replace(BREAK, "\n").replace(TAB, "\t") for cell in cells)
            )
    return found
