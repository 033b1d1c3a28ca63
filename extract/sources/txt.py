"""Plain text and Markdown: the bytes decoded, nothing else changed."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from extract.errors import SourceError
from extract.language import Text, say
from extract.model.text import RawDocument
from extract.sources.encoding import decode, is_binary
from extract.sources.inputs import STDIN


class Signature(NamedTuple):
    """First bytes of a kind of file that is no text, and what to call it."""

    magic: bytes
    kind: Text


SIGNATURES = (
    Signature(b"%PDF-", Text("PDF 文件", "a PDF")),
    Signature(b"PK\x03\x04", Text("压缩包或新版 Office 文件", "a ZIP archive or an Office file")),
    Signature(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Text("旧版 Office 文件", "an old Office file")),
    Signature(b"{\\rtf", Text("RTF 文件", "an RTF file")),
    Signature(b"\x89PNG", Text("PNG 图片", "a PNG picture")),
    Signature(b"\xff\xd8\xff", Text("JPEG 图片", "a JPEG picture")),
    Signature(b"II*\x00", Text("TIFF 图片", "a TIFF picture")),
    Signature(b"MM\x00*", Text("TIFF 图片", "a TIFF picture")),
    Signature(b"GIF8", Text("GIF 图片", "a GIF picture")),
    Signature(b"Rar!", Text("RAR 压缩包", "a RAR archive")),
    Signature(b"7z\xbc\xaf", Text("7z 压缩包", "a 7z archive")),
    Signature(b"\x1f\x8b", Text("gzip 压缩包", "a gzip archive")),
    Signature(b"SQLite format 3\x00", Text("SQLite 数据库", "an SQLite database")),
)
"""Kinds that have no reader of their own and are told by name."""


class TextSource:
    """Reads ``.txt`` and ``.md``; ``max_chars`` bounds what is taken in."""

    media_type = "text/plain"

    def __init__(self, *, max_chars: int) -> None:
        self._max_chars = max_chars

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the text exactly as it stands in the file, line ends kept, byte order mark left out.

        Raises:
            SourceError: the file is empty, binary, undecodable or too long.
        """
        if not data:
            raise _refuse(path, "是空文件，没有可读的文字。", "is empty; there is nothing to read.")
        _refuse_binary(data, path)
        text, encoding = decode(data, name=path)
        if not text.strip():
            raise _refuse(path, "只有空白，没有可读的文字。", "holds white space only; there is nothing to read.")
        if len(text) > self._max_chars:
            raise _refuse(
                path,
                f"有 {len(text):,} 个字符，超过上限 {self._max_chars:,}；请拆分，或在设置中提高 max_chars。",
                f"has {len(text):,} characters, over the limit of {self._max_chars:,}; split it or raise the setting max_chars.",
            )
        return RawDocument(
            name=name,
            text=text,
            path=path,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=self.media_type,
            warnings=() if encoding == "utf-8" else (f"encoding:{encoding}",),
        )


def _refuse_binary(data: bytes, path: str) -> None:
    kind = next((signature.kind for signature in SIGNATURES if data.startswith(signature.magic)), None)
    if kind:
        raise _refuse(
            path,
            f"是{kind.zh}，目前不能直接读取；请提供 PDF、Word、Excel、网页或文本。",
            f"is {kind.en}, which cannot be read as it is; give the report as PDF, Word, Excel, web page or text.",
        )
    if is_binary(data):
        raise _refuse(
            path,
            "是无法识别的二进制文件；请提供 PDF、Word、Excel、网页或文本。",
            "is a binary file of no known format; give the report as PDF, Word, Excel, web page or text.",
        )


def _refuse(path: str, zh: str, en: str) -> SourceError:
    if path == STDIN:
        return SourceError(say(f"标准输入{zh}", f"Standard input {en}"))
    return SourceError(say(f"{path} {zh}", f"{path} {en}"))
