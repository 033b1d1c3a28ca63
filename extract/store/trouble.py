"""What a database refuses for, in the user's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError

from extract.errors import StoreError
from extract.language import Text, say, system_words

SQLITE_WORDS = {
    "SQLITE_FULL": Text("磁盘已满", "the disk is full"),
    "SQLITE_READONLY": Text("那里是只读的", "it is read-only"),
    "SQLITE_CANTOPEN": Text("无法打开，请检查文件夹是否存在及其权限", "the folder is not there, or closed to you"),
    "SQLITE_NOTADB": Text("不是数据库文件", "it is no database"),
    "SQLITE_CORRUPT": Text("数据库已损坏", "the database is damaged"),
    "SQLITE_BUSY": Text("正被别的程序使用", "another program is using it"),
    "SQLITE_IOERR": Text("磁盘读写出错", "the disk does not read or write"),
}
"""What SQLite refuses for, by the beginning of the name of its error; its own words serve for the rest."""


SERVER_WORDS = (
    (
        re.compile("Connection refused"),
        Text("连接被拒绝，那里没有服务在等候", "connection refused, nobody listens there"),
    ),
    (re.compile("authentication failed|no password supplied"), Text("用户名或口令不对", "user or password is wrong")),
    (re.compile("resolve host|translate host name"), Text("找不到这个主机名", "no such host")),
    (re.compile('database "[^"]*" does not exist'), Text("服务器上没有这个数据库", "the server has no such database")),
    (re.compile("timeout expired|timed out"), Text("连接超时", "the connection timed out")),
)
"""What a server refuses for, by words of its message."""


def why(error: Exception) -> str:
    """Return in one line why a database refused."""
    if isinstance(error, OSError):
        return system_words(error)
    cause = getattr(error, "orig", None) or error
    name = str(getattr(cause, "sqlite_errorname", ""))
    words = next((words for begin, words in SQLITE_WORDS.items() if name.startswith(begin)), None)
    words = words or next((words for sign, words in SERVER_WORDS if sign.search(str(cause))), None)
    return say(*words) if words else (str(cause).strip().splitlines() or [type(cause).__name__])[0]


def shown(url: str) -> str:
    """Return a database's URL without its password."""
    if "://" not in url:
        return url
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(URL)"


@contextmanager
def stored_in(engine: Engine) -> Iterator[None]:
    """Hold what is written into a store.

    Raises:
        StoreError: it cannot be written; the message says why and what to do.
        IntegrityError: as it is; those who write know what it means.
    """
    try:
        yield
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        place = engine.url.database if engine.dialect.name == "sqlite" else shown(str(engine.url))
        raise StoreError(
            say(
                f"{place} 写入失败：{why(error)}；已保存的都在，排除原因后再试一次。",
                f"{place} cannot be written: {why(error)}; what was stored is kept, mend this and try again.",
            )
        ) from error
