"""What the page and the source tell: joined lines, page furniture, known cells, numbers of items."""

from __future__ import annotations

import pytest

from extract.model.text import Cell, Page, RawDocument, UnitRole
from extract.steps.layout.enumerators import EnumeratorKind, enumerator_at, enumerators_inside
from extract.steps.normalise import normalise
from extract.steps.outline import outline
from extract.steps.units import number_units


def _joined(text: str, *, pages: tuple[Page, ...] = ()) -> list[str]:
    """Return the lines that go on with the one before."""
    document = normalise(RawDocument("case", text, pages=pages))
    return [text[line.start : line.end] for line in document.lines if line.joined]


def test_offsets_index_the_source_text_with_its_line_ends_kept() -> None:
    """Carriage returns and byte order marks are counted like any character."""
    text = "\ufeff一、部门概况\r\n\r\n编制46人，实有43人；\r\n退休28人。\r\n"
    document = normalise(RawDocument("case", text))
    units = number_units(document, outline(document))
    assert document.text is text
    assert [text[unit.core.start : unit.core.end] for unit in units][-2:] == ["编制46人，实有43人", "退休28人"]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("围绕年初确定的中心工作，我局牵头联合区委政\n\n法委开展排查，成效明显。", ["法委开展排查，成效明显。"]),
        ("认真落实《条例\n》精神。", ["》精神。"]),
        ("部门名称：县水利局\n填报人：李明", []),
        ("负责水资源保护；\n负责防汛抗旱。", []),
        ("序号\n项目\n金额", []),
        ("部门资\n金情况", ["金情况"]),
        ("存在问题\n无", []),
        ("根据条例第\n（一）项规定办理。", ["（一）项规定办理。"]),
        ("工作情况如下：\n（一）加强管理", []),
        ("项目⇥金额\n支出⇥12.5".replace("⇥", "\t"), []),
    ],
)
def test_a_line_goes_on_only_where_layout_broke_it(text: str, joined: list[str]) -> None:
    """Sentences and words go on; fields, items, labels and rows do not."""
    assert _joined(text) == joined


def test_a_page_number_inside_a_sentence_is_joined_with_it_and_one_between_sentences_is_not() -> None:
    """Dashes mark the number of a page."""
    inside = "围绕流域治理重点任务，区水务局会同区生态环境\n\n- 3 -\n\n局开展联合巡查。"
    assert _joined(inside) == ["- 3 -", "局开展联合巡查。"]
    assert _joined("巡查已经完成。\n- 3 -\n整改已经落实。") == []


def test_a_bare_number_is_a_page_number_only_where_a_known_page_ends() -> None:
    """Elsewhere it may be the amount of a form's cell."""
    text = "围绕流域治理重点任务，区水务局会同区生态环境\n3\n局开展联合巡查。"
    second = text.index("局开展")
    pages = (Page(1, 0, second), Page(2, second, len(text)))
    assert _joined(text, pages=pages) == ["3", "局开展联合巡查。"]
    assert _joined(text.replace("\n局", "\n\f局")) == ["3", "局开展联合巡查。"]
    assert _joined("巡查已经完成。\n3\n整改已经落实。") == []


def test_a_running_head_repeated_on_three_pages_does_not_break_a_sentence() -> None:
    """The same words at the top of every page belong to the page."""
    head = "临江市水利局绩效自评报告 第{}期"
    page = "{}\n围绕流域治理重点任务，市水利局会同生态环境局开展\n联合巡查。整改问题三百一十二个，群众满意度进一步提\n"
    text = "\f".join(page.format(head.format(number)) + "高，" for number in range(1, 4))
    document = normalise(RawDocument("case", text))
    heads = [line for line in document.lines if "第" in text[line.start : line.end]]
    assert len(heads) == 3
    assert [line.joined for line in heads] == [False, True, True]


def test_cells_that_the_source_knew_become_units_with_their_headers() -> None:
    """No line is joined from one cell to the next."""
    text = "存在问题\n群众参评率不够高；\n督办方式较单\n一"
    start = text.index("群众")
    cells = (Cell(0, 4, 0, 0), Cell(start, len(text), 0, 1, "存在问题", "自评"))
    document = normalise(RawDocument("case", text, cells=cells))
    units = number_units(document, outline(document))
    assert [
        (text[u.core.start : u.core.end].replace("\n", ""), u.headers) for u in units if u.role is UnitRole.CELL
    ] == [
        ("群众参评率不够高", ("存在问题", "自评")),
        ("督办方式较单一", ("存在问题", "自评")),
    ]


