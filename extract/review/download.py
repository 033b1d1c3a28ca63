"""The workbook of what was decided, for people who do not use a terminal."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from extract.exports import xlsx
from extract.exports.material import Material
from extract.language import Language
from extract.review.desk.desk import Desk
from extract.review.desk.recheck import after_review

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(desk: Desk, language: Language) -> bytes:
    """Return the bytes of the workbook that ``gouji export --format xlsx`` would write now."""
    with tempfile.TemporaryDirectory() as folder:
        [path] = xlsx.write(_materials(desk), Path(folder) / "gouji.xlsx", language=language)
        return path.read_bytes()


def _materials(desk: Desk) -> Iterator[Material]:
    for state in desk.all_states():
        record = after_review(state.ground.record, state.reviewed, state.ground.text or None)
        yield Material(record, state.ground.text or None, state.reviewed)
