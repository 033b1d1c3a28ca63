"""``gouji eval``: score, compare, agreement and calibrate, each a thin command over the rooms of ``eval``."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console

from eval.gold import read_gold
from eval.records import pair_up
from eval.score import score_case
from eval.summary import as_json
from eval.tables import print_misses, print_score
from extract.language import say


@click.group(help=say("对照人工标注评测。", "Score records against annotated reports."))
def command() -> None:
    """Hold the commands of the evaluation."""


@command.command(help=say("给记录评分：与金标逐项对照。", "Score records against gold."))
@click.option(
    "--gold", "gold_dir", type=click.Path(path_type=Path), required=True, help=say("金标文件夹", "gold folder")
)
@click.option(
    "--records", type=click.Path(path_type=Path), required=True, help=say("记录或运行文件夹", "records or run")
)
@click.option("--texts", type=click.Path(path_type=Path), help=say("原文文件夹", "folder of the texts"))
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), help=say("把分数写成 JSON", "write the score as JSON")
)
@click.option("--verbose", is_flag=True, help=say("逐份列出漏、多、异", "list misses, extras and differences"))
def score(gold_dir: Path, records: Path, texts: Path | None, json_file: Path | None, *, verbose: bool) -> None:
    """Score a run against gold."""
    gold = read_gold(gold_dir)
    cases = pair_up(gold, records, texts)
    documents = tuple(score_case(case) for case in cases.cases)
    console = Console()
    if verbose:
        for document in documents:
            print_misses(console, document)
    print_score(console, documents, cases, gold)
    if json_file:
        text = json.dumps(as_json(documents, cases, gold), ensure_ascii=False, indent=1)
        json_file.write_text(text + "\n", encoding="utf-8")
