"""Where sentences and enumerated items end within a paragraph."""

from __future__ import annotations

import re

from extract.model.text import Span
from extract.steps.layout.enumerators import enumerators_inside
from extract.steps.layout.paragraphs import after_marks, trimmed

_PAIRS = {
    "（": "）",
    "(": ")",
    "【": "】",
    "[": "]",
    "《": "》",
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "〔": "〕",
}
_BRACKET = re.compile("[" + "".join(re.escape(char) for pair in _PAIRS.items() for char in pair) + "]")
_END = re.compile(r"(?=[。；！？;!?])(?:[。；！？]+|(?<![!-~])[;!?]+|[;!?]+(?![\s!-~]))")
_OPENING = re.compile(r"[\s*#]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})。(?=\s?[“《\u4e00-\u9fff])")
"""A number with a full stop by mistake: ``1。加强管理``."""
_CLOSERS = re.compile(r"[”’）)】\]》」』〕。！？]*")
_STARS = re.compile(r"\*+")
_GOES_ON = "，、：的等之地"
MAX_PROTECTED = 120
"""Characters between a bracket and its partner up to which sentence ends inside them do not count."""


def sentences(text: str, start: int, end: int) -> list[Span]:
    """Cut the paragraph ``text[start:end]`` into sentences and enumerated items.

    A sentence runs to ``。；！？`` with the closing quotes and brackets behind it; ends inside brackets count
    only where the bracket closes right there. A new enumerator always starts a new one (gold/GUIDELINES.md,
    "Sentence"). Every character that is no white space lies in exactly one of the spans.
    """
    guarded = _guarded(text, start, end)
    cuts = sorted({*_ends(text, start, end, guarded), *_starts(text, start, end, guarded)})
    spans: list[Span] = []
    for left, right in zip([start, *cuts], [*cuts, end], strict=True):
        span = trimmed(text, left, right)
        if span is None:
            continue
        if spans and not any(char.isalnum() for char in text[span.start : span.end]):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def _guarded(text: str, start: int, end: int) -> list[Span]:
    """Return the outermost pairs of brackets and quotes that are short enough to protect what they hold."""
    open_at: list[tuple[str, int]] = []
    found: list[Span] = []
    for match in _BRACKET.finditer(text, start, end):
        char, at = match[0], match.start()
        if char in _PAIRS:
            open_at.append((_PAIRS[char], at))
            continue
        depth = next((back for back in range(1, min(len(open_at), 4) + 1) if open_at[-back][0] == char), 0)
        if depth:
            opened = open_at[-depth][1]
            del open_at[-depth:]
            if at - opened <= MAX_PROTECTED:
                while found and found[-1].start > opened:
                    found.pop()
                found.append(Span(opened, at + 1))
    return found


class _Cursor:
    """Walks along the guarded spans with rising positions."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = spans
        self._at = 0

    def around(self, position: int) -> Span | None:
        """Return the guarded span that ``position`` lies in; positions must not fall from call to call."""
        while self._at < len(self._spans) and self._spans[self._at].end <= position:
            self._at += 1
        if self._at < len(self._spans) and self._spans[self._at].start < position:
            return self._spans[self._at]
        return None


def _ends(text: str, start: int, end: int, guarded: list[Span]) -> list[int]:
    cursor, found, stars, seen = _Cursor(guarded), [], 0, start
    opened = _OPENING.match(text, start, end)
    for match in _END.finditer(text, opened.end() if opened else start, end):
        closed = _CLOSERS.match(text, match.end(), end)
        stop = closed.end() if closed else match.end()
        around = cursor.around(match.start())
        if around and (stop < around.end or _goes_on(text, stop, end)):
            continue
        stars += len(_STARS.findall(text, seen, match.start()))
        seen = match.start()
        if stars % 2 and (bold := _STARS.match(text, stop, end)):
            stop = bold.end()
        found.append(stop)
    return found


def _goes_on(text: str, at: int, end: int) -> bool:
    return at < end and text[at] in _GOES_ON


def _starts(text: str, start: int, end: int, guarded: list[Span]) -> list[int]:
    cursor, found = _Cursor(guarded), []
    for mark in enumerators_inside(text, start, end):
        if cursor.around(mark.start):
            continue
        at = mark.start
        while at > start and text[at - 1] in "*#":
            at -= 1
        if at > after_marks(text, start, end):
            found.append(at)
    return found
