"""Reports named on a command line, read into memory, for commands that look at one or a few of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.engines.opened import as_one, open_files
from extract.engines.outcome import Job
from extract.errors import SourceError
from extract.language import say
from extract.model.text import RawDocument
from extract.settings import RunOptions
from extract.sources.inputs import STDIN, Input, gather
from extract.sources.isolated import safe_source_for
from extract.sources.limits import limits_of
from extract.sources.names import name_documents, name_parts
from extract.steps.compendium import parts_of
from extract.steps.parts import excerpt


def load_documents(arguments: Sequence[str], options: RunOptions) -> Iterator[RawDocument | SourceError]:
    """Yield each report, or why it cannot be read, in the order of the arguments.

    A file with the reports of several departments is split, as in a run.

    Args:
        arguments: files, folders and globs.
        options: limits of the sources.

    Raises:
        ConfigError: an argument names nothing.
    """
    gathered = gather(arguments)
    names = name_documents(gathered.inputs, {})
    for given, name in zip(gathered.inputs, names, strict=True):
        try:
            document = _load(given, name, options)
        except SourceError as error:
            yield error
        else:
            yield from (document,) if options.no_split or given.files else _split(document, names)


def _split(document: RawDocument, names: Sequence[str]) -> Iterator[RawDocument]:
    """Yield the reports of a file that holds several, else the document as it is."""
    parts = parts_of(document.text)
    if not parts:
        yield document
    own = name_parts(document.name, [part.department for part in parts], names)
    for name, part in zip(own, parts, strict=True):
        yield excerpt(document, part.span, name=name)


def load_document(argument: str, options: RunOptions) -> RawDocument:
    """Return the one report that an argument names, the first where it names several.

    Raises:
        ConfigError: it names nothing.
        SourceError: it cannot be read.
    """
    found = next(load_documents([argument], options))
    if isinstance(found, SourceError):
        raise found
    return found


def _load(given: Input, name: str, options: RunOptions) -> RawDocument:
    if given.place == STDIN:
        raise SourceError(
            say("这个命令不读标准输入；请写文件名。", "This command reads no standard input; name a file.")
        )
    job = Job(name, given.place, given.path, member=given.member, files=given.files)
    files = open_files(job, max_bytes=options.max_bytes)
    texts = [safe_source_for(f.data, f.path, limits_of(options)).read(f.data, name=name, path=f.path) for f in files]
    return as_one(job, files, texts)
