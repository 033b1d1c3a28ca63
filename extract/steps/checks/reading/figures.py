"""The figures of a report in the order of the text, each with what it is of and what it does in its sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from extract.model.quantity import ChangeMention, Dimension, Quantity
from extract.model.record import Record
from extract.model.report import Direction, Finance, Metric, Staffing
from extract.model.text import Span
from extract.steps.checks.reading.dense import Dense, only_figures
from extract.steps.checks.reading.flow import Flow, sentences_of
from extract.steps.checks.reading.precision import Operand, step_of
from extract.steps.fold import narrow
from extract.steps.numerals.changes import FORMS, Scene
from extract.steps.numerals.quantities import find_quantities
from extract.steps.numerals.units import dimension_of

Item = Finance | Metric | Staffing


class Role(StrEnum):
    """What a figure does in its sentence."""

    VALUE = "value"
    AMOUNT = "amount"
    RATE = "rate"
    BASE = "base"
    SHARE = "share"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A figure in the running text; two figures are the same only where they are one object.

    ``start``/``end`` index the flow, ``span`` the source. ``label`` is the noun phrase before the number;
    figures of one ``entry`` say something of one thing (``来访58批次140人次，占20%，比上年减少3批次``).
    ``stated_span`` begins at the verb of a change (``增加41.34万元``). ``depth`` counts open brackets; ``sentence`` counts ``。`` and paragraphs, so that figures of one sentence share it.
    """

    start: int
    end: int
    span: Span
    quantity: Quantity
    role: Role
    label: str
    entry: int
    sentence: int
    depth: int
    stated_span: Span
    direction: Direction | None = None
    item: Item | None = None

    @property
    def value(self) -> Decimal:
        """The value in the base unit; a decrease is negative."""
        value = self.quantity.base_value
        return -value if self.direction is Direction.DECREASE else value

    @property
    def unit(self) -> str:
        """The base unit: 元 for 万元."""
        return self.quantity.base_unit

    @property
    def written(self) -> str:
        """The figure as a letter would cite it: ``82.2万元``."""
        sign = "-" if self.direction is Direction.DECREASE else ""
        return f"{sign}{self.quantity.digits}{self.quantity.unit}"

    @property
    def exact(self) -> bool:
        """Whether the figure claims to be exact (no 约, 余, 近, no range)."""
        return self.quantity.qualifier is None and self.quantity.upper is None

    @property
    def id(self) -> str | None:
        """The id of the item in the record that holds the figure."""
        return self.item.id if self.item else None

    @property
    def operand(self) -> Operand:
        """The figure as an operand with the precision that it is stated in."""
        quantity = self.quantity
        exact = Decimal(1).scaleb(-quantity.decimals)
        money = quantity.dimension is Dimension.MONEY
        percent = quantity.dimension in {Dimension.PERCENT, Dimension.POINT}
        return Operand(
            self.value, step_of(quantity.value.quantize(exact), quantity.scale, money=money, percent=percent)
        )


LABEL_EDGE: Final = "，,。；;：:、（()）\n 》|"
"""Characters at which the noun phrase before a number begins."""

_LEAD: Final = re.compile(
    r"^(?:其中|主要用于|用于|其次|另外|此外|同时|分别|主要|包括|以及|另|及(?!时)|和|与|并|还|且|年内|全年|本年度|本年|年度|今年|我局|我单位|我部门|本单位|本部门|累计|共计|合计|总计|共有|共|截[至止]目前|目前|实现)+"
)
_YEAR: Final = re.compile(r"^(?:截[至止])?(?:到)?(?:19|20)\d\d年(?:度|末|底|初|以来)?")
_TAIL: Final = re.compile(
    r"(?:共计|合计|总计|累计|总共|共有|共|分别为|分别是|为|是|达到|达|有|约|近|超过|仅|只有|的|各|:|：|了|占|比例)+$"
)
_BRACKET: Final = re.compile(r"[（(](?![一二三四五六七八九十]+[)）])[^（()）\d]*[)）]$")
_ASIDE: Final = 10
_SHARE: Final = re.compile(r"占[^，。；]{0,24}$|占比[^，。；]{0,6}$|比重[^，。；]{0,4}$")
_NOUN: Final = re.compile(r"提升|提高|改善|下降")
_CHANGES: Final = frozenset({Role.AMOUNT, Role.RATE})
_COMPARES: Final = re.compile(r"^(?:较|比|与|和|同|环比|按)|[增降涨减][幅速长]")
_CLAUSE: Final = 40
_FAR: Final = 400


def read_figures(flow: Flow, record: Record) -> tuple[Figure, ...]:
    """Find the figures of the running text; where the record holds one, its value and unit are the record's."""
    sentences = tuple(start for start, _ in sentences_of(flow.text))
    dense = only_figures(flow.text)
    scene = Scene(dense.text, narrow(dense.text), find_quantities(dense.text))
    changes = sorted(
        (change for form in FORMS for change in form(scene)), key=lambda change: (change.start, -change.end)
    )
    roles = dict(_change_roles(changes, dense))
    figures = tuple(_figures(flow, [dense.moved(quantity) for quantity in scene.quantities], roles, sentences))
    return tuple(_joined(figures, flow, record))


def _change_roles(
    changes: Iterable[ChangeMention], dense: Dense
) -> Iterator[tuple[int, tuple[Role, Direction | None, int]]]:
    reached = 0
    for change in changes:
        if change.start < reached:
            continue
        reached = change.end
        core = dense.at(change.core_start or change.start)
        if change.amount and not _names_a_thing(change, dense.text):
            yield dense.at(change.amount.start), (Role.AMOUNT, change.direction, core)
        if change.rate:
            yield dense.at(change.rate.start), (Role.RATE, change.direction, core)
        if change.base:
            base = dense.at(change.base.start)
            yield base, (Role.BASE, None, base)


