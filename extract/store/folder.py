"""A run folder: records and failures as they come, in input order at the end, resumable at any moment."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from pathlib import Path

from extract.errors import ConfigError, StoreError
from extract.language import say, system_words
from extract.store.lines import Appender, Place, Torn, keep, repair, scan, write_whole
from extract.store.lock import Lock
from extract.store.records import RECORDS_FILE

FAILURES_FILE = "failures.jsonl"
RUN_FILE = "run.json"
TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that has no record, and why; ``kind`` is ``source``, ``reader`` or ``internal``."""

    document: str
    path: str
    kind: str
    message: str
    section: str | None = None
    trace: str | None = None


IsCurrent = Callable[[str, str | None], bool]
"""Whether a record with this hash of its text and this key needs no new reading."""


def open_folder(home: Path, *, is_current: IsCurrent, fresh: bool = False) -> RunFolder:
    """Make or open a run folder, mend what a crash left, and hold it for this process.

    Args:
        home: the folder.
        is_current: tells which of its records are up to date.
        fresh: forget records, failures and texts; ``gouji.db`` with paid answers and decisions stays.

    Raises:
        ConfigError: the folder cannot be made or written, or another run holds it.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        with ExitStack() as undo:
            lock = Lock(home)
            undo.callback(lock.release)
            if fresh:
                _forget(home)
            folder = RunFolder(home, lock=lock, is_current=(lambda *_: False) if fresh else is_current)
            undo.pop_all()
    except OSError as error:
        raise ConfigError(
            say(
                f"输出文件夹 {home} 无法使用：{system_words(error)}；请换一个 --out。",
                f"The output folder {home} cannot be used: {system_words(error)}; choose another --out.",
            )
        ) from error
    return folder


class RunFolder:
    """An open run folder; leave it with ``close``.

    ``current`` maps each document whose record is up to date to the hash of the file that it was read from.
    Records of documents that are not read again stay. ``torn`` are the numbers of the lines that were no JSON, as an
    editor may leave them: they go, and their documents are read again.
    """

    def __init__(self, home: Path, *, lock: Lock, is_current: IsCurrent) -> None:
        self.home = home
        self.current: dict[str, str] = {}
        self.torn: tuple[int, ...] = ()
        self._lock = lock
        self._records, self._failed = home / RECORDS_FILE, home / FAILURES_FILE
        self._places: dict[str, Place] = {}
        for path in (self._records, self._failed):
            repair(path)
        self._learn(is_current)
        self._failures = {failure.document: failure for failure in self._earlier_failures()}
        self._appender, self._failing = Appender(self._records), Appender(self._failed)

    @property
    def documents(self) -> tuple[str, ...]:
        """Documents that have a record, in the order of the file."""
        return tuple(self._places)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Documents that failed and have no record, by name."""
        return tuple(self._failures[name] for name in sorted(self._failures))

    def add(self, document: str, *, line: str, text: str) -> None:
        """Keep a record and the text that its spans index; an older record of the document is replaced.

        Raises:
            StoreError: the disk is full or the folder cannot be written.
        """
        with kept_in(self.home):
            self._keep_text(document, text)
            self._place(document, self._appender.append(line))
        self._failures.pop(document, None)

    def fail(self, failure: Failure) -> None:
        """Keep a failure; a stale record of the document goes.

        Raises:
            StoreError: the folder cannot be written.
        """
        with kept_in(self.home):
            self._failing.append(_line(failure))
        self._places.pop(failure.document, None)
        self._failures[failure.document] = failure

    def drop(self, document: str) -> None:
        """Forget a document that has come to be known by other names: its record, its text, its failure.

        Raises:
            StoreError: the folder cannot be written.
        """
        self._places.pop(document, None)
        self._failures.pop(document, None)
        with kept_in(self.home):
            self._text_path(document).unlink(missing_ok=True)

    def lines(self, documents: Iterable[str]) -> Iterator[str]:
        """Yield the records of these documents as lines of JSON, in this order; those without one are left out."""
        with self._records.open("rb") as file:
            for place in (self._places[name] for name in documents if name in self._places):
                file.seek(place.offset)
                yield file.read(place.length).decode("utf-8")

    def describe(self, about: dict[str, object]) -> None:
        """Write ``run.json``.

        Raises:
            StoreError: the disk is full or the folder cannot be written.
        """
        with kept_in(self.home):
            write_whole(self.home / RUN_FILE, json.dumps(about, ensure_ascii=False, indent=2) + "\n", sync=True)

    def close(self, order: Iterable[str]) -> None:
        """Put the records in input order (documents that are not in ``order`` stand first, as they stood) and let go.

        Raises:
            StoreError: the folder cannot be written.
        """
        try:
            with kept_in(self.home):
                self._appender.close()
                self._failing.close()
                self._sort(order)
                write_whole(self._failed, "".join(f"{_line(failure)}\n" for failure in self.failures), sync=True)
        finally:
            self.leave()

    def leave(self) -> None:
        """Let go of the folder as it stands."""
        for file in (self._appender, self._failing):
            with suppress(OSError):  # told already, where it was written
                file.close()
        self._lock.release()

    def _sort(self, order: Iterable[str]) -> None:
        named = dict.fromkeys(name for name in order if name in self._places)
        names = [*(name for name in self._places if name not in named), *named]
        places = [self._places[name] for name in names]
        whole = sum(place.length for place in places) == self._records.stat().st_size
        if not whole or any(two.offset < one.offset for one, two in pairwise(places)):
            self._places = dict(zip(names, keep(self._records, places), strict=True))

    def _place(self, document: str, place: Place) -> None:
        self._places.pop(document, None)
        self._places[document] = place

    def _learn(self, is_current: IsCurrent) -> None:
        for place, value in scan(self._records):
            if isinstance(value, Torn):
                self.torn += (value.number,)
                continue
            if not isinstance(value, dict) or not isinstance(value.get("document"), str):
                raise _foreign(self._records)
            document, source, run = value["document"], value.get("source") or {}, value.get("run") or {}
            self._place(document, place)
            self.current.pop(document, None)
            if is_current(source.get("text_sha256", ""), run.get("key")) and self._text_path(document).is_file():
                self.current[document] = source["sha256"]

    def _earlier_failures(self) -> Iterator[Failure]:
        names = {field.name for field in fields(Failure)}
        for _, value in scan(self._failed):
            if isinstance(value, Torn):
                continue
            if not isinstance(value, dict) or not names.issuperset(value):
                raise _foreign(self._failed)
            if value["document"] not in self._places:
                yield Failure(**value)

    def _text_path(self, document: str) -> Path:
        return self.home / TEXTS / f"{document}.txt"

    def _keep_text(self, document: str, text: str) -> None:
        path = self._text_path(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)


