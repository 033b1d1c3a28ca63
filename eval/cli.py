"""``gouji eval``: score, compare, agreement and calibrate, each a thin command over the rooms of ``eval``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from eval.ceiling import Ceiling, agree, read_ceiling
from eval.compare import GUARDED, METRICS, Score, compare, read_score
from eval.comparison_table import print_comparison
from eval.evaluate import evaluate, evaluate_given
from eval.gold import read_gold
from eval.report.files import PAGE_FILE, write_page, write_report
from eval.scoring.misses import print_misses
from eval.summary import as_json
from eval.tables import print_score
from eval.totals import Totals
from eval.trust.calibration_table import advice, print_calibration
from extract.commands.console import console
from extract.commands.writing import writing, writing_file
from extract.language import say
from extract.loading import Given

FELL = 4
"""Exit status where a guarded metric fell."""

PATH = click.Path(path_type=Path)
GOLD = click.option(
    "--gold", "gold_dir", type=PATH, required=True, help=say("金标文件夹", "folder of *.gold.json, or one with labels/")
)
JSON = click.option("--json", "json_file", type=PATH, help=say("另写成 JSON 文件", "write it as JSON, too"))
RECORDS = (
    click.option("--records", "where", type=PATH, help=say("记录文件或运行文件夹", "records.jsonl or a run folder")),
    click.option("--db", help=say("数据库地址，代替 --records", "database URL in place of --records")),
    click.option("--texts", type=PATH, help=say("记录所引原文的文件夹", "folder of the texts that spans index")),
    click.option("--as-extracted", is_flag=True, help=say("忽略人工复核的决定", "ignore decisions of people")),
)
"""Options that name the records to score; their values make a ``Given``."""

Function = TypeVar("Function", bound=Callable[..., object])


def _records(function: Function) -> Function:
    for option in reversed(RECORDS):
        function = option(function)
    return function


@click.group(help=say("对照人工标注评测。", "Score records against annotated reports."))
def command() -> None:
    """Hold the commands of the evaluation."""


@command.command(help=say("给记录评分：与金标逐项对照。", "Score records against gold."))
@GOLD
@_records
@JSON
@click.option("--html", type=PATH, help=say("另写成网页报告（单个文件）", "write the report page (one file), too"))
@click.option(
    "--report", type=PATH, help=say("报告文件夹：网页、JSON、CSV、摘要", "folder for page, JSON, CSV and summary")
)
@click.option("--ceiling", type=PATH, help=say("两套标注的一致程度（JSON）", "agreement of two annotations (JSON)"))
@click.option("--verbose", is_flag=True, help=say("逐份列出漏、多、异", "list misses, extras and differences"))
def score(  # noqa: PLR0913  (one argument an option)
    *,
    gold_dir: Path,
    json_file: Path | None,
    html: Path | None,
    report: Path | None,
    ceiling: Path | None,
    verbose: bool,
    **records: Any,  # noqa: ANN401  (the options of RECORDS)
) -> None:
    """Score a run against gold."""
    totals = evaluate_given(gold_dir, Given(**records))
    limit = read_ceiling(ceiling, totals.gold)
    _leave(totals, limit, json_file=json_file, html=html, report=report)
    screen = console()
    for document in totals.documents if verbose else ():
        print_misses(screen, document)
    print_score(screen, totals, limit)
    for made in (html, report / PAGE_FILE if report else None):
        if made:
            click.echo(say(f"报告：{made}", f"Report: {made}"))


def _leave(
    totals: Totals, limit: Ceiling | None, *, json_file: Path | None, html: Path | None, report: Path | None
) -> None:
    """Write what was asked for, before anything is printed: the screen may be closed early."""
    if json_file:
        _write(json_file, as_json(totals) | {"ceiling": limit.model_dump() if limit else None})
    if html:
        with writing_file(html):
            write_page(html, totals, limit)
    if report:
        with writing(report):
            write_report(report, totals, limit)


@command.command(
    "compare",
    help=say(
        "比较两次评分；受保护的指标下降则退出码为 4。",
        "Compare two scores; exit status 4 where a guarded metric falls.",
    ),
)
@click.argument("one", metavar="A", type=PATH)
@click.argument("other", metavar="B", type=PATH)
@click.option("--gold", "gold_dir", type=PATH, help=say("A、B 是记录时的金标", "gold, where A and B are records"))
@click.option(
    "--guard",
    "guarded",
    multiple=True,
    type=click.Choice([metric.name for metric in METRICS]),
    default=GUARDED,
    show_default=True,
    help=say("不得下降的指标（可多次）", "metric that must not fall (repeatable)"),
)
@click.option("--tolerance", type=click.FloatRange(0, 1), default=0.0, help=say("容许的下降", "fall that is tolerated"))
@JSON
@click.pass_context
def compare_scores(  # noqa: PLR0913  (one argument an option)
    ctx: click.Context,
    *,
    one: Path,
    other: Path,
    gold_dir: Path | None,
    guarded: tuple[str, ...],
    tolerance: float,
    json_file: Path | None,
) -> None:
    """Compare two runs, or two score files, of the same gold."""
    found = compare(_score_of(one, gold_dir), _score_of(other, gold_dir))
    fallen = found.fallen(guarded, tolerance)
    if json_file:
        _write(json_file, found.as_json() | {"guarded": list(guarded), "fallen": [change.metric for change in fallen]})
    print_comparison(console(), found, fallen)
    if fallen:
        ctx.exit(FELL)


def _score_of(where: Path, gold_dir: Path | None) -> Score:
    """Read a score file, or score records against the gold that was named."""
    return read_score(where) if gold_dir is None else as_json(evaluate(gold_dir, where))


@command.command(help=say("两套标注的一致程度：分数的上限。", "How far two annotations agree: the ceiling of scores."))
@click.argument("one", metavar="A", type=PATH)
@click.argument("other", metavar="B", type=PATH)
@JSON
@click.option("--verbose", is_flag=True, help=say("逐份列出不同", "list the differences"))
def agreement(*, one: Path, other: Path, json_file: Path | None, verbose: bool) -> None:
    """Put two annotators' folders through the scorer; A is taken as gold."""
    found = agree(read_gold(one), read_gold(other))
    if json_file:
        _write(json_file, found.ceiling().model_dump())
    screen = console()
    for document in found.totals.documents if verbose else ():
        print_misses(screen, document)
    print_score(screen, found.totals, found.ceiling())


@command.command(help=say("按金标校准置信度，写出 confidence.json。", "Fit confidence to gold, write confidence.json."))
@GOLD
@_records
@click.option(
    "--out", type=PATH, default=Path("confidence.json"), show_default=True, help=say("写到哪里", "where to write")
)
@click.option(
    "--max-error",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.05,
    show_default=True,
    help=say("免复核的字段里容许的差错", "error tolerated among leaves that nobody reviews"),
)
def calibrate(*, gold_dir: Path, out: Path, max_error: float, **records: Any) -> None:  # noqa: ANN401  (RECORDS)
    """Fit the weights of the confidence on the records of a run."""
    from eval.trust.calibration import calibrate as fit  # noqa: PLC0415  (scikit-learn takes a second to import)
    from eval.trust.calibration import samples_of  # noqa: PLC0415

    totals = evaluate_given(gold_dir, Given(**records))
    development = any(totals.gold.fitted(one.name) for one in totals.documents)
    fitted = fit(samples_of(totals), max_error=max_error, development=development)
    _write(out, fitted.weights.model_dump())
    print_calibration(console(), totals, fitted)
    click.echo(advice(fitted, out))


def _write(path: Path, data: object) -> None:
    with writing_file(path):
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
