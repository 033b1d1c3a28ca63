"""Files that are more than text are parsed in a process of its own, which is ended where it hangs or swells."""

from __future__ import annotations

import atexit
import base64
import dataclasses
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

from extract.errors import SourceError
from extract.language import say
from extract.model.text import Box, Cell, Page, RawDocument
from extract.ports import Source
from extract.sources.kinds import Kind, kind_of
from extract.sources.limits import SourceLimits
from extract.sources.txt import TextSource
from extract.sources.worker import read_frame, write_frame

OnPage = Callable[[str, int, int], None]
"""Hears the path of a scanned file, the page that is recognised, and the number of pages."""


class Patience:
    """Kills a process that has given no sign of life for so many seconds; a page of a scan is one."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process, self._seconds = process, seconds
        self._timer = self._started()

    @property
    def ended(self) -> bool:
        """Whether it has run out."""
        return self._timer.finished.is_set()

    def renew(self) -> None:
        """Wait as long again."""
        self._timer.cancel()
        self._timer = self._started()

    def stop(self) -> None:
        """Kill nothing any more."""
        self._timer.cancel()

    def _started(self) -> threading.Timer:
        timer = threading.Timer(self._seconds, self._process.kill)
        timer.daemon = True
        timer.start()
        return timer


class Parser:
    """A worker process that is started when it is needed, kept for the next file, and killed when it fails.

    ``on_page`` is called, in the thread that waits, for each page of a scan.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self.on_page: OnPage | None = None
        atexit.register(self.close)

    def parse(self, data: bytes, *, name: str, path: str, limits: SourceLimits) -> RawDocument:
        """Parse one file.

        Raises:
            SourceError: the file is refused, takes too long, or its parser dies.
        """
        return _document(self._ask({"name": name}, data, path=path, limits=limits), path)

    def draw(self, data: bytes, number: int, *, width: int, path: str, limits: SourceLimits) -> bytes:
        """Draw a page of a PDF, counted from 1, so many pixels wide, as PNG.

        Raises:
            SourceError: the file is no sound PDF, has no such page, takes too long, or its parser dies.
        """
        answer = self._ask({"draw": {"number": number, "width": width}}, data, path=path, limits=limits)
        _raise_refused(answer, path)
        return base64.b64decode(answer["picture"])

    def _ask(self, what: dict[str, object], data: bytes, *, path: str, limits: SourceLimits) -> dict[str, Any]:
        request = {"path": path, "size": len(data), "limits": dataclasses.asdict(limits)} | what
        with self._lock:
            process = self._running()
            patience = Patience(process, limits.timeout)
            try:
                write_frame(_pipe(process.stdin), request, data)
                return self._answer(process, path, patience)
            except (OSError, EOFError) as error:
                self.close()
                raise _lost(path, limits.timeout, slow=patience.ended) from error
            finally:
                patience.stop()

    def _answer(self, process: subprocess.Popen[bytes], path: str, patience: Patience) -> dict[str, Any]:
        while "page" in (answer := read_frame(_pipe(process.stdout))):
            patience.renew()
            if self.on_page:
                self.on_page(path, int(str(answer["page"])), int(str(answer["pages"])))
        return answer

    def close(self) -> None:
        """End the process; the next file starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "extract.sources.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=os.name == "posix",
            )
        return self._process


PARSER = Parser()
"""The worker of this process; files come one after another, as its reader takes them."""


class IsolatedSource:
    """Reads any file that is not plain text through the worker process."""

    def __init__(self, limits: SourceLimits, parser: Parser) -> None:
        self._limits, self._parser = limits, parser

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the text.

        Raises:
            SourceError: the file is refused, takes too long, or its parser dies.
        """
        return self._parser.parse(data, name=name, path=path, limits=self._limits)


def safe_source_for(data: bytes, path: str, limits: SourceLimits, *, parser: Parser = PARSER) -> Source:
    """Return the source that reads these bytes: plain text here, everything else in the worker process."""
    del path
    return TextSource(max_chars=limits.max_chars) if kind_of(data) is Kind.TEXT else IsolatedSource(limits, parser)


def _pipe(pipe: object) -> BinaryIO:
    return pipe  # type: ignore[return-value]  # Popen gives buffered binary pipes where PIPE is asked for


def _lost(path: str, seconds: float, *, slow: bool) -> SourceError:
    if slow:
        return SourceError(
            say(
                f"{path} 解析超过 {seconds:g} 秒，已放弃；请拆分，或用 --timeout 提高。",
                f"{path} took more than {seconds:g} s to parse; split it or raise --timeout.",
            )
        )
    return SourceError(
        say(
            f"{path} 使解析程序中途退出（文件损坏或内存不足）；请另存或拆分后再试。",
            f"{path} made its parser die (damaged, or out of memory); save it again or split it.",
        )
    )


def _document(answer: dict[str, Any], path: str) -> RawDocument:
    _raise_refused(answer, path)
    fields: dict[str, Any] = dict(answer["document"])
    parts: tuple[tuple[str, Callable[..., object]], ...] = (("pages", Page), ("boxes", Box), ("cells", Cell))
    for key, make in parts:
        fields[key] = tuple(make(**one) for one in fields[key])
    return RawDocument(**fields | {"warnings": tuple(fields["warnings"])})


def _raise_refused(answer: dict[str, Any], path: str) -> None:
    if "refused" in answer:
        raise SourceError(answer["refused"])
    if "exhausted" in answer:
        raise SourceError(
            say(
                f"{path} 需要的内存或嵌套层数超过上限；请拆分或另存。",
                f"{path} needs more memory or nests deeper than is allowed; split it or save it again.",
            )
        )
