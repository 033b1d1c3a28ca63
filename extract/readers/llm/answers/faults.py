"""What is wrong with a parsed answer, in words that tell the model how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from extract.domains.pack import Domain, Term
from extract.model.answer import Evidence
from extract.readers.llm.asks.request import Shown
from extract.steps.assemble.evidence import occurrences
from extract.steps.prompt import Window

SHOWN_UNIT = 60
"""Characters of a unit that a message quotes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where in the answer (``finance.3.evidence``) and what to do about it."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}：{self.message}"


def faults(answer: BaseModel, shown: Shown, window: Window, domain: Domain) -> tuple[Fault, ...]:
    """List what cannot be true of this document: unknown units, pieces not in them, unknown terms, dangling links."""
    found = list(_walk(answer, "", shown, window, domain))
    return (*found, *_links(answer))


def _walk(value: object, path: str, shown: Shown, window: Window, domain: Domain) -> Iterator[Fault]:
    if isinstance(value, Evidence):
        yield from _evidence(value, path, shown, window)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _term(name, getattr(value, name), f"{path}{name}", domain)
            yield from _walk(getattr(value, name), f"{path}{name}.", shown, window, domain)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, f"{path}{index}.", shown, window, domain)


def _term(name: str, value: object, path: str, domain: Domain) -> Iterator[Fault]:
    sets: dict[str, Sequence[Term]] = {"topic": domain.topics, "category": domain.categories}
    terms = sets.get(name)
    if terms is not None and type(value) is str and value not in {term.key for term in terms}:
        yield Fault(path, f"“{value}”不在可选范围内，只能取 {'、'.join(term.key for term in terms)}")


def _evidence(evidence: Evidence, path: str, shown: Shown, window: Window) -> Iterator[Fault]:
    place = path.rstrip(".")
    if not (window.holds(evidence.first) and window.holds(evidence.final)):
        yield Fault(place, f"没有编号为 {_numbers(evidence)} 的单元，编号只有 {window.first} 到 {window.last}")
        return
    if evidence.final < evidence.first:
        yield Fault(place, f"last（{evidence.final}）小于 first（{evidence.first}）")
        return
    text = shown.text(evidence.first, evidence.final)
    for name, piece in (("text", evidence.text), ("from", evidence.from_), ("to", evidence.to)):
        if piece and next(occurrences(piece, text), None) is None:
            yield Fault(place, f"{name}“{piece}”在单元 {_numbers(evidence)} 里找不到；该处原文是“{_short(text)}”")
    if evidence.text and evidence.nth is not None:
        yield from _occurrence(evidence, place, text)


def _occurrence(evidence: Evidence, place: str, text: str) -> Iterator[Fault]:
    count = sum(1 for _ in occurrences(evidence.text or "", text))
    if count and not 1 <= (evidence.nth or 0) <= count:
        yield Fault(
            place, f"“{evidence.text}”在单元 {_numbers(evidence)} 里只出现 {count} 次，没有第 {evidence.nth} 次"
        )


def _links(answer: BaseModel) -> Iterator[Fault]:
    if not hasattr(answer, "problems") or not hasattr(answer, "improvements"):
        return
    count = len(answer.problems)
    for index, improvement in enumerate(answer.improvements):
        for position in improvement.addresses:
            if not 0 <= position < count:
                known = f"序号只有 0 到 {count - 1}" if count else "problems 是空的"
                yield Fault(f"improvements.{index}.addresses", f"没有序号为 {position} 的问题，{known}")


def _numbers(evidence: Evidence) -> str:
    return str(evidence.first) if evidence.final == evidence.first else f"{evidence.first}–{evidence.final}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_UNIT else f"{text[:SHOWN_UNIT]}……"
