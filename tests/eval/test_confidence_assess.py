from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.domains.pack import Domain
from extract.domains.petition import PETITION
from extract.errors import ConfigError
from extract.language import Language
from extract.model.answer import Answer, Answered, ProfileAnswer, Refusal, Verdict, Verified
from extract.model.reasons import ALWAYS_REVIEW, REASONS, must_review, reason_in
from extract.model.record import Fact, Finding, Message, Record, Run, Severity, Usage
from extract.model.report import Grounding, Profile
from extract.model.text import Box, Document, RawDocument, Reading, Section, SectionKind, Span, Unit, UnitRole
from extract.pipeline import extract_document, prepare
from extract.readers.rules.reader import RulesReader
from extract.steps.confidence import UNCALIBRATED, Weights, assess, parse_weights
from extract.steps.features import FEATURES
from extract.steps.remembered import remembered
from extract.steps.walk import places, rewrite
from extract.store.records import dump_record

GOLD = Path(__file__).parents[2] / "gold"
TEXT = (GOLD / "reports" / "panyu-2023.txt").read_text(encoding="utf-8")


def reading() -> Reading:
    """Cut the report at its line ends: enough of a reading for what confidence asks of it."""
    units, start = [], 0
    for number, line in enumerate(TEXT.splitlines(keepends=True), start=1):
        end = start + len(line)
        units.append(Unit(number, start, end, Span(start, end), line.strip(), UnitRole.SENTENCE, 0, 0))
        start = end
    section = Section(0, 0, SectionKind.OTHER, "", None, 0, len(TEXT))
    return Reading(Document(RawDocument("panyu-2023", TEXT), ()), (section,), tuple(units))


def record(**changes: Any) -> Record:
    """Return the gold record with ids and exact grounding, as the pipeline would hand it over."""
    data = json.loads((GOLD / "labels" / "panyu-2023.gold.json").read_text(encoding="utf-8"))
    data.update(changes)
    gold = Record.model_validate(data)
    return rewrite(gold, lambda place: place.thing.model_copy(update={"id": place.path, "grounding": Grounding.EXACT}))


def assessed(made: Record | None = None, *, answered: Answered | None = None, **options: Any) -> Record:
    return assess(made or record(), answered=answered or Answered(Answer()), reading=reading(), **options)


def at(made: Record, path: str) -> Any:
    return next(place.thing for place in places(made) if place.path == path)


def test_every_object_with_a_span_gets_a_confidence_and_every_null_scalar_one_too() -> None:
    made = assessed()
    assert all(0 < place.thing.confidence < 1 for place in places(made) if place.thing.confidence is not None)
    assert all(place.thing.confidence is not None for place in places(made))
    nulls = {f"profile.{name}" for name, value in made.profile if value is None}
    assert {one.path for one in made.absent or ()} == nulls


def test_attributes_have_a_confidence_of_their_own() -> None:
    made = assessed()
    assert set(made.finance[0].fields or {}) == {"item", "stage", "label", "year", "change"}
    assert set(made.measures[0].title.fields or {}) == {"topic"}
    assert made.functions[0].fields is None


def test_assessing_twice_changes_nothing() -> None:
    once = assessed()
    assert assessed(once) == once


def test_an_item_that_was_not_found_is_hardly_believed_and_always_reviewed() -> None:
    made = rewrite(
        record(),
        lambda place: place.thing.model_copy(
            update={"span": None, "grounding": Grounding.MISSING, "reasons": ("not_found",)}
            if place.path == "goals[0]"
            else {}
        ),
    )
    goal = at(assessed(made), "goals[0]")
    assert goal.confidence < 0.2
    assert must_review(goal.reasons)


def test_a_rival_that_agrees_raises_and_one_that_disagrees_lowers_confidence() -> None:
    alone = at(assessed(), "finance[0]").confidence
    assert at(assessed(rival=record()), "finance[0]").confidence > alone
    other = record()
    changed = other.model_copy(
        update={"finance": (other.finance[0].model_copy(update={"value": "1.00"}), *other.finance[1:])}
    )
    doubted = at(assessed(rival=changed), "finance[0]")
    assert doubted.confidence < alone
    assert "rival_disagrees" in doubted.reasons


