"""What kind of file some bytes are, told by content: names lie, the first bytes and the parts inside do not."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of files that reports are published as."""

    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    OFD = "ofd"
    ZIP = "zip"
    DOC = "doc"
    XLS = "xls"
    ENCRYPTED = "encrypted"
    OLE = "ole"
    HTML = "html"
    IMAGE = "image"
    TORN_DOCX = "torn docx"
    TORN_XLSX = "torn xlsx"
    TORN_OFFICE = "torn office file"
    TORN_ZIP = "torn zip"


ZIP, OLE, PDF, RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"{\\rtf"
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
INSIDE_ZIP = (("word/document.xml", Kind.DOCX), ("xl/workbook.xml", Kind.XLSX), ("OFD.xml", Kind.OFD))
BEGUN_ZIP = (("word/", Kind.TORN_DOCX), ("xl/", Kind.TORN_XLSX), ("[Content_Types].xml", Kind.TORN_OFFICE))
"""What the first members of a ZIP say that has lost its end, where the list of its members stands."""

MEMBER = re.compile(rb"PK\x03\x04.{26}(?P<name>[\x20-\x7e]{3,60})", re.DOTALL)
"""A member of a ZIP as it begins: its fixed header, then its name."""

INSIDE_OLE = (
    ("EncryptedPackage", Kind.ENCRYPTED),
    ("WordDocument", Kind.DOC),
    ("Workbook", Kind.XLS),
    ("Book", Kind.XLS),
    ("Contents", Kind.DOC),
)
"""Streams of compound files, in UTF-16, and what they make of it; ``Contents`` is how WPS writes old files."""

MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
HEAD = 4096
"""Bytes in which a web page shows that it is one; a PDF may have so many before its mark."""


def kind_of(data: bytes) -> Kind:
    """Return the kind of a file; what is not recognised is taken for text."""
    if PDF in data[:HEAD]:
        return Kind.PDF
    if data.startswith(ZIP):
        return _in_zip(data)
    if data.startswith(OLE):
        return next((kind for name, kind in INSIDE_OLE if name.encode("utf-16-le") in data), Kind.OLE)
    if data.startswith(RTF):
        return Kind.DOC
    if data.startswith(IMAGES):
        return Kind.IMAGE
    return Kind.HTML if MARKUP.search(_plain_head(data)) else Kind.TEXT


def _in_zip(data: bytes) -> Kind:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, ValueError):
        return _torn(data)
    return next((kind for name, kind in INSIDE_ZIP if name in names), Kind.ZIP)


def _torn(data: bytes) -> Kind:
    names = [found["name"].decode() for found in MEMBER.finditer(data)]
    return next((kind for begin, kind in BEGUN_ZIP if any(name.startswith(begin) for name in names)), Kind.TORN_ZIP)


def _plain_head(data: bytes) -> bytes:
    """Return the beginning of a file, UTF-16 thinned out to its low bytes."""
    head = data[: HEAD * 2]
    return head.replace(b"\x00", b"") if b"\x00" in head else head[:HEAD]
