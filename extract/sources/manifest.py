"""The manifest that joins several files into one report: a report's text and its annexed forms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extract.errors import ConfigError
from extract.language import say, unreadable_words
from extract.sources.addresses import bare, content, is_file, real, sibling

MANIFEST = "gouji.manifest.toml"
"""Its name in an input folder; an input of this name may be given by itself as well."""


class Joined(NamedTuple):
    """A report in several files: its name and where they lie, in order."""

    name: str
    files: tuple[str, ...]


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reports: dict[str, list[str]] = Field(min_length=1)


def read_manifest(manifest: str) -> Iterator[Joined]:
    """Yield the reports of a manifest, at a path or address, in its order.

    A manifest is TOML: in its table ``reports`` each key is a report's name, each value the list of its files, as
    paths below the manifest's folder, written with ``/``.

    Raises:
        ConfigError: it cannot be read, names a file that is not there or lies outside of its folder, or one twice.
    """
    path = bare(manifest)
    taken: dict[str, str] = {}
    for name, files in _parsed(manifest).reports.items():
        if not files:
            raise ConfigError(say(f"{path}：报告“{name}”没有列出文件。", f"{path}: the report {name!r} has no files."))
        places = tuple(_place(manifest, name, file) for file in files)
        for place in places:
            before = taken.setdefault(real(place), name)
            if before != name or places.count(place) > 1:
                raise ConfigError(
                    say(
                        f"{path}：{bare(place)} 列了两次（{before}、{name}）。",
                        f"{path}: {bare(place)} stands twice ({before}, {name}).",
                    )
                )
        yield Joined(name, places)


def _parsed(manifest: str) -> _Manifest:
    path = bare(manifest)
    try:
        return _Manifest.model_validate(tomllib.loads(content(manifest).decode("utf-8-sig")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = unreadable_words(error)
        raise ConfigError(
            say(f"清单 {path} 无法读取：{why}。", f"The manifest {path} cannot be read: {why}.")
        ) from error
    except ValidationError as error:
        raise ConfigError(
            say(
                f'清单 {path} 应写作：[reports] 之下每行 "报告名" = ["文件1", "文件2"]。',
                f'The manifest {path} should read: [reports], then lines "name" = ["file 1", "file 2"].',
            )
        ) from error


def _place(manifest: str, name: str, file: str) -> str:
    place, path = PurePosixPath(file.replace("\\", "/")), bare(manifest)
    if place.is_absolute() or ".." in place.parts or Path(file).is_absolute():
        raise ConfigError(
            say(
                f"{path}：{name} 的文件 {file} 须写成清单所在文件夹之内的相对路径。",
                f"{path}: {file} of {name} must be a path below the manifest's folder.",
            )
        )
    found = sibling(manifest, str(place))
    if not is_file(found):
        raise ConfigError(
            say(f"{path}：找不到 {name} 的文件 {file}。", f"{path}: there is no file {file} (of {name}).")
        )
    return found
