"""The model reader: a report's tasks asked over its windows, split where they are refused or too long, and joined."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from extract.domains.pack import Domain
from extract.model.answer import Answer, Answered, Refusal
from extract.model.text import Reading
from extract.ports import Reader
from extract.readers.llm.answers.merge import merge
from extract.readers.llm.answers.restrict import restrict
from extract.readers.llm.asks.request import Ask, Shown, make_ask
from extract.readers.llm.asks.tasks import Task
from extract.readers.llm.asks.templates import Prompts
from extract.readers.llm.asks.windows import MAX_TOKENS, cut, halves
from extract.readers.llm.calls.failure import failure
from extract.readers.llm.calls.trouble import CallError
from extract.readers.llm.calls.usage import Meter
from extract.readers.llm.calls.wire import Wire
from extract.readers.llm.converse import UNREADABLE, Declined, Outcome, Part, TooMuch, Topic, converse
from extract.readers.llm.coverage import coverage_ask
from extract.readers.llm.linking import link
from extract.steps.privacy.redact import Redaction, redact
from extract.steps.prompt import Window

Result = TypeVar("Result")

MANY = 2
"""Parts with problems or improvements from which links must be asked over the joined lists."""

SPLITS = 6
"""How often a window is halved before what is left of it is given up: 64 parts of a report."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a model is asked.

    Attributes:
        tasks: the questions.
        reasks: how often a wrong answer is sent back.
        samples: how often each question is asked.
        redacts: whether personal data are replaced before anything is sent.
        window_tokens: estimated tokens of document text in one request.
        coverage: whether each list is asked once more for what is missing.
        verify: whether doubtful values are asked about once more.
    """

    tasks: tuple[Task, ...]
    reasks: int = 2
    samples: int = 1
    redacts: bool = False
    window_tokens: int = MAX_TOKENS
    coverage: bool = False
    verify: bool = False


@dataclass(slots=True)
class ModelReader:
    """Reads reports with a model; one for a whole run.

    ``other`` is the model that is asked where the first one refuses, ``offline`` reads what no model would.
    """

    wire: Wire
    prompts: Prompts
    manner: Manner
    other: Wire | None = None
    offline: Reader | None = None
    name: str = "llm"

    async def read(self, reading: Reading, domain: Domain) -> Answered:
        """Answer for one report.

        Raises:
            ReaderError: the endpoint failed for this document.
            ConfigError: the endpoint refuses key or model; the run must stop.
            BudgetSpentError: the budget or the account is used up.
        """
        redaction = redact(reading) if self.manner.redacts else Redaction()
        work = _Work(self, reading, domain, redaction, Shown(reading, redaction.hide))
        try:
            return await work.answered()
        except CallError as error:
            raise failure(error, reading.document.name) from None


@dataclass(slots=True)
class _Given:
    """What came of asking one task in one sample."""

    parts: list[Part] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(slots=True)
class _Work:
    """The reading of one report."""

    reader: ModelReader
    reading: Reading
    domain: Domain
    redaction: Redaction
    shown: Shown
    meter: Meter = field(default_factory=Meter)
    refused: set[Window] = field(default_factory=set)

    async def answered(self) -> Answered:
        """Ask everything, join it, and say how it came about."""
        manner, wire = self.reader.manner, self.reader.wire
        first = await self._sample(1)
        others = await _all([self._sample(number) for number in range(2, manner.samples + 1)])
        answers = [await self._joined(given, number) for number, given in enumerate((first, *others), start=1)]
        restored = [self.redaction.restoration.answer(answer) for answer in answers] if manner.redacts else answers
        return Answered(
            restored[0],
            samples=tuple(restored[1:]),
            refusals=tuple(refusal for given in first for refusal in given.refusals),
            reasked=tuple(_reasked(first)),
            usage=self.meter.usage(),
            model=wire.model,
            prompts=tuple((task.name, self.reader.prompts.label(task)) for task in manner.tasks),
        )

    async def _sample(self, sample: int) -> list[_Given]:
        """Ask all tasks about all windows; the first call of a window precedes its siblings (prefix caches)."""
        manner = self.reader.manner
        windows = cut(self.reading, manner.window_tokens)
        of_window = await _all([self._window(window, sample) for window in windows])
        return [_join([given[index] for given in of_window]) for index in range(len(manner.tasks))]

    async def _window(self, window: Window, sample: int) -> list[_Given]:
        first, *others = self.reader.manner.tasks
        opening = await self._ask(first, window, sample)
        rest = await _all([self._ask(task, window, sample) for task in others])
        return [opening, *rest]

    async def _ask(self, task: Task, window: Window, sample: int, depth: int = 0) -> _Given:
        """Ask a task about a window, about its halves where that is too much, elsewhere where it is refused."""
        ask = make_ask(task, window, self.shown, self.reader.prompts)
        outcome = await self._outcome(ask, sample)
        match outcome:
            case Part():
                return _Given([outcome, *await self._missed(outcome, sample)])
            case TooMuch() | Declined():
                parts = halves(self.reading, window) if depth < SPLITS else (window,)
                splits = len(parts) > 1 and not (isinstance(outcome, Declined) and outcome.reason == UNREADABLE)
                if not splits:
                    return await self._give_up(ask, outcome)
                given = await _all([self._ask(task, part, sample, depth + 1) for part in parts])
                return _join(given)

    async def _missed(self, part: Part, sample: int) -> list[Part]:
        """Ask once more what an answer has left out, where that is wanted."""
        if not self.reader.manner.coverage or sample > 1:
            return []
        outcome = await self._outcome(coverage_ask(part, self.reader.prompts), sample)
        return [outcome] if isinstance(outcome, Part) else []

    async def _outcome(self, ask: Ask, sample: int) -> Outcome:
        reader = self.reader
        topic = Topic(self.shown, self.domain, self.reading.document.name, self.meter, sample)
        if ask.window not in self.refused:
            outcome = await converse(ask, topic, reader.wire, reasks=reader.manner.reasks)
            if not isinstance(outcome, Declined):
                return outcome
            if outcome.reason != UNREADABLE:
                self.refused.add(ask.window)
        else:
            outcome = Declined(ask, "refused")
        if reader.other is None:
            return outcome
        second = await converse(ask, topic, reader.other, reasks=reader.manner.reasks)
        return outcome if isinstance(second, Declined) else second

    async def _give_up(self, ask: Ask, outcome: TooMuch | Declined) -> _Given:
        """Take what the offline reader says of a window that no model would read, and send it to review."""
        window = ask.window
        refusal = Refusal(ask.task.name, window.first, window.last, outcome.reason, ask.task.sections)
        if self.reader.offline is None:
            return _Given(refusals=[refusal])
        read = await self.reader.offline.read(self.reading, self.domain)
        answer = restrict(read.answer, ask.task, window)
        return _Given([Part(ask, answer)], [refusal])

    async def _joined(self, given: Sequence[_Given], sample: int) -> Answer:
        answer = merge(part.answer for each in given for part in each.parts)
        apart = [part for each in given for part in each.parts if _has_links(part)]
        if len(apart) < MANY or not answer.problems or not answer.improvements:
            return answer
        topic = Topic(self.shown, self.domain, self.reading.document.name, self.meter, sample)
        return await link(answer, topic, self.reader.wire, self.reader.prompts, reasks=self.reader.manner.reasks)


async def _all(asked: Sequence[Coroutine[None, None, Result]]) -> list[Result]:
    """Await all, and where one fails stop the others before its error goes on."""
    tasks = [asyncio.ensure_future(each) for each in asked]
    try:
        return list(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


def _join(given: Sequence[_Given]) -> _Given:
    return _Given(
        [part for each in given for part in each.parts],
        [refusal for each in given for refusal in each.refusals],
    )


def _has_links(part: Part) -> bool:
    return bool(getattr(part.answer, "problems", ()) or getattr(part.answer, "improvements", ()))


def _reasked(given: Sequence[_Given]) -> list[str]:
    """Return the lists that were valid only after a re-ask, or not even then."""
    return sorted({name for each in given for part in each.parts if part.reasked for name in part.ask.task.sections})
