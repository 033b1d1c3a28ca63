"""Terminals: what is printed where, with colour only where it shows."""

from __future__ import annotations

import os
import sys

from rich.console import Console

PLAIN_WIDTH = 100
"""Columns of what is printed into a file or a pipe."""


class Screen(Console):
    """A console that leaves it to the command line what a closed pipe means."""

    def on_broken_pipe(self) -> None:
        """Whoever read our output has gone (``gouji show out | head``).

        Raises:
            BrokenPipeError: always.
        """
        self.quiet = True
        raise BrokenPipeError


def console(*, errors: bool = False) -> Console:
    """Return the console of standard output or standard error, without automatic highlighting of numbers and paths."""
    stream = sys.stderr if errors else sys.stdout
    width = None if stream.isatty() else _width_beside()
    return Screen(stderr=errors, highlight=False, width=width, emoji=False, markup=False)


def _width_beside() -> int:
    """Return the width for a pipe or a file: ``COLUMNS``, else that of the terminal which the errors go to."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return PLAIN_WIDTH
