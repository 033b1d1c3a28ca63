"""Units of a stretch of the report as a tree: a head, its sentences, and the numbered parts below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.model.text import UnitRole
from extract.readers.rules.narrative.pointing import closes_with, said, spoken
from extract.steps.layout.enumerators import Enumerator, EnumeratorKind, enumerator_at

if TYPE_CHECKING:
    from extract.model.text import Reading, Unit


@dataclass(frozen=True, slots=True)
class Block:
    """A headed or numbered stretch of text.

    ``head`` is the heading or the first sentence of a numbered item, None for the text before any head;
    ``body`` are the sentences up to the first part; ``parts`` the numbered blocks below;
    ``tail`` the sentences after the last part that no longer belong to it.
    """

    head: Unit | None
    body: tuple[Unit, ...] = ()
    parts: tuple[Block, ...] = ()
    tail: tuple[Unit, ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether the head has a number."""
        return self.head is not None and self.head.enumerator is not None

    def units(self) -> Iterator[Unit]:
        """Yield all units of the block in order of the text."""
        if self.head is not None:
            yield self.head
        yield from self.body
        for part in self.parts:
            yield from part.units()
        yield from self.tail

    @property
    def last(self) -> Unit | None:
        """The last unit of the block."""
        if self.tail:
            return self.tail[-1]
        if self.parts:
            return self.parts[-1].last
        return self.body[-1] if self.body else self.head

    def every(self) -> Iterator[Block]:
        """Yield the block and all blocks below it."""
        yield self
        for part in self.parts:
            yield from part.every()


@dataclass(slots=True)
class _Open:
    """A block that is still growing; ``level`` is the outline's for headings, None for items."""

    head: Unit | None
    level: int | None = None
    mark: Enumerator | None = None
    inline: bool = False
    closed: bool = False
    body: list[Unit] = field(default_factory=list)
    parts: list[Block] = field(default_factory=list)
    tail: list[Unit] = field(default_factory=list)

    def add(self, unit: Unit) -> None:
        (self.tail if self.parts else self.body).append(unit)

    def block(self) -> Block:
        return Block(self.head, tuple(self.body), tuple(self.parts), tuple(self.tail))


def tree(reading: Reading, units: Sequence[Unit]) -> Block:
    """Return the units as one block without a head, whose parts are the topmost heads among them."""
    stack = [_Open(None, level=-1)]
    continued = _continued(reading, units)
    for before, unit in zip([None, *units], units, strict=False):
        _leave_inline(stack, before, unit)
        if unit.role is UnitRole.HEADING:
            _open_heading(stack, reading, unit)
        elif unit.role is not UnitRole.CELL and number_of(reading, unit) is not None:
            inline = before is not None and before.paragraph == unit.paragraph
            _open_item(stack, reading, unit, inline=inline, goes_on=unit.number in continued)
        else:
            _add_sentence(stack, reading, unit)
    _close_to(stack, 1)
    return stack[0].block()


def number_of(reading: Reading, unit: Unit) -> Enumerator | None:
    """Return the unit's own number with its form, None where it has none; ``首先，`` and ``一要`` are spoken ones."""
    if not unit.enumerator:
        length = spoken(said(reading, unit)) if unit.role is UnitRole.SENTENCE else 0
        first = unit.text[:2] in {"首先", "一要", "一方"} if length else False
        return Enumerator(EnumeratorKind.SPOKEN, 1 if first else 2, unit.start, unit.start + length) if length else None
    at = reading.text.find(unit.enumerator[0], unit.start, unit.end)
    return enumerator_at(reading.text, max(at, unit.start), unit.end)


def _open_heading(stack: list[_Open], reading: Reading, unit: Unit) -> None:
    level, mark = reading.sections[unit.section].level, number_of(reading, unit)
    while len(stack) > 1 and _ends_before(stack[-1], level, mark):
        _close(stack)
    stack.append(_Open(unit, level=level, mark=mark))


def _ends_before(open_: _Open, level: int, mark: Enumerator | None) -> bool:
    """Whether an open block ends where a heading begins: an item keeps the headings numbered more deeply than it."""
    if open_.level is not None:
        return open_.level >= level
    return mark is None or open_.mark is None or open_.mark.kind >= mark.kind


def _continued(reading: Reading, units: Sequence[Unit]) -> frozenset[int]:
    """Return the numbers of the spoken items that another item of their paragraph follows (``二是`` before ``三是``)."""
    found: set[int] = set()
    following: tuple[int, int] | None = None
    for unit in reversed(units):
        mark = number_of(reading, unit) if unit.enumerator and unit.role is not UnitRole.HEADING else None
        if mark is None or mark.kind is not EnumeratorKind.SPOKEN:
            continue
        if following == (unit.paragraph, mark.number + 1):
            found.add(unit.number)
        following = (unit.paragraph, mark.number)
    return frozenset(found)


def _open_item(stack: list[_Open], reading: Reading, unit: Unit, *, inline: bool, goes_on: bool) -> None:
    mark = number_of(reading, unit)
    at = _sibling(stack, mark)
    if at is not None:
        _close_to(stack, at)
    inline = inline or (mark is not None and mark.kind is EnumeratorKind.SPOKEN)
    stack.append(
        _Open(unit, mark=mark, inline=inline, closed=not goes_on and _ends_joined_list(reading, stack[-1], unit))
    )


def _sibling(stack: list[_Open], mark: Enumerator | None) -> int | None:
    """Return the place of the item that this one follows in its list, None where it opens a deeper list."""
    for at in range(len(stack) - 1, 0, -1):
        open_ = stack[at]
        same = (open_.mark.kind if open_.mark else None) is (mark.kind if mark else None)
        if same and (open_.level is None or (mark is not None and mark.number > 1)):
            return at
    return None


def _ends_joined_list(reading: Reading, parent: _Open, unit: Unit) -> bool:
    """Whether ``unit`` closes a list whose items are joined by ``；``: what follows its ``。`` stands outside of it.

    Items with a headline of their own (``一是创新方式。……；``) go on behind their first ``。``.
    """
    item = parent.parts[-1] if parent.parts else None
    before = item.last if item else None
    if item is None or before is None or closes_with(reading, unit) != "。" or closes_with(reading, before) != "；":
        return False
    return item.head is None or not item.body or closes_with(reading, item.head) != "。"


def _add_sentence(stack: list[_Open], reading: Reading, unit: Unit) -> None:
    while len(stack) > 1 and stack[-1].closed:
        _close(stack)
    stack[-1].add(unit)
    if len(stack) > 1 and stack[-1].level is None and _ends_joined_list(reading, stack[-2], unit):
        stack[-1].closed = True


def _leave_inline(stack: list[_Open], before: Unit | None, unit: Unit) -> None:
    """Items that run on inside a paragraph end with it."""
    if before is None or before.paragraph == unit.paragraph or unit.enumerator:
        return
    while len(stack) > 1 and stack[-1].inline:
        _close(stack)


def _close_to(stack: list[_Open], size: int) -> None:
    while len(stack) > size:
        _close(stack)


def _close(stack: list[_Open]) -> None:
    done = stack.pop()
    stack[-1].parts.append(done.block())
