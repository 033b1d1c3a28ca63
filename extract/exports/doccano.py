"""doccano's JSONL: one line a report, entities with offsets in code points, relations; and back.

doccano keeps no attributes of an entity; they travel in the line's ``meta`` and come back if it is kept.
What is lost: items without a span, and all that gouji adds (confidence, reasons, findings).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonlines

from extract.exports.marks import Marks, Region, Relation, marks_of, record_of
from extract.exports.material import Material
from extract.language import Language
from extract.model.record import Record
from extract.model.text import Span
from extract.steps.fold import clean


def write(materials: Iterable[Material], out: Path, *, language: Language) -> list[Path]:
    """Write the lines into ``out`` and return it; a record without its text is left out."""
    del language
    out.parent.mkdir(parents=True, exist_ok=True)
    with (
        out.open("w", encoding="utf-8") as file,
        jsonlines.Writer(file, dumps=lambda line: json.dumps(line, ensure_ascii=False)) as lines,
    ):
        for material in materials:
            if material.text is not None:
                lines.write(example(material.record, material.text))
    return [out]


def example(record: Record, text: str) -> dict[str, Any]:
    """Return one line; ids are numbers, as doccano wants them."""
    marks = marks_of(record)
    numbers = {region.id: at for at, region in enumerate(marks.regions, start=1)}
    return {
        "text": text,
        "entities": [
            {"id": numbers[r.id], "label": r.label, "start_offset": r.span.start, "end_offset": r.span.end}
            for r in marks.regions
        ],
        "relations": [
            {"id": at, "from_id": numbers[r.source], "to_id": numbers[r.target], "type": r.kind}
            for at, r in enumerate(marks.relations, start=1)
        ],
        "meta": {
            "document": record.document,
            "attributes": {str(numbers[r.id]): r.attributes for r in marks.regions if r.attributes},
        },
    }


def read(path: Path) -> Iterator[tuple[Record, str]]:
    """Yield the record and text of every line of an exported (and perhaps corrected) file."""
    with jsonlines.open(path) as lines:
        for line in lines:
            stated = line.get("meta", {}).get("attributes", {})
            regions = tuple(
                Region(str(e["id"]), e["label"], Span(e["start_offset"], e["end_offset"]), stated.get(str(e["id"]), {}))
                for e in line["entities"]
            )
            relations = tuple(Relation(r["type"], str(r["from_id"]), str(r["to_id"])) for r in line["relations"])
            document = line.get("meta", {}).get("document", "document")
            yield record_of(document, line["text"], Marks(regions, relations), clean=clean), line["text"]
