"""gouji review: the page on which people settle doubtful fields."""

from __future__ import annotations

import getpass
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.errors import ConfigError
from extract.language import page_language, say
from extract.store.place import sqlite_url
from extract.store.records import read_records, records_file, text_of

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from extract.store.log import Log


@click.command(
    "review",
    help=say(
        "打开复核网页，逐项确认或修改抽取结果；每个决定立即保存。\n\n"
        "DIR 是 gouji run 的输出文件夹；团队可用 --db 指定 PostgreSQL（同时给出 DIR 则把记录放入其中）。\n\n"
        "\b\n例：\n  gouji review out\n  gouji review out --port 9000 --no-browser\n"
        "  gouji review out --db postgresql+psycopg://gouji@server/gouji --host 0.0.0.0 --token 口令",
        "Open the review page: accept or correct what was extracted; every decision is saved at once.\n\n"
        "DIR is an output folder of gouji run; teams name a PostgreSQL with --db (with DIR its records are put there).\n\n"
        "\b\nExamples:\n  gouji review out\n  gouji review out --port 9000 --no-browser\n"
        "  gouji review out --db postgresql+psycopg://gouji@server/gouji --host 0.0.0.0 --token SECRET",
    ),
)
@click.argument("folder", metavar="DIR", required=False, type=click.Path(path_type=Path))
@click.option("--db", help=say("数据库 URL（默认 DIR/gouji.db）", "database URL (default: DIR/gouji.db)"))
@click.option("--texts", type=click.Path(path_type=Path), help=say("原文所在文件夹", "folder of the texts"))
@click.option("--port", type=click.IntRange(0, 65535), help=say("端口（默认 8765 起第一个空闲的）", "port"))
@click.option(
    "--host", default="127.0.0.1", help=say("监听地址（默认只限本机）", "address (default: this machine only)")
)
@click.option(
    "--token", envvar="GOUJI_REVIEW_TOKEN", help=say("口令，监听其他地址时必需", "secret for other addresses")
)
@click.option(
    "--name", "names", multiple=True, help=say("别名，如反向代理的主机名", "further host names, as of a proxy")
)
@click.option("--reviewer", help=say("复核人姓名（默认为登录名）", "your name (default: login name)"))
@click.option(
    "--audit",
    default=0.05,
    type=click.FloatRange(0, 1),
    help=say("随机抽查比例（默认 0.05）", "share audited at random"),
)
@click.option("--no-browser", is_flag=True, help=say("不自动打开浏览器", "do not open a browser"))
def command(  # noqa: PLR0913  (one parameter an option)
    *,
    folder: Path | None,
    db: str | None,
    texts: Path | None,
    port: int | None,
    host: str,
    token: str | None,
    names: tuple[str, ...],
    reviewer: str | None,
    audit: float,
    no_browser: bool,
) -> None:
    """Put the run's records into the store, start the server, open the page."""
    from extract.review.app import build_app  # noqa: PLC0415  (FastAPI would slow every other command)
    from extract.review.desk.desk import Desk  # noqa: PLC0415
    from extract.review.security import Guard, listed  # noqa: PLC0415
    from extract.review.serve import address, bind, check_host, is_loopback, open_browser, serve  # noqa: PLC0415
    from extract.store.log import Log  # noqa: PLC0415

    check_host(host, token)
    engine, place, saves = _opened(_store_of(folder, db), folder)
    try:
        log = Log(engine)
        if folder is not None:
            keep_run(log, folder, texts)
        count = len(log.heads())
        if not count:
            raise ConfigError(say("数据库里没有记录；请同时给出运行文件夹 DIR。", "The store is empty: name DIR too."))
        guard = Guard(host=host, token=token, names=listed(names))
        desk = Desk(log, share=audit, saves=saves)
        app = build_app(desk, guard=guard, reviewer=reviewer or _login(), language=page_language())
        bound = bind(host, port)
        where = address(bound, token)
        click.echo(say(f"复核 {count} 份报告：{where}", f"Reviewing {count} reports: {where}"))
        if not is_loopback(host):
            click.echo(
                say("其他机器：把其中的地址换成本机的地址。", "Other machines: put this machine's address there.")
            )
        click.echo(_promise(place, saves=saves))
        with suppress(KeyboardInterrupt):
            serve(app, bound, open_page=None if no_browser else partial(open_browser, where))
        if saves:
            click.echo(_farewell(folder, db))
    finally:
        engine.dispose()


def _opened(url: str, folder: Path | None) -> tuple[Engine, Path | None, bool]:
    """Open the store; return it, what a person knows it by, and whether decisions can be saved in it.

    Raises:
        ConfigError: there is no such database.
    """
    from extract.store.database import open_store, sqlite_file  # noqa: PLC0415  (SQLAlchemy would slow the start)
    from extract.store.reading import is_writable, open_copy  # noqa: PLC0415  (the same)

    file = sqlite_file(url)
    if folder is None and file is not None and not file.is_file():
        raise ConfigError(say(f"没有数据库 {file}；请检查路径。", f"There is no database {file}; check the path."))
    saves = file is None or is_writable(file)
    return (open_store(url) if saves else open_copy(url)), folder or file, saves


def _promise(place: Path | None, *, saves: bool) -> str:
    """Say what becomes of decisions."""
    if saves:
        return say("每个决定立即保存。按 Ctrl-C 结束。", "Every decision is saved at once. Ctrl-C ends.")
    return say(
        f"{place} 是只读的：可以查看，但决定无法保存。要复核请把它复制到可写的位置，或用 --db 另指数据库。按 Ctrl-C 结束。",
        f"{place} is read-only: look at it, but no decision can be saved. To review, copy it to where it can be written, "
        "or name a database with --db. Ctrl-C ends.",
    )


def _store_of(folder: Path | None, db: str | None) -> str:
    if folder is not None:
        records_file(folder)
        return db or sqlite_url(folder if folder.is_dir() else folder.parent)
    if db is None:
        raise ConfigError(
            say("请给出运行文件夹，或用 --db 指定数据库。", "Name a run folder, or a database with --db.")
        )
    return db


def keep_run(log: Log, folder: Path, texts: Path | None = None) -> None:
    """Keep the records and texts of a run in the store; those that are there already stay."""
    for position, record in enumerate(read_records(folder)):
        log.keep(record, text_of(record, folder, texts), position=position)


def _farewell(folder: Path | None, db: str | None) -> str:
    """Say what can be done with the decisions."""
    records = "--db URL" if db else str(folder)
    return say(
        f"已结束，决定都已保存。\n导出表格：gouji export {records} --format xlsx\n"
        f"导出金标：gouji export {records} --format gold",
        f"Ended; every decision is saved.\nTables: gouji export {records} --format xlsx\n"
        f"Gold: gouji export {records} --format gold",
    )


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
