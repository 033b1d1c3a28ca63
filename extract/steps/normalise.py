"""Which line breaks of a loaded text are only layout."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.model.text import Document, Line, RawDocument
from extract.steps.enumerators import EnumeratorKind, enumerator_at

_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_MARKDOWN = re.compile(r"#{1,6}\s|[-*+]\s|>\s|\||\*\*\s?[（(一二三四五六七八九十\d]")
_FIELD = re.compile(r"[^，。；、：:\d]{2,20}[：:][^。；]*$")
_SENTENCE_END = re.compile(r"[。；！？;!?][”’）)】》*\s]*$")
_PUNCTUATION = re.compile("[，。；、]")
_NO_START = "，。；：、！？）》”’】〕」』%％…,;"
_OPEN_END = "，、（(《“‘【〔「『,"
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"), ("(", ")"))
_WORD = re.compile(r"\s*(?:[0-9A-Za-z.,%]+.?|.)[，。；：、！？）》”’】%]*")
_LABELS = frozenset(
    [
        "序号",
        "项目",
        "名称",
        "金额",
        "单位",
        "指标",
        "数量",
        "备注",
        "合计",
        "小计",
        "类别",
        "姓名",
        "职务",
        "年度",
        "预算",
        "决算",
        "得分",
        "分值",
        "权重",
        "说明",
        "内容",
        "目标",
    ]
)

MIN_PAGE_WIDTH = 18.0
"""Characters (full width) that a printed line of a report holds at least; a shorter line was ended on purpose."""
MAX_WRAP_WIDTH = 60.0
"""Characters (full width) that a printed line holds at most; longer lines are paragraphs."""
MAX_HEADING_WIDTH = 40.0
"""Characters (full width) of the longest numbered line without closing punctuation that is taken for a heading."""
_SLACK = 0.6
_TAIL = 9
_KEPT = 300
_NARROW = 6.0


@dataclass(frozen=True, slots=True)
class _Block:
    """What neighbouring lines tell: the widest line between two blank lines, and how many come near it."""

    width: float
    full: int
    prose: bool

    @property
    def wrapped(self) -> bool:
        """Whether several lines end at one right margin."""
        return self.full > 1 and self.width <= MAX_WRAP_WIDTH


def width(text: str) -> float:
    """Return the printed width of ``text`` in full-width characters."""
    return sum(0.5 if ord(char) < 0x2010 else 1.0 for char in text)


def normalise(raw: RawDocument) -> Document:
    """Find the physical lines of ``raw`` and mark those that layout broke off the line before.

    The text itself is never changed: all offsets index ``raw.text``. A line is joined where a printed line
    or a page ended inside a sentence; paragraph ends, headings, list items, table rows and labelled fields
    stay apart. ``normalise(normalise(raw).raw)`` gives the same document.
    """
    lines = _physical(raw.text)
    edges = {edge for cell in raw.cells for edge in (cell.start, cell.end)}
    return Document(raw, tuple(_joined(raw.text, lines, edges)))


def _physical(text: str) -> list[Line]:
    lines, start = [], 0
    for match in _LINE_END.finditer(text):
        lines.append(Line(start, match.start()))
        start = match.end()
    if start < len(text):
        lines.append(Line(start, len(text)))
    return lines


def _joined(text: str, lines: list[Line], edges: set[int]) -> list[Line]:
    blocks = _blocks(text, lines)
    result: list[Line] = []
    last: int | None = None
    logical = ""
    for index, line in enumerate(lines):
        content = text[line.start : line.end]
        if not content.strip():
            result.append(line)
            continue
        joined = False
        if last is not None and not _cell_between(lines[last], line, edges):
            before = text[lines[last].start : lines[last].end]
            joined = _continues(_Pair(logical, before.rstrip(), content, index - last - 1, blocks[last]))
        logical = _shortened(logical + content.strip()) if joined else content.strip()
        result.append(Line(line.start, line.end, joined))
        last = index
    return result


def _shortened(logical: str) -> str:
    """Keep the two ends of a long line: its start says what it is, its end how it broke off."""
    return logical if len(logical) <= 2 * _KEPT else logical[:_KEPT] + logical[-_KEPT:]


def _cell_between(before: Line, after: Line, edges: set[int]) -> bool:
    return bool(edges) and any(at in edges for at in range(before.end, after.start + 1))


def _blocks(text: str, lines: list[Line]) -> list[_Block]:
    """Return for every line the block of lines without blank ones that it stands in."""
    result: list[_Block] = []
    run: list[float] = []
    prose = False
    for line in [*lines, Line(0, 0)]:
        content = text[line.start : line.end].strip()
        if content:
            run.append(width(content))
            prose = prose or _PUNCTUATION.search(content) is not None
            continue
        if run:
            widest = max(run)
            result += [_Block(widest, sum(each > widest - 2 for each in run), prose)] * len(run)
            run, prose = [], False
        result.append(_Block(0, 0, prose=False))
    return result[: len(lines)]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two neighbouring lines with text: what was joined up to the first, both of them, and the blank lines between."""

    logical: str
    before: str
    after: str
    gap: int
    block: _Block

    @property
    def forced(self) -> bool:
        """Whether the first word of the second line had no room on the first."""
        word = _WORD.match(self.after.lstrip())
        return width(self.before.strip()) + width(word[0] if word else "") > self.block.width - _SLACK

    @property
    def full(self) -> bool:
        """Whether the first line ends at a right margin that other lines share."""
        return self.block.wrapped and self.forced


