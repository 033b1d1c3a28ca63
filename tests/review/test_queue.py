"""Whose turn it is: hard overrides, expected cost, the random audit, and how much doubt is left."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_fakes import BASIC, FIRST_DUTY, PROJECT, SECOND_DUTY, TOTAL, Office, report, span
from scipy.stats import binomtest

from extract.language import Language
from extract.model.decision import Action, Status
from extract.review.dashboard import dashboard
from extract.review.desk.audit import lot, wilson
from extract.review.desk.compose import Unfit
from extract.review.desk.queue import Queues
from extract.review.words import PAGE, WORDS


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """One report under review; nothing is audited."""
    opened = Office(tmp_path)
    opened.keep(report())
    yield opened
    opened.close()


@pytest.fixture
def audited(tmp_path: Path) -> Iterator[Office]:
    """One report under review; everything is audited."""
    opened = Office(tmp_path, share=1.0)
    opened.keep(report())
    yield opened
    opened.close()


def queue(office: Office, **filters: str) -> Any:
    """The queue as the page gets it."""
    return office.client.get("/api/queue", params=filters).json()


def test_hard_overrides_come_first_then_expected_cost(office: Office) -> None:
    """A failed check before low confidence; what nobody doubts is not asked for."""
    assert [entry["id"] for entry in queue(office)["entries"]] == [TOTAL, BASIC]


def test_a_deferred_field_goes_to_the_end(office: Office) -> None:
    """It comes again when the others are done."""
    office.decide(TOTAL, "defer")
    assert [entry["id"] for entry in queue(office)["entries"]] == [BASIC, TOTAL]


def test_the_queue_says_how_much_doubt_is_left(office: Office) -> None:
    """The chances of an error of the open fields, added up; they sink as fields are settled."""
    before = queue(office)
    assert (before["open"], before["doubt"]) == (2, pytest.approx(0.5 + 0.4))
    office.decide(TOTAL, "accept")
    after = queue(office)
    assert (after["open"], after["doubt"]) == (1, pytest.approx(0.4))


def test_asking_for_a_list_includes_what_stands_inside_its_items(office: Office) -> None:
    """Details are part of problems."""
    problems = [one.model_dump(mode="json") for one in report().problems]
    problems[0]["details"] = [{"span": [0, 2], "text": "某县", "id": "problems.details-0", "confidence": 0.9}]
    office.keep(report(problems=problems))
    found = queue(office, show="all", list="problems")["entries"]
    assert sorted(entry["list"] for entry in found) == ["details", "problems", "problems"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"show": "all", "list": "finance"}, [TOTAL, BASIC, PROJECT]),
        ({"reason": "low_confidence"}, [BASIC]),
        ({"search": "251.66"}, [PROJECT]),
        ({"search": "251.66", "show": "open"}, [PROJECT]),
        ({"search": "251.66", "show": "flagged"}, []),
        ({"show": "settled"}, []),
        ({"show": "all", "rule": "parts_sum_to_total"}, []),
        ({"document": "elsewhere"}, []),
    ],
)
def test_filters_narrow_the_queue(office: Office, filters: dict[str, str], ids: list[str]) -> None:
    """By list, reason, words, status, finding and document."""
    assert [entry["id"] for entry in queue(office, **filters)["entries"]] == ids


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "预算阶段：模型写下时把握不到一半"),
        ("en", "stage: the model held this less likely than not when it wrote it"),
    ],
)
def test_the_page_says_over_what_the_model_hesitated_and_finds_it(office: Office, lang: str, words: str) -> None:
    """In words, with the attribute's name; the code without it is what the queue is filtered by."""
    doubted = report().finance[1].model_copy(update={"reasons": ("hesitant:stage", "low_confidence")})
    office.keep(report(finance=[doubted.model_dump(mode="json")]))
    row = office.document(lang=lang)["rows"][BASIC]
    assert words in [reason["says"] for reason in row["reasons"]]
    assert [entry["id"] for entry in queue(office, reason="hesitant")["entries"]] == [BASIC]


def test_documents_are_reviewed_one_by_one_or_across(office: Office) -> None:
    """Across, the worst of all come first."""
    office.keep(report("college"), position=1)
    assert len(queue(office, document="college")["entries"]) == 2
    assert [entry["id"] for entry in queue(office)["entries"]] == [TOTAL, TOTAL, BASIC, BASIC]


def test_the_audit_draws_from_fields_without_doubt_and_estimates_their_error_rate(audited: Office) -> None:
    """Of the sure ones that were looked at, one was wrong."""
    rows = audited.document()["rows"]
    sure = [name for name, row in rows.items() if row["audited"]]
    assert TOTAL not in sure
    assert BASIC not in sure
    for name in sure:
        audited.decide(name, "accept" if name != PROJECT else "edit", {"value": "7"} if name == PROJECT else None)
    shown = dashboard(audited.desk, Queues(audited.desk), Language.ZH)
    assert (shown.audit.seen, shown.audit.wrong, shown.audit.drawn) == (len(sure), 1, len(sure))
    assert shown.audit.rate == pytest.approx(1 / len(sure))


