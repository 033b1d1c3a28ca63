"""Sentences outside the labelled reports: right as they stand, and noticed where a digit is changed."""

from __future__ import annotations

import pytest

from bench.mutations import findings_of
from bench.phrasings import PHRASINGS, Phrasing, score, stated_rightly

SILENT = {"recovered", "share by 其次"}
"""Known to be left alone: docs/checks.md says so."""
NOTICED = [phrasing for phrasing in PHRASINGS if phrasing.says not in SILENT]


@pytest.mark.parametrize("phrasing", PHRASINGS, ids=lambda phrasing: phrasing.says)
def test_a_sentence_that_is_right_is_not_accused(phrasing: Phrasing) -> None:
    """Each sentence states its relation rightly, and no rule on figures says a word."""
    assert stated_rightly(phrasing)
    assert findings_of("phrasing", phrasing.text) == ()


@pytest.mark.parametrize("phrasing", NOTICED, ids=lambda phrasing: phrasing.says)
def test_a_changed_digit_is_noticed_in_most_places(phrasing: Phrasing) -> None:
    """Two of three mutants at least; the figures stand in docs/checks.md."""
    result = score(phrasing)
    assert result.due - len(result.missed) >= result.due * 2 / 3, result.missed
