"""The gouji command: a table of subcommands, each imported only when it is called."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import click

from extract.commands.click_words import speak
from extract.errors import GoujiError
from extract.language import say, system_words, unknown_language

speak()


class ReaderGone(Exception):  # noqa: N818  (no error: ``gouji show out | head`` is done)
    """Whoever read our output has closed it."""


class Entry(NamedTuple):
    """Where a command lives and its one line of help."""

    module: str
    zh: str
    en: str


COMMANDS = {
    "run": Entry("extract.commands.run", "抽取报告，写入记录", "extract records from reports"),
    "show": Entry("extract.commands.show", "逐项显示记录及其原文依据", "show records with their evidence"),
    "check": Entry(
        "extract.commands.check", "勾稽核对：列出对不上的数与缺漏", "cross-check figures and list what does not fit"
    ),
    "review": Entry("extract.commands.review", "打开复核网页", "open the review page"),
    "export": Entry("extract.commands.export", "导出表格、标注或金标", "export tables, annotations or gold"),
    "eval": Entry("eval.cli", "对照人工标注评测", "score against annotated reports"),
    "batch": Entry(
        "extract.commands.batch", "离线批处理：导出请求、导入回答", "export requests and import answers offline"
    ),
    "prompts": Entry("extract.commands.prompts", "查看与渲染提示词", "list and render prompts"),
    "doctor": Entry("extract.commands.doctor", "检查环境与模型端点", "probe the environment and the model endpoint"),
    "schema": Entry("extract.commands.schema", "打印目标模式（JSON Schema）", "print the target schema (JSON Schema)"),
}
"""Commands in the order of ``gouji --help``; each module defines ``command``, a click command or group."""


@contextmanager
def _told_apart() -> Iterator[None]:
    """Let it come out as it is that nobody reads our output any more; click would end with status 1."""
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGone from error


class Lazy(click.Group):
    """A group that knows its commands' names and imports one only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command; None where there is no such name."""
        del ctx
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = importlib.import_module(entry.module).command
        return command

    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:  # noqa: ANN401  (passed on as they come)
        """Read the command line; ``--help`` prints here."""
        with _told_apart():
            return super().make_context(*arguments, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _told_apart():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, so that help imports none of them."""
        del ctx
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl([(name, say(entry.zh, entry.en)) for name, entry in COMMANDS.items()])


@click.group(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "gouji 勾稽：把部门整体支出绩效自评报告变成逐字可查、逐数可核的记录。\n\n"
        "\b\n第一次使用：\n  gouji run 报告文件夹 --out out\n  gouji show out\n  gouji review out",
        "gouji turns Chinese performance self-evaluation reports into records that can be traced and cross-checked.\n\n"
        "\b\nFirst steps:\n  gouji run FOLDER --out out\n  gouji show out\n  gouji review out",
    ),
)
@click.version_option(package_name="gouji", prog_name="gouji")
def cli() -> None:
    """Hold the subcommands."""


INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells give it."""


def main() -> None:
    """Run the command line; an error that a person can mend is one line on standard error, never a traceback."""
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()  # None where a shell has closed them
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that has no hanzi shows ? instead of ending the run
    if asked := unknown_language():
        told = say(f"GOUJI_LANG={asked} 不可用，可选 zh 或 en。", f"There is no GOUJI_LANG={asked}, only zh and en.")
        click.echo(f"gouji: {told}", err=True)
    try:
        status = cli.main(prog_name="gouji", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(status if isinstance(status, int) else 0)
    except GoujiError as error:
        click.echo(f"gouji: {' '.join(error.message.split())}", err=True)
        sys.exit(error.exit_status)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo(say("已中断。", "Interrupted."), err=True)
        sys.exit(INTERRUPTED)
    except (ReaderGone, BrokenPipeError):
        _unplug()
        sys.exit(0)
    except OSError as error:
        _unplug()
        click.echo(f"gouji: {_refused(error)}", err=True)
        sys.exit(1)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _unplug() -> None:
    """Keep Python from writing at exit what could not be written before."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(error: OSError) -> str:
    """Say what the system refused; where no file is named, it was the output of this command."""
    why = system_words(error)
    if error.filename is None:
        return say(f"结果无法输出：{why}。", f"The output cannot be written: {why}.")
    place = os.fsdecode(error.filename)
    return say(
        f"{place} 无法读写：{why}；请处理后再试。",
        f"{place} cannot be read or written: {why}; mend this and try again.",
    )
