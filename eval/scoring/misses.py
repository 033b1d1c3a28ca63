"""What a document's score is made of, line by line: missed, spurious, different."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from eval.scoring.items import Item, ListKind
from eval.scoring.score import DocumentScore


def print_misses(console: Console, document: DocumentScore) -> None:
    """List, for one document, what was missed, what is spurious, and which attributes of matched items differ."""
    console.rule(document.name, align="left")
    for one in document.lists:
        name = f"{one.spec.name:14}"
        for item in one.items.missed:
            console.print(Text.assemble((f"- {name}", "red"), f" {_line(item)}"), soft_wrap=True, highlight=False)
        for item in one.items.spurious:
            console.print(Text.assemble((f"+ {name}", "yellow"), f" {_line(item)}"), soft_wrap=True, highlight=False)
        for line in _differences(one.items.pairs, text=one.spec.kind is ListKind.TEXT):
            console.print(Text.assemble((f"≠ {name}", "cyan"), f" {line}"), soft_wrap=True, highlight=False)


def _line(item: Item) -> str:
    where = f"[{item.span.start}:{item.span.end}]" if item.span else "[?]"
    facts = "; ".join(f"{leaf.name}={leaf.shown}" for leaf in item.leaves if leaf.shown and leaf.name != "text")
    return f"{where} {item.key}" + (f" ({facts})" if facts else "")


def _differences(pairs: Iterable[tuple[Item, Item]], *, text: bool) -> Iterator[str]:
    for gold, predicted in pairs:
        leaves = zip(gold.leaves, predicted.leaves, strict=True)
        unlike = [(a.name, a.shown, b.shown) for a, b in leaves if a.shown != b.shown and a.name != "text"]
        moved = text and gold.span != predicted.span
        spans = f"{_where(gold)} → {_where(predicted)} " if moved else ""
        facts = "; ".join(f"{name}: {ours or '–'} → {theirs or '–'}" for name, ours, theirs in unlike)
        if spans or facts:
            yield f"{gold.path} {gold.key[:24]} {spans}{facts}"


def _where(item: Item) -> str:
    return f"{item.span.start}-{item.span.end}" if item.span else "?"
