"""The process in which files are parsed: bytes in, text out, and nothing of gouji is lost where it dies.

Frames on standard input and output: four bytes of length, then JSON; a request's JSON is followed by the file's bytes.
Before the answer to a scanned file there is a frame for each page that OCR begins.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import struct
import sys
from typing import BinaryIO

from extract.errors import SourceError
from extract.sources.limits import MEMORY, SourceLimits, Tell
from extract.sources.registry import silent, source_for

LENGTH = struct.Struct(">I")


def write_frame(stream: BinaryIO, message: dict[str, object], data: bytes = b"") -> None:
    """Write one frame and flush."""
    body = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
    stream.write(LENGTH.pack(len(body)) + body + data)
    stream.flush()


def read_frame(stream: BinaryIO) -> dict[str, object]:
    """Read one frame.

    Raises:
        EOFError: the other side is gone.
    """
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    size = LENGTH.unpack(head)[0]
    body = stream.read(size)
    if len(body) < size:
        raise EOFError
    message: dict[str, object] = json.loads(body.decode("utf-8", "surrogatepass"))
    return message


def answer(request: dict[str, object], data: bytes, *, tell: Tell = silent) -> dict[str, object]:
    """Parse one file or draw one of its pages; what is wrong with it is part of the answer."""
    path = str(request["path"])
    limits = SourceLimits(**request["limits"])  # type: ignore[arg-type]  # written by the other side from this class
    try:
        if "draw" in request:
            return {"picture": _picture(data, path=path, **request["draw"])}  # type: ignore[arg-type]  # as above
        document = source_for(data, path, limits, tell=tell).read(data, name=str(request["name"]), path=path)
    except SourceError as error:
        return {"refused": error.message}
    except (MemoryError, RecursionError) as error:
        return {"exhausted": type(error).__name__}
    return {"document": dataclasses.asdict(document)}


def _picture(data: bytes, *, path: str, number: int, width: int) -> str:
    from extract.sources.page.drawing import draw_page  # noqa: PLC0415  (PDFium is loaded where a page is drawn)

    return base64.b64encode(draw_page(data, number, width, path=path)).decode("ascii")


def main() -> None:
    """Serve requests until the other side closes the pipe."""
    _limit_memory()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            request = read_frame(source)
        except EOFError:
            return
        data = source.read(int(str(request["size"])))
        write_frame(
            sink, answer(request, data, tell=lambda page, pages: write_frame(sink, {"page": page, "pages": pages}))
        )


def _limit_memory() -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource  # noqa: PLC0415  (not on every system)
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    main()
