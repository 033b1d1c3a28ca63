"""``gouji show``: print a record readably."""

from __future__ import annotations

import shlex
from itertools import islice
from pathlib import Path

import click

from extract.commands.console import console
from extract.commands.run_screen import MOST_ROWS, table
from extract.commands.show_screen import show
from extract.errors import ConfigError
from extract.exports.material import Material
from extract.language import say
from extract.loading import Given, materials
from extract.model.record import Record
from extract.steps.overview import overview


@click.command(
    help=say(
        "显示记录：每个值连同原文依据、位置与置信度。RECORDS 是 records.jsonl 或 run 的输出文件夹。",
        "Show records: every value with its evidence, place and confidence. RECORDS is a records.jsonl or a run folder.",
    )
)
@click.argument("records", required=False, type=click.Path(path_type=Path))
@click.option(
    "--document", help=say("报告或部门名称（唯一的一部分即可）", "name of the report or department, or a part of it")
)
@click.option("--db", help=say("数据库 URL，代替 RECORDS", "database URL instead of RECORDS"))
@click.option("--texts", type=click.Path(path_type=Path), help=say("原文所在文件夹", "where the texts lie"))
@click.option("--as-extracted", is_flag=True, help=say("忽略人工复核的决定", "ignore decisions of people"))
def command(
    records: Path | None, document: str | None, *, db: str | None, texts: Path | None, as_extracted: bool
) -> None:
    """Show one record, or list them where there are several and none is named."""
    given = Given(records, db, texts, as_extracted)
    found = _chosen(given, document)
    screen = console()
    if len(found) == 1:
        show(screen, found[0].record, found[0].text)
        return
    screen.print(table([overview(material.record) for material in found], width=screen.width))
    place = ("--db", db) if db else (str(records),)
    example = shlex.join(("gouji", "show", *place, "--document", found[0].record.document))
    screen.print(say(f"看一份报告：{example}", f"Look at one: {example}"))


def _chosen(given: Given, document: str | None) -> tuple[Material, ...]:
    every = materials(given)
    place = given.db or given.where
    if document is None:
        found = tuple(islice(every, MOST_ROWS))
        if not found:
            raise ConfigError(say(f"{place} 里没有记录。", f"There are no records in {place}."))
        return found
    named = tuple(material for material in every if _is_meant(document, material.record))
    if not named:
        raise ConfigError(
            say(
                f"{place} 里没有名称或部门含“{document}”的报告；不加 --document 可列出全部。",
                f"No report in {place} has {document!r} in its name or department; leave out --document to list them.",
            )
        )
    exact = tuple(material for material in named if material.record.document == document)
    return exact or named


def _is_meant(words: str, record: Record) -> bool:
    """Whether a person who types these words may mean this report: the table shows its name and its department."""
    department = record.profile.department_name
    return words in record.document or (department is not None and words in department.value)
