"""Which line breaks of a loaded text are only layout."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from extract.model.text import Document, Line, RawDocument
from extract.steps.enumerators import EnumeratorKind, enumerator_at
from extract.steps.headings import is_label
from extract.steps.layout import (
    MIN_PAGE_WIDTH,
    Block,
    blocks,
    indent,
    is_double_spaced,
    page_furniture,
    physical_lines,
    width,
)

_MARKDOWN = re.compile(r"#{1,6}\s|[-*+]\s|>\s|\*\*\s?[（(一二三四五六七八九十\d]")
_RULE_ROW = re.compile(r"\|?[\s:|-]*-{2,}[\s:|-]*$")
_FIELD = re.compile(r"[^，。；、：:\d]{2,20}[：:][^。；]*$")
_SENTENCE_END = re.compile(r"[。；！？;!?][”’）)】》*\s]*$")
_CLAUSES = re.compile("[，。；]")
_ENDED = re.compile("[。；]")
_NO_START = "，。；：、！？）》”’】〕」』%％…,;"
_GOES_ON = "，、（(《“‘【〔「『,"
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"), ("(", ")"))
_WORD = re.compile(r"\s*(?:[0-9A-Za-z.,%]+.?|.)[，。；：、！？）》”’】%]*")
_TITLE_END = re.compile(r"(?:部门)?(?:整体)?(?:支出)?(?:绩效)?(?:自评|评价|自我评价)?(?:报告|表)")
_TITLE_BROKEN = re.compile(r"(?:部门|整体|支出|绩效|自评|评价)$")
_TITLE_OPENED = re.compile(r"\d{4}\s*年|部门|单位")
_SINGLE_LABELS = re.compile(
    "序号|项目|名称|金额|单位|指标|数量|备注|合计|小计|类别|姓名|职务|[预决]算|得分|分值|权重|说明|内容"
)

MAX_HEADING_WIDTH = 40.0
"""Characters (full width) of the longest numbered line without closing punctuation that is taken for a heading."""
_SLACK = 0.6
_TAIL = 9
_NARROW = 6.0
_NARROW_LABEL = 16.0
_RAGGED = 2.0
_INDENT = 1.0
_KEPT = 300


@dataclass(frozen=True, slots=True)
class _Break:
    """A line break to judge.

    ``logical`` is what was joined up to the break, ``before`` and ``after`` are the lines on its two sides
    without white space around them, ``reach`` the width of the first with its indent, ``deeper`` how far the second
    is indented behind its block's left edge, ``same_block`` whether no blank line or page break stands between.
    """

    logical: str
    before: str
    after: str
    reach: float
    deeper: float
    block: Block
    same_block: bool

    @property
    def forced(self) -> bool:
        """Whether the first word of the second line had no room on the first."""
        word = _WORD.match(self.after)
        return self.reach + width(word[0] if word else "") > self.block.width - _SLACK

    @property
    def full(self) -> bool:
        """Whether the first line ends at a right margin that other lines share."""
        return self.block.wrapped and self.forced

    @property
    def printed(self) -> bool:
        """Whether the first line reaches as far as a printed line can be expected to."""
        return self.reach >= MIN_PAGE_WIDTH


def normalise(raw: RawDocument) -> Document:
    """Find the physical lines of ``raw`` and mark those that layout broke off the line before.

    The text itself is never changed: all offsets index ``raw.text``. A line is joined where a printed line
    or a page ended inside a sentence; paragraph ends, headings, list items, table rows and labelled fields
    stay apart. A page number within a sentence is joined with it. ``normalise(normalise(raw).raw)`` gives
    the same document.
    """
    lines = physical_lines(raw.text)
    furniture = page_furniture(raw, lines)
    joined = _joined(raw, lines, furniture)
    return Document(raw, tuple(Line(line.start, line.end, index in joined) for index, line in enumerate(lines)))


@dataclass(frozen=True, slots=True)
class _Held:
    """A line with text: its place among the lines, the line, its characters without trailing space, its block."""

    index: int
    line: Line
    content: str
    block: Block


def _joined(raw: RawDocument, lines: tuple[Line, ...], furniture: frozenset[int]) -> set[int]:
    """Return the indexes of the lines that go on with what stands before them."""
    edges = {edge for cell in raw.cells for edge in (cell.start, cell.end)}
    held = [
        _Held(index, lines[index], raw.text[lines[index].start : lines[index].end].rstrip(), block)
        for index, block in enumerate(blocks(raw.text, lines, furniture))
        if block
    ]
    near = 2 if is_double_spaced(raw.text, lines) else 1
    joined: set[int] = set()
    logical = held[0].content.strip() if held else ""
    for before, after in pairwise(held):
        if _goes_on(logical, before, after, near) and not (edges and _cell_edge(before.line, after.line, edges)):
            joined |= {after.index, *furniture.intersection(range(before.index, after.index))}
            logical = _shortened(logical + after.content.strip())
        else:
            logical = _shortened(after.content.strip())
    return joined


def _goes_on(logical: str, before: _Held, after: _Held, near: int) -> bool:
    """Ask the rules about the break between two lines that stand next to each other or ``near`` lines apart."""
    found = _Break(
        logical=logical,
        before=before.content.strip(),
        after=after.content.strip(),
        reach=width(before.content) - before.block.left,
        deeper=indent(after.content) - after.block.left,
        block=before.block,
        same_block=after.index - before.index <= near,
    )
    return next((answer for rule in RULES if (answer := rule(found)) is not None), False)


def _cell_edge(before: Line, after: Line, edges: set[int]) -> bool:
    return any(at in edges for at in range(before.end, after.start + 1))


def _shortened(logical: str) -> str:
    """Keep the two ends of a long line: its start says what it is, its end how it broke off."""
    return logical if len(logical) <= 2 * _KEPT else logical[:_KEPT] + logical[-_KEPT:]


def _rule_row_belongs_to_the_header(found: _Break) -> bool | None:
    return True if found.same_block and "|" in found.before and _RULE_ROW.match(found.after) else None


def _table_rows_stand_alone(found: _Break) -> bool | None:
    return False if any("\t" in line or line.startswith("|") for line in (found.before, found.after)) else None


def _items_begin_anew(found: _Break) -> bool | None:
    if _MARKDOWN.match(found.after):
        return False
    mark = enumerator_at(found.after, 0)
    if mark is None or found.logical.endswith("第"):
        return None
    return None if mark.kind is EnumeratorKind.SPOKEN and found.full else False


def _closing_marks_never_begin(found: _Break) -> bool | None:
    return True if found.after[0] in _NO_START else None


def _indented_lines_begin_anew(found: _Break) -> bool | None:
    return False if found.deeper > _INDENT else None


def _labels_begin_anew(found: _Break) -> bool | None:
    return False if is_label(found.after) or is_label(found.logical) else None


def _sentences_end(found: _Break) -> bool | None:
    if not _SENTENCE_END.search(found.before):
        return None
    return found.same_block and found.full and found.printed


def _markdown_headings_end(found: _Break) -> bool | None:
    return False if found.logical.startswith("#") and not _ENDED.search(found.logical) else None


def _titles_go_on(found: _Break) -> bool | None:
    """``…部门整体支出`` / ``绩效自评报告``."""
    if not _TITLE_END.fullmatch(found.after) or re.search("[，。；：]", found.before):
        return None
    opened = _TITLE_OPENED.search(found.before) is not None and not _TITLE_END.search(found.before)
    return True if _TITLE_BROKEN.search(found.before) or (opened and found.same_block) else None


def _html_tables_hold_together(found: _Break) -> bool | None:
    return True if found.logical.startswith("<table") and "</table" not in found.logical else None


def _open_clauses_go_on(found: _Break) -> bool | None:
    return True if found.before[-1] in _GOES_ON or _closes(found.logical, found.after) else None


def _closes(logical: str, after: str) -> bool:
    """Whether a bracket or quotation opened before the break is closed soon after it."""
    for opening, closing in _PAIRS:
        if logical.count(opening) > logical.count(closing):
            close = after.find(closing)
            if 0 <= close < MAX_HEADING_WIDTH and opening not in after[:close]:
                return True
    return False


def _fields_end(found: _Break) -> bool | None:
    if found.before[-1] not in "：:" and not _FIELD.match(found.logical):
        return None
    return found.same_block and found.full and _CLAUSES.search(found.before) is not None


def _full_lines_of_prose_go_on(found: _Break) -> bool | None:
    """A line of the page's width goes on; without any punctuation only where the next line has some."""
    unnumbered = enumerator_at(found.logical, 0) is None
    prose = found.block.prose or (unnumbered and found.printed and _CLAUSES.search(found.after) is not None)
    if not prose or not found.full:
        return None
    return True if found.same_block or found.printed else None


