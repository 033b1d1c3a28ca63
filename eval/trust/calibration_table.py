"""What the terminal shows of a calibration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from eval.tables import number, provenance, slim
from eval.totals import Totals
from eval.trust.reliability import Reliability
from extract.language import Text, say, terminal_language

if TYPE_CHECKING:
    from eval.trust.calibration import Fitted


FITTED_SPLIT = Text(
    "注意：其中有开发集的报告，规则与提示词就是照着它们的标注写的；由此拟合的置信度对新报告偏高。",
    "Note: some of these reports are of the development split, which rules and prompts were written with in sight; "
    "confidence fitted on them is too high for new reports.",
)
"""Said wherever confidence was fitted on the development split."""


def print_calibration(console: Console, totals: Totals, fitted: Fitted) -> None:
    """Print what confidence was worth before and after fitting, and whether a threshold is certified."""
    console.print(provenance(totals), style="yellow", highlight=False, soft_wrap=True)
    console.print(_measures(fitted))
    console.print(threshold_sentence(fitted), highlight=False, soft_wrap=True)
    if any(totals.gold.fitted(one.name) for one in totals.documents):
        console.print(FITTED_SPLIT.in_(terminal_language()), style="yellow", highlight=False, soft_wrap=True)


def _measures(fitted: Fitted) -> Table:
    table = slim(
        say("置信度的可信程度", "What confidence is worth"),
        "",
        "Brier",
        "ECE",
        "AUROC",
        "AUGRC",
        say("字段数", "leaves"),
    )
    table.add_row(say("默认（未校准）", "default (uncalibrated)"), *_row(fitted.before))
    table.add_row(say("拟合后（留出整份报告）", "fitted (whole reports left out)"), *_row(fitted.after))
    return table


def _row(one: Reliability) -> tuple[str, ...]:
    return (*map(number, (one.brier, one.ece, one.auroc, one.augrc)), str(one.leaves))


def advice(fitted: Fitted, out: Path) -> str:
    """Say whether the weights in ``out`` are better used than the default, by what held-out reports say of both."""
    before, after = fitted.before.auroc, fitted.after.auroc
    if before is not None and after is not None and after < before:
        return say(
            f"已写出 {out}，但不建议使用：在留出的报告上 AUROC 为 {number(after)}，低于默认的 {number(before)}，"
            "即更难把有错的字段排到前面；请增加标注后再拟合。",
            f"Wrote {out}, but do not use it: on reports left out its AUROC is {number(after)}, below the default's "
            f"{number(before)}, so it finds wrong fields less well; fit again with more annotated reports.",
        )
    return say(
        f"已写出 {out}；用法：gouji run … --confidence {out}",
        f"Wrote {out}; use it: gouji run … --confidence {out}",
    )


def threshold_sentence(fitted: Fitted) -> str:
    """Say which threshold is certified, or that none can be and how many documents it would take."""
    threshold = fitted.threshold
    error = f"{threshold.max_error:.0%}"
    if threshold.value is None:
        needed = threshold.needed
        return say(
            f"复核门槛：{fitted.documents} 份报告无法认证 {error} 的差错上限（除拟合所用之外至少另需 {needed} 份）；沿用默认门槛。",
            f"Review threshold: an error of {error} is not certifiable with {fitted.documents} documents "
            f"(needs {needed} besides those fitted on); the default stays.",
        )
    reviewed = f"{threshold.reviewed or 0:.0%}"
    return say(
        f"复核门槛 {threshold.value:.4f}：在 {threshold.documents} 份未用于拟合的报告上认证，差错期望不超过 {error}，需复核 {reviewed} 的字段。",
        f"Review threshold {threshold.value:.4f}: certified on {threshold.documents} documents not fitted on, expected "
        f"error at most {error}, {reviewed} of the leaves to review.",
    )
