"""Files that a command writes where the user asked: what the system refuses is one sentence, not a traceback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from extract.errors import ConfigError
from extract.language import say, system_words


class NamedFolder(click.Path):
    """A folder to write into; an empty name, as an unset variable of a shell leaves it, would be the current folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path of a name that is not empty."""
        if not os.fspath(value):
            self.fail(say("名称是空的；当前文件夹写作 .", "it is empty; the current folder is ."), param, ctx)
        return Path(value)


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Hold the writing of ``out``, a file or a folder.

    Raises:
        ConfigError: it cannot be written; the message names the path and the reason.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        why = system_words(error)
        raise ConfigError(
            say(f"{out} 无法写入：{why}；请换一个位置。", f"{out} cannot be written: {why}; choose another place.")
        ) from error


@contextmanager
def writing_file(out: Path) -> Iterator[None]:
    """Hold the writing of the file ``out``, whose folder is made.

    Raises:
        ConfigError: it cannot be written; the message names the path and the reason.
    """
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        yield


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Hand out a place to write ``out``, a file or a folder, which takes over what is there only when all is written.

    What fails half-way leaves an earlier output as it was. Files of a folder that are not written anew stay.

    Raises:
        ConfigError: it cannot be written; the message names the path and the reason.
    """
    with writing(out):
        if out.exists() and not (out.is_file() or out.is_dir()):
            yield out
            return
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=out.parent, prefix=f".{out.name[:60]}-") as room:
            place = Path(room) / "written"
            yield place
            _take_over(place, out)


def _take_over(place: Path, out: Path) -> None:
    if place.is_file():
        place.replace(out)
        return
    out.mkdir(exist_ok=True)
    for file in sorted(path for path in place.rglob("*") if path.is_file()):
        target = out / file.relative_to(place)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)
