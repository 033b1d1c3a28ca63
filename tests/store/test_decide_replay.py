"""State is the replay of the log: what each action does, and what happens to a decision that no longer fits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.model.decision import Action, Decision, Status
from extract.model.record import Record
from extract.steps.decide.replay import effective, replay

HASH = "0" * 64


def passage(name: str, start: int, text: str) -> dict[str, Any]:
    """A passage with an id, as a record holds it."""
    return {
        "span": [start, start + len(text)],
        "text": text,
        "id": f"{name}-{start}",
        "confidence": 0.5,
        "reasons": ["low"],
    }


@pytest.fixture
def record() -> Record:
    """A small record with two problems and two improvements."""
    return Record.model_validate(
        {
            "document": "school",
            "profile": {"department_name": {"value": "某县教育局", "span": [0, 5], "id": "profile.department_name-1"}},
            "functions": [passage("functions", 10, "负责全县教育工作"), passage("functions", 30, "负责教师队伍建设")],
            "finance": [
                {
                    "item": "total_expenditure", "stage": "actual", "label": "支出", "value": "12.5", "unit": "万元",
                    "year": 2023, "change": None, "span": [50, 56], "id": "finance-50", "confidence": 0.4,
                }
            ],
            "measures": [
                {"title": passage("measures.title", 100, "抓好教学"), "topic": "other",
                 "actions": [passage("measures.actions", 110, "开展教研活动")]}
            ],
            "problems": [
                {"statement": passage("problems.statement", 200, "师资不足"), "topic": "workforce", "details": [], "cause": None},
                {"statement": passage("problems.statement", 220, "执行偏慢"), "topic": "budget", "details": [], "cause": None},
            ],
            "improvements": [
                {"statement": passage("improvements.statement", 300, "加快支出"), "topic": "budget", "steps": [],
                 "addresses": [1], "link": "inferred"}
            ],
        }
    )  # fmt: skip


def event(action: Action, target: str, number: int = 1, **more: Any) -> Decision:
    """An event of the log."""
    return Decision(
        id=f"e{number}", time="2026-01-01T00:00:00+00:00", reviewer="甲", document="school", text_sha256=HASH,
        target=target, action=action, revision=number, **more,
    )  # fmt: skip


def test_without_decisions_the_record_is_the_one_extracted(record: Record) -> None:
    """Replaying nothing changes nothing."""
    assert replay(record, ()).record is record


def test_accepting_makes_an_object_certain_and_clears_its_reasons(record: Record) -> None:
    """Accept sets confidence to 1."""
    reviewed = replay(record, [event(Action.ACCEPT, "functions-10")])
    assert reviewed.record.functions[0].confidence == 1.0
    assert reviewed.record.functions[0].reasons == ()
    assert reviewed.status == {"functions-10": Status.ACCEPTED}


def test_editing_changes_attributes_and_keeps_the_id(record: Record) -> None:
    """An edit of a figure keeps its identity."""
    reviewed = replay(record, [event(Action.EDIT, "finance-50", new={"value": "12.6", "stage": "revised_budget"})])
    assert (reviewed.record.finance[0].value, reviewed.record.finance[0].id) == ("12.6", "finance-50")
    assert reviewed.record.finance[0].stage == "revised_budget"


def test_the_topic_of_a_measure_is_edited_through_its_title(record: Record) -> None:
    """Items without a span of their own are named by their head."""
    reviewed = replay(record, [event(Action.EDIT, "measures.title-100", new={"topic": "workforce"})])
    assert reviewed.record.measures[0].topic == "workforce"


def test_rejecting_the_statement_removes_the_whole_problem_and_links_to_it(record: Record) -> None:
    """Positions of the links follow, and a link to a removed problem falls away."""
    first = replay(record, [event(Action.REJECT, "problems.statement-200")])
    assert [p.statement.text for p in first.record.problems] == ["执行偏慢"]
    assert first.record.improvements[0].addresses == (0,)
    second = replay(record, [event(Action.REJECT, "problems.statement-220")])
    assert (second.record.improvements[0].addresses, second.record.improvements[0].link) == ((), None)


def test_an_added_item_stands_in_the_order_of_the_text_and_gets_an_id(record: Record) -> None:
    """Add puts items where they belong."""
    item = {"span": [20, 24], "text": "负责招生"}
    reviewed = replay(record, [event(Action.ADD, "functions", new=item)])
    assert [f.text for f in reviewed.record.functions] == ["负责全县教育工作", "负责招生", "负责教师队伍建设"]
    assert reviewed.record.functions[1].id is not None


def test_an_action_is_added_to_its_measure(record: Record) -> None:
    """Nested lists are reached through the head of their item."""
    new = {"parent": "measures.title-100", "span": [120, 124], "text": "组织培训"}
    reviewed = replay(record, [event(Action.ADD, "measures.actions", new=new)])
    assert [a.text for a in reviewed.record.measures[0].actions] == ["开展教研活动", "组织培训"]


def test_a_scalar_that_was_absent_can_be_added(record: Record) -> None:
    """Profile scalars are named by their path."""
    new = {"value": "2024-03-01", "span": [60, 69]}
    reviewed = replay(record, [event(Action.ADD, "profile.report_date", new=new)])
    assert reviewed.record.profile.report_date is not None
    assert reviewed.record.profile.report_date.value == "2024-03-01"


def test_splitting_and_merging_items(record: Record) -> None:
    """One becomes two, two become one."""
    parts = [{"span": [10, 14], "text": "负责全县"}, {"span": [14, 18], "text": "教育工作"}]
    split = replay(record, [event(Action.SPLIT, "functions-10", new={"items": parts})])
    assert [f.text for f in split.record.functions] == ["负责全县", "教育工作", "负责教师队伍建设"]
    new = {"item": {"span": [10, 38], "text": "负责全县教育工作负责教师队伍建设"}, "others": ["functions-30"]}
    merged = replay(record, [event(Action.MERGE, "functions-10", new=new)])
    assert [f.span for f in merged.record.functions] == [(10, 38)]


def test_links_are_made_and_taken_back_by_id(record: Record) -> None:
    """A link names the problem's id, the record shows its position."""
    made = [event(Action.LINK, "improvements.statement-300", new={"problem": "problems.statement-200"})]
    assert replay(record, made).record.improvements[0].addresses == (0, 1)
    gone = [event(Action.UNLINK, "improvements.statement-300", new={"problem": "problems.statement-220"})]
    assert replay(record, gone).record.improvements[0].addresses == ()


