"""The rules that judge a line break: was it made by layout, or does a paragraph, item, label or row end there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extract.steps.layout.accounts import opens_account, splits_account
from extract.steps.layout.enumerators import Enumerator, EnumeratorKind, enumerator_at
from extract.steps.layout.headings import is_label
from extract.steps.layout.lines import MIN_PAGE_WIDTH, Block, width

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
_TITLE_END = re.compile(r"(?:部门)?(?:整体)?(?:支出)?(?:绩效)?(?:自评|评价|自我评价)?(?:情况|工作)?的?(?:报告|表|总结)")
_TITLE_BROKEN = re.compile(r"(?:部门|整体|支出|绩效|自评|评价)$")
_TITLE_OPENED = re.compile(r"\d{4}\s*年|部门|单位")
_LABEL_ROW = re.compile(r"[\u4e00-\u9fff（）()]{2,18}(?:[ \u3000]+[\u4e00-\u9fff（）()]{2,18})+")
_SINGLE_LABELS = re.compile(
    "序号|项目|名称|金额|单位|指标|数量|备注|合计|小计|类别|姓名|职务|[预决]算数?|执行数|得分|(?:项目|单位|部门|指标|科目)名称|分值|权重|说明|内容"
)
_ROW_OF_FIGURES = re.compile(r"\S{1,20}\s+[\d—-]")
_DECIMALS = frozenset({EnumeratorKind.DECIMAL, EnumeratorKind.DEEP_DECIMAL})
_ANNOUNCES_FIGURE = re.compile(
    r"(?:[的为至到达由从约近超逾占共于了、]|完成|增加|减少|增长|下降|上升|提高|降低|累计|合计|[收支]出|收入|资金|投入|人员|金额|[率数量额]|比上?年)$"
)

MAX_HEADING_WIDTH = 40.0
"""Characters (full width) of the longest numbered line without closing punctuation that is taken for a heading."""
_SLACK = 0.6
_TAIL = 9
_NARROW = 6.0
_NARROW_LABEL = 16.0
_RAGGED = 2.0
_INDENT = 1.0


@dataclass(frozen=True, slots=True)
class Break:
    """A line break to judge.

    ``logical`` is what was joined up to the break; ``before`` and ``after`` are the lines on its two sides
    without white space around them; ``reach`` is the width of the first with its indent, ``deeper`` how far the
    second is indented behind its block's left edge; ``block`` is the block of the first. ``same_block`` says that
    no blank line or page break stands between, ``same_cell`` that the source knew both as parts of one table cell.
    """

    logical: str
    before: str
    after: str
    reach: float
    deeper: float
    block: Block
    same_block: bool
    same_cell: bool

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


def _rule_row_belongs_to_the_header(found: Break) -> bool | None:
    return True if found.same_block and "|" in found.before and _RULE_ROW.match(found.after) else None


def _table_rows_stand_alone(found: Break) -> bool | None:
    return False if any("\t" in line or line.startswith("|") for line in (found.before, found.after)) else None


def _items_begin_anew(found: Break) -> bool | None:
    if _MARKDOWN.match(found.after):
        return False
    mark = enumerator_at(found.after, 0)
    if mark is None:
        return None
    if found.logical.endswith("第"):
        return True
    if _is_figure(mark, found.after) and _announces_figure(found):
        return True
    return None if mark.kind is EnumeratorKind.SPOKEN and found.full else False


def _is_figure(mark: Enumerator, line: str) -> bool:
    """Whether the number that opens a line may as well be an amount: ``2.1上升为``, ``95，比上年``; ``1.加强`` is none."""
    if mark.kind is EnumeratorKind.ARABIC:
        return line[mark.end - 1] in "，,。"
    return mark.kind in _DECIMALS


def _announces_figure(found: Break) -> bool:
    running = "，" in found.logical or _is_running_text(found.logical)
    return running and _ANNOUNCES_FIGURE.search(found.before) is not None


def _closing_marks_never_begin(found: Break) -> bool | None:
    return True if found.after[0] in _NO_START else None


def _indented_lines_begin_anew(found: Break) -> bool | None:
    return False if found.deeper > _INDENT else None


def _account_names_go_on(found: Break) -> bool | None:
    """``卫生健`` / ``康支出``: a name of the budget's classes goes on across the break, unless it begins a row of figures."""
    goes_on = found.same_block and splits_account(found.before, found.after) and not _ROW_OF_FIGURES.match(found.after)
    return True if goes_on else None


def _labels_begin_anew(found: Break) -> bool | None:
    if is_label(found.after) or is_label(found.logical):
        return False
    mark = enumerator_at(found.logical, 0)
    if mark is None or not is_label(found.logical[mark.end :]):
        return None
    return None if is_label(found.logical[mark.end :] + found.after) else False


def _sentences_end(found: Break) -> bool | None:
    if not _SENTENCE_END.search(found.before):
        return None
    return found.same_block and found.full and found.printed


