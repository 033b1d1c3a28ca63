"""One way of making the same calls, measured in a process of its own; ``bench/orchestration.py`` starts it.

python bench/caller.py bare|run URL FOLDER CONCURRENCY
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent.parent
sys.path.insert(0, str(HOME))

from extract.domains.petition import PETITION  # noqa: E402  (after the path is set)
from extract.model.text import RawDocument  # noqa: E402
from extract.pipeline import prepare  # noqa: E402

MODEL = "gouji-test"
CALLS_A_DOCUMENT = 5


def bodies(folder: Path) -> list[dict[str, Any]]:
    """Return the bodies that gouji sends for the reports of a folder, document by document."""
    from extract.readers.llm.asks.request import Shown, batch_body, make_ask  # noqa: PLC0415  (imports are not measured)
    from extract.readers.llm.asks.tasks import TASKS  # noqa: PLC0415
    from extract.readers.llm.asks.templates import Prompts  # noqa: PLC0415
    from extract.steps.prompt import whole  # noqa: PLC0415

    prompts = Prompts(PETITION)
    readings = [prepare(RawDocument(path.stem, path.read_text(encoding="utf-8"))) for path in sorted(folder.iterdir())]
    return [batch_body(make_ask(task, whole(r), Shown(r), prompts), MODEL) for r in readings for task in TASKS]


async def bare(url: str, folder: Path, concurrency: int) -> dict[str, float]:
    """Make the calls in a plain loop around ``AsyncOpenAI`` that parses the JSON in each answer, and does no more."""
    from openai import AsyncOpenAI  # noqa: PLC0415  (imports are not measured)

    asked = bodies(folder)
    todo = iter(asked)
    async with AsyncOpenAI(base_url=url, api_key="none", max_retries=0) as client:
        await client.chat.completions.create(**bodies(folder.parent / "warm")[0])
        clock = Clock(warming=1)

        async def work() -> None:
            for body in todo:
                completion = await client.chat.completions.create(**body)
                json.loads(completion.choices[0].message.content or "")

        await asyncio.gather(*(work() for _ in range(concurrency)))
    return clock.read()


async def run(url: str, folder: Path, concurrency: int) -> dict[str, float]:
    """Make a whole run with gouji: records, texts and paid answers on disk; after a run that loads all."""
    with tempfile.TemporaryDirectory() as home:
        await _run(url, folder.parent / "warm", Path(home) / "warm", concurrency)
        clock = Clock(warming=len(list((folder.parent / "warm").iterdir())) * CALLS_A_DOCUMENT)
        await _run(url, folder, Path(home) / "out", concurrency)
        return clock.read()


async def _run(url: str, folder: Path, out: Path, concurrency: int) -> None:
    from extract.commands.session import Order, Session  # noqa: PLC0415  (imports are not measured)
    from extract.settings import RunOptions  # noqa: PLC0415
    from extract.sources.inputs import gather  # noqa: PLC0415

    options = RunOptions(model=MODEL, base_url=url, concurrency=concurrency)
    ended = await Session(Order(gather((str(folder),), out=out).inputs, out, options)).start(lambda *_: None)
    if ended.status:
        sys.exit(f"the run ended with status {ended.status}")


class Clock:
    """Wall and processor time of this process since the clock was made, after so many calls that warm up."""

    def __init__(self, *, warming: int) -> None:
        self._warming = warming
        self._wall, self._own = time.perf_counter(), time.process_time()

    def read(self) -> dict[str, float]:
        """Return seconds, and the peak memory of this process."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {
            "wall": time.perf_counter() - self._wall,
            "cpu": time.process_time() - self._own,
            "mb": peak,
            "warming": self._warming,
        }


WAYS = {"bare": bare, "run": run}


def main() -> None:
    """Make the calls and print what they took as JSON."""
    way, url, folder, concurrency = sys.argv[1:]
    found = asyncio.run(WAYS[way](url, Path(folder), int(concurrency)))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
