"""Find the encoding of a text file: UTF-8, UTF-16 and GB18030, with and without byte order mark."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from extract.errors import SourceError
from extract.language import say

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""Byte order marks and what they announce; the mark is no part of the text."""

PROBE = 64_000
"""Bytes looked at where an encoding has to be guessed: even, so that no UTF-16 unit is cut."""

PLAUSIBLE = re.compile(r"[\t\n\r\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e·“”‘’—…①-⑳㈠-㈩]")
"""Characters of which Chinese reports consist."""

UTF16_SHARE = 0.9
"""Share of plausible characters that a text needs to pass as UTF-16: other encodings read as UTF-16 stay below a third."""

ASCII_PAIR = range(0x20, 0x7F)
FOREIGN_SHARE = 0.25
"""Least share of characters that are no pair of ASCII bytes: ``aa`` read as UTF-16 is a hanzi too, and a plain English
file then has none of them; Chinese text has over half."""

COMMON_SHARE = 0.6
"""Share of level-1 hanzi and signs of GB 2312 among the non-ASCII characters of a text in GB18030: running Chinese has
over 0.9, UTF-8 read as GB18030 about a third."""

CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
"""Control characters that no text file holds (tab, line ends and form feed are text)."""

CONTROL_SHARE = 0.005
"""Share of control characters above which a file is binary: texts copied out of PDF hold a stray one now and then."""

LEVEL_ONE = range(0xB0, 0xD8)
SIGNS = range(0xA1, 0xAA)
"""First bytes of GB 2312's 3,755 common hanzi, and of its signs and letters."""

BROKEN_UTF8_SHARE = 0.05
"""Share of unreadable characters up to which a file still is UTF-8 with damaged places."""


class Decoded(NamedTuple):
    """A text and the encoding that it was in."""

    text: str
    encoding: str


def decode(data: bytes, *, name: str) -> Decoded:
    """Return the text of a file, its byte order mark left out and everything else as it stands.

    Raises:
        SourceError: the bytes are no text in any of the encodings; the message names the byte offset.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data, encoding, name=name, skip=len(mark)), encoding)
    guess = guess_encoding(data)
    return Decoded(_strict(data, guess, name=name), guess)


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text: too many control characters, and no UTF-16 that would explain them."""
    probe = data[:PROBE]
    if len(CONTROL.findall(probe)) <= CONTROL_SHARE * len(probe):
        return False
    return _wide(data) is None and not any(data.startswith(mark) for mark, _ in MARKS)


def guess_encoding(data: bytes) -> str:
    """Return the most likely encoding of bytes without a mark; a damaged UTF-8 file still counts as UTF-8."""
    if b"\0" not in data[:PROBE] and _decodes(data, "utf-8"):
        return "utf-8"
    wide = _wide(data)
    if wide:
        return wide
    if _decodes(data, "gb18030") and _common_share(data[:PROBE].decode("gb18030", "ignore")) >= COMMON_SHARE:
        return "gb18030"
    head = data[:PROBE].decode("utf-8", "replace")
    return "utf-8" if head.count("\ufffd") <= BROKEN_UTF8_SHARE * len(head) else "gb18030"


def _wide(data: bytes) -> str | None:
    probe = data[:PROBE]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = probe.decode(encoding, "replace")
        if text and len(PLAUSIBLE.findall(text)) >= UTF16_SHARE * len(text) and _foreign_share(text) >= FOREIGN_SHARE:
            return encoding
    return None


def _foreign_share(text: str) -> float:
    pairs = sum(1 for char in text if ord(char) >> 8 in ASCII_PAIR and ord(char) & 0xFF in ASCII_PAIR)
    return 1 - pairs / len(text)


def _common_share(text: str) -> float:
    foreign = [char.encode("gb18030") for char in text if ord(char) > 0x7F]  # noqa: PLR2004  (end of ASCII)
    common = sum(1 for code in foreign if len(code) == len("中".encode("gb18030")) and code[0] in (*LEVEL_ONE, *SIGNS))
    return common / len(foreign) if foreign else 1.0


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _strict(data: bytes, encoding: str, *, name: str, skip: int = 0) -> str:
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        offset = skip + error.start
        label = encoding.upper()
        raise SourceError(
            say(
                f"{name} 第 {offset} 字节处（0x{data[offset]:02X}）不是有效的 {label} 文本；请另存为 UTF-8 后重试。",
                f"{name}: byte {offset} (0x{data[offset]:02X}) is no valid {label} text; save the file as UTF-8 and try again.",
            ),
            document=name,
        ) from error
