"""The report as one HTML file that needs nothing outside of it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from extract.language import Language

ASSETS = files("eval.report") / "assets"

SCRIPTS = ("text.js", "state.js", "draw.js", "panels.js", "confidence.js", "cases.js", "main.js")
"""Parts of the page's program, in the order in which they are joined."""


def page(data: dict[str, Any], language: Language) -> str:
    """Return the page with its data, style and program inside."""
    parts = {
        "LANGUAGE": "zh-CN" if language is Language.ZH else "en",
        "STYLE": _asset("report.css"),
        "DATA": _embedded(data),
        "PROGRAM": "\n".join(_asset(name) for name in SCRIPTS),
    }
    text = _asset("page.html")
    for name, part in parts.items():
        text = text.replace(f"<!--{name}-->", part, 1)
    return text


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _embedded(data: dict[str, Any]) -> str:
    """Return JSON that cannot end its script element, whatever a report contains."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