def _running_text_goes_on(found: _Break) -> bool | None:
    if not _is_running_text(found.logical):
        return None
    if found.same_block:
        return found.forced or found.printed
    return found.printed and not found.block.wrapped


def _is_running_text(logical: str) -> bool:
    if _ENDED.search(logical):
        return True
    numbered = enumerator_at(logical.lstrip("#* "), 0) is not None
    clauses = "，" in logical or logical.count("、") > 1
    return clauses and (not numbered or width(logical) > MAX_HEADING_WIDTH)


def _ends_of_sentences_go_on(found: _Break) -> bool | None:
    """``…推动重点上访`` / ``案件化解。区信联办…``: the last few characters of a sentence open the line."""
    end = _ENDED.search(found.after)
    tail = end is not None and end.start() < _TAIL and "，" not in found.after[: end.start()]
    return True if tail and found.printed and (found.same_block or not found.block.wrapped) else None


def _labels_in_narrow_columns_go_on(found: _Break) -> bool | None:
    """``部门资`` / ``金情况``: pieces of one label, about as wide as each other."""
    if not found.same_block or " " in found.before + found.after or width(found.logical) > _NARROW_LABEL:
        return None
    pieces = (found.before, found.after)
    if any(width(piece) > _NARROW or re.search(r"[\d，。；：:]", piece) for piece in pieces):
        return None
    ragged = abs(width(found.before) - width(found.after)) > _RAGGED
    return not ragged and not all(_SINGLE_LABELS.fullmatch(piece) for piece in pieces)


RULES: tuple[Callable[[_Break], bool | None], ...] = (
    _html_tables_hold_together,
    _rule_row_belongs_to_the_header,
    _table_rows_stand_alone,
    _items_begin_anew,
    _closing_marks_never_begin,
    _indented_lines_begin_anew,
    _labels_begin_anew,
    _sentences_end,
    _markdown_headings_end,
    _titles_go_on,
    _open_clauses_go_on,
    _fields_end,
    _full_lines_of_prose_go_on,
    _running_text_goes_on,
    _ends_of_sentences_go_on,
    _labels_in_narrow_columns_go_on,
)
"""The rules in the order in which they are asked; the first that answers decides, and no answer ends the line."""