def _names_a_thing(change: ChangeMention, text: str) -> bool:
    """Whether the verb closes a name (``医疗机构能力提升2450万元``) and the amount is the thing's own."""
    verb = text[change.core_start or change.start : change.amount.start if change.amount else 0]
    counted = change.amount is not None and change.amount.dimension in {Dimension.MONEY, Dimension.COUNT}
    named = text[max(0, change.start - 1) : change.start] not in {*LABEL_EDGE, ""}
    return counted and named and change.rate is None and change.base is None and _NOUN.fullmatch(verb) is not None


def _figures(
    flow: Flow,
    quantities: Iterable[Quantity],
    roles: dict[int, tuple[Role, Direction | None, int]],
    sentences: tuple[int, ...],
) -> Iterator[Figure]:
    entry, last_end, last_sentence, label = 0, 0, -1, ""
    units: set[str] = set()
    for quantity in quantities:
        if quantity.dimension is Dimension.TIME or _bare(quantity):
            continue
        number = bisect_right(sentences, quantity.start) - 1
        begin = sentences[number]
        floor = max(begin, last_end if number == last_sentence else begin)
        role, direction, lead = roles.get(quantity.start) or (_role(flow.text, quantity, begin), None, quantity.start)
        own = _label(flow.text, floor, quantity.start)
        fresh = number != last_sentence
        gap = flow.text[floor : quantity.start].strip()
        other = role in _CHANGES and "；" in gap and _of_its_own(_label(flow.text, floor, lead))
        if fresh or other or (_opens(role, own) and gap and (own or gap not in "、，" or quantity.base_unit in units)):
            entry, label, units = entry + 1, own, set()
        units.add(quantity.base_unit)
        depth = _depth(flow.text[max(begin, quantity.start - _FAR) : quantity.start])
        span = flow.span(quantity.start, quantity.end)
        stated = flow.span(lead, quantity.end)
        yield Figure(quantity.start, quantity.end, span, quantity, role, label, entry, number, depth, stated, direction)
        last_end, last_sentence = quantity.end, number


def _bare(quantity: Quantity) -> bool:
    """Whether a number is more likely an item number or a name's than a figure: no unit, no decimals."""
    return quantity.dimension is Dimension.NUMBER and not quantity.decimals


def _opens(role: Role, label: str) -> bool:
    """Whether a figure may begin an entry of its own; ``占…的20%`` belongs to the figure before it."""
    return role in {Role.VALUE, Role.PERCENT} or (role is Role.SHARE and bool(label) and not label.startswith("占"))


def _of_its_own(label: str) -> bool:
    """Whether a change behind ``；`` names what has changed (``；住院人数减少3%``) and not only what it is compared with."""
    return bool(label) and _COMPARES.search(label) is None


def _role(text: str, quantity: Quantity, begin: int) -> Role:
    if quantity.dimension is not Dimension.PERCENT:
        return Role.VALUE
    before = text[max(begin, quantity.start - _CLAUSE) : quantity.start]
    return Role.SHARE if _SHARE.search(before) else Role.PERCENT


def _label(text: str, floor: int, end: int) -> str:
    stop = end
    while stop > floor and text[stop - 1] in " ：:":
        stop -= 1
    begin = stop
    while begin > floor:
        aside = _BRACKET.search(text, max(floor, begin - _ASIDE), begin) if text[begin - 1] in "）)" else None
        if aside is None and text[begin - 1] in LABEL_EDGE:
            break
        begin = aside.start() if aside else begin - 1
    return tidy_label(text[begin:stop])


def tidy_label(label: str) -> str:
    """Take off the words that only introduce a figure: year, 其中, 共计, 为."""
    previous = ""
    while previous != label:
        previous = label
        label = _TAIL.sub("", _LEAD.sub("", _YEAR.sub("", label)))
    return label


def _depth(before: str) -> int:
    opened = before.count("（") + before.count("(")
    return max(0, opened - before.count("）") - before.count(")"))


def _joined(figures: tuple[Figure, ...], flow: Flow, record: Record) -> Iterator[Figure]:
    """Give each figure the item of the record that points at it."""
    starts = [figure.start for figure in figures]
    items: dict[int, Item] = {}
    listed: tuple[Item, ...] = (*record.finance, *record.metrics, *record.staffing)
    for item in listed:
        index = _pointed_at(item, figures, starts, flow)
        if index is not None:
            items.setdefault(index, item)
    for index, figure in enumerate(figures):
        yield _with_item(figure, items[index]) if index in items else figure


def _pointed_at(item: Item, figures: tuple[Figure, ...], starts: list[int], flow: Flow) -> int | None:
    if item.span is None:
        return None
    first, last = flow.at(item.span.start), flow.at(item.span.end)
    index = bisect_left(starts, first)
    if index and figures[index - 1].end > first:
        index -= 1
    within = [at for at in range(index, bisect_left(starts, last)) if figures[at].role not in {Role.AMOUNT, Role.BASE}]
    return within[0] if len(within) == 1 else None


def _with_item(figure: Figure, item: Item) -> Figure:
    stated = str(item.count) if isinstance(item, Staffing) and item.count is not None else getattr(item, "value", None)
    if stated is None:
        return figure
    unit = figure.quantity.unit if isinstance(item, Staffing) else (item.unit or figure.quantity.unit)
    value = Decimal(stated)
    exponent = value.as_tuple().exponent
    quantity = replace(
        figure.quantity,
        value=value,
        digits=stated,
        unit=unit,
        dimension=dimension_of(unit),
        decimals=max(0, -exponent) if isinstance(exponent, int) else 0,
    )
    return replace(figure, quantity=quantity, item=item)
