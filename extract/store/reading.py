"""Open a store to be read: as it is where it can be written, else as it stands on a share or in an archive."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import weakref
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, QueuePool, create_engine
from sqlalchemy.exc import SQLAlchemyError

from extract.errors import StoreError
from extract.language import say
from extract.store.database import HEAD, open_store, revision_of, sqlite_file


def open_for_reading(url: str) -> Engine:
    """Open a store of which nothing but reading is asked; an SQLite file that cannot be written is left untouched.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    path = sqlite_file(url)
    if path is not None and not path.is_file():
        raise StoreError(say(f"没有数据库 {path}；请检查路径。", f"There is no database {path}; check the path."))
    if path is None or is_writable(path):
        return open_store(url)
    return _as_it_stands(path) or open_copy(url)


def open_copy(url: str) -> Engine:
    """Open a copy of an SQLite store that goes away with the engine; an empty one where there is no store.

    Raises:
        StoreError: it cannot be copied.
    """
    folder = Path(tempfile.mkdtemp(prefix="gouji-"))
    path, copied = sqlite_file(url), folder / "gouji.db"
    try:
        for ending in ("", "-wal"):
            original = Path(f"{path}{ending}")
            if path is not None and original.is_file():
                shutil.copyfile(original, f"{copied}{ending}")
        engine = open_store(str(copied))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StoreError(
            say(f"打不开数据库 {path}：{error.strerror}。", f"Cannot open the store {path}: {error.strerror}.")
        ) from error
    weakref.finalize(engine, shutil.rmtree, folder, ignore_errors=True)
    return engine


def is_writable(path: Path) -> bool:
    """Whether an SQLite store can be written: its file, and the folder that its journal lies in."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _as_it_stands(path: Path) -> Engine | None:
    """Open a file that nobody writes; None where it was left in the middle, or its schema is not today's."""
    wal = Path(f"{path}-wal")
    if wal.is_file() and wal.stat().st_size:
        return None
    place = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(place, uri=True, check_same_thread=False),
        poolclass=QueuePool,
    )
    try:
        at = revision_of(engine)
    except SQLAlchemyError:
        at = None
    if at == HEAD:
        return engine
    engine.dispose()
    return None
