"""Read what a person typed or selected as the value of a field, with the same numerals as the extraction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from extract.model.quantity import Quantity
from extract.steps.fold import clean
from extract.steps.numerals.chinese import parse_chinese
from extract.steps.numerals.dates import find_dates, parse_date
from extract.steps.numerals.quantities import find_quantities, parse_quantity

YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says: the attributes that it sets, and how that is shown beside the input."""

    new: dict[str, Any] = field(default_factory=dict)
    shown: str = ""


def parse(name: str, attribute: str, text: str) -> Parsed | None:
    """Read the text of an input.

    Args:
        name: the list, or ``profile.<scalar>``.
        attribute: of the form of that list.
        text: as typed or selected; ``851.66万元``, ``二〇二三年``, ``约三千件``.

    Returns:
        What it sets, None where it cannot be read.
    """
    if not text.strip():
        return Parsed({attribute: None})
    reader = READERS.get((name, attribute))
    return reader(text) if reader else Parsed({attribute: clean(text)}, clean(text))


def figure_in(text: str) -> Quantity | None:
    """Return the quantity that a text is, or the first that stands in it."""
    whole = parse_quantity(text)
    if whole is not None:
        return whole
    return next(iter(find_quantities(text)), None)


def _finance(text: str) -> Parsed | None:
    found = figure_in(text)
    return None if found is None else Parsed(_stated(found), _base(found))


def _metric(text: str) -> Parsed | None:
    found = figure_in(text)
    if found is None:
        return None
    qualifier = {"qualifier": found.qualifier.value} if found.qualifier else {}
    return Parsed(_stated(found) | qualifier, _base(found))


def _stated(found: Quantity) -> dict[str, Any]:
    return {"value": found.digits} | ({"unit": found.unit} if found.unit else {})


def _base(found: Quantity) -> str:
    return f"= {format(found.base_value.normalize(), 'f')} {found.base_unit}".rstrip()


def _whole(attribute: str) -> Callable[[str], Parsed | None]:
    def read(text: str) -> Parsed | None:
        found = figure_in(text)
        number = parse_chinese(clean(text)) if found is None else found.base_value
        if number is None or number != int(number) or number < 0:
            return None
        return Parsed({attribute: int(number)}, str(int(number)))

    return read


def _year(attribute: str) -> Callable[[str], Parsed | None]:
    def read(text: str) -> Parsed | None:
        bare = clean(text)
        iso = bare if bare.isascii() and bare.isdecimal() else parse_date(bare if bare.endswith("年") else f"{bare}年")
        if iso is None and (dates := find_dates(text)):
            iso = dates[0].iso
        year = int(iso[:4]) if iso and iso[:4].isdecimal() else 0
        return Parsed({attribute: year}, str(year)) if year in YEARS else None

    return read


def _date(text: str) -> Parsed | None:
    dates = find_dates(text)
    iso = max((date.iso for date in dates), key=len, default=None) or parse_date(text)
    return None if iso is None else Parsed({"value": iso}, iso)


def _score(text: str) -> Parsed | None:
    found = figure_in(text)
    if found is None or found.value < Decimal(0):
        return None
    return Parsed({"value": found.digits}, found.digits)


READERS: dict[tuple[str, str], Callable[[str], Parsed | None]] = {
    ("finance", "value"): _finance,
    ("finance", "year"): _year("year"),
    ("metrics", "value"): _metric,
    ("staffing", "count"): _whole("count"),
    ("profile.fiscal_year", "value"): _year("value"),
    ("profile.report_date", "value"): _date,
    ("profile.subordinate_units", "value"): _whole("value"),
    ("profile.self_score", "value"): _score,
}
"""How each attribute that is not plain text is read."""
