"""One run at a time in a run folder."""

from __future__ import annotations

import importlib
from pathlib import Path

from extract.errors import ConfigError
from extract.language import say

LOCK_FILE = ".lock"


class Lock:
    """Holds a folder until ``release`` or the end of the process; where the system knows no file locks, it does nothing.

    Raises:
        ConfigError: another run holds the folder.
    """

    def __init__(self, home: Path) -> None:
        self._file = (home / LOCK_FILE).open("a")
        try:
            locks = importlib.import_module("fcntl")
        except ImportError:
            return
        try:
            locks.flock(self._file, locks.LOCK_EX | locks.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise ConfigError(
                say(
                    f"{home} 正在被另一个 gouji run 使用；请等它结束，或换一个 --out。",
                    f"Another gouji run is using {home}; wait for it or choose another --out.",
                )
            ) from error

    def release(self) -> None:
        """Let others in."""
        self._file.close()
