"""Quotes as readers and models write them down, against a page as a scanner and a printer left it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extract.steps.fold import fold
from extract.steps.ground import CONTEXT, locate

PAGE = """2022年度临江市水利局部门整体支出绩效自评报告
一、预算执行情况
全年安排资金 1,234.56 万元，其中：中央资金800 万元，省级资金2OO.5万元，执行率达9l.2%。（二）“三公”经费支出18.50万元，比上年减少2.3 万元，
下降11.06%；公务接待费3.20万元——主要用于
— 3 —
接待上级检查调研，满意率100%。
己完成病险水库除险加固７座，新建碧道21.6公里（其中：城区段12.4公里、郊野段9.2公里），完成投资1.83亿元。
三、存在的问题
1.预算编制不够精准。2.绩效目标设置不够科学，个别指标未量化。满意率100%。分别新增35、120家。
四、改进措施
1.提高预算编制精准度。满意率
100%。
"""
SENTENCES = ("全年接处信访事项{}件", "完成投资{}万元", "满意率达{}%", "覆盖群众{}人次", "新建改建公路{}公里")


def _found(quote: str, near: int | None = None) -> str | None:
    located = locate(quote, PAGE, near=near)
    return None if located is None else PAGE[located.start : located.end]


@pytest.mark.parametrize(
    ("quote", "piece"),
    [
        ("安排资金1,234.56万元", "安排资金 1,234.56 万元"),
        ("安排资金1234.56万元", "安排资金 1,234.56 万元"),
        ("安排资金１，２３４．５６万元", "安排资金 1,234.56 万元"),
        ("省级资金200.5万元", "省级资金2OO.5万元"),
        ("省级资金2OO.5万元", "省级资金2OO.5万元"),
        ("执行率达91.2%", "执行率达9l.2%"),
        ("2O22年度临江市水利局", "2022年度临江市水利局"),
        ("公务接待费3.20万元--主要用于接待上级检查调研", "公务接待费3.20万元——主要用于\n— 3 —\n接待上级检查调研"),
        ("公务接待费3.20万元，主要用于接待上级检查调研", "公务接待费3.20万元——主要用于\n— 3 —\n接待上级检查调研"),
        ("公务接待费3.20万元主要用于接待上级检查调研", "公务接待费3.20万元——主要用于\n— 3 —\n接待上级检查调研"),
        ("接待上级检查调研，满意率100%。已完成", "接待上级检查调研，满意率100%。\n己完成"),
        ("比上年减少2.3万元,下降11.06％", "比上年减少2.3 万元，\n下降11.06%"),
        ("已完成病险水库除险加固7座", "己完成病险水库除险加固７座"),
        (
            "新建碧道21.6公里(其中城区段12.4公里,郊野段9.2公里)",
            "新建碧道21.6公里（其中：城区段12.4公里、郊野段9.2公里）",
        ),
        ("绩效 目标 设置 不够 科学", "绩效目标设置不够科学"),
        ("绩效目标设定不够科学，个别指标未量化", "绩效目标设置不够科学，个别指标未量化"),
        ("完成投资 1 . 83 亿元", "完成投资1.83亿元"),
        ("三公经费支出18.50万元", "三公”经费支出18.50万元"),
        ("…完成投资1.83亿元。", "完成投资1.83亿元。"),
        ("……提高预算编制精准度……", "提高预算编制精准度"),
        ("“预算编制不够精准”", "预算编制不够精准"),
        ('"新建碧道21.6公里"', "新建碧道21.6公里"),
    ],
)
def test_a_quote_is_found_however_it_was_copied(quote: str, piece: str) -> None:
    """Spaces, width, marks, thousands, page breaks, OCR letters, quotation marks around it."""
    assert _found(quote) == piece


@pytest.mark.parametrize(
    "foot", ["- 3 -", "— 3 —", "第3页", "第 3 页 共 12 页", "共12页 第3页", "- 3 of 12 -", "－3－"]
)
def test_a_page_number_within_a_sentence_does_not_hide_it(foot: str) -> None:
    """As fold drops it, so the span runs over it."""
    text = f"公务接待费主要用于\n{foot}\n接待上级检查调研。"
    located = locate("主要用于接待上级检查", text)
    assert located is not None
    assert (text[located.start : located.end], located.tier) == (f"主要用于\n{foot}\n接待上级检查", "folded")


@pytest.mark.parametrize(
    "quote",
    [
        "执行率达97.2%",
        "公务接待费3.2万元——主要用于接待上级",
        "比上年增加2.3万元，下降11.06%",
        "比上年减少23万元，下降11.06%",
        "已完成病险水库除险加固七座",
        "新建碧道21.6公里（其中：城区段12.4公里、郊野段9.3公里）",
        "个别指标末量化",
        "个别指标已量化",
        "预算编制够精准",
        "2023年度临江市水利局",
        "完成投资1.83万元",
        "完成投资183亿元",
        "完成投资1，83亿元",
        "经费支出18.5万元，比上年减少",
        "分别新增35120家",
        "“预算编制够精准”",
        "……",
        "“”",
    ],
)
def test_a_quote_that_says_something_else_is_refused(quote: str) -> None:
    """Other digits, another scale, a decimal point gone, a negation lost: no likeness makes up for these."""
    assert _found(quote) is None


@pytest.mark.parametrize("quote", ["满意率100%", "满意率 100%", "满意率\n100%", "满意率100％"])
def test_the_mention_nearest_to_the_hint_is_meant_however_its_line_is_broken(quote: str) -> None:
    """A quote that one mention matches to the letter is looked for at the hint all the same."""
    mentions = [PAGE.index("满意率100%"), PAGE.rindex("满意率100%"), PAGE.index("满意率\n100%")]
    for start in mentions:
        located = locate(quote, PAGE, near=start - 5)
        assert located is not None
        assert located.start == start


@given(
    st.lists(st.tuples(st.sampled_from(SENTENCES), st.integers(0, 99_999)), min_size=1, max_size=6),
    st.data(),
)
def test_a_quote_with_another_number_is_found_only_where_that_number_stands(
    said: list[tuple[str, int]], data: st.DataObject
) -> None:
    """Any digit changed, added or left out."""
    text = "；".join(sentence.format(number) for sentence, number in said) + "。"
    sentence, number = data.draw(st.sampled_from(said))
    other = data.draw(st.integers(0, 99_999))
    assume((sentence, other) not in said)
    located = locate(sentence.format(other), text, near=data.draw(st.none() | st.integers(0, len(text))))
    assert located is None
    assert locate(sentence.format(number), text) is not None


@given(st.integers(1000, 999_999_999), st.booleans(), st.booleans())
def test_marks_between_thousands_make_no_other_number(number: int, in_text: bool, in_quote: bool) -> None:  # noqa: FBT001  (drawn by hypothesis)
    """With them or without, in text and quote."""
    written = [f"{number:,}" if marked else str(number) for marked in (in_text, in_quote)]
    text = f"全年安排资金{written[0]}元，全部到位。"
    located = locate(f"安排资金{written[1]}元", text)
    assert located is not None
    assert text[located.start : located.end] == f"安排资金{written[0]}元"


@given(
    st.text("绩效目标\n 满意率1０0%，,。", max_size=120),
    st.text("满意率1０0%，, \n", min_size=1, max_size=10),
    st.integers(0, 120),
)
def test_with_a_hint_no_other_folded_place_is_nearer(text: str, quote: str, near: int) -> None:
    """The distance of starts decides between places that say the same."""
    located = locate(quote, text, near=near)
    if located is None or located.tier == "fuzzy" or len(fold(quote).text) >= CONTEXT:
        return
    size = located.end - located.start
    for start in range(max(0, near - abs(located.start - near) + 1), min(len(text), near + abs(located.start - near))):
        piece = text[start : start + size]
        whole = not piece[:1].isdecimal() and not piece[-1:].isdecimal()
        assert piece != text[located.start : located.end] or not whole
