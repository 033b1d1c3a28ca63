"""What in an input folder is no report: clutter, other kinds of files, and the texts of runs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from extract.language import listed, say

RUN_FILE, TEXTS = "run.json", "texts"
"""By which a run folder is known: its own texts are never input."""

OTHER_KINDS = frozenset(
    [
        ".json",
        ".jsonl",
        ".toml",
        ".yaml",
        ".yml",
        ".ini",
        ".cfg",
        ".lock",
        ".log",
        ".py",
        ".pyc",
        ".js",
        ".css",
        ".sh",
        ".bat",
        ".exe",
        ".dll",
        ".so",
        ".db",
        ".sqlite",
        ".sqlite3",
        ".tmp",
        ".bak",
        ".swp",
        ".url",
        ".lnk",
        ".mp3",
        ".mp4",
        ".avi",
        ".mov",
        ".wav",
    ]
)
"""Suffixes that no report has; such files in a folder are passed over and counted."""

CLUTTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
"""What file managers leave in folders."""


def wanted(name: str) -> bool:
    """Whether a file or folder of this name may hold reports."""
    return not name.startswith((".", "~$")) and name.lower() not in CLUTTER


def passed_over(folder: str, names: Iterable[str]) -> str:
    """Say how many files of a folder are no reports, and of which kinds."""
    names = list(names)
    kinds = listed(sorted({PurePath(name).suffix.lower() for name in names}))
    files = "1 file that is no report" if len(names) == 1 else f"{len(names)} files that are no reports"
    return say(
        f"{folder} 中有 {len(names)} 个文件不是报告（{kinds}），已跳过。",
        f"Passed over {files} in {folder} ({kinds}).",
    )
