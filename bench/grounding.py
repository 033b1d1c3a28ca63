"""Grounding measured: quotes of known place from ``gold/reports``, right and wrong, and the time each costs.

Times are of the processor, so that whatever else runs on the machine disturbs them little.

python bench/grounding.py            our figures
python bench/grounding.py --peer     LangExtract on the same cases too, installed into an environment of its own

Writes ``bench/results/grounding.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
import venv
from dataclasses import dataclass
from pathlib import Path

from grounding_cases import FOUND, Case, cases
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extract.steps.fold import Folded, fold
from extract.steps.ground import Locator

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results" / "grounding.json"
PEER = "langextract==1.7.1"
HOME = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "gouji-bench"
NEAR = 3
LONG = 300_000
FLOOR_SCORE = 80

Span = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a program found a quote, and what that took in milliseconds."""

    span: Span
    milliseconds: float


def ours(texts: list[str], asked: list[Case]) -> list[Answer]:
    """Ground every case with gouji; texts are indexed beforehand, as a run does."""
    locators = [Locator(text) for text in texts]
    for locator in locators:
        locator.seeds  # noqa: B018  (builds the index)
    answers = []
    for case in asked:
        began = time.process_time()
        found = locators[case.text].locate(case.quote)
        spent = (time.process_time() - began) * 1000
        answers.append(Answer(found and (found.start, found.end), spent))
    return answers


def floor(texts: list[str], asked: list[Case]) -> list[Answer]:
    """The floor to beat: a folded ``str.find``, then rapidfuzz's partial ratio with trimmed ends."""
    folded = [fold(text) for text in texts]
    answers = []
    for case in asked:
        began = time.process_time()
        span = _floor_span(fold(case.quote).text, folded[case.text])
        answers.append(Answer(span, (time.process_time() - began) * 1000))
    return answers


def _floor_span(quote: str, text: Folded) -> Span:
    at = text.text.find(quote)
    if at >= 0:
        return text.span(at, at + len(quote))
    best = fuzz.partial_ratio_alignment(quote, text.text, score_cutoff=FLOOR_SCORE)
    if best is None or best.dest_start >= best.dest_end:
        return None
    low = max(0, best.dest_start - NEAR)
    blocks = Levenshtein.opcodes(quote, text.text[low : best.dest_end + NEAR]).as_matching_blocks()
    first, last = blocks[0], blocks[-2]
    return text.span(low + first.b, low + last.b + last.size)


def peer(texts: list[str], asked: list[Case], tokenizer: str) -> list[Answer]:
    """Ground every case with LangExtract in its own interpreter."""
    python = peer_python()
    question = {"texts": texts, "cases": [case.as_json() for case in asked], "tokenizer": tokenizer}
    done = subprocess.run(  # noqa: S603  (our own script, our own interpreter)
        [python, ROOT / "bench" / "grounding_peer.py"],
        input=json.dumps(question).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    spans = json.loads(done.stdout)
    return [Answer(None if start is None else (start, end), spent) for start, end, spent in spans]


def peer_python(needed: str = "langextract") -> Path:
    """Return LangExtract's interpreter; install it below the user's cache where it or what is needed is missing."""
    home = HOME / PEER.replace("==", "-")
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(home, with_pip=True)
    installed = subprocess.run([python, "-c", f"import langextract, {needed}"], check=False, capture_output=True)  # noqa: S603
    if installed.returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEER.replace("==", "[openai]==")], check=True)  # noqa: S603
    return python


def is_right(case: Case, answer: Answer, text: str) -> bool:
    """Whether the span is the true one, or another place with the very same words."""
    if case.start is None or answer.span is None:
        return case.start is None and answer.span is None
    if answer.span == (case.start, case.end):
        return True
    return fold(text[slice(*answer.span)]).text == fold(text[case.start : case.end]).text


def is_near(case: Case, answer: Answer, text: str) -> bool:
    """Whether both ends are within three characters of the true ones."""
    if is_right(case, answer, text):
        return True
    if case.start is None or case.end is None or answer.span is None:
        return False
    return abs(answer.span[0] - case.start) <= NEAR and abs(answer.span[1] - case.end) <= NEAR


