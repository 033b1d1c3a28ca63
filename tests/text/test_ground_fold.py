"""Folding: layout and typographic variants fall away, and every offset finds its way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.steps.fold import clean, fold, narrow, unpunctuated

LAYOUT = " \t\n\f\r　\u200b*#_"
mixed = st.text(alphabet='信访局工作12３，,。.“”"——-…①㎡⼯（）()' + LAYOUT, max_size=60) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("接处信访事项2371\n\n件", "接处信访事项2371件"),
        ("**（一）**自评 结论", "(一)自评结论"),
        ("“路线图”、‘指引图’", "\"路线图\",'指引图'"),
        ("３７８件，９４％；", "378件,94%;"),
        ("《条例》【注】〔2023〕", "<条例>[注][2023]"),
        ("2021—2022，2021－2022", "2021-2022,2021-2022"),
        ("目标——成效……", "目标-成效."),
        ("。 . .", "."),
        ("⼯作⾯⾔", "工作面言"),
        ("①②㎡Ⅲ℃½", "①②㎡Ⅲ℃½"),
        ("二○二三年", "二〇二三年"),
        ("ABCabc", "ABCabc"),
        ("接处事项\n\n- 3 -\n\n2371件", "接处事项2371件"),
        ("接处事项\n  第 3 页 共 20 页\f2371件", "接处事项2371件"),
        ("结余 - 3 - 5", "结余-3-5"),
    ],
)
def test_folding_levels_layout_and_variants_and_nothing_else(text: str, folded: str) -> None:
    """Compatibility characters that carry meaning (①, ㎡) stay: no blind NFKC."""
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("2371\n\n件", "2371件"),
        ("**（一）** 标 题", "（一）标题"),
        ("## 二、情况", "二、情况"),
        ("３，“四”——", "３，“四”——"),
    ],
)
def test_cleaning_removes_white_space_and_marks_and_rewrites_nothing(text: str, cleaned: str) -> None:
    """The rule of gold/GUIDELINES.md for the text of a span."""
    assert clean(text) == cleaned


@given(mixed)
def test_every_folded_character_leads_back_to_the_one_that_it_was(text: str) -> None:
    """Offsets grow and point at the character that was folded."""
    folded = fold(text)
    places = [folded.source(at) for at in range(len(folded.text))]
    assert places == sorted(set(places))
    for at, place in enumerate(places):
        assert fold(text[place]).text in {folded.text[at], ""} or folded.text[at] in fold(text[place]).text


@given(mixed)
def test_source_and_folded_positions_are_each_others_inverse(text: str) -> None:
    """There and back again is the same place."""
    folded = fold(text)
    assert all(folded.folded(folded.source(at)) == at for at in range(len(folded.text)))
    assert folded.source(len(folded.text)) == len(text)


@given(mixed, st.data())
def test_a_folded_range_maps_to_a_source_range_that_folds_to_it(text: str, data: st.DataObject) -> None:
    """Folding never shifts an offset."""
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert not text[first].isspace()
    assert not text[last - 1].isspace()
    assert fold(text[first:last]).text == folded.text[start:end]


@given(mixed)
def test_words_without_punctuation_lead_back_to_the_folded_text(text: str) -> None:
    """Two steps of folding stay exact."""
    folded = fold(text).text
    words = unpunctuated(folded)
    assert all(words.text[at] == folded[words.source(at)] for at in range(len(words.text)))


def test_points_within_numbers_and_signs_are_no_punctuation() -> None:
    """1,234.5 and -5.6 stay what they are."""
    assert unpunctuated("支出1,234.5万元,下降-5.6%(约).").text == "支出1,234.5万元下降-5.6%约"


@given(mixed)
def test_folding_twice_is_folding_once(text: str) -> None:
    """A quote that a model already folded folds to the same."""
    once = fold(text).text
    assert fold(once).text == once


@given(mixed)
def test_narrowing_keeps_every_offset(text: str) -> None:
    """Numerals are read on the narrowed copy with the offsets of the text."""
    assert len(narrow(text)) == len(text)


@given(mixed)
def test_cleaning_leaves_no_white_space_or_mark(text: str) -> None:
    """Whatever the text."""
    assert not any(char.isspace() or char in "*#" for char in clean(text))


@pytest.mark.parametrize("span", [(0, 0), (-1, 2), (0, 99), (3, 2)])
def test_an_empty_or_outside_range_is_refused_with_its_bounds(span: tuple[int, int]) -> None:
    """The error names the legal range."""
    with pytest.raises(ValueError, match=r"0\.\.4"):
        fold("信访 工作").span(*span)
