"""Laws of the steps that look at single characters, whatever short way they take through a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.model.quantity import base_of, scale_of
from extract.steps.fold import MARKS, clean, narrow
from extract.steps.layout.enumerators import EnumeratorKind, enumerator_at
from extract.steps.numerals.quantities import find_quantities
from extract.steps.numerals.units import DIMENSIONS

TEXTS = st.text(st.characters() | st.sampled_from("，。（）１２％￥\u3000 \t\n*#元万a1"))


@given(TEXTS)
def test_a_text_is_narrowed_character_by_character(text: str) -> None:
    """No character looks at its neighbours, so every offset stays."""
    assert narrow(text) == "".join(map(narrow, text))


@given(TEXTS)
def test_cleaning_leaves_out_white_space_and_marks_and_nothing_else(text: str) -> None:
    """The text of a span in gold."""
    assert clean(text) == "".join(char for char in text if not char.isspace() and char not in MARKS)


@pytest.mark.parametrize(
    ("written", "kind", "number"),
    [
        ("第三章：", EnumeratorKind.CHAPTER, 3),
        ("二是加强", EnumeratorKind.SPOKEN, 2),
        ("其二，加强", EnumeratorKind.SPOKEN, 2),
        ("十二、加强", EnumeratorKind.CHINESE, 12),
        ("（四）加强", EnumeratorKind.CHINESE_BRACKET, 4),
        ("㈤加强", EnumeratorKind.CHINESE_BRACKET, 5),
        ("1.2.3加强", EnumeratorKind.DEEP_DECIMAL, 3),
        ("1.2加强", EnumeratorKind.DECIMAL, 2),
        ("7.加强", EnumeratorKind.ARABIC, 7),
        ("⒏加强", EnumeratorKind.ARABIC, 8),
        ("（9）加强", EnumeratorKind.ARABIC_BRACKET, 9),
        ("⑽加强", EnumeratorKind.ARABIC_BRACKET, 10),
        ("11）加强", EnumeratorKind.HALF_BRACKET, 11),
        ("⑫加强", EnumeratorKind.CIRCLED, 12),
        ("● 加强", EnumeratorKind.BULLET, 0),
    ],
)
def test_each_form_of_item_number_is_known_with_its_value(written: str, kind: EnumeratorKind, number: int) -> None:
    """One pattern holds all forms; the one that matched gives kind and value."""
    found = enumerator_at(f"前{written}", 1)
    assert found is not None
    assert (found.kind, found.number, found.start) == (kind, number, 1)
    assert enumerator_at("加强管理", 0) is None


@given(st.sampled_from(sorted(DIMENSIONS)))
def test_a_unit_alone_tells_the_base_and_scale_that_its_quantities_have(unit: str) -> None:
    """What is read from a unit without a number agrees with what is read beside one."""
    for quantity in find_quantities(f"共25{unit}。"):
        assert (quantity.base_unit, quantity.scale) == (base_of(quantity.unit), scale_of(quantity.unit))
        assert quantity.base_value == quantity.value * scale_of(quantity.unit)