def test_a_rival_that_differs_in_one_attribute_lowers_that_attribute_only() -> None:
    other = record()
    changed = other.model_copy(update={"metrics": (other.metrics[0].model_copy(update={"category": "other"}),)})
    agreed, doubted = at(assessed(rival=other), "metrics[0]"), at(assessed(rival=changed), "metrics[0]")
    assert doubted.confidence == agreed.confidence
    assert doubted.fields["category"] < agreed.fields["category"]
    assert doubted.fields["subject"] == agreed.fields["subject"]
    assert "rival_disagrees:category" in doubted.reasons


def test_what_only_one_reader_has_is_said() -> None:
    made = assessed(rival=record(problems=[], improvements=[]))
    assert "rival_alone" in made.problems[0].statement.reasons
    assert "rival_alone" in made.improvements[0].statement.reasons


def test_a_scalar_that_only_the_rival_states_is_doubted() -> None:
    data = json.loads((GOLD / "labels" / "panyu-2023.gold.json").read_text(encoding="utf-8"))
    name = next(key for key, value in data["profile"].items() if value is not None)
    without = record(profile={**data["profile"], name: None})
    confidence = {one.path: one.confidence for one in assessed(without).absent or ()}
    doubted = {one.path: one.confidence for one in assessed(without, rival=record()).absent or ()}
    assert doubted[f"profile.{name}"] < confidence[f"profile.{name}"]


def test_a_failed_check_lowers_what_it_touches_and_information_does_not() -> None:
    message = Message(zh="不符", en="does not fit")
    spans = (Span(0, 1),)
    failed = Finding(id="a", rule="r", severity=Severity.ERROR, message=message, spans=spans, items=("metrics[0]",))
    noted = Finding(id="b", rule="r", severity=Severity.INFO, message=message, spans=spans, items=("metrics[1]",))
    made = assessed(record().model_copy(update={"findings": (failed, noted)}))
    plain = assessed()
    assert at(made, "metrics[0]").confidence < at(plain, "metrics[0]").confidence
    assert "check_failed" in at(made, "metrics[0]").reasons
    assert at(made, "metrics[1]") == at(plain, "metrics[1]")


def _failing(rule: str, item: str) -> Record:
    message = Message(zh="不符", en="does not fit")
    found = Finding(id="a", rule=rule, severity=Severity.ERROR, message=message, spans=(Span(0, 1),), items=(item,))
    return assessed(record().model_copy(update={"findings": (found,)}))


def test_a_failed_sum_lowers_the_value_and_not_what_the_figure_is_called() -> None:
    made, plain = (at(one, "finance[0]") for one in (_failing("parts_sum_to_total", "finance[0]"), assessed()))
    assert made.confidence < plain.confidence
    lowered = {name for name, value in made.fields.items() if value < plain.fields[name]}
    assert lowered == {"stage", "year"} | ({"change"} & made.fields.keys())


def test_two_values_of_one_metric_make_its_name_subject_and_period_doubtful() -> None:
    made, plain = (at(one, "metrics[0]") for one in (_failing("one_quantity_one_value", "metrics[0]"), assessed()))
    lowered = {name for name, value in made.fields.items() if value < plain.fields[name]}
    assert lowered == {"name", "subject", "period"}


def test_a_problem_without_improvement_is_doubted_and_its_topic_is_not() -> None:
    made, plain = (
        at(one, "problems[0]") for one in (_failing("problem_without_improvement", "problems[0]"), assessed())
    )
    assert made.confidence < plain.confidence
    assert made.fields == plain.fields


def test_a_figure_that_the_report_repeats_consistently_is_believed_more() -> None:
    fact = Fact(
        id="f", list="metrics", key=(), value="62", unit="批", mentions=("metrics[0]", "metrics[1]"), conflict=False
    )
    made = assessed(record().model_copy(update={"facts": (fact,)}))
    assert at(made, "metrics[0]").confidence > at(assessed(), "metrics[0]").confidence


