"""Give every input a name that stays: its path below the input folder without its extension."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import PurePosixPath

from extract.sources.inputs import Input, identity

LONGEST = 200
"""Bytes of one part of a name: file systems allow 255, and ``.txt`` and a temporary suffix must fit."""

EXTENSION = re.compile(r"(?<=[^/])\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,5}$", re.IGNORECASE)
"""A file's extension; ``.2`` of ``v1.2`` and ``.绩效报告`` of ``2023.绩效报告`` are none."""

UNSAFE = re.compile(r"[\x00-\x1f\x7f]")


def whereabouts(given: Input) -> str:
    """Return what tells one input from another from run to run: its real path, or its address."""
    place = identity(given.place)
    return place if given.member is None else f"{place}!{given.member}"


def name_documents(inputs: Sequence[Input], known: Mapping[str, str]) -> tuple[str, ...]:
    """Return a name for each input, unique whatever the case of letters, in their order.

    The name is the path below the input folder without its extension; where two inputs would share it, both keep
    the extension, and where that does not tell them apart, folders above are put before it.

    Args:
        inputs: what is to be read.
        known: names given before, by ``whereabouts``; they never change and are never given again.
    """
    places = [whereabouts(given) for given in inputs]
    new = [given for given, place in zip(inputs, places, strict=True) if place not in known]
    shared = Counter(_folded(name) for given in new for name in {_stem(given), _safe(given.below)})
    taken = {_folded(name) for name in known.values()}
    names: list[str] = []
    for given, place in zip(inputs, places, strict=True):
        if place in known:
            names.append(known[place])
            continue
        name = next(name for name in _candidates(given) if shared[_folded(name)] <= 1 and _folded(name) not in taken)
        taken.add(_folded(name))
        names.append(name)
    return tuple(names)


def name_parts(document: str, titles: Sequence[str], taken: Iterable[str]) -> tuple[str, ...]:
    """Return a name for each report of a file, below the file's name; alike ones are numbered.

    Args:
        document: the file's name.
        titles: what each report is called by, its department.
        taken: names of other documents.
    """
    used = {_folded(name) for name in taken}
    names: list[str] = []
    for title in titles:
        base = f"{document}/{_short(UNSAFE.sub('_', title.replace('/', '_')))}"
        name = next(name for name in _numbered(base) if _folded(name) not in used)
        used.add(_folded(name))
        names.append(name)
    return tuple(names)


def _numbered(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base} ({number})" for number in count(2))


def _candidates(given: Input) -> Iterator[str]:
    yield _stem(given)
    yield _safe(given.below)
    above = [part for part in PurePosixPath(given.path).parts if part not in {"/", ".", ".."}]
    for depth in range(2, len(above) + 1):
        yield _safe("/".join(above[-depth:]))
    yield from _numbered(_safe(given.below))


def _stem(given: Input) -> str:
    return _safe(EXTENSION.sub("", given.below))


def _safe(name: str) -> str:
    return "/".join(_short(UNSAFE.sub("_", part)) for part in PurePosixPath(name).parts if part not in {"/", "..", "."})


def _short(part: str) -> str:
    raw = part.encode("utf-8", "backslashreplace")
    if len(raw) <= LONGEST:
        return part
    return f"{raw[: LONGEST - 9].decode('utf-8', 'ignore')}~{hashlib.sha256(raw).hexdigest()[:8]}"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
