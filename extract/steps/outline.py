"""Builds a report's outline: its headings nested into sections, each with what it is about."""

from __future__ import annotations

from extract.model.text import Document, Section, SectionKind
from extract.steps.layout.heading_lines import Heading, heading_lines
from extract.steps.layout.headings import kind_of
from extract.steps.layout.nesting import Nestable, levels


def outline(document: Document) -> tuple[Section, ...]:
    """Return the sections of a report in the order of the text, each with its level, parent and kind.

    Levels follow the order in which the document nests its own numbering, so that skipped, repeated and
    lost numbers do no harm. What stands before the first heading is the cover; a text without headings is
    one section of kind ``OTHER``. Every character of the text lies in a section.
    """
    found = heading_lines(document)
    length = len(document.text)
    if not found:
        return (Section(0, 1, SectionKind.OTHER, "", None, 0, length),)
    first = found[0].span.start
    cover = (Section(0, 1, SectionKind.COVER, "", None, 0, first),) if document.text[:first].strip() else ()
    return cover + _nested(found, len(cover), length)


def _nested(found: list[Heading], first: int, length: int) -> tuple[Section, ...]:
    """Turn headings into sections numbered from ``first``."""
    depths = levels(
        [Nestable(each.form, each.mark.number if each.mark else 0, each.depth, each.glued) for each in found]
    )
    ends = _section_ends([each.span.start for each in found], depths, length)
    sections: list[Section] = []
    around: list[Section] = []
    for heading, level, end in zip(found, depths, ends, strict=True):
        del around[level - 1 :]
        section = Section(
            index=first + len(sections),
            level=level,
            kind=kind_of(heading.title, tuple(each.kind for each in reversed(around))),
            title=heading.title,
            heading=heading.span,
            start=heading.span.start if first or sections else 0,
            end=end,
            parent=around[-1].index if around else None,
            number=heading.number,
        )
        sections.append(section)
        around.append(section)
    return tuple(sections)


def _section_ends(starts: list[int], depths: list[int], length: int) -> list[int]:
    """Return where each section ends: at the next heading of its level or above."""
    ends = [length] * len(starts)
    waiting: list[int] = []
    for at, level in enumerate(depths):
        while waiting and depths[waiting[-1]] >= level:
            ends[waiting.pop()] = starts[at]
        waiting.append(at)
    return ends
