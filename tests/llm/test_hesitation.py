"""Log-probabilities of tokens to what a model hesitated over: values of its JSON, items and attributes of the record."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_fakes import small
from provider.tokens import logprobs_of

from extract.model.answer import (
    Answer,
    Answered,
    ChangeAnswer,
    Evidence,
    FinanceAnswer,
    ImprovementAnswer,
    ProblemAnswer,
    ProfileAnswer,
    Statement,
    TypeAnswer,
)
from extract.model.record import Record
from extract.model.report import BudgetStage, Direction, FinanceItem, ReportType
from extract.readers.llm.answers.hesitation import LEAST, value_logprobs, with_hesitations
from extract.readers.llm.answers.merge import merge
from extract.readers.llm.answers.translate import translate
from extract.readers.llm.asks.tasks import TASKS, task_named
from extract.readers.llm.calls.cache import Reply, StoreCache, Stored
from extract.readers.llm.calls.client import reply_of
from extract.readers.llm.linking import LinkAnswer, LinksTask, linked
from extract.steps.assemble.report import assemble
from extract.steps.confidence import assess
from extract.steps.privacy.redact import Restoration

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
SCALARS = st.none() | st.booleans() | st.integers(-999, 999) | TEXT
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3))
OBJECTS = st.dictionaries(TEXT, JSON, max_size=3)


def pieces(value: Any) -> Iterator[tuple[bytes, bool]]:
    """Write JSON, and say of each piece whether it is the inside of a value."""
    match value:
        case dict():
            yield b"{", False
            for at, (key, each) in enumerate(value.items()):
                yield (b", " if at else b"") + json.dumps(key, ensure_ascii=False).encode() + b": ", False
                yield from pieces(each)
            yield b"}", False
        case list():
            yield b"[", False
            for at, each in enumerate(value):
                yield b", " if at else b"", False
                yield from pieces(each)
            yield b"]", False
        case str():
            written = json.dumps(value, ensure_ascii=False).encode()
            yield written[:-1], True
            yield written[-1:], False
        case _:
            yield json.dumps(value).encode(), True


def cut(written: bytes, weights: list[int], ends: set[int]) -> dict[str, Any]:
    """Return tokens with these ends; each has the sum of its bytes' log-probabilities, in thousandths."""
    spans = list(pairwise(sorted({0, len(written)} | {end for end in ends if 0 < end < len(written)})))
    return {
        "content": [
            {"token": "�", "bytes": list(written[start:end]), "logprob": -sum(weights[start:end]) / 1000}
            for start, end in spans
        ]
    }


@given(OBJECTS, st.data())
def test_how_an_answer_is_cut_into_tokens_does_not_matter(data: dict[str, Any], draw: st.DataObject) -> None:
    before, behind = draw.draw(st.sampled_from([("", ""), ("好的：\n```json\n", "\n```"), ("<think>数</think>", "")]))
    parts = [(before.encode(), False), *pieces(data), (behind.encode(), False)]
    written = b"".join(part for part, _ in parts)
    weights: list[int] = []
    borders, expected = set(), []
    for part, valued in parts:
        own = draw.draw(st.lists(st.integers(0, 900), min_size=len(part), max_size=len(part))) if valued else []
        borders |= {len(weights)} if valued else set()  # a token that holds two values cannot be shared out
        expected += [-sum(own) / 1000] if valued else []
        weights += own or [0] * len(part)
    ends = draw.draw(st.sets(st.integers(0, len(written)))) | borders
    found = value_logprobs(written.decode(), cut(written, weights, ends))
    assert found == pytest.approx(tuple(expected), abs=1e-9)


@given(OBJECTS)
def test_names_of_doubted_keys_are_all_that_is_added_to_an_answer(data: dict[str, Any]) -> None:
    content = json.dumps(data, ensure_ascii=False)
    count = sum(valued for _, valued in pieces(data))
    doubted = with_hesitations(content, [-5.0] * count)
    assert without(json.loads(doubted)) == without(data)
    assert with_hesitations(content, [-0.5] * count) is content


