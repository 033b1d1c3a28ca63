"""What the page did to a text: physical lines, their widths, right margins, indents and page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from extract.model.text import Line, RawDocument

_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_PROSE = re.compile("[，。；、]")
_FINISHED = re.compile(r"[。；！？：:;!?][”’）)】》*\s]*$")
_HANGING = re.compile("[，。；：、！？）》”’】]$")
_PAGE_NUMBER = re.compile(
    r"[-—–－·~]+\s*\d{1,4}(?:\s?(?:/|of)\s?\d{1,4})?\s*[-—–－·~]+|一\s*\d{1,4}\s*一|第\s*\d+\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?"
    r"|共\s*\d+\s*页\s*[，,/]?\s*第\s*\d+\s*页|Page \d+(?: of \d+)?"
)
_BARE_NUMBER = re.compile(r"\d{1,4}(?:\s*/\s*\d{1,4})?")
_HALF_WIDTH = re.compile(r"[\x00-\u200f]+")

MIN_PAGE_WIDTH = 18.0
"""Characters (full width) that a printed line of a report holds at least; a shorter line was ended on purpose."""
MAX_PAGE_WIDTH = 60.0
"""Characters (full width) that a printed line holds at most; longer lines are whole paragraphs."""
_MARGIN_DEPTH = 2.0
_MIN_SHARED = 3
_MIN_SHARE = 0.25
_PAGE_TEXT = 200
"""Characters that a page holds at least."""
_FIRST_PAGES = 2
_NEAR = 1.5
_NEARLY_ALL = 0.9
_MIN_REPEATS = 3


def width(text: str) -> float:
    """Return the printed width of ``text`` in full-width characters; Latin letters and digits take half of one."""
    return (len(text) + len(_HALF_WIDTH.sub("", text))) / 2


def indent(text: str) -> float:
    """Return the width of the white space that ``text`` opens with."""
    return width(text[: len(text) - len(text.lstrip())])


def physical_lines(text: str) -> tuple[Line, ...]:
    """Cut ``text`` at every line end, page break included; a line does not hold its line end."""
    lines, start = [], 0
    for match in _LINE_END.finditer(text):
        lines.append(Line(start, match.start()))
        start = match.end()
    if start < len(text):
        lines.append(Line(start, len(text)))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring lines without a blank one between them.

    ``width`` is that of the widest, ``left`` the smallest indent; ``wrapped`` says that several lines end at
    one right margin, ``prose`` that there is punctuation in them.
    """

    width: float
    left: float
    wrapped: bool
    prose: bool


@dataclass(frozen=True, slots=True)
class _Page:
    """The printed area of the document: its left edge, and the right one where lines share it."""

    left: float
    width: float | None
    dense: bool = False


def is_double_spaced(text: str, lines: tuple[Line, ...]) -> bool:
    """Whether a blank line stands after every printed line, so that it ends no paragraph."""
    contents = [text[line.start : line.end].strip() for line in lines]
    held = [index for index, content in enumerate(contents) if content]
    apart = sum(after - before > 1 for before, after in pairwise(held))
    return apart >= _NEARLY_ALL * (len(held) - 1) > 0 and _printed_area(contents).dense


def blocks(text: str, lines: tuple[Line, ...], furniture: frozenset[int]) -> list[Block | None]:
    """Return for every line the block that it stands in, None for blank lines and page furniture."""
    page = _printed_area([text[line.start : line.end].rstrip() for line in lines])
    result: list[Block | None] = []
    run: list[str] = []
    for index, line in enumerate(lines):
        content = text[line.start : line.end].rstrip()
        if content and index not in furniture:
            run.append(content)
            continue
        result += _as_block(run, page)
        result.append(None)
        run = []
    return result + _as_block(run, page)


def _as_block(run: list[str], page: _Page) -> list[Block | None]:
    if not run:
        return []
    left = min(indent(content) for content in run)
    widths = [_reach(content) - left for content in run]
    widest = max(widths)
    shared = sum(each > widest - _MARGIN_DEPTH for each in widths) > 1 and widest <= MAX_PAGE_WIDTH
    prose = any(_PROSE.search(content) for content in run)
    if widest < MIN_PAGE_WIDTH:
        return [Block(widest, left, shared, prose)] * len(run)
    left, widest = min(left, page.left), widest + left - min(left, page.left)
    if (
        page.width
        and (not shared or abs(widest - page.width) <= _MARGIN_DEPTH)
        and widest <= page.width + _MARGIN_DEPTH
    ):
        return [Block(max(widest, page.width), left, wrapped=True, prose=prose)] * len(run)
    return [Block(widest, left, shared, prose)] * len(run)


