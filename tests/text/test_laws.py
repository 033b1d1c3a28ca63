"""Laws that hold for every text: nothing is lost, doubled, reordered or crossed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_cases import read

from extract.model.text import Cell, Page, RawDocument, Reading, UnitRole
from extract.steps.normalise import normalise
from extract.steps.outline import outline
from extract.steps.units import number_units

REPORTS = Path(__file__).parents[2] / "gold" / "reports"

# Pieces that reports are made of, with everything that could trip a reader of punctuation.
PIECES = st.sampled_from(
    [
        "一、", "（一）", "(二)", "1.", "2、", "（3）", "①", "2）", "一是", "二是", "第一部分 ", "1.1 ", "- ", "# ", "## ", "**",
        "部门基本情况", "存在的问题", "改进措施", "预算执行情况", "加强管理", "全年接待群众62批201人次", "支出1,234.56万元",
        "占比95.5%", "“双向落实”", "《条例》", "（含下属单位；不含借调）", "填报人：李明", "单位：万元", "无", "99.54",
        "。", "；", "，", "：", "！", "？", ";", ".", "”", "“", "（", "）", "、", "—",
        "\n", "\n\n", "\r\n", "\f", "\t", " ", "　　", "  ", "|", "| --- |", "\n- 3 -\n", "附件：", "注：", "自评报告", "目录\n", "<table><tr><td>", "</td><td>", "</tr></table>",
    ]
)  # fmt: skip
REPORT_LIKE = st.lists(PIECES, max_size=60).map("".join)
ANY_TEXT = st.one_of(REPORT_LIKE, st.text(max_size=200))


def _reading(raw: RawDocument) -> Reading:
    document = normalise(raw)
    sections = outline(document)
    return Reading(document, sections, number_units(document, sections))


def _assert_units_hold(reading: Reading) -> None:
    text = reading.text
    covered = [False] * len(text)
    for unit in reading.units:
        for at in range(unit.start, unit.end):
            assert not covered[at]
            covered[at] = True
        assert unit.start <= unit.core.start < unit.core.end <= unit.end
        assert not text[unit.core.start].isspace()
        assert not text[unit.core.end - 1].isspace()
        assert not text[unit.start].isspace()
        assert not text[unit.end - 1].isspace()
        if unit.enumerator:
            assert unit.enumerator in text[unit.start : unit.core.start]
    assert all(held or char.isspace() for held, char in zip(covered, text, strict=True))
    assert [unit.number for unit in reading.units] == list(range(1, len(reading.units) + 1))
    assert all(before.end <= after.start for before, after in pairwise(reading.units))


def _assert_sections_hold(reading: Reading) -> None:
    sections = reading.sections
    assert [section.index for section in sections] == list(range(len(sections)))
    assert all(before.start <= after.start for before, after in pairwise(sections))
    for section in sections:
        if section.parent is not None:
            above = sections[section.parent]
            assert above.index < section.index
            assert above.level < section.level
            assert above.start <= section.start
            assert section.end <= above.end
        for unit in reading.units:
            heading = section.heading
            if heading and unit.start < heading.end and heading.start < unit.end:
                assert heading.start <= unit.start
                assert unit.end <= heading.end
                assert unit.role is UnitRole.HEADING
    for unit in reading.units:
        assert sections[unit.section].start <= unit.start
        assert unit.end <= sections[unit.section].end


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_every_character_that_is_no_space_lies_in_exactly_one_unit_and_units_stand_in_order(text: str) -> None:
    """Coverage, order and cores."""
    _assert_units_hold(read(text))


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_sections_nest_and_no_unit_crosses_a_heading_or_leaves_its_section(text: str) -> None:
    """The outline is a tree over the text."""
    _assert_sections_hold(read(text))


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_normalise_is_idempotent_and_its_lines_lie_between_the_line_ends(text: str) -> None:
    """Normalising what was normalised changes nothing."""
    once = normalise(RawDocument("any", text))
    assert normalise(once.raw) == once
    assert all(before.end < after.start or before.end == after.start - 1 for before, after in pairwise(once.lines))
    assert not any({"\n", "\r", "\f"} & set(text[line.start : line.end]) for line in once.lines)


@given(REPORT_LIKE, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_cells_and_pages_that_a_source_knew_break_no_law(text: str, ranges: list[tuple[int, int]]) -> None:
    """Tables and pages of a source are hints, not conditions."""
    cells = tuple(
        Cell(start, min(start + length, len(text)), row, 0, "行", "列")
        for row, (start, length) in enumerate(ranges)
        if start < len(text)
    )
    pages = tuple(Page(number, start, len(text)) for number, (start, _) in enumerate(ranges, 1))
    reading = _reading(RawDocument("any", text, cells=cells, pages=pages))
    _assert_units_hold(reading)
    _assert_sections_hold(reading)


CLAUSES = st.text(alphabet="加强预算管理提高资金使用效益完善制度做好群众服务工作推进项目建设", min_size=2, max_size=12)
SENTENCES = st.lists(st.tuples(CLAUSES, st.sampled_from("，、")), min_size=2, max_size=8).map(
    lambda clauses: "".join(words + mark for words, mark in clauses)[:-1] + "。"
)
"""Sentences as people write them: words between single marks."""

PARAGRAPHS = st.lists(
    st.lists(SENTENCES.filter(lambda each: len(each) > 8), min_size=2, max_size=6).map("".join), min_size=2, max_size=6
)


def _printed(paragraph: str, columns: int) -> str:
    """Break a paragraph as a page does: a first line indented by two, no line beginning with punctuation."""
    rest, lines, room = paragraph, [], columns - 2
    while len(rest) > room:
        at = room
        while rest[at] in "，。；、":
            at -= 1
        lines.append(rest[:at])
        rest, room = rest[at:], columns
    return "　　" + "\n".join([*lines, rest])


@given(PARAGRAPHS, st.integers(24, 45))
@settings(max_examples=150, deadline=None)
def test_units_do_not_depend_on_where_a_page_breaks_its_lines(paragraphs: list[str], columns: int) -> None:
    """A printed page and flowing text give the same units."""
    flowing = "一、部门基本情况\n" + "\n".join(paragraphs)
    printed = "　　一、部门基本情况\n" + "\n".join(_printed(each, columns) for each in paragraphs)
    assert [unit.text for unit in read(printed).units] == [unit.text for unit in read(flowing).units]


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_laws_hold_for_the_reports(path: Path) -> None:
    """Coverage, order and nesting of real texts."""
    with path.open(encoding="utf-8", newline="") as file:
        reading = read(file.read())
    _assert_units_hold(reading)
    _assert_sections_hold(reading)


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.txt")), ids=lambda path: path.stem)
def test_units_of_a_report_stay_the_same_when_its_broken_lines_are_glued(path: Path) -> None:
    """What normalise took for layout makes no difference any more."""
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    document = normalise(RawDocument("broken", text))
    glued = ""
    for line in document.lines:
        content = text[line.start : line.end]
        if not content.strip():
            continue
        glued = glued.rstrip("\n") + content.strip() + "\n\n" if line.joined else glued + content + "\n\n"
    assert [unit.text for unit in read(glued).units] == [unit.text for unit in read(text).units]


def test_a_long_paragraph_whose_brackets_never_close_is_cut_at_every_item() -> None:
    """Three hundred thousand characters without a line end."""
    text = "（一）加强管理“提高效益，" * 20_000
    assert len(read(text).units) == 20_000