@pytest.mark.parametrize(
    ("target", "action", "new"),
    [
        ("profile.self_score", "add", {"span": span("94")}),
        (FIRST_DUTY, "reject", None),
        (FIRST_DUTY, "merge", {"others": [SECOND_DUTY]}),
    ],
)
def test_whatever_way_an_audited_field_was_corrected_it_counts_as_wrong(
    audited: Office, target: str, action: str, new: dict[str, Any] | None
) -> None:
    """An absent scalar that is stated, a passage that is not one, two that are one."""
    assert audited.decide(target, action, new).status_code == 200
    shown = dashboard(audited.desk, Queues(audited.desk), Language.ZH)
    assert shown.audit.wrong == shown.audit.seen >= 1


def test_what_people_added_is_no_part_of_the_sample(audited: Office) -> None:
    """It was not extracted, so it was not extracted wrongly."""
    before = dashboard(audited.desk, Queues(audited.desk), Language.ZH).audit
    audited.decide("finance", "add", {"span": span("94%")})
    assert dashboard(audited.desk, Queues(audited.desk), Language.ZH).audit == before


def test_decisions_on_doubtful_fields_do_not_enter_the_audit(audited: Office) -> None:
    """They were looked at because they were doubtful: they would bias the estimate."""
    audited.decide(TOTAL, "edit", {"value": "1"})
    assert dashboard(audited.desk, Queues(audited.desk), Language.ZH).audit.seen == 0


def test_the_lots_are_even() -> None:
    """Of ten thousand fields a twentieth is drawn, within four standard deviations."""
    drawn = sum(lot("report", f"finance-{number}") < 0.05 for number in range(10_000))
    assert abs(drawn - 500) < 4 * (10_000 * 0.05 * 0.95) ** 0.5


@given(st.integers(1, 400), st.data())
def test_the_interval_is_wilsons(seen: int, data: st.DataObject) -> None:
    """As scipy computes it."""
    wrong = data.draw(st.integers(0, seen))
    theirs = binomtest(wrong, seen).proportion_ci(method="wilson")
    assert wilson(wrong, seen) == (pytest.approx(theirs.low, abs=1e-5), pytest.approx(theirs.high, abs=1e-5))


def test_the_figures_show_progress_people_and_time(office: Office) -> None:
    """Seconds a field are those that the page measured."""
    office.decide(TOTAL, "accept", seconds=3)
    office.decide(BASIC, "accept", seconds=5)
    page = office.client.get("/figures").text
    assert "2 / 2" in page
    assert '<td>甲</td><td>共同</td><td class="n">2</td><td class="n">4.0</td>' in page


def test_the_workbook_can_be_had_from_the_page(office: Office) -> None:
    """With what was decided, the same as the command writes."""
    office.decide(BASIC, "edit", {"value": "601"})
    answer = office.client.get("/export.xlsx")
    assert "attachment" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [row[4] for row in book["资金数据"].iter_rows(min_row=2, values_only=True)] == [851.66, 601, 251.66]


def test_prometheus_can_read_the_state(office: Office) -> None:
    """One line a figure, names of people left out."""
    office.decide(TOTAL, "accept", seconds=3)
    lines = office.client.get("/metrics").text.splitlines()
    assert "gouji_review_fields_wanted 2" in lines
    assert "gouji_review_fields_settled 1" in lines
    assert "gouji_review_decisions_total 1" in lines
    assert not any("甲" in line or "school" in line for line in lines)


def test_every_word_that_a_script_says_is_there_in_both_languages() -> None:
    """A missing one would show its key."""
    room = Path(__file__).parents[2] / "extract" / "review"
    said = {
        key
        for path in (room / "static" / "js").glob("*.js")
        for key in re.findall(r'\bt\("(\w+)"', path.read_text("utf-8"))
    }
    said |= {
        f"{kind}_{value.value}"
        for kind, values in (("status", Status), ("done", Action), ("unfit", Unfit))
        for value in values
    }
    assert said - WORDS.keys() == set()
    assert [key for key, says in (WORDS | PAGE).items() if not says.zh or not says.en] == []


def test_pages_speak_english_too(office: Office) -> None:
    """Every word has both languages."""
    assert '<html lang="zh-CN">' in office.client.get("/").text
    assert '<html lang="en">' in office.client.get("/?lang=en").text
    assert (
        office.client.get("/api/queue", params={"lang": "en"}).json()["entries"][0]["title"] == "支出 · actual · 2023"
    )
