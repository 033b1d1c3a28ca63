"""Changes: what the text says a figure did against an earlier one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from extract.model.quantity import ChangeMention, Dimension, Quantity
from extract.model.report import Direction
from extract.steps.fold import narrow
from extract.steps.numerals.chinese import DIGIT_CLASS, PLACE_CLASS
from extract.steps.numerals.multiples import doubled, multiple
from extract.steps.numerals.quantities import find_quantities

_RISE: Final = "上升|增长|增加|提高|提升|上涨|增多|增幅|升幅|涨幅|↑"
_FALL: Final = "下降|减少|压减|降低|下滑|回落|减幅|降幅|↓"
_UP: Final = f"{_RISE}|升高|扩大|多支出|多收入|增支|增收"
_DOWN: Final = f"{_FALL}|压缩|缩减|节约|节支|少支出|少收入|减支|减收|核减|调减"
_SHORT_UP: Final = "增|升|多|涨|高"
_SHORT_DOWN: Final = "减|降|少|低"
_FLAT: Final = "持平|相持平|相同|一致|相当|无变化|没有变化|无增减|未发生变化|不变|零增长"

_EARLIER: Final = r"去\s*年|上\s*年|上一年|前年|往年|上期|同期|上月|上季度|前一年|年\s*初|预\s*算|(?:19|20)\d\d\s*年|基期|历年|以往|计划|目标"
_LINK_TEXT: Final = r"\s*[,，]?\s*(?:数|相\s*比|相\s*较|比较|的)?\s*[,，]?\s*(?:同\s*比|环\s*比)?\s*(?:基\s*本|大\s*体|大\s*致|总体|略有?|有所|大幅|明显|持续|共|均|也|都|净|实际|分别|又|再|仍|继续)?\s*(?:度)?\s*"
_BASE_TEXT: Final = (
    r"\s*(?:同比|同期|同口径|决算|平均|均值|水平|实际|数|值|的|度|支出|为|是|仅|只有|约|[:：(（]|\s){0,8}(?!一致)"
)
_COMES: Final = (
    rf"(?={_LINK_TEXT}(?:{_UP}|{_DOWN}|{_SHORT_UP}|{_SHORT_DOWN}|{_FLAT})|{_BASE_TEXT}[\d{DIGIT_CLASS}{PLACE_CLASS}])"
)
_OBJECT: Final = (
    rf"[^。；;！？，,\n]{{0,8}}?(?:{_EARLIER})(?:(?!{_UP}|{_DOWN}|{_FLAT})[^。；;！？，,\d]){{0,12}}?{_COMES}"
)
_LEAD: Final = rf"同\s*比|环\s*比|(?:较|比|与|同|和|跟|对比|相比|相较于?|比较)\s*(?P<object>{_OBJECT})"
_SAME: Final = re.compile("一致|相同|相当")
_AIM: Final = re.compile("计划|目标")
_LEADS: Final = re.compile(_LEAD)
_LINK: Final = re.compile(_LINK_TEXT)
_VERB: Final = re.compile(rf"(?:(?P<up>{_UP}|{_SHORT_UP})|(?P<down>{_DOWN}|{_SHORT_DOWN})|(?P<flat>{_FLAT}))")
_PLAIN_VERB: Final = re.compile(rf"(?:(?P<up>{_RISE})|(?P<down>{_FALL})|(?P<flat>持平))")
_TO: Final = re.compile(
    r"\s*(?:了\s*)?(?:至|到|为)\s*(?:了|现在的|目前的|今年的|本年的?|(?:19|20)\d\d\s*年\s*度?的?)?\s*"
)
_BY: Final = re.compile(r"\s*(?:[了约近达:：]|幅度|比例|比率|率|额|金额|数|幅|达到|为|是|大约|将近|超过?|逾|\s){0,8}")
_SIZE: Final = r"(?:[了约近达:：]|幅度?|比例|比率|率|为|是|达到|\s){0,8}"
_NEXT: Final = re.compile(
    rf"\s*[,，、]?\s*(?:同\s*比|环\s*比)?\s*(?:{_UP}|{_DOWN}|{_SHORT_UP}|{_SHORT_DOWN}|比例|比率|幅度){_SIZE}"
    rf"|\s*[(（]\s*(?:同\s*比|环\s*比)?\s*(?:{_UP}|{_DOWN})?{_SIZE}"
)
_AGAINST_RISE: Final = re.compile(f"{_DOWN}|{_SHORT_DOWN}")
_AGAINST_FALL: Final = re.compile(f"{_UP}|{_SHORT_UP}")
_MORE: Final = re.compile(r"\s*[、,，和及]\s*")
_EACH: Final = re.compile(r"分\s*别")
_BASE: Final = re.compile(_BASE_TEXT)
_AFTER_BASE: Final = re.compile(r"\s*[)）]?\s*[,，]?\s*(?:相比|相较|同比)?\s*(?:基本|略|略有|有所|共|净)?\s*")
_BASE_ONLY: Final = re.compile(
    r"(?:去\s*年|上\s*年|上一年度?|上年度|同期)(?:度|同\s*期|同\s*比|同口径|平均|均值|数|值|的|水平|仅){0,4}\s*(?:为|是|仅为|只有|[:：])?\s*"
)
_FROM: Final = re.compile(
    r"(?:由|从)\s*(?:原来|原|去年|上年|同期|年初|(?:19|20)\d\d\s*年)?(?:度|同期|初|底|末|的|年){0,4}\s*"
)
_BEYOND: Final = re.compile(
    r"(?:(?P<up>高于|多于|大于|超过)|低于|少于|小于)\s*(?:去\s*年|上\s*年|上一年|同期|上期|(?:19|20)\d\d\s*年)(?:度|同\s*期|水平|平均|的){0,3}\s*"
)
_YEAR_BASE: Final = re.compile(r"(?:19|20)\d\d\s*年\s*(?:度|同期|平均|的){0,4}\s*(?:为|是|[:：])\s*")
_BRACKET: Final = re.compile(r"\s*[(（]\s*")
_COMMA: Final = re.compile(r"\s*[,，]\s*")
_SIZES: Final = (Dimension.PERCENT, Dimension.POINT)
_SELF_EVIDENT: Final = (Dimension.MONEY, Dimension.PERCENT, Dimension.POINT, Dimension.TIMES)
_FIGURE_GAP: Final = re.compile(r"\s*[(（,，]\s*(?:而\s*)?")


@dataclass(frozen=True, slots=True)
class Scene:
    """A text ready to be searched for changes: width narrowed, with its quantities in order."""

    text: str
    even: str
    quantities: tuple[Quantity, ...]

    def quantity_at(self, position: int) -> Quantity | None:
        """Return the quantity that begins at ``position``."""
        at = bisect_left(self.quantities, position, key=lambda quantity: quantity.start)
        found = self.quantities[at] if at < len(self.quantities) else None
        return found if found and found.start == position else None

    def quantity_before(self, position: int) -> Quantity | None:
        """Return the last quantity that ends at or before ``position``."""
        at = bisect_left(self.quantities, position, key=lambda quantity: quantity.start)
        before = [quantity for quantity in self.quantities[max(0, at - 1) : at] if quantity.end <= position]
        return before[0] if before else None

    def skip(self, gap: re.Pattern[str], position: int) -> int:
        """Return where ``gap``, matched at ``position``, ends; ``position`` where it does not match."""
        match = gap.match(self.even, position)
        return match.end() if match else position

    def after(self, gap: re.Pattern[str], position: int) -> Quantity | None:
        """Return the quantity that begins where ``gap`` ends."""
        return self.quantity_at(self.skip(gap, position))


@dataclass(frozen=True, slots=True)
class Parts:
    """What a phrase states beside its direction."""

    base: Quantity | None = None
    amount: Quantity | None = None
    rate: Quantity | None = None
    figure: Quantity | None = None


def find_changes(text: str) -> tuple[ChangeMention, ...]:
    """Return the comparisons that ``text`` makes, in order, not overlapping.

    ``比去年同期1676件上升41.4%`` has base and rate, ``增加41.34万元，上升48.7%`` amount and rate, ``与2023年持平`` neither.
    With a base alone (``46.92%（去年同比平均为9.42%）``) the direction follows from it and the figure before it.
    ``提高到95%`` names a figure, no change, unless the text compares.
    """
    scene = Scene(text, narrow(text), find_quantities(text))
    found = [mention for form in FORMS for mention in form(scene)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    return tuple(_without_overlaps(found))


def _without_overlaps(found: list[ChangeMention]) -> Iterator[ChangeMention]:
    reached = 0
    for mention in found:
        if mention.start >= reached:
            yield mention
            reached = mention.end


def compared(scene: Scene) -> Iterator[ChangeMention]:
    """``较上年减少9.52万元``, ``比去年同期1676件上升41.4%``, ``同比下降42.9%``, ``与2023年持平``."""
    for lead in _LEADS.finditer(scene.even):
        base = scene.after(_BASE, lead.end())
        start = scene.skip(_AFTER_BASE, base.end) if base else scene.skip(_LINK, lead.end())
        verb = _VERB.match(scene.even, start)
        if verb and not (_SAME.match(verb[0]) and _AIM.search(lead["object"] or "")):
            begin, base = (lead.start(), base) if base else _base_before(scene, lead.start())
            yield from _built(scene, verb, begin, base)


def _base_before(scene: Scene, lead: int) -> tuple[int, Quantity | None]:
    """Find the base of ``去年同期为120件，同比上升5%``, and where that begins."""
    near = scene.quantity_before(lead)
    if near is None or not _COMMA.fullmatch(scene.even, near.end, lead):
        return lead, None
    stated = [
        match
        for match in _BASE_ONLY.finditer(scene.even, max(0, near.start - 20), near.start)
        if match.end() == near.start
    ]
    return (stated[0].start(), near) if stated else (lead, None)


def plain(scene: Scene) -> Iterator[ChangeMention]:
    """``增加41.34万元，上升48.7%`` without a word of comparison: verb and amount stand together.

    A count alone is none here: ``增加2个窗口`` states work done.
    """
    for verb in _PLAIN_VERB.finditer(scene.even):
        size = None if _TO.match(scene.even, verb.end()) else scene.after(_BY, verb.end())
        if verb["flat"] or (size and (size.dimension in _SELF_EVIDENT or _second(scene, size.end, _direction(verb)))):
            begin, base = _base_before(scene, verb.start())
            yield from _built(scene, verb, begin, base)


def from_to(scene: Scene) -> Iterator[ChangeMention]:
    """``由5件增至8件``, ``从92%提高到95%``: base and figure, the verb gives the direction."""
    for lead in _FROM.finditer(scene.even):
        base = scene.quantity_at(lead.end())
        verb = _VERB.match(scene.even, scene.skip(_AFTER_BASE, base.end)) if base else None
        if verb and (figure := scene.after(_TO, verb.end())):
            size = _second(scene, figure.end, _direction(verb))
            size = size if size and size.dimension in _SIZES else None
            rate = size if size and size.dimension is Dimension.PERCENT else None
            parts = Parts(base, None if rate else size, rate, figure)
            yield _mention(scene, _direction(verb), (lead.start(), lead.start(), (size or figure).end), parts)


def base_alone(scene: Scene) -> Iterator[ChangeMention]:
    """``（去年同比平均为9.42%）``, ``（2022年为77.11%）`` behind a figure of the same unit."""
    for form, gap in ((_BASE_ONLY, _FIGURE_GAP), (_YEAR_BASE, _BRACKET)):
        for lead in form.finditer(scene.even):
            base = scene.quantity_at(lead.end())
            figure = scene.quantity_before(lead.start()) if base else None
            same = base and figure and figure.base_unit == base.base_unit
            if base and figure and same and gap.fullmatch(scene.even, figure.end, lead.start()):
                yield _mention(scene, _between(base, figure), (lead.start(), lead.start(), base.end), Parts(base))


def beyond(scene: Scene) -> Iterator[ChangeMention]:
    """``高于上年3.2个百分点`` by how much, ``低于去年同期的98件`` than what."""
    for lead in _BEYOND.finditer(scene.even):
        found = scene.quantity_at(lead.end())
        if found:
            direction = Direction.INCREASE if lead["up"] else Direction.DECREASE
            parts = Parts(None, found) if found.dimension is Dimension.POINT else Parts(found)
            yield _mention(scene, direction, (lead.start(), lead.start(), found.end), parts)


FORMS: Final[tuple[Callable[[Scene], Iterator[ChangeMention]], ...]] = (
    compared,
    plain,
    from_to,
    base_alone,
    beyond,
    doubled,
    multiple,
)


def _direction(verb: re.Match[str]) -> Direction:
    kind = verb.lastgroup
    return {"up": Direction.INCREASE, "down": Direction.DECREASE}.get(kind or "", Direction.FLAT)


def _between(base: Quantity, figure: Quantity) -> Direction:
    if figure.base_value == base.base_value:
        return Direction.FLAT
    return Direction.INCREASE if figure.base_value > base.base_value else Direction.DECREASE


def _built(scene: Scene, verb: re.Match[str], start: int, base: Quantity | None) -> Iterator[ChangeMention]:
    """Read what follows the verb: nothing, the new figure (``至…``), or amount and rate in either order."""
    direction = _direction(verb)
    if direction is Direction.FLAT:
        yield _mention(scene, direction, (start, verb.start(), verb.end()), Parts(base))
        return
    to = None if verb[0].endswith("幅") else _TO.match(scene.even, verb.end())
    figure = scene.quantity_at(to.end()) if to else None
    if figure:
        yield _mention(scene, direction, (start, verb.start(), figure.end), Parts(base, figure=figure))
        return
    first = scene.after(_BY, verb.end())
    if first is None:
        if len(verb[0]) > 1:
            yield _mention(scene, direction, (start, verb.start(), verb.end()), Parts(base))
        return
    if first.value < 0 and direction is Direction.INCREASE:
        direction = Direction.DECREASE
    amount, rate, end = _sorted_out(first, _second(scene, first.end, direction))
    yield _mention(scene, direction, (start, verb.start(), end), Parts(base, amount, rate))
    if _EACH.search(scene.even, max(0, start - 3), verb.start()):
        yield from _listed(scene, direction, first)


def _second(scene: Scene, end: int, direction: Direction) -> Quantity | None:
    """Return the other size of the same change: ``，增幅12.3%`` behind ``增加5万元``, ``（10%）`` behind ``减少5件``."""
    link = _NEXT.match(scene.even, end)
    if link is None:
        return None
    against = {Direction.INCREASE: _AGAINST_RISE, Direction.DECREASE: _AGAINST_FALL}.get(direction)
    return None if against and against.search(link[0]) else scene.quantity_at(link.end())


def _listed(scene: Scene, direction: Direction, first: Quantity) -> Iterator[ChangeMention]:
    """Read on in ``分别下降8.37%、28.30%``: every further size of the kind is a change of its own."""
    last = first
    while (more := scene.after(_MORE, last.end)) and more.dimension is first.dimension:
        amount, rate, end = _sorted_out(more, None)
        yield _mention(scene, direction, (more.start, more.start, end), Parts(None, amount, rate))
        last = more


def _sorted_out(first: Quantity, second: Quantity | None) -> tuple[Quantity | None, Quantity | None, int]:
    """Tell amount from rate; the second counts only where it is of the other kind."""
    is_rate = first.dimension is Dimension.PERCENT
    if second is None or (second.dimension is Dimension.PERCENT) == is_rate:
        return (None, first, first.end) if is_rate else (first, None, first.end)
    return (second, first, second.end) if is_rate else (first, second, second.end)


def _mention(scene: Scene, direction: Direction, place: tuple[int, int, int], parts: Parts) -> ChangeMention:
    start, core, end = place
    return ChangeMention(
        direction, parts.amount, parts.rate, parts.base, scene.text[start:end], start, end, core, parts.figure
    )
