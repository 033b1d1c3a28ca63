"""Web pages of government sites: the report whole, its title and its tables; nothing of the site."""

from __future__ import annotations

import pytest

from extract.errors import SourceError
from extract.model.text import RawDocument
from extract.sources.html_main import is_furniture
from extract.sources.limits import SourceLimits
from extract.sources.registry import source_for

LIMITS = SourceLimits(max_chars=1_000_000, max_pages=200, timeout=60)
SENTENCES = [
    f"<p>第{n}项：本部门按照年度工作要求，认真组织实施，资金使用规范，绩效目标完成情况良好。</p>" for n in range(8)
]
PROSE = "".join(SENTENCES)
FORM = """<table border="1"><tbody><tr><th rowspan="2">项目</th><th colspan="2">金额（万元）</th></tr>
<tr><td>预算数</td><td>执行数</td></tr><tr><td><p>基本支出</p></td><td>100.20</td><td>98.10</td></tr></tbody></table>"""
MENU = '<ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li><li><a href="/b">互动交流</a></li></ul>'


def page(body: str, title: str = "绩效公开") -> RawDocument:
    """Read a page."""
    data = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>".encode()
    return source_for(data, "x", LIMITS).read(data, name="x", path="x.html")


def test_lines_that_repeat_and_lines_of_one_mark_are_all_kept() -> None:
    found = page(
        f"{MENU}<div id='zoom'><p>信访工作经费</p>{PROSE}<p>信访工作经费</p><p>。</p>{PROSE}<p>信访工作经费</p></div>"
    )
    assert found.text.count("信访工作经费") == 3
    assert found.text.count("第7项") == 2
    assert "政务公开" not in found.text


def test_cells_of_a_page_know_their_headers_through_merged_ones() -> None:
    found = page(f"{MENU}<div>{PROSE}{FORM}{PROSE}</div>")
    cells = {found.text[c.start : c.end]: (c.row_header, c.column_header) for c in found.cells}
    assert cells["98.10"] == ("基本支出", "金额执行数（万元）")
    assert found.text.index("第7项") < found.text.index("98.10") < found.text.rindex("第7项")


def test_a_table_that_only_lays_out_the_page_is_read_as_text() -> None:
    found = page(f"<table><tr><td>{MENU}</td></tr><tr><td>{PROSE}{FORM}</td></tr></table>")
    assert "互动交流" not in found.text
    assert {found.text[c.start : c.end] for c in found.cells} >= {"100.20", "基本支出"}
    assert not any("第1项" in found.text[c.start : c.end] for c in found.cells)


def test_the_title_of_the_page_is_kept_where_the_text_lacks_it() -> None:
    title = "云溪县水利局2023年部门整体支出绩效自评报告"
    assert page(f"<h1>{title}</h1><div class='c'>{PROSE}</div>", f"{title}_云溪县人民政府网").text.count(title) == 1


@pytest.mark.parametrize(
    "line",
    ["发布时间：2024-09-01 浏览次数：35 【字体：大 中 小】", "来源：财政局 发布日期：2024年9月1日", "【打印】 【关闭】", "发布时间：2024-09-01 10:20"],
)  # fmt: skip
def test_lines_about_the_page_are_left_out(line: str) -> None:
    assert is_furniture(line)
    assert line not in page(f"<div><p>{line}</p>{PROSE}</div>").text


@pytest.mark.parametrize(
    "line", ["资金来源：财政拨款100万元。", "浏览次数：网站全年访问量达30万次", "（一）来源：本级财政", "分享经验"]
)
def test_lines_of_the_report_are_kept(line: str) -> None:
    assert not is_furniture(line)


def test_hidden_text_and_scripts_are_no_text() -> None:
    found = page(f"<div>{PROSE}<p style='display: none'>隐藏内容</p><script>var 变量=1;</script></div>")
    assert "隐藏内容" not in found.text
    assert "变量" not in found.text


def test_breaks_part_paragraphs_and_inline_marks_do_not() -> None:
    found = page(f"<div>{PROSE}<p>全年支出<b>95.2</b><span>万元</span>。<br>　　第二段。</p></div>")
    assert "全年支出95.2万元。\n\n第二段。" in found.text


def test_a_page_without_text_is_said_to_have_none() -> None:
    with pytest.raises(SourceError, match="没有找到正文"):
        page("<div></div>")
