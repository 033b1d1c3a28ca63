"""Answers that a model gave elsewhere or earlier, read again: the batch way in, and scores without a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from extract.domains.pack import Domain
from extract.errors import ReaderError
from extract.language import say
from extract.model.answer import Answer, AnswerModel, Answered, Refusal
from extract.model.record import Usage
from extract.model.text import Reading
from extract.readers.llm.answers_file import Written
from extract.readers.llm.batch import Key, parse_key
from extract.readers.llm.lenient import mended, read_leniently
from extract.readers.llm.merge import merge
from extract.readers.llm.request import Shown
from extract.readers.llm.tasks import TASKS, Task
from extract.readers.llm.usage import counts_of
from extract.steps.redact import Restoration


@dataclass(frozen=True, slots=True)
class Given:
    """An answer with the request that it belongs to."""

    key: Key
    written: Written


@dataclass(frozen=True, slots=True)
class ReplayReader:
    """Finds the answers of a report by its text, reads them as if a model had just given them.

    ``given`` are answers by fingerprint of text and units; ``restorations`` undo redaction, by the same.
    """

    given: Mapping[str, tuple[Given, ...]]
    tasks: tuple[Task, ...] = TASKS
    restorations: Mapping[str, Restoration] = field(default_factory=dict)
    prompts: tuple[tuple[str, str], ...] = ()
    name: str = "replay"

    async def read(self, reading: Reading, domain: Domain) -> Answered:
        """Answer for one report from what was written before.

        Raises:
            ReaderError: there is no answer for this text, or none that can be read.
        """
        fingerprint = Shown(reading).fingerprint
        given = self.given.get(fingerprint, ())
        if not given:
            raise ReaderError(
                say(
                    "回答文件里没有这份报告（文字或单元划分已变）；请重新导出请求。",
                    "The answers hold none for this text and its units; export the requests again.",
                ),
                document=reading.document.name,
            )
        return self._answered(given, reading, domain, self.restorations.get(fingerprint))

    def _answered(
        self, given: Iterable[Given], reading: Reading, domain: Domain, restoration: Restoration | None
    ) -> Answered:
        by_sample: dict[int, list[Given]] = defaultdict(list)
        for each in given:
            by_sample[each.key.sample].append(each)
        answers: list[Answer] = []
        refusals: list[Refusal] = []
        for sample in sorted(by_sample):
            parts, missing = self._parts(by_sample[sample], reading, domain)
            answer = merge(parts)
            answers.append(restoration.answer(answer) if restoration else answer)
            refusals += missing if sample == min(by_sample) else []
        if len(refusals) >= len(self.tasks) and answers[0] == Answer():
            raise ReaderError(
                say("没有一条回答可用。", "None of the answers can be used."), document=reading.document.name
            )
        models = {each.written.model for each in given if each.written.model}
        return Answered(
            answers[0],
            samples=tuple(answers[1:]),
            refusals=tuple(refusals),
            usage=_usage(given),
            model="、".join(sorted(models)) or None,
            prompts=self.prompts,
        )

    def _parts(
        self, given: Iterable[Given], reading: Reading, domain: Domain
    ) -> tuple[list[AnswerModel], list[Refusal]]:
        """Return the readable answers in the order of tasks and windows, and what is missing."""
        parts: list[AnswerModel] = []
        missing: list[Refusal] = []
        whole = (1, len(reading.units))
        for task in self.tasks:
            windows = {each.key.window: each for each in given if each.key.task == task.name}
            count = max((each.key.count for each in windows.values()), default=1)
            for number in range(1, count + 1):
                read = self._read(windows.get(number), task)
                if isinstance(read, str):
                    missing.append(Refusal(task.name, *whole, read))
                else:
                    parts.append(mended(read, domain))
        return parts, missing

    @staticmethod
    def _read(given: Given | None, task: Task) -> AnswerModel | str:
        if given is None:
            return "missing_answer"
        if given.written.content is None:
            return given.written.reason or "empty"
        read = read_leniently(given.written.content, task.answer)
        return read.answer if read.answer is not None else "invalid_answer"


def index_answers(written: Iterable[Written]) -> dict[str, tuple[Given, ...]]:
    """Group answers by the fingerprint in their ``custom_id``; lines that are none of ours are passed over."""
    found: dict[str, list[Given]] = defaultdict(list)
    for each in written:
        key = parse_key(each.custom_id)
        if key is not None:
            found[key.fingerprint].append(Given(key, each))
    return {fingerprint: tuple(given) for fingerprint, given in found.items()}


def _usage(given: Iterable[Given]) -> Usage | None:
    counted = [(each.key.task, counts_of(each.written.usage)) for each in given if each.written.usage]
    if not counted:
        return None
    tasks: dict[str, dict[str, int]] = {}
    for task, counts in counted:
        entry = tasks.setdefault(task, {"calls": 0, "prompt_tokens": 0, "cached_tokens": 0, "completion_tokens": 0})
        entry["calls"] += 1
        for name, value in counts.items():
            entry[name] += value
    total = {name: sum(entry[name] for entry in tasks.values()) for name in next(iter(tasks.values()))}
    return Usage(attempts=total["calls"], tasks=tasks, **total)