def without(value: Any) -> Any:
    match value:
        case dict():
            return {key: without(each) for key, each in value.items() if key != "hesitant"}
        case list():
            return [without(each) for each in value]
        case _:
            return value


ITEM = {
    "evidence": {"first": 9, "last": 9, "text": "1200万元"},
    "item": "total_expenditure",
    "stage": None,
    "label": "预算",
}
CONTENT = json.dumps({"finance": [ITEM]}, ensure_ascii=False)


def doubted(content: str, *hesitates: str) -> Any:
    return json.loads(with_hesitations(content, value_logprobs(content, logprobs_of(content, hesitates))))


def test_each_object_names_its_own_keys() -> None:
    (item,) = doubted(CONTENT, "1200", "null", '"total')["finance"]
    assert item["hesitant"] == ["item", "stage"]
    assert item["evidence"]["hesitant"] == ["text"]


def test_an_answer_of_which_the_model_is_sure_stays_as_it_is_written() -> None:
    numbers = value_logprobs(CONTENT, logprobs_of(CONTENT, ()))
    assert len(numbers) == 6
    assert with_hesitations(CONTENT, numbers) is CONTENT


def test_hesitation_over_a_key_or_a_bracket_is_none_over_a_value() -> None:
    assert doubted(CONTENT, '"evidence', "label", "}]") == json.loads(CONTENT)


@pytest.mark.parametrize(
    "given_",
    [
        None,
        {},
        {"content": None},
        {"content": []},
        {"content": "text"},
        {"content": [{"token": "{"}]},
        {"content": [{"token": "{", "logprob": None}]},
        {"content": [{"token": "{", "logprob": -0.1}]},
        {"content": [{"token": CONTENT, "logprob": "nan"}]},
        {"content": [{"token": CONTENT, "logprob": -0.1, "bytes": [999]}]},
        {"content": [7]},
        {"tokens": ["{"], "token_logprobs": [-0.1]},
        [CONTENT],
    ],
    ids=repr,
)
def test_tokens_that_do_not_write_the_answer_tell_nothing(given_: object) -> None:
    assert value_logprobs(CONTENT, given_) == ()


def test_an_answer_without_json_tells_nothing() -> None:
    assert value_logprobs("没有", logprobs_of("没有", ())) == ()


def test_tokens_without_bytes_are_read_as_text_and_impossible_ones_have_a_floor() -> None:
    tokens = [
        {"token": '{"a": ', "logprob": -1.0},
        {"token": "7", "logprob": -9999.0},
        {"token": "}<|end|>", "logprob": 0},
    ]
    assert value_logprobs('{"a": 7}', {"content": tokens}) == (LEAST,)


def written(*tokens: tuple[str, float]) -> dict[str, Any]:
    return {"content": [{"token": token, "logprob": logprob} for token, logprob in tokens]}


def test_the_opening_quote_belongs_to_a_text_and_the_closing_one_to_what_follows() -> None:
    """Before the first it is decided that the value is no null; the second often comes with the next key or bracket."""
    torn_between_text_and_null = written(('{"a": ', 0.0), ('"', -2.0), ("甲", -0.1), ('"}', 0.0))
    torn_over_what_follows = written(('{"a": ', 0.0), ('"', -0.1), ("甲", -0.1), ('"}', -2.0))
    assert value_logprobs('{"a": "甲"}', torn_between_text_and_null) == (-2.1,)
    assert value_logprobs('{"a": "甲"}', torn_over_what_follows) == (-0.2,)


def test_of_an_answer_that_was_thought_out_before_only_the_last_writing_counts() -> None:
    tokens = written(("也许 ", -1.0), ('{"a": 7}', -5.0), (" 对。", -1.0), ('{"a": 7}', -0.1), ("<end>", -1.0))
    assert value_logprobs('{"a": 7}', tokens) == (-0.1,)