def _lines_of_a_cell_go_on(found: Break) -> bool | None:
    return True if found.same_cell else None


def _markdown_headings_end(found: Break) -> bool | None:
    return False if found.logical.startswith("#") and not _ENDED.search(found.logical) else None


def _titles_go_on(found: Break) -> bool | None:
    """``…部门整体支出`` / ``绩效自评报告``."""
    if not _TITLE_END.fullmatch(found.after) or re.search("[，。；：]", found.before):
        return None
    opened = _TITLE_OPENED.search(found.before) is not None and not _TITLE_END.search(found.before)
    return True if _TITLE_BROKEN.search(found.before) or (opened and found.same_block) else None


def _html_tables_hold_together(found: Break) -> bool | None:
    return True if found.logical.startswith("<table") and "</table" not in found.logical else None


def _open_clauses_go_on(found: Break) -> bool | None:
    return True if found.before[-1] in _GOES_ON or _closes(found.logical, found.after) else None


def _closes(logical: str, after: str) -> bool:
    """Whether a bracket or quotation opened before the break is closed soon after it."""
    for opening, closing in _PAIRS:
        if logical.count(opening) > logical.count(closing):
            close = after.find(closing)
            if 0 <= close < MAX_HEADING_WIDTH and opening not in after[:close]:
                return True
    return False


def _fields_end(found: Break) -> bool | None:
    if found.before[-1] not in "：:" and not _FIELD.match(found.logical):
        return None
    return found.same_block and found.full and _CLAUSES.search(found.before) is not None


def _rows_of_labels_end(found: Break) -> bool | None:
    """``预期目标 目标完成情况``: words side by side without punctuation head columns; a blank line ends them."""
    return False if not found.same_block and _LABEL_ROW.fullmatch(found.logical) else None


def _figures_follow_what_announces_them(found: Break) -> bool | None:
    """``…，累计完成`` / ``3.5万件``: running text that stops before a figure is not finished."""
    return True if found.same_block and found.after[0].isdigit() and _announces_figure(found) else None


def _full_lines_of_prose_go_on(found: Break) -> bool | None:
    """A line of the page's width goes on; without any punctuation only where the next line has some."""
    unnumbered = enumerator_at(found.logical, 0) is None
    prose = found.block.prose or (unnumbered and found.printed and _CLAUSES.search(found.after) is not None)
    if not prose or not found.full:
        return None
    return True if found.same_block or found.printed else None


def _running_text_goes_on(found: Break) -> bool | None:
    if not _is_running_text(found.logical):
        return None
    if found.same_block:
        return found.forced or found.printed
    return found.printed and not found.block.wrapped


def _is_running_text(logical: str) -> bool:
    if _ENDED.search(logical):
        return True
    mark = enumerator_at(logical.lstrip("#* "), 0)
    numbered = mark is not None and mark.kind is not EnumeratorKind.SPOKEN
    clauses = "，" in logical or logical.count("、") > 1
    return clauses and (not numbered or width(logical) > MAX_HEADING_WIDTH)


def _ends_of_sentences_go_on(found: Break) -> bool | None:
    """``…推动重点上访`` / ``案件化解。区信联办…``: the last few characters of a sentence open the line."""
    end = _ENDED.search(found.after)
    tail = end is not None and end.start() < _TAIL and "，" not in found.after[: end.start()]
    return True if tail and found.printed and (found.same_block or not found.block.wrapped) else None


def _labels_in_narrow_columns_go_on(found: Break) -> bool | None:
    """``部门资`` / ``金情况``: pieces of one label, about as wide as each other."""
    if (
        not found.same_block
        or opens_account(found.after)
        or " " in found.before + found.after
        or width(found.logical) > _NARROW_LABEL
    ):
        return None
    pieces = (found.before, found.after)
    if any(width(piece) > _NARROW or re.search(r"[\d，。；：:]", piece) for piece in pieces):
        return None
    ragged = abs(width(found.before) - width(found.after)) > _RAGGED
    return not ragged and not all(_SINGLE_LABELS.fullmatch(piece) for piece in pieces)


RULES: tuple[Callable[[Break], bool | None], ...] = (
    _html_tables_hold_together,
    _rule_row_belongs_to_the_header,
    _table_rows_stand_alone,
    _items_begin_anew,
    _closing_marks_never_begin,
    _indented_lines_begin_anew,
    _account_names_go_on,
    _labels_begin_anew,
    _sentences_end,
    _lines_of_a_cell_go_on,
    _markdown_headings_end,
    _titles_go_on,
    _open_clauses_go_on,
    _fields_end,
    _rows_of_labels_end,
    _figures_follow_what_announces_them,
    _full_lines_of_prose_go_on,
    _running_text_goes_on,
    _ends_of_sentences_go_on,
    _labels_in_narrow_columns_go_on,
)
"""The rules in the order in which they are asked; the first that answers decides, and no answer ends the line."""
