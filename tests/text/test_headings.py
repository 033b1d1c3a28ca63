"""The headings of tests/cases/headings.md mean what stands above them."""

from __future__ import annotations

import pytest
from text_cases import CASES

from extract.model.text import SectionKind
from extract.steps.layout.headings import is_label, is_report_title, kind_of


def _listed() -> dict[str, list[str]]:
    """Return the headings of the case document by the title of their list."""
    lists: dict[str, list[str]] = {}
    for line in (CASES / "headings.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            lists[line[3:]] = []
        elif line.startswith("- "):
            lists[list(lists)[-1]].append(line[2:])
    return lists


LISTED = _listed()
HEADLINES = LISTED.pop("headlines")


@pytest.mark.parametrize(("kind", "title"), [(kind, title) for kind, titles in LISTED.items() for title in titles])
def test_a_heading_of_the_genre_names_its_kind(kind: str, title: str) -> None:
    """By the words of the title alone."""
    assert kind_of(title) is SectionKind(kind)


@pytest.mark.parametrize("title", HEADLINES)
@pytest.mark.parametrize("above", [(), (SectionKind.PROBLEMS,), (SectionKind.OTHER, SectionKind.IMPROVEMENTS)])
def test_a_headline_that_states_something_names_no_kind(title: str, above: tuple[SectionKind, ...]) -> None:
    """Wherever it stands."""
    assert kind_of(title, above) is SectionKind.OTHER
    assert not is_label(title)


def test_a_label_below_work_names_its_kind_only_if_it_ends_the_account() -> None:
    """A subject of the year's work is none; problems and remedies are."""
    assert kind_of("预算管理", (SectionKind.WORK,)) is SectionKind.OTHER
    assert kind_of("存在的问题", (SectionKind.WORK,)) is SectionKind.PROBLEMS
    assert kind_of("改进措施", (SectionKind.PROBLEMS,)) is SectionKind.IMPROVEMENTS


def test_only_whole_lines_of_the_genres_words_are_labels() -> None:
    """A piece of a sentence that holds such words is none."""
    assert is_label("部门基本情况")
    assert is_label("**存在的问题**")
    assert not is_label("面排查化解突出问题和")
    assert not is_label("单位")


def test_a_report_is_known_by_its_title() -> None:
    """Report and form, with a remark in brackets or without."""
    assert is_report_title("2023年度县水利局部门整体支出绩效自评报告")
    assert is_report_title("部门整体支出绩效自评表（2023年度）")
    assert not is_report_title("绩效自评情况")
