"""Screens of a run, whole: the table on a narrow terminal, progress in plain lines, one line a failure."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from extract.commands.progress import PlainLines, watching
from extract.commands.run_screen import summary
from extract.commands.session import BUDGET, COMPLETE, FAILED, Ended
from extract.domains.general import GENERAL
from extract.domains.pack import Domain
from extract.domains.petition import PETITION
from extract.engines.drive import Tally
from extract.engines.outcome import Done
from extract.model.record import Record, Usage
from extract.steps.overview import Overview, overview
from extract.store.folder import Failure

LABELS = Path(__file__).parents[2] / "gold" / "labels"

ROWS = (
    Overview(
        "番禺/panyu-2023", "广州市番禺区信访局", 2023, Decimal(8516600), None, Decimal(94), 4, 3, 5, 17, 9, 1, 3, 80
    ),
    Overview("poem", None, None, None, None, None, 0, 0, 0, 0, 0, 1, 0, 0),
)

SCREEN = """\
                             预算
 部门 / 报告         年度  (万元)  执行率  措施  问题  改进  数据  勾稽  待核
 ────────────────────────────────────────────────────────────────────────────
 广州市番禺区信访局  2023  851.66     94%     4     3     5    26     1     3
 番禺/panyu-2023
 poem                   —       —       —     0     0     0     0     1     0

数据＝资金与工作数据的条数；勾稽＝核对发现；待核＝建议人工复核的字段数；—＝原文
未写明
完成 1 份，1 份未变已跳过，用时 1.5 秒。
内容完全相同：a、b
失败 1 份，原因见 out/failures.jsonl；再运行一次会重试。
记录：out/records.jsonl
逐项查看：gouji show out
人工复核：gouji review out
导出表格：gouji export out --format xlsx
"""


@pytest.fixture
def console() -> Console:
    """A terminal of 80 columns without colour that keeps what is printed."""
    return Console(file=io.StringIO(), width=80, color_system=None, markup=False, highlight=False)


def printed(console: Console) -> str:
    """Return what was printed, without trailing white space."""
    assert isinstance(console.file, io.StringIO)
    lines = [line.rstrip() for line in console.file.getvalue().splitlines()]
    return "".join(f"{line}\n" for line in lines).lstrip("\n")


def ended(status: int, **more: Any) -> Ended:
    """Return the end of a run of three documents."""
    return Ended(status, ("番禺/panyu-2023", "poem", "bad"), {"seconds": 1.5}, **more)


def test_the_table_and_the_next_steps_fit_80_columns(console: Console) -> None:
    """The screen as a whole."""
    tally = Tally(3, done=1, skipped=1, failed=1, twins={"a": ["b"]})
    summary(console, ended(FAILED), tally, rows=ROWS, folder=Path("out"), domain=PETITION)
    assert printed(console) == SCREEN


@pytest.mark.parametrize("width", [44, 52, 60, 66, 72, 80])
def test_a_narrow_screen_loses_counts_but_never_a_name_or_what_has_to_be_looked_at(width: int) -> None:
    """Columns give way in an order of their own; no line is longer than the screen."""
    console = Console(file=io.StringIO(), width=width, color_system=None, markup=False, highlight=False)
    summary(console, ended(FAILED), Tally(3, done=1, failed=1), rows=ROWS, folder=Path("out"), domain=PETITION)
    shown = printed(console)
    assert "panyu-2023" in "".join(shown.split())
    assert all(head in shown for head in ("执行率", "勾稽", "待核"))
    assert max(cell_len(line) for line in shown.splitlines()) <= width


def test_next_steps_can_be_pasted_whatever_the_folder_is_called(console: Console) -> None:
    """A name with a space is quoted."""
    summary(console, ended(COMPLETE), Tally(3, done=3), rows=ROWS, folder=Path("我的 输出"), domain=PETITION)
    assert "gouji show '我的 输出'\n" in printed(console)


@pytest.mark.parametrize(("domain", "told"), [(PETITION, True), (GENERAL, False)])
def test_departments_that_the_domain_is_not_made_for_are_told(console: Console, domain: Domain, *, told: bool) -> None:
    """Else a school's lessons are petitions received."""
    school = Overview("x", "望江县教育局", 2023, None, None, None, 0, 0, 0, 0, 0, 0, 0, 0)
    summary(console, ended(COMPLETE), Tally(1, done=1), rows=(*ROWS, school), folder=Path("out"), domain=domain)
    assert ("望江县教育局等1份不属此类；可用--domaingeneral" in "".join(printed(console).split())) is told


