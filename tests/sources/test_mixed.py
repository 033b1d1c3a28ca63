"""A folder as people have it: every format, an archive, a broken file; one record a report, one line a failure."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from rich.console import Console
from terminal import gouji

from bench.typeset import LAYOUTS
from extract.commands.progress import PlainLines
from extract.steps.walk import places
from extract.store.records import read_records, text_of

PANYU = (Path(__file__).parents[2] / "gold" / "reports" / "panyu-2023.txt").read_bytes().decode("utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Reports of all formats that need no outside program, with names that lie, and files that cannot be read."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "报送"
    home.mkdir()
    for number, (layout, typeset) in enumerate(LAYOUTS.items()):
        (home / f"{number}-{layout.split(',')[0]}.dat").write_bytes(typeset(PANYU))
    (home / "文本.txt").write_bytes(PANYU.encode("gb18030"))
    with zipfile.ZipFile(home / "压缩.zip", "w") as archive:
        archive.writestr("水利局/报告.docx", LAYOUTS["docx, automatic numbering"](PANYU))
    (home / "坏.pdf").write_bytes(LAYOUTS["pdf, two columns"](PANYU)[:800])
    with zipfile.ZipFile(home / "版式.ofd", "w") as archive:
        archive.writestr("OFD.xml", "<OFD/>")
    return home


def test_a_folder_of_mixed_files_gives_one_record_a_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    screen = gouji(capsys, "run", folder, "--out", "out")
    assert screen.status == 3
    records = list(read_records(Path("out")))
    assert len(records) == len(LAYOUTS) + 2
    names = {record.profile.department_name.value for record in records if record.profile.department_name}
    assert names == {"广州市番禺区信访局"}
    for record in records:
        text = text_of(record, Path("out"), None)
        assert text is not None
        for place in places(record):
            assert place.thing.span is None or text[place.thing.span.start : place.thing.span.end].strip()
    failures = [json.loads(line) for line in Path("out/failures.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {failure["document"] for failure in failures} == {"坏", "版式"}
    assert all(failure["kind"] == "source" for failure in failures)
    assert "另存为 PDF 或文本" in "".join(failure["message"] for failure in failures)


def test_limits_are_flags_of_the_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    screen = gouji(capsys, "run", folder / "1-pdf.dat", folder / "文本.txt", "--out", "out", "--max-pages", "1")
    assert screen.status == 3
    assert "超过上限 1；请拆分，或用 --max-pages 提高" in "".join(screen.err.split("\n"))
    assert [record.document for record in read_records(Path("out"))] == ["文本"]
    gouji(capsys, "run", folder / "文本.txt", "--out", "out2", "--max-bytes", "100")
    assert list(Path("out2/failures.jsonl").read_text(encoding="utf-8").splitlines())


def test_pages_of_a_scan_are_told_when_it_is_time() -> None:
    times = iter((0.0, 1.0, 3.0, 4.0))
    console = Console(file=io.StringIO(), width=80)
    lines = PlainLines(console, clock=lambda: next(times))
    for page in (1, 2, 3):
        lines.page("扫描.pdf", page, 3)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().splitlines() == ["识别 扫描.pdf 第 2/3 页"]
