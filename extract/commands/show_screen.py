"""One record on a terminal: every value with the line that states it, its place, confidence and doubts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, groupby

from rich.console import Console
from rich.text import Text

from extract.commands.evidence import Lines, evidence, page_of
from extract.commands.values import answered, beside, headline, is_passage
from extract.domains.pack import Domain
from extract.domains.registry import domain_named
from extract.language import Language, listed, say, terminal_language
from extract.language import Text as Words
from extract.model.names import LISTS, PROFILE
from extract.model.reasons import reason_in
from extract.model.record import Record, Severity
from extract.model.report import Spanned
from extract.model.text import Span
from extract.steps.overview import needs_review
from extract.steps.unread import unread, unread_in
from extract.steps.walk import Place, places

CONFIDENT, DOUBTFUL = 0.9, 0.7
"""Confidence from which a value is shown in green, and below which in red."""

SEVERITIES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "·"}


@dataclass(frozen=True, slots=True)
class Screen:
    """Where and how a record is shown; ``lines`` is None where its text was not found."""

    console: Console
    language: Language
    domain: Domain
    lines: Lines | None

    def say(self, text: Text, *, indent: int, mark: str = "") -> None:
        """Print a paragraph, all of its lines indented, the mark before the first."""
        width = max(20, self.console.width - indent)
        for number, line in enumerate(text.wrap(self.console, width, overflow="fold")):
            line.rstrip()
            before = mark.rjust(indent) if number == 0 else " " * indent
            self.console.print(Text.assemble((before, "cyan"), line), soft_wrap=True)

    def quote(self, span: Span, *, indent: int) -> None:
        """Print the line of the source that holds a span."""
        if self.lines:
            width = self.console.width - indent - 1
            self.say(evidence(self.lines, span, width=width, colour=self._colour), indent=indent)

    def where(self, thing: Spanned) -> str:
        """Return line, page and offsets of an object in words."""
        if thing.span is None:
            return say("原文中未找到", "not found in the text")
        return self.position(thing.span, page=thing.page)

    def position(self, span: Span, *, page: int | None) -> str:
        """Return page, line and offsets of a span in words."""
        leaf = say(f"第 {page} 页 ", f"p. {page} ") if page else ""
        line = (
            say(f"第 {self.lines.number(span.start)} 行 ", f"line {self.lines.number(span.start)} ")
            if self.lines
            else ""
        )
        return f"{leaf}{line}[{span.start}, {span.end})"

    @property
    def _colour(self) -> bool:
        return self.console.color_system is not None and not self.console.no_color


def show(console: Console, record: Record, text: str | None) -> None:
    """Print a record; without its text, values are shown without the lines that state them."""
    lines = Lines.of(text) if text is not None else None
    screen = Screen(console, terminal_language(), domain_named(record.domain or "petition"), lines)
    console.print(Text(record.document, style="bold"))
    if origin := _origin(record):
        console.print(origin, style="dim")
    if parts := unread(record):
        console.print(unread_in(parts, screen.language), style="red")
    if lines is None:
        missing = say(
            "找不到原文，只显示值；可用 --texts 指明所在文件夹。", "The text was not found; --texts says where it is."
        )
        console.print(missing, style="yellow")
    for name, group in groupby(places(record), key=_top):
        _show_list(screen, record, name, tuple(group))
    _show_absent(screen, record)
    _show_findings(screen, record)


def _top(place: Place) -> str:
    return place.path.partition("[")[0].partition(".")[0]


def _show_list(screen: Screen, record: Record, name: str, group: tuple[Place, ...]) -> None:
    top = [place for place in group if place.list == name]
    screen.console.print()
    screen.console.print(Text(f"{LISTS[name].in_(screen.language)} ({len(top)})", style="bold cyan"))
    numbers = count(1)
    for place in group:
        if place.list != name:
            _show_place(screen, record, place, mark=MARKS[place.list].in_(screen.language), indent=7)
        else:
            mark = "" if name == "profile" else f"{next(numbers)} "
            _show_place(screen, record, place, mark=mark, indent=4)


def _show_place(screen: Screen, record: Record, place: Place, *, mark: str, indent: int) -> None:
    thing = place.thing
    shown = Text(headline(place, screen.language), style="bold" if place.list == _top(place) else "")
    further = (*beside(place, screen.domain, screen.language), answered(record, place.path))
    shown.append("".join(f"  {word}" for word in further if word), style="blue")
    screen.say(shown, indent=indent, mark=mark)
    screen.say(_doubt(thing, screen), indent=indent)
    if thing.span is not None and not is_passage(thing):
        screen.quote(thing.span, indent=indent)


MARKS = {
    "actions": Words("– ", "– "),
    "details": Words("– ", "– "),
    "steps": Words("– ", "– "),
    "causes": Words("因 ", "why "),
}
"""What stands before the parts of a measure, a problem or an improvement."""


def _doubt(thing: Spanned, screen: Screen) -> Text:
    made = Text(screen.where(thing), style="dim")
    if thing.confidence is not None:
        made.append("  ")
        made.append(f"{thing.confidence:.2f}", style=_colour_of(thing.confidence))
    if thing.reasons:
        words = "；".join(reason_in(code, screen.language) for code in thing.reasons)
        made.append(f"  {words}", style="red" if needs_review(thing.reasons) else "yellow")
    return made


def _colour_of(confidence: float) -> str:
    if confidence >= CONFIDENT:
        return "green"
    return "yellow" if confidence >= DOUBTFUL else "red"


def _origin(record: Record) -> str:
    source, run = record.source, record.run
    parts = [source.path if source else None, run.reader if run else None, run.model if run else None, record.domain]
    return " · ".join(part for part in parts if part)


def _show_absent(screen: Screen, record: Record) -> None:
    if not record.absent:
        return
    names = [PROFILE[each.path.rpartition(".")[2]].in_(screen.language) for each in record.absent]
    screen.console.print()
    screen.console.print(Text(say("原文未写明：", "Not stated: ") + listed(names), style="dim"))


def _show_findings(screen: Screen, record: Record) -> None:
    findings = record.findings or ()
    screen.console.print()
    screen.console.print(Text(f"{LISTS['findings'].in_(screen.language)} ({len(findings)})", style="bold cyan"))
    for finding in findings:
        words = finding.message.en if screen.language is Language.EN else finding.message.zh
        screen.say(Text(words, style=SEVERITIES[finding.severity]), indent=4, mark=f"{SIGNS[finding.severity]} ")
        screen.say(Text(f"{finding.rule}  {'  '.join(finding.steps)}".rstrip(), style="dim"), indent=4)
        for span in finding.spans:
            page = page_of(record, span.start)
            screen.say(Text(screen.position(Span(*span), page=page), style="dim"), indent=4)
            screen.quote(Span(*span), indent=4)
