"""Regular files: told from pipes, sockets and devices, and opened so that no writer is waited for."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from extract.language import Text, say

SPECIAL = (
    (stat.S_ISFIFO, Text("命名管道", "a named pipe")),
    (stat.S_ISSOCK, Text("套接字", "a socket")),
    (stat.S_ISCHR, Text("设备", "a device")),
    (stat.S_ISBLK, Text("设备", "a device")),
)
"""Kinds of entries that hold no report, each by its test of the mode."""


class SpecialFileError(OSError):
    """What was to be read is no regular file."""


def special(place: str) -> Text | None:
    """Return what a path leads to where that is neither a file nor a folder; None where it is, or cannot be seen."""
    try:
        mode = os.stat(place).st_mode  # noqa: PTH116  (ten thousand of them)
    except OSError:
        return None
    return _kind(mode)


@contextmanager
def open_regular(place: str) -> Iterator[BinaryIO]:
    """Hold a file open for reading; a pipe that nobody writes into is refused, not waited for.

    Raises:
        SpecialFileError: it is no regular file; ``strerror`` says what.
        OSError: it cannot be read.
    """
    with open(place, "rb", opener=_without_waiting) as file:
        if (kind := _kind(os.fstat(file.fileno()).st_mode)) is not None:
            raise SpecialFileError(0, say(f"是{kind.zh}，不是普通文件", f"it is {kind.en}, not a regular file"), place)
        yield file


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _kind(mode: int) -> Text | None:
    return next((kind for test, kind in SPECIAL if test(mode)), None)
