"""Where the store of a run folder lies."""

from __future__ import annotations

from pathlib import Path

DATABASE_FILE = "gouji.db"


def sqlite_url(folder: Path) -> str:
    """Return the URL of the store of a run folder."""
    return f"sqlite:///{folder / DATABASE_FILE}"
