"""Which heading stands under which: the levels of a document's own numbering."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from extract.steps.layout.enumerators import EnumeratorKind


class Unnumbered(Enum):
    """Headings without a number: the genre's own labels, and headlines that stand under them."""

    LABEL = "label"
    HEADLINE = "headline"
    NOTE = "note"


Form = EnumeratorKind | Unnumbered


class Nestable(NamedTuple):
    """What nesting looks at.

    The form of a heading, its number (0 without), its Markdown depth (0 without), and whether text of the
    section goes on in its paragraph.
    """

    form: Form
    number: int = 0
    depth: int = 0
    glued: bool = False


_DIVISIONS = (EnumeratorKind.PART, EnumeratorKind.CHAPTER, EnumeratorKind.CLAUSE)
"""The great divisions of a text, each within the one before."""
_TOP = frozenset({*_DIVISIONS, EnumeratorKind.ROMAN, EnumeratorKind.CHINESE, Unnumbered.NOTE})


def levels(found: Sequence[Nestable]) -> list[int]:
    """Return the level of every heading, from 1.

    Official documents nest ``一、（一）1.（1）`` (GB/T 9704, 7.3.3), but reports skip levels, repeat numbers and
    lose them. So a heading is a sibling of the open heading of its own form; a form that opens with number 1
    starts a new level below; a label that lost its number takes the place that the numbers around it leave.
    """
    stack: list[tuple[Form, int]] = []
    result = []
    last_numbers: dict[Form, int] = {}
    for at, heading in enumerate(found):
        form = heading.form
        if form is Unnumbered.LABEL:
            form = _place(found, at, [each for each, _ in stack], last_numbers)
        _close(stack, form, heading)
        stack.append((form, heading.depth))
        last_numbers[form] = heading.number or last_numbers.get(form, 0) + 1
        result.append(len(stack))
    return result


def _close(stack: list[tuple[Form, int]], form: Form, heading: Nestable) -> None:
    """Take those headings off the stack under which ``heading`` does not stand."""
    forms = [each for each, _ in stack]
    if form in forms:
        del stack[forms.index(form) :]
    elif form in _TOP:
        del stack[_divisions(forms, form) :]
    elif isinstance(form, EnumeratorKind):
        while heading.number != 1 and stack and _yields(stack[-1][0], form):
            stack.pop()
    elif heading.depth:
        while stack and stack[-1][1] >= heading.depth:
            stack.pop()


def _divisions(forms: list[Form], form: Form) -> int:
    """Count the open divisions that a heading of ``form`` stands within."""
    if not isinstance(form, EnumeratorKind):
        return 0
    return next((at for at, each in enumerate(forms) if each not in _DIVISIONS or each >= form), len(forms))


def _yields(other: Form, form: EnumeratorKind) -> bool:
    """Whether a list of ``form`` that goes on ends the heading ``other``."""
    return isinstance(other, Unnumbered) or form < other


def _place(found: Sequence[Nestable], at: int, open_forms: list[Form], last_numbers: dict[Form, int]) -> Form:
    """Tell which numbered list a label belongs to that lost its number.

    It is the member that a list lacks (``（一）``, this, ``（三）``), or it stands above a list that begins anew and
    so beside the heading above that list. A label between two neighbours of a list is none of its members.
    """
    following = found[at + 1] if at + 1 < len(found) else None
    if open_forms and found[at].glued and Unnumbered.LABEL not in open_forms:
        return Unnumbered.HEADLINE
    if following is None or not open_forms or found[at].depth:
        return Unnumbered.LABEL
    lacking = (form for form in open_forms if _fills_gap(found, at, form, last_numbers.get(form, 0)))
    return next(lacking, None) or _place_above(following, open_forms, last_numbers)


def _place_above(following: Nestable, open_forms: list[Form], last_numbers: dict[Form, int]) -> Form:
    """Place a label by the heading that follows it."""
    if following.number == 1 and following.form in open_forms:
        above = open_forms.index(following.form) - 1
        return open_forms[above] if above >= 0 else Unnumbered.LABEL
    if following.number == 1 and following.form not in _TOP:
        return open_forms[-1]
    if following.form == open_forms[-1] and following.number == last_numbers[following.form] + 1:
        return Unnumbered.HEADLINE
    return open_forms[1] if len(open_forms) > 1 and Unnumbered.LABEL not in open_forms else Unnumbered.LABEL


def _fills_gap(found: Sequence[Nestable], at: int, form: Form, last: int) -> bool:
    if not isinstance(form, EnumeratorKind):
        return False
    for heading in found[at + 1 :]:
        if heading.form == form:
            return heading.number > last + 1
        if isinstance(heading.form, EnumeratorKind) and heading.form < form:
            return False
    return False
