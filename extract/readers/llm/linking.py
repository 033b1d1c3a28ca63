"""Which improvement answers which problem, asked last over the joined lists of a report that was read in parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from extract.model.answer import Answer, AnswerModel, Evidence, ImprovementAnswer, Statement
from extract.readers.llm.asks.request import Ask, Shown
from extract.readers.llm.asks.tasks import Task
from extract.readers.llm.asks.templates import Prompts
from extract.readers.llm.calls.wire import Wire
from extract.readers.llm.converse import Part, Topic, converse
from extract.steps.answer_schema import answer_schema
from extract.steps.prompt import fenced, messages, whole


class LinkAnswer(Statement):
    """One improvement (position from 0) with the positions of the problems that it answers."""

    improvement: int
    addresses: tuple[int, ...]
    link: Literal["explicit", "inferred"] | None


class LinksTask(AnswerModel):
    """The links of all improvements."""

    links: tuple[LinkAnswer, ...]


LINKED = ("addresses", "link")
"""What a link says of an improvement."""

LINKS = Task("links", "links.v1.jinja", LinksTask, ("improvements",))


async def link(answer: Answer, topic: Topic, wire: Wire, prompts: Prompts, *, reasks: int) -> Answer:
    """Return the answer with its improvements linked anew; as it is where the model does not say."""
    ask = link_ask(answer, topic.shown, prompts)
    outcome = await converse(ask, topic, wire, reasks=reasks)
    if not isinstance(outcome, Part) or not isinstance(outcome.answer, LinksTask):
        return answer
    return linked(answer, outcome.answer)


def link_ask(answer: Answer, shown: Shown, prompts: Prompts) -> Ask:
    """Word the question about links: both lists with their texts, numbered from 0."""
    lines = [
        "问题：",
        *_listed(((each.statement, *each.details) for each in answer.problems), shown),
        "改进措施：",
        *_listed(((each.statement, *each.steps) for each in answer.improvements), shown),
    ]
    said = messages(prompts.system, fenced("\n".join(lines)), prompts.question(LINKS))
    return Ask(LINKS, whole(shown.reading), tuple(said), answer_schema(LinksTask, prompts.domain))


def linked(answer: Answer, links: LinksTask) -> Answer:
    """Put links into an answer; positions that do not exist are passed over."""
    by_improvement = {each.improvement: each for each in links.links}
    count = len(answer.problems)

    def of(index: int, item: ImprovementAnswer) -> ImprovementAnswer:
        said = by_improvement.get(index)
        if said is None:
            return item
        addresses = tuple(a for a in dict.fromkeys(said.addresses) if 0 <= a < count)
        link = (said.link or "inferred") if addresses else None
        hesitant = (*(name for name in item.hesitant if name not in LINKED), *(LINKED if said.hesitant else ()))
        return item.model_copy(update={"addresses": addresses, "link": link, "hesitant": hesitant})

    return answer.model_copy(
        update={"improvements": tuple(of(index, item) for index, item in enumerate(answer.improvements))}
    )


def _listed(passages: Iterable[tuple[Evidence, ...]], shown: Shown) -> list[str]:
    return [
        f"({index}) {'；'.join(_text(each, shown) for each in evidence)}" for index, evidence in enumerate(passages)
    ]


def _text(evidence: Evidence, shown: Shown) -> str:
    return evidence.text or shown.text(evidence.first, evidence.final)
