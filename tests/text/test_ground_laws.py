"""Laws of grounding, whatever the text."""

from __future__ import annotations

import tracemalloc
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from extract.steps.fold import fold
from extract.steps.ground import CONTEXT, Locator, locate

ALPHABET = "信访局工作情况不未增减上升下降一二三四12345.%件次，。“”（）— \n*"
texts = st.text(alphabet=ALPHABET, max_size=120) | st.text(max_size=80)
quotes = st.text(alphabet=ALPHABET, max_size=40) | st.text(max_size=20)


@given(texts, st.data())
def test_an_exact_quote_always_reads_back(text: str, data: st.DataObject) -> None:
    """What was cut out of a text is found in it, with the same characters."""
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))].strip()
    if not quote or (len(fold(quote).text) < CONTEXT and (quote[0].isdecimal() or quote[-1].isdecimal())):
        return
    located = locate(quote, text)
    assert located is not None
    assert text[located.start : located.end] == quote or located.tier == "folded"
    assert fold(text[located.start : located.end]).text == fold(quote).text


@given(texts, quotes, st.none() | st.integers(-10, 200))
def test_a_span_lies_in_the_text_and_begins_and_ends_on_a_non_space(text: str, quote: str, near: int | None) -> None:
    """Whatever is asked."""
    located = locate(quote, text, near=near)
    if located is not None:
        assert 0 <= located.start < located.end <= len(text)
        assert not text[located.start].isspace()
        assert not text[located.end - 1].isspace()


@given(texts, quotes)
def test_exact_and_folded_places_say_what_the_quote_says(text: str, quote: str) -> None:
    """Below fuzzy nothing but layout and variants may differ."""
    located = locate(quote, text)
    if located is not None and located.tier != "fuzzy":
        assert fold(text[located.start : located.end]).text == fold(quote.strip()).text


@given(texts, quotes)
def test_a_fuzzy_place_holds_the_same_digits_as_the_quote(text: str, quote: str) -> None:
    """The guard never lets a figure change."""
    located = locate(quote, text)
    if located is not None:
        piece = fold(text[located.start : located.end]).text
        assert [char for char in piece if char.isdecimal()] == [char for char in fold(quote).text if char.isdecimal()]


@given(texts, st.lists(quotes, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_questions_changes_no_answer(text: str, asked: list[str], chance: Random) -> None:
    """A locator keeps nothing of a question but its index of the text."""
    forwards = Locator(text)
    answers = {quote: forwards.locate(quote) for quote in asked}
    shuffled = chance.sample(asked, len(asked))
    backwards = Locator(text)
    assert {quote: backwards.locate(quote) for quote in shuffled} == answers


def _peak(size: int) -> int:
    text = "全年共办理各类事项若干，群众满意程度持续提高；\n" * (size // 24)
    tracemalloc.start()
    Locator(text).locate("全年共办理各种事项若干，群众满意程度持续上扬")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_memory_grows_no_faster_than_the_text() -> None:
    """Twenty times the text takes no more than about twenty times the memory."""
    _peak(24_000)
    assert _peak(480_000) < 25 * _peak(24_000)
