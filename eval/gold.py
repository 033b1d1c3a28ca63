"""Read a gold folder: labels, texts, which split each report is in, and who annotated it."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.scoring.findings import Expected, read_expected
from extract.errors import ConfigError
from extract.language import Text, say
from extract.model.record import Record
from extract.store.records import read_records

SUFFIX = ".gold.json"

UNCONFIRMED = Text(
    "金标由大语言模型标注，尚未经人确认：分数衡量的是与该标注的一致，不是与人的一致。",
    "The gold was annotated by a large language model and not yet confirmed by people: "
    "scores measure agreement with those labels, not with people.",
)
CONFIRMED = Text("金标已经人确认。", "The gold was confirmed by people.")


@dataclass(frozen=True, slots=True)
class GoldReport:
    """One annotated report; ``text`` is None where no text lies beside the labels."""

    name: str
    record: Record
    text: str | None
    path: Path
    sha256: str
    expected: Expected | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold home: reports by name, the splits, and whether people confirmed the labels."""

    home: Path
    reports: tuple[GoldReport, ...]
    splits: dict[str, tuple[str, ...]]
    confirmed: bool

    @property
    def provenance(self) -> Text:
        """The sentence that stands beside every score."""
        return CONFIRMED if self.confirmed else UNCONFIRMED

    def fitted(self, name: str) -> bool:
        """Whether the program was written with this report's labels in sight (split ``development``)."""
        return name in self.splits.get("development", ())


def read_gold(where: Path) -> Gold:
    """Read ``*.gold.json`` of a folder, or of its ``labels/``; texts come from the sibling ``reports/``.

    Labels count as confirmed by people only where ``splits.toml`` says so (``[labels] confirmed_by_people = true``).

    Raises:
        ConfigError: there is no such folder, no label in it, or a label is no valid report.
    """
    labels = where / "labels" if (where / "labels").is_dir() else where
    paths = sorted(labels.glob(f"*{SUFFIX}")) if labels.is_dir() else []
    if not paths:
        raise ConfigError(say(f"{where} 里没有 *{SUFFIX} 金标文件。", f"There is no *{SUFFIX} file in {where}."))
    home = labels.parent if labels.name == "labels" else labels
    config = _config(home)
    splits = {name: tuple(documents) for name, documents in config.get("splits", {}).items()}
    confirmed = config.get("labels", {}).get("confirmed_by_people") is True
    return Gold(home, tuple(_report(path) for path in paths), splits, confirmed)


def _report(path: Path) -> GoldReport:
    record = next(read_records(path))
    name = path.name.removesuffix(SUFFIX)
    places = (path.parent.parent / "reports", path.parent / "reports", path.parent)
    text = next((place / f"{name}.txt" for place in places if (place / f"{name}.txt").is_file()), None)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    expected = read_expected(path.parent.parent / "findings" / f"{name}.findings.json")
    return GoldReport(name, record, text.read_bytes().decode("utf-8") if text else None, path, digest, expected)


def _config(home: Path) -> dict[str, dict[str, Any]]:
    path = home / "splits.toml"
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(say(f"{path} 不是有效的 TOML：{error}。", f"{path} is no valid TOML: {error}.")) from error
