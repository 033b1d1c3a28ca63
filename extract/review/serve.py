"""Run the page: a socket, a server, a browser."""

from __future__ import annotations

import errno
import ipaddress
import socket
import threading
import time
import webbrowser
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from extract.errors import ConfigError
from extract.language import say, system_words

DEFAULT_PORT = 8765
NEXT_PORTS = 20
"""How many ports are tried after the default one where the user named none."""

SHORTEST_TOKEN = 16


def check_host(host: str, token: str | None) -> None:
    """Refuse to listen on other addresses than loopback without a token.

    Raises:
        ConfigError: no token, or one that could be guessed.
    """
    if is_loopback(host):
        return
    if token is None or len(token) < SHORTEST_TOKEN:
        raise ConfigError(
            say(
                f"监听 {host} 会让别的机器访问，必须用 --token 给出至少 {SHORTEST_TOKEN} 个字符的口令"
                "（或环境变量 GOUJI_REVIEW_TOKEN）。",
                f"Listening on {host} lets other machines in: give --token of at least {SHORTEST_TOKEN} characters "
                "(or GOUJI_REVIEW_TOKEN).",
            )
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bind(host: str, port: int | None) -> socket.socket:
    """Return a listening socket; without a port the default one or the next that is free.

    Raises:
        ConfigError: the address cannot be had.
    """
    wanted = range(DEFAULT_PORT, DEFAULT_PORT + NEXT_PORTS) if port is None else (port,)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in wanted:
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, number))
        except OSError as error:
            made.close()
            if error.errno != errno.EADDRINUSE or number == wanted[-1]:
                raise ConfigError(
                    say(
                        f"无法监听 {host}:{number}：{system_words(error)}；请换 --port。",
                        f"Cannot listen on {host}:{number}: {system_words(error)}; choose another --port.",
                    )
                ) from error
        else:
            return made
    raise AssertionError


def address(bound: socket.socket, token: str | None) -> str:
    """Return the address to open."""
    host, port = bound.getsockname()[:2]
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  (shown, not bound)
    shown = f"[{shown}]" if ":" in shown else shown
    return f"http://{shown}:{port}/" + (f"?token={token}" if token else "")


def serve(app: FastAPI, bound: socket.socket, *, open_page: Callable[[], None] | None) -> None:
    """Serve until the user stops it; ``open_page`` is called once the server answers."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
    server = uvicorn.Server(config)
    if open_page is not None:
        threading.Thread(target=_when_up, args=(server, open_page), daemon=True).start()
    server.run(sockets=[bound])


def _when_up(server: uvicorn.Server, open_page: Callable[[], None]) -> None:
    while not server.started and not server.should_exit:
        time.sleep(0.05)
    open_page()


def open_browser(where: str) -> None:
    """Open the user's browser; a machine without one has the printed address."""
    webbrowser.open(where)
