"""What a run says before and after: who reads, a table of the reports, and where to look next."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.commands.session import BUDGET, Ended
from extract.domains.pack import Domain
from extract.engines.drive import Tally
from extract.language import listed, say, terminal_language
from extract.model.record import Usage
from extract.settings import RunOptions
from extract.steps.overview import Overview
from extract.steps.unread import Unread, unread_in
from extract.store.folder import FAILURES_FILE, RUN_FILE
from extract.store.records import RECORDS_FILE

MOST_ROWS = 40
"""Reports in the table; a longer run says how many more there are."""

MOST_NAMED = 12
"""Documents that are named in one line."""

TEN_THOUSAND = Decimal(10_000)


def reader_line(options: RunOptions) -> str:
    """Return the first line of a run: which reader, and why."""
    match options.chosen_reader:
        case "llm":
            why = say(f"模型 {options.model}", f"model {options.model}")
        case "replay":
            why = say(f"回放 {options.answers}", f"replays {options.answers}")
        case "rules" if options.reader is None:
            why = say(
                "离线规则；未配置模型，可设 GOUJI_MODEL 或 --model",
                "offline rules; no model is configured, see GOUJI_MODEL or --model",
            )
        case "rules":
            why = say("离线规则", "offline rules")
    return say("读取方式：", "Reader: ") + options.chosen_reader + say(f"（{why}）", f" ({why})")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of reports: its head, what its cells say, and how early it gives way on a narrow screen."""

    zh: str
    en: str
    cell: Callable[[Overview], str | Text]
    gives_way: int


COLUMNS = (
    Column("年度", "Year", lambda row: str(row.year or "—"), 2),
    Column("预算\n(万元)", "Budget", lambda row: _amount(row.budget), 1),
    Column("执行率", "Exec.", lambda row: "—" if row.execution_rate is None else f"{row.execution_rate}%", 0),
    Column("措施", "Meas", lambda row: str(row.measures), 6),
    Column("问题", "Prob", lambda row: str(row.problems), 4),
    Column("改进", "Impr", lambda row: str(row.improvements), 5),
    Column("数据", "Figs", lambda row: str(row.metrics + row.finance), 3),
    Column("勾稽", "Chks", lambda row: Text(str(row.findings), style="yellow" if row.findings else ""), 0),
    Column("待核", "Doubt", lambda row: Text(str(row.to_review), style="yellow" if row.to_review else "green"), 0),
)
NAME_WIDTH = 14
"""Cells that the column of names has at least."""


