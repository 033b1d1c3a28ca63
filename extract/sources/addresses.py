"""Files behind addresses (``s3://``, ``https://``, any that fsspec knows): opened for reading.

S3 goes through pyarrow, which is installed anyway and finds credentials as all tools of AWS do; the other file systems
through the package that fsspec names for them.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit

from extract.errors import ConfigError, GoujiError
from extract.language import say

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
"""How an address begins; a single letter would be a drive of Windows."""

S3 = frozenset({"s3", "s3a"})
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
"""Variables that name another service than Amazon's, as its own tools read them."""

WEB = frozenset({"http", "https"})
"""Addresses with a query, in which keys hide; elsewhere a question mark is part of a name."""

PASSED_ON = (GoujiError, MemoryError, zipfile.BadZipFile, KeyError, RuntimeError)
"""Errors that say what they are, or that are not the driver's."""

HERE = frozenset({"memory"})
"""File systems that only this process can see."""


class Place(NamedTuple):
    """A file or folder of a file system of fsspec; ``rest`` ends the addresses of a chain (``zip://a::s3://b``)."""

    system: Any
    path: str
    scheme: str
    rest: str = ""

    def address(self, path: str) -> str:
        """Return the address of another path there."""
        bare = path if ADDRESS.match(path) else f"{self.scheme}://{path.lstrip('/') if self.scheme in HERE else path}"
        return bare + self.rest


def is_address(place: str) -> bool:
    """Whether a place is an address, not a path."""
    return ADDRESS.match(place) is not None


def only_here(place: str) -> bool:
    """Whether no other process can read a place."""
    return is_address(place) and _scheme(place) in HERE


def bare(place: str) -> str:
    """Return a place as it may be shown and kept: an address without user and password, its query as a hash."""
    return "::".join(map(_bare, place.split("::"))) if is_address(place) else place


def _bare(address: str) -> str:
    scheme, found, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    host = host.rpartition("@")[2]
    if scheme.lower() in WEB:
        path, asked, query = path.partition("?")
        path += f"?{hashlib.sha256(query.encode()).hexdigest()[:8]}" if asked else ""
    return f"{scheme}{found}{host}{slash}{path}"


def real(place: str) -> str:
    """Return what tells one file from all others from run to run: its real path, or its address without secrets."""
    return bare(place) if is_address(place) else os.path.realpath(place)


def sibling(place: str, name: str) -> str:
    """Return the path or address of a file below the folder that a file is in."""
    if not is_address(place):
        return str(Path(place).parent / name)
    first, chained, others = place.partition("::")
    return f"{first.rpartition('/')[0]}/{name}{chained}{others}"


def is_file(place: str) -> bool:
    """Whether there is a file at a path or address.

    Raises:
        OSError: a file system behind an address cannot be reached.
    """
    if not is_address(place):
        return Path(place).is_file()
    with telling(place):
        found = place_of(place)
        return bool(found.system.isfile(found.path))


def content(place: str) -> bytes:
    """Return all bytes of a small file at a path or address.

    Raises:
        OSError: it cannot be read.
    """
    if not is_address(place):
        return Path(place).read_bytes()
    with opened(place) as file:
        return file.read()


def place_of(address: str) -> Place:
    """Return what an address names.

    Raises:
        ConfigError: no driver is installed for it, or there is none.
    """
    first, chained, others = address.partition("::")
    scheme = _scheme(first)
    try:
        system, path = (_s3(), first.partition("://")[2]) if scheme in S3 and not chained else _by_fsspec(address)
    except ImportError as error:
        raise _no_driver(scheme, error) from error
    except ValueError as error:
        raise ConfigError(
            say(
                f"{bare(address)}：不认识 {scheme}:// 这类地址。",
                f"{bare(address)}: no addresses {scheme}:// are known.",
            )
        ) from error
    return Place(system, path, scheme, f"::{others}" if chained else "")


@contextmanager
def opened(address: str) -> Iterator[BinaryIO]:
    """Hold the file behind an address open for reading; it can be read anywhere.

    Raises:
        OSError: it cannot be read, whatever the driver calls it.
    """
    with telling(address):
        place = place_of(address)
        with place.system.open(place.path, "rb") as file:
            yield file


@contextmanager
def telling(address: str) -> Iterator[None]:
    """Make of a driver's error, which may be of any kind, one that says in a line what happened, without secrets.

    Raises:
        OSError: instead of the driver's own; of its class where it is one.
    """
    try:
        yield
    except OSError as error:
        if error.strerror and address not in error.strerror:
            raise
        raise type(error)(_line(error, address)) from None
    except PASSED_ON:
        raise
    except Exception as error:  # noqa: BLE001  (drivers raise what they like)
        msg = f"{type(error).__name__}: {_line(error, address)}"
        raise OSError(msg) from None


def _line(error: Exception, address: str) -> str:
    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    userinfo = address.partition("://")[2].partition("/")[0].rpartition("@")[0]
    shown = first.replace(address, bare(address))
    return shown.replace(f"{userinfo}@", "") if userinfo else shown


def _scheme(address: str) -> str:
    return address.partition("://")[0].lower()


def _by_fsspec(address: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs  # noqa: PLC0415  (loaded where it is used)

    system, path = url_to_fs(address)
    return system, str(path)


@cache
def _s3() -> Any:  # noqa: ANN401  (fsspec carries no types)
    from fsspec.implementations.arrow import ArrowFSWrapper  # noqa: PLC0415  (loaded where it is used)
    from pyarrow.fs import S3FileSystem  # noqa: PLC0415  (the same)

    endpoint = next((os.environ[name] for name in ENDPOINTS if os.environ.get(name)), None)
    if endpoint is None:
        return ArrowFSWrapper(S3FileSystem())
    parts = urlsplit(endpoint)
    return ArrowFSWrapper(S3FileSystem(endpoint_override=parts.netloc, scheme=parts.scheme or "https"))


def _no_driver(scheme: str, error: ImportError) -> ConfigError:
    """Say which package reads these addresses; fsspec knows it."""
    from fsspec.registry import known_implementations  # noqa: PLC0415  (loaded where it is used)

    told = known_implementations.get(scheme, {}).get("err", "") or str(error)
    package = next(iter(re.findall(r"[Ii]nstall (?:the )?[\"'`]?([A-Za-z0-9_-]+)", told)), scheme)
    return ConfigError(
        say(
            f"读取 {scheme}:// 地址需要另装软件包：pip install {package}。",
            f"Reading {scheme}:// addresses needs a package: pip install {package}.",
        )
    )
