"""Problems and improvements share one form: a statement, and what is said further under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from extract.model.text import SectionKind, UnitRole
from extract.readers.rules.narrative.areas import names_area
from extract.readers.rules.narrative.causes import opens_reasons
from extract.readers.rules.narrative.pointing import closes_with, entry, said, spoken, stretch
from extract.readers.rules.narrative.sentences import is_lead_in, is_template

if TYPE_CHECKING:
    from extract.model.answer import Evidence
    from extract.model.text import Reading, Unit
    from extract.readers.rules.narrative.blocks import Block

_LABEL = re.compile(
    r"^.{0,16}(?:方面|(?<!薄弱)环节|层面|角度)(?:存在)?(?:的)?(?:主要)?(?:问题|不足|建议|措施)?$"
    r"|^(?:(?:目前|主要|当前|存在|改进|整改|下一?步|拟|采取|工作|的|有关|相关|意见|和|及|与)*)(?:问题|不足|建议|措施|打算|计划|思路|原因|分析)+$"
)


_PREFIXED = re.compile(
    r"^(?:(?:存在|主要|具体)?的?问题(?:[一二三四五六七八九十]+|\d+)?(?:描述|表现)?|(?:(?:下一?步|整改|改进|解决|应对|对应)(?:的)?)?(?:措施|办法|建议|对策|计划|方向|思路|意见)"
    r"(?:[一二三四五六七八九十]+|\d+)?)[：:]"
)


_NOTHING = re.compile(
    r"(?:目前)?(?:暂?无|没有|不存在|不涉及|未发现)(?:[^，。]{0,10}(?:问题|情况|事项|措施|建议))?|/|—+|-+|\d[\d.,]*%?"
)
_SCORED = re.compile(r"自评[^，。]{0,8}(?:总分|得分|评分)[^，。]{0,3}\d|自评(?:等[级次]|结论)")
_GENERAL = re.compile(
    r"存在(?:着|有)?(?:的)?(?:一些|一定|以下|部分|不少|诸多|如下|较多|几个|少许)?(?:的)?(?:问题|不足|差距|薄弱环节|困难)(?:和(?:问题|不足|困难|差距))?$"
)
_BESIDE = re.compile(r"(?:此外|另外|除此之外|除上述问题外)[，,]")
_INTRODUCED = re.compile(
    r"^[^：。]*(?:存在|表现|如下|以下|不足|问题|方面|措施|工作|体现)[^：。，]{0,12}[：:](?=[^：:]{6,}$)"
)


_HEADLINE = 20
_LIST = 3
"""Characters of a headline at most; paragraphs without numbers that make a list."""


@dataclass(frozen=True, slots=True)
class Said:
    """A passage by its evidence and its words; ``label`` is what a form wrote before it (``整改措施：``)."""

    evidence: Evidence
    text: str
    units: tuple[Unit, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One problem or improvement as it stands: its statement and the passages under it, in order."""

    statement: Said
    further: tuple[Said, ...] = ()

    @property
    def text(self) -> str:
        """All that is said of it."""
        return "。".join(part.text for part in (self.statement, *self.further))


@dataclass(frozen=True, slots=True)
class Turn:
    """A sentence of running text: what it says, what the point before it states, whether a ``；`` joins it on.

    ``label`` is what a form wrote last before a passage of that point (``整改措施：``), ``""`` where nothing.
    """

    text: str
    before: str
    joined: bool
    label: str = ""


def passage(reading: Reading, *units: Unit) -> Said:
    """Return the units as one passage, a form's label before them left out."""
    text = said(reading, units[0])
    label = _PREFIXED.match(text) or _INTRODUCED.match(text)
    if label and label.end() < len(text) and len(units) == 1:
        return Said(stretch(reading, units[0], label.end(), len(text)), text[label.end() :], units, label[0])
    lead = 0 if units[0].enumerator else spoken(text)
    words = "。".join(said(reading, unit) for unit in units)
    return Said(entry(reading, units[0], units[-1]), words[lead:], units)


def points(reading: Reading, block: Block, kind: SectionKind, *, opens: Callable[[Turn], bool]) -> Iterator[Point]:
    """Yield the points of a section: each numbered block, or what its running text states.

    Args:
        reading: the report.
        block: the section as a tree.
        kind: what the section is about.
        opens: whether a sentence of running text opens a point of its own.
    """
    if not is_wrapper(reading, block, kind):
        yield from _point(reading, block)
        return
    yield from _running(reading, block.body, opens)
    for part in block.parts:
        yield from points(reading, part, kind, opens=opens)
    yield from _running(reading, block.tail, opens)


