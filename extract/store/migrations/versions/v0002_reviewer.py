"""Decisions are found by reviewer and time, which undo walks back."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_decisions_reviewer_time", "decisions", ["reviewer", "time"])


def downgrade() -> None:
    """Drop the index; gouji itself never calls this."""
    op.drop_index("ix_decisions_reviewer_time", "decisions")
