"""Labelled fields of a cover or form: ``填报人：关梓莹``, ``部门名称 某局 被评价年度 2022年``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_NOTE = r"(?:[ \t\u3000]*[（(](?:签字|签名|签章|盖章|公章|全称|单位|手写)[）)])?"
_BLANK = r"[ \t\u3000]*"
_PLACEHOLDERS = ("公章", "盖章", "签字", "签章")


@dataclass(frozen=True, slots=True)
class Field:
    """The labels under which a scalar stands, strongest first, and the pattern that a filled value fits."""

    labels: tuple[str, ...]
    value: str


def labelled_value(text: str, field: Field) -> tuple[int, int] | None:
    """Return the place of the field's value, None where the label is missing or nothing stands behind it.

    The value follows on the label's line, after a colon, a tab or blanks; a label that is only the end of a
    longer word, or a value that is itself a label or a placeholder, is none.
    """
    for label in field.labels:
        for found in _pattern(label, field.value).finditer(text):
            if found.group("it").strip("（()） ") not in _PLACEHOLDERS and not _is_label(text, found.end("it")):
                return found.span("it")
    return None


@lru_cache(maxsize=256)
def _pattern(label: str, value: str) -> re.Pattern[str]:
    spread = _BLANK.join(map(re.escape, label))
    parting = r"(?:[ \t\u3000]*[：:][ \t\u3000*]*|[\t \u3000|]+)"
    return re.compile(rf"(?<![\u4e00-\u9fff]){spread}{_NOTE}{parting}(?P<it>{value})", re.MULTILINE)


def _is_label(text: str, end: int) -> bool:
    return bool(re.match(r"(?:[（(][^\n）)]{0,4}[）)])?[ \t\u3000]*[：:]", text[end : end + 12]))
