"""The options of ``gouji run`` that are settings, as a table in groups."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click
from annotated_types import Ge, Gt, Le

from extract.language import Text, say
from extract.settings import RunOptions

PATH = click.Path(path_type=Path)


class Money(click.ParamType[Decimal]):
    """An exact amount, zero or more."""

    name = "number"

    def convert(self, value: Decimal | str, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Read an amount.

        Raises:
            click.BadParameter: it is none.
        """
        try:
            amount = Decimal(value)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount < 0:
            self.fail(say(f"{value} 不是不小于 0 的数。", f"{value} is no number of 0 or more."), param, ctx)
        return amount


INTEGER, NUMBER, MONEY = click.INT, click.FLOAT, Money()


class Setting(NamedTuple):
    """A flag with the name of a field of ``RunOptions``; ``kind`` None makes it a switch."""

    name: str
    kind: click.ParamType[Any] | None
    says: Text


class Group(NamedTuple):
    """Settings that belong together."""

    title: Text
    settings: tuple[Setting, ...]


GROUPS = (
    Group(
        Text("怎样读取", "How to read"),
        (
            Setting(
                "reader",
                click.Choice(("rules", "llm", "replay")),
                Text("读取方式；默认有模型用 llm，否则 rules", "who reads; llm if a model is configured, else rules"),
            ),
            Setting("domain", click.STRING, Text("领域包：petition 或 general", "domain pack: petition or general")),
            Setting("answers", PATH, Text("replay 的回答文件", "answers to replay")),
            Setting("no-split", None, Text("不把汇编文件按部门拆分", "never split a file with several reports")),
            Setting("confidence", PATH, Text("校准过的置信度文件", "calibrated confidence")),
        ),
    ),
    Group(
        Text("大模型", "The model"),
        (
            Setting("model", click.STRING, Text("模型名称", "name of the model")),
            Setting("concurrency", INTEGER, Text("同时进行的模型调用数", "calls in flight")),
            Setting("samples", INTEGER, Text("每个问题问几次", "times that each question is asked")),
            Setting("reasks", INTEGER, Text("回答有误时重问几次", "times that a wrong answer is sent back")),
            Setting("redact", None, Text("发出前以代号替换姓名、电话、证件号", "send tokens for names and numbers")),
            Setting("verify", None, Text("对存疑的值再问一次", "ask again about doubtful values")),
            Setting("coverage", None, Text("再问一次有无遗漏", "ask again for what is missing")),
            Setting("fallback-model", click.STRING, Text("被拒答的部分改问此模型", "asked where the model refuses")),
            Setting(
                "logprobs",
                click.Choice(("auto", "on", "off")),
                Text(
                    "模型各值的把握（对数概率）：能给就要", "log-probabilities of values, where the endpoint tells them"
                ),
            ),
            Setting("tasks", click.STRING, Text("自定义任务，包.模块:TASKS", "your tasks, package.module:TASKS")),
            Setting("prompts", PATH, Text("自定义提示词文件夹", "folder of your prompts")),
        ),
    ),
    Group(
        Text("限额", "Limits"),
        (
            Setting("budget-tokens", INTEGER, Text("token 上限，到达即停、可续", "stop, resumably, before this")),
            Setting("budget-cost", MONEY, Text("费用上限（gouji.toml 须有价格）", "the same in money")),
            Setting("max-bytes", INTEGER, Text("单个文件的字节上限", "bytes of a file")),
            Setting("max-pages", INTEGER, Text("单个文件的页数上限", "pages of a file")),
            Setting("timeout", NUMBER, Text("单次等待的秒数上限", "seconds to wait for one thing")),
        ),
    ),
    Group(
        Text("在哪里运行", "Where to run"),
        (
            Setting("engine", click.Choice(("local", "ray")), Text("单机或 Ray 集群", "one machine or a Ray cluster")),
            Setting(
                "workers", INTEGER, Text("读取进程数（离线或集群）", "processes that read, offline or on the cluster")
            ),
        ),
    ),
)
"""All settings that a run takes on the command line; the rest of ``RunOptions`` comes from file and environment."""

Decorated = TypeVar("Decorated", bound=Callable[..., object])


def settings(command: Decorated) -> Decorated:
    """Give a command all settings of ``GROUPS``; each is None where the user did not give it."""
    for group in reversed(GROUPS):
        for setting in reversed(group.settings):
            command = _option(setting)(command)
    return command


def _option(setting: Setting) -> Callable[[Decorated], Decorated]:
    words = say(*setting.says)
    if setting.kind is None:
        return click.option(f"--{setting.name}", is_flag=True, default=None, help=words)
    return click.option(f"--{setting.name}", type=within(setting.name, setting.kind), help=words)


def within(name: str, kind: click.ParamType[Any]) -> click.ParamType[Any]:
    """Return the type of a flag with the limits that ``RunOptions`` sets to its field."""
    if kind not in (INTEGER, NUMBER):
        return kind
    limits = RunOptions.model_fields[name.replace("-", "_")].metadata
    least = next((one for one in limits if isinstance(one, Ge | Gt)), None)
    most: Any = next((one.le for one in limits if isinstance(one, Le)), None)
    low: Any = least.ge if isinstance(least, Ge) else least and least.gt
    ranged = click.IntRange if kind is INTEGER else click.FloatRange
    return ranged(low, most, min_open=isinstance(least, Gt))


class Grouped(click.Command):
    """A command whose help shows its own options first and the settings in their groups."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections."""
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        rows = {option.name: row for option in options if (row := option.get_help_record(ctx))}
        grouped = [
            (say(*group.title), [rows.pop(setting.name.replace("-", "_")) for setting in group.settings])
            for group in GROUPS
        ]
        for title, own in ((say("选项", "Options"), list(rows.values())), *grouped):
            with formatter.section(title):
                formatter.write_dl(own)