def table(rows: Sequence[Overview], *, width: int = 80) -> Table:
    """Return the table of reports: one row a report, figures right-aligned, as many columns as ``width`` cells hold."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), expand=False)
    made.add_column(say("部门 / 报告", "Department / report"), overflow="fold", min_width=NAME_WIDTH)
    shown = _fitting(rows, width)
    for column in shown:
        made.add_column(say(column.zh, column.en), justify="right", no_wrap=True)
    for row in rows:
        made.add_row(_title(row), *(column.cell(row) for column in shown))
    return made


def _fitting(rows: Sequence[Overview], width: int) -> tuple[Column, ...]:
    """Return the columns for which there is room beside the names; those that give way first go first."""
    wide = {column: _width(column, rows) for column in COLUMNS}
    shown = list(COLUMNS)
    for column in sorted(COLUMNS, key=lambda column: -column.gives_way):
        if column.gives_way and NAME_WIDTH + 2 + sum(wide[each] + 2 for each in shown) > width:
            shown.remove(column)
    return tuple(shown)


def _width(column: Column, rows: Sequence[Overview]) -> int:
    head = say(column.zh, column.en).split("\n")
    return max(cell_len(str(said)) for said in (*head, *(column.cell(row) for row in rows)))


def summary(  # noqa: PLR0913  (all that a run leaves to be told)
    console: Console, ended: Ended, tally: Tally, *, rows: Sequence[Overview], folder: Path, domain: Domain
) -> None:
    """Print how the run ended, the table, and the next steps."""
    if rows:
        console.print(table(rows, width=console.width))
        console.print(_legend(), style="dim")
    if (more := ended.records - len(rows)) > 0:
        console.print(
            say(f"……另有 {more} 份，见 {folder / RECORDS_FILE}", f"… and {more} more in {folder / RECORDS_FILE}")
        )
    console.print(_counts(ended, tally))
    if tally.usage.calls:
        console.print(_usage(tally.usage, partial=ended.status == BUDGET))
    for words, style in _notices(ended, tally, rows, folder, domain):
        console.print(words, style=style)
    if rows:
        console.print(_next(folder))


def _notices(
    ended: Ended, tally: Tally, rows: Sequence[Overview], folder: Path, domain: Domain
) -> Iterator[tuple[str, str]]:
    """Yield what a person must know of the run beside its figures, each with its colour."""
    for first, others in list(tally.twins.items())[:MOST_ROWS]:
        names = listed((first, *others))
        yield say(f"内容完全相同：{names}", f"The same content: {names}"), "yellow"
    if (hint := _of_other_kinds(rows, domain)) is not None:
        yield hint, "yellow"
    if torn := ended.about.get("torn_lines"):
        numbers = listed(str(number) for number in torn[:MOST_NAMED])
        yield (
            say(
                f"{RECORDS_FILE} 原第 {numbers} 行不是完整的 JSON（或经手工改坏），已弃用；其中本次输入的报告已重新读取。",
                f"{RECORDS_FILE}: what were lines {numbers} was no whole JSON (edited by hand?) and is gone; those of its "
                "reports that are among the inputs were read again.",
            ),
            "yellow",
        )
    if strangers := ended.about.get("not_reports"):
        yield _not_reports(strangers), "yellow"
    if parts := ended.about.get("unread"):
        yield _unread(parts), "red"
    if tally.failed:
        file = folder / FAILURES_FILE
        yield (
            say(
                f"失败 {tally.failed} 份，原因见 {file}；再运行一次会重试。",
                f"{tally.failed} failed, see {file}; run again to retry.",
            ),
            "red",
        )
    if ended.status == BUDGET:
        left = tally.total - tally.finished
        yield (
            say(
                f"预算用尽，已停止，{left} 份未完成：{ended.why}",
                f"Stopped by the budget with {left} left to do: {ended.why}",
            ),
            "yellow",
        )


def _title(row: Overview) -> Text:
    if row.department is None:
        return Text(row.document)
    return Text.assemble(row.department, "\n", (row.document, "dim"))


def _amount(yuan: Decimal | None) -> str:
    return "—" if yuan is None else f"{yuan / TEN_THOUSAND:,.2f}"


def _legend() -> str:
    return say(
        "数据＝资金与工作数据的条数；勾稽＝核对发现；待核＝建议人工复核的字段数；—＝原文未写明",
        "Budget in 10,000 yuan. Meas, Prob, Impr: measures, problems, improvements. Figs: financial and work figures. "
        "Chks: findings of cross-checks. Doubt: fields to review. —: not stated",
    )


def _counts(ended: Ended, tally: Tally) -> str:
    seconds = ended.about["seconds"]
    skipped = (
        say(f"，{tally.skipped} 份未变已跳过", f", {tally.skipped} unchanged and skipped") if tally.skipped else ""
    )
    return say(f"完成 {tally.done} 份{skipped}，用时 {seconds} 秒。", f"{tally.done} done{skipped} in {seconds} s.")


def _not_reports(names: Sequence[str]) -> str:
    """Return which texts look like no report, so that their empty records are not taken for success."""
    count, shown = len(names), listed(names[:MOST_NAMED]) + (say(" 等", " …") if len(names) > MOST_NAMED else "")
    return say(
        f"{count} 份文本不像绩效报告，记录不宜采用：{shown}",
        f"{count} {'text looks' if count == 1 else 'texts look'} like no such report; do not rely on what was read: {shown}",
    )


def _unread(parts: Sequence[Mapping[str, Any]]) -> str:
    """Return which lists of which reports have no answer, so that what is empty is not taken for what is not there."""
    by_document: dict[str, list[Unread]] = {}
    for part in parts:
        found = Unread(part["task"], part["reason"], by_rules=part["by_rules"])
        by_document.setdefault(part["document"], []).append(found)
    language = terminal_language()
    named = list(by_document.items())[:MOST_NAMED]
    lines = [f"  {name}  {unread_in(lacks, language)}" for name, lacks in named]
    if len(by_document) > len(named):
        lines.append(say(f"  …… 全部见 {RUN_FILE} 的 unread", f"  … all of them: unread in {RUN_FILE}"))
    count = len(by_document)
    head = say(
        f"{count} 份报告有内容没有读到，不等于原文没有；补齐回答后再运行一次：",
        f"{count} {'report was' if count == 1 else 'reports were'} not read whole; complete the answers and run again:",
    )
    return "\n".join((head, *lines))


def _usage(usage: Usage, *, partial: bool) -> str:
    """Return what a model was asked and what it cost; ``partial`` where it was asked more, for unfinished reports."""
    whose = (
        say("模型（仅计已完成的报告）：", "Model (finished reports only): ") if partial else say("模型：", "Model: ")
    )
    cached = (
        say(f"（缓存 {usage.cached_tokens:,}）", f" ({usage.cached_tokens:,} cached)") if usage.cached_tokens else ""
    )
    cost = say(f"；费用 {usage.cost}", f"; cost {usage.cost}") if usage.cost is not None else ""
    return whose + say(
        f"{usage.calls} 次提问，{usage.attempts} 次调用，输入 {usage.prompt_tokens:,} token{cached}，"
        f"输出 {usage.completion_tokens:,} token{cost}。",
        f"{usage.calls} questions in {usage.attempts} calls, {usage.prompt_tokens:,} tokens in{cached}, "
        f"{usage.completion_tokens:,} out{cost}.",
    )


def _next(folder: Path) -> str:
    place = shlex.quote(str(folder))
    return say(
        f"记录：{folder / RECORDS_FILE}\n逐项查看：gouji show {place}\n人工复核：gouji review {place}\n"
        f"导出表格：gouji export {place} --format xlsx",
        f"Records: {folder / RECORDS_FILE}\nLook at them: gouji show {place}\nReview: gouji review {place}\n"
        f"Export: gouji export {place} --format xlsx",
    )


def _of_other_kinds(rows: Sequence[Overview], domain: Domain) -> str | None:
    """Return a hint where the topics and categories of the run are made for other departments than these."""
    others = [row.department for row in rows if row.department and not domain.suits(row.department)]
    if not others:
        return None
    return say(
        f"主题和数据类别按“{domain.zh}”领域归类，{others[0]}等 {len(others)} 份不属此类；可用 --domain general 重新归类。",
        f"Topics and categories are those of the domain {domain.name}; {len(others)} reports ({others[0]} …) are of other "
        f"departments: run with --domain general.",
    )