def is_wrapper(reading: Reading, block: Block, kind: SectionKind) -> bool:
    """Whether the block's head is no point of its own: the section's heading, or a label above numbered points."""
    if block.head is None:
        return True
    if names_area(reading, block, kind) and not _states_one(reading, block, kind):
        return True
    return bool(block.parts or block.body) and _LABEL.match(said(reading, block.head)) is not None


def _states_one(reading: Reading, block: Block, kind: SectionKind) -> bool:
    """Whether a heading of the kind's words among headings of that kind states a point of its own.

    ``（三）固定资产管理存在薄弱环节。`` below ``四、存在的主要问题`` does, ``（一）存在的问题`` does not.
    """
    head = block.head
    if head is None or block.parts or _LABEL.match(said(reading, head)):
        return False
    return kind in reading.kinds(head)[1:]


def _point(reading: Reading, block: Block) -> Iterator[Point]:
    head = block.head
    if head is None or is_template(said(reading, head)) or _NOTHING.fullmatch(said(reading, head) or "无"):
        return
    apart = next((at for at, unit in enumerate(block.body) if _stands_apart(reading, unit, head)), len(block.body))
    further = [passage(reading, unit) for unit in block.body[:apart]]
    for part in block.parts:
        further += _under_label(reading, part) or [passage(reading, *part.units())]
    further += [passage(reading, unit) for unit in block.tail]
    yield Point(passage(reading, head), tuple(one for one in further if _says_something(reading, one)))
    for _, paragraph in groupby(block.body[apart:], key=lambda unit: unit.paragraph):
        first, *rest = (passage(reading, unit) for unit in paragraph)
        yield Point(first, tuple(rest))


def _stands_apart(reading: Reading, unit: Unit, head: Unit) -> bool:
    """Whether a paragraph below a numbered point is one of its own outside of the list (``此外，……``)."""
    return unit.paragraph != head.paragraph and _BESIDE.match(said(reading, unit)) is not None


def _under_label(reading: Reading, part: Block) -> list[Said]:
    """Return what stands under a part that only has a label (``原因分析：``), sentence by sentence; else nothing."""
    if part.head is None or _LABEL.match(said(reading, part.head)) is None:
        return []
    return [passage(reading, unit) for unit in part.units() if unit is not part.head]


def says_nothing(text: str) -> bool:
    """Whether the words only say that there is nothing to say (``无``, ``暂无问题``)."""
    return _NOTHING.fullmatch(text) is not None


def _says_something(reading: Reading, one: Said) -> bool:
    if is_template(one.text) or (_SCORED.search(one.text) and not one.units[0].enumerator):
        return False
    if opens_reasons(one.text) is not None and one.units[0].role is not UnitRole.HEADING:
        return True
    if len(one.units) == 1 and is_lead_in(one.text, closes_with(reading, one.units[0])):
        return False
    return bool(one.text) and _NOTHING.fullmatch(one.text) is None


def _label(current: list[Said]) -> str:
    return next((one.label for one in reversed(current) if one.label), "")


def _running(reading: Reading, units: tuple[Unit, ...], opens: Callable[[Turn], bool]) -> Iterator[Point]:
    """Points of text without numbers, paragraph by paragraph; where headlines open the paragraphs, each is one point."""
    spoken = [unit for unit in units if unit.role is not UnitRole.HEADING]
    paragraphs = [tuple(group) for _, group in groupby(spoken, key=lambda unit: unit.paragraph)]
    listed = _are_headed(reading, paragraphs)
    for paragraph in paragraphs:
        current: list[Said] = []
        for unit in paragraph:
            one = passage(reading, unit)
            if not _says_something(reading, one) or _GENERAL.search(one.text):
                continue
            joined = bool(current) and closes_with(reading, current[-1].units[-1]) == "；"
            if current and not listed and opens(Turn(one.text, current[0].text, joined, _label(current))):
                yield Point(current[0], tuple(current[1:]))
                current = []
            current.append(one)
        if current:
            yield Point(current[0], tuple(current[1:]))


def _are_headed(reading: Reading, paragraphs: Sequence[Sequence[Unit]]) -> bool:
    """Whether most paragraphs of several sentences open with a headline (``指标不够细。……``): then none holds two points."""
    several = [paragraph for paragraph in paragraphs if len(paragraph) > 1]
    headed = [one for one in several if closes_with(reading, one[0]) == "。" and _is_short(said(reading, one[0]))]
    return len(paragraphs) >= _LIST and len(headed) > 1 and len(headed) * 2 > len(several)


def _is_short(text: str) -> bool:
    return "，" not in text and len(text) <= _HEADLINE
