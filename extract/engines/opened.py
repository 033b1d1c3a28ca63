"""A job's files: their bytes, the fingerprint by which they are known, and their text."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from extract.engines.outcome import Job, Skipped
from extract.errors import SourceError
from extract.model.text import RawDocument
from extract.ports import Source
from extract.sources.files import read_file
from extract.sources.inputs import shown
from extract.steps.parts import joined
from extract.store.folder import Failure

SourceFor = Callable[[bytes, str], Source]
Load = Callable[[Callable[[], RawDocument]], Awaitable[RawDocument]]
"""Calls a source: here, or beside the documents that wait for answers."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a report: its bytes, and how it is shown."""

    data: bytes
    path: str


def open_files(job: Job, *, max_bytes: int) -> tuple[File, ...]:
    """Return the files of a job in order; none where its text was split off a file that has been read.

    Raises:
        SourceError: one cannot be read, or is too large.
    """
    if job.text is not None:
        return ()
    if job.contents:
        return tuple(File(data, shown(one)) for data, one in zip(job.contents, job.files, strict=True))
    if job.data is not None:
        return (File(job.data, job.path),)
    if job.files:
        return tuple(
            File(read_file(one, path=shown(one), member=None, max_bytes=max_bytes), shown(one)) for one in job.files
        )
    return (File(read_file(job.place, path=job.path, member=job.member, max_bytes=max_bytes), job.path),)


def fingerprint(job: Job, files: tuple[File, ...]) -> str:
    """Return the SHA-256 of the job's file; of several files, that of their hashes after one another."""
    if job.text is not None:
        return job.text.sha256
    hashes = [hashlib.sha256(file.data).hexdigest() for file in files]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def carried(job: Job, *, max_bytes: int) -> Job | Skipped | Failure:
    """Return a job with the bytes of its files, to be read where they are not; or how it ended before it was read."""
    try:
        files = open_files(job, max_bytes=max_bytes)
    except SourceError as error:
        return Failure(job.document, job.path, "source", error.message, section=error.section)
    sha256 = fingerprint(job, files)
    if sha256 == job.current:
        return Skipped(job.document, sha256, job.reports, part=job.text is not None)
    if job.files:
        return replace(job, contents=tuple(file.data for file in files))
    return replace(job, data=files[0].data) if files else job


async def read_text(job: Job, files: tuple[File, ...], *, source_for: SourceFor, load: Load) -> RawDocument:
    """Return the text of a job's files, put together where there are several.

    Raises:
        SourceError: one cannot be read.
    """
    if job.text is not None:
        return job.text
    texts = []
    for file in files:
        source = source_for(file.data, file.path)
        texts.append(await load(partial(source.read, file.data, name=job.document, path=file.path)))
    return as_one(job, files, texts)


def as_one(job: Job, files: tuple[File, ...], texts: Sequence[RawDocument]) -> RawDocument:
    """Return the texts of a job's files as one document."""
    if len(texts) == 1 and not job.files:
        return texts[0]
    return joined(texts, name=job.document, path=job.path, sha256=fingerprint(job, files))
