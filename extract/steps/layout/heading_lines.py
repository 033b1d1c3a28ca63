"""Finds the lines, and the openings of lines, that are headings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from extract.model.text import Document, SectionKind, Span
from extract.steps.layout.enumerators import Enumerator, EnumeratorKind, enumerator_at
from extract.steps.layout.headings import EDGES, MAX_LABEL_WIDTH, is_label, is_report_title, kind_of
from extract.steps.layout.line_breaks import MAX_HEADING_WIDTH
from extract.steps.layout.lines import width
from extract.steps.layout.nesting import Form, Unnumbered
from extract.steps.layout.paragraphs import after_marks, paragraphs, plain, without_closing
from extract.steps.layout.sentences import sentences
from extract.steps.layout.tables import is_row, rows_of

_ENDED = re.compile("[。；！？]")
_STOP = re.compile("[，。；]")
_FIGURES = re.compile(r"[\d.,%\s年月日/-]+$|.*[\d.]+(?:万元|亿元|元|[%％])")
_FORM_TITLE = re.compile(r"(?:自评|评价|评分|评估|绩效|情况|申报)表(?:[（(].*[）)])?$")
_NOTE = re.compile(
    r"[*\s]*(?:附?注|备注|附件|附表|附|填表说明|填报说明)\s*(?:[：:]|(?<=[件表])\s*[\d一二三四五六七八九十]{1,2}\s*[：:])"
)
_NOTE_ALONE = re.compile(r"[*\s【\[]*附\s*[件表录]\s*[\d一二三四五六七八九十]{0,2}[*\s】\]]*")
_NO_HEADLINE = re.compile(r"以下|如下|下列|下述|^(?:附?[表图]|专栏)\s?\d|^（.*）$")
_GLUE = re.compile(r"[：:]|[ \u3000]+|(?<=[\u4e00-\u9fff])[.．]")
_SPACED_OUT = re.compile(r"[^\W\d_](?:[ \u3000]{1,4}[^\W\d_]){3,}")
_PROSE_WIDTH = 15.0
_HEADLINE_WIDTH = (5.0, 30.0)
_TITLE_PLACE = 8
_CONTENTS_PLACE = 40
_LEADERS = re.compile(r"[.．…·\-_]*\d*$")
_ENTRY = re.compile(r"(?:[.．…·_]){3,}[-—]?\d{1,3}[-—]?$")
_NEVER_HEADS = frozenset({EnumeratorKind.SPOKEN, EnumeratorKind.BULLET})
_TOP = frozenset(kind for kind in EnumeratorKind if kind <= EnumeratorKind.CHINESE)
_LISTS_OF_DUTIES = frozenset({SectionKind.FUNCTIONS, SectionKind.ORGANISATION})
_HAVE_HEADLINES = frozenset(
    {
        SectionKind.WORK,
        SectionKind.EFFECT,
        SectionKind.EXPERIENCE,
        SectionKind.PROBLEMS,
        SectionKind.IMPROVEMENTS,
        SectionKind.RECTIFICATION,
    }
)
_SPEAKING_LABELS = _HAVE_HEADLINES - {SectionKind.EFFECT} | {SectionKind.GOALS, SectionKind.FUNCTIONS}
_FORM_LABELS = _SPEAKING_LABELS | {SectionKind.EFFECT, SectionKind.EVALUATION}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the text: its characters with number, marks and closing punctuation, and what it shows.

    ``title`` is its words without number, marks and white space; ``depth`` its number of Markdown ``#``;
    ``glued`` says that text of the section goes on in the same paragraph.
    """

    span: Span
    title: str
    form: Form
    mark: Enumerator | None = None
    depth: int = 0
    glued: bool = False
    number: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph to judge, with its neighbours and what was found so far."""

    text: str
    span: Span
    before: Span | None
    after: Span | None
    form: bool
    last: Heading | None
    about: SectionKind
    duties: Heading | None

    @property
    def words(self) -> str:
        """The paragraph without white space and Markdown marks."""
        return plain(self.text, *self.span)


def heading_lines(document: Document) -> list[Heading]:
    """Return the headings of a document in the order of the text; the report's own title is none."""
    text, spans = document.text, paragraphs(document)
    neighbours = zip([None, *spans], spans, [*spans[1:], None], strict=False)
    line = _Line(text, Span(0, 0), None, None, _is_form(text, spans), None, SectionKind.OTHER, None)
    found: list[Heading] = []
    contents = _contents(text, spans)
    cells, headers = {one.start for one in document.raw.cells}, {one.column_header for one in document.raw.cells}
    for before, span, after in neighbours:
        if contents.start <= span.start < contents.end or _ENTRY.search(plain(text, *span)):
            continue
        if span.start in cells and not is_row(text, span) and not _speaks(plain(text, *span), headers):
            continue
        line = replace(line, span=span, before=before, after=after)
        heading = next((each for finder in FINDERS if (each := finder(line))), None)
        if heading:
            found.append(heading)
            line = _aware(line, heading)
    return found


