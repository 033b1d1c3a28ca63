"""Prompt templates: found, rendered for a domain, and named by version and hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound

from extract.domains.pack import Domain, Term
from extract.errors import ConfigError
from extract.language import say
from extract.readers.llm.asks.tasks import Task
from extract.settings import data_home

SYSTEM = "system.v1.jinja"
"""The message that opens every request, the same for all tasks and documents."""

HASH = 12
"""Hexadecimal digits of a prompt's hash in a record."""


@dataclass(frozen=True)
class Prompts:
    """Templates of one domain, from the user's folder first, then from those that ship with gouji."""

    domain: Domain
    folder: Path | None = None

    @cached_property
    def system(self) -> str:
        """The system message."""
        return self._render(SYSTEM)

    def question(self, task: Task, **values: Any) -> str:  # noqa: ANN401  (templates take anything)
        """Return the task's question; report text is never rendered, only passed as a value.

        Without values it is the same for every report, and rendered once.
        """
        if values:
            return self._render(task.template, **values)
        if task.template not in self._rendered:
            self._rendered[task.template] = self._render(task.template)
        return self._rendered[task.template]

    def label(self, task: Task) -> str:
        """Return version and hash of the very wording of the task's request (``v1+0a1b2c…``), its domain's sets included."""
        text = f"{self.system}\0{self.question(task)}"
        return f"{task.version}+{hashlib.sha256(text.encode()).hexdigest()[:HASH]}"

    @cached_property
    def _rendered(self) -> dict[str, str]:
        return {}

    @cached_property
    def _environment(self) -> Environment:
        places = [str(place) for place in (self.folder, data_home("prompts")) if place]
        # Plain text for a model, not HTML: escaping would change quotation marks.
        environment = Environment(  # noqa: S701
            loader=FileSystemLoader(places), undefined=StrictUndefined, keep_trailing_newline=False
        )
        environment.globals.update(
            topics=self.domain.topics,
            categories=self.domain.categories,
            domain=self.domain,
            topic=lambda *keys: _first(self.domain.topics, keys),
            pick=lambda *keys: _first(self.domain.categories, keys),
        )
        return environment

    def _render(self, name: str, **values: Any) -> str:  # noqa: ANN401  (templates take anything)
        try:
            return self._environment.get_template(name).render(values).strip()
        except TemplateNotFound as error:
            raise ConfigError(
                say(f"找不到提示词模板 {error.name}。", f"There is no prompt template {error.name}.")
            ) from error
        except TemplateError as error:
            raise ConfigError(
                say(f"提示词模板 {name} 有错：{error}。", f"The prompt template {name} is wrong: {error}.")
            ) from error


def _first(terms: tuple[Term, ...], keys: tuple[str, ...]) -> str:
    known = {term.key for term in terms}
    return next((key for key in keys if key in known), terms[-1].key)
