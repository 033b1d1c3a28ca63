"""``gouji show``: print a record readably."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click

from extract.commands.console import console
from extract.commands.run_screen import MOST_ROWS, table
from extract.commands.show_screen import show
from extract.errors import ConfigError
from extract.language import say
from extract.model.record import Record
from extract.steps.overview import overview
from extract.store.records import read_records, text_of


@click.command(
    help=say(
        "显示记录：每个值连同原文依据、位置与置信度。RECORDS 是 records.jsonl 或 run 的输出文件夹。",
        "Show records: every value with its evidence, place and confidence. RECORDS is a records.jsonl or a run folder.",
    )
)
@click.argument("records", type=click.Path(path_type=Path))
@click.option("--document", help=say("报告名称（唯一的一部分即可）", "name of the report, or a part of it"))
@click.option(
    "--texts", type=click.Path(path_type=Path, file_okay=False), help=say("原文所在文件夹", "where the texts lie")
)
@click.option("--as-extracted", is_flag=True, help=say("不计人工复核的修改", "ignore decisions of people"))
def command(records: Path, document: str | None, texts: Path | None, *, as_extracted: bool) -> None:
    """Show one record, or list them where there are several and none is named."""
    del as_extracted
    found = tuple(_chosen(records, document))
    screen = console()
    if len(found) == 1:
        show(screen, found[0], text_of(found[0], records, texts))
        return
    screen.print(table([overview(record) for record in found]))
    hint = say(
        f"看一份报告：gouji show {records} --document {found[0].document}",
        f"Look at one: gouji show {records} --document {found[0].document}",
    )
    screen.print(hint)


def _chosen(records: Path, document: str | None) -> tuple[Record, ...]:
    every = read_records(records)
    if document is None:
        found = tuple(islice(every, MOST_ROWS))
        if not found:
            raise ConfigError(say(f"{records} 里没有记录。", f"There are no records in {records}."))
        return found
    named = tuple(record for record in every if document in record.document)
    exact = tuple(record for record in named if record.document == document)
    if not named:
        raise ConfigError(
            say(f"{records} 里没有名称含“{document}”的报告。", f"No report in {records} has {document!r} in its name.")
        )
    return exact or named
