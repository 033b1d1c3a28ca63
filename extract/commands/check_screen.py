"""What ``gouji check`` prints: findings by report, their calculation, and the source lines that they rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.commands.evidence import Lines, evidence, page_of
from extract.language import Language, say, terminal_language
from extract.model.names import name_of
from extract.model.record import Finding, Record, Severity
from extract.model.text import Span
from extract.steps.checks.rule import Rule
from extract.steps.unread import unread, unread_in

INDENT = 4
COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
MOST_LINES = 12
_NAME = 6


@dataclass(frozen=True, slots=True)
class Checked:
    """A record with what was found; ``findings`` is None where the text was not there to be checked.

    ``previous`` is last year's report that it was compared with, None where none of the department was ``sought`` or found.
    """

    record: Record
    text: str | None
    findings: tuple[Finding, ...] | None
    previous: str | None = None
    sought: bool = False


def severity_name(severity: Severity) -> str:
    """Name a severity in the terminal's language."""
    return name_of(severity, terminal_language())


def show_checked(screen: Console, checked: Checked, *, explain: bool) -> None:
    """Print the findings of one report, the gravest first."""
    heading = Text(checked.record.document, "bold")
    if checked.findings is None:
        screen.print(
            heading, Text(say("没有找到原文，未核对（--texts 指定文件夹）", "text not found (--texts)"), "red")
        )
        return
    heading.append(f"  {_counted(checked.findings)}", "dim")
    if checked.previous:
        heading.append(say(f"  对照上年 {checked.previous}", f"  against {checked.previous}"), "dim")
    elif checked.sought:
        heading.append(say("  上年记录里没有这个部门，未对照", "  no record of this department last year"), "yellow")
    screen.print(heading)
    if parts := unread(checked.record):
        screen.print(Text(f"  {unread_in(parts, terminal_language())}", "red"))
    lines = Lines.of(checked.text or "")
    for finding in sorted(checked.findings, key=lambda finding: list(Severity).index(finding.severity)):
        _show(screen, finding, lines, pages=_pages(checked.record, finding), explain=explain)
    screen.print()


def _counted(findings: Sequence[Finding]) -> str:
    if not findings:
        return say("未发现问题", "nothing found")
    counts = Counter(finding.severity for finding in findings)
    return say("、", ", ").join(
        say(
            f"{severity_name(severity)} {counts[severity]}",
            f"{counts[severity]} {severity_name(severity)}{'s' if counts[severity] > 1 else ''}",
        )
        for severity in Severity
        if counts[severity]
    )


def _pages(record: Record, finding: Finding) -> list[int]:
    """Return the pages on which a finding rests, in its order; none where the source has no pages."""
    found = (page_of(record, span.start) for span in finding.spans)
    return list(dict.fromkeys(page for page in found if page is not None))


def _show(screen: Console, finding: Finding, lines: Lines, *, pages: Sequence[int], explain: bool) -> None:
    english = terminal_language() is Language.EN
    message = finding.message.en if english else finding.message.zh
    numbers = list(dict.fromkeys(lines.number(span.start) for span in finding.spans))
    where = say(f"第 {_listed(numbers)} 行", f"line{_plural(numbers)} {_listed(numbers)}") if numbers else ""
    if pages:
        where = say(f"第 {_listed(pages)} 页 ", f"page{_plural(pages)} {_listed(pages)} ") + where
    row = Table.grid(padding=(0, 2))
    row.add_column(no_wrap=True, min_width=_NAME)
    row.add_column(overflow="fold")
    row.add_row(Text(f"  {severity_name(finding.severity)}", COLOURS[finding.severity]), Text(message))
    row.add_row("", Text(f"{finding.rule}  {where}", "dim"))
    screen.print(row)
    if explain:
        _explain(screen, finding, lines)


def _plural(numbers: Sequence[int]) -> str:
    return "s" if len(numbers) > 1 else ""


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in numbers[:3]) + (" …" if len(numbers) > 3 else "")  # noqa: PLR2004


def _explain(screen: Console, finding: Finding, lines: Lines) -> None:
    for step in finding.steps:
        screen.print(Text(f"{' ' * INDENT}{say('计算', 'calculation')}  {step}"))
    if finding.tolerance is not None:
        screen.print(
            Text(
                f"{' ' * INDENT}{say('容差', 'tolerance')}  {finding.tolerance}{_why(finding.tolerance)}",
                "dim",
            )
        )
    for span in finding.spans[:MOST_LINES]:
        number = f"{lines.number(span.start):>6}  "
        room = max(20, screen.width - INDENT - len(number))
        shown = evidence(lines, Span(*span), width=room, colour=screen.is_terminal)
        screen.print(Text.assemble(" " * INDENT, (number, "dim"), shown), no_wrap=True, overflow="ellipsis")


def _why(tolerance: str) -> str:
    if tolerance == "0":
        return say("（各数均为精确数）", " (all figures are exact)")
    return say("（各数末位四舍五入所致；末位截尾亦可）", " (rounding of the last digits; truncation is accepted too)")


def show_summary(screen: Console, checked: Sequence[Checked], *, explain: bool) -> None:
    """Print what was found in all reports together, and how to see more."""
    every = [finding for one in checked for finding in one.findings or ()]
    alone = sum(1 for one in checked if one.sought and one.previous is None)
    unchecked = sum(1 for one in checked if one.findings is None)
    done = len(checked) - unchecked
    screen.print(
        (
            say(f"共 {done} 份报告：{_counted(every)}。", f"{done} report{'s' if done > 1 else ''}: {_counted(every)}.")
            if done
            else ""
        )
        + (say(f"{unchecked} 份没有原文，未核对。", f" {unchecked} not checked: no text.") if unchecked else "")
        + (say(f"{alone} 份没有上年记录可对照。", f" {alone} without a record of last year.") if alone else "")
        + (
            ""
            if explain or not every
            else say("加 --explain 看计算过程与原文。", " Add --explain for the calculations.")
        )
    )


def show_rules(screen: Console, rules: Sequence[Rule]) -> None:
    """Print the table of rules."""
    table = Table(box=None, pad_edge=False)
    table.add_column(say("规则", "rule"), no_wrap=True)
    for title in (say("核对什么", "checks that"), say("依据", "source")):
        table.add_column(title, overflow="fold")
    language = terminal_language()
    for rule in rules:
        table.add_row(rule.name, rule.says.in_(language), rule.source.in_(language))
    screen.print(table)
    screen.print(say("docs/checks/<规则>.md 逐条说明。", "docs/checks/<rule>.md explains each."))
