"""``gouji run``: extract records from reports."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import click

from extract.commands.console import console
from extract.commands.log_lines import logging_json
from extract.commands.progress import watching
from extract.commands.run_options import Grouped, settings
from extract.commands.run_screen import MOST_ROWS, reader_line, summary
from extract.commands.session import INTERRUPTED, Ended, Order, Session
from extract.commands.writing import NamedFolder
from extract.domains.registry import domain_named
from extract.language import say
from extract.model.record import Record
from extract.settings import load_options
from extract.sources.inputs import gather
from extract.steps.overview import Overview, overview


@click.command(
    cls=Grouped,
    help=say(
        "从报告（文件、文件夹、通配符、s3:// 等地址、- 表示标准输入）抽取记录，写入 --out 文件夹。再次运行只做未完成的部分。",
        "Extract records from reports (files, folders, globs, addresses such as s3://, - for standard input) into --out. Running again resumes.",
    ),
)
@click.argument("inputs", nargs=-1, required=True)
@click.option("--out", required=True, type=NamedFolder(), help=say("输出文件夹", "run folder"))
@click.option(
    "--fresh",
    is_flag=True,
    help=say("重新开始（保留人工决定与已付费的回答）", "start anew (decisions and paid answers stay)"),
)
@click.option("--quiet", is_flag=True, help=say("只显示失败", "print failures only"))
@click.option("--json", "as_json", is_flag=True, help=say("结果以 JSON 输出", "print the result as JSON"))
@click.option(
    "--log-json",
    is_flag=True,
    help=say("进度以 JSON 行写到标准错误", "log progress as lines of JSON on standard error"),
)
@settings
def command(  # noqa: PLR0913  (each option of the command line is an argument)
    inputs: tuple[str, ...],
    out: Path,
    *,
    fresh: bool,
    quiet: bool,
    as_json: bool,
    log_json: bool,
    **flags: Any,  # noqa: ANN401  (options of RunOptions, checked there)
) -> None:
    """Run and leave with the status of the run."""
    options = load_options(flags)
    gathered = gather(inputs, out=out)
    words, errors = console(errors=as_json, works_on=True), console(errors=True, works_on=True)
    session = Session(Order(gathered.inputs, out, options, fresh=fresh))
    if not quiet:
        words.print(reader_line(options))
        for notice in gathered.notices:
            words.print(notice, style="yellow")
    try:
        total = session.tally.total
        watched = logging_json(total=total) if log_json else watching(errors, total=total, quiet=quiet)
        with _stoppable(), watched as watch:
            ended = asyncio.run(session.start(watch))
    except KeyboardInterrupt:
        errors.print(_interrupted(session))
        sys.exit(INTERRUPTED)
    if as_json:
        click.echo(json.dumps(ended.about, ensure_ascii=False, indent=2))
    elif not quiet:
        rows = tuple(_rows(session, ended))
        summary(words, ended, session.tally, rows=rows, folder=out, domain=domain_named(options.domain))
    sys.exit(ended.status)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let SIGTERM end a run as Ctrl-C does: whole lines, no process left behind, resumable."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _rows(session: Session, ended: Ended) -> Iterator[Overview]:
    for line in islice(session.folder.lines(ended.documents), MOST_ROWS):
        yield overview(Record.model_validate_json(line))


def _interrupted(session: Session) -> str:
    tally = session.tally
    return say(
        f"已中断：完成 {tally.finished}/{tally.total} 份，都已保存；再运行一次同样的命令即可继续。",
        f"Interrupted: {tally.finished} of {tally.total} are done and kept; run the same command again to go on.",
    )
