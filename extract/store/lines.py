"""Files of JSON lines that survive a crash: whole lines appended, a torn last line cut, rewritten only as a whole."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

SYNC_SECONDS = 1.0
"""A line reaches the operating system when it is written, and the disk within this time (or at the end)."""

BLOCK = 1 << 20


class Place(NamedTuple):
    """Where a line stands in its file, in bytes, its line end included."""

    offset: int
    length: int


def repair(path: Path) -> int:
    """Make a file end with a whole line: a complete one gets its line end, a torn one is cut off.

    Returns:
        The number of bytes cut off.
    """
    if not path.is_file() or path.stat().st_size == 0:
        return 0
    with path.open("r+b") as file:
        start = _last_line(file)
        file.seek(start)
        tail = file.read()
        if tail.endswith(b"\n"):
            return 0
        if _is_json(tail):
            file.write(b"\n")
            return 0
        file.truncate(start)
        return len(tail)


def _last_line(file: Any) -> int:  # noqa: ANN401  (a binary file, whatever its buffering)
    end: int = file.seek(0, os.SEEK_END)
    at = end - 1
    while at > 0:
        start = max(0, at - BLOCK)
        file.seek(start)
        found: int = file.read(at - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        at = start
    return 0


def _is_json(raw: bytes) -> bool:
    try:
        json.loads(raw)
    except ValueError:
        return False
    return True


class Torn(NamedTuple):
    """What stands in the place of a value that is no JSON: the number of its line."""

    number: int


def scan(path: Path) -> Iterator[tuple[Place, Any]]:
    """Yield every line's place and value; ``Torn`` for one that is no JSON."""
    if not path.is_file():
        return
    offset = 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            place = Place(offset, len(raw))
            offset += len(raw)
            try:
                value = json.loads(raw)
            except ValueError:
                value = Torn(number)
            yield place, value


class Appender:
    """Appends whole lines to a file and tells where each one stands."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = path.open("ab", buffering=0)
        self._clock = clock
        self._synced = clock()

    def append(self, line: str) -> Place:
        """Write one line and hand it to the operating system, all of it or nothing.

        Raises:
            OSError: it could not be written; what stood there before stands there still.
        """
        raw = line.encode("utf-8", "backslashreplace") + b"\n"
        place = Place(self._file.tell(), len(raw))
        try:
            self._write(raw)
        except OSError:
            with suppress(OSError):
                self._file.truncate(place.offset)
            raise
        if self._clock() - self._synced >= SYNC_SECONDS:
            self._sync()
        return place

    def close(self) -> None:
        """Bring everything to the disk.

        Raises:
            OSError: that failed; the file is closed all the same.
        """
        if not self._file.closed:
            try:
                self._sync()
            finally:
                self._file.close()

    def _write(self, raw: bytes) -> None:
        left = memoryview(raw)
        while left:
            left = left[self._file.write(left) :]

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced = self._clock()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Hold the writing of a file beside ``path`` that takes its place at the end; what is half written is removed."""
    temporary = path.with_name(path.name + ".part")
    try:
        yield temporary
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def keep(path: Path, places: Iterable[Place]) -> tuple[Place, ...]:
    """Rewrite a file so that it holds exactly these of its lines, in this order; readers see the old or the new one.

    Returns:
        Where the lines stand now.
    """
    kept: list[Place] = []
    with replacing(path) as temporary, path.open("rb") as old, temporary.open("wb") as new:
        for place in places:
            old.seek(place.offset)
            kept.append(Place(new.tell(), new.write(old.read(place.length))))
        new.flush()
        os.fsync(new.fileno())
    return tuple(kept)


def write_whole(path: Path, text: str, *, sync: bool = False) -> None:
    """Write a file so that a reader sees the old or the new one, never half; line ends stay as they are."""
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.write(text.encode("utf-8", "surrogatepass"))
        if sync:
            file.flush()
            os.fsync(file.fileno())
