"""Reviewed records as label files that ``gouji eval`` loads; those made from corrections say that they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extract.exports.material import Material
from extract.language import Language
from extract.model.record import Annotation
from extract.model.report import ADDED_KEYS


def write(materials: Iterable[Material], out: Path, *, language: Language) -> list[Path]:
    """Write ``labels/<document>.gold.json`` and ``reports/<document>.txt`` below ``out`` and return the label files.

    A label file holds what the guidelines annotate and, at the top, ``annotation``: whether people corrected what
    gouji proposed (``prefilled``, no blind gold), who they were and which lists they called complete.
    """
    del language
    written = []
    for material in materials:
        path = out / "labels" / f"{material.record.document}.gold.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(labels(material), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written.append(path)
        if material.text is not None:
            text = out / "reports" / f"{material.record.document}.txt"
            text.parent.mkdir(parents=True, exist_ok=True)
            text.write_bytes(material.text.encode("utf-8", "surrogatepass"))
    return written


def labels(material: Material) -> dict[str, Any]:
    """Return a record as a label file: the schema's keys alone, and how it came about."""
    data = material.record.model_dump(mode="json")
    for key in ("schema_version", "source", "run", "findings", "facts", "absent"):
        data.pop(key)
    reviewed = material.reviewed
    annotation = Annotation(
        kind="prefilled",
        reviewers=tuple(sorted({d.reviewer for d in reviewed.effective})) if reviewed else (),
        decisions=len(reviewed.effective) if reviewed else 0,
        complete=tuple(sorted(reviewed.complete)) if reviewed else (),
        run=material.record.run.id if material.record.run else None,
    )
    data["annotation"] = annotation.model_dump(mode="json")
    bare: dict[str, Any] = _bare(data)
    return bare


def _bare(value: Any) -> Any:  # noqa: ANN401  (JSON in, JSON out)
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if isinstance(value, dict):
        added = ADDED_KEYS if "span" in value else ()
        return {key: _bare(one) for key, one in value.items() if key not in added}
    return value
