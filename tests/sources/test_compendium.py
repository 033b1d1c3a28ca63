"""Compendia: a file with many departments' reports becomes one record each; a single report is never cut."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from terminal import gouji

from bench.typeset import Press, paragraphs
from extract.model.text import Box, Cell, Page, RawDocument, Span
from extract.steps.compendium import is_same, parts_of
from extract.steps.parts import excerpt, joined
from extract.store.records import read_records, text_of

REPORTS = sorted((Path(__file__).parents[2] / "gold" / "reports").glob("*.txt"))
NAMED = [path.read_bytes().decode() for path in REPORTS if "guangdong" not in path.stem]


def body(figure: int) -> str:
    """A report's own text without its title."""
    return f"""
一、部门基本情况
（一）部门职能。本部门负责辖区内有关管理与服务工作，内设机构五个，编制{figure}人，实有在职人员{figure - 1}人。
（二）年度总体工作和重点工作任务。围绕年度目标，完成重点任务{figure}项，办结事项{figure * 7}件，群众满意度达到95%。
二、部门整体支出情况
{figure}年初预算{figure * 10}万元，全年支出{figure * 9}万元，预算执行率90%，“三公”经费比上年下降3%，资金使用合规。
三、绩效自评情况
各项绩效指标基本完成，产出数量、质量、时效、成本指标均达到预期，社会效益较好，自评得分96分，等级为优。
四、存在的问题
（一）预算编制不够精细。部分项目论证不充分，年中调整较多，影响了资金使用效率。
（二）绩效指标设置不够科学。个别指标量化程度不高，考核难度较大。
五、改进措施
下一步将加强预算管理，细化预算编制，提高绩效指标的科学性，强化支出进度的跟踪和考核，确保完成年度任务。
"""


def test_no_single_report_is_cut() -> None:
    assert [parts_of(path.read_bytes().decode()) for path in REPORTS] == [()] * len(REPORTS)


def test_reports_one_after_another_are_parted_at_their_titles() -> None:
    found = parts_of("绩效自评报告汇编\n\n" + "\n\n".join(NAMED))
    assert [part.department for part in found] == [
        "南岳区信访局",
        "盘龙区信访局",
        "广州市番禺区信访局",
        "广州市天河区信访局",
    ]


@pytest.mark.parametrize(
    "titles",
    [
        ("云溪县水利局2023年度部门整体支出绩效自评报告", "云溪县教育局2023年度部门整体支出绩效自评报告"),
        ("2023年度云溪县水利局整体支出绩效评价报告", "2023年度云溪县教育局整体支出绩效评价报告"),
        ("云溪县水利局\n2023年度部门整体支出\n绩效自评报告", "云溪县教育局\n2023年度部门整体支出\n绩效自评报告"),
        ("部门整体支出绩效自评报告\n部门名称：云溪县水利局（公章）", "部门整体支出绩效自评报告\n部门名称：云溪县教育局（公章）"),
        ("2023年部门整体支出绩效自评报告\n（云溪县水利局）", "2023年部门整体支出绩效自评报告\n（云溪县教育局）"),
        ("## 云 溪 县 水 利 局 2023年部门整体绩效自评表", "## 云 溪 县 教 育 局 2023年部门整体绩效自评表"),
        ("附件1\n关于云溪县水利局2023年度部门整体支出绩效自评情况的报告", "附件2\n云溪县教育局2023年度部门整体支出绩效自评报告"),
    ],
)  # fmt: skip
def test_titles_are_found_as_bureaus_write_them(titles: tuple[str, str]) -> None:
    text = "\n".join(title + body(2020 + at) for at, title in enumerate(titles))
    found = parts_of(text)
    assert [part.department.replace(" ", "") for part in found] == ["云溪县水利局", "云溪县教育局"]
    assert all(text[part.span.start :].startswith(title) for part, title in zip(found, titles, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "云溪县水利局2023年部门整体支出绩效自评报告\n编制日期：2024年6月\n云溪县水利局2023年部门整体支出绩效自评报告" + body(3),
        "云溪县水利局2023年部门整体支出绩效自评报告" + body(3) + "附件\n云溪县水利局部门整体支出绩效自评表" + body(3),
        "中共云溪县委办公室2023年部门整体支出绩效自评报告\n县委办2023年部门整体支出绩效自评报告" + body(3),
        "云溪县发展和改革局2023年部门整体支出绩效自评报告" + body(3) + "云溪县发改局2023年部门整体支出绩效自评表" + body(3),
        "云溪县水利局2023年部门整体支出绩效自评报告" + body(3) + "云溪县水利局河道保洁项目支出绩效自评报告" + body(3),
        "云溪县水利局2023年部门整体支出绩效自评报告" + body(3) + "参考：云溪县教育局2023年部门整体支出绩效自评报告",
        "云溪县水利局2023年部门整体支出绩效自评报告" + body(3) + "云溪县教育局2023年部门整体支出绩效自评报告",
        "部门整体支出绩效自评报告\n部门名称：（公章）" + body(3) + "部门整体支出绩效自评报告\n部门名称：（公章）" + body(4),
        "",
    ],
    ids=["cover", "annexed form", "short and full name", "shortened", "project", "cited", "title alone", "no names", "empty"],
)  # fmt: skip
def test_what_belongs_to_one_report_stays_together(text: str) -> None:
    assert parts_of(text) == ()


