"""The run folder: whole lines whatever happens, in input order at the end, one record or one failure a document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import ConfigError, StoreError
from extract.store.folder import Failure, RunFolder, open_folder
from extract.store.lines import Appender, keep, repair, scan
from extract.store.records import read_records

Open = Callable[..., RunFolder]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Open run folders that are let go at the end, whatever the test does with them."""
    folders: list[RunFolder] = []

    def open_(home: Path, *, fresh: bool = False) -> RunFolder:
        folders.append(open_folder(home, is_current=lambda _, key: key == "now", fresh=fresh))
        return folders[-1]

    yield open_
    for folder in folders:
        folder.leave()


def record(document: str, *, key: str = "now", note: str = "") -> str:
    """Return a record with a source and a key as one line."""
    source = {"path": f"{document}.txt", "sha256": f"sha-{document}", "media_type": "text/plain", "text_sha256": "t"}
    run = {"id": note, "reader": "rules", "started_at": "2026-01-01", "seconds": 0, "key": key}
    return json.dumps({"document": document, "profile": {}, "source": source, "run": run}, ensure_ascii=False)


def documents(home: Path) -> list[str]:
    """Return the names in the order of the file."""
    return [record.document for record in read_records(home)]


def test_records_stand_in_input_order_at_the_end(opened: Open, tmp_path: Path) -> None:
    """They were done in another order."""
    folder = opened(tmp_path)
    for name in ("丙", "甲", "乙"):
        folder.add(name, line=record(name), text="文")
    folder.close(["甲", "乙", "丙"])
    assert documents(tmp_path) == ["甲", "乙", "丙"]


def test_records_of_documents_that_are_not_read_again_stay_before_the_others(opened: Open, tmp_path: Path) -> None:
    """A second run with other inputs adds to the folder."""
    folder = opened(tmp_path)
    for name in ("a", "b"):
        folder.add(name, line=record(name), text="文")
    folder.close(["a", "b"])
    folder = opened(tmp_path)
    folder.add("c", line=record("c"), text="文")
    folder.add("a", line=record("a", note="new"), text="文")
    folder.close(["a", "c"])
    assert documents(tmp_path) == ["b", "a", "c"]
    assert [found.run.id for found in read_records(tmp_path) if found.run] == ["", "new", ""]


def test_an_up_to_date_record_with_its_text_needs_no_new_reading(opened: Open, tmp_path: Path) -> None:
    """Same key, same text, and the text file is still there."""
    folder = opened(tmp_path)
    for name, key in (("a", "now"), ("b", "old"), ("c", "now")):
        folder.add(name, line=record(name, key=key), text="文")
    folder.close(["a", "b", "c"])
    (tmp_path / "texts/c.txt").unlink()
    assert opened(tmp_path).current == {"a": "sha-a"}


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_torn_last_line_is_cut_and_its_document_read_again(opened: Open, tmp_path: Path, cut: int) -> None:
    """As kill -9 or a full disk leaves it."""
    folder = opened(tmp_path)
    for name in ("a", "b"):
        folder.add(name, line=record(name), text="文")
    folder.leave()
    path = tmp_path / "records.jsonl"
    path.write_bytes(path.read_bytes()[: -1 - cut])
    assert documents(tmp_path) == ["a"]
    folder = opened(tmp_path)
    assert set(folder.current) == {"a"}
    folder.close(["a", "b"])
    assert documents(tmp_path) == ["a"]


def test_a_whole_last_line_without_its_end_is_kept(opened: Open, tmp_path: Path) -> None:
    """Only its line end was lost."""
    (tmp_path / "records.jsonl").write_text(record("a"), encoding="utf-8")
    assert documents(tmp_path) == ["a"]
    opened(tmp_path).close(["a"])
    assert documents(tmp_path) == ["a"]


def test_while_a_run_replaces_a_record_readers_see_the_new_one_once(opened: Open, tmp_path: Path) -> None:
    """Both lines stand in the file until the end of the run."""
    folder = opened(tmp_path)
    for note in ("old", "new"):
        folder.add("a", line=record("a", note=note), text="文")
    assert [found.run.id for found in read_records(tmp_path) if found.run] == ["new"]


def test_a_failure_is_forgotten_when_its_document_gets_a_record(opened: Open, tmp_path: Path) -> None:
    """``failures.jsonl`` never names a document that has a record."""
    folder = opened(tmp_path)
    for name in ("a", "b"):
        folder.fail(Failure(name, f"{name}.txt", "source", "坏"))
    folder.close(["a", "b"])
    folder = opened(tmp_path)
    folder.add("a", line=record("a"), text="文")
    folder.close(["a", "b"])
    lines = [value for _, value in scan(tmp_path / "failures.jsonl")]
    assert [value["document"] for value in lines] == ["b"]


