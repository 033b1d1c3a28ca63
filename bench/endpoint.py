"""The test endpoint in a process of its own, quick enough to measure its clients: answers of few reports serve all copies.

A copy is a sample report with one more line at its end, so that its requests are its own and its answers are the sample's.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent.parent
REPORTS = HOME / "gold" / "reports"
KEY_CHARACTERS = 300
"""Of the beginning of a report, by which the sample of a copy is known."""

STARTING = 30.0
TINY = "{name}局部门整体支出绩效自评报告\n\n一、资金情况\n2023年预算1200万元，实际支出1140万元，预算执行率95%。\n"


def write_copies(folder: Path, count: int, *, tiny: bool = False, mark: str = "副本") -> None:
    """Write ``count`` copies of the sample reports, or tiny reports, into a folder."""
    folder.mkdir(parents=True)
    samples = [path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.txt"))]
    for number in range(count):
        text = TINY.format(name="临江县水利") if tiny else samples[number % len(samples)]
        (folder / f"{number:06d}.txt").write_text(f"{text.rstrip()}\n\n附：{mark}{number:06d}。\n", encoding="utf-8")


@contextmanager
def endpoint(latency: float) -> Iterator[str]:
    """Serve until the block is left; yields the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, __file__, "--port", str(port), "--latency", str(latency)]
    process = subprocess.Popen(command)  # noqa: S603  (our own program)
    url = f"http://127.0.0.1:{port}/v1"
    try:
        _await(url, process)
        yield url
    finally:
        process.terminate()
        process.wait()


def counts(url: str) -> dict[str, Any]:
    """Return what the endpoint has counted."""
    with urllib.request.urlopen(url.removesuffix("/v1") + "/stats") as response:  # noqa: S310  (loopback)
        return dict(json.load(response))


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTING
    while process.poll() is None and time.monotonic() < deadline:
        try:
            counts(url)
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit("the test endpoint did not start")


def main() -> None:
    """Serve in the foreground."""
    sys.path[:0] = [str(HOME), str(HOME / "tests")]
    import uvicorn  # noqa: PLC0415  (after the path is set)
    from provider.answering import answer, task_of  # noqa: PLC0415  (the same)
    from provider.app import Provider  # noqa: PLC0415  (the same)

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--latency", type=float, required=True)
    given = parser.parse_args()
    known: dict[tuple[str | None, str], str] = {}

    def answering(body: dict[str, Any]) -> str:
        shown = body["messages"][-1]["content"].partition("\n")[2]
        key = (task_of(body), shown[:KEY_CHARACTERS])
        if key not in known:
            known[key] = answer(body)
        return known[key]

    app = Provider(latency=given.latency, answering=answering).app()
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="critical", lifespan="off")


if __name__ == "__main__":
    main()