def test_samples_reasks_and_refusals_lower_confidence_and_are_named() -> None:
    plain = at(assessed(), "goals[0]").confidence
    sampled = at(assessed(samples=(record(goals=[]),)), "goals[0]")
    reasked = at(assessed(answered=Answered(Answer(), reasked=("goals",))), "goals[0]")
    last = len(reading().units)
    refused = at(assessed(answered=Answered(Answer(), refusals=(Refusal("goals", 1, last, "filter"),))), "goals[0]")
    assert max(sampled.confidence, reasked.confidence, refused.confidence) < plain
    assert [one.reasons[0] for one in (sampled, reasked, refused)] == ["samples_disagree", "reasked", "refused"]


def test_the_verifiers_word_counts() -> None:
    plain = at(assessed(), "goals[0]").confidence
    supported = at(assessed(verdicts={"goals[0]": "supported"}), "goals[0]")
    contradicted = at(assessed(verdicts={"goals[0]": "contradicted"}), "goals[0]")
    assert contradicted.confidence < plain < supported.confidence
    assert must_review(contradicted.reasons)


def test_low_confidence_follows_the_threshold_of_the_weights() -> None:
    strict = Weights(label="strict", intercept=0.0, weights={}, review_below=0.9)
    assert "low_confidence" in assessed(weights=strict).functions[0].reasons
    assert (
        "low_confidence" not in assessed(weights=strict.model_copy(update={"review_below": 0.4})).functions[0].reasons
    )


@given(st.sets(st.sampled_from(FEATURES)), st.sampled_from(FEATURES))
def test_a_feature_of_negative_weight_never_raises_confidence(found: set[str], added: str) -> None:
    before = UNCALIBRATED.confidence(dict.fromkeys(found - {added}, 1.0))
    after = UNCALIBRATED.confidence(dict.fromkeys(found | {added}, 1.0))
    assert (after - before) * UNCALIBRATED.weights.get(added, 0.0) >= 0


def test_default_weights_name_only_features_that_there_are() -> None:
    assert UNCALIBRATED.weights.keys() <= set(FEATURES)


def test_a_weights_file_reads_back() -> None:
    assert parse_weights(UNCALIBRATED.model_dump_json(), "confidence.json") == UNCALIBRATED


@pytest.mark.parametrize("text", ["", "{}", '{"label":"x","intercept":0,"weights":{"luck":1},"review_below":0.5}'])
def test_a_file_that_is_no_weights_file_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ConfigError, match=r"confidence\.json"):
        parse_weights(text, "confidence.json")


def test_every_reason_has_words_in_both_languages() -> None:
    for reason in REASONS:
        assert reason.says.zh
        assert reason.says.en
        assert reason_in(reason.code, Language.ZH) == reason.says.zh
    assert reason_in("rival_disagrees:topic", Language.ZH).startswith("主题：")
    assert "check_failed" in ALWAYS_REVIEW


def test_a_finished_record_still_tells_the_features_that_its_confidence_came_from() -> None:
    other = record(problems=[], improvements=[])
    doubted = other.model_copy(update={"metrics": (other.metrics[0].model_copy(update={"category": "other"}),)})
    run = Run(id="", reader="llm", started_at="", seconds=0, rival="rules")
    made = assessed(rival=doubted, answered=Answered(Answer(), reasked=("finance",))).model_copy(update={"run": run})
    leaves = list(remembered(made, reading()))
    assert len(leaves) > 150
    assert [UNCALIBRATED.confidence(leaf.found) for leaf in leaves] == [leaf.confidence for leaf in leaves]