def test_a_document_that_fails_loses_its_stale_record(opened: Open, tmp_path: Path) -> None:
    """The record was of another text or configuration; answers that were paid for stay in the store."""
    folder = opened(tmp_path)
    folder.add("a", line=record("a", key="old"), text="文")
    folder.add("b", line=record("b"), text="文")
    folder.fail(Failure("a", "a.txt", "source", "坏"))
    folder.close(["a", "b"])
    assert documents(tmp_path) == ["b"]
    assert [value["document"] for _, value in scan(tmp_path / "failures.jsonl")] == ["a"]


def test_a_text_is_kept_exactly_with_its_line_ends(opened: Open, tmp_path: Path) -> None:
    """Spans index this file."""
    folder = opened(tmp_path)
    folder.add("下级/报告", line=record("下级/报告"), text="一\r\n二\r三")
    assert (tmp_path / "texts/下级/报告.txt").read_bytes() == "一\r\n二\r三".encode()


def test_fresh_forgets_records_and_texts_but_never_the_database(opened: Open, tmp_path: Path) -> None:
    """Decisions of people and paid answers live in ``gouji.db``."""
    folder = opened(tmp_path)
    folder.add("a", line=record("a"), text="文")
    folder.close(["a"])
    folder.describe({})
    (tmp_path / "gouji.db").write_bytes(b"decisions")
    folder = opened(tmp_path, fresh=True)
    assert folder.documents == ()
    assert not (tmp_path / "texts/a.txt").exists()
    assert (tmp_path / "gouji.db").read_bytes() == b"decisions"


def test_fresh_removes_nothing_from_a_folder_that_is_no_run(opened: Open, tmp_path: Path) -> None:
    """``--out .`` among a user's own files."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/mine.txt").write_text("我的", encoding="utf-8")
    opened(tmp_path, fresh=True)
    assert (tmp_path / "texts/mine.txt").exists()


def test_two_runs_cannot_write_one_folder(opened: Open, tmp_path: Path) -> None:
    """The second one is told so, and may start when the first has ended."""
    folder = opened(tmp_path)
    with pytest.raises(ConfigError, match="正在被另一个 gouji run 使用"):
        opened(tmp_path)
    folder.close([])
    opened(tmp_path).close([])


def test_a_folder_that_is_a_file_is_a_clear_error(opened: Open, tmp_path: Path) -> None:
    """One sentence instead of a traceback."""
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(ConfigError, match="输出文件夹"):
        opened(tmp_path / "out")


@pytest.mark.parametrize("name", ["records.jsonl", "failures.jsonl"])
def test_a_file_that_is_not_ours_is_left_alone(opened: Open, tmp_path: Path, name: str) -> None:
    """Another program's lines would be lost when the file is put in order."""
    (tmp_path / name).write_text('{"text": "mine"}\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="不是 gouji 写下的行"):
        opened(tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8") == '{"text": "mine"}\n'


def test_a_text_that_cannot_be_written_stops_the_run_in_one_sentence(opened: Open, tmp_path: Path) -> None:
    """All that was kept before stays."""
    folder = opened(tmp_path)
    (tmp_path / "texts").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="写入失败"):
        folder.add("a", line=record("a"), text="文")


LINES = st.lists(st.text(st.characters(blacklist_categories=("Cs",)), max_size=20).map(json.dumps), max_size=8)


@given(lines=LINES, cut=st.integers(0, 200))
def test_repair_leaves_whole_lines_only_and_loses_no_whole_line(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], cut: int
) -> None:
    """Law: whatever was cut off the end, whole lines stay and repairing twice changes nothing."""
    path = tmp_path_factory.mktemp("lines") / "file.jsonl"
    raw = "".join(f"{line}\n" for line in lines).encode()
    raw = raw[: max(0, len(raw) - cut)]
    path.write_bytes(raw)
    repair(path)
    left = path.read_bytes()
    assert left == b"" or left.endswith(b"\n")
    assert left.count(b"\n") >= raw.count(b"\n")
    assert [value for _, value in scan(path)] == [json.loads(line) for line in lines][: left.count(b"\n")]
    repair(path)
    assert path.read_bytes() == left


@given(lines=LINES, data=st.data())
def test_keep_holds_exactly_the_chosen_lines_in_the_chosen_order(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], data: st.DataObject
) -> None:
    """Law: any choice of lines in any order reads back."""
    path = tmp_path_factory.mktemp("lines") / "file.jsonl"
    appender = Appender(path)
    places = [appender.append(line) for line in lines]
    appender.close()
    chosen = data.draw(st.permutations(range(len(lines)))) if lines else []
    kept = keep(path, [places[at] for at in chosen])
    assert [value for _, value in scan(path)] == [json.loads(lines[at]) for at in chosen]
    assert [place for place, _ in scan(path)] == list(kept)
