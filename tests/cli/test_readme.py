"""What the READMEs show is what the commands print, and what they name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from readme_excerpts import BLOCK, HERE, READMES, excerpts, with_excerpts

from extract.cli import COMMANDS


@pytest.mark.slow
@pytest.mark.parametrize("language", READMES)
def test_the_output_shown_is_real(language: str) -> None:
    """Made anew here; ``python tests/kit/readme_excerpts.py`` refreshes both files after a change."""
    shown = READMES[language].read_text(encoding="utf-8")
    assert [block for block, _ in BLOCK.findall(shown)] == ["run", "show"]
    assert with_excerpts(shown, excerpts(language)) == shown


@pytest.mark.parametrize("language", READMES)
def test_every_command_and_file_named_exists(language: str) -> None:
    """A link to nowhere is worse than none."""
    text = READMES[language].read_text(encoding="utf-8")
    assert set(re.findall(r"`gouji (\w+)", text)) <= set(COMMANDS)
    assert [link for link in re.findall(r"\]\(([^)#:]+)\)", text) if not (HERE / link).exists()] == []
    targets = (HERE / "Makefile").read_text(encoding="utf-8")
    assert [target for target in re.findall(r"make ([a-z-]+)", text) if f"\n{target}:" not in targets] == []


PAGES = sorted(HERE.glob("*.md")) + sorted(HERE.glob("docs/**/*.md"))
NAMED = re.compile(r"`((?:extract|eval|steps|readers|sources|tests|bench|docs|store|engines|exports|model)/[\w/.-]+)`")
MADE = ("extract/_data/",)
"""What exists only in an installed package."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_the_documentation_names_are_there(page: Path) -> None:
    """A file that has moved is found again by its readers."""
    named = set(NAMED.findall(page.read_text(encoding="utf-8"))) - set(MADE)
    assert [
        name for name in sorted(named) if not any((home / name).exists() for home in (HERE, HERE / "extract"))
    ] == []
