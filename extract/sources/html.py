"""Pages of government sites: the main content without navigation, tables with their cells."""

from __future__ import annotations

import re

import trafilatura
from lxml.etree import _Element
from trafilatura.settings import Document

from extract.errors import SourceError
from extract.language import say
from extract.model.text import RawDocument
from extract.sources.draft import Draft
from extract.sources.encoding import decode
from extract.sources.html_main import main_part, parsed, write_part

MEDIA_TYPE = "text/html"
CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
HEAD = 4096
"""Bytes in which a page says how it is encoded."""

SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}
"""Pages that call themselves GB2312 use characters of its supersets."""

TITLE = re.compile(r"绩效[^，。；：]{0,14}(?:报告|自评表|评价表)")
OPENING = 300
"""Characters of a text in which its title stands, where it has one."""

SITE = re.compile(r"\s*[-_|—–－]+\s*[^-_|—–－]*(?:政府|网|局|平台|公开)[^-_|—–－]*$")
"""The name of its site at the end of a page's title."""


class HtmlSource:
    """Reads ``.html``."""

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the main content, paragraphs and tables in order.

        Raises:
            SourceError: no main text is found in the page, or its encoding is unknown.
        """
        text, encoding = _decoded(data, path)
        found = trafilatura.bare_extraction(text, include_tables=True, include_comments=False)
        draft = Draft()
        if isinstance(found, Document) and found.body is not None:
            main_text = "".join("".join(found.body.itertext()).split())
            page = parsed(text)
            part = main_part(page, main_text)
            draft.paragraph(_heading(page, "".join("".join(part.itertext()).split())))
            write_part(part, draft)
        if not draft.length:
            raise SourceError(
                say(
                    f"{path} 的网页里没有找到正文；请另存为纯文本或 Word。",
                    f"No main text was found in the page {path}; save it as text or Word.",
                )
            )
        draft.warnings += [] if encoding == "utf-8" else [f"encoding:{encoding}"]
        return draft.document(data, name=name, path=path, media_type=MEDIA_TYPE)


def _decoded(data: bytes, path: str) -> tuple[str, str]:
    declared = CHARSET.search(data[:HEAD])
    if declared:
        name = declared.group(1).decode("ascii").lower()
        try:
            return data.decode(SUPERSETS.get(name, name)), name
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, name=path)


def _heading(page: _Element, said: str) -> str:
    """Return the page's heading, or its title without the name of its site, where the text opens without a title."""
    if TITLE.search(said[:OPENING]):
        return ""
    headings = (SITE.sub("", " ".join(one.text_content().split())) for one in page.xpath("//h1 | //h2 | //title"))
    return next((words for words in headings if TITLE.search(words)), "")
