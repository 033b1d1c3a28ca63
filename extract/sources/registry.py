"""The formats that gouji reads, told apart by content; the first that recognises a file reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from extract.ports import Source
from extract.settings import RunOptions
from extract.sources.txt import TextSource


class Format(NamedTuple):
    """A format: its name, how its bytes show, and how its source is made.

    ``recognises`` sees the whole file and its name, and decides by content wherever content decides.
    ``source`` imports what the format needs only when it is called.
    """

    name: str
    recognises: Callable[[bytes, str], bool]
    source: Callable[[RunOptions], Source]


def _anything(data: bytes, path: str) -> bool:
    del data, path
    return True


def _text(options: RunOptions) -> Source:
    return TextSource(max_chars=options.max_chars)


FORMATS = (Format("text", _anything, _text),)
"""In order; the last one takes what no other recognises, and refuses what is no text."""


def source_for(data: bytes, path: str, options: RunOptions) -> Source:
    """Return the source that reads these bytes."""
    chosen = next(format_ for format_ in FORMATS if format_.recognises(data, path))
    return chosen.source(options)
