"""A full disk: one sentence, nothing half-written taken for whole, and the next run goes on.

The disk is filled by the system's limit on the size of a file, which refuses in the middle of a write as a full one does.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from extract.errors import StoreError
from extract.readers.llm.calls.cache import Reply, StoreCache, Stored
from extract.store.answers import StoredAnswers
from extract.store.database import open_store
from extract.store.folder import RunFolder, open_folder
from extract.store.lines import Appender, Place, keep, write_whole

FULL = Path("/dev/full")


def record(document: str) -> str:
    """Return an empty record as one line."""
    return json.dumps({"document": document, "profile": {}})


@contextmanager
def full_at(size: int) -> Iterator[None]:
    """Refuse that any file grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[RunFolder]:
    """A run folder."""
    made = open_folder(tmp_path / "out", is_current=lambda *_: False)
    yield made
    made.leave()


def test_a_line_that_does_not_fit_leaves_no_part_of_itself(tmp_path: Path) -> None:
    """A line after it must not grow together with its beginning."""
    lines = Appender(tmp_path / "lines")
    lines.append("a" * 60)
    with full_at(100), pytest.raises(OSError, match="large"):
        lines.append("b" * 60)
    lines.append("c")
    lines.close()
    assert (tmp_path / "lines").read_text() == "a" * 60 + "\nc\n"


def test_a_file_that_does_not_fit_leaves_the_old_one_and_nothing_beside_it(tmp_path: Path) -> None:
    """Whether it is written anew or put in another order."""
    path = tmp_path / "file"
    path.write_text("a" * 60 + "\n")
    with full_at(10), pytest.raises(OSError, match="large"):
        write_whole(path, "b" * 200)
    with full_at(10), pytest.raises(OSError, match="large"):
        keep(path, [Place(0, 61)])
    assert [file.name for file in tmp_path.iterdir()] == ["file"]
    assert path.read_text() == "a" * 60 + "\n"


def test_whatever_does_not_fit_into_a_run_folder_is_one_sentence(folder: RunFolder) -> None:
    """Records, the run's description, and the end of the run."""
    for name in ("a", "b"):
        folder.add(name, line=record(name), text="文。")
    steps: tuple[Callable[[], None], ...] = (
        lambda: folder.add("c", line=record("c"), text="文" * 500),
        lambda: folder.describe({"id": "x" * 500}),
        lambda: folder.close(["b", "a"]),
    )
    for step in steps:
        with full_at(8), pytest.raises(StoreError, match=r"写入失败：.*再运行一次即可继续"):
            step()
    assert list(folder.home.rglob("*.part")) == []
    assert (folder.home / "records.jsonl").read_text(encoding="utf-8") == f"{record('a')}\n{record('b')}\n"


def test_a_paid_answer_that_cannot_be_kept_stops_the_run(tmp_path: Path) -> None:
    """Paying on would be for nothing."""
    engine = open_store(str(tmp_path / "gouji.db"))
    event.listen(engine, "before_cursor_execute", _fill)
    with pytest.raises(StoreError, match=r"gouji\.db 写入失败：磁盘已满"):
        StoreCache(StoredAnswers(engine)).put("k", Stored(Reply("x" * 100_000), "a"), endpoint="", task="", attempt=0)
    engine.dispose()


def _fill(connection: object, cursor: object, *_: object) -> None:
    """Let the database be as large as it is allowed to be."""
    del connection
    cursor.connection.execute("PRAGMA max_page_count=1")  # type: ignore[attr-defined]  # the cursor of sqlite3


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("arguments", [["schema"], ["--help"]])
def test_output_onto_a_full_disk_is_one_sentence(arguments: list[str]) -> None:
    """And no traceback, whenever Python empties its buffers."""
    code = "from extract.cli import main; main()"
    with FULL.open("w") as full:
        ended = subprocess.run(  # noqa: S603  (this interpreter)
            [sys.executable, "-c", code, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=os.environ | {"GOUJI_LANG": "zh"},
        )
    assert (ended.returncode, ended.stderr) == (1, "gouji: 结果无法输出：磁盘已满。\n")