def test_an_object_that_states_a_key_twice_is_left_as_it_is() -> None:
    content = '{"a": 1, "a": 2}'
    assert with_hesitations(content, (-3.0, -3.0)) is content


def test_a_reply_keeps_one_number_a_value_and_no_token() -> None:
    data = {"choices": [{"message": {"content": CONTENT}, "logprobs": logprobs_of(CONTENT, ("1200",))}]}
    reply = reply_of(data)
    assert len(reply.logprobs) == 6
    assert sum(number < -1 for number in reply.logprobs) == 1


class Rows:
    """Rows of answers as the store holds them: JSON in, JSON out."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}

    def find(self, key: str) -> dict[str, Any] | None:
        """Return a row, parsed."""
        return {"body": json.loads(self.rows[key]), "usage": {}, "document": "r"} if key in self.rows else None

    def keep(self, key: str, body: dict[str, Any], usage: dict[str, int], **about: str | int) -> None:
        """Write a row."""
        del usage, about
        self.rows[key] = json.dumps(body)

    def mark_valid(self, key: str) -> None:
        """Mark nothing."""
        del key


def test_a_paid_answer_keeps_its_log_probabilities_and_one_of_old_stays_valid() -> None:
    rows = Rows()
    cache = StoreCache(rows)
    told, untold = Reply("{}", logprobs=(-0.1, -2.5)), Reply("{}")
    for key, reply in (("told", told), ("untold", untold)):
        cache.put(key, Stored(reply, "r"), endpoint="e", task="t", attempt=0)
    assert "logprobs" not in rows.rows["untold"], "rows of endpoints that tell none are as they were"
    assert [stored.reply for key in ("told", "untold") if (stored := cache.get(key))] == [told, untold]


def finance(first: int, *hesitant: str, doubts: tuple[str, ...] = ()) -> FinanceAnswer:
    evidence = Evidence(first=first, text="1200万元", hesitant=doubts)
    return FinanceAnswer(
        evidence=evidence,
        item=FinanceItem.TOTAL_EXPENDITURE,
        stage=BudgetStage.INITIAL_BUDGET,
        label="预算",
        hesitant=hesitant,
    )


def test_what_was_hesitated_over_goes_with_its_item_through_joining_restoring_and_moving() -> None:
    parts = [
        task_named("finance", TASKS).answer.model_validate({"finance": (finance(17, "stage"),)}),
        task_named("finance", TASKS).answer.model_validate(
            {"finance": (finance(17, doubts=("text",)), finance(3, "item"))}
        ),
    ]
    joined = merge(parts)
    assert [item.hesitant for item in joined.finance] == [("stage",), ("item",)], "doubles go, whatever was in doubt"
    restored = Restoration((("1200", "3400"),)).answer(joined)
    assert restored.finance[0].evidence.text == "3400万元"
    assert restored.finance[0].item is FinanceItem.TOTAL_EXPENDITURE
    reading = small()
    moved = translate(joined, [(unit.start, unit.end) for unit in reading.units[1:]], reading)
    assert moved.finance[0].evidence.first == 18
    kept = [[item.hesitant for item in each.finance] for each in (restored, moved, pickle.loads(pickle.dumps(joined)))]  # noqa: S301  (our own)
    assert kept == [[("stage",), ("item",)]] * 3


def test_links_asked_anew_bring_their_own_doubt() -> None:
    improvement = ImprovementAnswer(statement=Evidence(first=22), topic="other", hesitant=("topic", "link"))
    answer = Answer(problems=(ProblemAnswer(statement=Evidence(first=19), topic="other"),), improvements=(improvement,))
    sure = LinkAnswer(improvement=0, addresses=(0,), link="explicit")
    torn = LinkAnswer(improvement=0, addresses=(0,), link="explicit", hesitant=("addresses",))
    found = [linked(answer, LinksTask(links=(one,))).improvements[0].hesitant for one in (sure, torn)]
    assert found == [("topic",), ("topic", "addresses", "link")]


def statements(kind: type[Statement] = Statement) -> Iterator[type[Statement]]:
    for each in kind.__subclasses__():
        yield each
        yield from statements(each)


def test_no_schema_and_no_dump_shows_what_was_hesitated_over() -> None:
    assert len(list(statements())) > 9
    assert not [kind for kind in statements() if "hesitant" in json.dumps(kind.model_json_schema())]
    assert "hesitant" not in finance(3, "item").model_dump_json()
    assert "hesitant" not in repr(finance(3, "item"))


def assessed(answer: Answer) -> Record:
    reading = small()
    return assess(assemble(answer, reading), answered=Answered(answer), reading=reading)


def test_a_doubted_attribute_loses_confidence_and_says_why_and_the_item_does_not() -> None:
    (sure,), (torn,) = (
        assessed(Answer(finance=(one,))).finance for one in (finance(17), finance(17, "stage", "label"))
    )
    assert sure.fields is not None
    assert torn.fields is not None
    assert torn.confidence == sure.confidence
    assert {name for name, value in torn.fields.items() if value < sure.fields[name]} == {"stage"}
    assert set(torn.reasons) - set(sure.reasons) == {"hesitant:stage", "low_confidence"}


def test_doubted_evidence_makes_the_whole_item_doubtful() -> None:
    (sure,), (torn,) = (
        assessed(Answer(finance=(one,))).finance for one in (finance(17), finance(17, doubts=("text",)))
    )
    assert (torn.confidence or 0) < (sure.confidence or 0)
    assert "hesitant" in torn.reasons


def test_doubt_about_a_unit_counts_where_only_the_reader_states_it() -> None:
    headed = finance(2, "unit").model_copy(update={"unit": "万元"})
    reading = small(text="2023年度临江县水利局部门整体支出绩效自评报告\n\n支出1200，其中项目支出300万元。\n")
    alone = headed.model_copy(update={"evidence": Evidence(first=2, text="1200")})
    stated = headed.model_copy(update={"evidence": Evidence(first=2, text="300万元")})
    of_reader, of_text = assemble(Answer(finance=(alone, stated)), reading).finance
    assert (of_reader.unit, of_reader.reasons) == ("万元", ("hesitant",))
    assert (of_text.unit, of_text.reasons) == ("万元", ())


def test_a_scalar_that_the_model_left_out_with_hesitation_is_doubted() -> None:
    lists: dict[str, list[str]] = {"functions": [], "internal_units": [], "staffing": []}
    content = json.dumps({"profile": {"preparer": None, "self_grade": None}, **lists})
    marked = task_named("profile", TASKS).answer.model_validate(doubted(content, "null"))
    merged = merge([marked])
    absent = {one.path: one for one in assessed(merged).absent or ()}
    torn, sure = absent["profile.preparer"], absent["profile.self_grade"]
    assert torn.confidence < sure.confidence
    assert torn.reasons[0] == "hesitant"
    assert not sure.reasons


def test_doubt_about_a_change_its_link_or_its_kind_is_the_attributes_own() -> None:
    change = ChangeAnswer(direction=Direction.INCREASE, amount="1140万元", hesitant=("direction",))
    figure = finance(17).model_copy(update={"change": change})
    improvement = ImprovementAnswer(
        statement=Evidence(first=23), topic="other", addresses=(0,), link="inferred", hesitant=("addresses", "topic")
    )
    kind = TypeAnswer(evidence=Evidence(first=1), value=ReportType.OTHER, hesitant=("value",))
    made = assessed(
        Answer(
            profile=ProfileAnswer(report_type=kind),
            finance=(figure,),
            problems=(ProblemAnswer(statement=Evidence(first=19), topic="other"),),
            improvements=(improvement,),
        )
    )
    assert "hesitant:change" in made.finance[0].reasons
    assert {"hesitant:link", "hesitant:topic"} <= set(made.improvements[0].statement.reasons)
    assert made.profile.report_type is not None
    assert "hesitant" in made.profile.report_type.reasons
    assert not any("hesitant" in code for code in made.problems[0].statement.reasons)
