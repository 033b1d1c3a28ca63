"""What people do to a run folder, a terminal and a clock: told plainly, and nothing taken for what it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from review_fakes import BASIC, PROJECT, TEXT, TOTAL, Office, report
from terminal import gouji

from extract.model.decision import Action
from extract.review.desk.desk import By, Desk
from extract.review.desk.requests import Proposal
from extract.store.log import Log

REPORT = "某县水利局2023年度部门整体支出绩效自评报告\n一、基本情况\n2023年预算1200万元，实际支出1140万元。\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with two reports and a run of them, and the current folder."""
    monkeypatch.setenv("GOUJI_LANG", "zh")
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        path = tmp_path / "in" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(REPORT + name, encoding="utf-8")
    assert gouji(capsys, "run", "in", "--out", "out").status == 0
    return tmp_path


def test_a_line_that_was_edited_by_hand_is_told_and_its_report_read_again(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever reads the records names the line and the way out; a run says what it did."""
    records = home / "out" / "records.jsonl"
    first, second = records.read_text(encoding="utf-8").splitlines()
    records.write_text(f"{first}\n{second[:-5]}\n", encoding="utf-8")
    shown = gouji(capsys, "check", "out")
    assert (shown.status, "第 2 行不是有效记录：不是完整的 JSON；请改正或删去这一行" in shown.err) == (1, True)
    ran = gouji(capsys, "run", "in", "--out", "out")
    assert "原第 2 行不是完整的 JSON（或经手工改坏），已弃用；其中本次输入的报告已重新读取。" in "".join(
        ran.out.split("\n")
    )
    assert "完成 1 份，1 份未变已跳过" in ran.out
    assert len(records.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize("said", ["[]", "5", '{"inputs": [], "parts": 3}', "{", ""])
def test_whatever_stands_in_run_json_the_run_goes_on(home: Path, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is a description, and no record hangs on it."""
    (home / "out" / "run.json").write_text(said, encoding="utf-8")
    assert "2 份未变已跳过" in gouji(capsys, "run", "in", "--out", "out").out


def test_records_without_texts_are_not_said_to_be_sound(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing found because nothing was checked is no finding."""
    for path in (home / "out" / "texts").iterdir():
        path.unlink()
    checked = gouji(capsys, "check", "out")
    assert (checked.status, "2 份没有原文，未核对。" in checked.out, "未发现问题" in checked.out) == (3, True, False)
    exported = gouji(capsys, "export", "out", "--format", "doccano", "--out", "x")
    assert "已导出 0 份报告" in exported.out


def test_a_folder_of_texts_that_is_not_there_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Instead of looking nowhere in silence."""
    for command in ("show", "check"):
        assert gouji(capsys, command, "out", "--texts", home / "nowhere").err.endswith("nowhere 不是文件夹。\n")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://x/y", "不支持数据库 mysql://x/y；可用 SQLite"),
        ("in/a.txt", "打不开数据库 in/a.txt：不是数据库文件。"),
        ("postgresql+psycopg://u:geheim@127.0.0.1:1/x", "u:***@127.0.0.1:1/x：连接被拒绝，那里没有服务在等候。"),
    ],
)
@pytest.mark.usefixtures("home")
def test_a_database_that_cannot_be_had_is_told_in_one_line(
    url: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without its password."""
    if url.startswith("postgresql"):
        pytest.importorskip("psycopg", reason="pip install 'gouji[postgres]'")
    screen = gouji(capsys, "show", "--db", url)
    assert (screen.status, said in screen.err, len(screen.err.splitlines())) == (1, True, 1)


def test_a_review_of_a_database_that_is_not_there_makes_none(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong path is told."""
    screen = gouji(capsys, "review", "--db", "sqlite:///none.db", "--no-browser")
    assert (screen.status, screen.err) == (1, "gouji: 没有数据库 none.db；请检查路径。\n")
    assert not (home / "none.db").exists()


@pytest.mark.parametrize("name", ["a b", "第一行\n第二行", "报告😀", "50%?#x", "[a]*", "-out", "a'b\"c"])
def test_folders_and_files_may_have_any_name(home: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Spaces, line ends, emoji, characters that mean something in URLs, patterns and shells."""
    place = home / name
    place.mkdir()
    (place / f"{name}.txt").write_text(REPORT, encoding="utf-8")
    assert gouji(capsys, "run", place, "--out", place / "out").status == 0
    assert gouji(capsys, "run", place / f"{name}.txt", "--out", home / "out2").status == 0
    assert "某县水利局" in gouji(capsys, "show", place / "out").out
    assert gouji(capsys, "check", place / "out").status == 0
    assert (place / "out" / "gouji.db").is_file()


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "| head -c 1 >/dev/null"])
def test_a_terminal_that_is_closed_is_no_crash(home: Path, closed: str) -> None:
    """The shell has closed it, or whoever read has seen enough."""
    code = "from extract.cli import main; main()"
    root = str(Path(__file__).parents[2])
    ended = subprocess.run(  # noqa: S602  (our own command; the shell closes what is to be closed)
        f"{sys.executable} -c '{code}' show out {closed}",
        shell=True,
        cwd=home,
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_undo_takes_back_the_last_decision_though_the_clock_went_back(tmp_path: Path) -> None:
    """Winter time, a server set right: what was done last was done last."""
    hours = iter((5, 3, 4, 1, 1, 1))
    office = Office(tmp_path)
    office.log.keep(report("a"), TEXT, position=0)
    office.log.keep(report("b"), TEXT, position=1)
    desk = Desk(Log(office.engine), now=lambda: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=next(hours)))
    for number, (document, target) in enumerate((("a", TOTAL), ("b", BASIC), ("a", PROJECT))):
        after = desk.state(document).revision
        desk.decide(document, [Proposal(id=_id(number), target=target, action=Action.ACCEPT)], by=By("甲", after))
    undone = [desk.undo(_id(10 + number), reviewer="甲").target for number in range(3)]
    office.close()
    assert undone == [PROJECT, BASIC, TOTAL]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("run", "in", "--out", ""), 2, "名称是空的；当前文件夹写作 ."),
        (("run", "", "--out", "o"), 1, "gouji: 找不到空的路径；请检查路径。"),
        (
            ("batch", "import", "requests.jsonl", "answers.jsonl", "--out", "o"),
            1,
            "requests.jsonl 第 11 行不是 gouji batch",
        ),
        (("run", "in", "--reader", "replay", "--answers", "torn.jsonl", "--out", "o"), 1, "（不是完整的 JSON）"),
    ],
)
def test_what_is_empty_or_torn_on_the_way_in_is_told(
    home: Path, arguments: tuple[str, ...], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is written where nobody asked for it."""
    gouji(capsys, "batch", "export", "in", "--out", "requests.jsonl")
    with (home / "requests.jsonl").open("a", encoding="utf-8") as requests:
        requests.write("{torn\n")
    (home / "answers.jsonl").write_text('{"custom_id": "x", "content": "{}"}\n', encoding="utf-8")
    (home / "torn.jsonl").write_text("{torn\n", encoding="utf-8")
    screen = gouji(capsys, *arguments)
    assert (screen.status, said in screen.err, "Traceback" in screen.err) == (status, True, False)
    assert not (home / "records.jsonl").exists()


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"
