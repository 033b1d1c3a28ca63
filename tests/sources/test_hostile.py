"""Hostile and broken files end as one clear failure, within limits, and never stop the others."""

from __future__ import annotations

import contextlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from bench.typeset import Press
from extract.errors import SourceError
from extract.model.text import RawDocument
from extract.sources import files
from extract.sources.inputs import gather
from extract.sources.isolated import Parser, safe_source_for
from extract.sources.limits import SourceLimits
from extract.sources.page.image import render_page

LIMITS = SourceLimits(max_chars=100_000, max_pages=3, timeout=20, max_unpacked=1_000_000)


@pytest.fixture(scope="module")
def parser() -> Parser:
    """A worker process of its own for this module."""
    return Parser()


def read(data: bytes, parser: Parser, limits: SourceLimits = LIMITS) -> RawDocument:
    """Read a file as a run does, in the worker process."""
    return safe_source_for(data, "报告.x", limits, parser=parser).read(data, name="x", path="报告.x")


def zipped(**parts: bytes) -> bytes:
    """A ZIP file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def pages(count: int) -> bytes:
    """A PDF of so many pages."""
    press = Press()
    for number in range(count * 40):
        press.paragraph(f"第{number}行，本单位按要求完成年度各项任务")
    return press.done()


CORRUPT = {
    "a PDF cut in half": pages(1)[:600],
    "a PDF of noise": b"%PDF-1.7\n" + bytes(range(256)) * 20,
    "a Word file without content": zipped(**{"word/document.xml": b"<broken"}),
    "a Word file cut in half": zipped(**{"word/document.xml": b"x" * 9000})[:300] + b"PK\x05\x06",
    "a workbook of noise": zipped(**{"xl/workbook.xml": b"\x00\x01"}),
    "an old workbook of noise": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + b"\x00" * 600,
    "a compound file of nothing": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "a picture of noise": b"\x89PNG\r\n\x1a\n" + b"\x00" * 200,
    "an empty web page": b"<html><head><title>x</title></head><body></body></html>",
    "an OFD file": zipped(**{"OFD.xml": b"<OFD/>"}),
    "a protected Office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + "EncryptedPackage".encode("utf-16-le")
    + b"\x00" * 600,
    "an archive inside": zipped(**{"a.bin": b"123"}),
}


@pytest.mark.parametrize("name", CORRUPT)
def test_a_broken_file_is_one_clear_sentence_that_names_it(name: str, parser: Parser) -> None:
    with pytest.raises(SourceError) as caught:
        read(CORRUPT[name], parser)
    assert "报告.x" in caught.value.message
    assert "Traceback" not in caught.value.message


def test_a_pdf_of_too_many_pages_is_refused(parser: Parser) -> None:
    with pytest.raises(SourceError, match="超过上限 3"):
        read(pages(5), parser)


def test_a_zip_bomb_in_a_word_file_is_refused_before_it_is_unpacked(parser: Parser) -> None:
    bomb = zipped(**{"word/document.xml": b"\x00" * 5_000_000})
    assert len(bomb) < 20_000
    with pytest.raises(SourceError, match="解压后有 5,000,000 字节"):
        read(bomb, parser)


def test_an_outside_entity_is_not_followed(parser: Parser, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不可读出的内容", encoding="utf-8")
    body = f"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>
    <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>甲&x;乙</w:t>
    </w:r></w:p></w:body></w:document>"""
    types = b"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
    <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
    <Override PartName="/word/document.xml"
    ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
    links = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
    Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
    </Relationships>"""
    made = zipped(**{"[Content_Types].xml": types, "_rels/.rels": links, "word/document.xml": body.encode()})
    try:
        text = read(made, parser).text
    except SourceError as refused:
        text = refused.message
    assert "不可读出的内容" not in text


def test_a_page_is_drawn_as_wide_as_asked(parser: Parser, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(pages(2))
    with Image.open(io.BytesIO(render_page(tmp_path / "x.pdf", 2, 600, limits=LIMITS, parser=parser))) as drawn:
        assert (drawn.format, drawn.width) == ("PNG", 600)
        assert drawn.height == pytest.approx(600 * 297 / 210, abs=1.5)


@pytest.mark.parametrize(("data", "number"), [(pages(1), 0), (pages(1), 9), (b"%PDF-1.7\nnoise", 1), (b"text", 1)])
def test_what_cannot_be_drawn_is_one_sentence(data: bytes, number: int, parser: Parser, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(data)
    with pytest.raises(SourceError, match=r"x\.pdf"):
        render_page(tmp_path / "x.pdf", number, 600, limits=LIMITS, parser=parser)
    with pytest.raises(SourceError, match=r"y\.pdf"):
        render_page(tmp_path / "y.pdf", number, 600, limits=LIMITS, parser=parser)


def test_deep_nesting_is_refused_or_read_but_never_crashes(parser: Parser) -> None:
    deep = b"<html><body>" + b"<div>" * 20_000 + "绩效自评报告".encode() + b"</div>" * 20_000 + b"</body></html>"
    with contextlib.suppress(SourceError):
        assert "绩效自评报告" in read(deep, parser).text
    assert read("<html><body><p>绩效自评报告：全年支出一百万元，任务全部完成。</p></body></html>".encode(), parser).text


def test_a_huge_picture_is_refused_by_its_size(parser: Parser) -> None:
    pytest.importorskip("rapidocr", reason="OCR is not installed: pip install 'gouji[ocr]'")
    file = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(file, "PNG")
    with pytest.raises(SourceError, match="12000×12000"):
        read(file.getvalue(), parser)


def test_a_parser_that_takes_too_long_is_ended_and_the_next_file_is_read(parser: Parser) -> None:
    hasty = SourceLimits(max_chars=100_000, max_pages=500, timeout=0.001)
    with pytest.raises(SourceError, match="解析超过"):
        read(pages(60), Parser(), hasty)
    assert "年度各项任务" in read(pages(1), parser).text


def test_a_parser_that_is_killed_costs_one_file_only() -> None:
    own = Parser()
    assert read(pages(1), own).text
    process = own._process
    assert process is not None
    process.kill()
    process.wait()
    assert read(pages(1), own).text


def test_plain_text_needs_no_other_process() -> None:
    class Never(Parser):
        def parse(self, *_: object, **__: object) -> RawDocument:
            raise AssertionError

    assert read("绩效自评报告".encode(), Never()).text == "绩效自评报告"


class Gbk(zipfile.ZipInfo):
    """A member whose name is written in GBK, as old Chinese programs do."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  (the name that zipfile calls)
        return self.filename.encode("gbk"), 0