def _forget(home: Path) -> None:
    """Remove what an earlier run wrote; in a folder that is no run's, nothing is ours to remove."""
    if not (home / RUN_FILE).is_file():
        return
    for name in (RECORDS_FILE, FAILURES_FILE, RUN_FILE):
        (home / name).unlink(missing_ok=True)
    shutil.rmtree(home / TEXTS, ignore_errors=True)


def _foreign(path: Path) -> ConfigError:
    return ConfigError(
        say(
            f"{path} 里有不是 gouji 写下的行；为免丢失，没有动它。请换一个 --out。",
            f"{path} holds lines that gouji has not written; nothing was changed. Choose another --out.",
        )
    )


def _line(failure: Failure) -> str:
    return json.dumps({key: value for key, value in asdict(failure).items() if value is not None}, ensure_ascii=False)


@contextmanager
def kept_in(home: Path) -> Iterator[None]:
    """Hold what writes into a run folder.

    Raises:
        StoreError: the disk is full or the folder cannot be written; the message says what to do.
    """
    try:
        yield
    except OSError as error:
        raise StoreError(
            say(
                f"{home} 写入失败：{system_words(error)}；已完成的记录都在，腾出空间或权限后再运行一次即可继续。",
                f"{home} cannot be written: {system_words(error)}; all finished records are kept, run again to go on.",
            )
        ) from error