def test_a_list_of_titles_in_front_is_no_report() -> None:
    names = ("云溪县水利局", "云溪县教育局", "云溪县民政局")
    titles = [f"{name}2023年度部门整体支出绩效自评报告" for name in names]
    text = "目录\n" + "\n".join(titles) + "\n" + "\n".join(title + body(5) for title in titles)
    assert [part.department for part in parts_of(text)] == list(names)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("云溪县水利局", "水利局", True), ("云溪县发展和改革局", "云溪县发改局", True), ("信访局（本级）", "信访局", True),
        ("云溪县水利局", "云溪县水利局水政监察大队", False), ("云溪县人民政府", "云溪县人民政府办公室", False),
        ("云溪县水利局", "云溪县教育局", False), ("中共云溪县委办公室", "云溪县委办", True),
    ],
)  # fmt: skip
def test_names_of_one_department_are_known_as_such(one: str, other: str, *, same: bool) -> None:
    assert is_same(one, other) is same
    assert is_same(other, one) is same


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6))
def test_parts_follow_each_other_and_hold_their_titles(order: list[int]) -> None:
    departments = ("云溪县水利局", "云溪县教育局", "云溪县民政局", "云溪县司法局")
    text = "\n".join(f"{departments[at]}2023年度部门整体支出绩效自评报告{body(at + 5)}" for at in order)
    found = parts_of(text)
    kept = [at for n, at in enumerate(order) if n == 0 or order[n - 1] != at]
    assert [part.department for part in found] == ([departments[at] for at in kept] if len(kept) > 1 else [])
    assert all(one.span.end == two.span.start for one, two in pairwise(found))
    assert all(text[part.span.start :].startswith(part.title) for part in found)


RAW = RawDocument(
    name="全",
    text="甲乙丙丁戊己",
    pages=(Page(1, 0, 3), Page(2, 3, 6)),
    boxes=(Box(0, 2, 1, 0, 0, 9, 9), Box(3, 6, 2, 0, 0, 9, 9)),
    cells=(Cell(1, 2, 0, 0), Cell(4, 5, 1, 0, "行", "列")),
)


def test_a_stretch_keeps_its_pages_boxes_and_cells() -> None:
    part = excerpt(RAW, Span(2, 5), name="部分")
    assert (part.name, part.text) == ("部分", "丙丁戊")
    assert part.pages == (Page(1, 0, 1), Page(2, 1, 3))
    assert part.boxes == (Box(1, 3, 2, 0, 0, 9, 9),)
    assert part.cells == (Cell(2, 3, 1, 0, "行", "列"),)