def test_a_long_run_says_how_many_reports_are_not_in_the_table(console: Console) -> None:
    """A table of thousands helps nobody."""
    summary(console, ended(COMPLETE, records=3), Tally(3, done=3), rows=ROWS[:1], folder=Path("out"), domain=PETITION)
    assert "……另有 2 份，见 out/records.jsonl\n" in printed(console)


def test_a_run_stopped_by_the_budget_says_so_and_how_to_go_on(console: Console) -> None:
    """With the reader's own words."""
    summary(
        console,
        ended(BUDGET, why="已用 9 token。", records=2),
        Tally(3, done=2),
        rows=ROWS,
        folder=Path("out"),
        domain=PETITION,
    )
    assert "预算用尽，已停止，1 份未完成：已用 9 token。\n" in printed(console)
    assert "另有" not in printed(console)


def test_a_run_with_a_model_says_what_it_asked_and_what_that_cost(console: Console) -> None:
    """Attempts are more than questions where something was asked again."""
    usage = Usage(calls=5, attempts=6, prompt_tokens=12_000, cached_tokens=9_000, completion_tokens=345, cost="0.12")
    summary(console, ended(COMPLETE), Tally(3, done=3, usage=usage), rows=ROWS, folder=Path("out"), domain=PETITION)
    words = "".join(printed(console).split())
    assert "模型：5次提问，6次调用，输入12,000token（缓存9,000），输出345token；费用0.12。" in words


def test_plain_progress_comes_every_few_seconds_and_at_the_end(console: Console) -> None:
    """With the time that is left by the pace so far."""
    watch = PlainLines(console, clock=ticking(0.5))
    tell(watch, Tally(10), documents=10)
    assert printed(console) == "4/10 份，约剩 3 秒\n8/10 份，约剩 1 秒\n10/10 份\n"


def test_plain_progress_tells_calls_tokens_and_cost(console: Console) -> None:
    """Where a model was asked."""
    watch = PlainLines(console, clock=ticking(9.0))
    usage = Usage(calls=5, prompt_tokens=12_000, completion_tokens=345, cost="0.12")
    tell(watch, Tally(1), documents=1, usage=usage)
    assert printed(console) == "1/1 份，5 次调用，12,345 token，费用 0.12\n"


@pytest.mark.parametrize("quiet", [True, False])
def test_a_failure_is_told_at_once_on_one_line(console: Console, *, quiet: bool) -> None:
    """Even where quiet is asked for."""
    with watching(console, total=2, quiet=quiet) as watch:
        tally = Tally(2)
        failure = Failure("a", "a.txt", "source", "a.txt 是空文件，\n没有可读的文字。")
        tally.count(failure)
        watch(failure, tally)
    assert printed(console) == "✗ a.txt 是空文件， 没有可读的文字。\n"


@pytest.mark.parametrize(
    ("path", "message", "told"),
    [
        ("a.txt", "模型没有回答。", "✗ a.txt：模型没有回答。\n"),
        ("-", "标准输入是空文件。", "✗ 标准输入是空文件。\n"),
    ],
)
def test_a_failure_names_its_document(console: Console, path: str, message: str, told: str) -> None:
    """Whoever wrote the message."""
    with watching(console, total=1, quiet=True) as watch:
        watch(Failure("a", path, "reader", message), Tally(1))
    assert printed(console) == told