def test_undo_takes_an_event_back_and_redo_puts_it_in_force_again(record: Record) -> None:
    """The log keeps every event; what stands follows from the last word on it."""
    log = (event(Action.REJECT, "functions-10", 1), event(Action.UNDO, "e1", 2))
    assert len(replay(record, log).record.functions) == 2
    again = (*log, event(Action.REDO, "e1", 3))
    assert len(replay(record, again).record.functions) == 1
    assert [d.id for d in effective(again)] == ["e1"]
    assert replay(record, again).revision == 3


def test_a_decision_whose_object_is_gone_is_a_conflict_not_a_loss(record: Record) -> None:
    """After a new run an id may be missing."""
    reviewed = replay(record, [event(Action.ACCEPT, "functions-99")])
    assert [(c.reason, c.decision.target) for c in reviewed.conflicts] == [("gone", "functions-99")]


def test_a_decision_on_an_object_that_states_something_else_now_is_a_conflict(record: Record) -> None:
    """The person accepted another value than the one that stands there now."""
    seen = {"value": "13.0", "unit": "万元", "span": [50, 56]}
    reviewed = replay(record, [event(Action.ACCEPT, "finance-50", old=seen)])
    assert [c.reason for c in reviewed.conflicts] == ["changed"]
    assert reviewed.record.finance[0].confidence == 0.4


def test_a_conflict_is_not_raised_by_another_confidence(record: Record) -> None:
    """What gouji adds may differ between runs; what the report states may not."""
    seen = json.loads(record.finance[0].model_dump_json()) | {"confidence": 0.9}
    assert replay(record, [event(Action.ACCEPT, "finance-50", old=seen)]).conflicts == ()


def test_the_record_as_extracted_is_never_changed(record: Record) -> None:
    """Replay works on a copy."""
    before = record.model_dump_json()
    replay(record, [event(Action.REJECT, "functions-10"), event(Action.EDIT, "finance-50", 2, new={"value": "1"})])
    assert record.model_dump_json() == before


def test_gold_labels_survive_the_tree() -> None:
    """A record without ids goes through the tree unchanged but for the ids that it gains, links included."""
    home = Path(__file__).parents[2] / "gold" / "labels"
    for path in sorted(home.glob("*.gold.json")):
        gold = Record.model_validate_json(path.read_text(encoding="utf-8"))
        after = replay(gold, [event(Action.COMPLETE, "functions")]).record
        assert [f.text for f in after.functions] == [f.text for f in gold.functions]
        assert [i.addresses for i in after.improvements] == [i.addresses for i in gold.improvements]
