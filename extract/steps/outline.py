"""Finds a report's headings and nests them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.model.text import Document, Section, SectionKind, Span
from extract.steps.enumerators import Enumerator, EnumeratorKind, enumerator_at
from extract.steps.headings import kind_of
from extract.steps.normalise import MAX_HEADING_WIDTH, width
from extract.steps.paragraphs import after_marks, paragraphs, plain, without_closing
from extract.steps.sentences import sentences

_REPORT_TITLE = re.compile(r"(?:报告|自评表|评价表|评分表|自评|评价情况)(?:（[^）]*）|\([^)]*\))?$")
_INNER_END = re.compile(r"[。；！？]")
_FIELD = re.compile(r"[^：:]{1,20}[：:].+")
_NO_HEADING = re.compile(r"[\t|]|^[\d.,%\s年月日-]+$|[0-9.]+(?:万元|亿元|元|%)")
_MAX_PLAIN = 25.0
_NEVER_HEADS = frozenset({EnumeratorKind.SPOKEN, EnumeratorKind.BULLET})
_TOP = frozenset({EnumeratorKind.CHAPTER, EnumeratorKind.CHINESE})


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading found in the text: its characters, its number, its Markdown depth, and its own words."""

    span: Span
    title: str
    mark: Enumerator | None
    depth: int
    glued: bool
    number: str | None


def outline(document: Document) -> tuple[Section, ...]:
    """Return the sections of a report in the order of the text, each with its level, parent and kind.

    Levels follow the order in which the document nests its own numbering, so that skipped, repeated and
    lost numbers do no harm. What stands before the first heading is the cover; a text without headings is
    one section of kind ``OTHER``. Every character of the text lies in a section.
    """
    found = _headings(document)
    if not found:
        return (Section(0, 1, SectionKind.OTHER, "", None, 0, len(document.text)),)
    levels = _levels(found)
    cover = _cover(document.text, found[0].span.start)
    return _nested(found, levels, cover, len(document.text))


def _cover(text: str, end: int) -> tuple[Section, ...]:
    if not text[:end].strip():
        return ()
    return (Section(0, 1, SectionKind.COVER, "", None, 0, end),)


def _headings(document: Document) -> list[_Heading]:
    text = document.text
    blocks = paragraphs(document)
    found: list[_Heading] = []
    functions = False
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        heading = _heading(text, block, following, started=bool(found))
        if heading is None or (functions and heading.glued and not heading.depth):
            continue
        found.append(heading)
        functions = kind_of(heading.title) is SectionKind.FUNCTIONS
    return found


def _heading(text: str, block: Span, following: Span | None, *, started: bool) -> _Heading | None:
    begin = after_marks(text, block.start, block.end)
    depth = _depth(text, block)
    mark = enumerator_at(text, begin, block.end)
    if mark is None and depth == 0:
        return _plain_heading(text, block, started=started)
    if mark and mark.kind in _NEVER_HEADS:
        return None
    first = sentences(text, block.start, block.end)[0]
    title = _title(text, mark.end if mark else begin, first.end)
    if not title or (mark is None and not started and _REPORT_TITLE.search(title)):
        return None
    glued = first.end < block.end
    if not _heads(text, first, following, mark=mark, depth=depth, glued=glued):
        return None
    return _Heading(first, title, mark, depth, glued, text[mark.start : mark.end] if mark else None)


def _heads(text: str, first: Span, following: Span | None, *, mark: Enumerator | None, depth: int, glued: bool) -> bool:
    words = plain(text, first.start, first.end)
    if width(words) > MAX_HEADING_WIDTH or _NO_HEADING.search(text[first.start : first.end]):
        return False
    if depth or (mark and mark.kind in _TOP):
        return True
    if glued:
        return words[-1] in "。！：:"
    if words[-1] in "。；;！？，":
        return False
    return _has_content(text, mark, following) or kind_of(_title(text, first.start, first.end)) is not SectionKind.OTHER


def _has_content(text: str, mark: Enumerator | None, following: Span | None) -> bool:
    """Whether something other than the next item of the same list follows."""
    if following is None:
        return False
    after = enumerator_at(text, after_marks(text, following.start, following.end), following.end)
    return after is None or mark is None or (after.kind > mark.kind and after.number <= 1)


