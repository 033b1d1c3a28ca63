"""Rule ``personal_data``: names and numbers of persons in a report that is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from extract.language import Text
from extract.model.record import Finding, Severity
from extract.model.text import Span
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.sheet import Sheet
from extract.steps.privacy.mask import mask_text
from extract.steps.privacy.personal import PersonalKind, find_personal

RULE: Final = "personal_data"
_GRAVE: Final = frozenset({PersonalKind.PETITIONER, PersonalKind.IDENTITY})


def personal_data(sheet: Sheet) -> Iterator[Finding]:
    """Find petitioners called by name and identity numbers (warning), names and telephones of staff (info).

    Source: 《信访工作条例》 (what petitioners bring is confidential), 《中华人民共和国个人信息保护法》第三十四条、
    《中华人民共和国政府信息公开条例》第十五条; self-evaluation reports are published. Messages cite the data masked.
    """
    text = sheet.case.text
    found = find_personal(text)
    masked = mask_text(text, found=found)
    grave = [personal.span for personal in found if personal.kind in _GRAVE]
    slight = [personal.span for personal in found if personal.kind not in _GRAVE]
    if grave:
        yield finding(
            RULE,
            Severity.WARNING,
            Text(
                f"报告写出信访人等个人信息{len(grave)}处（{'、'.join(_cited(masked, grave))}），公开前应隐去。",
                f"Named petitioners or identity numbers: {len(grave)} ({', '.join(_cited(masked, grave))}); mask them before publication.",
            ),
            spans=grave,
        )
    if slight:
        yield finding(
            RULE,
            Severity.INFO,
            Text(
                f"报告含工作人员姓名、电话{len(slight)}处（{'、'.join(_cited(masked, slight))}），公开时请确认是否必要。",
                f"Names or telephone numbers of staff: {len(slight)} ({', '.join(_cited(masked, slight))}); check whether they need publishing.",
            ),
            spans=slight,
        )


def _cited(masked: str, spans: list[Span]) -> list[str]:
    return list(dict.fromkeys(masked[slice(*span)] for span in spans))
