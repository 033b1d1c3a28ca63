"""Label Studio's JSON: one task a report, regions with attributes, relations; and back.

Label Studio counts characters as JavaScript does (UTF-16), gouji in code points; offsets are converted.
What is lost: items without a span (they cannot be marked), and all that gouji adds (confidence, reasons, findings).
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from extract.exports.marks import Marks, Region, Relation, marks_of, record_of
from extract.exports.material import Material
from extract.language import Language
from extract.model.record import Record
from extract.model.text import Span
from extract.steps.fold import clean

ASTRAL = 0x10000
"""First code point that takes two UTF-16 units."""


class Utf16:
    """Converts positions of one text between code points and UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._astral = [at for at, char in enumerate(text) if ord(char) >= ASTRAL]
        self._units = [at + n for n, at in enumerate(self._astral)]

    def units(self, point: int) -> int:
        """Return the UTF-16 position of a code point position."""
        return point + bisect_left(self._astral, point)

    def points(self, unit: int) -> int:
        """Return the code point position of a UTF-16 position."""
        return unit - bisect_left(self._units, unit)


def write(materials: Iterable[Material], out: Path, *, language: Language) -> list[Path]:
    """Write the tasks as a JSON array into ``out`` and return it; a record without its text is left out."""
    del language
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        file.write("[")
        for number, material in enumerate(m for m in materials if m.text is not None):
            file.write(",\n" if number else "\n")
            json.dump(task(material.record, material.text or ""), file, ensure_ascii=False)
        file.write("\n]\n")
    return [out]


def task(record: Record, text: str) -> dict[str, Any]:
    """Return one task with its regions as an annotation."""
    marks, utf16 = marks_of(record), Utf16(text)
    result = [part for region in marks.regions for part in _region(region, text, utf16)]
    result += [
        {"type": "relation", "from_id": r.source, "to_id": r.target, "direction": "right", "labels": [r.kind]}
        for r in marks.relations
    ]
    return {"data": {"text": text, "document": record.document}, "annotations": [{"result": result}]}


def _region(region: Region, text: str, utf16: Utf16) -> Iterator[dict[str, Any]]:
    start, end = region.span
    value = {"start": utf16.units(start), "end": utf16.units(end), "text": text[start:end]}
    place = {"id": region.id, "from_name": "label", "to_name": "text"}
    yield place | {"type": "labels", "value": value | {"labels": [region.label]}}
    if region.attributes:
        stated = json.dumps(region.attributes, ensure_ascii=False)
        yield place | {"from_name": "attributes", "type": "textarea", "value": value | {"text": [stated]}}


def read(path: Path) -> Iterator[tuple[Record, str]]:
    """Yield the record and text of every task of an exported (and perhaps corrected) file."""
    for one in json.loads(path.read_text(encoding="utf-8")):
        text = one["data"]["text"]
        result = one["annotations"][-1]["result"]
        marks = Marks(tuple(_regions(result, Utf16(text))), tuple(_relations(result)))
        yield record_of(one["data"]["document"], text, marks, clean=clean), text


def _regions(result: list[dict[str, Any]], utf16: Utf16) -> Iterator[Region]:
    stated = {part["id"]: json.loads(part["value"]["text"][0]) for part in result if part["type"] == "textarea"}
    for part in result:
        if part["type"] == "labels":
            value = part["value"]
            span = Span(utf16.points(value["start"]), utf16.points(value["end"]))
            yield Region(part["id"], value["labels"][0], span, stated.get(part["id"], {}))


def _relations(result: list[dict[str, Any]]) -> Iterator[Relation]:
    for part in result:
        if part["type"] == "relation":
            yield Relation(part["labels"][0], part["from_id"], part["to_id"])
