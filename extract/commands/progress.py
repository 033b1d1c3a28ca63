"""Progress of a run: a bar on a terminal, plain lines elsewhere, nothing where quiet is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from extract.engines.drive import Tally, Watch
from extract.engines.outcome import Event, Split
from extract.language import say
from extract.model.record import Usage
from extract.sources.inputs import STDIN
from extract.sources.isolated import PARSER, OnPage
from extract.store.folder import Failure

EVERY_SECONDS = 2.0
"""Between two plain lines of progress."""

MOST_NAMED = 12
"""Departments that are named where a file is split."""


@contextmanager
def watching(console: Console, *, total: int, quiet: bool) -> Iterator[Watch]:
    """Hold the progress of a run on this console; failures and files that are split are told at once, each on one line."""
    if quiet:
        yield lambda outcome, _: _tell_failure(console, outcome)
    elif console.is_terminal and not console.is_dumb_terminal:
        with _bar(console) as progress:
            task = progress.add_task(say("读取", "reading"), total=total, cost="")
            with _hearing(lambda path, page, pages: progress.update(task, description=_page(path, page, pages))):
                yield lambda outcome, tally: _advance(progress, task, outcome, tally)
    else:
        lines = PlainLines(console)
        with _hearing(lines.page):
            yield lines


@contextmanager
def _hearing(on_page: OnPage) -> Iterator[None]:
    """Hear of the pages that OCR begins in this process."""
    PARSER.on_page = on_page
    try:
        yield
    finally:
        PARSER.on_page = None


def _page(path: str, page: int, pages: int) -> str:
    return say(f"识别 {path} 第 {page}/{pages} 页", f"recognising {path}, page {page} of {pages}")


class PlainLines:
    """Says how far a run is, at most every few seconds, on lines of their own."""

    def __init__(self, console: Console, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._started = self._told = clock()

    def page(self, path: str, page: int, pages: int) -> None:
        """Tell which page of a scan is recognised, when it is time."""
        now = self._clock()
        if now - self._told >= EVERY_SECONDS:
            self._told = now
            self._console.print(_page(path, page, pages))

    def __call__(self, outcome: Event, tally: Tally) -> None:
        """Tell a failure at once, and progress when it is time or all is done."""
        _tell(self._console, outcome)
        now = self._clock()
        if tally.finished < tally.total and now - self._told < EVERY_SECONDS:
            return
        self._told = now
        if not tally.finished:
            return
        left = (now - self._started) / tally.finished * (tally.total - tally.finished)
        line = f"{tally.finished}/{tally.total} {say('份', 'reports')}{_cost(tally.usage)}"
        if tally.finished < tally.total:
            line += say(f"，约剩 {left:.0f} 秒", f", about {left:.0f} s left")
        self._console.print(line)


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn(say("剩余", "left")),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[cost]}"),
        console=console,
        transient=True,
    )


def _advance(progress: Progress, task: int, outcome: Event, tally: Tally) -> None:
    _tell(progress.console, outcome)
    words = say("读取", "reading")
    progress.update(task, description=words, completed=tally.finished, total=tally.total, cost=_cost(tally.usage))  # type: ignore[arg-type]  # TaskID is an int


def _tell(console: Console, outcome: Event) -> None:
    if isinstance(outcome, Split):
        console.print(_split(outcome), style="yellow")
    _tell_failure(console, outcome)


def _tell_failure(console: Console, outcome: Event) -> None:
    if isinstance(outcome, Failure):
        console.print(f"✗ {_failure(outcome)}", style="red")


def _failure(failed: Failure) -> str:
    """Return a failure on one line that names its document."""
    message = " ".join(failed.message.split())
    named = failed.path == STDIN or any(name in message for name in (failed.path, failed.document))
    return message if named else say(f"{failed.path}：", f"{failed.path}: ") + message


def _split(found: Split) -> str:
    """Say in one line that a file is read as several reports, before they are read."""
    count, named = len(found.parts), [part.department for part in found.parts[:MOST_NAMED]]
    more = say(f" 等 {count} 个部门", f" and {count - len(named)} more") if count > len(named) else ""
    return say(
        f"{found.path} 含 {count} 份部门报告，将逐份抽取（--no-split 可关闭）：" + "、".join(named) + more,
        f"{found.path} holds {count} reports, read one by one (--no-split turns this off): " + ", ".join(named) + more,
    )


def _cost(usage: Usage) -> str:
    if not usage.calls:
        return ""
    tokens = usage.prompt_tokens + usage.completion_tokens
    cost = say(f"，费用 {usage.cost}", f", cost {usage.cost}") if usage.cost is not None else ""
    return say(f"，{usage.calls} 次调用，{tokens:,} token", f", {usage.calls} calls, {tokens:,} tokens") + cost
