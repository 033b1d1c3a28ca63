"""``gouji schema``: print the JSON Schema of a record, of a gold label file or of a reader's answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from extract.language import say

if TYPE_CHECKING:
    from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@click.command(help=say("打印目标模式（JSON Schema）。", "Print the target schema (JSON Schema)."))
@click.option(
    "--of",
    "what",
    type=click.Choice(("record", "gold", "answer")),
    default="record",
    show_default=True,
    help=say("记录、标注文件或读取器的回答", "a record, a label file or a reader's answer"),
)
def command(what: str) -> None:
    """Print the schema, Chinese descriptions with ``description_en`` beside them."""
    schema = {"$schema": DIALECT} | _model(what).model_json_schema(by_alias=True)
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))


def _model(what: str) -> type[BaseModel]:
    from extract.model import answer, record, report  # noqa: PLC0415  (pydantic is loaded only when asked for)

    models: dict[str, type[BaseModel]] = {"record": record.Record, "gold": report.Report, "answer": answer.Answer}
    return models[what]
