"""Reads tests/cases/tables.md: each table as text with bars, and as the cells that a file knows."""

from __future__ import annotations

import re

from rules_cases import shown_change
from text_cases import Case, cases, read

from extract.domains.general import GENERAL
from extract.model.answer import Answer
from extract.model.text import Reading
from extract.pipeline import prepare
from extract.readers.rules.figures.figure_lists import read_figures
from extract.readers.rules.profile import read_profile
from extract.sources.draft import Draft
from extract.sources.headers import GridCell
from extract.steps.assemble.report import assemble

HEAD = "云溪县水利局2023年度部门整体支出绩效自评报告\n\n二、部门整体支出情况\n\n"
ROW = re.compile(r"\|.*\|")
RULE = re.compile(r"[|\s:-]+")
MERGED = ("^", "<")


def table_cases(*, merged: bool) -> list[Case]:
    """The cases; those with merged cells only where they can be shown."""
    written = [*cases("tables"), *cases("tables_more")]
    return [case for case in written if merged or "(cells)" not in case.title]


def as_text(written: str) -> Reading:
    """Read the tables as they are written."""
    return read(HEAD + written)


def as_cells(written: str) -> Reading:
    """Read the tables as a source that knows cells gives them."""
    draft, rows = Draft(), list[list[str]]()
    for line in [*(HEAD + written).splitlines(), ""]:
        if ROW.fullmatch(line):
            rows += [] if RULE.fullmatch(line) else [[cell.strip() for cell in line.strip("|").split("|")]]
            continue
        if rows:
            draft.table(grid(rows))
            rows = []
        draft.paragraph(line)
    return prepare(draft.document(b"", name="case", path="", media_type="text/plain"))


def grid(rows: list[list[str]]) -> list[GridCell]:
    """Turn written rows into cells, merged ones once."""
    return [
        GridCell(at, column, text, _reach(rows, at, column, down=True), _reach(rows, at, column, down=False))
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
        if text not in MERGED
    ]


def _reach(rows: list[list[str]], at: int, column: int, *, down: bool) -> int:
    following = [row[column] for row in rows[at + 1 :]] if down else rows[at][column + 1 :]
    mark = MERGED[0] if down else MERGED[1]
    return 1 + next((n for n, text in enumerate(following) if text != mark), len(following))


def shown_figures(reading: Reading) -> str:
    """Show the figures of money, behind ``*`` those of the work, behind ``#`` the head counts."""
    lists = read_figures(reading, GENERAL)
    report = assemble(
        Answer(
            profile=read_profile(reading, GENERAL),
            staffing=lists.staffing,
            finance=lists.finance,
            metrics=lists.metrics,
        ),
        reading,
    )
    money = [
        f"{one.item.value} | {one.stage.value if one.stage else '-'} | {one.label} | {one.value} {one.unit}"
        f" | {one.year or '-'} | {shown_change(one.change)}"
        for one in report.finance
    ]
    work = [f"* {one.name} {one.value} {one.unit}" for one in report.metrics]
    staff = [f"# {one.kind.value} {one.category.value} {one.count}" for one in report.staffing]
    return "\n".join([*money, *work, *staff])
