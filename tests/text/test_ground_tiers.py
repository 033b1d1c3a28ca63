"""Grounding: which places a quote names, tier by tier, and which quotes are refused."""

from __future__ import annotations

import pytest

from extract.steps.ground import Locator, locate

REPORT = """一、基本情况

2024年，全局共办理事项 2371
件，比去年同期1676件上升41.4%。其中来信51件，来访 58 批次 140 人次。

**（一）工作开展情况。** 建立“首接负责”工作机制，未发生重大安全事故；全年开展培训３次。

二、存在的问题

队伍建设有待加强，预算编制不够科学，资金使用效率有待进一步提高。

三、改进措施

加强队伍建设，提高资金使用效率。全年开展督查５次，来信51件已全部办结。
"""


def _found(quote: str, near: int | None = None) -> tuple[str, str] | None:
    located = locate(quote, REPORT, near=near)
    return None if located is None else (REPORT[located.start : located.end], located.tier)


def test_a_verbatim_quote_is_exact() -> None:
    """The cheapest tier."""
    assert _found("队伍建设有待加强") == ("队伍建设有待加强", "exact")


def test_white_space_around_a_quote_is_no_part_of_the_span() -> None:
    """Spans begin and end on a non-space character."""
    assert _found("\n 队伍建设有待加强　") == ("队伍建设有待加强", "exact")


@pytest.mark.parametrize(
    ("quote", "piece"),
    [
        ("全局共办理事项2371件", "全局共办理事项 2371\n件"),
        ("来访58批次140人次", "来访 58 批次 140 人次"),
        ('(一)工作开展情况.建立"首接负责"工作机制', "（一）工作开展情况。** 建立“首接负责”工作机制"),
        ("全年开展培训3次", "全年开展培训３次"),
        ("预算编制不够科学,资金使用效率", "预算编制不够科学，资金使用效率"),
        ("**队伍建设**有待加强", "队伍建设有待加强"),
    ],
)
def test_layout_width_and_punctuation_are_folded_away(quote: str, piece: str) -> None:
    """What hard wraps, Markdown and keyboards change says nothing."""
    assert _found(quote) == (piece, "folded")


@pytest.mark.parametrize(
    ("quote", "piece"),
    [
        ("建立“首接负贵”工作机制", "建立“首接负责”工作机制"),
        ("队伍建设还有待加强，预算编制", "队伍建设有待加强，预算编制"),
        ("资金使用率有待进一步提高", "资金使用效率有待进一步提高"),
        ("全局共辨理事项 2371 件", "全局共办理事项 2371\n件"),
    ],
)
def test_a_mistyped_character_outside_of_numerals_is_forgiven(quote: str, piece: str) -> None:
    """Replaced, added or left out."""
    assert _found(quote) == (piece, "fuzzy")


@pytest.mark.parametrize(
    ("quote", "piece"),
    [
        ("队伍建设有待加强预算编制不够科学", "队伍建设有待加强，预算编制不够科学"),
        ("，预算编制不够科学、资金使用效率有待进一步提高；", "，预算编制不够科学，资金使用效率有待进一步提高。"),
        (
            "建立首接负责工作机制未发生重大安全事故全年开展培训3次",
            "建立“首接负责”工作机制，未发生重大安全事故；全年开展培训３次",
        ),
    ],
)
def test_punctuation_left_out_or_swapped_is_forgiven(quote: str, piece: str) -> None:
    """However much of it, but not within numbers."""
    assert _found(quote) == (piece, "fuzzy")


@pytest.mark.parametrize("quote", ["；发生重大安全事故全年开展培训", "比去年同期1676件上升414%其中来信"])
def test_left_out_punctuation_hides_no_left_out_negation_or_point(quote: str) -> None:
    """A clause that begins behind its 不 is another clause, and 414 is not 41.4."""
    assert _found(quote) is None


@pytest.mark.parametrize(
    "quote",
    [
        "比去年同期1677件上升41.4%",
        "比去年同期1676件上升414%",
        "比去年同期1676件上升41.4，其中来信",
        "比去年同期1676件下降41.4%",
        "已发生重大安全事故；全年开展培训",
        "机制，发生重大安全事故；全年开展培训",
        "预算编制够科学，资金使用效率",
        "预算编制十分不够科学，资金使用",
    ],
)
def test_a_changed_numeral_negation_or_direction_is_refused(quote: str) -> None:
    """One character makes another statement of these."""
    assert _found(quote) is None


@pytest.mark.parametrize(
    "quote", ["", " \n", "***", "加强党风廉政建设，严格落实责任", "人大建议", "预算执行率为百分之九十四"]
)
def test_what_does_not_stand_in_the_text_is_refused(quote: str) -> None:
    """Invention, marks only, and short words."""
    assert _found(quote) is None


@pytest.mark.parametrize("quote", ["371", "371\n件", "237", "51件上升", "1.4%"])
def test_a_figure_is_never_found_inside_a_longer_number(quote: str) -> None:
    """371 is not stated by 2371."""
    assert _found(quote) is None


def test_a_long_quote_may_begin_within_a_number() -> None:
    """The rest of it says enough."""
    assert _found("76件上升41.4%。其中来信51件") == ("76件上升41.4%。其中来信51件", "exact")


def test_without_a_hint_the_first_of_several_places_is_named() -> None:
    """Every mention counts, so callers give hints; without one the first is as good."""
    located = locate("来信51件", REPORT)
    assert located is not None
    assert located.start == REPORT.index("来信51件")


@pytest.mark.parametrize("quote", ["来信51件", "来信 51 件", "队伍建设"])
def test_of_several_places_the_one_nearest_to_the_hint_is_named(quote: str) -> None:
    """In either tier, and with hints outside of the text."""
    plain = quote.replace(" ", "")
    first, last = REPORT.index(plain), REPORT.rindex(plain)
    for near, start in (
        (0, first),
        (first + 3, first),
        (last - 3, last),
        (len(REPORT), last),
        (10**9, last),
        (-5, first),
    ):
        located = locate(quote, REPORT, near=near)
        assert located is not None
        assert located.start == start


def test_the_hint_chooses_between_two_equally_near_changed_places() -> None:
    """The fuzzy tier too."""
    text = "统筹推进各项重点任务落实。" + "其他内容" * 20 + "统筹推进各项重点任务落实。"
    located = locate("统筹推动各项重点任务落实", text, near=len(text))
    assert located is not None
    assert (located.start, located.tier) == (text.rindex("统筹"), "fuzzy")


def test_a_locator_answers_as_locate_does() -> None:
    """One is the other with the index kept."""
    locator = Locator(REPORT)
    for quote in ("来信51件", "来访58批次", "建立“首接负贵”工作机制", "没有这句话的报告"):
        for near in (None, 0, 200):
            assert locator.locate(quote, near) == locate(quote, REPORT, near=near)


def test_an_empty_text_holds_nothing() -> None:
    """Nor does white space."""
    assert locate("队伍建设有待加强", "") is None
    assert locate("队伍建设有待加强", " \n") is None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("本单位按期办结信访事项共计若干", "本单位逾期办结信访事项共计若干"),
        ("五十人以上集体访明显减少情况", "五十人以下集体访明显减少情况"),
        ("全部完成年度重点工作任务要求", "部分完成年度重点工作任务要求"),
        ("甲部门牵头负责重点项目建设工作", "乙部门牵头负责重点项目建设工作"),
    ],
)
def test_words_that_turn_a_statement_are_no_typing_errors(quote: str, text: str) -> None:
    assert locate(quote, f"前文。{text}。后文") is None
