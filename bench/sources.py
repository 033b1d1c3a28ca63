"""How true the sources are: reports typeset in several ways, read back, compared as text and as records.

    python -m bench.sources [--scan] [--peer]

``--scan`` adds a scanned picture (minutes of OCR); ``--peer`` reads the same files with markitdown, if it is installed.
Characters are compared without white space and marks, brackets and punctuation folded to one width. Records are
compared with the one from the plain text: the F1 of their items as ``gouji eval score`` counts them.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz.distance import Indel

from bench.typeset import LAYOUTS, paragraphs, scan
from eval.align import match_items
from eval.carry import carry
from eval.items import LISTS
from eval.metrics import ItemCounts
from extract.domains.registry import domain_named
from extract.model.record import Record
from extract.model.text import RawDocument
from extract.pipeline import extract_document
from extract.readers.rules.reader import RulesReader
from extract.settings import RunOptions
from extract.sources.limits import limits_of
from extract.sources.registry import source_for
from extract.steps.fold import fold

HOME = Path(__file__).parent.parent
RESULTS = HOME / "bench" / "results" / "sources.json"


def ours(data: bytes) -> str:
    """Read a file with gouji's sources."""
    return source_for(data, "report", limits_of(RunOptions())).read(data, name="report", path="report").text


def markitdown(data: bytes) -> str:
    """Read a file with markitdown."""
    from markitdown import MarkItDown  # noqa: PLC0415  (a peer, installed apart)

    return str(MarkItDown().convert_stream(io.BytesIO(data)).text_content)


def character_f1(expected: str, found: str) -> float:
    """Return 2·(characters in common order) / (all characters), after folding."""
    return float(Indel.normalized_similarity(fold(expected).text, fold(found).text))


def record_of(text: str) -> Record:
    """Return the record of a text, read by the rules."""
    raw = RawDocument(name="report", text=text)
    return asyncio.run(extract_document(raw, reader=RulesReader(), domain=domain_named("petition")))


def record_f1(plain: str, found: str) -> float:
    """Return the F1 of all items of the record of ``found`` against that of ``plain``, spans carried to the latter.

    Items match as in ``gouji eval score``: texts at span IoU >= 0.5, figures at equal value with overlapping spans.
    """
    expected, moved = record_of(plain), carry(record_of(found), found, plain)
    if moved is None:
        return 0.0
    counts = ItemCounts()
    for spec in LISTS:
        pairing = match_items(tuple(spec.items(expected)), tuple(spec.items(moved)), spec)
        matched = len(pairing.pairs)
        counts += ItemCounts(matched, matched + len(pairing.missed), matched + len(pairing.spurious))
    return counts.f1 or 0.0


def measure(
    reports: dict[str, str], layouts: dict[str, Callable[[str], bytes]], read: Callable[[bytes], str]
) -> list[dict[str, object]]:
    """Return one row a layout: means over the reports, and seconds a report."""
    rows: list[dict[str, object]] = []
    for name, typeset in layouts.items():
        characters, records, seconds = [], [], 0.0
        for text in reports.values():
            plain = "\n\n".join(paragraphs(text))
            data = typeset(text)
            start = time.perf_counter()
            found = read(data)
            seconds += time.perf_counter() - start
            characters.append(character_f1(plain, found))
            records.append(record_f1(plain, found))
        count = len(reports)
        rows.append(
            {
                "layout": name,
                "characters": round(sum(characters) / count, 4),
                "worst": round(min(characters), 4),
                "record": round(sum(records) / count, 4),
                "worst_record": round(min(records), 4),
                "seconds": round(seconds / count, 3),
            }
        )
    return rows


def main() -> None:
    """Measure, print the table, keep it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scan", action="store_true")
    parser.add_argument("--peer", action="store_true")
    wanted = parser.parse_args()
    reports = {path.stem: path.read_bytes().decode() for path in sorted((HOME / "gold" / "reports").glob("*.txt"))}
    results = {"gouji": measure(reports, LAYOUTS, ours)}
    if wanted.scan:
        results["gouji"] += measure(reports, {"pdf, scanned at 200 dpi": scan}, ours)
    if wanted.peer:
        results["markitdown"] = measure(reports, LAYOUTS, markitdown)
    for reader, rows in results.items():
        print(f"| {reader} | characters F1 (worst) | record F1 (worst) | seconds a report |\n| --- | --- | --- | --- |")
        for row in rows:
            print(
                f"| {row['layout']} | {row['characters']:.4f} ({row['worst']:.4f}) "
                f"| {row['record']:.4f} ({row['worst_record']:.4f}) | {row['seconds']:.3f} |"
            )
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
