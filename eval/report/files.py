"""What a scoring leaves on disk: the page, the score as JSON, fields as CSV, a summary in Markdown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from eval.ceiling import Ceiling
from eval.report.page import page
from eval.report.payload import payload, score_json
from eval.scoring.items import LISTS
from eval.tables import between, number, provenance
from eval.totals import Totals
from extract.language import Language, page_language, say

Json = dict[str, Any]

PAGE_FILE = "report.html"


def write_page(path: Path, totals: Totals, ceiling: Ceiling | None, language: Language | None = None) -> None:
    """Write the page alone."""
    spoken = language or page_language()
    text = page(payload(totals, score_json(totals, ceiling), spoken), spoken)
    path.write_text(text, encoding="utf-8")


def write_report(folder: Path, totals: Totals, ceiling: Ceiling | None) -> None:
    """Write ``report.html``, ``report.json``, ``fields.csv`` and ``summary.md`` into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    score = score_json(totals, ceiling)
    spoken = page_language()
    (folder / PAGE_FILE).write_text(page(payload(totals, score, spoken), spoken), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(score, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "fields.csv").write_text("\ufeff" + fields_csv(totals), encoding="utf-8", newline="")
    (folder / "summary.md").write_text(summary_md(totals, ceiling), encoding="utf-8")


MEASURES = ("precision", "recall", "f1", "accuracy", "omission", "spurious")


def fields_csv(totals: Totals) -> str:
    """Return one row a field: counts and measures, undefined ones empty."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("field", "C", "S", "O", "H", "N", *MEASURES))
    for field, one in totals.fields.items():
        measures = (getattr(one, name) for name in MEASURES)
        rows.writerow((field, one.C, one.S, one.O, one.H, one.N, *("" if m is None else f"{m:.6f}" for m in measures)))
    return out.getvalue()


def summary_md(totals: Totals, ceiling: Ceiling | None) -> str:
    """Return headline and lists as Markdown, beginning with what must be known about the gold."""
    leaves, items, within = totals.leaves, totals.items, totals.intervals
    limits = ceiling.measures if ceiling else {}
    titles = {spec.name: say(*spec.title) for spec in LISTS}
    rows = [
        _line(
            say("字段（叶）", "leaves"),
            (leaves.precision, leaves.recall, leaves.f1),
            within["headline.f1"],
            limits.get("headline.f1"),
        ),
        _line(
            say("条目", "items"),
            (items.precision, items.recall, items.f1),
            within["items.micro.f1"],
            limits.get("items.micro.f1"),
        ),
    ]
    rows += [
        _line(
            titles[name],
            (one.precision, one.recall, one.f1),
            within[f"items.{name}.f1"],
            limits.get(f"items.{name}.f1"),
        )
        for name, one in totals.lists.items()
    ]
    head = ["# gouji eval", "", *(f"> {line}" for line in provenance(totals).splitlines()), ""]
    states = f"C {leaves.C}, S {leaves.S}, O {leaves.O}, H {leaves.H}"
    counts = say(
        f"叶：{states}（对、异、漏、多）；准确率 {number(leaves.accuracy)}。",
        f"Leaves: {states} (correct, substituted, omitted, spurious); field accuracy {number(leaves.accuracy)}.",
    )
    table = [f"| | P | R | F1 | 95 % | {say('上限', 'ceiling')} |", "| --- | --- | --- | --- | --- | --- |", *rows]
    return "\n".join([*head, counts, "", *table, ""])


def _line(name: str, measures: tuple[float | None, ...], interval: Any, limit: float | None) -> str:  # noqa: ANN401
    cells = (name, *map(number, measures), between(interval), number(limit))
    return "| " + " | ".join(cells) + " |"
