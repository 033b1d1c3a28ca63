"""Errors that a person can act on: what happened, where, what to do."""

from __future__ import annotations


class GoujiError(Exception):
    """Base of all errors that gouji raises on purpose; shown as one line, never as a traceback.

    Args:
        message: what happened and what to do, one sentence, in the user's language.
        document: the report that it concerns, where one does.
        section: the section or task within it, where known.
    """

    exit_status = 1

    def __init__(self, message: str, *, document: str | None = None, section: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.document = document
        self.section = section


class ConfigError(GoujiError):
    """The configuration or the input of a command is wrong; the run did not start."""


class SourceError(GoujiError):
    """A source file cannot be read; this document stops, the others go on."""


class ReaderError(GoujiError):
    """A reader could not read this document; the others go on."""


class BudgetSpentError(GoujiError):
    """The budget of tokens or money is used up; the run stops and can be resumed."""

    exit_status = 5


class StoreError(GoujiError):
    """The store cannot be opened, migrated or written."""