def test_a_bar_on_a_terminal_leaves_nothing_behind() -> None:
    """The table takes its place."""
    console = Console(file=io.StringIO(), width=80, force_terminal=True, legacy_windows=False)
    with watching(console, total=1, quiet=False) as watch:
        tell(watch, Tally(1), documents=1)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().endswith("\x1b[2K")


@pytest.mark.parametrize("name", ["panyu-2023", "nanyue-2021", "panlong-2022"])
def test_a_report_at_a_glance_counts_what_its_label_holds(name: str) -> None:
    """The label files are records."""
    record = Record.model_validate_json((LABELS / f"{name}.gold.json").read_text(encoding="utf-8"))
    row = overview(record)
    counts = (row.measures, row.problems, row.improvements, row.metrics, row.finance)
    lists = (record.measures, record.problems, record.improvements, record.metrics, record.finance)
    assert counts == tuple(len(found) for found in lists)
    assert row.year == int(name[-4:])
    assert cell_len(row.department or "") > 0


def test_the_budget_is_the_whole_one_of_the_year_in_yuan() -> None:
    """851.66 万元 as revised, not the 837.51 万元 of the start."""
    record = Record.model_validate_json((LABELS / "panyu-2023.gold.json").read_text(encoding="utf-8"))
    assert overview(record).budget == Decimal(8516600)
    assert overview(record).execution_rate == Decimal(94)


RATES = {
    "of budget and outlay": (["支出执行率|100", "支出执行率|80", "预算执行率|86.67"], "86.67"),
    "that names no part": (["基本支出执行率|100", "项目支出执行率|99.1", "部门整体预算执行率|95"], "95"),
    "nothing where all are of parts": (["基本支出执行率|100", "三公经费预算执行率|70"], None),
}


@pytest.mark.parametrize("case", RATES)
def test_the_execution_rate_at_a_glance_is_that_of_the_whole(case: str) -> None:
    """A report states it of every part; the first one is seldom the department's."""
    stated, expected = RATES[case]
    totals = [("revised_budget", "预算", "1500"), ("actual", "支出", "1300")] if case == "of budget and outlay" else []
    amounts = [money("total_expenditure", stage, label, value, "万元") for stage, label, value in totals]
    rates = [money("budget_execution_rate", None, *rate.split("|"), "%") for rate in stated]
    record = Record.model_validate({"document": "x", "profile": {}, "finance": [*rates, *amounts]})
    assert overview(record).execution_rate == (Decimal(expected) if expected else None)


def test_the_outlay_at_a_glance_is_the_one_stated_most_often() -> None:
    """A stray total, of a fund or misread, is stated once."""
    amounts = [money("total_expenditure", "actual", "支出", value, "万元") for value in ("90", "1300", "1300")]
    record = Record.model_validate({"document": "x", "profile": {}, "finance": amounts})
    assert overview(record).actual == Decimal(13_000_000)


def money(item: str, stage: str | None, label: str, value: str, unit: str) -> dict[str, object]:
    """Return a figure of money as a label file has it."""
    return {
        "item": item,
        "stage": stage,
        "label": label,
        "value": value,
        "unit": unit,
        "year": None,
        "change": None,
        "span": [0, 1],
    }


def ticking(step: float) -> Callable[[], float]:
    """Return a clock that goes on by a step whenever it is asked."""
    times: Iterator[float] = (number * step for number in count())
    return lambda: next(times)


def tell(watch: Callable[[Done, Tally], None], tally: Tally, *, documents: int, usage: Usage | None = None) -> None:
    """Finish so many documents."""
    for number in range(documents):
        outcome = Done(str(number), "{}", "", f"{number:064x}", usage)
        tally.count(outcome)
        watch(outcome, tally)
