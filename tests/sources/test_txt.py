"""Text files: every encoding that bureaus use, and files that are no text."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import SourceError
from extract.sources.encoding import decode, guess_encoding, is_binary
from extract.sources.txt import TextSource

REPORT = Path("gold/reports/panlong-2022.txt").read_text(encoding="utf-8")


def read(data: bytes, *, max_chars: int = 100_000) -> str:
    """Read bytes as ``a.txt``."""
    return TextSource(max_chars=max_chars).read(data, name="a", path="a.txt").text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("marked", [True, False])
def test_a_report_reads_the_same_in_every_encoding_with_and_without_mark(encoding: str, *, marked: bool) -> None:
    """Eight ways in which editors store one report."""
    mark = "\ufeff".encode(encoding) if marked else b""
    assert read(mark + REPORT.encode(encoding)) == REPORT


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@given(line=st.sampled_from([line for line in REPORT.splitlines() if len(line.strip()) >= 12]))
def test_a_single_line_is_recognised_in_every_encoding(encoding: str, line: str) -> None:
    """However short, a heading without punctuation included."""
    assert decode(line.encode(encoding), name="a").text == line


@pytest.mark.parametrize("text", ["42\n", "aaaa", "Bush hid the facts", "performance report 2023"])
def test_an_ascii_file_is_not_taken_for_utf16(text: str) -> None:
    """Pairs of ASCII letters are hanzi in UTF-16; editors have fallen for it."""
    assert read(text.encode()) == text


def test_line_ends_and_inner_marks_are_kept_as_they_stand() -> None:
    """Offsets index the text as it stands in the file."""
    text = "第一行\r\n第二行\r第三行\n\ufeff尾"
    assert read(text.encode()) == text


def test_an_undecodable_file_is_named_with_the_byte_offset() -> None:
    """The offset counts bytes from the start of the file."""
    data = REPORT.encode()
    at = len("".join(REPORT[:500]).encode())
    with pytest.raises(SourceError, match=rf"a\.txt 第 {at} 字节处（0xFF）"):
        read(data[:at] + b"\xff" + data[at:])


def test_an_undecodable_gb18030_file_is_named_with_the_byte_offset() -> None:
    """The message names the encoding that the rest of the file is in."""
    data = REPORT.encode("gb18030")
    at = len("".join(REPORT[:500]).encode("gb18030"))
    with pytest.raises(SourceError, match=rf"第 {at} 字节处（0xFF）不是有效的 GB18030"):
        read(data[:at] + b"\xff" + data[at:])


def test_a_marked_file_counts_the_offset_from_its_first_byte() -> None:
    """The byte order mark counts as bytes of the file."""
    with pytest.raises(SourceError, match="第 9 字节处"):
        read(codecs.BOM_UTF8 + "甲乙".encode() + b"\xff")


def test_utf8_with_a_damaged_place_is_not_taken_for_gb18030() -> None:
    """A file cut in the middle of a character is told as damaged, not turned into mojibake."""
    assert guess_encoding(REPORT.encode() + b"\xe4\xb8") == "utf-8"


@pytest.mark.parametrize("data", [b"", b" \n\t ", "\u3000\n".encode()])
def test_an_empty_file_is_refused(data: bytes) -> None:
    """No bytes, or white space only."""
    with pytest.raises(SourceError, match="没有可读的文字"):
        read(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "PDF 文件"),
        (b"PK\x03\x04rest", "Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "旧版 Office"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (bytes(range(256)) * 20, "二进制"),
        (bytes((at * at * 7 + at) % 251 for at in range(5000)), "二进制"),
    ],
)
def test_a_binary_file_is_refused_by_its_kind(data: bytes, kind: str) -> None:
    """Well-known kinds are called by name."""
    with pytest.raises(SourceError, match=kind):
        read(data)


@given(st.binary(max_size=400))
def test_whatever_the_bytes_the_outcome_is_a_text_or_one_clear_refusal(data: bytes) -> None:
    """No input ends in anything but a text or a sentence that names the file."""
    try:
        said = read(data)
    except SourceError as error:
        said = error.message if "a.txt" in error.message and "\n" not in error.message else ""
    assert said.strip()


def test_a_text_with_a_stray_control_character_is_no_binary() -> None:
    """Texts copied out of PDF hold form feeds and worse."""
    assert not is_binary((REPORT + "\x0c\x01").encode())


def test_a_text_over_the_limit_is_refused_with_both_numbers() -> None:
    """Stated and allowed length both stand in the sentence."""
    with pytest.raises(SourceError, match=r"101 个字符，超过上限 100"):
        read(b"a" * 101, max_chars=100)
