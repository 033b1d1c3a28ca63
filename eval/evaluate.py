"""Score a run: read gold, bring records to it, score every document."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eval.gold import read_gold
from eval.records import pair_up
from eval.scoring.score import score_case
from eval.totals import Totals
from extract.loading import Given


def evaluate(gold_dir: Path, records: Path) -> Totals:
    """Score the records of a file or a run folder (then as reviewed) against a gold folder."""
    return evaluate_given(gold_dir, Given(records))


def evaluate_given(gold_dir: Path, given: Given) -> Totals:
    """Score records, however they were named, against a gold folder.

    Raises:
        ConfigError: there is no gold, there are no records, or they have no report in common.
    """
    with _collector_paused():
        gold = read_gold(gold_dir)
        cases = pair_up(gold, given)
        return Totals(gold, cases, tuple(score_case(case) for case in cases.cases))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the cycle collector: a score is millions of small frozen objects without cycles, all of them kept.

    Looking through them again and again took 40 % of the time for 1,000 documents (docs/evaluation.md).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
