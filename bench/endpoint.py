"""The test endpoint in a process of its own, cheap enough to measure its clients: answers of few reports serve all copies.

A copy is a sample report with one more line at its end, so that its requests are its own and its answers are the sample's.
It answers what the rules find, to gouji in gouji's form and to LangExtract in LangExtract's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

HOME = Path(__file__).parent.parent
REPORTS = HOME / "gold" / "reports"
KEY_CHARACTERS = 300
"""Of the beginning of a report, by which the sample of a copy is known."""

STARTING = 30.0
LARGEST = 8_000_000
TOKENS_PER_CHARACTER = 0.7
HEADERS = {"x-ratelimit-remaining-requests": "100", "x-ratelimit-remaining-tokens": "100000"}
TINY = "{name}局部门整体支出绩效自评报告\n\n一、资金情况\n2023年预算1200万元，实际支出1140万元，预算执行率95%。\n"

Answering = Callable[[dict[str, Any]], str]


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
    """Return what the endpoint has counted.

    Answers given, those to requests answered before, its processor seconds, and characters by kind.
    """
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


class Endpoint:
    """Answers chat completions after a while, and counts."""

    def __init__(self, latency: float, answering: Answering) -> None:
        self._latency = latency
        self._answering = answering
        self._answered: Counter[int] = Counter()
        self._characters: Counter[str] = Counter()

    def app(self) -> web.Application:
        """Return the web application."""
        app = web.Application(client_max_size=LARGEST)
        app.add_routes([web.post("/v1/chat/completions", self._complete), web.get("/stats", self._stats)])
        return app

    async def _complete(self, request: web.Request) -> web.Response:
        asked = await request.read()
        body = json.loads(asked)
        await asyncio.sleep(self._latency)
        content = self._answering(body)
        self._answered[hash(asked)] += 1
        self._count(body, content)
        return web.json_response(_completion(body, content), headers=HEADERS)

    async def _stats(self, _: web.Request) -> web.Response:
        answered = sum(self._answered.values())
        repeated = answered - len(self._answered)
        counted = {"answered": answered, "repeated": repeated, "cpu": time.process_time()}
        return web.json_response(counted | self._characters)

    def _count(self, body: dict[str, Any], content: str) -> None:
        self._characters["prompts"] += sum(len(message["content"]) for message in body["messages"])
        self._characters["schemas"] += len(json.dumps(body.get("response_format", ""), ensure_ascii=False))
        self._characters["answers"] += len(content)


def _completion(body: dict[str, Any], content: str) -> dict[str, Any]:
    prompt = int(sum(len(message["content"]) for message in body["messages"]) * TOKENS_PER_CHARACTER)
    completion = int(len(content) * TOKENS_PER_CHARACTER)
    message = {"role": "assistant", "content": content, "refusal": None}
    return {
        "id": "chatcmpl-bench",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion},
    }


def answering() -> Answering:
    """Return what answers a request, working each answer out once for all copies of a sample."""
    sys.path[:0] = [str(HOME), str(HOME / "tests")]
    from peer_task import ANSWER, Samples  # noqa: PLC0415  (after the path is set)
    from provider.answering import answer, task_of  # noqa: PLC0415  (the same)

    known: dict[tuple[str | None, str], str] = {}
    samples = Samples(REPORTS)

    def said(body: dict[str, Any]) -> str:
        asked = body["messages"][-1]["content"]
        if asked.endswith(ANSWER):
            return samples.answer(asked)
        key = (task_of(body), asked.partition("\n")[2][:KEY_CHARACTERS])
        if key not in known:
            known[key] = answer(body)
        return known[key]

    return said


def main() -> None:
    """Serve in the foreground."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--latency", type=float, required=True)
    given = parser.parse_args()
    app = Endpoint(given.latency, answering()).app()
    web.run_app(app, host="127.0.0.1", port=given.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
