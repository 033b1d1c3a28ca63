"""What a model wrote: found in its text, read strictly or as far as it goes, and checked against the units."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_fakes import prompts, small, wire

from extract.domains.general import GENERAL
from extract.domains.pack import Domain
from extract.domains.petition import PETITION
from extract.readers.llm.answers.faults import faults
from extract.readers.llm.answers.lenient import mended, read_leniently, read_strictly, tidy
from extract.readers.llm.answers.merge import merge
from extract.readers.llm.answers.parse import json_object
from extract.readers.llm.answers.reask import complaints, reask_message
from extract.readers.llm.asks.request import Shown, canonical, make_ask
from extract.readers.llm.asks.tasks import TASKS, FinanceTask, MetricsTask, ProblemsTask, Task
from extract.readers.llm.calls.cache import Reply, StoreCache, Stored, key_of_call
from extract.readers.llm.calls.wire import Call
from extract.steps.answer_schema import answer_schema, inlined
from extract.steps.assemble.report import assemble
from extract.steps.prompt import Window, whole
from extract.store.answers import StoredAnswers
from extract.store.database import open_store
from extract.store.place import sqlite_url

FIGURE = {
    "evidence": {"first": 17, "last": 17, "text": "1200万元", "nth": None},
    "item": "total_expenditure",
    "stage": "revised_budget",
    "label": "预算",
    "unit": None,
    "year": None,
    "change": None,
}


def finance(**changes: object) -> str:
    return json.dumps({"finance": [FIGURE | changes]}, ensure_ascii=False)


def said(content: str, window: Window | None = None) -> tuple[str, ...]:
    reading = small()
    return complaints(content, FinanceTask, shown=Shown(reading), window=window or whole(reading), domain=PETITION)


@pytest.mark.parametrize(
    "content",
    [
        '{"a": 1}',
        '```json\n{"a": 1}\n```',
        '<think>{"a": 0} 也许</think>\n{"a": 1}',
        '好的：\n```\n{"a": 1}\n```\n以上。',
        '标注结果如下 {"a": 1} 完毕',
    ],
)
def test_the_object_is_found_in_what_models_put_around_it(content: str) -> None:
    assert json.loads(json_object(content)) == {"a": 1}


@pytest.mark.parametrize("content", ["", "没有", '{"a": ', '{"a": [1, 2'])
def test_half_an_object_is_none(content: str) -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_object(content)


def test_a_sound_answer_brings_no_complaint() -> None:
    assert said(finance()) == ()


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ({"first": 999, "last": 999}, "没有编号为 999 的单元，编号只有 1 到"),
        ({"first": 18, "last": 17}, "小于 first"),
        ({"first": 17, "last": 17, "text": "1201万元"}, "“1201万元”在单元 17 里找不到；该处原文是“2023年预算1200万元"),
        ({"first": 17, "last": 17, "text": "200万元"}, "“200万元”在单元 17 里找不到"),
        ({"first": 17, "last": 17, "text": "1200万元", "nth": 2}, "只出现 1 次，没有第 2 次"),
        ({"first": 17, "last": 17, "from": "2023年", "to": "不存在"}, "to“不存在”在单元 17 里找不到"),
    ],
)
def test_a_complaint_names_the_place_and_the_way_to_mend_it(evidence: dict[str, object], words: str) -> None:
    (complaint,) = said(finance(evidence=evidence))
    assert complaint.startswith("finance.0.evidence：")
    assert words in complaint


def test_units_outside_of_the_window_are_unknown_units() -> None:
    assert "编号只有 1 到 5" in said(finance(), Window(1, 5))[0]


def test_terms_outside_the_closed_set_and_links_to_no_problem_are_named() -> None:
    content = {
        "problems": [{"statement": {"first": 19, "last": 19}, "topic": "money", "details": [], "cause": None}],
        "improvements": [
            {
                "statement": {"first": 23, "last": 23},
                "topic": "budget",
                "steps": [],
                "addresses": [3],
                "link": "inferred",
            }
        ],
        "rectification": [],
    }
    reading = small()
    answer = read_strictly(json.dumps(content), ProblemsTask)
    found = [str(fault) for fault in faults(answer, Shown(reading), whole(reading), PETITION)]
    assert "“money”不在可选范围内" in found[0]
    assert "没有序号为 3 的问题" in found[1]
    done = mended(answer, PETITION)
    assert isinstance(done, ProblemsTask)
    assert done.problems[0].topic == "other"
    assert done.improvements[0].addresses == ()
    assert done.improvements[0].link is None


def test_an_answer_of_the_wrong_form_is_told_where() -> None:
    assert any(complaint.startswith("finance.0.item") for complaint in said(finance(item="money")))
    assert said("没有") == ("回答里没有 JSON 对象",)


def test_the_message_lists_faults_and_does_not_bury_the_task_under_them() -> None:
    message = reask_message([f"错误{number}" for number in range(40)])
    assert "- 错误29\n" in message
    assert "错误30" not in message
    assert "另有 10 处" in message


def test_one_unreadable_item_costs_only_itself() -> None:
    content = json.dumps({"finance": [FIGURE, FIGURE | {"item": "money"}, {"evidence": 3}, FIGURE], "summary": "x"})
    read = read_leniently(content, FinanceTask)
    assert isinstance(read.answer, FinanceTask)
    assert len(read.answer.finance) == 2
    assert read.left_out


def test_an_unreadable_attribute_deep_in_an_item_costs_only_the_innermost_list_item() -> None:
    content = {
        "problems": [
            {"statement": {"first": 19}, "topic": "budget", "details": [{"first": 20}, {"first": "x"}], "cause": None}
        ],
        "improvements": [],
        "rectification": [],
    }
    read = read_leniently(json.dumps(content), ProblemsTask)
    assert isinstance(read.answer, ProblemsTask)
    assert len(read.answer.problems[0].details) == 1


def test_lists_that_are_left_out_or_null_are_empty_and_not_worth_a_re_ask() -> None:
    assert json.loads(tidy('{"problems": null}', ProblemsTask)) == {
        "problems": [],
        "improvements": [],
        "rectification": [],
    }
    assert tidy("没有", ProblemsTask) == "没有"


@pytest.mark.parametrize("wrapped", [{"finance_answer": {"finance": [FIGURE]}}, {"finance": [FIGURE]}, [FIGURE]])
def test_a_wrapping_that_models_add_is_taken_off(wrapped: object) -> None:
    assert json.loads(tidy(json.dumps(wrapped, ensure_ascii=False), FinanceTask)) == {"finance": [FIGURE]}


@pytest.mark.parametrize("content", ['{"结果": []}', "{}", '{"metrics": []}'])
def test_an_answer_without_a_key_of_the_task_is_never_taken_for_an_empty_one(content: str) -> None:
    assert said(tidy(content, FinanceTask))
    assert read_leniently(content, FinanceTask).answer is None


def test_what_can_never_be_read_is_none() -> None:
    assert read_leniently("[]", ProblemsTask).answer is None
    assert read_leniently("", FinanceTask).answer is None


@pytest.mark.parametrize("domain", [PETITION, GENERAL], ids=lambda domain: domain.name)
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_schemas_are_strict_all_the_way_down(task: Task, domain: Domain) -> None:
    """Everything required, nothing extra, no keyword that strict modes refuse (OpenAI, structured outputs)."""
    schema = answer_schema(task.answer, domain)
    for part in _objects(schema):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
    text = json.dumps(schema)
    assert not any(f'"{word}": ' in text for word in ("default", "pattern", "minItems", "maxLength", "format"))
    assert '"title": "' not in text, "titles of models are left out; a property of that name is none"
    assert "$ref" not in json.dumps(inlined(schema))


def test_the_domain_s_closed_sets_stand_in_the_schema_and_our_own_enums_stay() -> None:
    text = json.dumps(answer_schema(MetricsTask, GENERAL))
    assert json.dumps([term.key for term in GENERAL.categories]) in text
    profile = next(task for task in TASKS if task.name == "profile")
    assert '"contract"' in json.dumps(answer_schema(profile.answer, GENERAL))


def _objects(part: object) -> list[dict[str, object]]:
    if isinstance(part, list):
        return [found for each in part for found in _objects(each)]
    if not isinstance(part, dict):
        return []
    here = [part] if part.get("type") == "object" else []
    return here + [found for each in part.values() for found in _objects(each)]


def test_a_kept_answer_outlives_the_process_and_is_never_overwritten(tmp_path: Path) -> None:
    key = key_of_call({"messages": b"[]"}, endpoint="e", sample=1, attempt=0)
    for content in ("first", "second"):
        store = open_store(sqlite_url(tmp_path))
        cache = StoreCache(StoredAnswers(store))
        stored = Stored(Reply(content, usage={"prompt_tokens": 3}), "doc")
        cache.put(key, stored, endpoint="e", task="finance", attempt=0)
        cache.valid(key)
        found = cache.get(key)
        store.dispose()
        assert found is not None
        assert (found.reply.content, found.document, found.reply.usage) == ("first", "doc", {"prompt_tokens": 3})


def test_what_is_asked_where_and_how_often_decides_the_key() -> None:
    keys = {
        key_of_call({"messages": canonical([text])}, endpoint=endpoint, sample=sample, attempt=attempt)
        for text in "ab"
        for endpoint in "ef"
        for sample in (1, 2)
        for attempt in (0, 1)
    }
    assert len(keys) == 16


def test_answers_that_earlier_versions_paid_for_are_found_under_the_same_key() -> None:
    ask = make_ask(TASKS[1], whole(small()), Shown(small()), prompts())
    extra = {"top_k": 1, "chat": {"b": "乙", "a": 0.5}}
    request = wire(None, extra=extra, logprobs=True).request(Call(ask, ask.messages, "small", attempt=1))
    body = {"model": "gouji-test", "messages": list(ask.messages), "temperature": 0.0, **extra, "schema": ask.schema}
    asked = {"body": body, "endpoint": "http://test/v1", "sample": 1, "attempt": 1}
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert request.key == hashlib.sha256(text.encode()).hexdigest()


SCRAPS = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 40) | st.sampled_from(["1200万元", "budget", "", "explicit", "水利"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "finance",
                    "problems",
                    "improvements",
                    "profile",
                    "evidence",
                    "statement",
                    "first",
                    "last",
                    "text",
                    "topic",
                    "x",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(st.sampled_from(TASKS), SCRAPS)
def test_whatever_a_model_writes_is_read_or_left_out_and_never_crashes(task: Task, scraps: object) -> None:
    content = json.dumps(scraps, ensure_ascii=False)
    reading = small()
    read = read_leniently(tidy(content, task.answer), task.answer)
    found = complaints(content, task.answer, shown=Shown(reading), window=whole(reading), domain=PETITION)
    assert all(isinstance(complaint, str) for complaint in found)
    if read.answer is not None:
        record = assemble(merge([mended(read.answer, PETITION)]), reading)
        assert all(item.span is None or item.span.end <= len(reading.text) for item in record.finance)


@given(st.text(max_size=60))
def test_any_text_is_an_answer_or_no_json(content: str) -> None:
    assert read_leniently(content, FinanceTask).left_out or read_leniently(content, FinanceTask).answer is not None
