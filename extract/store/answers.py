"""Paid answers in the store: written at once, so that a killed run loses only the calls in flight."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from extract.store.schema import ANSWERS
from extract.store.trouble import stored_in

FIND = select(ANSWERS.c.body, ANSWERS.c.usage, ANSWERS.c.document).where(ANSWERS.c.key == bindparam("wanted"))
KEEP = insert(ANSWERS)
MARK = update(ANSWERS).where(ANSWERS.c.key == bindparam("wanted")).values(valid=True)
"""Statements of every call, built once: building them anew costs more than running them."""


class StoredAnswers:
    """The table of answers, by key; each row is one attempt, valid or not."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, key: str) -> dict[str, Any] | None:
        """Return the row kept under a key: ``body`` and ``usage`` parsed, ``document``."""
        with self._engine.connect() as connection:
            row = connection.execute(FIND, {"wanted": key}).first()
        if row is None:
            return None
        return {"body": json.loads(row.body), "usage": json.loads(row.usage or "{}"), "document": row.document or ""}

    def keep(self, key: str, body: dict[str, Any], usage: dict[str, int], **about: str | int) -> None:
        """Write an answer in a transaction of its own; one that is there already stays.

        Args:
            key: hash of the request.
            body: the answer without its token counts.
            usage: token counts.
            about: ``endpoint``, ``model``, ``document``, ``task`` and ``attempt``.

        Raises:
            StoreError: it cannot be written.
        """
        row = {
            "key": key,
            "valid": False,
            "body": json.dumps(body, ensure_ascii=False),
            "usage": json.dumps(usage),
            "stored_at": datetime.now(UTC).isoformat(timespec="seconds"),
            **about,
        }
        with suppress(IntegrityError), stored_in(self._engine), self._engine.begin() as connection:
            connection.execute(KEEP, row)

    def mark_valid(self, key: str) -> None:
        """Mark the answer under a key as valid."""
        with stored_in(self._engine), self._engine.begin() as connection:
            connection.execute(MARK, {"wanted": key})