def test_everything_that_bears_on_a_confidence_can_be_read_off_a_finished_record() -> None:
    marks: dict[str, dict[str, Any]] = {
        "finance[0]": {"reasons": ("hesitant", "hesitant:stage", "change_not_found")},
        "finance[1]": {"grounding": Grounding.FOLDED, "reasons": ("elsewhere", "ocr_unsure")},
        "goals[0]": {"span": None, "grounding": Grounding.MISSING, "reasons": ("not_found",)},
        "goals[1]": {"grounding": Grounding.FUZZY, "reasons": ("unparsed", "unknown_unit")},
        "measures[0]": {"reasons": ("hesitant:topic",)},
    }
    marked = rewrite(record(), lambda place: place.thing.model_copy(update=marks.get(place.path, {})))
    message = Message(zh="不符", en="does not fit")
    failed = Finding(
        id="a",
        rule="one_quantity_one_value",
        severity=Severity.ERROR,
        message=message,
        spans=(Span(0, 1),),
        items=("metrics[2]",),
    )
    mentions = ("metrics[0]", "metrics[1]")
    fact = Fact(id="f", list="metrics", key=(), value="62", unit="批", mentions=mentions, conflict=False)
    verdicts: dict[str, Verdict] = {
        "metrics[0]": "supported",
        "finance[0]": "supported",
        "metrics[1]": "contradicted",
        "functions[0]": "not_stated",
    }
    other = record(problems=[])
    other = other.model_copy(
        update={"finance": (other.finance[0].model_copy(update={"value": "1.00"}), *other.finance[1:])}
    )
    sample = other.model_copy(update={"finance": other.finance[1:]})
    profile = ProfileAnswer(hesitant=tuple(Profile.model_fields))
    answered = Answered(
        Answer(profile=profile), reasked=("metrics",), refusals=(Refusal("profile", 1, 9, "filter", ("profile",)),)
    )
    made = assessed(
        marked.model_copy(update={"findings": (failed,), "facts": (fact,)}),
        answered=answered,
        rival=other,
        samples=(sample,),
        verdicts=verdicts,
    )
    run = Run(
        id="", reader="llm", started_at="", seconds=0, rival="rules", supported=Verified(verdicts, Usage()).supported
    )
    again = Record.model_validate_json(made.model_copy(update={"run": run}).model_dump_json())
    leaves = list(remembered(again, reading()))
    assert [UNCALIBRATED.confidence(leaf.found) for leaf in leaves] == [leaf.confidence for leaf in leaves]
    assert {name for leaf in leaves for name in leaf.found} == set(FEATURES), "a new feature must be told here, too"


def test_a_record_says_what_a_verifier_supported_and_nothing_where_none_was_asked() -> None:
    run = Run(id="", reader="llm", started_at="", seconds=0)
    assert "supported" not in run.model_dump()
    assert run.model_copy(update={"supported": ("a",)}).model_dump()["supported"] == ("a",)


class Supporting:
    """A verifier that finds everything doubtful stated."""

    async def verify(
        self, record: Record, reading: Reading, domain: Domain, *, below: float, spent: Usage | None
    ) -> Verified:
        """Support what is below the threshold."""
        del reading, domain
        doubtful = (place.thing for place in places(record) if (place.thing.confidence or 0) < below)
        return Verified({thing.id: "supported" for thing in doubtful if thing.id}, spent or Usage())


async def test_what_a_verifier_supported_is_learnt_from_the_record_that_a_run_writes() -> None:
    raw = RawDocument("panyu-2023", TEXT)
    strict = UNCALIBRATED.model_copy(update={"review_below": 0.93})
    made = await extract_document(raw, reader=RulesReader(), domain=PETITION, weights=strict, verifier=Supporting())
    again = Record.model_validate_json(dump_record(made))
    assert again.run is not None
    assert again.run.supported
    leaves = list(remembered(again, prepare(raw)))
    assert any("supported" in leaf.found for leaf in leaves)
    assert [strict.confidence(leaf.found) for leaf in leaves] == [leaf.confidence for leaf in leaves]


def test_what_a_scan_says_unclearly_is_doubted() -> None:
    span = record().functions[0].span
    assert span is not None
    seen = reading()
    unclear = Box(span.start, span.end, 1, 0, 0, 1, 1, score=0.6)
    clear = Box(span.end, span.end + 50, 1, 0, 1, 1, 2, score=0.99)
    raw = replace(seen.document.raw, boxes=(unclear, clear))
    scanned = replace(seen, document=replace(seen.document, raw=raw))
    answered = Answered(Answer())
    plain = assess(record(), answered=answered, reading=seen).functions
    found = assess(record(), answered=answered, reading=scanned).functions
    assert "ocr_unsure" in found[0].reasons
    assert "ocr_unsure" not in found[1].reasons
    assert (found[0].confidence or 0) < (plain[0].confidence or 0)
