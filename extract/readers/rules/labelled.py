"""Labelled fields of a cover or form: ``填报人：关梓莹``, ``部门名称 某局 被评价年度 2022年``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_NOTE = r"(?:[ \t\u3000]*[（(](?:签字|签名|签章|盖章|公章|全称|单位|手写)[）)])?"
_BLANK = r"[ \t\u3000]*"
_BLANKS = r"[ \t\u3000]+"
_PLACEHOLDERS = ("公章", "盖章", "签字", "签章")


@dataclass(frozen=True, slots=True)
class Field:
    """The labels under which a scalar stands, strongest first, and the pattern that a filled value fits."""

    labels: tuple[str, ...]
    value: str


def labelled_value(text: str, field: Field) -> tuple[int, int] | None:
    """Return the place of the field's value, None where the label is missing or nothing stands behind it.

    The value follows on the label's line, after a colon, a tab or blanks; a label that is only the end of a
    longer word, or a value that is itself a label or a placeholder, is none. The strongest label counts.
    """
    found = [
        (field.labels.index(re.sub(_BLANKS, "", match.group("label"))), match.start(), match.span("it"))
        for match in _pattern(field.labels, field.value).finditer(text)
        if match.group("it").strip("（()） ") not in _PLACEHOLDERS and not _is_label(text, match.end("it"))
    ]
    return min(found)[2] if found else None


@lru_cache(maxsize=64)
def _pattern(labels: tuple[str, ...], value: str) -> re.Pattern[str]:
    """Compile a field: its labels, longest first, blanks allowed inside, then what parts them from the value."""
    spread = "|".join(_BLANK.join(map(re.escape, label)) for label in sorted(labels, key=len, reverse=True))
    parting = r"(?:[ \t\u3000]*[：:][ \t\u3000*]*|[\t \u3000|]+)"
    begins = "".join({label[0]: "" for label in labels})
    named = rf"(?=[{begins}])(?<![\u4e00-\u9fff])(?P<label>{spread})"
    return re.compile(rf"{named}{_NOTE}{parting}(?P<it>{value})", re.MULTILINE)


def _is_label(text: str, end: int) -> bool:
    return bool(re.match(r"(?:[（(][^\n）)]{0,4}[）)])?[ \t\u3000]*[：:]", text[end : end + 12]))
