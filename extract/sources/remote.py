"""Find the files that an address means: a file, all below a folder, or those that match a pattern."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from extract.errors import ConfigError
from extract.language import say, system_words
from extract.sources.addresses import Place, bare, place_of, telling
from extract.sources.passing import RUN_FILE, TEXTS, wanted

MAGIC = "*["
"""Characters of a pattern; ``?`` is none, since it begins the query of an address."""


class Found(NamedTuple):
    """A file behind an address, and its path below what was asked for; ``named`` where just this file was asked for."""

    address: str
    below: str
    named: bool = False


def files_at(address: str) -> tuple[Found, ...]:
    """Return the files that an address means, of a folder its files by name, then its subfolders.

    Raises:
        ConfigError: there are none, they cannot be listed, or no driver is installed.
    """
    place = place_of(address)
    try:
        with telling(address):
            found = tuple(_found(place))
    except FileNotFoundError:
        found = ()
    except OSError as error:
        raise ConfigError(
            say(
                f"{bare(address)} 无法读取：{system_words(error)}；请检查地址与权限。",
                f"{bare(address)} cannot be read: {system_words(error)}; check the address and your permissions.",
            )
        ) from error
    if not found:
        raise ConfigError(
            say(f"{bare(address)} 处没有文件；请检查地址。", f"There is nothing at {bare(address)}; please check it.")
        )
    return found


def _found(place: Place) -> Iterator[Found]:
    path = place.path
    if any(sign in path for sign in MAGIC):
        fixed = path[: min(path.index(sign) for sign in MAGIC if sign in path)].rpartition("/")[0]
        matching = place.system.glob(path, detail=True)
        yield from _ordered(place, fixed, (name for name, about in matching.items() if about["type"] == "file"))
    elif not path.endswith("/") and place.system.info(path)["type"] == "file":
        yield Found(place.address(path), path.rstrip("/").rpartition("/")[2].partition("?")[0], named=True)
    else:
        yield from _ordered(place, path.rstrip("/"), place.system.find(path))


def _ordered(place: Place, folder: str, paths: Iterable[str]) -> Iterator[Found]:
    """Yield files below a folder in the order of a walk, without clutter and the texts of runs."""
    below = {path: path.removeprefix(folder).lstrip("/") for path in paths}
    runs = _runs(below.values())
    for path, name in sorted(below.items(), key=lambda one: _walk(one[1])):
        parts = PurePosixPath(name).parts
        if name and all(wanted(part) for part in parts) and not any(name.startswith(run) for run in runs):
            yield Found(place.address(path), name)


def _walk(name: str) -> list[tuple[bool, str]]:
    *folders, file = name.split("/")
    return [*((True, folder) for folder in folders), (False, file)]


def _runs(names: Collection[str]) -> tuple[str, ...]:
    """Return how paths begin that lead into run folders; in a run folder itself, into its texts."""
    homes = {name.removesuffix(RUN_FILE) for name in names if name.rpartition("/")[2] == RUN_FILE}
    with_texts = {home for home in homes if any(name.startswith(f"{home}{TEXTS}/") for name in names)}
    return tuple(home or f"{TEXTS}/" for home in with_texts)