def _continues(pair: _Pair) -> bool:
    after = pair.after.lstrip()
    if "\t" in pair.before or "\t" in pair.after or _starts_item(pair, after):
        return False
    if after[0] in _NO_START:
        return True
    if _SENTENCE_END.search(pair.before):
        return pair.gap == 0 and pair.full and width(pair.before) >= MIN_PAGE_WIDTH and pair.after == after
    if pair.logical.startswith("#") and not re.search("[。；]", pair.logical):
        return False
    if pair.before[-1] in _OPEN_END or _closes(pair.logical, after):
        return True
    if pair.before[-1] in "：:" or _FIELD.match(pair.before.strip()):
        return pair.gap == 0 and pair.full and "，" in pair.before
    return _same_block(pair) if pair.gap == 0 else _over_page(pair)


def _starts_item(pair: _Pair, after: str) -> bool:
    if _MARKDOWN.match(after):
        return True
    mark = enumerator_at(after, 0)
    if mark is None:
        return False
    if mark.kind is EnumeratorKind.SPOKEN:
        return not pair.full
    return not pair.logical.endswith("第")


def _closes(logical: str, after: str) -> bool:
    """Whether a bracket or quotation opened before the break is closed soon after it."""
    for opening, closing in _PAIRS:
        if logical.count(opening) > logical.count(closing):
            close = after.find(closing)
            if close >= 0 and opening not in after[:close]:
                return close < MAX_HEADING_WIDTH
    return False


def _is_body(logical: str) -> bool:
    """Whether the line so far is running text rather than a heading or label."""
    if "。" in logical or "；" in logical:
        return True
    mark = enumerator_at(logical.lstrip("#* "), 0)
    return "，" in logical and (mark is None or width(logical) > MAX_HEADING_WIDTH)


def _same_block(pair: _Pair) -> bool:
    if _is_body(pair.logical):
        return pair.forced or width(pair.before) >= MIN_PAGE_WIDTH
    if " " in pair.before.strip() or " " in pair.after.strip():
        return False
    if pair.block.wrapped and pair.forced and pair.block.prose:
        return True
    return _narrow_label(pair)


def _narrow_label(pair: _Pair) -> bool:
    """Whether both lines are pieces of one label in a narrow table column (``部门资/金情况``)."""
    before, after = pair.before.strip(), pair.after.strip()
    pieces = (before, after)
    if any(width(piece) > _NARROW or re.search(r"[\d，。；：:]", piece) for piece in pieces):
        return False
    return abs(width(before) - width(after)) <= 2 and not all(piece in _LABELS for piece in pieces)


def _over_page(pair: _Pair) -> bool:
    if width(pair.before.strip()) < MIN_PAGE_WIDTH:
        return False
    if pair.block.full > 1 and pair.block.wrapped and not pair.forced:
        return False
    return _is_body(pair.logical) or _is_tail(pair.after.strip())


def _is_tail(after: str) -> bool:
    """Whether a line opens with the last few characters of a sentence (``率。``, ``案件化解。区信联办…``)."""
    end = re.search("[。；]", after)
    return end is not None and end.start() < _TAIL and "，" not in after[: end.start()]
