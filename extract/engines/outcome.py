"""A document on its way through a run: the job, and the three ways in which it ends."""

from __future__ import annotations

from dataclasses import dataclass

from extract.model.record import Usage
from extract.store.folder import Failure


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be read.

    ``place`` is what is opened, ``path`` how it is shown; ``data`` holds the bytes where they came from standard
    input, ``member`` names a file inside of the archive ``place``. ``current`` is the hash of the file that an up-to-date record was read from: the same bytes need no
    new reading.
    """

    document: str
    place: str
    path: str
    current: str | None = None
    data: bytes | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A record as one line of JSON, the text that its spans index, and what reading it cost."""

    document: str
    line: str
    text: str
    sha256: str
    usage: Usage | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """The record in the folder is up to date."""

    document: str
    sha256: str


Outcome = Done | Skipped | Failure
