"""Synthetic reports: copies of the sample reports with other figures, the same every time for one seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

REPORTS = Path(__file__).parent.parent / "gold" / "reports"
SEED = 2026

FIGURE = re.compile(r"\d+(?:\.\d+)?(?!\s*年)")


def copies(count: int, *, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """Yield name and text of ``count`` reports; every figure but years has other digits, of the same length."""
    originals = [path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.txt"))]
    chance = random.Random(seed)  # noqa: S311  (reproducible, not secret)
    for number in range(count):
        text = originals[number % len(originals)]
        yield f"{number:06d}", FIGURE.sub(lambda found: _other(found.group(), chance), text)


def write_copies(folder: Path, count: int) -> None:
    """Write ``count`` reports into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in copies(count):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def _other(figure: str, chance: random.Random) -> str:
    return "".join(char if char == "." else str(chance.randint(at == 0, 9)) for at, char in enumerate(figure))
