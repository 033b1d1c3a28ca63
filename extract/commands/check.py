"""``gouji check``: cross-check the figures of records and say plainly what does not fit."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from extract.commands.check_screen import Checked, show_checked, show_rules, show_summary
from extract.commands.console import console
from extract.domains.registry import DOMAINS, domain_named
from extract.errors import ConfigError
from extract.exports.material import Material
from extract.language import say
from extract.loading import Given, materials
from extract.model.text import RawDocument
from extract.pipeline import prepare
from extract.steps.checks.pairing import previous_of
from extract.steps.checks.reading.case import Case
from extract.steps.checks.rule import Rule
from extract.steps.checks.rules import RULES, check

SOME_FAILED = 3
"""Exit status where some records could not be checked."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How findings are told."""

    explain: bool = False
    as_json: bool = False


@click.command(
    help=say(
        "勾稽核对：逐项复算，列出对不上的数、缺漏与个人信息。RECORDS 是 records.jsonl、单个记录或 run 的输出文件夹。\n\n"
        "\b\n  gouji check out\n  gouji check out --explain\n  gouji check out --previous out-2022",
        "Recompute every figure and list what does not fit, what is missing and personal data. RECORDS is a records.jsonl,"
        " one record, or a run folder.\n\n"
        "\b\n  gouji check out\n  gouji check out --explain\n  gouji check out --previous out-2022",
    )
)
@click.argument("records", required=False, type=click.Path(path_type=Path))
@click.option(
    "--previous", type=click.Path(path_type=Path), help=say("上年度的记录，逐部门对照", "last year's records")
)
@click.option("--explain", is_flag=True, help=say("列出计算过程与原文", "show the calculation and the source lines"))
@click.option("--rules", "list_rules", is_flag=True, help=say("列出全部规则后退出", "list the rules and exit"))
@click.option("--rule", "only", multiple=True, metavar="NAME", help=say("只用这条规则（可重复）", "use this rule only"))
@click.option("--no-rule", "without", multiple=True, metavar="NAME", help=say("不用这条规则", "leave this rule out"))
@click.option("--texts", type=click.Path(path_type=Path), help=say("原文所在文件夹", "where the texts lie"))
@click.option("--db", help=say("数据库 URL，代替 RECORDS", "database URL instead of RECORDS"))
@click.option("--as-extracted", is_flag=True, help=say("忽略人工复核的决定", "ignore decisions of people"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "print JSON"))
def command(  # noqa: PLR0913  (one argument per option)
    records: Path | None,
    *,
    previous: Path | None,
    explain: bool,
    list_rules: bool,
    only: tuple[str, ...],
    without: tuple[str, ...],
    texts: Path | None,
    db: str | None,
    as_extracted: bool,
    as_json: bool,
) -> None:
    """Check the records that were named, or list the rules."""
    rules = chosen_rules(only, without)
    if list_rules:
        show_rules(console(), rules)
        return
    given = Given(records, db, texts, as_extracted)
    before = tuple(materials(Given(previous, None, None, as_extracted))) if previous else ()
    checked = tuple(checked_materials(materials(given), before, rules))
    if not checked:
        raise ConfigError(say(f"{db or records} 里没有记录。", f"There are no records in {db or records}."))
    _print(checked, Shown(explain, as_json))
    if any(one.findings is None for one in checked):
        sys.exit(SOME_FAILED)


def chosen_rules(only: tuple[str, ...], without: tuple[str, ...]) -> tuple[Rule, ...]:
    """Return the rules to apply.

    Raises:
        ConfigError: a name is no rule.
    """
    known = {rule.name for rule in RULES}
    unknown = [name for name in (*only, *without) if name not in known]
    if unknown:
        raise ConfigError(
            say(
                f"没有名为“{unknown[0]}”的规则；gouji check --rules 列出全部规则。",
                f"There is no rule {unknown[0]!r}; `gouji check --rules` lists them.",
            )
        )
    return tuple(rule for rule in RULES if (not only or rule.name in only) and rule.name not in without)


def checked_materials(
    found: Iterator[Material], before: tuple[Material, ...], rules: tuple[Rule, ...]
) -> Iterator[Checked]:
    """Check each record against its text and, where given, last year's record of the same department."""
    texts = {id(material.record): material.text for material in before}
    earlier = [material.record for material in before]
    for material in found:
        if material.text is None:
            yield Checked(material.record, None, None)
            continue
        last = previous_of(material.record, earlier)
        case = _case(material, material.text)
        if last is not None:
            case = Case(case.record, case.reading, case.domain, last, texts[id(last)])
        found_in = last.document if last else None
        yield Checked(material.record, material.text, check(case, rules=rules), found_in, sought=bool(before))


def _case(material: Material, text: str) -> Case:
    record = material.record
    reading = prepare(RawDocument(name=record.document, text=text))
    return Case(record, reading, domain_named(record.domain) if record.domain else DOMAINS[0])


def _print(checked: tuple[Checked, ...], shown: Shown) -> None:
    if shown.as_json:
        rows = [
            {
                "document": one.record.document,
                "previous": one.previous,
                "findings": None if one.findings is None else [f.model_dump(mode="json") for f in one.findings],
            }
            for one in checked
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    screen = console()
    for one in checked:
        show_checked(screen, one, explain=shown.explain)
    show_summary(screen, checked, explain=shown.explain)
