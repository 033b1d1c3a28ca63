"""Files that a command writes where the user asked: what the system refuses is one sentence, not a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.errors import ConfigError
from extract.language import say, system_words


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Hold the writing of ``out``, a file or a folder.

    Raises:
        ConfigError: it cannot be written; the message names the path and the reason.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        why = system_words(error)
        raise ConfigError(
            say(f"{out} 无法写入：{why}；请换一个位置。", f"{out} cannot be written: {why}; choose another place.")
        ) from error


@contextmanager
def writing_file(out: Path) -> Iterator[None]:
    """Hold the writing of the file ``out``, whose folder is made.

    Raises:
        ConfigError: it cannot be written; the message names the path and the reason.
    """
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        yield
