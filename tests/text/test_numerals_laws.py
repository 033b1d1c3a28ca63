"""Laws of numerals: what is written is read, whatever the text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.steps.numerals.changes import find_changes
from extract.steps.numerals.chinese import DIGITS, MYRIADS, PLACES, parse_chinese
from extract.steps.numerals.dates import find_dates, find_periods, parse_date
from extract.steps.numerals.quantities import find_quantities, parse_quantity

UNITS = ("元", "万元", "亿元", "%", "件", "人次", "批次", "个百分点", "平方米", "公里", "户", "家", "场（次）", "件次")
CHARACTERS = (
    "零一二三十百千万亿0123456789０９．，,.%％‰-－—～至到余多约近年月日件次人元批（）“”第较比同上年增减为是 \n\t*#、。"
)
DIGIT_NAMES = "零一二三四五六七八九"
CAPITALS = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=2) | st.integers(0, 10**9).map(Decimal)
genre = st.text(alphabet=CHARACTERS, max_size=80)


def _below_myriad(number: int) -> str:
    words, pending = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            words += ("零" if pending and words else "") + DIGIT_NAMES[digit] + name
            pending = False
        else:
            pending = True
    return words


def _chinese(number: int) -> str:
    """Write a number below a hundred million in Chinese."""
    high, low = divmod(number, 10**4)
    if not high:
        return _below_myriad(low) or "零"
    gap = "零" if 0 < low < 10**3 else ""
    return _below_myriad(high) + "万" + gap + _below_myriad(low)


@given(numbers, st.sampled_from(UNITS))
def test_a_formatted_quantity_parses_to_the_same_again(number: Decimal, unit: str) -> None:
    """Value, unit and the precision written."""
    found = parse_quantity(f"{number}{unit}")
    assert found is not None
    assert (found.value, found.unit, found.digits) == (number, unit, str(number))


@given(numbers, st.sampled_from(UNITS))
def test_separators_spaces_and_full_width_change_nothing(number: Decimal, unit: str) -> None:
    """As spreadsheets, typists and PDF files write it."""
    wide = f"{number:,}".translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789.,-%"})
    for text in (f"{number:,}{unit}", f"{number} {unit}", f"{number}\n{unit}", f"{wide}{unit}"):
        found = parse_quantity(text)
        assert found is not None
        assert (found.value, found.unit) == (number, unit)


@given(st.integers(0, 10**8 - 1))
def test_a_chinese_numeral_states_the_number_that_it_was_made_from(number: int) -> None:
    """Plain and financial."""
    words = _chinese(number)
    assert parse_chinese(words) == number
    assert parse_chinese(words.translate(CAPITALS)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二", 12),
        ("两千三", 2300),
        ("一百五", 150),
        ("三点五", "3.5"),
        ("二〇二三", 2023),
        ("百", 100),
        ("七八", None),
        ("百千万", None),
    ],
)
def test_spoken_and_digitwise_numerals_are_read_and_approximations_are_not(text: str, value: object) -> None:
    """七八 is seven or eight."""
    assert parse_chinese(text) == (None if value is None else Decimal(str(value)))


@given(st.text(alphabet="".join((*DIGITS, *PLACES, *MYRIADS, "点")), max_size=60))
def test_no_row_of_numerals_breaks_the_parser(text: str) -> None:
    """It answers a number or None."""
    parse_chinese(text)


@given(genre)
def test_whatever_is_found_reads_back_in_order_and_apart(text: str) -> None:
    """Quantities, dates, periods and changes alike."""
    for find in (find_quantities, find_dates, find_periods, find_changes):
        reached = 0
        for mention in find(text):
            assert reached <= mention.start < mention.end
            assert mention.text == text[mention.start : mention.end]
            reached = mention.end


@given(genre)
def test_a_quantity_begins_and_ends_on_a_character_and_its_digits_are_its_value(text: str) -> None:
    """So its span is a span of gold."""
    for found in find_quantities(text):
        assert not found.text[0].isspace()
        assert not found.text[-1].isspace()
        assert Decimal(found.digits) == found.value


@given(genre)
def test_the_parts_of_a_change_stand_within_the_text_where_they_say(text: str) -> None:
    """Their positions are those of the text, not of the phrase."""
    for change in find_changes(text):
        for part in (change.amount, change.rate, change.base, change.figure):
            assert part is None or part.text == text[part.start : part.end]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_written_date_parses_to_its_iso_form(day: date) -> None:
    """In four ways of writing it."""
    written = f"{day.year}年{day.month}月{day.day}日"
    spaced = f"{day.year} 年 {day.month} 月 {day.day} 日"
    for text in (written, spaced, day.isoformat(), f"{day:%Y/%m/%d}"):
        assert parse_date(text) == day.isoformat()


@pytest.mark.parametrize("text", ["", "10月31日", "2022年13月1日", "近三年", "2023年2月30日", "共2023件"])
def test_what_states_no_full_date_is_none(text: str) -> None:
    """No year, no such day, or no date at all."""
    assert parse_date(text) is None
