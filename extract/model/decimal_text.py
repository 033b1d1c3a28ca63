"""Numbers as decimal strings, exactly as precise as written."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator


def _decimal(value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        msg = f"{value!r} is not a decimal number such as '851.66'"
        raise ValueError(msg) from None
    if not number.is_finite():
        msg = f"{value!r} is not a finite number"
        raise ValueError(msg)
    return value


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


DecimalText = Annotated[str, BeforeValidator(_as_text), AfterValidator(_decimal)]
"""A number as a decimal string without separators, exactly as precise as written."""
