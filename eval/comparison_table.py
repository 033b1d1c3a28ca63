"""What the terminal shows of the comparison of two scores."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from eval.compare import Change, Comparison
from eval.intervals import ENOUGH
from eval.tables import number, slim
from extract.language import say

SHOWN_FIELDS = 20
"""So many fields are listed, those that changed most first."""


def print_comparison(console: Console, found: Comparison, fallen: tuple[Change, ...]) -> None:
    """Print each metric before and after, the fields that changed both ways, and what fell."""
    console.print(_metrics(found))
    console.print(_fields(found))
    for line in _words(found):
        console.print(line, style="dim", highlight=False, soft_wrap=True)
    for change in fallen:
        difference = abs(change.difference or 0.0)
        message = say(f"{change.metric} 下降了 {difference:.4f}", f"{change.metric} fell by {difference:.4f}")
        console.print(message, style="red", highlight=False, soft_wrap=True)


def _metrics(found: Comparison) -> Table:
    table = slim(say("指标", "Metrics"), "", "A", "B", "B - A", "95%", "p")
    for one in found.changes:
        difference = "–" if one.difference is None else f"{one.difference:+.3f}"
        between = f"{one.interval.low:+.3f} … {one.interval.high:+.3f}" if one.interval else "–"
        table.add_row(one.metric, number(one.before), number(one.after), difference, between, number(one.p))
    return table


def _fields(found: Comparison) -> Table:
    columns = (say("字段", "field"), say("变对", "now right"), say("变错", "now wrong"))
    table = slim(say("变化的字段", "Fields that changed"), *columns)
    names = sorted(found.gained.keys() | found.lost.keys(), key=lambda name: (-_moved(found, name), name))
    for name in names[:SHOWN_FIELDS]:
        table.add_row(name, str(found.gained.get(name, 0)), str(found.lost.get(name, 0)))
    return table


def _moved(found: Comparison, name: str) -> int:
    return found.gained.get(name, 0) + found.lost.get(name, 0)


def _words(found: Comparison) -> Iterator[str]:
    count = len(found.documents)
    yield say(
        f"{count} 份共同的报告；符号翻转检验以报告为单位。",
        f"{count} reports in common; the sign-flip test flips whole reports.",
    )
    if count < ENOUGH:
        least = 2 / 2**count
        yield say(
            f"份数少：p 不可能小于 {least:.3g}，区间只作参考。",
            f"So few reports: p cannot be below {least:.3g}, and intervals are hints.",
        )
