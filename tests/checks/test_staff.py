"""Rule ``staff_within_posts``: who is without a post does not exceed the posts."""

from __future__ import annotations

import asyncio

import pytest

from extract.domains.general import GENERAL
from extract.model.text import RawDocument
from extract.pipeline import extract_document
from extract.readers.rules.reader import RulesReader


def _said(text: str) -> list[str]:
    raw = RawDocument("case", f"一、部门概况\n（一）人员情况\n{text}\n")
    record = asyncio.run(extract_document(raw, reader=RulesReader(), domain=GENERAL))
    return [finding.message.zh for finding in record.findings or () if finding.rule == "staff_within_posts"]


def test_more_staff_than_posts_is_said_with_the_difference() -> None:
    """Without a word on contract staff all are taken to hold a post."""
    assert _said("我局核定编制20人，实有在职人员25人。") == ["实有在职人员25人超过编制20人，超编5人，请说明原因。"]


@pytest.mark.parametrize(
    "text",
    [
        "我局核定编制20人，实有在职人员25人（含劳务派遣6人）。",
        "我局核定编制20人，实有在职人员25人，其中编外聘用人员5人。",
        "我局核定编制20人，实有在职人员25人（含聘用人员）。",
        "我局核定编制20人，实有在职人\n员25人（含\n劳务派遣人员6名）。",
    ],
)
def test_contract_staff_stated_inside_the_count_are_left_out(text: str) -> None:
    """Dispatched and contract staff hold no post; where their number is not stated nothing is said."""
    assert _said(text) == []


def test_what_is_left_beyond_the_posts_is_said() -> None:
    """25 less 2 are still 3 more than 20."""
    assert _said("我局核定编制20人，实有在职人员25人（含劳务派遣2人）。") == [
        "实有在职人员25人（扣除编外2人）超过编制20人，超编3人，请说明原因。"
    ]


@pytest.mark.parametrize("beside", ["，另有劳务派遣6人", "（不含劳务派遣6人）"])
def test_contract_staff_outside_the_count_change_nothing(beside: str) -> None:
    """另有 and 不含 say that the count is without them."""
    assert len(_said(f"我局核定编制20人，实有在职人员25人{beside}。")) == 1
