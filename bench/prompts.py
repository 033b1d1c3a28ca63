"""Prompt economy: characters that a report costs in prompts and answers, and what of the prompts a prefix cache can serve.

    python bench/prompts.py [--peer]

Counts what gouji sends for the sample reports and what the rules answer in the model's place; no model is asked.
"Answers with text" is what the same answers cost where they repeat the text of every item instead of pointing at it:
each evidence written out. ``--peer`` counts beside it what LangExtract, in an environment of its own, sends to the test
endpoint for the same reports and facts, with instructions of a page and with gouji's own.
Writes ``bench/results/prompts.json``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent.parent
sys.path[:0] = [str(HOME), str(HOME / "tests")]

from caller import MODEL  # noqa: E402  (after the path is set, here and below)
from endpoint import REPORTS, counts, endpoint, write_copies  # noqa: E402
from grounding import peer_python  # noqa: E402
from peer_task import example, instructions  # noqa: E402
from provider.answering import answer  # noqa: E402

from extract.domains.petition import PETITION  # noqa: E402
from extract.model.text import RawDocument, Reading  # noqa: E402
from extract.pipeline import prepare  # noqa: E402
from extract.readers.llm.asks.request import Shown, batch_body, make_ask  # noqa: E402
from extract.readers.llm.asks.tasks import TASKS  # noqa: E402
from extract.readers.llm.asks.templates import Prompts  # noqa: E402
from extract.steps.prompt import whole  # noqa: E402

RESULTS = HOME / "bench" / "results" / "prompts.json"
SHAPE = "【输出的样子】"
"""Where a question begins to show the form of its answer."""


def main() -> None:
    """Count, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", action="store_true", help="count LangExtract's too")
    given = parser.parse_args()
    rows = [economy(path) for path in sorted((HOME / "gold" / "reports").glob("*.txt"))]
    rows.append({"report": "mean", **{key: mean(rows, key) for key in rows[0] if key != "report"}})
    print("| " + " | ".join(name.replace("_", " ") for name in rows[0]) + " |\n" + "| --- " * len(rows[0]) + "|")
    for row in rows:
        print("| " + " | ".join(str(value) for value in row.values()) + " |")
    if given.peer:
        rows += [peer("langextract", instructions()), peer("langextract, gouji's instructions", gouji_instructions())]
        print("\n| characters a report | calls | prompts | schemas | answers |\n" + "| --- " * 5 + "|")
        for row in ({**rows[-3], "calls": len(TASKS)}, *rows[-2:]):
            said = (row["report"], *(row[name] for name in ("calls", "prompts", "schemas", "answers")))
            print("| " + " | ".join(str(value) for value in said) + " |")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def economy(path: Path) -> dict[str, Any]:
    """Count one report."""
    text = path.read_text(encoding="utf-8")
    reading = prepare(RawDocument(path.stem, text))
    prompts, shown = Prompts(PETITION), Shown(reading)
    bodies = [batch_body(make_ask(task, whole(reading), shown, prompts), MODEL) for task in TASKS]
    said = ["".join(message["content"] for message in body["messages"]) for body in bodies]
    answers = [answer(body) for body in bodies]
    prefix = common(said)
    return {
        "report": path.stem,
        "text": len(text),
        "prompts": sum(map(len, said)),
        "cacheable": prefix * (len(said) - 1),
        "schemas": sum(len(json.dumps(body["response_format"], ensure_ascii=False)) for body in bodies),
        "answers": sum(map(len, answers)),
        "answers_with_text": sum(len(json.dumps(told(json.loads(a), reading), ensure_ascii=False)) for a in answers),
    }


def peer(name: str, told: str) -> dict[str, Any]:
    """Count what LangExtract sends for the sample reports, told so much."""
    count = len(list(REPORTS.glob("*.txt")))
    with tempfile.TemporaryDirectory() as home, endpoint(0.0) as url:
        write_copies(Path(home, "in"), count)
        program = [str(peer_python("openai")), str(HOME / "bench" / "peer_caller.py"), url, f"{home}/in", "4"]
        task = json.dumps({"instructions": told, "example": example()}).encode()
        subprocess.run(program, input=task, check=True, capture_output=True)  # noqa: S603  (our own program)
        counted = counts(url)
    shares = {key: round(counted[key] / count) for key in ("prompts", "schemas", "answers")}
    return {"report": name, "calls": round(counted["answered"] / count, 1), **shares}


def gouji_instructions() -> str:
    """Return gouji's own instructions of all tasks, less what they say of the form of answers."""
    prompts = Prompts(PETITION)
    questions = (prompts.question(task).partition(SHAPE)[0] for task in TASKS)
    return "\n\n".join((prompts.system, *questions))


def common(texts: list[str]) -> int:
    """Return how many characters all texts begin with together."""
    first = min(texts, key=len)
    return next((at for at, char in enumerate(first) if any(text[at] != char for text in texts)), len(first))


def told(value: Any, reading: Reading) -> Any:  # noqa: ANN401  (JSON)
    """Return an answer in which each evidence is the text that it points at."""
    if isinstance(value, list):
        return [told(each, reading) for each in value]
    if not isinstance(value, dict):
        return value
    if "first" in value:
        units = reading.units[value["first"] - 1 : value.get("last", value["first"])]
        return value.get("text") or "".join(unit.text for unit in units)
    return {key: told(each, reading) for key, each in value.items()}


def mean(rows: list[dict[str, Any]], key: str) -> int:
    """Return the mean of a column."""
    return round(sum(row[key] for row in rows) / len(rows))


if __name__ == "__main__":
    main()
