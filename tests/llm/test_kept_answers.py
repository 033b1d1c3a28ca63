"""The kept answers of a language model, replayed: the same records and scores without a key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.cli import command as evaluation
from extract.cli import cli
from extract.model.record import Record
from extract.steps.walk import places
from extract.store.records import read_records

HOME = Path(__file__).parents[2]
ANSWERS = Path(__file__).parents[1] / "answers"


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of the five reports with the kept answers."""
    out = tmp_path_factory.mktemp("replayed")
    words = ["run", str(HOME / "gold" / "reports"), "--reader", "replay", "--answers", str(ANSWERS / "gold")]
    done = CliRunner().invoke(cli, [*words, "--out", str(out), "--quiet"])
    assert done.exit_code == 0, done.output
    return out


def test_every_report_has_a_record_that_names_its_prompts(replayed: Path) -> None:
    records = list(read_records(replayed))
    assert len(records) == 5
    assert all(record.run is not None and record.run.reader == "replay" for record in records)
    assert all(
        set(record.run.prompts) == {"profile", "finance", "metrics", "measures", "problems"}
        for record in records
        if record.run
    )


def test_every_span_reads_back_from_the_text(replayed: Path) -> None:
    for record in read_records(replayed):
        text = (replayed / "texts" / f"{record.document}.txt").read_bytes().decode("utf-8")
        spans = [place.thing.span for place in places(record)]
        assert all(span is not None and 0 <= span.start < span.end <= len(text) for span in spans)
        assert all(_reads_back(record, text))


def _reads_back(record: Record, text: str) -> list[bool]:
    marks = str.maketrans("", "", " \n\t\r\u3000*#")
    passages = [place.thing for place in places(record) if hasattr(place.thing, "text")]
    return [text[one.span.start : one.span.end].translate(marks) == one.text for one in passages if one.span]


def test_the_scores_are_those_of_docs_accuracy(replayed: Path, tmp_path: Path) -> None:
    target = tmp_path / "score.json"
    words = ["score", "--gold", str(HOME / "gold"), "--records", str(replayed), "--json", str(target)]
    done = CliRunner().invoke(evaluation, words)
    assert done.exit_code == 0, done.output
    items = json.loads(target.read_text(encoding="utf-8"))["items"]
    assert items["micro"]["f1"] >= 0.99
    assert all(scores["f1"] >= 0.95 for scores in items["lists"].values() if scores["f1"] is not None)
