"""Labelled fields of a cover or form: ``填报人：关梓莹``, ``部门名称 某局 被评价年度 2022年``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_NOTE = r"(?:[ \t\u3000]*[（(](?:签字|签名|签章|盖章|公章|全称|单位|手写)[）)])?"
_BLANK = r"[ \t\u3000]*"
_BLANKS = r"[ \t\u3000]+"
_NEXT = re.compile(
    r"(?:名称|电话|手机|日期|时间|年度|方式|得分|总分|等级|等次|职务|职称|情况|数量|地址|邮编|意见|签字|盖章|审核|复核|[^，。]人)$"
)
"""How labels of fields end: where a field is empty, the next one's label stands in the line below it."""

_PLACEHOLDERS = ("公章", "盖章", "签字", "签章")


@dataclass(frozen=True, slots=True)
class Field:
    """The labels under which a scalar stands, strongest first, and the pattern that a filled value fits."""

    labels: tuple[str, ...]
    value: str


def labelled_value(text: str, field: Field) -> tuple[int, int] | None:
    """Return the place of the field's value, None where the label is missing or nothing stands behind it.

    The value follows on the label's line, after a colon, a tab or blanks, or fills the line below a label that stands
    alone; a label that is only the end of a longer word, or a value that is itself a label or a placeholder, is none.
    The strongest label counts.
    """
    found = [
        (field.labels.index(re.sub(_BLANKS, "", match.group("label"))), match.start(), match.span("it"))
        for match in _pattern(field.labels, field.value).finditer(text)
        if match.group("it").strip("（()） ") not in _PLACEHOLDERS
        and not _is_label(text, match.end("it"))
        and ("\n" not in text[match.end("label") : match.start("it")] or _fills_line(text, match))
    ]
    return min(found)[2] if found else None


@lru_cache(maxsize=64)
def _pattern(labels: tuple[str, ...], value: str) -> re.Pattern[str]:
    """Compile a field: its labels, longest first, blanks allowed inside, then what parts them from the value."""
    spread = "|".join(_BLANK.join(map(re.escape, label)) for label in sorted(labels, key=len, reverse=True))
    parting = r"(?:[ \t\u3000]*[：:][ \t\u3000*]*|[\t \u3000|]+|[ \t\u3000]*\r?\n[ \t\u3000]*)"
    begins = "".join({label[0]: "" for label in labels})
    named = rf"(?=[{begins}])(?<![\u4e00-\u9fff])(?P<label>{spread})"
    return re.compile(rf"{named}{_NOTE}{parting}(?P<it>{value})", re.MULTILINE)


def _is_label(text: str, end: int) -> bool:
    return bool(re.match(r"(?:[（(][^\n）)]{0,4}[）)])?[ \t\u3000]*[：:]", text[end : end + 12]))


def _fills_line(text: str, match: re.Match[str]) -> bool:
    """Whether label and value fill a line each, and the value is no label of the next field."""
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    end = text.find("\n", match.end("it"))
    behind = text[match.end("it") : end if end >= 0 else len(text)]
    return not before.strip() and not behind.strip() and _NEXT.search(match.group("it")) is None
