"""Turn characters that a person points at into items of the record, so that no text is ever typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any

from extract.model.text import Span
from extract.review.desk.parse import figure_in, parse
from extract.review.desk.state import Ground, State
from extract.steps.decide.tree import HEADS, NESTED
from extract.steps.fold import clean
from extract.steps.numerals.quantities import find_quantities

Node = dict[str, Any]
LABEL_ENDS = "，。；：、,;:（）()！？\n\t "
LABEL_LONGEST = 20
PIECE_ENDS = "。；;！？"
EDGES = " \t\r\n\u3000"


class Unfit(StrEnum):
    """Why something cannot be made of what was pointed at."""

    OUTSIDE = "outside"
    EMPTY = "empty"
    UNPARSED = "unparsed"
    GONE = "gone"
    ONE_PIECE = "one_piece"
    NOT_ALIKE = "not_alike"
    NO_EVIDENCE = "no_evidence"
    INVALID = "invalid"
    INCOMPLETE = "incomplete"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOTHING_TO_REDO = "nothing_to_redo"
    READ_ONLY = "read_only"


class UnfitError(Exception):
    """What was asked for cannot be made of what was selected; the page says ``code`` in words."""

    def __init__(self, code: Unfit) -> None:
        super().__init__(code)
        self.code = code


def trimmed(ground: Ground, start: int, end: int) -> Span:
    """Return the span without white space at its ends.

    Raises:
        UnfitError: nothing is left, or it is not in the text.
    """
    if end > len(ground.text):
        raise UnfitError(Unfit.OUTSIDE)
    while start < end and ground.text[start] in EDGES:
        start += 1
    while start < end and ground.text[end - 1] in EDGES:
        end -= 1
    if start >= end:
        raise UnfitError(Unfit.EMPTY)
    return Span(start, end)


def passage(ground: Ground, span: Span) -> Node:
    """Return a stretch of text as an object of the record."""
    return {"span": list(span), "text": clean(ground.text[span.start : span.end])} | _page(ground, span)


def _page(ground: Ground, span: Span) -> Node:
    pages = ground.reading.document.raw.pages
    number = next((page.number for page in pages if page.start <= span.start < page.end), None)
    return {} if number is None else {"page": number}


def item(state: State, name: str, span: Span) -> Node:
    """Return the item that a selection makes in a list; what the characters do not say has the schema's neutral value.

    Raises:
        UnfitError: a figure is wanted and none stands there, or there is no such list.
    """
    if name.startswith("profile."):
        return scalar(state.ground, name, span)
    if name in NESTED or name == "problems.cause":
        return passage(state.ground, span)
    if name in HEADS:
        return {HEADS[name]: passage(state.ground, span)}
    return MAKERS.get(name, _passage)(state, span)


def scalar(ground: Ground, path: str, span: Span) -> Node:
    """Return a scalar of the profile as the selected characters state it."""
    read = parse(path, "value", ground.text[span.start : span.end])
    if read is None:
        raise UnfitError(Unfit.UNPARSED)
    return {"span": list(span), **read.new} | _page(ground, span)


def _passage(state: State, span: Span) -> Node:
    return passage(state.ground, span)


def _figure(ground: Ground, span: Span) -> tuple[Span, Node]:
    """Narrow a selection to its first number with unit."""
    found = next(iter(find_quantities(ground.text[span.start : span.end])), None)
    if found is None:
        whole = figure_in(ground.text[span.start : span.end])
        if whole is None:
            raise UnfitError(Unfit.UNPARSED)
        return span, {"value": whole.digits, "unit": whole.unit or None}
    at = Span(span.start + found.start, span.start + found.end)
    qualifier = {"qualifier": found.qualifier.value} if found.qualifier else {}
    return at, {"value": found.digits, "unit": found.unit or None} | qualifier


def _label_before(ground: Ground, start: int) -> str:
    """Return the words before a figure, back to the last punctuation."""
    before = ground.text[max(0, start - LABEL_LONGEST) : start].rstrip(EDGES + LABEL_ENDS)
    for at in range(len(before) - 1, -1, -1):
        if before[at] in LABEL_ENDS:
            return clean(before[at + 1 :])
    return clean(before)


def _finance(state: State, span: Span) -> Node:
    at, stated = _figure(state.ground, span)
    stated.pop("qualifier", None)
    year = state.reviewed.record.profile.fiscal_year
    beside = {"item": "other", "stage": None, "label": _label_before(state.ground, at.start), "change": None}
    return {"span": list(at), **stated, **beside, "year": year.value if year else None} | _page(state.ground, at)


def _metric(state: State, span: Span) -> Node:
    at, stated = _figure(state.ground, span)
    beside = {"name": _label_before(state.ground, at.start), "category": "other", "subject": None, "period": None}
    return {"span": list(at), "qualifier": None, "change": None, **beside, **stated} | _page(state.ground, at)


def _staffing(state: State, span: Span) -> Node:
    read = parse("staffing", "count", state.ground.text[span.start : span.end])
    if read is None:
        raise UnfitError(Unfit.UNPARSED)
    beside = {"kind": "authorized", "category": "total"}
    return {"span": list(span), **beside, **read.new} | _page(state.ground, span)


MAKERS: dict[str, Callable[[State, Span], Node]] = {"finance": _finance, "metrics": _metric, "staffing": _staffing}
"""Lists whose items say more than their characters."""


def reanchored(state: State, field: str, span: Span) -> Node:
    """Return what changes when a field is stated by other characters: its span, and the value that they say.

    Raises:
        UnfitError: there is no such field, or no value can be read there.
    """
    found = state.fields.get(field)
    if found is None:
        raise UnfitError(Unfit.GONE)
    name = found.place.path if found.place.list == "profile" else found.place.list
    made = item(state, name if name.startswith("profile.") or name in MAKERS else "functions", span)
    kept = ("span", "text", "value", "unit", "count", "page")
    return {key: value for key, value in made.items() if key in kept}


def pieces(ground: Ground, span: Span, selection: Span | None) -> list[Span]:
    """Return the parts of a split: at the selection, or at every full stop and semicolon.

    Raises:
        UnfitError: there would be one part only.
    """
    if selection is not None and selection.overlap(span):
        cuts = [max(selection.start, span.start), min(selection.end, span.end)]
    else:
        cuts = [at + 1 for at in range(span.start, span.end - 1) if ground.text[at] in PIECE_ENDS]
    bounds = [span.start, *cuts, span.end]
    parts = []
    for start, end in pairwise(bounds):
        try:
            part = trimmed(ground, start, end)
        except UnfitError:
            continue
        parts.append(_without_end(ground, part))
    if len(parts) < 2:  # noqa: PLR2004  (two make a split)
        raise UnfitError(Unfit.ONE_PIECE)
    return parts


def _without_end(ground: Ground, part: Span) -> Span:
    shorter = part.end - 1 if ground.text[part.end - 1] in PIECE_ENDS and part.end - part.start > 1 else part.end
    return Span(part.start, shorter)


def split(state: State, field: str, spans: Sequence[Span]) -> Node:
    """Return the items that take the place of one."""
    name = slot(state, field)
    made = [item(state, name, span) for span in spans]
    if name in {"finance", "metrics", "staffing"}:
        beside = stated(state, field)
        keep = ("item", "stage", "year", "category", "kind", "subject", "period")
        made = [one | {key: beside[key] for key in keep if key in beside} for one in made]
    return {"items": made}


def merge(state: State, field: str, others: Sequence[str]) -> Node:
    """Return the item that takes the place of several: from the first character of all to the last.

    Raises:
        UnfitError: one of them has no evidence, or they are of different lists.
    """
    name = slot(state, field)
    if name in MAKERS or name.startswith("profile.") or any(slot(state, other) != name for other in others):
        raise UnfitError(Unfit.NOT_ALIKE)
    spans = [state.fields[one].place.thing.span for one in (field, *others)]
    there = [span for span in spans if span is not None]
    if len(there) < len(spans):
        raise UnfitError(Unfit.NO_EVIDENCE)
    whole = Span(min(s.start for s in there), max(s.end for s in there))
    made = item(state, name, whole)
    if name in HEADS:
        made |= _parts_of(state, name, (field, *others))
    return {"item": made, "others": list(others)}


def _parts_of(state: State, name: str, heads: Sequence[str]) -> Node:
    """Join what hangs below the merged items."""
    data = state.reviewed.record.model_dump(mode="json")[name]
    taken = [one for one in data if one[HEADS[name]].get("id") in heads]
    key = next(inner for path, inner in NESTED.items() if path.startswith(name))
    causes = [one["cause"] for one in taken if one.get("cause")]
    return {key: [part for one in taken for part in one[key]]} | ({"cause": causes[0]} if causes else {})


def slot(state: State, field: str) -> str:
    """Return the list that holds a field, as ``add`` names it (``measures.actions``)."""
    found = state.fields.get(field)
    if found is None:
        raise UnfitError(Unfit.GONE)
    path = found.place.path
    if path.startswith("profile.") or path.endswith(".cause"):
        return path if path.startswith("profile.") else "problems.cause"
    top, _, rest = path.partition("[")
    inner = rest.partition(".")[2].partition("[")[0]
    return f"{top}.{inner}" if inner else top


def stated(state: State, field: str) -> Node:
    """Return what an object states now, as the log keeps it in ``old``."""
    thing = state.fields[field].place.thing
    return thing.model_dump(mode="json") if not state.fields[field].absent else {}


def stated_instead(state: State, field: str) -> str | None:
    """Return what the evidence of a figure states where that is another number than the figure's value."""
    found = state.fields.get(field)
    if found is None or found.place.thing.span is None or found.place.list not in MAKERS:
        return None
    span = found.place.thing.span
    words = state.ground.text[span.start : span.end]
    attribute = "count" if found.place.list == "staffing" else "value"
    read = parse(found.place.list, attribute, words)
    held = getattr(found.place.thing, attribute)
    if read is None or held is None or str(read.new[attribute]) == str(held):
        return None
    return clean(words)
