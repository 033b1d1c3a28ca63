"""Two people on one report: the second sees nothing of the first; what agrees is merged, what does not is settled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from review_fakes import BASIC, PROJECT, TOTAL, Office, report, span


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """One report under review; every field is asked for."""
    opened = Office(tmp_path, share=1.0)
    opened.keep(report())
    yield opened
    opened.close()


def answer(office: Office, target: str, action: str, new: dict[str, Any] | None = None) -> Any:
    """Decide as the second person."""
    return office.decide(target, action, new, blind=True, reviewer="乙")


def rows(office: Office) -> dict[str, Any]:
    """The questions of the second person."""
    found: dict[str, Any] = office.document(blind_as="乙")["rows"]
    return found


def test_the_second_person_sees_neither_value_nor_evidence_nor_the_first_ones_decisions(office: Office) -> None:
    """Nothing in what goes over the wire gives the answer away."""
    office.decide(TOTAL, "edit", {"value": "1"})
    office.decide(BASIC, "comment", comment="看过了")
    document = office.document(blind_as="乙")
    assert document["findings"] == []
    for row in document["rows"].values():
        assert (row["value"], row["span"], row["data"], row["reasons"], row["status"]) == ("", None, {}, [], "open")
        assert (row["confidence"], row["comments"], row["absent"]) == (None, 0, False)


def test_questions_do_not_tell_whether_the_record_holds_a_scalar(office: Office) -> None:
    """A stated one and an absent one look alike."""
    of_profile = [row for row in rows(office).values() if row["list"] == "profile"]
    assert {row["path"] for row in of_profile} == {"profile.department_name", "profile.self_score"}
    assert len({str(sorted(row)) for row in of_profile}) == 1


def test_accepting_unseen_is_no_answer(office: Office) -> None:
    """The second person points or says that it is not there."""
    assert answer(office, TOTAL, "accept").status_code == 422
    assert answer(office, TOTAL, "edit", {"value": "1"}).status_code == 422


def test_answers_stay_on_the_persons_own_track(office: Office) -> None:
    """The shared review does not change."""
    answer(office, TOTAL, "reanchor", {"span": span("851.66万元")})
    assert rows(office)[TOTAL]["value"] == "851.66万元"
    assert office.document()["rows"][TOTAL]["status"] == "open"
    assert office.post("/api/undo", {"id": str(uuid4()), "reviewer": "乙", "blind": True}).status_code == 200
    assert rows(office)[TOTAL]["value"] == ""


def test_what_the_second_person_finds_too_is_merged(office: Office) -> None:
    """Accepted on the shared track, with a note who confirmed it."""
    answer(office, TOTAL, "reanchor", {"span": span("851.66万元")})
    answer(office, "profile.self_score", "reject")
    answer(office, PROJECT, "reject")
    merged = office.post("/api/merge", {"document": "school", "second": "乙", "reviewer": "甲"}).json()
    assert merged == {"accepted": 2}
    after = office.document()["rows"]
    assert [after[name]["status"] for name in (TOTAL, "profile.self_score", PROJECT)] == [
        "accepted",
        "accepted",
        "open",
    ]


@pytest.mark.parametrize(("choice", "value"), [("first", "251.66万元"), ("second", "600万元")])
def test_a_disagreement_is_settled_for_one_of_the_two(office: Office, choice: str, value: str) -> None:
    """Side by side; the log keeps both."""
    answer(office, PROJECT, "reanchor", {"span": span("600万元")})
    page = office.client.get("/second", params={"document": "school", "reviewer": "乙"}).text
    assert "不一致" in page
    body = {"document": "school", "field": PROJECT, "second": "乙", "reviewer": "丙", "choice": choice}
    assert office.post("/api/adjudicate", body).status_code == 200
    assert office.document()["rows"][PROJECT]["value"] == value
    assert office.post("/api/adjudicate", body).status_code == 422
    assert "不一致" not in office.client.get("/second", params={"document": "school", "reviewer": "乙"}).text


def test_a_field_that_only_the_second_person_found_can_be_taken_over(office: Office) -> None:
    """The program said that it was not stated."""
    answer(office, "profile.self_score", "reanchor", {"span": span("94")})
    body = {"document": "school", "field": "profile.self_score", "second": "乙", "reviewer": "甲", "choice": "second"}
    assert office.post("/api/adjudicate", body).status_code == 200
    found = [row for row in office.document()["rows"].values() if row["path"] == "profile.self_score"]
    assert [row["value"] for row in found] == ["94"]


def test_the_figures_show_how_far_two_people_agree(office: Office) -> None:
    """Before anybody adjudicates."""
    answer(office, TOTAL, "reanchor", {"span": span("851.66万元")})
    answer(office, PROJECT, "reject")
    assert "50%" in office.client.get("/figures").text
