"""Chinese or English for what a person reads on screen or page."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
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


def unknown_language(environ: dict[str, str] | os._Environ[str] = os.environ) -> str | None:
    """Return what ``GOUJI_LANG`` asks for where gouji does not speak it."""
    asked = environ.get("GOUJI_LANG", "")
    return asked if asked and asked[:2].lower() not in set(Language) else None


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


def listed(names: Iterable[str]) -> str:
    """Return names side by side, as the terminal's language sets them apart."""
    return say("、", ", ").join(names)


SYSTEM_WORDS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EEXIST: "同名的文件已在那里",
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许",
    errno.EROFS: "那里是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "文件超出允许的大小",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.EADDRINUSE: "已被占用",
    errno.ECONNREFUSED: "连接被拒绝，那里没有服务在等候",
    errno.ECONNRESET: "连接被对方断开",
    errno.ETIMEDOUT: "连接超时",
    errno.EHOSTUNREACH: "网络不通",
    errno.ENETUNREACH: "网络不通",
}
"""What the system refuses for, in Chinese; its own words serve for the rest."""


def system_words(error: OSError) -> str:
    """Return why the system refused, in the terminal's language."""
    own = error.strerror or str(error)
    return say(SYSTEM_WORDS.get(error.errno or 0, own), own)


AT = re.compile(r"\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")
"""Where ``tomllib`` says that a file goes wrong."""


def unreadable_words(error: OSError | ValueError) -> str:
    """Return why a file of text cannot be read or understood, in the terminal's language."""
    if isinstance(error, OSError):
        return system_words(error)
    if isinstance(error, UnicodeDecodeError):
        return say("不是 UTF-8 文本", "it is no UTF-8 text")
    found = AT.search(str(error))
    if found is None:
        return str(error)
    place = f"第 {found['line']} 行第 {found['column']} 列" if found["line"] else "末尾"
    return say(f"{place}写法有误", str(error))