def _speaks(words: str, headers: set[str | None]) -> bool:
    """Whether a cell in a line of its own heads text (``存在问题``), and no column."""
    return words not in headers and kind_of(words) in _SPEAKING_LABELS


def _contents(text: str, spans: list[Span]) -> Span:
    """Return where the table of contents stands: from ``目录`` to where its first entry comes again."""
    words = [plain(text, *span) for span in spans[:_CONTENTS_PLACE]]
    at = words.index("目录") if "目录" in words else None
    if at is None or at + 1 >= len(words):
        return Span(0, 0)
    first = _LEADERS.sub("", words[at + 1])
    again = next((span for span in spans[at + 2 :] if plain(text, *span) == first), None)
    return Span(spans[at].start, again.start) if again else Span(0, 0)


def _aware(line: _Line, heading: Heading) -> _Line:
    """Remember what the heading tells of the lines below it."""
    kind = kind_of(heading.title)
    if kind is SectionKind.OTHER:
        return replace(line, last=heading)
    return replace(line, last=heading, about=kind, duties=heading if kind in _LISTS_OF_DUTIES else None)


def _is_form(text: str, spans: list[Span]) -> bool:
    """Whether the text is a form: titled a table, and not divided by ``一、``."""
    if not any(_FORM_TITLE.search(plain(text, *span)) for span in spans[:_TITLE_PLACE]):
        return False
    marks = (enumerator_at(text, after_marks(text, *span), span.end) for span in spans)
    return not any(mark and mark.kind is EnumeratorKind.CHINESE for mark in marks)


def _note(line: _Line) -> Heading | None:
    """``注：``, ``附件：``: what follows belongs to no section before it."""
    match = _NOTE.match(line.text, *line.span) or _NOTE_ALONE.fullmatch(line.text, *line.span)
    if not match or not line.last:
        return None
    span = Span(line.span.start, match.end())
    return Heading(span, plain(line.text, *span).strip("：:"), Unnumbered.NOTE, glued=True)


def _labelled_row(line: _Line) -> Heading | None:
    """``存在问题⇥基层力量不足。``: the first cell of a form's row heads the text in its only other one."""
    if not is_row(line.text, line.span):
        return None
    cells = rows_of(line.text, line.span)[0]
    if len(cells) != 2 or not is_label(cells[0].words):  # noqa: PLR2004  a label and its text
        return None
    if kind_of(cells[0].words) not in _FORM_LABELS or not _is_prose(cells[1].words):
        return None
    return Heading(cells[0].span, cells[0].words, Unnumbered.LABEL, glued=True)


def _labelled_text(line: _Line) -> Heading | None:
    """``存在的问题：一是…``, ``1.主要职责：贯彻…``: a label heads the text behind it in the same paragraph."""
    begin = after_marks(line.text, *line.span)
    mark = enumerator_at(line.text, begin, line.span.end)
    start = mark.end if mark else begin
    glue = _GLUE.search(line.text, start + 1, min(start + MAX_LABEL_WIDTH, line.span.end))
    if glue is None or (mark and mark.kind in _NEVER_HEADS):
        return None
    title = plain(line.text, start, glue.start())
    if not is_label(title) or not _STOP.search(line.text, glue.end(), line.span.end):
        return None
    if not (kind_of(title) is not SectionKind.EFFECT if mark else kind_of(title) in _SPEAKING_LABELS):
        return None
    number = line.text[mark.start : mark.end] if mark else None
    form = mark.kind if mark else Unnumbered.LABEL
    return Heading(Span(line.span.start, glue.end()), title, form, mark, _depth(line), glued=True, number=number)


def _is_prose(words: str) -> bool:
    return width(words) >= _PROSE_WIDTH or _ENDED.search(words) is not None


def _numbered(line: _Line) -> Heading | None:
    """``一、…``, ``（一）…``, ``### …``, with the text of the section behind it or below."""
    begin, depth = after_marks(line.text, *line.span), _depth(line)
    mark = enumerator_at(line.text, begin, line.span.end)
    if (mark is None and depth == 0) or (mark and mark.kind in _NEVER_HEADS) or is_row(line.text, line.span):
        return None
    first = sentences(line.text, *line.span)[0]
    start = mark.end if mark else begin
    title = plain(line.text, start, without_closing(line.text, start, first.end))
    form = mark.kind if mark else Unnumbered.LABEL
    number = line.text[mark.start : mark.end] if mark else None
    found = Heading(first, title, form, mark, depth, glued=first.end < line.span.end, number=number)
    return found if title and _heads(line, found) else None