def test_files_put_together_count_their_pages_on() -> None:
    plain = RawDocument(name="附", text="无页")
    whole = joined([RAW, plain, RAW], name="合", path="x", sha256="s")
    assert whole.text == "甲乙丙丁戊己\n\n无页\n\n甲乙丙丁戊己"
    assert [page.number for page in whole.pages] == [1, 2, 3, 4, 5]
    assert whole.pages[-1].end == len(whole.text)
    assert [whole.text[box.start : box.end] for box in whole.boxes] == ["甲乙", "丁戊己", "甲乙", "丁戊己"]
    assert [box.page for box in whole.boxes] == [1, 2, 4, 5]
    assert [whole.text[cell.start : cell.end] for cell in whole.cells] == ["乙", "戊", "乙", "戊"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def compendium(here: Path) -> Path:
    """A PDF of two reports."""
    press = Press(head="2023年度绩效自评报告汇编")
    for department in ("水利局", "教育局"):
        press.paragraph(f"云溪县{department}2023年度部门整体支出绩效自评报告", indent=6)
        for paragraph in paragraphs(body(len(department) + 30)):
            press.paragraph(paragraph)
        for number in range(30):
            press.paragraph(f"第{number}项工作按计划开展，全年投入资金{number}万元，完成情况良好，社会反映较好。")
    (here / "汇编.pdf").write_bytes(press.done())
    return here / "汇编.pdf"


def test_a_run_says_that_it_splits_and_leaves_one_record_a_department(
    compendium: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    screen = gouji(capsys, "run", compendium, "--out", "out")
    assert screen.status == 0
    told = "".join(screen.err.split())
    assert "汇编.pdf含2份部门报告，将逐份抽取（--no-split可关闭）：云溪县水利局、云溪县教育局" in told
    records = list(read_records(Path("out")))
    assert [record.document for record in records] == ["汇编/云溪县水利局", "汇编/云溪县教育局"]
    for record, title in zip(records, ("云溪县水利局2023", "云溪县教育局2023"), strict=True):
        text = text_of(record, Path("out"), None)
        assert text is not None
        assert text.startswith(title)
        assert record.source is not None
        assert record.source.pages is not None
        assert record.source.pages[-1].end == len(text)
    assert records[1].source is not None
    assert records[1].source.pages is not None
    assert records[1].source.pages[0].number > 1


def test_a_second_run_skips_all_parts_and_no_split_replaces_them(
    compendium: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gouji(capsys, "run", compendium, "--out", "out")
    again = gouji(capsys, "run", compendium, "--out", "out")
    assert "完成 0 份，2 份未变已跳过" in again.out
    assert "将逐份抽取" not in "".join(again.err.split())
    gouji(capsys, "run", compendium, "--out", "out", "--no-split")
    assert [record.document for record in read_records(Path("out"))] == ["汇编"]
    assert json.loads(Path("out/run.json").read_text(encoding="utf-8"))["parts"] == {}
    gouji(capsys, "run", compendium, "--out", "out")
    assert [record.document for record in read_records(Path("out"))] == ["汇编/云溪县水利局", "汇编/云溪县教育局"]
    assert not Path("out/texts/汇编.txt").exists()


def test_a_missing_part_is_read_again_and_the_others_are_not(
    compendium: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gouji(capsys, "run", compendium, "--out", "out")
    Path("out/texts/汇编/云溪县教育局.txt").unlink()
    assert "完成 1 份，1 份未变已跳过" in gouji(capsys, "run", compendium, "--out", "out").out


@pytest.mark.block_network(allowed_hosts=["/"])
def test_parts_of_many_files_are_read_in_a_pool_as_well(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"第{chr(0x4E00 + number * 7)}局" for number in range(30)]
    text = "\n".join(f"云溪县{name}2023年度部门整体支出绩效自评报告{body(7)}" for name in names)
    (here / "汇编.txt").write_text(text, encoding="utf-8")
    assert gouji(capsys, "run", here / "汇编.txt", "--out", "out", "--workers", "2").status == 0
    assert [record.document for record in read_records(Path("out"))] == [f"汇编/云溪县{name}" for name in names]


def test_a_name_that_is_taken_is_not_given_to_a_part(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "in" / "汇编").mkdir(parents=True)
    titles = [f"云溪县{name}2023年度部门整体支出绩效自评报告" for name in ("水利局", "教育局")]
    (here / "in" / "汇编.txt").write_text("\n".join(title + body(7) for title in titles), encoding="utf-8")
    (here / "in" / "汇编" / "云溪县水利局.txt").write_text(titles[0] + body(8), encoding="utf-8")
    gouji(capsys, "run", here / "in", "--out", "out")
    found = {record.document for record in read_records(Path("out"))}
    assert found == {"汇编/云溪县水利局", "汇编/云溪县水利局 (2)", "汇编/云溪县教育局"}
