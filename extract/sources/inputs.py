"""Find the files that a command line means: files, folders, globs, addresses and standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from extract.errors import ConfigError, SourceError
from extract.language import Text, say, system_words
from extract.sources.addresses import bare, is_address, real, sibling
from extract.sources.files import is_archive, members
from extract.sources.manifest import MANIFEST, read_manifest
from extract.sources.passing import OTHER_KINDS, RUN_FILE, TEXTS, passed_over, wanted
from extract.sources.regular import special
from extract.sources.remote import files_at

STDIN = "-"


class Input(NamedTuple):
    """A file to be read: where it is, how it is shown, and its path below the input that named it.

    ``member`` names the file inside of the ZIP archive ``place``, or the report of the manifest ``place``, whose
    ``files`` are read as one.
    """

    place: str
    path: str
    below: str
    member: str | None = None
    files: tuple[str, ...] = ()


class Gathered(NamedTuple):
    """The inputs in order, each file once, and sentences about what was passed over."""

    inputs: tuple[Input, ...]
    notices: tuple[str, ...]


def gather(arguments: Sequence[str], *, out: Path | None = None) -> Gathered:
    """Find all inputs in the order of the arguments, of a folder its files by name, then its subfolders.

    Args:
        arguments: files, folders, globs (``**`` goes through folders), addresses of any of these (``s3://``,
            ``https://``, …) and ``-`` for standard input.
        out: the run folder, which is never read as input.

    Raises:
        ConfigError: an argument names nothing, a manifest is wrong, or there is nothing to read at all.
    """
    notices: list[str] = []
    found: dict[tuple[str, str | None], Input] = {}
    for argument in arguments:
        before = len(found)
        for given in _of(argument, notices, out=out):
            for one in _unpacked(given, notices):
                found.setdefault((identity(one.place), one.member), one)
        if len(found) == before and argument != STDIN and (is_address(argument) or os.path.isdir(argument)):  # noqa: PTH112  (Path.is_dir raises where a folder above is closed)
            notices.append(
                say(
                    f"文件夹 {shown(argument)} 里没有可读的报告。",
                    f"There is no report in the folder {shown(argument)}.",
                )
            )
    if not found:
        raise ConfigError("；".join(notices) if notices else say("没有输入。", "There is no input."))
    return Gathered(tuple(found.values()), tuple(notices))


def identity(place: str) -> str:
    """Return what tells an input's place from all others, from run to run."""
    return STDIN if place == STDIN else real(place)


def shown(path: str) -> str:
    """Return a place as it is shown.

    Names in GBK, as old ZIP files leave them, are read as such; addresses are without what they keep secret.
    """
    if is_address(path):
        return bare(path)
    if path.isprintable():
        return path
    raw = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def _of(argument: str, notices: list[str], *, out: Path | None) -> Iterator[Input]:
    path = Path(argument)
    if argument == STDIN:
        yield Input(STDIN, STDIN, "stdin")
    elif is_address(argument):
        yield from _behind(argument, notices)
    elif os.path.isdir(argument):  # noqa: PTH112  (Path.is_dir raises where a folder above is closed)
        yield from _in_folder(argument, notices, out=out)
    elif (kind := special(argument)) is not None:
        raise ConfigError(
            say(
                f"{argument} 是{kind.zh}，不是普通文件；要读管道请把它接到标准输入并写 -。",
                f"{argument} is {kind.en}, not a regular file; to read a pipe, join it to standard input and write -.",
            )
        )
    elif path.name == MANIFEST and os.path.isfile(argument):  # noqa: PTH113  (the same)
        yield from _listed(argument, "")
    elif os.path.lexists(argument):
        yield Input(argument, shown(argument), shown(path.name))
    elif glob.has_magic(argument):
        yield from _matching(argument, notices)
    else:
        raise _not_there(argument)


def _unpacked(given: Input, notices: list[str]) -> Iterator[Input]:
    """Yield the input, or the files inside of it where it is a ZIP archive."""
    if given.place == STDIN or given.files or not is_archive(given.place):
        yield given
        return
    try:
        for member in members(given.place):
            parts = PurePath(member.shown).parts
            if all(wanted(part) for part in parts) and PurePath(member.shown).suffix.lower() not in OTHER_KINDS:
                stem = PurePath(given.below).with_suffix("").as_posix()
                yield Input(given.place, f"{given.path}/{member.shown}", f"{stem}/{member.shown}", member.key)
    except SourceError as error:
        notices.append(error.message)


def _matching(pattern: str, notices: list[str]) -> Iterator[Input]:
    fixed = _fixed_part(pattern)
    matching = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  (paths as typed)
    notices += [_no_file(place, kind) for place in matching if (kind := special(place)) is not None]
    places = [place for place in matching if os.path.isfile(place)]  # noqa: PTH113  (the same)
    if not places:
        raise ConfigError(say(f"没有文件符合 {pattern}。", f"No file matches {pattern}."))
    for place in places:
        yield Input(place, shown(place), _below(place, fixed))


def _fixed_part(pattern: str) -> Path:
    parts = PurePath(pattern).parts
    until = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    return Path(*parts[:until])


def _in_folder(folder: str, notices: list[str], *, out: Path | None) -> Iterator[Input]:
    passed: list[str] = []
    avoided = os.path.realpath(out) if out else None
    taken: set[str] = set()

    closed: list[str] = []
    for home, folders, files in os.walk(folder, onerror=lambda error: closed.append(error.filename)):
        folders[:] = sorted(name for name in folders if wanted(name) and not _is_run(home, name, avoided))
        if MANIFEST in files:
            listed = tuple(_listed(str(Path(home, MANIFEST)), _below(home, folder)))
            taken |= {real(file) for one in listed for file in one.files}
            yield from listed
        for name in sorted(files):
            if not wanted(name) or name == MANIFEST or (taken and os.path.realpath(os.path.join(home, name)) in taken):  # noqa: PTH118  (ten thousand of them)
                continue
            if os.path.splitext(name)[1].lower() in OTHER_KINDS:  # noqa: PTH122  (a name, not a path)
                passed.append(name)
                continue
            place = os.path.join(home, name)  # noqa: PTH118  (ten thousand of them)
            if (kind := special(place)) is not None:
                notices.append(_no_file(place, kind))
                continue
            yield Input(place, shown(place), _below(place, folder))
    for place in closed:
        if place == folder:
            raise _not_there(folder)
        yield Input(place, shown(place), _below(place, folder))
    if passed:
        notices.append(passed_over(folder, passed))


def _behind(address: str, notices: list[str]) -> Iterator[Input]:
    """Yield the files behind an address, by the same rules as those of a folder."""
    found = files_at(address)
    manifests = [one for one in found if PurePath(one.below).name == MANIFEST]
    joined = {one: tuple(_listed(one.address, str(PurePath(one.below).parent))) for one in manifests}
    taken = {real(file) for listed in joined.values() for report in listed for file in report.files}
    passed: list[str] = []
    for one in found:
        if one in joined:
            yield from joined[one]
        elif taken and real(one.address) in taken:
            continue
        elif not one.named and PurePath(one.below).suffix.lower() in OTHER_KINDS:
            passed.append(one.below)
        else:
            yield Input(one.address, shown(one.address), shown(one.below))
    if passed:
        notices.append(passed_over(shown(address), passed))


def _listed(manifest: str, below: str) -> Iterator[Input]:
    """Yield the reports of a manifest, named below its own place."""
    home = "" if below in {"", "."} else f"{below}/"
    for report in read_manifest(manifest):
        path = shown(sibling(manifest, report.name))
        yield Input(manifest, path, f"{home}{report.name}", report.name, report.files)


def _below(place: str, folder: str | Path, separator: str = os.sep) -> str:
    """Return a path below a folder, written with ``/`` on every system, so that names of documents are the same."""
    return shown(os.path.relpath(place, folder)).replace(separator, "/")


def _is_run(home: str, name: str, avoided: str | None) -> bool:
    """Whether a folder is a run's, or the texts of a run that lies beside its own input."""
    place = Path(home, name)
    if os.path.realpath(place) == avoided or (os.path.isfile(place / RUN_FILE) and os.path.isdir(place / TEXTS)):  # noqa: PTH112,PTH113  (those of Path raise where the folder is closed)
        return True
    return name == TEXTS and os.path.isfile(Path(home, RUN_FILE))  # noqa: PTH113  (the same)


def _not_there(argument: str) -> ConfigError:
    try:
        os.lstat(argument)
    except FileNotFoundError:
        named = argument or say("空的路径", "empty path")
        return ConfigError(
            say(
                f"找不到{named if named != argument else f' {named}'}；请检查路径。",
                f"There is no {named}; please check the path.",
            )
        )
    except OSError as error:
        why = system_words(error)
        return ConfigError(say(f"{shown(argument)} 无法读取：{why}。", f"{shown(argument)} cannot be read: {why}."))
    return ConfigError(
        say(f"{shown(argument)} 无法读取：没有权限。", f"{shown(argument)} cannot be read: no permission.")
    )


def _no_file(place: str, kind: Text) -> str:
    return say(f"{shown(place)} 是{kind.zh}，不是普通文件，已跳过。", f"Passed over {shown(place)}: it is {kind.en}.")
