"""Numbers, dates and comparisons as reports write them: the tables of tests/cases."""

from __future__ import annotations

from itertools import pairwise

import pytest
from numeral_cases import rows

from extract.model.quantity import ChangeMention, DateMention, PeriodMention, Quantity
from extract.steps.numerals.changes import find_changes
from extract.steps.numerals.dates import find_dates, find_periods
from extract.steps.numerals.quantities import find_quantities, parse_quantity


def _quantity(found: Quantity) -> str:
    upper = f"–{found.upper}" if found.upper is not None else ""
    qualifier = f" ({found.qualifier})" if found.qualifier else ""
    return f"{found.digits}{upper} {found.unit}".strip() + qualifier


def _change(found: ChangeMention) -> str:
    parts = [("amount", found.amount), ("rate", found.rate), ("base", found.base), ("figure", found.figure)]
    return ", ".join([found.direction, *(f"{name} {part.digits} {part.unit}" for name, part in parts if part)])


def _period(found: PeriodMention) -> str:
    return f"{found.first.iso if found.first else ''}..{found.last.iso}"


def _all_read_back(found: tuple[Quantity | ChangeMention | DateMention | PeriodMention, ...], text: str) -> bool:
    ordered = all(first.end <= second.start for first, second in pairwise(found))
    return ordered and all(mention.text == text[mention.start : mention.end] for mention in found)


@pytest.mark.parametrize(("text", "expected"), rows("numerals.md"))
def test_the_quantities_of_a_phrase_are_those_that_the_table_states(text: str, expected: str) -> None:
    """In order, apart, each reading back."""
    found = find_quantities(text)
    assert "; ".join(map(_quantity, found)) == expected
    assert _all_read_back(found, text)


@pytest.mark.parametrize(("text", "expected"), rows("numerals.md"))
def test_a_phrase_inside_a_sentence_states_the_same_quantities(text: str, expected: str) -> None:
    """What stands around a phrase changes nothing."""
    found = find_quantities(f"全年情况如下：\n{text}\n。以上为本年度情况")
    assert "; ".join(map(_quantity, found)) == expected


def test_a_bracketed_amount_that_fills_a_cell_between_pipes_is_below_nothing() -> None:
    """The tables of the cases cannot hold pipes."""
    found = find_quantities("| 差额 | （3.50） | 2.00 |")
    assert [(each.digits, each.text) for each in found] == [("-3.50", "（3.50）"), ("2.00", "2.00")]


@pytest.mark.parametrize(("text", "expected"), rows("changes.md"))
def test_the_comparisons_of_a_phrase_are_those_that_the_table_states(text: str, expected: str) -> None:
    """Direction, amount, rate, base and figure."""
    found = find_changes(text)
    assert "; ".join(map(_change, found)) == expected
    assert _all_read_back(found, text)
    assert all(mention.start <= mention.core_start < mention.end for mention in found)


@pytest.mark.parametrize(("text", "dates", "periods"), rows("dates.md"))
def test_the_dates_and_periods_of_a_phrase_are_those_that_the_table_states(text: str, dates: str, periods: str) -> None:
    """As precise as written."""
    found, spans = find_dates(text), find_periods(text)
    assert "; ".join(mention.iso for mention in found) == dates
    assert "; ".join(map(_period, spans)) == periods
    assert _all_read_back(found, text)
    assert _all_read_back(spans, text)


@pytest.mark.parametrize(
    ("text", "digits", "unit"),
    [
        ("851.66 万元", "851.66", "万元"),
        ("约30", "30", ""),
        ("近百件", "100", "件"),
        ("50人以上", "50", "人"),
        ("负三点五", "-3.5", ""),
        ("十二", "12", ""),
        ("贰佰叁拾万元整", "230", "万元"),
        ("100.00％", "100.00", "%"),
        ("2022年", "2022", "年"),
        (" 9 4 % ", "94", "%"),
        ("（1,234.56）", "-1234.56", ""),
        ("△12.34", "-12.34", ""),
        ("上万人次", "1", "万人次"),
        ("近亿元", "1", "亿元"),
        ("过百家", "100", "家"),
        ("两年半", "2.5", "年"),
        ("七成五", "7.5", "成"),
        ("300户有余", "300", "户"),
        ("1.38 万\n台件", "1.38", "万台件"),
    ],
)
def test_a_whole_string_parses_to_its_quantity(text: str, digits: str, unit: str) -> None:
    """Words of approximation around it included."""
    found = parse_quantity(text)
    assert found is not None
    assert (found.digits, found.unit) == (digits, unit)


@pytest.mark.parametrize("text", ["", " ", "68批74人次", "三公", "第130届", "收入100万元", "100万元收入", "无", "%"])
def test_a_string_that_is_not_wholly_one_quantity_parses_to_none(text: str) -> None:
    """Nothing is guessed."""
    assert parse_quantity(text) is None


def test_units_know_their_multiplier_and_base_unit() -> None:
    """百分点 and 千米 are no hundred and no thousand of anything."""
    stated = {"851.66万元": ("元", "8516600"), "2.5‰": ("%", "0.25"), "3.2个百分点": ("个百分点", "3.2")}
    stated |= {"146.3万人次": ("人次", "1463000"), "12千米": ("千米", "12"), "3千万元": ("元", "30000000")}
    for text, (unit, value) in stated.items():
        found = parse_quantity(text)
        assert found is not None
        assert (found.base_unit, f"{found.base_value.normalize():f}") == (unit, value)
