from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from eval_fakes import TEXT, home, run, small

from eval.evaluate import evaluate, evaluate_given
from extract.loading import Given
from extract.model.decision import Action, Decision
from extract.model.record import Record
from extract.store.database import open_store
from extract.store.log import Log
from extract.store.place import sqlite_url


def wrong() -> dict[str, Any]:
    """Return the small report with one wrong category."""
    data = small()
    data["metrics"][0] |= {"category": "other", "id": "metrics-1"}
    return data


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A run in which a person has put the category right."""
    where = run(tmp_path / "run", wrong())
    engine = open_store(sqlite_url(where))
    log = Log(engine)
    log.keep(Record.model_validate(wrong()), TEXT)
    event = {
        "id": "e1", "time": "2026-01-01T00:00:00+00:00", "reviewer": "甲", "document": "a", "text_sha256": "0" * 64,
        "target": "metrics-1", "action": Action.EDIT, "old": {"category": "other"}, "new": {"category": "reception"},
    }  # fmt: skip
    log.append(Decision.model_validate(event), after=0)
    engine.dispose()
    return where


def test_a_run_folder_is_scored_as_people_left_it(tmp_path: Path, reviewed: Path) -> None:
    assert evaluate(home(tmp_path / "gold", small()), reviewed).leaves.accuracy == 1.0


def test_as_extracted_scores_what_the_reader_said(tmp_path: Path, reviewed: Path) -> None:
    given = Given(reviewed, as_extracted=True)
    assert evaluate_given(home(tmp_path / "gold", small()), given).leaves.S == 1


def test_a_database_is_scored_like_its_run_folder(tmp_path: Path, reviewed: Path) -> None:
    given = Given(db=sqlite_url(reviewed))
    assert evaluate_given(home(tmp_path / "gold", small()), given).leaves.accuracy == 1.0
