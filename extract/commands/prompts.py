"""gouji prompts: list the prompts with version and hash, and print the very request of a task."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.table import Table

from extract.commands.console import console
from extract.commands.documents import load_document
from extract.domains.registry import domain_named
from extract.language import Text, say
from extract.pipeline import prepare
from extract.readers.llm.asks.request import Body, Shown, batch_body, make_ask
from extract.readers.llm.asks.tasks import load_tasks, task_named
from extract.readers.llm.asks.templates import Prompts
from extract.readers.llm.asks.windows import cut
from extract.settings import RunOptions, load_options
from extract.steps.privacy.redact import redact


@click.group(help=say("查看与渲染提示词。", "List and render prompts."))
def command() -> None:
    """Hold the subcommands."""


HEADINGS = (
    Text("任务", "Task"),
    Text("模板", "Template"),
    Text("版本与散列", "Version and hash"),
    Text("填写的部分", "Fills"),
)


@command.command("list", help=say("列出任务、模板、版本与散列。", "List tasks, templates, versions and hashes."))
@click.option("--domain", help=say("领域包", "domain pack"))
@click.option("--tasks", help=say("包.模块:TASKS", "package.module:TASKS"))
@click.option("--prompts", type=click.Path(path_type=Path), help=say("自己的模板文件夹", "your folder of templates"))
def list_prompts(**flags: object) -> None:
    """Print a line for each task."""
    options = load_options(flags)
    prompts = Prompts(domain_named(options.domain), options.prompts)
    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in HEADINGS:
        shown.add_column(say(*heading), overflow="fold")
    for task in load_tasks(options.tasks):
        shown.add_row(task.name, task.template, prompts.label(task), ", ".join(task.sections))
    console().print(shown)


@command.command(
    "render", help=say("打印某任务对某报告的完整请求。", "Print the very request of a task about a report.")
)
@click.argument("report")
@click.option("--task", "name", required=True, help=say("任务名", "name of the task"))
@click.option("--window", "number", default=1, show_default=True, help=say("第几个窗口", "which window"))
@click.option("--json", "as_json", is_flag=True, help=say("打印请求体（JSON）", "print the request body as JSON"))
@click.option("--domain", help=say("领域包", "domain pack"))
@click.option("--tasks", help=say("包.模块:TASKS", "package.module:TASKS"))
@click.option("--prompts", type=click.Path(path_type=Path), help=say("自己的模板文件夹", "your folder of templates"))
@click.option("--redact", is_flag=True, default=None, help=say("先隐去个人信息", "redact personal data first"))
@click.option("--model", help=say("模型", "model"))
def render(report: str, name: str, number: int, *, as_json: bool, **flags: object) -> None:
    """Print the messages that the model would get."""
    options = load_options(flags)
    body = _body(report, name, number, options)
    if as_json:
        sys.stdout.write(json.dumps(body, ensure_ascii=False, indent=2) + "\n")
        return
    for message in body["messages"]:
        click.echo(f"===== {message['role']} =====\n{message['content']}\n")


def _body(report: str, name: str, number: int, options: RunOptions) -> Body:
    reading = prepare(load_document(report, options))
    task = task_named(name, load_tasks(options.tasks))
    shown = Shown(reading, redact(reading).hide) if options.redact else Shown(reading)
    windows = cut(reading, options.window_tokens)
    if not 1 <= number <= len(windows):
        raise click.BadParameter(say(f"只有 {len(windows)} 个窗口。", f"There are {len(windows)} windows."))
    prompts = Prompts(domain_named(options.domain), options.prompts)
    return batch_body(make_ask(task, windows[number - 1], shown, prompts), options.model or "MODEL")
