"""A report keeps its units however a page prints it: indented, with page numbers, with blank lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from text_cases import flowing, read

from extract.model.text import Unit
from extract.steps.layout.lines import width
from extract.steps.layout.paragraphs import plain

REPORTS = Path(__file__).parents[2] / "gold" / "reports"
FLOWING = ("guangdong-city-2024", "nanyue-2021", "panlong-2022", "panyu-2023")
COLUMNS = (26, 28, 32, 35, 39)
LINES_A_PAGE = 22
KEPT = 0.99
RUNNING_HEAD = "部门整体支出绩效自评材料汇编"
_FOOT = re.compile(rf"\n\n(?:— \d+ —(?:\n{RUNNING_HEAD})?|\d+)\n")
_WORD = re.compile(r"[0-9A-Za-z.,%]+|.")


def _lines(paragraph: str, columns: int, indent: int) -> Iterator[str]:
    """Break a paragraph at the right margin; numbers stay whole and punctuation hangs over."""
    line, room = "　" * indent, columns
    for word in _WORD.findall(paragraph):
        if width(line) + width(word) > room and word not in "，。；：、！？）》”’%":
            yield line
            line = ""
        line += word
    yield line


def _indented(paragraphs: list[str], columns: int) -> str:
    return "\n".join(chain.from_iterable(_lines(each, columns, 2) for each in paragraphs))


def _flush(paragraphs: list[str], columns: int) -> str:
    return "\n".join(chain.from_iterable(_lines(each, columns, 0) for each in paragraphs))


def _on_pages(paragraphs: list[str], columns: int, foot: str) -> str:
    lines = _indented(paragraphs, columns).split("\n")
    pages = [lines[at : at + LINES_A_PAGE] for at in range(0, len(lines), LINES_A_PAGE)]
    return "\n".join("\n".join([*page, "", foot.format(number), ""]) for number, page in enumerate(pages, 1))


def _paged(paragraphs: list[str], columns: int) -> str:
    return _on_pages(paragraphs, columns, "— {} —")


def _bare_numbers(paragraphs: list[str], columns: int) -> str:
    return _on_pages(paragraphs, columns, "{}")


def _running_heads(paragraphs: list[str], columns: int) -> str:
    return _on_pages(paragraphs, columns, f"— {{}} —\n{RUNNING_HEAD}")


def _spaced_paragraphs(paragraphs: list[str], columns: int) -> str:
    return "\n\n".join("\n".join(_lines(each, columns, 0)) for each in paragraphs)


def _spaced_lines(paragraphs: list[str], columns: int) -> str:
    return _flush(paragraphs, columns).replace("\n", "\n\n")


def _words(page: str, unit: Unit) -> str:
    """Return a unit's text without what the page put into it."""
    written = _FOOT.sub("", page[unit.start : unit.end])
    return plain(written, 0, len(written))


@pytest.mark.parametrize(
    "printed", [_indented, _flush, _paged, _running_heads, _bare_numbers, _spaced_paragraphs, _spaced_lines]
)
@pytest.mark.parametrize("name", FLOWING)
def test_a_report_keeps_its_units_however_a_page_prints_it(name: str, printed: object) -> None:
    """At five page widths together, at least the share ``KEPT`` of the units comes out the same."""
    assert callable(printed)
    text = (REPORTS / f"{name}.txt").read_text(encoding="utf-8")
    paragraphs = flowing(text)
    expected = Counter(unit.text for unit in read("\n\n".join(paragraphs)).units)
    lost = 0
    for columns in COLUMNS:
        page = printed(paragraphs, columns)
        found = Counter(_words(page, unit) for unit in read(page).units)
        lost += (expected - found).total()
    assert 1 - lost / (expected.total() * len(COLUMNS)) >= KEPT