def _heads(line: _Line, found: Heading) -> bool:
    words = plain(line.text, *found.span)
    if width(words) > MAX_HEADING_WIDTH or (_FIGURES.match(words) and not found.glued):
        return False
    if is_report_title(found.title) and (line.last is None or line.last.form is Unnumbered.NOTE):
        return False
    known = kind_of(found.title) is not SectionKind.OTHER
    if found.glued:
        return words[-1] in "。！：:" and not _lists_on(line, found) and (known or not _is_duty(line, found))
    if words[-1] in "；;，！？" or (words[-1] == "。" and not is_label(found.title)):
        return False
    return bool(found.depth or found.form in _TOP or known or _has_content(line, found.mark))


def _lists_on(line: _Line, found: Heading) -> bool:
    """Whether the next item of the same list follows in the same paragraph."""
    begin = after_marks(line.text, found.span.end, line.span.end)
    following = enumerator_at(line.text, begin, line.span.end)
    return following is not None and found.mark is not None and following.kind == found.mark.kind


def _is_duty(line: _Line, found: Heading) -> bool:
    """Whether the paragraph is a duty of two sentences in a list of duties."""
    if line.duties is None or found.mark is None or found.depth:
        return False
    return line.duties.mark is None or found.mark.kind > line.duties.mark.kind


def _has_content(line: _Line, mark: Enumerator | None) -> bool:
    """Whether something other than the next item of the same list follows."""
    if line.after is None or mark is None:
        return line.after is not None
    after = enumerator_at(line.text, after_marks(line.text, *line.after), line.after.end)
    return after is None or (after.kind > mark.kind and after.number <= 1)


def _label_line(line: _Line) -> Heading | None:
    """``部门整体支出绩效目标``: a line of the genre's words that lost its number or never had one."""
    words = line.words
    written = line.text[line.span.start : line.span.end].strip("* ")
    if not _stands_alone(line, words) or (" " in written and not _SPACED_OUT.fullmatch(written)):
        return None
    if not (is_label(words) if line.form else kind_of(words) is not SectionKind.OTHER):
        return None
    return Heading(line.span, words.strip(EDGES), Unnumbered.LABEL)


def _headline(line: _Line) -> Heading | None:
    """``推进义务教育优质均衡发展``: a line without number that heads a paragraph of the work, or of problems."""
    words = line.words
    bold = line.text.startswith("**", line.span.start) and line.text.endswith("**", 0, line.span.end)
    if line.last is None or line.form or _NO_HEADLINE.search(words) or not _stands_alone(line, words, comma=True):
        return None
    if not bold and (line.about not in _HAVE_HEADLINES or not _HEADLINE_WIDTH[0] <= width(words) <= _HEADLINE_WIDTH[1]):
        return None
    if line.after is None or not _ENDED.search(plain(line.text, *line.after)) or not _finished(line):
        return None
    following = enumerator_at(line.text, after_marks(line.text, *line.after), line.after.end)
    if following and following.kind is not EnumeratorKind.SPOKEN:
        return None
    return Heading(line.span, words, Unnumbered.HEADLINE)


def _finished(line: _Line) -> bool:
    """Whether what stands before the line was ended: by punctuation, or because it is a heading."""
    if line.before is None or line.last is None:
        return False
    return line.last.span.end == line.before.end or line.text[line.before.end - 1] in "。；！？”）)*"


def _stands_alone(line: _Line, words: str, *, comma: bool = False) -> bool:
    """Whether the paragraph is one short run of words without number, figure or label, and no row of a table."""
    if not words or width(words) > (_HEADLINE_WIDTH[1] if comma else MAX_LABEL_WIDTH) or is_row(line.text, line.span):
        return False
    if _ENDED.search(words) or _FIGURES.match(words) or is_report_title(words) or re.search("[：:].", words):
        return False
    if enumerator_at(line.text, after_marks(line.text, *line.span), line.span.end):
        return False
    return (comma or "，" not in words) and len(sentences(line.text, *line.span)) == 1


def _depth(line: _Line) -> int:
    written = line.text[line.span.start : line.span.start + 7]
    return len(written) - len(written.lstrip("#"))


FINDERS: tuple[Callable[[_Line], Heading | None], ...] = (
    _note,
    _labelled_row,
    _labelled_text,
    _numbered,
    _label_line,
    _headline,
)
"""The ways to see a heading, asked in this order for every paragraph."""
