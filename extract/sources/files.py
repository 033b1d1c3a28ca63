"""Read the bytes of an input, a file or a member of a ZIP archive, within a limit."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple

from extract.errors import SourceError
from extract.language import say, system_words
from extract.sources.addresses import bare, is_address, opened
from extract.sources.regular import open_regular

UTF8_NAME = 0x800
"""Flag of a ZIP member whose name is UTF-8; without it, Chinese programs write GBK."""

MOST_MEMBERS = 20_000
"""Members of an archive that are looked at."""


class Member(NamedTuple):
    """A file in an archive: the name that opens it, and the name as text."""

    key: str
    shown: str


@contextmanager
def open_place(place: str) -> Iterator[BinaryIO]:
    """Hold the file at a path or address open for reading anywhere in it.

    Raises:
        OSError: it cannot be read.
    """
    with opened(place) if is_address(place) else open_regular(place) as file:
        yield file


def is_archive(place: str) -> bool:
    """Whether a file is a ZIP archive of files (not a Word file or workbook, which are ZIP inside)."""
    if PurePosixPath(bare(place).partition("?")[0]).suffix.lower() != ".zip":
        return False
    try:
        with open_place(place) as file:
            return zipfile.is_zipfile(file)
    except OSError:
        return False


def members(place: str) -> Iterator[Member]:
    """Yield the files of an archive by name.

    Raises:
        SourceError: the archive is damaged or has too many members.
    """
    shown = bare(place)
    try:
        with open_place(place) as file, zipfile.ZipFile(file) as archive:
            found = [one for one in archive.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(
            say(f"压缩包 {shown} 已损坏；请重新下载。", f"The archive {shown} is damaged; download it again.")
        ) from error
    if len(found) > MOST_MEMBERS:
        raise SourceError(
            say(
                f"压缩包 {shown} 里有 {len(found):,} 个文件，超过上限 {MOST_MEMBERS:,}；请拆分。",
                f"The archive {shown} has {len(found):,} files, over the limit of {MOST_MEMBERS:,}; split it.",
            )
        )
    yield from sorted((Member(one.filename, _shown(one)) for one in found), key=lambda member: member.shown)


def _shown(member: zipfile.ZipInfo) -> str:
    """Return a member's name as text, without parts that lead out of the archive."""
    name = member.filename
    if not member.flag_bits & UTF8_NAME:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = member.filename
    return "/".join(part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in {"/", "..", "."})


def read_file(place: str, *, path: str, member: str | None, max_bytes: int) -> bytes:
    """Return the bytes of a file or of a member of an archive.

    Args:
        place: what is opened.
        path: how it is shown in errors.
        member: the name that opens a file in the archive ``place``, None for the file itself.
        max_bytes: of what is read; a member is never unpacked beyond it.

    Raises:
        SourceError: it cannot be read, or is too large.
    """
    try:
        if member is None and not is_address(place):
            with open_regular(place) as file:
                size = os.fstat(file.fileno()).st_size
                return file.read() if size <= max_bytes else _too_large(path, size, max_bytes)
        with open_place(place) as whole:
            data = whole.read(max_bytes + 1) if member is None else _unpacked(whole, member, max_bytes)
        return data if len(data) <= max_bytes else _too_large(path, len(data), max_bytes)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError) as error:
        raise SourceError(
            say(
                f"{path} 无法解压（加密或损坏）；请解压后再读。",
                f"{path} cannot be unpacked (protected or damaged); unpack it first.",
            )
        ) from error
    except OSError as error:
        raise SourceError(
            say(
                f"{path} 无法读取：{system_words(error)}；请检查文件及其权限。",
                f"{path} cannot be read: {system_words(error)}; check the file and its permissions.",
            )
        ) from error


def _unpacked(whole: BinaryIO, member: str, max_bytes: int) -> bytes:
    with zipfile.ZipFile(whole) as archive, archive.open(member) as file:
        return file.read(max_bytes + 1)


def _too_large(path: str, size: int, limit: int) -> bytes:
    raise SourceError(
        say(
            f"{path} 有 {size:,} 字节，超过上限 {limit:,}；请拆分，或用 --max-bytes 提高。",
            f"{path} has {size:,} bytes, over the limit of {limit:,}; split it or raise --max-bytes.",
        )
    )
