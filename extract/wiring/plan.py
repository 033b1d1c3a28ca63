"""A run as decided before it starts: its settings checked, and what its records will be known by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from extract.domains.registry import domain_named
from extract.errors import ConfigError
from extract.language import say, system_words
from extract.model.record import SCHEMA_VERSION
from extract.settings import RunOptions
from extract.steps.confidence import UNCALIBRATED, Weights, parse_weights
from extract.store.identity import Identity


@dataclass(frozen=True, slots=True)
class Plan:
    """A run as decided before it starts: its options, the identity that its records carry, its id and folder."""

    options: RunOptions
    identity: Identity
    run_id: str
    folder: Path

    def without_key(self) -> Plan:
        """Return the plan for processes that call no model."""
        return replace(self, options=self.options.model_copy(update={"api_key": None}))


def make_plan(options: RunOptions, *, run_id: str, folder: Path) -> Plan:
    """Check the settings and say what the records of this run will be known by.

    Raises:
        ConfigError: a setting names something that does not exist, or one that is needed is missing.
    """
    domain_named(options.domain)
    reader = options.chosen_reader
    if reader == "llm":
        _check_endpoint(options)
    identity = Identity(
        reader=reader,
        version=version("gouji"),
        schema=SCHEMA_VERSION,
        domain=options.domain,
        model=options.model if reader == "llm" else None,
        prompts=_prompts(options) if reader == "llm" else (),
        redact=options.redact and reader == "llm",
        samples=options.samples if reader == "llm" else 1,
        extra=_further(options),
    )
    return Plan(options, identity, run_id, folder)


def weights_of(options: RunOptions) -> Weights:
    """Return the weights of the confidence: those of ``--confidence``, else the documented default.

    Raises:
        ConfigError: the file cannot be read or is none.
    """
    if options.confidence is None:
        return UNCALIBRATED
    return parse_weights(_read(options.confidence).decode("utf-8", "replace"), str(options.confidence))


def _check_endpoint(options: RunOptions) -> None:
    from extract.readers.llm.opened import endpoint_of  # noqa: PLC0415  (loaded where it is used)

    endpoint_of(options)


def _prompts(options: RunOptions) -> tuple[tuple[str, str], ...]:
    from extract.readers.llm.asks.tasks import load_tasks  # noqa: PLC0415  (loaded where it is used)
    from extract.readers.llm.asks.templates import Prompts  # noqa: PLC0415  (the same)

    prompts = Prompts(domain_named(options.domain), options.prompts)
    return tuple((task.name, prompts.label(task)) for task in load_tasks(options.tasks))


def _further(options: RunOptions) -> tuple[tuple[str, str], ...]:
    """Options beyond those of ``Identity`` that change what a record says, where they are set."""
    found: list[tuple[str, str]] = []
    if options.chosen_reader == "replay":
        found.append(("answers", hashlib.sha256(_read(answers_of(options))).hexdigest()))
    if options.no_split:
        found.append(("no_split", "True"))
    if options.confidence is not None:
        found.append(("confidence", hashlib.sha256(_read(options.confidence)).hexdigest()))
    if options.chosen_reader == "llm":
        named = {"verify": options.verify, "coverage": options.coverage, "fallback": options.fallback_model}
        found += [(name, str(value)) for name, value in named.items() if value]
    return tuple(found)


def answers_of(options: RunOptions) -> Path:
    """Return the file of answers to replay.

    Raises:
        ConfigError: none is named.
    """
    if options.answers is None:
        raise ConfigError(say("--reader replay 需要 --answers 文件。", "--reader replay needs --answers FILE."))
    return options.answers


def _read(path: Path) -> bytes:
    """Return the bytes of a file, or of all files of a folder of answers."""
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        return b"".join(file.read_bytes() for file in files if file.is_file())
    except OSError as error:
        raise ConfigError(
            say(f"{path} 无法读取：{system_words(error)}。", f"{path} cannot be read: {system_words(error)}.")
        ) from error
