"""Mask personal data for exports: every character but a name's first becomes ``×``, so that no span moves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from extract.model.record import Record
from extract.steps.privacy.personal import Personal, PersonalKind, find_personal

MASK: Final = "×"
_KEPT: Final = {PersonalKind.STAFF: 1, PersonalKind.PETITIONER: 1, PersonalKind.TELEPHONE: 3, PersonalKind.IDENTITY: 6}
"""Leading characters that stay readable: the surname, the area of a number."""


def mask_text(text: str, *, found: Iterable[Personal] | None = None) -> str:
    """Return the text with personal data masked, as long as before.

    Args:
        text: a report's text.
        found: what to mask; by default what ``find_personal`` finds.
    """
    chars = list(text)
    for personal in find_personal(text) if found is None else found:
        start, end = personal.span
        for at in range(min(end, start + _KEPT[personal.kind]), end):
            if not chars[at].isspace():
                chars[at] = MASK
    return "".join(chars)


def mask_record(record: Record, text: str | None) -> tuple[Record, str | None]:
    """Return record and text with personal data masked: values, passages, messages and the text itself.

    Ids and spans stay as they are. Without a text only the profile's own names and numbers are known and masked.
    """
    words = _masked_words(text or "") | dict(_of_profile(record))
    if not words:
        return record, text
    pattern = _pattern(words)
    data: dict[str, Any] = json.loads(record.model_dump_json())
    masked = Record.model_validate(_masked(data, words, pattern))
    return masked, None if text is None else pattern.sub(lambda match: words[match[0]], text)


def _of_profile(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what the profile says of the person who filled in the report."""
    for stated, kind in (
        (record.profile.preparer, PersonalKind.STAFF),
        (record.profile.contact_phone, PersonalKind.TELEPHONE),
    ):
        if stated and stated.value:
            kept = min(_KEPT[kind], len(stated.value) - 1)
            yield stated.value, stated.value[:kept] + MASK * (len(stated.value) - kept)


def _masked_words(text: str) -> dict[str, str]:
    masked = mask_text(text)
    return {text[slice(*p.span)]: masked[slice(*p.span)] for p in find_personal(text)}


def _pattern(words: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def _masked(value: Any, words: Mapping[str, str], pattern: re.Pattern[str]) -> Any:  # noqa: ANN401  (JSON)
    if isinstance(value, str):
        return pattern.sub(lambda match: words[match[0]], value)
    if isinstance(value, list):
        return [_masked(item, words, pattern) for item in value]
    if isinstance(value, dict):
        return {
            key: item if key in {"id", "sha256", "text_sha256"} else _masked(item, words, pattern)
            for key, item in value.items()
        }
    return value
