"""Structured logs: one JSON object a line on standard error, for programs that watch runs."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, assert_never

from extract.engines.drive import Tally, Watch
from extract.engines.outcome import Done, Event, Skipped, Split
from extract.store.folder import Failure

LOG = logging.getLogger("gouji.run")


@contextmanager
def logging_json(stream: IO[str] | None = None, *, total: int) -> Iterator[Watch]:
    """Turn all logging into lines of JSON until the block is left, and yield what logs each document.

    Args:
        stream: where the lines go; standard error where None.
        total: documents of the run.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.info("run.started", extra={"fields": {"total": total}})
    try:
        yield log
    finally:
        LOG.info("run.ended")
        root.removeHandler(handler)


class JsonLines(logging.Formatter):
    """Formats a record as JSON: ``time``, ``level``, ``logger``, ``event`` and the fields of the event."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def log(event: Event, tally: Tally) -> None:
    """Log how a document ended, and how far the run is."""
    far = {"document": event.document, "finished": tally.finished, "total": tally.total}
    match event:
        case Done():
            usage = event.usage.model_dump(mode="json", exclude={"tasks"}) if event.usage else None
            LOG.info("document.done", extra={"fields": far | {"usage": usage}})
        case Skipped():
            LOG.info("document.skipped", extra={"fields": far})
        case Split():
            LOG.info("document.split", extra={"fields": far | {"reports": len(event.parts)}})
        case Failure():
            said = {"path": event.path, "kind": event.kind, "message": event.message}
            LOG.error("document.failed", extra={"fields": far | said})
        case _:
            assert_never(event)
