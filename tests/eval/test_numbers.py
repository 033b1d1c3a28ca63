from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.scoring.numbers import Number, NumberError, number, number_error


def stated(value: str | int, unit: str | None) -> Number:
    """Return a number that is stated."""
    found = number(value, unit)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("value", "unit", "base", "base_unit"),
    [
        ("851.66", "万元", "8516600", "元"),
        ("1.2", "亿元", "120000000", "元"),
        ("3", "千元", "3000", "元"),
        ("11", "万次", "110000", "次"),
        ("94", "%", "94", "%"),
        ("94", "％", "94", "%"),
        ("3", "百分点", "3", "百分点"),
        ("2", "个百分点", "2", "个百分点"),
        ("5", "万", "5", "万"),
        ("62", None, "62", ""),
    ],
)
def test_a_number_is_read_in_its_base_unit(value: str, unit: str | None, base: str, base_unit: str) -> None:
    found = stated(value, unit)
    assert (found.base, found.unit) == (Decimal(base), base_unit)


def test_what_is_not_stated_is_no_number() -> None:
    assert number(None, "元") is None


def test_equal_amounts_in_different_units_are_the_same() -> None:
    assert stated("851.66", "万元").same(stated("8516600.00", "元"))
    assert not stated("62", "批").same(stated("62", "人次"))


def test_near_allows_half_a_unit_of_the_coarser_number() -> None:
    assert stated("851.66", "万元").near(stated("851.7", "万元"))
    assert not stated("851.66", "万元").near(stated("851.6", "万元"))


@pytest.mark.parametrize(
    ("gold", "predicted", "wanted"),
    [
        (("851.66", "万元"), ("851.7", "万元"), NumberError.ROUNDING),
        (("851.66", "万元"), ("851.66", "元"), NumberError.UNIT),
        (("94", "%"), ("9.4", "%"), NumberError.UNIT),
        (("62", "批"), ("62", "人次"), NumberError.UNIT),
        (("11.65", "万元"), ("-11.65", "万元"), NumberError.SIGN),
        (("807.05", "万元"), ("851.66", "万元"), NumberError.WRONG_SLOT),
        (("807.05", "万元"), ("870.05", "万元"), NumberError.DIGIT),
        (("807.05", "万元"), ("12", "万元"), NumberError.OTHER),
    ],
)
def test_a_wrong_number_is_classified(gold: tuple[str, str], predicted: tuple[str, str], wanted: NumberError) -> None:
    slots = frozenset({Decimal(8516600)})
    assert number_error(stated(*gold), stated(*predicted), slots=slots) is wanted


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_a_number_is_near_itself_however_it_is_written(value: Decimal) -> None:
    one, other = stated(str(value), "万元"), stated(str(value * 10_000), "元")
    assert one.same(other)
    assert one.near(other)
