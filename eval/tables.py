"""What the terminal shows of a score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from eval.gold import Gold
from eval.items import LISTS, Item, ListKind
from eval.metrics import ItemCounts, LeafCounts
from eval.records import Cases
from eval.score import DocumentScore, attributes, list_counts
from extract.language import say, terminal_language

SHOWN_ATTRIBUTES = (
    "value",
    "item",
    "stage",
    "category",
    "kind",
    "topic",
    "link",
    "label",
    "name",
    "year",
    "subject",
    "period",
)
"""Attributes that the terminal shows, where a list has them; the JSON has all."""


def percent(value: float | None) -> str:
    """Return ``0.9487`` as ``0.949`` and undefined as a dash."""
    return "–" if value is None else f"{value:.3f}"


def print_score(console: Console, documents: tuple[DocumentScore, ...], cases: Cases, gold: Gold) -> None:
    """Print headline, lists and attributes, with what the reader must know about the gold."""
    console.print(provenance_line(cases, gold), style="yellow")
    console.print(_headline(documents))
    console.print(_lists(documents))
    console.print(_attributes(documents))
    for line in _notes(documents, cases):
        console.print(line, style="dim")


def provenance_line(cases: Cases, gold: Gold) -> str:
    """Say how many documents were scored, whether the score is fitted, and who made the gold."""
    count = len(cases.cases)
    fitted = sum(gold.fitted(case.name) for case in cases.cases)
    split = {
        0: say("不属开发集", "none of the development split"),
        count: say("全部属开发集，即 fitted（调参时见过）", "all fitted: tuned with these labels in sight"),
    }.get(fitted, say(f"其中 {fitted} 份属开发集（fitted）", f"{fitted} of them fitted (development split)"))
    few = say("份数少，分数只作参考。", "With so few documents take the score as a hint.") if count < FEW else ""
    head = say(f"{count} 份报告（{split}）。{few}", f"{count} reports ({split}). {few}")
    return f"{head}\n{gold.provenance.in_(terminal_language())}"


FEW = 20
"""Below this number of documents no interval means much."""


def _headline(documents: tuple[DocumentScore, ...]) -> Table:
    leaves = sum((one.leaves for one in documents), LeafCounts())
    items = sum((one.items for one in documents), ItemCounts())
    table = Table(title=say("总体", "Headline"), title_justify="left", box=SIMPLE_HEAD)
    for name in ("", "P", "R", "F1", say("准确率", "accuracy"), "C", "S", "O", "H"):
        table.add_column(name, justify="left" if not name else "right")
    states = (leaves.C, leaves.S, leaves.O, leaves.H)
    measures = (leaves.precision, leaves.recall, leaves.f1, leaves.accuracy)
    table.add_row(say("字段（叶）", "leaves"), *map(percent, measures), *map(str, states))
    table.add_row(say("条目", "items"), percent(items.precision), percent(items.recall), percent(items.f1))
    return table


def _lists(documents: tuple[DocumentScore, ...]) -> Table:
    table = Table(title=say("各列表的条目", "Items by list"), title_justify="left", box=SIMPLE_HEAD)
    table.add_column(say("列表", "list"), no_wrap=True)
    for name in ("P", "R", "F1", say("对/金标/预测", "hit/gold/pred")):
        table.add_column(name, justify="right")
    for name, counts in list_counts(documents).items():
        title = next(say(*spec.title) for spec in LISTS if spec.name == name)
        triple = f"{counts.matched}/{counts.gold}/{counts.predicted}"
        measures = map(percent, (counts.precision, counts.recall, counts.f1))
        table.add_row(f"{name} {title}" if title != name.replace("_", " ") else name, *measures, triple)
    return table


def _attributes(documents: tuple[DocumentScore, ...]) -> Table:
    table = Table(title=say("已配对条目的属性", "Attributes of matched items"), title_justify="left", box=SIMPLE_HEAD)
    for name in (
        say("列表", "list"),
        say("属性", "attribute"),
        say("准确率", "accuracy"),
        say("对/配对", "right/pairs"),
    ):
        table.add_column(name, no_wrap=True)
    for name, found in attributes(documents).items():
        for key in SHOWN_ATTRIBUTES:
            if key in found:
                one = found[key]
                table.add_row(name, key, percent(one.accuracy), f"{one.right}/{one.pairs}")
    return table


def _notes(documents: tuple[DocumentScore, ...], cases: Cases) -> Iterator[str]:
    absent = [one.name for one in documents if not one.predicted]
    if absent:
        yield say(f"没有记录、全部计为漏：{'、'.join(absent)}", f"No record, all omitted: {', '.join(absent)}")
    if cases.unscored:
        names = ", ".join(cases.unscored[:5]) + (" …" if len(cases.unscored) > 5 else "")  # noqa: PLR2004
        yield say(f"没有金标、未评分：{names}", f"No gold, not scored: {names}")


def print_misses(console: Console, document: DocumentScore) -> None:
    """List, for one document, what was missed, what is spurious, and which attributes of matched items differ."""
    console.rule(document.name, align="left")
    for one in document.lists:
        for item in one.items.missed:
            console.print(f"[red]- {one.spec.name:14}[/] {_line(item)}", soft_wrap=True, highlight=False)
        for item in one.items.spurious:
            console.print(f"[yellow]+ {one.spec.name:14}[/] {_line(item)}", soft_wrap=True, highlight=False)
        for line in _differences(one.items.pairs, text=one.spec.kind is ListKind.TEXT):
            console.print(f"[cyan]≠ {one.spec.name:14}[/] {line}", soft_wrap=True, highlight=False)


def _line(item: Item) -> str:
    where = f"[{item.span.start}:{item.span.end}]" if item.span else "[?]"
    facts = "; ".join(f"{leaf.name}={leaf.shown}" for leaf in item.leaves if leaf.shown and leaf.name != "text")
    return _plain(f"{where} {item.key}" + (f" ({facts})" if facts else ""))


def _differences(pairs: Iterable[tuple[Item, Item]], *, text: bool) -> Iterator[str]:
    for gold, predicted in pairs:
        leaves = zip(gold.leaves, predicted.leaves, strict=True)
        unlike = [
            (a.name, a.shown, b.shown) for a, b in leaves if a.shown != b.shown and not (text and a.name == "text")
        ]
        moved = text and gold.span != predicted.span
        spans = f"{gold.span and tuple(gold.span)} → {predicted.span and tuple(predicted.span)} " if moved else ""
        facts = "; ".join(f"{name}: {ours or '–'} → {theirs or '–'}" for name, ours, theirs in unlike)
        if spans or facts:
            yield _plain(f"{gold.path} {gold.key[:24]} {spans}{facts}")


def _plain(text: str) -> str:
    return text.replace("[", r"\[")
