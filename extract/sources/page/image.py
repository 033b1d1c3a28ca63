"""A page of a PDF as a picture, to be shown beside its text."""

from __future__ import annotations

from pathlib import Path

from extract.errors import SourceError
from extract.language import say
from extract.sources.isolated import PARSER, Parser
from extract.sources.limits import SourceLimits


def render_page(path: Path, number: int, width: int, *, limits: SourceLimits, parser: Parser = PARSER) -> bytes:
    """Draw a page of a PDF file in the worker process, within limits.

    Args:
        path: of the file.
        number: of the page, from 1 (``page`` of a record's object).
        width: of the picture in pixels.
        limits: of time; the worker bounds its memory itself.
        parser: the worker process.

    Returns:
        A PNG file.

    Raises:
        SourceError: the file is gone or no sound PDF, has no such page, or takes too long.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            say(f"{path} 无法读取：{error.strerror}。", f"{path} cannot be read: {error.strerror}.")
        ) from error
    return parser.draw(data, number, width=width, path=str(path), limits=limits)