def _plain_heading(text: str, block: Span, *, started: bool) -> _Heading | None:
    words = plain(text, block.start, block.end)
    written = text[block.start : block.end]
    if width(words) > _MAX_PLAIN or not words or _NO_HEADING.search(written) or _FIELD.match(words):
        return None
    if _INNER_END.search(words) or "，" in words or " " in written.strip("* ") or _REPORT_TITLE.search(words):
        return None
    if kind_of(words) is SectionKind.OTHER and not (started and written.startswith("**") and written.endswith("**")):
        return None
    return _Heading(block, words.strip("：:"), None, 0, glued=False, number=None)


def _depth(text: str, block: Span) -> int:
    at = block.start
    while at < block.end and text[at] == "#":
        at += 1
    return at - block.start


def _title(text: str, start: int, end: int) -> str:
    begin = after_marks(text, start, end)
    return plain(text, begin, without_closing(text, begin, end))


def _levels(found: list[_Heading]) -> list[int]:
    """Give every heading its level from 1, by the nesting of the document's own numbering."""
    stack: list[tuple[EnumeratorKind | None, int]] = []
    levels = []
    for index, heading in enumerate(found):
        kind = heading.mark.kind if heading.mark else _kind_by_place(found, index, [each for each, _ in stack])
        _pop(stack, kind, heading)
        stack.append((kind, heading.depth))
        levels.append(len(stack))
    return levels


def _pop(stack: list[tuple[EnumeratorKind | None, int]], kind: EnumeratorKind | None, heading: _Heading) -> None:
    """Take the sections off the stack that end where ``heading`` begins."""
    kinds = [each for each, _ in stack]
    if kind in kinds:
        del stack[kinds.index(kind) :]
    elif kind is None:
        while stack and heading.depth and stack[-1][1] >= heading.depth:
            stack.pop()
    elif heading.mark and (heading.mark.number != 1 or kind in _TOP):
        while stack and stack[-1][0] is not None and kind < stack[-1][0]:
            stack.pop()
        if kind in _TOP:
            stack.clear()


def _kind_by_place(found: list[_Heading], index: int, open_kinds: list[EnumeratorKind | None]) -> EnumeratorKind | None:
    """Tell which numbered list a heading belongs to that lost its number.

    It fills a gap of a list that is open (``（一）``, this, ``（三）``), or stands right above a list that begins
    anew, so that it is a sibling of the section above that list.
    """
    if found[index].depth and not open_kinds:
        return None
    for kind in open_kinds:
        if kind is not None and _fills_gap(found, index, kind):
            return kind
    following = found[index + 1].mark if index + 1 < len(found) else None
    if following and following.number == 1 and following.kind in open_kinds:
        at = open_kinds.index(following.kind)
        return open_kinds[at - 1] if at else None
    if following and following.number == 1 and open_kinds and following.kind not in _TOP:
        return open_kinds[-1]
    return None


def _fills_gap(found: list[_Heading], index: int, kind: EnumeratorKind) -> bool:
    before = next((each.mark for each in reversed(found[:index]) if each.mark and each.mark.kind == kind), None)
    lost = 0
    for heading in found[index:]:
        if heading.mark is None:
            lost += 1
        elif heading.mark.kind == kind:
            return before is not None and heading.mark.number - before.number - 1 > 0
        elif heading.mark.kind < kind:
            return False
    return False


def _nested(found: list[_Heading], levels: list[int], cover: tuple[Section, ...], length: int) -> tuple[Section, ...]:
    sections = list(cover)
    first = len(cover)
    ends = _section_ends(found, levels, length)
    open_sections: list[int] = []
    for at, (heading, level) in enumerate(zip(found, levels, strict=True)):
        del open_sections[level - 1 :]
        above = tuple(sections[each].kind for each in reversed(open_sections))
        start = heading.span.start if at or cover else 0
        parent = open_sections[-1] if open_sections else None
        kind = kind_of(heading.title, above)
        sections.append(
            Section(first + at, level, kind, heading.title, heading.span, start, ends[at], parent, heading.number)
        )
        open_sections.append(first + at)
    return tuple(sections)


def _section_ends(found: list[_Heading], levels: list[int], length: int) -> list[int]:
    """Return where each section ends: at the next heading of its level or above."""
    ends = [length] * len(found)
    waiting: list[int] = []
    for at, level in enumerate(levels):
        while waiting and levels[waiting[-1]] >= level:
            ends[waiting.pop()] = found[at].span.start
        waiting.append(at)
    return ends