def _reach(content: str) -> float:
    """Return how far a line reaches; punctuation may hang over the right margin and does not count."""
    return width(_HANGING.sub("", content))


def _printed_area(contents: Iterable[str]) -> _Page:
    """Return the area that most unfinished lines of running text fill."""
    wide = [content for content in contents if _PROSE.search(content) and width(content) >= MIN_PAGE_WIDTH]
    left = min((indent(content) for content in wide), default=0.0)
    open_ends = [_reach(content) - left for content in wide if not _FINISHED.search(content)]
    printed = [each for each in open_ends if MIN_PAGE_WIDTH <= each <= MAX_PAGE_WIDTH]
    if not printed:
        return _Page(left, None)
    common, _ = Counter(round(each) for each in printed).most_common(1)[0]
    near = [each for each in printed if abs(each - common) <= _NEAR]
    shared = len(near) >= max(_MIN_SHARED, _MIN_SHARE * len(open_ends))
    return _Page(left, max(near) if shared else None, dense=shared and len(near) >= _MIN_SHARE * len(wide))


def page_furniture(raw: RawDocument, lines: tuple[Line, ...]) -> frozenset[int]:
    """Return the indexes of lines that belong to the page, not to the text.

    Page numbers with dashes or ``第 3 页`` anywhere; bare numbers and repeated running heads only where a page
    begins or ends, as far as the source knows its pages or the text holds form feeds.
    """
    found = _numbered_pages(raw.text, lines) | {
        index for index, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(raw.text[line.start : line.end].strip())
    }
    known = set(_page_edges(raw, lines))
    edges = sorted(known.union(_beside(raw.text, lines, found)) - found)
    heads = Counter(_folded(raw.text, lines[index]) for index in edges)
    for index in edges:
        content = raw.text[lines[index].start : lines[index].end].strip()
        head = _folded(raw.text, lines[index])
        bare = index in known and _BARE_NUMBER.fullmatch(content)
        if bare or (heads[head] >= _MIN_REPEATS and (head or index in known)):
            found.add(index)
    return frozenset(found)


def _numbered_pages(text: str, lines: tuple[Line, ...]) -> set[int]:
    """Return the bare numbers that count on by one, a page's text apart and most of them below a printed line."""
    chain: list[tuple[int, int, bool]] = []
    before = ""
    for index, line in enumerate(lines):
        content = text[line.start : line.end].strip()
        if _BARE_NUMBER.fullmatch(content):
            value = int(content.partition("/")[0])
            if chain and value == chain[-1][1] + 1 and line.start - lines[chain[-1][0]].start >= _PAGE_TEXT:
                chain.append((index, value, width(before) >= MIN_PAGE_WIDTH))
            elif value <= _FIRST_PAGES and len(chain) <= 1:
                chain = [(index, value, width(before) >= MIN_PAGE_WIDTH)]
        before = content or before
    printed = sum(wide for _, _, wide in chain) * 2 >= len(chain)
    return {index for index, _, _ in chain} if printed and len(chain) > 1 else set()


def _beside(text: str, lines: tuple[Line, ...], numbers: set[int]) -> list[int]:
    """Return the nearest lines with text before and behind each page number: there a running head stands."""
    held = [index for index, line in enumerate(lines) if text[line.start : line.end].strip()]
    places = [at for at, index in enumerate(held) if index in numbers]
    return [held[near] for at in places for near in (at - 1, at + 1) if 0 <= near < len(held)]


def _folded(text: str, line: Line) -> str:
    return re.sub(r"[\d\s]+", "", text[line.start : line.end])


def _page_edges(raw: RawDocument, lines: tuple[Line, ...]) -> list[int]:
    """Return the first and last line with text of each page, where there are several."""
    breaks = sorted({page.start for page in raw.pages} | {m.end() for m in re.finditer("\f", raw.text)})
    edges: list[int] = []
    page: list[int] = []
    at = 0
    for index, line in enumerate(lines):
        while at < len(breaks) and breaks[at] <= line.start:
            edges += page[:1] + page[1:][-1:]
            page, at = [], at + 1
        if raw.text[line.start : line.end].strip():
            page.append(index)
    return edges + page[:1] + page[1:][-1:] if breaks else []
