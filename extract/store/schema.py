"""The tables of a store: records as extracted, decisions of people, paid answers.

``extract/store/migrations`` brings an older store to this shape; a test holds the two against each other.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

RECORDS = Table(
    "records",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("document", String(500), nullable=False),
    Column("position", Integer, nullable=False),
    Column("run", String(80), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("stored_at", String(40), nullable=False),
    Column("record_sha256", String(64), nullable=False),
    Column("record", Text, nullable=False),
    Column("text", Text, nullable=True),
    UniqueConstraint("document", "record_sha256"),
)
"""Records as extracted, never changed; a document's newest row is the one that people review."""

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("time", String(40), nullable=False),
    Column("reviewer", String(200), nullable=False),
    Column("document", String(500), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("track", String(200), nullable=False, server_default=""),
    Column("revision", Integer, nullable=False),
    Column("target", String(200), nullable=False),
    Column("action", String(20), nullable=False),
    Column("old", Text, nullable=True),
    Column("new", Text, nullable=True),
    Column("comment", Text, nullable=True),
    Column("seconds", Float, nullable=True),
    Column("run", String(80), nullable=True),
    Column("prompt", String(200), nullable=True),
    Column("model", String(200), nullable=True),
    Column("confidence", Float, nullable=True),
    UniqueConstraint("document", "track", "revision"),
)
"""The append-only log. ``track`` is empty for the shared review and the reviewer's name in a blind second one."""

ANSWERS = Table(
    "answers",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("endpoint", String(300), nullable=False),
    Column("model", String(200), nullable=False),
    Column("document", String(500), nullable=True),
    Column("task", String(80), nullable=True),
    Column("valid", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("usage", Text, nullable=True),
    Column("stored_at", String(40), nullable=False),
    UniqueConstraint("key", "attempt"),
)
"""Every answer that was paid for, by the hash of its request, endpoint and sample; invalid ones are kept as attempts."""

Index("ix_decisions_document", DECISIONS.c.document)
Index("ix_decisions_reviewer_time", DECISIONS.c.reviewer, DECISIONS.c.time)
Index("ix_records_document", RECORDS.c.document)
