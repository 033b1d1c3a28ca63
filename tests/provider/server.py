"""The test endpoint on a loopback port: in a thread for tests, or as a program for the README and the benchmarks.

python tests/provider/server.py --port 8099 --fault-rate 0.2
"""

from __future__ import annotations

import argparse
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from provider.answering import answer, from_files, remembered
from provider.app import Provider
from provider.faults import MIXED, Plan

STARTING = 20.0


@dataclass(frozen=True)
class Running:
    """An endpoint that answers at ``url``."""

    url: str
    provider: Provider


@contextmanager
def serving(provider: Provider, *, port: int = 0) -> Iterator[Running]:
    """Serve on a loopback port (0: a free one) until the block is left."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        port = listening.getsockname()[1]
        server = uvicorn.Server(_config(provider, port))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + STARTING
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            yield Running(f"http://127.0.0.1:{port}/v1", provider)
        finally:
            server.should_exit = True
            server.force_exit = True
            thread.join(timeout=STARTING)


def _config(provider: Provider, port: int) -> uvicorn.Config:
    return uvicorn.Config(provider.app(), host="127.0.0.1", port=port, log_level="critical", lifespan="off")


def main() -> None:
    """Serve in the foreground."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--fault-rate", type=float, default=0.0, help="share of requests that go wrong")
    parser.add_argument("--faults", default=",".join(MIXED), help="kinds of faults")
    parser.add_argument("--hang", type=float, default=30.0, help="seconds that a hanging request hangs")
    parser.add_argument(
        "--hesitates", nargs="*", help="tell log-probabilities; these pieces are written with hesitation"
    )
    parser.add_argument("--requests", type=Path, help="batch lines whose answers are known")
    parser.add_argument("--answers", type=Path, help="their answers")
    given = parser.parse_args()
    plan = Plan(rate=given.fault_rate, kinds=tuple(given.faults.split(",")))
    told = from_files(given.requests, given.answers) if given.requests and given.answers else answer
    torn = None if given.hesitates is None else tuple(given.hesitates)
    provider = Provider(plan, latency=given.latency, hang=given.hang, answering=remembered(told), hesitates=torn)
    uvicorn.Server(_config(provider, given.port)).run()


if __name__ == "__main__":
    main()
