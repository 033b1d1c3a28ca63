"""``gouji show``: values with the line that states them, on any width, with and without colour."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from terminal import gouji

from extract.commands.evidence import Lines, evidence
from extract.model.text import Span

GOLD = Path(__file__).parents[2] / "gold"
PANYU = GOLD / "labels" / "panyu-2023.gold.json"

TEXT = "第一行很短\n\n从预算执行情况来看，2023 年预算 851.66 万元，全年实际执行 807.05 万元，预算执行率为 94%。\n\n群众来信\n3985\n件，网信\n"


def quoted(words: str, *, width: int) -> str:
    """Return the evidence line of the first place of some words, without colour."""
    start = TEXT.index(words)
    return evidence(Lines.of(TEXT), Span(start, start + len(words)), width=width, colour=False).plain


class TestEvidence:
    """The line of the source."""

    def test_a_value_is_marked_in_its_line(self) -> None:
        """The line is whole where it fits."""
        assert quoted("94%", width=120) == TEXT.splitlines()[2].replace("94%", "【94%】")

    def test_a_long_line_is_cut_on_both_sides_of_the_value(self) -> None:
        """The value stands in the middle."""
        assert quoted("807.05 万元", width=44) == "…全年实际执行 【807.05 万元】，预算执行率为…"

    def test_a_line_that_layout_broke_is_shown_with_its_neighbours_up_to_a_blank_line(self) -> None:
        """A figure alone on its line says nothing."""
        assert quoted("3985", width=80) == "群众来信⏎【3985】⏎件，网信"

    @given(text=st.text(st.sampled_from("甲乙ab 12\n\t　。"), min_size=1), width=st.integers(12, 90), data=st.data())
    def test_no_evidence_is_wider_than_asked(self, text: str, width: int, data: st.DataObject) -> None:
        """Law, whatever the text and the place."""
        start = data.draw(st.integers(0, len(text) - 1))
        span = Span(start, data.draw(st.integers(start + 1, len(text))))
        for colour in (True, False):
            assert cell_len(evidence(Lines.of(text), span, width=width, colour=colour).plain) <= width


class TestCommand:
    """The command."""

    def test_a_gold_label_is_shown_with_values_places_and_lines(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A bare label file is a record; its text lies in the sibling ``reports/``."""
        screen = gouji(capsys, "show", PANYU)
        assert screen.status == 0
        for part in (
            "    部门名称  广州市番禺区信访局\n    第 7 行 [46, 55)\n    部门名称：【广州市番禺区信访局】（公章）\n",
            "  4 预算  851.66 万元  支出合计/部门预算  调整后/全年预算  2023\n    第 71 行 [2487, 2496)\n",
            "  1 接访群众  62 批  接访约访下访  区领导  今年以来\n",
            "  2 信访工作队伍建设有待加强  队伍建设\n    第 91 行 [3114, 3126)\n     – ",
            "  → 问题 1\n",
        ):
            assert part in screen.out

    def test_a_report_is_found_by_its_department_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The table's first line of a report is its department."""
        assert gouji(capsys, "show", PANYU, "--document", "番禺").out == gouji(capsys, "show", PANYU).out

    def test_every_item_of_a_record_is_on_the_screen(self, capsys: pytest.CaptureFixture[str]) -> None:
        """By its place in the text."""
        label = json.loads(PANYU.read_text(encoding="utf-8"))
        out = gouji(capsys, "show", PANYU).out
        spans = list(spans_in(label))
        assert len(spans) > 80
        assert [span for span in spans if f"[{span[0]}, {span[1]})" not in out] == []

    def test_it_speaks_english_where_asked(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Closed sets too; the words of the report stay."""
        monkeypatch.setenv("GOUJI_LANG", "en")
        out = gouji(capsys, "show", PANYU).out
        assert "Department  广州市番禺区信访局\n    line 7 [46, 55)" in out
        assert "  → problem 1" in out

    def test_several_records_are_listed_with_the_way_to_one(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A table, and the command to type."""
        lines = [json.dumps(json.loads(path.read_text("utf-8"))) for path in sorted((GOLD / "labels").glob("*.json"))]
        Path("records.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        out = gouji(capsys, "show", "records.jsonl").out
        assert "panlong-2022" in out
        assert out.rstrip().endswith("看一份报告：gouji show records.jsonl --document nanyue-2021")
        assert gouji(capsys, "show", "records.jsonl", "--document", "panlong").out.startswith("panlong-2022")

    def test_a_record_without_its_text_says_how_to_name_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        """``--texts`` names the folder."""
        shutil.copy(PANYU, "panyu.json")
        assert "找不到原文，只显示值；可用 --texts 指明所在文件夹。" in gouji(capsys, "show", "panyu.json").out
        assert "【94%】" in gouji(capsys, "show", "panyu.json", "--texts", GOLD / "reports").out

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("nowhere",), "nowhere 里没有 records.jsonl"),
            ((str(PANYU), "--document", "天气"), "里没有名称或部门含“天气”的报告"),
            ((), "请给出记录"),
        ],
    )
    def test_what_cannot_be_shown_is_one_line_and_status_1(
        self, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
    ) -> None:
        """What is wrong, and what to do."""
        screen = gouji(capsys, "show", *arguments)
        assert (screen.status, screen.out, screen.err.count("\n")) == (1, "", 1)
        assert words in screen.err

    def test_a_line_that_is_no_record_is_named(self, capsys: pytest.CaptureFixture[str]) -> None:
        """File, line and field."""
        Path("records.jsonl").write_text('{"document": "a", "profile": {}, "goals": 3}\n', encoding="utf-8")
        assert (
            "records.jsonl 第 1 行不是有效记录：goals 须为列表；请改正或删去这一行"
            in gouji(capsys, "show", "records.jsonl").err
        )

    @pytest.fixture(autouse=True)
    def _here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)


def spans_in(value: object) -> list[list[int]]:
    """Return all spans of a label file."""
    if isinstance(value, list):
        return [span for part in value for span in spans_in(part)]
    if isinstance(value, dict):
        own = [value["span"]] if isinstance(value.get("span"), list) else []
        return own + [span for part in value.values() for span in spans_in(part)]
    return []