def row(kind: str, pairs: list[tuple[Case, Answer]], texts: list[str]) -> str:
    """One line of the table: right, within three characters, median and 99th percentile of time."""
    right = sum(is_right(case, answer, texts[case.text]) for case, answer in pairs) / len(pairs)
    near = sum(is_near(case, answer, texts[case.text]) for case, answer in pairs) / len(pairs)
    spent = sorted(answer.milliseconds for _, answer in pairs)
    within = f"{near:7.2%}" if kind in dict(FOUND) else "      –"
    return f"{right:7.2%} | {within} | {statistics.median(spent):8.3f} | {spent[int(len(spent) * 0.99)]:8.3f}"


def table(name: str, asked: list[Case], answers: list[Answer], texts: list[str]) -> dict[str, dict[str, str]]:
    """Print one program's table, and return its rows by kind of quote."""
    kept: dict[str, dict[str, str]] = {}
    print(
        f"\n{name}\n\n| quotes | n | right | within 3 | median ms | p99 ms |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )
    for kind in dict.fromkeys(case.kind for case in asked):
        pairs = [(case, answer) for case, answer in zip(asked, answers, strict=True) if case.kind == kind]
        cells = row(kind, pairs, texts)
        print(f"| {kind} | {len(pairs)} | {cells} |")
        kept[kind] = dict(
            zip(("right", "within_3", "median_ms", "p99_ms"), map(str.strip, cells.split("|")), strict=True)
        )
    return kept


def long_text(texts: list[str]) -> str:
    """One text of 300,000 characters: the reports once, among their own sentences in disorder."""
    sentences = sorted({line for text in texts for line in text.split("。")}, key=lambda line: (len(line), line))
    filler: list[str] = []
    size = sum(map(len, texts))
    for at in range(10**9):
        if size >= LONG:
            break
        line = sentences[at * 7919 % len(sentences)]
        filler.append(line[len(line) // 2 :] + line[: len(line) // 2])
        size += len(line) + 1
    half = len(filler) // 2
    return "。".join(filler[:half]) + "\n".join(texts) + "。".join(filler[half:])


def main() -> None:
    """Make the cases, run every program on them, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="cases of each kind (60 with --peer)")
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--peer", action="store_true", help="run LangExtract on the same cases")
    chosen = parser.parse_args()
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "gold" / "reports").glob("*.txt"))]
    count = min(chosen.count, 60) if chosen.peer else chosen.count
    asked = cases(texts, count, chosen.seed)
    print(
        f"{len(texts)} reports, {sum(map(len, texts))} characters, {len(asked)} cases, seed {chosen.seed}",
        file=sys.stderr,
    )
    found = {"gouji": table("gouji", asked, ours(texts, asked), texts)}
    found["floor"] = table("folded find + partial_ratio_alignment (the floor)", asked, floor(texts, asked), texts)
    for tokenizer in ("default", "unicode") if chosen.peer else ():
        name = f"{PEER}, {tokenizer} tokenizer"
        found[name] = table(name, asked, peer(texts, asked, tokenizer), texts)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not chosen.peer:
        _long(texts, asked[:: max(1, len(asked) // 2000)])


def _long(texts: list[str], asked: list[Case]) -> None:
    """Time the same quotes in a long text; where they stand there is not asked."""
    long = long_text(texts)
    began = time.process_time()
    locator = Locator(long)
    locator.seeds  # noqa: B018  (builds the index)
    print(f"\ngouji in one text of {len(long)} characters; index built in {time.process_time() - began:.2f} s\n")
    print("| quotes | median ms | p99 ms |\n| --- | ---: | ---: |")
    for kind in dict.fromkeys(case.kind for case in asked):
        spent = sorted(_timed(locator, case) for case in asked if case.kind == kind)
        print(f"| {kind} | {statistics.median(spent):.3f} | {spent[int(len(spent) * 0.99)]:.3f} |")


def _timed(locator: Locator, case: Case) -> float:
    began = time.process_time()
    locator.locate(case.quote)
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
