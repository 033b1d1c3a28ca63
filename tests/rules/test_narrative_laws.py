"""What holds for the rules reader on any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_shown import answered, quoted
from text_cases import cases

from extract.domains.pack import Domain
from extract.domains.registry import DOMAINS
from extract.model.answer import Answer, Evidence
from extract.readers.rules.reader import RulesReader, read_report

REPORTS = sorted((Path(__file__).parents[2] / "gold" / "reports").glob("*.txt"))
LINES = sorted(
    {
        line
        for name in ("measures", "problems", "improvements", "functions")
        for case in cases(name)
        for line in case.text.splitlines()
    }
)
texts = st.lists(
    st.sampled_from([*LINES, "", "- 3 -", "无。", "一、", "：", "1.", "（一）", "|", "问题一：", "\t"]), max_size=25
).map("\n".join)


def pointed(answer: Answer) -> list[Evidence]:
    """All evidence of the narrative lists."""
    found = [*answer.functions, *answer.internal_units, *answer.goals, *answer.rectification]
    for measure in answer.measures:
        found += [measure.title, *measure.actions]
    for problem in answer.problems:
        found += [problem.statement, *problem.details, *([problem.cause] if problem.cause else [])]
    for improvement in answer.improvements:
        found += [improvement.statement, *improvement.steps]
    return found


@given(text=texts)
@settings(max_examples=150, deadline=None)
def test_whatever_the_text_each_evidence_stands_in_it_and_links_lead_to_problems(text: str) -> None:
    """Lines of reports in any order and with odd ones between."""
    reading, answer = answered(text)
    for evidence in pointed(answer):
        assert quoted(reading, evidence)
    for improvement in answer.improvements:
        assert all(0 <= at < len(answer.problems) for at in improvement.addresses)
        assert (improvement.link is None) == (improvement.addresses == ())


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_topics_are_of_the_domain_and_evidence_reads_back(path: Path, domain: Domain) -> None:
    """The five reports in both domains."""
    reading, answer = answered(path.read_text(encoding="utf-8"), domain.name)
    keys = {term.key for term in domain.topics}
    assert pointed(answer)
    assert all(quoted(reading, evidence) for evidence in pointed(answer))
    assert {one.topic for one in (*answer.measures, *answer.problems, *answer.improvements)} <= keys


def test_a_text_that_is_no_report_gives_an_empty_answer() -> None:
    """Nothing is invented."""
    _, answer = answered("今天天气很好。\n\n我们去公园散步，孩子们在草地上放风筝。\n")
    assert pointed(answer) == []


def test_a_manual_with_headings_gives_no_measures() -> None:
    """Headings and verbs of work alone make no report."""
    _, answer = answered(
        "# 安装说明\n\n## 准备环境\n\n建立虚拟环境，安装全部依赖。\n\n## 运行测试\n\n执行测试并检查结果。\n"
    )
    assert pointed(answer) == []


async def test_the_reader_is_named_rules_and_answers_the_same_twice() -> None:
    """Deterministic, as the second reading beside a model has to be."""
    reading, _ = answered(REPORTS[0].read_text(encoding="utf-8"))
    reader = RulesReader()
    first, second = [await reader.read(reading, DOMAINS[0]) for _ in range(2)]
    assert reader.name == "rules"
    assert first == second
    assert first.answer == read_report(reading, DOMAINS[0])
