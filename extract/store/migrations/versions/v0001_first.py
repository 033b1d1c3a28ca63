"""The first shape of the store: records, decisions, answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "records",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("document", sa.String(500), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("run", sa.String(80), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("stored_at", sa.String(40), nullable=False),
        sa.Column("record_sha256", sa.String(64), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.UniqueConstraint("document", "record_sha256", name="uq_records_document_record_sha256"),
    )
    op.create_index("ix_records_document", "records", ["document"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("time", sa.String(40), nullable=False),
        sa.Column("reviewer", sa.String(200), nullable=False),
        sa.Column("document", sa.String(500), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("track", sa.String(200), nullable=False, server_default=""),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("target", sa.String(200), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("old", sa.Text, nullable=True),
        sa.Column("new", sa.Text, nullable=True),
        sa.Column("comment", sa.Text, nullable=True),
        sa.Column("seconds", sa.Float, nullable=True),
        sa.Column("run", sa.String(80), nullable=True),
        sa.Column("prompt", sa.String(200), nullable=True),
        sa.Column("model", sa.String(200), nullable=True),
        sa.Column("confidence", sa.Float, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.UniqueConstraint("document", "track", "revision", name="uq_decisions_document_track_revision"),
    )
    op.create_index("ix_decisions_document", "decisions", ["document"])
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("endpoint", sa.String(300), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("document", sa.String(500), nullable=True),
        sa.Column("task", sa.String(80), nullable=True),
        sa.Column("valid", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("usage", sa.Text, nullable=True),
        sa.Column("stored_at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sa.UniqueConstraint("key", "attempt", name="uq_answers_key_attempt"),
    )


def downgrade() -> None:
    """Drop the tables; gouji itself never calls this."""
    for table in ("answers", "decisions", "records"):
        op.drop_table(table)
