"""Compare two scores of the same gold: what changed, how surely, and whether a guarded metric fell."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval import intervals
from eval.intervals import Floats, Interval, paired_bootstrap, sign_flip
from extract.errors import ConfigError
from extract.language import say

Score = dict[str, Any]
"""The JSON that ``gouji eval score --json`` writes."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure that two runs are compared in: how to read its counts of a document, and what they make."""

    name: str
    row: Callable[[Score], list[int]]
    statistic: intervals.Statistic


def _leaves(document: Score) -> list[int]:
    return [document["headline"][state] for state in "CSOH"]


def _items(document: Score) -> list[int]:
    return [document["items"][count] for count in ("matched", "gold", "predicted")]


METRICS = (
    Metric("headline.accuracy", _leaves, intervals.leaf_accuracy),
    Metric("headline.precision", _leaves, intervals.leaf_precision),
    Metric("headline.recall", _leaves, intervals.leaf_recall),
    Metric("headline.f1", _leaves, intervals.leaf_f1),
    Metric("items.micro.f1", _items, intervals.item_f1),
)

GUARDED = ("headline.f1", "items.micro.f1")
"""Metrics that must not fall where the caller names none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One metric before and after; ``p`` is that of the sign-flip test over documents, None where none differs."""

    metric: str
    before: float | None
    after: float | None
    interval: Interval | None
    p: float | None

    @property
    def difference(self) -> float | None:
        """After less before."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two scores side by side.

    ``gained`` and ``lost`` count, per field, the leaves that became right and wrong; ``flips`` names every leaf whose
    state changed (document, leaf, before, after).
    """

    documents: tuple[str, ...]
    changes: tuple[Change, ...]
    gained: dict[str, int]
    lost: dict[str, int]
    flips: tuple[tuple[str, str, str, str], ...]

    def as_json(self) -> Score:
        """Return the comparison as plain data."""
        return {
            "documents": list(self.documents),
            "metrics": {
                one.metric: {
                    "before": one.before,
                    "after": one.after,
                    "difference": one.difference,
                    "low": one.interval.low if one.interval else None,
                    "high": one.interval.high if one.interval else None,
                    "p": one.p,
                }
                for one in self.changes
            },
            "gained": self.gained,
            "lost": self.lost,
            "leaves": [
                {"document": name, "leaf": leaf, "before": was, "after": now} for name, leaf, was, now in self.flips
            ],
        }

    def fallen(self, guarded: tuple[str, ...], tolerance: float) -> tuple[Change, ...]:
        """Return the guarded metrics that are lower by more than the tolerance."""
        return tuple(
            one
            for one in self.changes
            if one.metric in guarded and one.difference is not None and one.difference < -tolerance - 1e-12
        )


def read_score(path: Path) -> Score:
    """Read a score that ``gouji eval score --json`` wrote.

    Raises:
        ConfigError: it is none.
    """
    try:
        score: Score = json.loads(path.read_text(encoding="utf-8"))
        _ = [document["states"] for document in score["documents"]]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise ConfigError(
            say(
                f"{path} 不是 gouji eval score --json 写出的分数文件；若是记录，请加 --gold。",
                f"{path} is no score file of `gouji eval score --json`; if it holds records, add --gold.",
            )
        ) from error
    return score


def compare(one: Score, other: Score) -> Comparison:
    """Compare two scores over the documents that both have.

    Raises:
        ConfigError: they share no document, or were scored against different gold.
    """
    before = {document["document"]: document for document in one["documents"]}
    after = {document["document"]: document for document in other["documents"]}
    names = tuple(sorted(before.keys() & after.keys()))
    _same_gold(one, other, names)
    pairs = [(before[name], after[name]) for name in names]
    flips = [flip for name in names for flip in _flips(name, before[name]["states"], after[name]["states"])]
    gained = Counter(field_of(leaf) for _, leaf, was, now in flips if now in {"C", "-"} and was != "C")
    lost = Counter(field_of(leaf) for _, leaf, was, now in flips if was in {"C", "-"} and now != "C")
    return Comparison(names, tuple(_change(m, pairs) for m in METRICS), dict(gained), dict(lost), tuple(flips))


def _same_gold(one: Score, other: Score, names: tuple[str, ...]) -> None:
    if not names:
        raise ConfigError(say("两份分数没有共同的报告。", "The two scores have no report in common."))
    hashes = [(one["gold"]["sha256"].get(name), other["gold"]["sha256"].get(name)) for name in names]
    changed = [name for name, (a, b) in zip(names, hashes, strict=True) if a != b]
    if changed:
        listed = ", ".join(changed[:5])
        raise ConfigError(
            say(f"两份分数所用金标不同：{listed}。", f"The two scores were made against different gold: {listed}.")
        )


def _change(metric: Metric, pairs: list[tuple[Score, Score]]) -> Change:
    one, other = (np.array([metric.row(pair[side]) for pair in pairs], dtype=np.float64) for side in (0, 1))
    before, after = (_defined(metric.statistic(table.sum(axis=0, keepdims=True))) for table in (one, other))
    differences = np.nan_to_num(metric.statistic(other) - metric.statistic(one))
    interval = paired_bootstrap(one, other, metric.statistic)
    return Change(metric.name, before, after, interval, sign_flip(differences))


def _defined(value: Floats) -> float | None:
    return None if np.isnan(value[0]) else float(value[0])


def _flips(name: str, before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """List the leaves whose state changed; a hallucination that is gone or new has ``-`` on its other side."""
    leaves = sorted(before.keys() | after.keys())
    states = [(leaf, before.get(leaf, "-"), after.get(leaf, "-")) for leaf in leaves]
    return [(name, leaf, was, now) for leaf, was, now in states if was != now]


_POSITION = re.compile(r"\[\d+\]|@[^.]*")
_NESTED = {
    "measures.actions": "actions",
    "problems.details": "details",
    "problems.cause": "causes",
    "improvements.steps": "steps",
}


def field_of(leaf: str) -> str:
    """Return a leaf's field path: its name without positions (``+finance@9-14.value`` is ``finance.value``)."""
    plain = _POSITION.sub("", leaf.lstrip("+"))
    for path, name in _NESTED.items():
        if plain.startswith(f"{path}."):
            return name + plain.removeprefix(path)
    return plain
