"""Answers that a model gave elsewhere or earlier, read again: the batch way in, and scores without a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extract.domains.pack import Domain
from extract.errors import ReaderError
from extract.language import say
from extract.model.answer import Answer, Answered, AnswerModel, Refusal
from extract.model.record import Usage
from extract.model.text import Reading
from extract.readers.llm.answers.answers_file import Written, newest
from extract.readers.llm.answers.hesitation import with_hesitations
from extract.readers.llm.answers.lenient import mended, read_leniently
from extract.readers.llm.answers.merge import merge
from extract.readers.llm.answers.translate import translate
from extract.readers.llm.asks.request import Shown
from extract.readers.llm.asks.tasks import TASKS, Task
from extract.readers.llm.batch.lines import Key, parse_key
from extract.readers.llm.batch.manifest import REQUESTS, SUFFIX, Entry, read_manifest, text_hash
from extract.readers.llm.calls.usage import counts_of
from extract.readers.llm.linking import LINKS, LinksTask, linked


@dataclass(frozen=True, slots=True)
class Given:
    """An answer with the request that it belongs to."""

    key: Key
    written: Written


@dataclass(frozen=True, slots=True)
class ReplayReader:
    """Finds the answers of a report by its text, reads them as if a model had just given them.

    ``given`` are answers by fingerprint of text and units. ``origins`` are the manifests' entries by hash of the
    text: they undo redaction, and translate answers that were given for other units of the same text.
    """

    given: Mapping[str, tuple[Given, ...]]
    tasks: tuple[Task, ...] = TASKS
    origins: Mapping[str, Entry] = field(default_factory=dict)
    name: str = "replay"

    async def read(self, reading: Reading, domain: Domain) -> Answered:
        """Answer for one report from what was written before.

        Raises:
            ReaderError: there is no answer for this text, or none that can be read.
        """
        origin = self.origins.get(text_hash(reading.text))
        given = self.given.get(origin.fingerprint if origin else Shown(reading).fingerprint, ())
        if not given:
            raise ReaderError(
                say(
                    "回答文件里没有这份报告的回答（或文字已变）；请重新导出请求。",
                    "The answers hold none for this text; export the requests again.",
                ),
                document=reading.document.name,
            )
        return self._answered(given, reading, domain, origin)

    def _answered(self, given: Sequence[Given], reading: Reading, domain: Domain, origin: Entry | None) -> Answered:
        by_sample: dict[int, list[Given]] = defaultdict(list)
        for each in given:
            by_sample[each.key.sample].append(each)
        found = [self.joined(by_sample[sample], reading, domain) for sample in sorted(by_sample)]
        refusals = found[0][1]
        if found[0][0] is None:
            raise ReaderError(
                say("没有一条回答可用。", "None of the answers can be used."), document=reading.document.name
            )
        answers = [_here(answer, reading, origin) for answer, _ in found if answer is not None]
        models = sorted({each.written.model for each in given if each.written.model})
        return Answered(
            answers[0],
            samples=tuple(answers[1:]),
            refusals=tuple(refusals),
            usage=_usage(given),
            model="、".join(models) or None,
            prompts=origin.prompts if origin else (),
        )

    def joined(self, given: Sequence[Given], reading: Reading, domain: Domain) -> tuple[Answer | None, list[Refusal]]:
        """Return what the answers of one sample say together, and what is missing; None where nothing can be read."""
        parts, missing = self._parts(given, reading, domain)
        if not parts:
            return None, missing
        answer = merge(parts)
        said = next((each.written for each in given if each.key.task == LINKS.name), None)
        links = read_leniently(_told(said), LinksTask).answer if said and said.content else None
        return (linked(answer, links) if isinstance(links, LinksTask) else answer), missing

    def _parts(
        self, given: Sequence[Given], reading: Reading, domain: Domain
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
                    missing.append(Refusal(task.name, *whole, read, task.sections))
                else:
                    parts.append(mended(read, domain))
        return parts, missing

    @staticmethod
    def _read(given: Given | None, task: Task) -> AnswerModel | str:
        if given is None:
            return "missing_answer"
        if given.written.content is None:
            return given.written.reason or "empty"
        read = read_leniently(_told(given.written), task.answer)
        return read.answer if read.answer is not None else "invalid_answer"


def replay_of(answers: Path, tasks: tuple[Task, ...] = TASKS) -> ReplayReader:
    """Return the reader of a file of answers, or of all in a folder; a manifest beside them is used where there is one.

    Raises:
        ConfigError: they cannot be read.
    """
    home = answers if answers.is_dir() else answers.parent
    every = sorted(home.glob("*.jsonl")) if answers.is_dir() else [answers]
    files = [path for path in every if not path.name.endswith(SUFFIX)]
    beside = (home / f"{path.stem}{SUFFIX}" for path in files)
    manifests = [path for path in dict.fromkeys((*beside, home / REQUESTS)) if path.is_file()]
    entries = [entry for path in manifests for entry in read_manifest(path)]
    given = index_answers(newest(files).values())
    return ReplayReader(given, tasks, origins={text_hash(entry.raw.text): entry for entry in entries})


def _here(answer: Answer, reading: Reading, origin: Entry | None) -> Answer:
    """Return an answer in the names and units of today."""
    return translate(origin.restoration.answer(answer), origin.units, reading) if origin else answer


def _told(written: Written) -> str:
    """Return what a model wrote, with what it hesitated over where the file tells log-probabilities."""
    return with_hesitations(written.content or "", written.logprobs)


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
