"""Bring gold reports and predicted records together by document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from eval.carry import carry
from eval.gold import Gold, GoldReport
from extract.errors import ConfigError
from extract.language import say
from extract.loading import Given, materials
from extract.model.record import Record
from extract.store.records import repeated


@dataclass(frozen=True, slots=True)
class Case:
    """One gold report with its prediction, None where the run has no record of it.

    ``text`` is what the record's spans index, None where it was not found; ``predicted`` is the record with its
    spans on the gold's text. The two records differ only where the run read another file of the same report
    (``carried``); ``comparable`` is False where texts differ and the spans could not be carried.
    """

    gold: GoldReport
    predicted: Record | None
    text: str | None
    record: Record | None = None
    carried: bool = False
    comparable: bool = True

    @property
    def name(self) -> str:
        """The gold document's name."""
        return self.gold.name


@dataclass(frozen=True, slots=True)
class Cases:
    """All gold reports with their predictions, and the documents of the run that have no gold.

    ``repeated`` are documents with several records, of which the last one counts.
    """

    cases: tuple[Case, ...]
    unscored: tuple[str, ...]
    repeated: tuple[str, ...] = ()


Found = tuple[Record, str | None]
"""A record with the text that its spans index, None where it was not found."""


def pair_up(gold: Gold, given: Given) -> Cases:
    """Find the record of each gold report: the same document name, else the same last part of it where unique.

    Raises:
        ConfigError: there are no records, or none of them is of a gold report.
    """
    found = ((material.record, material.text) for material in materials(given))
    paired = pair_records(gold, found, str(given.where or given.db))
    earlier = repeated(given.where) if given.where and not given.db else ()
    return replace(paired, repeated=tuple(dict.fromkeys((*earlier, *paired.repeated))))


def pair_records(gold: Gold, found: Iterable[Found], where: str) -> Cases:
    """Pair records that are read already; ``where`` names in an error where they come from."""
    by_name: dict[str, Found] = {}
    again: dict[str, None] = {}
    for record, text in found:
        if record.document in by_name:
            again[record.document] = None
        by_name[record.document] = (record, text)
    chosen = {report.name: _named(report.name, by_name) for report in gold.reports}
    if not any(chosen.values()):
        raise ConfigError(
            say(
                f"{where} 里没有金标所标注的任何报告（金标：{_some(chosen)}；记录：{_some(by_name)}）。",
                f"No record in {where} is of an annotated report (gold: {_some(chosen)}; records: {_some(by_name)}).",
            )
        )
    cases = tuple(make_case(report, *(chosen[report.name] or (None, None))) for report in gold.reports)
    used = {one[0].document for one in chosen.values() if one}
    return Cases(cases, tuple(sorted(by_name.keys() - used)), tuple(again))


def make_case(report: GoldReport, record: Record | None, text: str | None) -> Case:
    """Bring one report and its record together; where their texts differ the spans are carried over."""
    if record is None or report.text is None or text == report.text:
        return Case(report, record, text, record)
    if text is None:
        return Case(report, record, None, record, comparable=_same_hash(record, report.text))
    moved = carry(record, text, report.text)
    return Case(report, moved or record, text, record, carried=moved is not None, comparable=moved is not None)


def _same_hash(record: Record, text: str) -> bool:
    """Whether the record says that it was read from this very text; a bare record says nothing and is believed."""
    return record.source is None or record.source.text_sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest()


def _named(name: str, records: dict[str, Found]) -> Found | None:
    if name in records:
        return records[name]
    alike = [found for document, found in records.items() if PurePosixPath(document).name == name]
    return alike[0] if len(alike) == 1 else None


def _some(names: Iterable[str], limit: int = 5) -> str:
    listed = sorted(names)
    return ", ".join(listed[:limit]) + (" …" if len(listed) > limit else "") if listed else "-"
