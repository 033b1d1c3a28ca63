"""Call the command line as a user does, in this process."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest

from extract.cli import main


@dataclass(frozen=True, slots=True)
class Screen:
    """What a command left on the terminal, and its exit status."""

    status: int
    out: str
    err: str


def gouji(capsys: pytest.CaptureFixture[str], *arguments: object) -> Screen:
    """Run ``gouji`` with these arguments and return its screen."""
    before = sys.argv
    sys.argv = ["gouji", *(str(argument) for argument in arguments)]
    try:
        with pytest.raises(SystemExit) as left:
            main()
    finally:
        sys.argv = before
    captured = capsys.readouterr()
    status = left.value.code
    return Screen(status if isinstance(status, int) else int(bool(status)), captured.out, captured.err)
