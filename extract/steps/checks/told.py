"""Write the figures of a calculation as the report states them."""

from __future__ import annotations

from decimal import Decimal

from extract.model.report import Finance, Metric
from extract.steps.checks.figures import Figure
from extract.steps.checks.precision import plain


def numbers(*figures: Figure) -> list[str]:
    """Return the figures without units: in the unit that they share, else all in the base unit."""
    scales = {figure.quantity.scale for figure in figures}
    scale = scales.pop() if len(scales) == 1 else Decimal(1)
    return [plain(figure.value / scale) for figure in figures]


def named(figure: Figure) -> str:
    """Return what the record calls the figure, else the words before it."""
    match figure.item:
        case Finance(label=label) if label:
            return label
        case Metric(name=name) if name:
            return name
        case _:
            return figure.label


def bracketed(number: str) -> str:
    """Put a negative number in brackets, so that it can stand behind an operator."""
    return f"({number})" if number.startswith("-") else number
