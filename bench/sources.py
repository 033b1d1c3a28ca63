"""How true the sources are: reports typeset in several ways, read back, compared as text and as records.

    python -m bench.sources [--scan] [--peer]

``--scan`` adds a scanned picture (minutes of OCR); ``--peer`` reads the same files with markitdown and docling, which
it installs into environments of their own below ``~/.cache/gouji-bench`` (docling brings PyTorch: minutes).
Characters are compared without white space and marks, brackets and punctuation folded to one width; of a peer's
Markdown, the bars and dashes of tables and its escapes are taken out before. Records are compared with the one from
the plain text: the F1 of their items as ``gouji eval score`` counts them. Numbering kept is the share of numbered
paragraphs whose opening, number included, is found.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Indel

from bench.typeset import LAYOUTS, paragraphs, scan
from eval.carry import carry
from eval.scoring.align import match_items
from eval.scoring.items import LISTS
from eval.scoring.metrics import ItemCounts
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
VENVS = Path.home() / ".cache" / "gouji-bench"
PEERS = {"markitdown": "markitdown[pdf,docx,xlsx,xls]", "docling": "docling"}
NO_PDF = {"docling"}
"""Peers whose reader of PDF needs weights from a server."""

NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十]+[、.．章节]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[、.．](?!\d)|[①-⑳])"
)
OPENING = 10
"""Characters of a numbered paragraph that are looked for."""

WARM = 1_000_000
"""Bytes of a file above which reading it once more to warm up would take longer than it is worth (OCR)."""


class Timed(NamedTuple):
    """What a file says, and the seconds that reading it took."""

    text: str
    seconds: float


Reader = Callable[[bytes], Timed]


def our_reader(files: list[bytes], suffix: str) -> Reader:
    """Return gouji's sources, in this process, warmed up with the first file."""
    del suffix

    def read(data: bytes) -> Timed:
        start = time.perf_counter()
        text = source_for(data, "report", limits_of(RunOptions())).read(data, name="report", path="report").text
        return Timed(text, time.perf_counter() - start)

    if len(files[0]) < WARM:
        read(files[0])
    return read


def markdown_as_text(text: str) -> str:
    """Take out what Markdown adds: bars and dashes of tables, escapes, entities."""
    return html.unescape(re.sub(r"^[\s|:-]+$|\||\\\\(?=[^\w\s])|<!--.*?-->", " ", text, flags=re.MULTILINE))


def peer_python(peer: str) -> Path:
    """Return the interpreter of a peer's environment, made and filled where it is not there."""
    home = VENVS / peer
    python = home / "bin" / "python"
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)  # noqa: S603  (our own interpreter)
        subprocess.run([str(python), "-m", "pip", "install", "-q", PEERS[peer]], check=True)  # noqa: S603  (the same)
    return python


def peer_reader(peer: str, files: Iterable[bytes], suffix: str) -> Callable[[bytes], Timed]:
    """Read files with a peer, all in one process, and return what gives each its text and seconds."""
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, data in enumerate(files):
            names[data] = f"{number:03d}{suffix}"
            (Path(folder) / names[data]).write_bytes(data)
        command = [str(peer_python(peer)), str(HOME / "bench" / "peers.py"), peer, folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  (a program of ours)
    found = json.loads(done.stdout)
    return lambda data: Timed(markdown_as_text(found[names[data]]["text"]), found[names[data]]["seconds"])


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


def numbering_kept(plain: str, found: str) -> float:
    """Return the share of numbered paragraphs whose opening, number included, is found."""
    numbered = [line for line in plain.split("\n") if NUMBERED.match(line)]
    whole = fold(found).text
    return sum(fold(line[:OPENING]).text in whole for line in numbered) / max(len(numbered), 1)


def measure(
    reports: dict[str, str], layouts: dict[str, Callable[[str], bytes]], reader_of: Callable[[list[bytes], str], Reader]
) -> list[dict[str, object]]:
    """Return one row a layout: means over the reports, and seconds a report."""
    rows: list[dict[str, object]] = []
    for name, typeset in layouts.items():
        plain = {report: "\n\n".join(paragraphs(text)) for report, text in reports.items()}
        files = {report: typeset(text) for report, text in reports.items()}
        read = reader_of(list(files.values()), "." + name.partition(",")[0])
        found = {report: read(data) for report, data in files.items()}
        characters = [character_f1(plain[report], timed.text) for report, timed in found.items()]
        records = [record_f1(plain[report], timed.text) for report, timed in found.items()]
        count = len(reports)
        rows.append(
            {
                "layout": name,
                "characters": round(sum(characters) / count, 4),
                "worst": round(min(characters), 4),
                "record": round(sum(records) / count, 4),
                "worst_record": round(min(records), 4),
                "numbering": round(sum(numbering_kept(plain[r], found[r].text) for r in reports) / count, 4),
                "seconds": round(sum(timed.seconds for timed in found.values()) / count, 3),
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
    results = {"gouji": measure(reports, LAYOUTS, our_reader)}
    if wanted.scan:
        results["gouji"] += measure(reports, {"pdf, scanned at 200 dpi": scan}, our_reader)
    if wanted.peer:
        for peer in PEERS:
            layouts = {name: typeset for name, typeset in LAYOUTS.items() if peer not in NO_PDF or "pdf" not in name}
            results[peer] = measure(reports, layouts, partial(peer_reader, peer))
    for reader, rows in results.items():
        print(f"| {reader} | characters F1 (worst) | record F1 (worst) | numbering kept | seconds a report |")
        print("| --- | --- | --- | --- | --- |")
        for row in rows:
            print(
                f"| {row['layout']} | {row['characters']:.4f} ({row['worst']:.4f}) "
                f"| {row['record']:.4f} ({row['worst_record']:.4f}) | {row['numbering']:.4f} | {row['seconds']:.3f} |"
            )
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
