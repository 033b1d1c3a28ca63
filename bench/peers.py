"""Other readers of documents on the same files, each in an environment of its own, run as a program.

    python bench/peers.py markitdown FOLDER     (with the peer's own python; bench.sources calls this)

Prints one JSON object: file name to text and seconds. Nothing of gouji is imported here.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

# ruff: noqa: PLC0415, BLE001  (peers live elsewhere; whatever they raise is their result)

Read = Callable[[bytes, str], str]


def markitdown() -> Read:
    """Microsoft's markitdown with its readers of PDF, Word and Excel."""
    from markitdown import MarkItDown

    made = MarkItDown()
    return lambda data, name: str(made.convert_stream(io.BytesIO(data), file_extension=Path(name).suffix).text_content)


def docling() -> Read:
    """IBM's docling; its reader of PDF needs model weights from a server and is left out."""
    from docling.datamodel.base_models import DocumentStream, InputFormat
    from docling.document_converter import DocumentConverter

    made = DocumentConverter(allowed_formats=[InputFormat.DOCX, InputFormat.HTML, InputFormat.XLSX])
    return lambda data, name: str(
        made.convert(DocumentStream(name=name, stream=io.BytesIO(data))).document.export_to_markdown()
    )


PEERS: dict[str, Callable[[], Read]] = {"markitdown": markitdown, "docling": docling}


def main() -> None:
    """Read every file of the folder, the first one twice, so that loading is not measured."""
    read = PEERS[sys.argv[1]]()
    files = sorted(Path(sys.argv[2]).iterdir())
    found = {}
    for at, path in enumerate([files[0], *files]):
        data = path.read_bytes()
        start = time.perf_counter()
        try:
            text = read(data, path.name)
        except Exception as error:
            text = f"{type(error).__name__}: {error}"[:200]
        if at:
            found[path.name] = {"text": text, "seconds": time.perf_counter() - start}
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
