"""Old Word and WPS files (``.doc``, ``.wps``, ``.rtf``): turned into Word's new format by LibreOffice, then read."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from extract.errors import SourceError
from extract.language import say
from extract.model.text import RawDocument
from extract.sources.docx import DocxSource

MEDIA_TYPE = "application/msword"
PROGRAMS = ("soffice", "libreoffice")


def find_program() -> str | None:
    """Return where LibreOffice is, None where it is not installed."""
    return next((found for one in PROGRAMS if (found := shutil.which(one))), None)


class DocSource:
    """Reads ``.doc``, ``.wps`` and ``.rtf`` where LibreOffice is installed; ``timeout`` is in seconds."""

    def __init__(self, *, timeout: float) -> None:
        self._timeout = timeout

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the text, read through LibreOffice.

        Raises:
            SourceError: LibreOffice is not installed, cannot read the file, or takes too long.
        """
        program = find_program()
        if program is None:
            raise SourceError(
                say(
                    f"{path} 是旧版 Word 文件，需要 LibreOffice 才能读取；请安装它，或另存为 docx。",
                    f"{path} is an old Word file, which needs LibreOffice; install it, or save the file as docx.",
                )
            )
        converted = self._converted(program, data, path)
        document = DocxSource().read(converted, name=name, path=path)
        digest = hashlib.sha256(data).hexdigest()
        return dataclasses.replace(document, sha256=digest, media_type=MEDIA_TYPE)

    def _converted(self, program: str, data: bytes, path: str) -> bytes:
        with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
            home = Path(folder)
            (home / "in.doc").write_bytes(data)
            profile = (home / "profile").as_uri()
            words = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx"]
            try:
                subprocess.run(  # noqa: S603  (a fixed command on a file of our own)
                    [*words, "--outdir", folder, str(home / "in.doc")],
                    check=True,
                    timeout=self._timeout,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                return (home / "in.docx").read_bytes()
            except (subprocess.SubprocessError, OSError) as error:
                raise SourceError(
                    say(
                        f"LibreOffice 无法转换 {path}（{type(error).__name__}）；请用 Word 或 WPS 另存为 docx。",
                        f"LibreOffice could not convert {path} ({type(error).__name__}); save it as docx.",
                    )
                ) from error