def test_names_in_gbk_and_names_that_lead_out_of_an_archive_are_made_safe(tmp_path: Path) -> None:
    path = tmp_path / "汇总.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(Gbk("水利局/自评报告.txt"), "甲")
        archive.writestr("../../etc/passwd.txt", "乙")
        archive.writestr("__MACOSX/._x.txt", "丙")
    found = gather([str(path)]).inputs
    assert [one.below for one in found] == ["汇总/etc/passwd.txt", "汇总/水利局/自评报告.txt"]
    assert found[1].member is not None
    data = files.read_file(found[1].place, path="x", member=found[1].member, max_bytes=100)
    assert data.decode() == "甲"


def test_a_member_that_unpacks_beyond_the_limit_is_never_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 10_000_000)
    with pytest.raises(SourceError, match="超过上限 1,000"):
        files.read_file(str(path), path="bomb.zip/a.txt", member="a.txt", max_bytes=1000)


@pytest.mark.skipif(os.name != "posix", reason="limits of memory need POSIX")
def test_a_damaged_archive_is_said_and_the_others_are_gathered(tmp_path: Path) -> None:
    broken = zipped(**{"a.txt": b"x"})
    (tmp_path / "坏.zip").write_bytes(broken[:20] + b"\x00" * 10 + broken[30:])
    (tmp_path / "好.txt").write_text("绩效", encoding="utf-8")
    gathered = gather([str(tmp_path)])
    assert "好.txt" in [one.below for one in gathered.inputs]


@pytest.mark.parametrize(
    ("first", "what"),
    [
        ("word/document.xml", "Word 文件"),
        ("xl/workbook.xml", "Excel 工作簿"),
        ("[Content_Types].xml", "Office 文件"),
        ("报告.txt", "压缩包"),
    ],
)
def test_a_file_that_was_not_carried_over_whole_is_told_as_what_it_was(first: str, what: str, parser: Parser) -> None:
    """The list of a ZIP's members stands at its end; its first members tell what it was."""
    whole = zipped(**{first: os.urandom(500), "word/media/image.png": os.urandom(5_000)})
    with pytest.raises(SourceError, match=rf"^报告\.x 不是完好的 ?{what}（不完整，可能没有传完）"):
        read(whole[:500], parser)
