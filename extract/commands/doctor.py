"""gouji doctor: what this installation has, and what the configured endpoint can do."""

from __future__ import annotations

import asyncio
import importlib.util
import platform
from collections.abc import Iterator
from importlib.metadata import version

import click

from extract.errors import ConfigError
from extract.language import Text, say
from extract.readers.llm.calls.client import DEFAULT_URL, Client
from extract.readers.llm.calls.probe import Check, best_rung, probe
from extract.readers.llm.opened import endpoint_of
from extract.settings import RunOptions, bare_url, data_home, load_options
from extract.sources.doc import find_program

EXTRAS = (("ocr", "rapidocr"), ("ray", "ray"), ("postgres", "psycopg"), ("otel", "opentelemetry"))
"""Optional parts and the module that shows that they are there."""

FAILED = 1


@click.command(
    help=say(
        "检查环境与模型端点：用几个很小的请求试密钥、模型、结构化输出的各级方式、对数概率与延迟。",
        "Check the installation and the endpoint: key, model, structured output, logprobs and latency, by tiny requests.",
    )
)
@click.option("--model", help=say("模型", "model"))
@click.option("--base-url", help=say("端点地址", "address of the endpoint"))
@click.pass_context
def command(context: click.Context, /, **flags: object) -> None:
    """Print a line for each check; status 1 where the endpoint does not work."""
    options = load_options(flags)
    for check in _installation():
        _show(check)
    if not options.model:
        click.echo(
            say(
                "没有指定模型（--model 或 GOUJI_MODEL），跳过端点检查；离线读取可用。",
                "No model is named (--model or GOUJI_MODEL): the endpoint is not checked; offline reading works.",
            )
        )
        return
    checks = asyncio.run(_endpoint(options))
    for check in checks:
        _show(check)
    rung = best_rung(checks)
    if rung is None:
        url = bare_url(options.base_url or DEFAULT_URL)
        click.echo(
            say(
                f"端点不可用，原因见上；请检查 OPENAI_BASE_URL（{url}）、OPENAI_API_KEY 与模型名称，并确认服务已启动、网络通畅。",
                f"The endpoint does not work, see above; check OPENAI_BASE_URL ({url}), OPENAI_API_KEY and the model's name, "
                "and that the service is up and can be reached.",
            )
        )
        context.exit(FAILED)
    click.echo(say(f"端点可用，将使用 {rung}。", f"The endpoint works; {rung} will be used."))


def _installation() -> Iterator[Check]:
    yield Check(Text("gouji", "gouji"), ok=True, seen=f"{version('gouji')}, Python {platform.python_version()}")
    for name in ("prompts", "gold"):
        try:
            yield Check(Text(f"随附数据 {name}", f"data {name}"), ok=True, seen=str(data_home(name)))
        except ConfigError as error:
            yield Check(Text(f"随附数据 {name}", f"data {name}"), ok=False, seen=error.message)
    for extra, module in EXTRAS:
        there = importlib.util.find_spec(module) is not None
        seen = say("已安装", "installed") if there else f"pip install 'gouji[{extra}]'"
        yield Check(Text(f"可选 {extra}", f"extra {extra}"), there or None, seen)
    office = find_program()
    seen = office or say(
        "未安装；读取旧版 Word（.doc、.wps）需要它", "not installed; old Word files (.doc, .wps) need it"
    )
    yield Check(Text("LibreOffice", "LibreOffice"), office is not None or None, seen)


async def _endpoint(options: RunOptions) -> tuple[Check, ...]:
    client = Client(endpoint_of(options))
    try:
        return await probe(client, options.extra_body)
    finally:
        await client.close()


def _show(check: Check) -> None:
    mark = {True: "✓", False: "✗", None: "·"}[check.ok]
    click.echo(f"{mark} {say(*check.name)}{say('：', ': ')}{check.seen}")
