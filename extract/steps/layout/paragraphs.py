"""Paragraphs of a document: its lines with those joined that only layout broke."""

from __future__ import annotations

import re

from extract.model.text import Document, Span
from extract.steps.fold import clean

_MARKS = re.compile(r"[\s*#>]*")
_CLOSING = "*#。；：，;:,"


def paragraphs(document: Document) -> list[Span]:
    """Return the stretches of text that belong together, without the white space around them, in order."""
    text = document.text
    found: list[Span] = []
    for line in document.lines:
        span = trimmed(text, line.start, line.end)
        if span is None:
            continue
        if line.joined and found:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return ``text[start:end]`` without the white space at its ends, None where it holds nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def after_marks(text: str, start: int, end: int) -> int:
    """Return where the text behind leading white space and Markdown marks begins."""
    found = _MARKS.match(text, start, end)
    return found.end() if found else start


def without_closing(text: str, start: int, end: int) -> int:
    """Return where ``text[start:end]`` ends without closing punctuation, white space and Markdown marks."""
    while end > start and (text[end - 1] in _CLOSING or text[end - 1].isspace()):
        end -= 1
    return end


def plain(text: str, start: int, end: int) -> str:
    """Return the characters of ``text[start:end]`` without white space and Markdown marks."""
    return clean(text[start:end])