@pytest.mark.parametrize(
    ("written", "kind", "number"),
    [
        ("第一部分 部门概况", EnumeratorKind.PART, 1),
        ("第二章 预算执行", EnumeratorKind.CHAPTER, 2),
        ("第三节 支出情况", EnumeratorKind.CLAUSE, 3),
        ("Ⅱ、存在的问题", EnumeratorKind.ROMAN, 2),
        ("一 部门概况", EnumeratorKind.CHINESE, 1),
        ("2 存在的问题", EnumeratorKind.ARABIC, 2),
        ("2存在的问题", EnumeratorKind.ARABIC, 2),
        ("【2】资产管理", EnumeratorKind.ARABIC_BRACKET, 2),
        ("B.落实责任", EnumeratorKind.LETTER, 2),
        ("（c）日常养护", EnumeratorKind.LETTER, 3),
        ("二要加快支付", EnumeratorKind.SPOKEN, 2),
        ("★开通线路", EnumeratorKind.BULLET, 0),
        ("\uf06c 加强培训", EnumeratorKind.BULLET, 0),
        ("一、部门概况", EnumeratorKind.CHINESE, 1),
        ("十二、附则", EnumeratorKind.CHINESE, 12),
        ("（十）其他", EnumeratorKind.CHINESE_BRACKET, 10),
        ("( 三 ) 其他", EnumeratorKind.CHINESE_BRACKET, 3),
        ("3.加强管理", EnumeratorKind.ARABIC, 3),
        ("3．加强管理", EnumeratorKind.ARABIC, 3),
        ("1. 2022年1月接处情况", EnumeratorKind.ARABIC, 1),
        ("1.2022年1月接处情况", EnumeratorKind.ARABIC, 1),
        ("2.1 自评结论", EnumeratorKind.DECIMAL, 1),
        ("2.2.3 养老服务", EnumeratorKind.DEEP_DECIMAL, 3),
        ("（4）资产管理", EnumeratorKind.ARABIC_BRACKET, 4),
        ("⑷资产管理", EnumeratorKind.ARABIC_BRACKET, 4),
        ("2）质量方面", EnumeratorKind.HALF_BRACKET, 2),
        ("③公平性", EnumeratorKind.CIRCLED, 3),
        ("三是补齐短板", EnumeratorKind.SPOKEN, 3),
        ("第二，完善制度", EnumeratorKind.SPOKEN, 2),
        ("• 接受监督", EnumeratorKind.BULLET, 0),
    ],
)
def test_numbers_of_every_form_are_read(written: str, kind: EnumeratorKind, number: int) -> None:
    """With their form and value."""
    mark = enumerator_at(written, 0)
    assert mark is not None
    assert (mark.kind, mark.number) == (kind, number)


@pytest.mark.parametrize(
    "written",
    [
        "1.5万亩造林任务",
        "99.54%的事项",
        "2023年度",
        "一般公共预算",
        "一是否到位",
        "第二召集人",
        "3.26亿元",
        "-11.65万元",
        "三公经费",
        "二要素市场",
        "5 项目支出",
        "3个镇街",
        "2023年度部门概况",
        "一般公共预算支出情况",
        "A级景区",
        "C919大飞机",
        "△12.34",
        "√ 是",
        "[2021]5号",
        "第三部门",
        "第一节约",
    ],
)
def test_words_and_figures_are_no_numbers_of_items(written: str) -> None:
    """However much they look like them."""
    assert enumerator_at(written, 0) is None


def test_numbers_inside_a_paragraph_count_only_behind_the_end_of_a_clause() -> None:
    """``统一是``, ``第（一）项`` and ``2021、2022`` hold none."""
    text = "要求统一是前提，依据第（一）项；2021、2022年：1.编制预算；（2）加强监控，三是整改①公开"
    found = enumerators_inside(text, 0, len(text))
    assert [text[mark.start : mark.end] for mark in found] == ["1.", "（2）", "三是", "①"]
