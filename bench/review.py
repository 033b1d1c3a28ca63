"""The review page with 2,000 fields: first sight, keystrokes, decisions; and the replay of a long log on one report.

Run ``python bench/review.py`` (needs Chromium) or ``python bench/review.py --events 1000000`` for the replay alone. Writes
``bench/results/review.json``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "kit"))

from browser import Server, saved, started, write_run
from review_fakes import many

from extract.model.decision import Action, Decision
from extract.steps.decide.replay import replay
from extract.store.database import open_store
from extract.store.log import Log
from extract.store.place import sqlite_url

RESULTS = Path(__file__).parent / "results" / "review.json"
FIELDS = 2000
KEYS = 200
CHUNK = 50_000

KEYSTROKE = """key => new Promise(done => {
    const start = performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
    const shown = setInterval(() => {}, 1000);
    requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => {
        clearInterval(shown); done(performance.now() - start); }; channel.port2.postMessage(0); });
})"""
"""Press a key and wait until the frame that shows it has been drawn."""

PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"
"""Milliseconds from the start of the visit to the first content on the screen."""


def page_of_many() -> dict[str, float]:
    """Print and return what a person waits for on a page of many fields."""
    found: dict[str, float] = {"fields": FIELDS}
    with tempfile.TemporaryDirectory() as home, started() as browser:
        write_run(Path(home), [many(FIELDS)])
        server = Server(Path(home))
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.add_init_script("localStorage.setItem('gouji-welcomed', 'true')")
            for visit in ("first visit", "second visit"):
                start = time.perf_counter()
                page.goto(server.address)
                page.wait_for_selector("body[data-ready=yes]")
                found[f"{visit}_s"] = round(time.perf_counter() - start, 2)
                found[f"{visit}_painted_s"] = round(float(page.evaluate(PAINTED)) / 1000, 2)
                print(
                    f"{visit:28} {found[f'{visit}_painted_s']:8.2f} s  to the first paint, "
                    f"{found[f'{visit}_s']:.2f} s to the first field, {FIELDS} fields"
                )
            for key, what in (("j", "next field"), ("a", "accept and go on")):
                times = [float(page.evaluate(KEYSTROKE, key)) for _ in range(KEYS)]
                ranked = sorted(times)
                found[f"{what}_ms_median"], found[f"{what}_ms_p95"] = statistics.median(times), ranked[int(KEYS * 0.95)]
                print(
                    f"{what:28} {statistics.median(times):8.1f} ms median, {ranked[int(KEYS * 0.95)]:.1f} ms p95, {ranked[-1]:.1f} ms worst"
                )
            start = time.perf_counter()
            saved(page)
            found["all saved_s"] = round(time.perf_counter() - start, 2)
            print(f"{'all saved':28} {found['all saved_s']:8.2f} s  after the last key")
        finally:
            server.stop()
    return found


def long_log(events: int) -> dict[str, float]:
    """Print and return how long a log of one report takes to be written, read and replayed."""
    record, text = many(FIELDS)
    with tempfile.TemporaryDirectory() as home:
        engine = open_store(sqlite_url(Path(home)))
        log = Log(engine)
        log.keep(record, text)
        start = time.perf_counter()
        for at in range(0, events, CHUNK):
            log.append_all((event(n) for n in range(at, min(at + CHUNK, events))), after=at)
        written = time.perf_counter()
        read = log.decisions("many")
        loaded = time.perf_counter()
        replay(record, read)
        done = time.perf_counter()
        engine.dispose()
    print(
        f"{events} decisions on one report: written in {written - start:.1f} s, read in {loaded - written:.1f} s, replayed in {done - loaded:.1f} s"
    )
    return {"events": events, "written_s": written - start, "read_s": loaded - written, "replayed_s": done - loaded}


def event(number: int) -> Decision:
    """One of many decisions."""
    target = f"finance-{number % FIELDS}"
    new = {"value": str(number)}
    return Decision.model_construct(
        id=f"{number:036d}", time="2026-01-01T00:00:00+00:00", reviewer="甲", document="many", text_sha256="0" * 64,
        target=target, action=Action.EDIT, old=None, new=new, comment=None, seconds=1.0, run=None, prompt=None,
        model=None, confidence=0.5, revision=number + 1,
    )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=0, help="replay this many decisions instead of opening the page")
    asked = parser.parse_args()
    measured = long_log(asked.events) if asked.events else page_of_many()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
