"""What the page's interface does with decisions: each is written, shown, found again, taken back, and never overwrites another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from review_fakes import BASIC, FIRST_DUTY, PROBLEM, PROJECT, REMEDY, SECOND_DUTY, TOTAL, Office, report, span

from extract.model.decision import Action


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """One report under review."""
    opened = Office(tmp_path)
    opened.keep(report())
    yield opened
    opened.close()


def test_an_accepted_field_is_settled_and_the_log_says_what_the_person_saw(office: Office) -> None:
    """Who, when, how long, which value, at which confidence."""
    answer = office.decide(TOTAL, "accept")
    assert [row["status"] for row in answer.json()["rows"]] == ["accepted"]
    [event] = office.log.decisions("school")
    assert (event.reviewer, event.action, event.seconds, event.confidence) == ("甲", Action.ACCEPT, 1.5, 0.5)
    assert event.old is not None
    assert event.old["value"] == "851.66"


def test_nothing_is_lost_when_the_server_restarts(office: Office) -> None:
    """State is the replay of the log."""
    office.decide(TOTAL, "accept")
    office.reopen()
    assert office.document()["rows"][TOTAL]["status"] == "accepted"
    assert office.document()["revision"] == 1


def test_a_decision_that_is_sent_twice_is_written_once(office: Office) -> None:
    """The answer to the first one was lost on the way."""
    same = uuid4()
    office.decide(TOTAL, "accept", id=same)
    again = office.post("/api/decide", {
        "document": "school", "after": 0, "reviewer": "甲",
        "decisions": [{"id": str(same), "target": TOTAL, "action": "accept"}],
    })  # fmt: skip
    assert again.status_code == 200
    assert office.document()["revision"] == 1


def test_an_edit_runs_the_checks_again_and_shows_what_they_say(office: Office) -> None:
    """600 + 251.66 is 851.66; with 601 it is not."""
    before = {finding["id"] for finding in office.document()["findings"]}
    body = {"document": "school", "reviewer": "甲", "decision": {
        "id": str(uuid4()), "target": BASIC, "action": "edit", "new": {"value": "601"}}}  # fmt: skip
    preview = office.post("/api/preview", body).json()
    assert any(finding["rule"] == "parts_sum_to_total" for finding in preview["brought"])
    assert preview["stated"] == "600万元"
    assert office.document()["revision"] == 0
    office.decide(BASIC, "edit", {"value": "601"})
    after = office.document()
    assert {finding["id"] for finding in after["findings"]} - before
    assert BASIC in {item for finding in after["findings"] for item in finding["items"]}
    assert "check_failed" in {reason["code"] for reason in after["rows"][PROJECT]["reasons"]}


@pytest.mark.parametrize("new", [{"value": "viel"}, {"stage": "nie"}, {"span": [0, 1]}, {"confidence": 1}, {}])
def test_an_edit_that_the_schema_refuses_is_not_written(office: Office, new: dict[str, object]) -> None:
    """A value must be a number, a stage one of the closed set, a span is changed by pointing."""
    answer = office.decide(TOTAL, "edit", new)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert office.document()["revision"] == 0


def test_new_evidence_brings_the_value_that_it_states(office: Office) -> None:
    """The person points, the program reads."""
    [row] = office.decide(BASIC, "reanchor", {"span": span("支出251.66万元")}).json()["rows"]
    assert (row["data"]["value"], row["data"]["unit"], row["span"]) == ("251.66", "万元", span("251.66万元"))


def test_evidence_over_a_line_break_of_the_layout_reads_without_it(office: Office) -> None:
    """The text is cleaned as at extraction, the span keeps the break."""
    [row] = office.decide(FIRST_DUTY, "reanchor", {"span": span("负责教师队\n伍建设")}).json()["rows"]
    assert row["value"] == "负责教师队伍建设"
    assert row["span"] == span("负责教师队\n伍建设")


@pytest.mark.parametrize(
    ("where", "code"), [([5, 5], "empty"), ([0, 10**6], "outside"), (span("（一）师资"), "unparsed")]
)
def test_evidence_that_states_no_value_is_refused(office: Office, where: list[int], code: str) -> None:
    """Nothing selected, outside of the text, no number there."""
    assert office.decide(TOTAL, "reanchor", {"span": where}).json()["code"] == code


def test_a_missing_item_is_added_from_the_text(office: Office) -> None:
    """A rate that was overlooked."""
    answer = office.decide("finance", "add", {"span": span("94%"), "item": "budget_execution_rate"}).json()
    [row] = [row for row in answer["rows"] if row["status"] == "added"]
    assert (row["data"]["value"], row["data"]["unit"], row["data"]["label"]) == ("94", "%", "预算执行率")


def test_a_scalar_that_was_said_to_be_absent_is_found(office: Office) -> None:
    """The placeholder goes, the value comes."""
    answer = office.decide("profile.self_score", "add", {"span": span("94")}).json()
    assert "profile.self_score" in answer["gone"]
    assert [row["value"] for row in answer["rows"] if row["path"] == "profile.self_score"] == ["94"]


def test_that_a_scalar_is_absent_can_be_confirmed(office: Office) -> None:
    """Absence is a statement, too."""
    [row] = office.decide("profile.self_score", "accept").json()["rows"]
    assert (row["status"], row["absent"]) == ("accepted", True)


def test_a_rejected_field_stays_in_sight_and_leaves_the_record(office: Office) -> None:
    """One can see and undo what one has struck out."""
    office.decide(PROJECT, "reject")
    assert office.document()["rows"][PROJECT]["status"] == "rejected"
    assert PROJECT not in {f.id for f in office.desk.state("school").reviewed.record.finance}


def test_one_passage_is_split_into_two_and_two_merged_into_one(office: Office) -> None:
    """Texts follow from the spans."""
    whole = span("负责全县教育工作。负责教师队\n伍建设")
    other = SECOND_DUTY
    merged = office.decide(FIRST_DUTY, "merge", {"others": [other]}).json()
    assert set(merged["gone"]) == {FIRST_DUTY, other}
    [row] = merged["rows"]
    assert (row["span"], row["value"]) == (whole, "负责全县教育工作。负责教师队伍建设")
    proposed = office.post("/api/propose", {"document": "school", "field": row["id"], "span": [0, 0]}).json()
    parts = [one["span"] for one in proposed["pieces"]]
    split = office.decide(row["id"], "split", {"spans": parts}).json()
    assert [one["value"] for one in split["rows"]] == ["负责全县教育工作", "负责教师队伍建设"]


def test_problems_and_improvements_are_linked_and_unlinked(office: Office) -> None:
    """By id, so that a merge or a deletion moves no link."""
    assert office.decide(REMEDY, "link", {"problem": PROBLEM}).json()["links"] == {REMEDY: [PROBLEM]}
    assert office.decide(REMEDY, "unlink", {"problem": PROBLEM}).json()["links"] == {REMEDY: []}


def test_links_follow_problems_that_are_merged(office: Office) -> None:
    """The merged problem is answered by what answered its parts."""
    office.decide(REMEDY, "link", {"problem": PROBLEM})
    other = f"problems.statement-{span('执行偏慢')[0]}"
    answer = office.decide(PROBLEM, "merge", {"others": [other]}).json()
    [merged] = [row["id"] for row in answer["rows"] if row["list"] == "problems"]
    assert answer["links"] == {REMEDY: [merged]}


def test_flags_comments_and_deferral_are_kept(office: Office) -> None:
    """None of them settles a field."""
    office.decide(TOTAL, "flag")
    office.decide(TOTAL, "comment", comment="要问财务")
    office.decide(TOTAL, "defer")
    row = office.document()["rows"][TOTAL]
    assert (row["flagged"], row["comments"], row["status"]) == (True, 1, "deferred")
    detail = office.client.get("/api/field", params={"document": "school", "field": TOTAL}).json()
    assert detail["comments"] == ["要问财务"]
    assert [event["action"] for event in detail["history"]] == ["flag", "comment", "defer"]


def test_ten_steps_are_undone_and_redone_across_documents(office: Office) -> None:
    """Undo follows the person, not the document."""
    office.keep(report("college"), position=1)
    for number in range(5):
        office.decide(TOTAL, "edit", {"value": str(number)})
        office.decide(TOTAL, "edit", {"value": str(number + 10)}, document="college", after=number)
    start = office.document()["rows"][TOTAL]["value"]
    for _ in range(10):
        assert office.post("/api/undo", {"id": str(uuid4()), "reviewer": "甲"}).status_code == 200
    assert office.document()["rows"][TOTAL]["value"] == "851.66万元"
    assert office.document("college")["rows"][TOTAL]["value"] == "851.66万元"
    assert office.post("/api/undo", {"id": str(uuid4()), "reviewer": "甲"}).json()["code"] == "nothing_to_undo"
    for _ in range(10):
        office.post("/api/redo", {"id": str(uuid4()), "reviewer": "甲"})
    assert office.document()["rows"][TOTAL]["value"] == start
    assert office.post("/api/redo", {"id": str(uuid4()), "reviewer": "甲"}).json()["code"] == "nothing_to_redo"


def test_undo_takes_back_ones_own_decision_only(office: Office) -> None:
    """What a colleague did stays."""
    office.decide(TOTAL, "accept")
    office.decide(BASIC, "accept", reviewer="乙")
    office.post("/api/undo", {"id": str(uuid4()), "reviewer": "甲"})
    rows = office.document()["rows"]
    assert (rows[TOTAL]["status"], rows[BASIC]["status"]) == ("open", "accepted")


def test_two_people_on_two_fields_do_not_disturb_each_other(office: Office) -> None:
    """A stale revision is no conflict where the field is another one."""
    office.decide(TOTAL, "accept", after=0)
    assert office.decide(BASIC, "accept", reviewer="乙", after=0).status_code == 200


def test_two_people_on_one_field_get_both_versions_and_nothing_is_overwritten(office: Office) -> None:
    """Whoever comes second is asked."""
    office.decide(TOTAL, "edit", {"value": "1"}, after=0)
    answer = office.decide(TOTAL, "edit", {"value": "2"}, reviewer="乙", after=0)
    assert answer.status_code == 409
    body = answer.json()
    assert (body["theirs"][0]["new"], body["mine"]["new"], body["now"]["value"]) == (
        {"value": "1"},
        {"value": "2"},
        "1万元",
    )
    assert office.decide(TOTAL, "edit", {"value": "2"}, reviewer="乙", after=body["revision"]).status_code == 200


def test_a_decision_of_the_same_page_is_no_conflict(office: Office) -> None:
    """Whoever types fast decides twice before the first answer comes back."""
    first = uuid4()
    office.decide(TOTAL, "edit", {"value": "1"}, after=0, id=first)
    assert office.decide(TOTAL, "edit", {"value": "2"}, after=0, own=[str(first)]).status_code == 200


def test_after_a_new_run_decisions_attach_by_id_and_the_rest_are_conflicts(office: Office) -> None:
    """Nothing is dropped: what fits stands, what does not is shown."""
    office.decide(TOTAL, "accept")
    office.decide(PROJECT, "accept")
    changed = report()
    finance = [f.model_copy(update={"value": "9"}) if f.id == PROJECT else f for f in changed.finance]
    office.keep(changed.model_copy(update={"finance": tuple(finance)}))
    after = office.document()
    assert after["rows"][TOTAL]["status"] == "accepted"
    assert after["rows"][PROJECT]["status"] == "open"
    [conflict] = after["conflicts"]
    assert (conflict["reason"], conflict["event"]["target"]) == ("changed", PROJECT)


def test_a_document_closes_when_all_is_settled_and_nothing_is_missing(office: Office) -> None:
    """Every list has to be looked at."""
    for target in (TOTAL, BASIC):
        office.decide(target, "accept")
    names = [one["name"] for one in office.document()["lists"]]
    for name in names:
        assert not office.document()["closed"]
        office.decide(name, "complete")
    assert office.document()["closed"]
    office.decide(names[0], "reopen")
    assert not office.document()["closed"]
