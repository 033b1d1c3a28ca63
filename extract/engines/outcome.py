"""A document on its way through a run: the job, the three ways in which it ends, and a file that holds several."""

from __future__ import annotations

from dataclasses import dataclass

from extract.model.record import Usage
from extract.model.text import RawDocument
from extract.steps.compendium import Part
from extract.store.folder import Failure


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be read.

    ``place`` is what is opened, ``path`` how it is shown; ``data`` holds the bytes where they came from standard
    input, ``member`` names a file inside of the archive ``place``, ``files`` are read instead of ``place`` as one
    report (``contents`` holds their bytes where they were read elsewhere). ``current`` is the hash of the file that an
    up-to-date record was read from: the same bytes need no new reading. ``splits`` says that a file with the reports of
    several departments is to be split; ``reports`` how many an earlier run found in it; ``text`` is a report that was
    split off and needs no opening.
    """

    document: str
    place: str
    path: str
    current: str | None = None
    data: bytes | None = None
    member: str | None = None
    files: tuple[str, ...] = ()
    splits: bool = False
    reports: int = 1
    text: RawDocument | None = None
    contents: tuple[bytes, ...] = ()

    @property
    def size(self) -> int:
        """Bytes that the job carries with it."""
        return len(self.data or b"") + sum(map(len, self.contents))


@dataclass(frozen=True, slots=True)
class Split:
    """A file that holds the reports of several departments, read as text and not yet as reports."""

    document: str
    path: str
    text: RawDocument
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A record as one line of JSON, the text that its spans index, and what reading it cost.

    ``part`` says that the file of this hash holds other reports besides.
    """

    document: str
    line: str
    text: str
    sha256: str
    usage: Usage | None
    part: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """The record in the folder is up to date, or all that an earlier run split off this file are."""

    document: str
    sha256: str
    reports: int = 1
    part: bool = False


Outcome = Done | Skipped | Failure
"""How a document ends."""

Event = Outcome | Split
"""What a run tells: how a document ended, or that it turned out to be several."""
