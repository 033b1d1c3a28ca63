"""Terminals: what is printed where, with colour only where it shows."""

from __future__ import annotations

import os
import sys

from rich.console import Console

PLAIN_WIDTH = 100
"""Columns of what is printed into a file or a pipe."""


class Screen(Console):
    """A console whose closed pipe ends the command, unless its work goes on without being watched."""

    works_on = False

    def on_broken_pipe(self) -> None:
        """Whoever read our output has gone (``gouji show out | head``).

        Raises:
            BrokenPipeError: there is nothing to do but to show.
        """
        self.quiet = True
        if not self.works_on:
            raise BrokenPipeError
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())


class Unwatched(Screen):
    """A console that goes quiet where its pipe is closed: the command does its work and keeps its status."""

    works_on = True


def console(*, errors: bool = False, works_on: bool = False) -> Console:
    """Return the console of standard output or standard error, without automatic highlighting of numbers and paths.

    Args:
        errors: standard error.
        works_on: the command goes on where nobody reads its output any more.
    """
    stream = sys.stderr if errors else sys.stdout
    width = None if stream.isatty() else _width_beside()
    kind = Unwatched if works_on else Screen
    return kind(stderr=errors, highlight=False, width=width, emoji=False, markup=False)


def _width_beside() -> int:
    """Return the width for a pipe or a file: ``COLUMNS``, else that of the terminal which the errors go to."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return PLAIN_WIDTH
