"""gouji batch: export requests as batch lines, import the answers as records, without a line to the model."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from extract.commands.batch_export import export_requests
from extract.commands.batch_import import import_answers
from extract.commands.run_options import INTEGER, within
from extract.language import listed, say
from extract.settings import load_options

MISSING = 3
"""Exit status where some documents have no complete answer."""


@click.group(help=say("离线批处理：导出请求、导入回答。", "Export requests and import answers offline."))
def command() -> None:
    """Hold the subcommands."""


@command.command(
    "export",
    help=say(
        "把报告写成批处理请求（OpenAI batch 格式）。旁边的 *.manifest.jsonl 含原文，只留在本机，导入时要用。",
        "Write reports as OpenAI batch lines. The *.manifest.jsonl beside them holds the texts: keep it, import needs it.",
    ),
)
@click.argument("inputs", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help=say("请求文件", "file of requests"))
@click.option("--model", help=say("模型", "model"))
@click.option("--domain", help=say("领域包", "domain pack"))
@click.option("--samples", type=within("samples", INTEGER), help=say("每题问几次", "how often each question is asked"))
@click.option(
    "--logprobs",
    type=click.Choice(("on", "off")),
    help=say("请求中要对数概率（端点须支持）", "ask for log-probabilities; the endpoint must know them"),
)
@click.option("--redact", is_flag=True, default=None, help=say("先隐去个人信息", "redact personal data first"))
@click.option("--tasks", help=say("包.模块:TASKS", "package.module:TASKS"))
@click.option("--prompts", type=click.Path(path_type=Path), help=say("自己的模板文件夹", "your folder of templates"))
@click.pass_context
def export(context: click.Context, /, inputs: tuple[str, ...], out: Path, **flags: object) -> None:
    """Write requests and manifest; say what was left out."""
    exported = export_requests(inputs, out, load_options(flags))
    for notice in exported.notices:
        click.echo(notice, err=True)
    files = listed(str(path) for path in exported.files)
    click.echo(
        say(
            f"{exported.documents} 份报告，{exported.requests} 条请求：{files}；清单 {exported.manifest}（含原文，勿外发）。",
            f"{exported.documents} reports, {exported.requests} requests: {files}; "
            f"manifest {exported.manifest} (holds the texts, keep it).",
        )
    )
    if exported.notices:
        context.exit(MISSING)


@command.command(
    "import",
    help=say(
        "把回答变成记录。REQUESTS 是导出的请求文件，ANSWERS 是一个或多个回答文件（后者优先）。",
        "Turn answers into records. REQUESTS is the exported file, ANSWERS one or more answer files (later ones win).",
    ),
)
@click.argument("requests", type=click.Path(path_type=Path))
@click.argument("answers", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help=say("输出文件夹", "run folder"))
@click.option("--tasks", help=say("包.模块:TASKS", "package.module:TASKS"))
@click.option("--prompts", type=click.Path(path_type=Path), help=say("自己的模板文件夹", "your folder of templates"))
@click.pass_context
def import_(context: click.Context, /, requests: Path, answers: tuple[Path, ...], out: Path, **flags: object) -> None:
    """Make records; list what is missing or invalid and write the lines that ask for it again."""
    imported = asyncio.run(import_answers(requests, answers, out, load_options(flags)))
    for notice in imported.notices:
        click.echo(notice, err=True)
    click.echo(
        say(
            f"{imported.records} 份记录写入 {out}；{imported.unreadable} 份报告没有可用的回答。",
            f"{imported.records} records in {out}; {imported.unreadable} reports without a usable answer.",
        )
    )
    if imported.reask:
        click.echo(
            say(
                f"{imported.reasked} 条请求缺回答或回答有误，重问的请求在 {imported.reask}；答完后连同原回答一起再导入。",
                f"{imported.reasked} requests lack a valid answer; the lines that ask again are in {imported.reask}. "
                "Import their answers together with the first ones.",
            )
        )
    if imported.unreadable or imported.reasked:
        context.exit(MISSING)
