"""LangExtract over the same reports and endpoint, measured in its own environment; ``bench/orchestration.py`` starts it.

    python bench/peer_caller.py URL FOLDER CONCURRENCY < task.json     (with LangExtract's own python)

Prints what ``bench/caller.py`` prints. Nothing of gouji is imported here. Settings as its documentation advises: the
tokenizer for languages without spaces, structured outputs from the example, chunks of the default 1,000 characters, one
pass, as many workers as calls in flight, and batches that keep all of them busy.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import urllib.request
import warnings
from pathlib import Path
from typing import Any

import langextract as lx
from langextract.core import tokenizer
from langextract.factory import ModelConfig

MODEL = "gpt-4o-mini"
"""A name by which LangExtract chooses its OpenAI provider and structured outputs; the endpoint is ours."""

BATCHES = 4
"""Chunks of a batch for each worker: LangExtract waits for a whole batch before it begins the next one."""


def task(told: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments that say what to extract."""
    example = told["example"]
    facts = [
        lx.data.Extraction(extraction_class=f["kind"], extraction_text=f["text"], attributes=f["attributes"])
        for f in example["facts"]
    ]
    return {
        "prompt_description": told["instructions"],
        "examples": [lx.data.ExampleData(text=example["text"], extractions=facts)],
    }


def extract(url: str, folder: Path, workers: int, asked: dict[str, Any]) -> list[Any]:
    """Extract from every text of a folder and write the result as LangExtract does."""
    config = ModelConfig(
        model_id=MODEL, provider_kwargs={"api_key": "none", "base_url": url, "max_workers": workers, "temperature": 0.0}
    )
    documents = (
        lx.data.Document(text=path.read_text(encoding="utf-8"), document_id=path.stem)
        for path in sorted(folder.iterdir())
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # says that structured outputs are on, which is wanted
        found = lx.extract(
            documents,
            **asked,
            config=config,
            max_workers=workers,
            batch_length=workers * BATCHES,
            tokenizer=tokenizer.UnicodeTokenizer(),
            show_progress=False,
        )
        written = list(found)
    lx.io.save_annotated_documents(
        written, output_dir=folder.parent / "peer", output_name="out.jsonl", show_progress=False
    )
    return written


def calls(url: str) -> int:
    """Return how many calls the endpoint has answered."""
    with urllib.request.urlopen(url.removesuffix("/v1") + "/stats") as response:  # noqa: S310  (loopback)
        return int(json.load(response)["answered"])


def main() -> None:
    """Warm up on one report, where there is one for that, then measure all."""
    url, folder, workers = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    asked = task(json.load(sys.stdin))
    warm = folder.parent / "warm"
    if warm.is_dir():
        extract(url, warm, 1, asked)
    warming = calls(url)
    wall, cpu = time.perf_counter(), time.process_time()
    documents = extract(url, folder, workers, asked)
    facts = [fact for document in documents for fact in document.extractions]
    used = {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "facts": len(facts),
        "grounded": sum(1 for fact in facts if fact.char_interval is not None),
        "warming": warming,
    }
    print(json.dumps(used))


if __name__ == "__main__":
    main()
