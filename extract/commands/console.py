"""Terminals: what is printed where, with colour only where it shows."""

from __future__ import annotations

import sys

from rich.console import Console

from extract.errors import GoujiError
from extract.language import say

PLAIN_WIDTH = 100
"""Columns of what is printed into a file or a pipe."""


def console(*, errors: bool = False) -> Console:
    """Return the console of standard output or standard error, without automatic highlighting of numbers and paths."""
    stream = sys.stderr if errors else sys.stdout
    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(stderr=errors, highlight=False, soft_wrap=False, width=width, emoji=False, markup=False)


def error_line(error: GoujiError) -> str:
    """Return an error as one line."""
    return say("错误：", "Error: ") + " ".join(error.message.split())
