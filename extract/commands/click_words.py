"""What click itself says, in Chinese: usage, help and complaints about arguments.

Click marks its sentences for gettext and looks them up by the system's locale; ours follow ``GOUJI_LANG`` and need
no catalogue beside the package.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from typing import Any

import click

from extract.language import Language, say, terminal_language

MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
"""Modules of click that speak to users; each holds gettext as ``_`` and some hold ``ngettext``."""

CHINESE = {
    "Usage:": "用法:",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "详见 {command} {option}",
    "Show this message and exit.": "显示本说明",
    "Show the version and exit.": "显示版本",
    "%(prog)s, version %(version)s": "%(prog)s 版本 %(version)s",
    "required": "必填",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "Missing command.": "缺少子命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Invalid value: {message}": "值不合法：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不合法：{message}",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Did you mean {possibility}?": "是否指 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是否指其中之一：{possibilities}？）",
    "Option {name!r} does not take a value.": "选项 {name} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name} 需要一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 需要 {nargs} 个值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 需要 {nargs} 个值。",
    "Got unexpected extra argument ({args})": "多余的参数：{args}",
    "Got unexpected extra arguments ({args})": "多余的参数：{args}",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "{value!r} is not {choice}.": "{value} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value} 不在 {choices} 之中。",
    "{value!r} is not a valid {number_type}.": "{value} 不是合法的数。",
    "{value} is not in the range {range}.": "{value} 超出范围 {range}。",
    "{name} {filename!r} does not exist.": "{name} {filename} 不存在。",
    "{name} {filename!r} is a file.": "{name} {filename} 是文件。",
    "{name} {filename!r} is a directory.": "{name} {filename} 是文件夹。",
    "{name} {filename!r} is not readable.": "{name} {filename} 无法读取。",
    "{name} {filename!r} is not writable.": "{name} {filename} 无法写入。",
}
"""Click's sentences, word for word, and ours; one that is missing here stays English."""


METAVARS = {
    "PATH": "路径",
    "FILE": "文件",
    "DIRECTORY": "文件夹",
    "INTEGER": "整数",
    "INTEGER RANGE": "整数",
    "FLOAT": "数",
    "FLOAT RANGE": "数",
    "TEXT": "文字",
}
"""What stands for an option's value in the help."""

QUOTED = re.compile(r"'([^']*)'")
FULL_STOP = re.compile(r"\.(?: |$)")


def translated(sentence: str) -> str:
    """Return a sentence of click in the terminal's language."""
    return say(CHINESE.get(sentence, sentence), sentence)


def translated_number(one: str, several: str, count: int) -> str:
    """Return the form of a sentence that fits a number, in the terminal's language."""
    return translated(one if count == 1 else several)


def speak() -> None:
    """Let click speak the terminal's language."""
    for name in MODULES:
        module = importlib.import_module(f"click.{name}")
        for ours, theirs in ((translated, "_"), (translated_number, "ngettext")):
            if hasattr(module, theirs):
                setattr(module, theirs, ours)
    _respell(click.MissingParameter, "format_message", _as_chinese)
    _respell(click.Parameter, "make_metavar", lambda word: METAVARS.get(word, word))


def _respell(owner: type[Any], name: str, respelt: Callable[[str], str]) -> None:
    """Put what a method of click returns into Chinese, where click marks it for no translation."""
    own = getattr(owner, name)

    def method(self: object, *given: Any, **named: Any) -> str:  # noqa: ANN401  (passed on as they come)
        said: str = own(self, *given, **named)
        return respelt(said) if terminal_language() is Language.ZH else said

    setattr(owner, name, method)


def _as_chinese(sentence: str) -> str:
    return FULL_STOP.sub("。", QUOTED.sub(r"\1", sentence))
