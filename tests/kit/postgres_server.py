"""A real PostgreSQL for tests, started from Debian's server binaries as an ordinary user on a free loopback port."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOW_TO_GET = "PostgreSQL's server is not installed: apt-get install postgresql"


def server_binaries() -> Path | None:
    """Return the folder of ``initdb`` and ``pg_ctl``, None where there is no server."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def running(binaries: Path) -> Iterator[str]:
    """Run a server in a folder of its own and yield the SQLAlchemy URL of an empty database."""
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    home = Path(tempfile.mkdtemp(prefix="gouji-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = home / "data"
    try:
        _run(user, binaries / "initdb", "-D", data, "-U", "gouji", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"
        _run(user, binaries / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://gouji@127.0.0.1:{port}/postgres"
        finally:
            _run(user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(user: str, *command: object) -> None:
    words = [str(word) for word in command]
    account = pwd.getpwnam(user) if os.geteuid() == 0 else None
    subprocess.run(  # noqa: S603  (binaries found above, arguments our own)
        words,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        cwd="/",
    )
