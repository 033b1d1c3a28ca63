"""Open a store: SQLite beside the run or a database by URL, brought to today's schema, backed up before it changes."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

from extract.errors import StoreError
from extract.language import say
from extract.store.trouble import shown, why

SQLITE = "sqlite:///"

BUSY_SECONDS = 15
"""How long a writer waits for another one before it gives up."""

HEAD = "0002"
"""The newest migration; a store at this revision is opened without loading Alembic."""


def open_store(url: str) -> Engine:
    """Open a store and bring it to today's schema.

    Args:
        url: an SQLAlchemy URL; a bare path or ``sqlite:///…`` is SQLite (WAL, foreign keys, waiting for other writers),
            ``postgresql+psycopg://…`` needs the extra ``gouji[postgres]``.

    Raises:
        StoreError: it cannot be opened or was made by a newer gouji; the message says what to do and hides passwords.
    """
    try:
        engine = _engine(url)
        _migrate(engine)
    except (ImportError, NoSuchModuleError) as error:
        if not url.startswith("postgresql"):
            raise StoreError(
                say(
                    f"不支持数据库 {shown(url)}；可用 SQLite（sqlite:///文件）与 PostgreSQL（postgresql+psycopg://…）。",
                    f"The database {shown(url)} is not supported; use SQLite (sqlite:///file) or PostgreSQL (postgresql+psycopg://…).",
                )
            ) from error
        raise StoreError(
            say(
                f"打不开数据库 {shown(url)}：缺少驱动，请 pip install 'gouji[postgres]'。",
                f"Cannot open {shown(url)}: the driver is missing, pip install 'gouji[postgres]'.",
            )
        ) from error
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(
            say(f"打不开数据库 {shown(url)}：{why(error)}。", f"Cannot open the store {shown(url)}: {why(error)}.")
        ) from error
    return engine


def sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite store given by URL or path; None for another database, or one in memory."""
    if "://" in url and not url.startswith(SQLITE):
        return None
    path = url.removeprefix(SQLITE)
    return None if path in {"", ":memory:"} else Path(path)


def _engine(url: str) -> Engine:
    path = sqlite_file(url)
    place = (
        make_url(url if "://" in url else f"{SQLITE}{url}")
        if path is None
        else URL.create("sqlite", database=str(path))
    )  # ``?`` is part of a name
    asks = place.get_backend_name() != "sqlite"  # a file needs no asking whether it is there
    engine = create_engine(place, pool_pre_ping=asks)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: object, record: object) -> None:
    del record
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the DBAPI's connection, typed as object by SQLAlchemy
    for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    """Bring the store to the newest migration; one that is there already costs a single query."""
    at = revision_of(engine)
    if at == HEAD:
        return
    if at is not None and at > HEAD:
        raise StoreError(
            say(
                f"数据库由更新版本的 gouji 建立（{at}），请升级 gouji。",
                f"This store was made by a newer gouji ({at}); upgrade gouji to open it.",
            )
        )
    from alembic import command  # noqa: PLC0415  (only a store that must change needs Alembic)
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util.exc import CommandError  # noqa: PLC0415

    _back_up(engine, at)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7040613)"))
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                say(
                    f"数据库版本 {at} 无法升级：{error}。原库未改，备份在旁。",
                    f"A store at revision {at} cannot be migrated: {error}. It is unchanged, its backup lies beside it.",
                )
            ) from error


def revision_of(engine: Engine) -> str | None:
    """Return the migration that a store is at, None where it is none yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def _back_up(engine: Engine, at: str | None) -> None:
    """Copy an SQLite store that holds something before its schema changes."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or at is None or not path or path == ":memory:":
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    shutil.copy2(path, f"{path}.{at}-{stamp}.bak")
