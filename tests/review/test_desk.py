"""The desk under several people at once: nobody waits for another's report, and nothing is pushed off the desk by a survey."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from review_fakes import TOTAL, Office, report

from extract.model.decision import Decision
from extract.review.desk.desk import Desk
from extract.store.log import Log

PATIENCE = 20.0


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Two reports under review, a decision on each."""
    opened = Office(tmp_path)
    for name in ("school", "college"):
        opened.keep(report(name))
        opened.decide(TOTAL, "accept", document=name)
    yield opened
    opened.close()


class SlowLog(Log):
    """A log in which the decisions of one report are long in coming."""

    coming = threading.Event()
    asked = threading.Event()

    def decisions(self, document: str, *, track: str = "") -> tuple[Decision, ...]:
        """Wait, where it is the school's."""
        if document == "school":
            self.asked.set()
            assert self.coming.wait(PATIENCE)
        return super().decisions(document, track=track)


def test_a_report_with_a_long_log_keeps_nobody_waiting_for_another(office: Office) -> None:
    """The second one is shown while the first is still replayed."""
    log = SlowLog(office.engine)
    desk = Desk(log, share=0)
    with ThreadPoolExecutor(2) as people:
        long = people.submit(desk.state, "school")
        assert log.asked.wait(PATIENCE)
        assert people.submit(desk.state, "college").result(PATIENCE).revision == 1
        assert not long.done()
        log.coming.set()
        assert long.result(PATIENCE).revision == 1


def test_a_walk_over_all_reports_leaves_those_on_peoples_screens_at_hand(office: Office) -> None:
    """The very same state is there afterwards."""
    desk = Desk(office.log, share=0)
    shown = desk.state("school")
    assert [state.ground.document for state in desk.all_states()] == ["school", "college"]
    assert desk.state("school") is shown
