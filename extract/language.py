"""Chinese or English for what a person reads on screen or page."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """Languages that gouji speaks."""

    ZH = "zh"
    EN = "en"


class Text(NamedTuple):
    """A sentence in both languages."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the sentence in that language."""
        return self.en if language is Language.EN else self.zh


def terminal_language(environ: dict[str, str] | os._Environ[str] = os.environ) -> Language:
    """Choose the terminal's language: ``GOUJI_LANG``, else the locale; C, POSIX and unset mean Chinese."""
    asked = environ.get("GOUJI_LANG", "").lower()
    if asked[:2] in {"zh", "en"}:
        return Language(asked[:2])
    locale = next((environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), "C")
    plain = locale.split(".")[0]
    return Language.ZH if plain in {"C", "POSIX"} or plain.lower().startswith("zh") else Language.EN


def page_language(environ: dict[str, str] | os._Environ[str] = os.environ) -> Language:
    """Choose the language of pages and reports: ``GOUJI_LANG``, else Chinese."""
    asked = environ.get("GOUJI_LANG", "").lower()
    return Language(asked[:2]) if asked[:2] in {"zh", "en"} else Language.ZH


def say(zh: str, en: str) -> str:
    """Return the sentence in the terminal's language."""
    return Text(zh, en).in_(terminal_language())
