"""Write the figures of a calculation as the report states them."""

from __future__ import annotations

from decimal import Decimal

from extract.language import Text
from extract.model.quantity import Dimension
from extract.model.report import Direction, Finance, Metric
from extract.steps.checks.reading.figures import Figure
from extract.steps.checks.reading.precision import plain


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


def changed_by(value: Decimal, unit: str, *, rate: bool = False) -> Text:
    """Say a change in words, as a letter does: ``减少100件``, ``下降9.5%``; ``value`` is signed and in ``unit``."""
    size = f"{plain(abs(value))}{unit}"
    if not value:
        return Text("没有增减", "no change")
    if value < 0:
        return Text(f"{'下降' if rate else '减少'}{size}", f"a decrease of {size}")
    return Text(f"{'上升' if rate else '增加'}{size}", f"an increase of {size}")


def cited(figure: Figure) -> Text:
    """Cite a figure: a value as it is written, a change with its direction in words."""
    if figure.direction in {Direction.INCREASE, Direction.DECREASE}:
        rate = figure.quantity.dimension in {Dimension.PERCENT, Dimension.POINT}
        return changed_by(figure.value / figure.quantity.scale, figure.quantity.unit, rate=rate)
    return Text(figure.written, figure.written)
