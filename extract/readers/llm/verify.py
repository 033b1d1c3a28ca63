"""A second, fresh question about doubtful values: does this stretch of the report say so?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from extract.domains.pack import Domain
from extract.model.answer import AnswerModel, Verdict, Verified
from extract.model.record import Record, Usage
from extract.model.text import Reading
from extract.readers.llm.asks.request import Ask, Shown
from extract.readers.llm.asks.tasks import Task
from extract.readers.llm.asks.templates import Prompts
from extract.readers.llm.calls.failure import failure
from extract.readers.llm.calls.trouble import CallError
from extract.readers.llm.calls.usage import Meter
from extract.readers.llm.calls.wire import Wire
from extract.readers.llm.converse import Part, Topic, converse
from extract.steps.answer_schema import answer_schema
from extract.steps.privacy.redact import redact
from extract.steps.prompt import Window, document_block, messages
from extract.steps.walk import Place, places

MOST = 60
"""Items of one report that are asked about, the most doubtful first; more would cost more than reading it again."""

AROUND = 3
"""Units shown before and after those that hold the item."""

LISTS = {
    "profile": "部门基本信息",
    "functions": "一项部门职能",
    "internal_units": "一个内设机构",
    "staffing": "一个人数",
    "finance": "一笔金额或一个财务比率",
    "metrics": "一个反映工作情况的数",
    "goals": "一句绩效目标",
    "measures": "一项工作措施的标题",
    "actions": "做了的一件事",
    "problems": "一个存在的问题",
    "details": "对问题的展开",
    "causes": "问题的原因",
    "improvements": "一条改进措施",
    "steps": "将要做的一步",
    "rectification": "上年度问题的整改",
}
"""What an item of each list claims to be."""


class VerifyAnswer(AnswerModel):
    """One verdict a claim, in order."""

    verdicts: tuple[Verdict, ...]


VERIFY = Task("verify", "verify.v1.jinja", VerifyAnswer, ())


@dataclass(frozen=True, slots=True)
class Verifier:
    """Asks about items below a confidence."""

    wire: Wire
    prompts: Prompts
    reasks: int = 1
    redacts: bool = False

    async def verify(
        self, record: Record, reading: Reading, domain: Domain, *, below: float, spent: Usage | None
    ) -> Verified:
        """Return a verdict for each doubtful item: the worst of its claims.

        Args:
            record: assessed.
            reading: the report.
            domain: of the record.
            below: confidence under which an item or attribute is doubtful.
            spent: what the report has cost before.

        Raises:
            ReaderError: the endpoint cannot be reached.
            BudgetSpentError: the run must stop.
        """
        meter = Meter.starting(spent)
        shown = Shown(reading, redact(reading).hide) if self.redacts else Shown(reading)
        topic = Topic(shown, domain, record.document, meter)
        doubtful = sorted(_doubtful(record, below), key=lambda place: place.thing.confidence or 0.0)[:MOST]
        try:
            found = await asyncio.gather(*(self._verdict(place, topic, below) for place in doubtful))
        except CallError as error:
            raise failure(error, record.document) from None
        verdicts = {
            place.thing.id: said for place, said in zip(doubtful, found, strict=True) if place.thing.id and said
        }
        return Verified(verdicts, meter.usage())

    async def _verdict(self, place: Place, topic: Topic, below: float) -> Verdict | None:
        claims = list(_claims(place, below))
        outcome = await converse(self._ask(place, claims, topic), topic, self.wire, reasks=self.reasks)
        if not isinstance(outcome, Part) or not isinstance(outcome.answer, VerifyAnswer):
            return None
        return worst(outcome.answer.verdicts[: len(claims)])

    def _ask(self, place: Place, claims: list[str], topic: Topic) -> Ask:
        reading = topic.shown.reading
        window = _around(place, reading)
        quote = topic.shown.hide(_quote(place, reading))
        question = self.prompts.question(VERIFY, quote=quote, claims=[topic.shown.hide(claim) for claim in claims])
        block = document_block(reading, window, topic.shown.hide)
        said = messages(self.prompts.system, block, question)
        return Ask(VERIFY, window, tuple(said), answer_schema(VerifyAnswer, topic.domain))


def worst(verdicts: tuple[Verdict, ...]) -> Verdict | None:
    """Return the gravest of some verdicts, None of none."""
    order: tuple[Verdict, ...] = ("contradicted", "not_stated", "supported")
    return next((verdict for verdict in order if verdict in verdicts), None)


def _doubtful(record: Record, below: float) -> Iterator[Place]:
    for place in places(record):
        thing = place.thing
        least = min([thing.confidence or 0.0, *(thing.fields or {}).values()])
        if thing.span is not None and least < below:
            yield place


def _claims(place: Place, below: float) -> Iterator[str]:
    """Word what is claimed: what the item is, and each attribute that is doubtful."""
    fields = place.thing.fields or {}
    name = place.path.partition(".")[2] if place.list == "profile" else ""
    yield f"它是{LISTS.get(place.list, place.list)}{f'（{name}）' if name else ''}"
    descriptions = {key: field.description for key, field in type(place.thing).model_fields.items()}
    for key, value in place.attributes.items():
        if value is not None and fields.get(key, 1.0) < below and isinstance(value, str | int):
            yield f"{descriptions.get(key) or key}：{value}"


def _quote(place: Place, reading: Reading) -> str:
    span = place.thing.span
    return "".join(reading.text[span.start : span.end].split()) if span else ""


def _around(place: Place, reading: Reading) -> Window:
    span = place.thing.span
    first = reading.unit_at(span.start) if span else None
    last = reading.unit_at(max(span.start, span.end - 1)) if span else None
    low = (first.number if first else 1) - AROUND
    high = (last.number if last else low) + AROUND
    return Window(max(1, low), min(len(reading.units), high))
