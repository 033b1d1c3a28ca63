"""The dated events that ship with gouji."""

from __future__ import annotations

import re
from datetime import date

import pytest

from extract.domains.events import FIRST_SESSION, SERIES, events


def test_there_are_at_least_a_hundred_dated_events_each_with_its_source() -> None:
    """The aim of the data file; a source names a document or a body."""
    assert len(events()) >= 100
    assert all(len(event.source) >= 6 and event.words and event.name for event in events())


def test_events_are_dated_within_the_genres_years_and_end_after_they_begin() -> None:
    """Reports of the genre evaluate years since 2012."""
    assert all(date(2012, 1, 1) <= event.first <= event.last <= date(2030, 12, 31) for event in events())


def test_no_two_events_are_called_by_the_same_words() -> None:
    """Otherwise a mention would be of two years."""
    words = [word for event in events() for word in event.words]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_kinds_are_those_that_the_rule_knows() -> None:
    """A misspelt kind would be treated as a plain event."""
    known = {
        "meeting",
        "anniversary",
        "sports",
        "diplomacy",
        "exhibition",
        "opening",
        "campaign",
        "census",
        "emergency",
    }
    assert {event.kind for event in events()} <= known | {"law", "year"}


@pytest.mark.parametrize(
    ("named", "year"),
    [
        ("第130届广交会", 2021),
        ("第一百三十三届广交会", 2023),
        ("第135届中国进出口商品交易会", 2024),
        ("第六届进博会", 2023),
        ("第四届消博会", 2024),
        ("第20届东盟博览会", None),
        ("第20届中国—东盟博览会", 2023),
        ("建党100周年", 2021),
        ("新中国成立75周年", 2024),
        ("香港回归祖国二十五周年", 2022),
        ("澳门回归25周年", 2024),
        ("“十四五”开局之年", 2021),
        ("“十四五”规划收官之年", 2025),
    ],
)
def test_a_numbered_event_is_dated_by_its_formula(named: str, year: int | None) -> None:
    """Known years of the series; a name that is none has no year."""
    from extract.steps.checks.anachronism import _mentions  # noqa: PLC0415  (the rule's own reading of names)

    found = [mention for mention in _mentions(named) if mention.end - mention.start == len(named)]
    assert [sorted(mention.years) for mention in found] == ([[year]] if year else [])


def test_the_known_first_session_was_the_fourteenths() -> None:
    """全国人大十四届一次会议: March 2023."""
    assert FIRST_SESSION == (14, 2023)


def test_every_pattern_of_a_series_has_its_number() -> None:
    """The group ``n`` carries the number."""
    assert all("n" in re.compile(series.pattern).groupindex for series in SERIES)
