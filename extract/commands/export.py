"""gouji export: records as tables, gold or annotations."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import click

from extract.commands.writing import staged
from extract.errors import ConfigError
from extract.exports.material import Material
from extract.language import listed, page_language, say, terminal_language
from extract.loading import Given, materials
from extract.steps.unread import Unread, unread, unread_in
from extract.store.folder import FAILURES_FILE, RUN_FILE, TEXTS
from extract.store.place import DATABASE_FILE
from extract.store.records import RECORDS_FILE

FORMATS = {
    "csv": ("extract.exports.csv", "-csv"),
    "xlsx": ("extract.exports.xlsx", ".xlsx"),
    "parquet": ("extract.exports.parquet", ".parquet"),
    "gold": ("extract.exports.gold", "-gold"),
    "label-studio": ("extract.exports.label_studio", ".label-studio.json"),
    "doccano": ("extract.exports.doccano", ".doccano.jsonl"),
}
"""Each format's module and how the name of its output ends (a folder for ``csv`` and ``gold``)."""

PER_TEXT = ("label-studio", "doccano")
"""Formats that are of no use without the text."""


@click.command(
    "export",
    help=say(
        "把记录导出为表格、金标或标注文件。\n\n"
        "RECORDS 是运行文件夹（则为复核之后的状态）、records.jsonl，或用 --db 指定数据库。\n\n"
        "\b\n例：\n  gouji export out --format xlsx\n  gouji export out --format gold --out my-gold\n"
        "  gouji export out --format csv --mask",
        "Export records as tables, gold labels or annotations.\n\n"
        "RECORDS is a run folder (then the reviewed state), a records.jsonl, or --db URL.\n\n"
        "\b\nExamples:\n  gouji export out --format xlsx\n  gouji export out --format gold --out my-gold\n"
        "  gouji export out --format csv --mask",
    ),
)
@click.argument("records", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format", "kind", required=True, type=click.Choice(list(FORMATS)), help=say("输出格式", "what to write")
)
@click.option(
    "--out", type=click.Path(path_type=Path), help=say("输出文件或文件夹（默认按 RECORDS 命名）", "where to write")
)
@click.option("--db", help=say("数据库 URL，代替 RECORDS", "database URL instead of RECORDS"))
@click.option("--texts", type=click.Path(path_type=Path), help=say("原文所在文件夹", "folder of the texts"))
@click.option("--as-extracted", is_flag=True, help=say("忽略人工复核的决定", "ignore decisions of people"))
@click.option("--mask", is_flag=True, help=say("遮盖个人信息", "hide personal data"))
@click.option("--document", "documents", multiple=True, help=say("只导出这些报告（可多次）", "only these reports"))
def command(  # noqa: PLR0913  (one parameter an option)
    *,
    records: Path | None,
    kind: str,
    out: Path | None,
    db: str | None,
    texts: Path | None,
    as_extracted: bool,
    mask: bool,
    documents: tuple[str, ...],
) -> None:
    """Write the records in one of the formats and say where."""
    module, ending = FORMATS[kind]
    target = out or Path(f"{(records or Path('gouji')).name.removesuffix('.jsonl') or 'gouji'}{ending}")
    counter = _Counter(_chosen(materials(Given(records, db, texts, as_extracted)), documents), mask=mask)
    _not_the_run_itself(target, records)
    with staged(target) as place:
        importlib.import_module(module).write(counter, place, language=page_language())
    if kind in PER_TEXT and counter.without_text:
        lost = counter.without_text
        click.echo(
            say(f"{lost} 份报告缺少原文，未导出；请用 --texts 指定。", f"{lost} reports lack their text; see --texts."),
            err=True,
        )
    for name, parts in counter.unread:
        click.echo(f"{name}  {unread_in(parts, terminal_language())}", err=True)
    written = counter.count - (counter.without_text if kind in PER_TEXT else 0)
    click.echo(say(f"已导出 {written} 份报告：{target}", f"{written} reports exported: {target}"))


def _not_the_run_itself(target: Path, records: Path | None) -> None:
    """Refuse to write over what is read.

    Raises:
        ConfigError: the target is the records file, or a file of the run folder.
    """
    if records is None:
        return
    home = records if records.is_dir() else records.parent
    own = {records, *(home / name for name in (RECORDS_FILE, FAILURES_FILE, RUN_FILE, DATABASE_FILE, TEXTS))}
    if target.resolve() in {path.resolve() for path in own - {home}}:
        raise ConfigError(
            say(
                f"{target} 属于要导出的运行文件夹，不能覆盖；请用 --out 另指定位置。",
                f"{target} belongs to the run folder that is exported; name another place with --out.",
            )
        )


def _chosen(given: Iterator[Material], documents: tuple[str, ...]) -> Iterator[Material]:
    missing = set(documents)
    for material in given:
        if not documents or material.record.document in documents:
            missing.discard(material.record.document)
            yield material
    if missing:
        names = listed(sorted(missing))
        raise ConfigError(say(f"没有这些报告：{names}。", f"There are no such reports: {names}."))


class _Counter:
    """Hands materials on, masked where wanted, and counts them."""

    def __init__(self, given: Iterator[Material], *, mask: bool) -> None:
        self._given, self._mask = given, mask
        self.count = self.without_text = 0
        self.unread: list[tuple[str, tuple[Unread, ...]]] = []

    def __iter__(self) -> Iterator[Material]:
        for material in self._given:
            self.count += 1
            self.without_text += material.text is None
            if parts := unread(material.record):
                self.unread.append((material.record.document, parts))
            yield masked(material) if self._mask else material


def masked(material: Material) -> Material:
    """Return the material with personal data hidden in record and text."""
    from extract.steps.privacy.mask import mask_record  # noqa: PLC0415  (needed only for --mask)

    record, text = mask_record(material.record, material.text)
    return Material(record, text, material.reviewed)
