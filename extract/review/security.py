"""What stands between a page and the rest of the world: hosts, origins, tokens, body sizes, headers."""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 1_000_000
"""Bytes of a request's body; the largest real one, two hundred decisions with comments, is below it."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "x-gouji-csrf"
TOKEN_COOKIE = "gouji-token"  # noqa: S105  (the cookie's name)
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
PORT = re.compile(r":\d{1,5}$")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""Sent with every answer; with trusted types no script could turn a string into markup even by mistake."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may talk to the server: ``host`` is where it listens, ``token`` what is asked for (None on loopback)."""

    host: str = "127.0.0.1"
    token: str | None = None
    names: tuple[str, ...] = ()
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server; a foreign name (DNS rebinding) does not."""
        bare = PORT.sub("", host).lower()
        if bare in (*LOOPBACK, self.host.lower(), *self.names):
            return True
        return self.host in {"0.0.0.0", "::"} and (_is_address(bare) or bare == socket.gethostname().lower())  # noqa: S104  (compared, not bound)

    def lets(self, headers: Headers) -> bool:
        """Whether a request carries the token, where one is asked for."""
        if self.token is None:
            return True
        cookie: SimpleCookie = SimpleCookie(headers.get("cookie", ""))
        given = [cookie[TOKEN_COOKIE].value] if TOKEN_COOKIE in cookie else []
        given.append(headers.get("authorization", "").removeprefix("Bearer "))
        return any(self.is_token(one) for one in given)

    def is_token(self, given: str) -> bool:
        """Compare in constant time."""
        return self.token is not None and hmac.compare_digest(given.encode(), self.token.encode())


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


class SecurityMiddleware:
    """Refuses what does not come from the page itself and gives every answer its headers."""

    def __init__(self, app: ASGIApp, *, guard: Guard) -> None:
        self._app, self._guard = app, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        refused = self._refusal(scope) or self._foreign_write(scope)
        await (refused or self._app)(scope, _Body(receive), _Headed(send))

    def _refusal(self, scope: Scope) -> Response | None:
        """Refuse a foreign name of this server, and whoever does not know the token."""
        headers = Headers(scope=scope)
        if not self._guard.knows(headers.get("host", "")):
            return PlainTextResponse("unknown host", 421)
        if entry := self._entry(scope):
            return entry
        if not self._guard.lets(headers):
            return PlainTextResponse("token needed: open the address that `gouji review` printed", 401)
        return None

    def _foreign_write(self, scope: Scope) -> Response | None:
        """Refuse to write for another site, without the session's secret, or more than anybody needs."""
        headers = Headers(scope=scope)
        if scope["method"] in SAFE:
            return None
        if not _same_origin(headers):
            return PlainTextResponse("foreign origin", 403)
        if not hmac.compare_digest(headers.get(CSRF_HEADER, "").encode(), self._guard.csrf.encode()):
            return PlainTextResponse("csrf", 403)
        if int(headers.get("content-length") or 0) > BODY_LIMIT:
            return PlainTextResponse("too large", 413)
        return None

    def _entry(self, scope: Scope) -> Response | None:
        """Take the token out of the address into a cookie, so that it stays in no history and no log."""
        if self._guard.token is None or scope["method"] != "GET":
            return None
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        if not self._guard.is_token(query.pop("token", "")):
            return None
        rest = f"?{urlencode(query)}" if query else ""
        answer = RedirectResponse(f"{scope['path']}{rest}", 303)
        answer.set_cookie(TOKEN_COOKIE, self._guard.token, httponly=True, samesite="strict")
        return answer


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        return origin.partition("://")[2] == headers.get("host", "")
    return headers.get("sec-fetch-site", "same-origin") == "same-origin"


class BodyTooLargeError(HTTPException):
    """A body went past the limit while it was read."""

    def __init__(self) -> None:
        super().__init__(413)


class _Body:
    """Counts a body that is sent in pieces, whose length no header states."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._seen = receive, 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > BODY_LIMIT:
            raise BodyTooLargeError
        return message


class _Headed:
    """Adds the headers to an answer."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("cache-control", "no-store")
        await self._send(message)


def listed(names: Iterable[str]) -> tuple[str, ...]:
    """Return host names as they are compared."""
    return tuple(name.strip().lower() for name in names if name.strip())
