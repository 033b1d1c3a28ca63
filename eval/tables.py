"""What the terminal shows of a score, and of the comparison of two."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from eval.ceiling import Ceiling
from eval.intervals import ENOUGH, Interval
from eval.scoring.items import LISTS
from eval.scoring.metrics import ItemCounts
from eval.scoring.score import macro
from eval.totals import Totals
from extract.language import say, terminal_language

SHOWN_ATTRIBUTES = (
    "value", "item", "stage", "category", "kind", "topic", "link", "label", "name", "year", "subject", "period",
)  # fmt: skip
"""Attributes that the terminal shows, where a list has them; the JSON has all."""

SHOWN_NAMES = 5
"""So many documents are named in a note."""


def number(value: float | None) -> str:
    """Return ``0.9487`` as ``0.949`` and undefined as a dash."""
    return "–" if value is None else f"{value:.3f}"


def print_score(console: Console, totals: Totals, ceiling: Ceiling | None) -> None:
    """Print headline, lists and attributes, with what the reader must know about the gold."""
    console.print(provenance(totals), style="yellow", highlight=False, soft_wrap=True)
    console.print(_headline(totals, ceiling))
    console.print(_states(totals), highlight=False)
    console.print(_lists(totals, ceiling))
    console.print(_attributes(totals))
    for line in (*_details(totals), *_notes(totals), *_ceiling_note(ceiling)):
        console.print(line, style="dim", highlight=False, soft_wrap=True)


def provenance(totals: Totals) -> str:
    """Say how many documents were scored, whether the score is fitted, and who made the gold."""
    count = len(totals.documents)
    fitted = sum(totals.gold.fitted(one.name) for one in totals.documents)
    split = {
        0: say("不属开发集", "none of the development split"),
        count: say(
            "全部属开发集，即 fitted：写规则与提示词时见过",
            "all fitted: rules and prompts were written with these labels in sight",
        ),
    }.get(fitted, say(f"其中 {fitted} 份属开发集（fitted）", f"{fitted} of them fitted (development split)"))
    few = (
        say("份数少，区间只作参考。", "So few documents: take scores and intervals as hints.") if count < ENOUGH else ""
    )
    head = say(f"{count} 份报告（{split}）。{few}", f"{count} reports ({split}). {few}")
    return f"{head}\n{totals.gold.provenance.in_(terminal_language())}"


def between(interval: Interval | None) -> str:
    """Return an interval as ``0.87–0.95``."""
    if interval is None:
        return "–"
    return f"{interval.low:.2f}–{interval.high:.2f}"


def slim(title: str, *columns: str) -> Table:
    """Return an empty table that fits 80 columns: the first column left, the others right."""
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for at, name in enumerate(columns):
        table.add_column(name, justify="right" if at else "left", no_wrap=True)
    return table


def _headline(totals: Totals, ceiling: Ceiling | None) -> Table:
    columns = ("", "P", "R", "F1", "95%", say("准确率", "accuracy"), "95%", say("F1 上限", "ceiling"))
    table = slim(say("总体", "Headline"), *columns)
    leaves, items, within = totals.leaves, totals.items, totals.intervals
    table.add_row(
        say("字段（叶）", "leaves"),
        *map(number, (leaves.precision, leaves.recall, leaves.f1)),
        between(within["headline.f1"]),
        number(leaves.accuracy),
        between(within["headline.accuracy"]),
        number(_limit(ceiling, "headline.f1")),
    )
    mean = macro(totals.fields)
    averages = map(number, (mean["precision"], mean["recall"], mean["f1"]))
    table.add_row(say("各字段平均", "mean of fields"), *averages, "", number(mean["accuracy"]))
    measures = map(number, (items.precision, items.recall, items.f1))
    limit = number(_limit(ceiling, "items.micro.f1"))
    table.add_row(say("条目", "items"), *measures, between(within["items.micro.f1"]), "", "", limit)
    return table


def _states(totals: Totals) -> str:
    one = totals.leaves
    return say(
        f"叶：对 C {one.C}，异 S {one.S}，漏 O {one.O}，多 H {one.H}",
        f"leaves: correct C {one.C}, substituted S {one.S}, omitted O {one.O}, spurious H {one.H}",
    )


def _limit(ceiling: Ceiling | None, name: str) -> float | None:
    return ceiling.measures.get(name) if ceiling else None


def _lists(totals: Totals, ceiling: Ceiling | None) -> Table:
    columns = (say("列表", "list"), "P", "R", "F1", "95%", say("上限", "ceiling"), say("对/金标/预测", "hit/gold/pred"))
    table = slim(say("各列表的条目", "Items by list"), *columns)
    for name, counts in totals.lists.items():
        key = f"items.{name}.f1"
        limit = number(_limit(ceiling, key))
        table.add_row(_list_name(name), *_measures(counts), between(totals.intervals[key]), limit, _triple(counts))
    return table


def _list_name(name: str) -> str:
    title = next(say(*spec.title) for spec in LISTS if spec.name == name)
    return name if title.lower() == name.replace("_", " ") else f"{name} {title}"


def _measures(counts: ItemCounts) -> Iterator[str]:
    return map(number, (counts.precision, counts.recall, counts.f1))


def _triple(counts: ItemCounts) -> str:
    return f"{counts.matched}/{counts.gold}/{counts.predicted}"


def _attributes(totals: Totals) -> Table:
    table = Table(title=say("已配对条目的属性", "Attributes of matched items"), title_justify="left", box=SIMPLE_HEAD)
    for name in (
        say("列表", "list"),
        say("属性", "attribute"),
        say("准确率", "accuracy"),
        say("对/配对", "right/pairs"),
        say("其中“其他”类", "of them other"),
    ):
        table.add_column(name, no_wrap=True)
    for name, found in totals.attributes.items():
        for key in (shown for shown in SHOWN_ATTRIBUTES if shown in found):
            one = found[key]
            apart = f"{one.other_right}/{one.other}" if one.other else ""
            table.add_row(name, key, number(one.accuracy), f"{one.right}/{one.pairs}", apart)
    return table


def _details(totals: Totals) -> Iterator[str]:
    for kind, link in totals.links.items():
        if link.whole.gold or link.whole.predicted:
            whole, given = number(link.whole.f1), number(link.given.f1)
            yield say(
                f"关联 {kind}：F1 {whole}，两端皆对时 {given}", f"links {kind}: F1 {whole}, given both ends {given}"
            )
    numbers = totals.numbers
    errors = ", ".join(f"{kind} {count}" for kind, count in sorted(numbers.errors.items()))
    yield say(
        f"数字：{numbers.equal}/{numbers.compared} 相等{'；错：' + errors if errors else ''}",
        f"numbers: {numbers.equal}/{numbers.compared} equal{'; errors: ' + errors if errors else ''}",
    )
    if totals.findings is not None:
        found = sum(totals.findings.values(), ItemCounts())
        parts = f"P {number(found.precision)} R {number(found.recall)} ({_triple(found)})"
        yield say(f"勾稽发现：{parts}", f"findings: {parts}")
    if totals.false_alarms:
        listed = ", ".join(totals.false_alarms)
        yield say(f"不该报而报：{listed}", f"fired where it must not: {listed}")
    yield from _support(totals)
    yield say(
        f"每份需改 {number(totals.edits)} 处；全对 {number(totals.exact)}，关键字段全对 {number(totals.critical_exact)}",
        f"edits per document {number(totals.edits)}; exact {number(totals.exact)}, critical fields exact {number(totals.critical_exact)}",
    )


def _support(totals: Totals) -> Iterator[str]:
    found = [one.support for one in totals.documents if one.support]
    if found:
        counts = [
            sum(len(part) for part in parts)
            for parts in zip(*((s.unsupported, s.misgrounded, s.altered) for s in found), strict=True)
        ]
        checked = sum(one.checked for one in found)
        yield say(
            f"依据（{checked} 项）：原文没有 {counts[0]}，引错位置 {counts[1]}，与原文字不符 {counts[2]}",
            f"support ({checked} values): nowhere in the text {counts[0]}, not where cited {counts[1]}, not verbatim {counts[2]}",
        )


def _notes(totals: Totals) -> Iterator[str]:
    cases = totals.cases
    for names, zh, en in (
        ([c.name for c in cases.cases if c.predicted is None], "没有记录、全部计为漏", "no record, all omitted"),
        (
            [c.name for c in cases.cases if c.carried],
            "读自另一份文本，区间已对齐过来",
            "read from another text, spans carried over",
        ),
        (
            [c.name for c in cases.cases if not c.comparable],
            "原文不同且无法对齐，区间不可比",
            "another text, spans not comparable",
        ),
        (list(cases.unscored), "没有金标、未评分", "no gold, not scored"),
        (list(cases.repeated), "有多份记录、只评最后一份", "several records, the last one is scored"),
    ):
        if names:
            listed = ", ".join(names[:SHOWN_NAMES]) + (" …" if len(names) > SHOWN_NAMES else "")
            yield say(f"{zh}：{listed}", f"{en}: {listed}")


def _ceiling_note(ceiling: Ceiling | None) -> Iterator[str]:
    if ceiling is not None:
        yield say(f"上限：{ceiling.note.zh}", f"ceiling: {ceiling.note.en}")
    else:
        yield say(
            "上限未知：用 gouji eval agreement 比较两套标注，存为金标文件夹里的 agreement.json。",
            "ceiling unknown: compare two annotations with `gouji eval agreement`, keep it as agreement.json in the gold folder.",
        )
