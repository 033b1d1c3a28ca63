"""Outputs that cannot be written: one sentence with the path and the reason, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import gouji

from extract.commands.export import FORMATS
from extract.language import SYSTEM_WORDS

HERE = Path(__file__).parents[2]
GOLD = HERE / "gold"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A run folder with one record, and beside it a file and a folder that stand in the way."""
    home = tmp_path_factory.mktemp("home")
    (home / "file").write_text("x", encoding="utf-8")
    (home / "folder").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setattr("sys.argv", ["gouji", "run", str(GOLD / "reports" / "panlong-2022.txt"), "--out", "out"])
        from extract.cli import main  # noqa: PLC0415  (as a process imports it)

        with pytest.raises(SystemExit):
            main()
        yield home


FOLDERS = {"csv", "gold"}
WAYS = [
    *(("export", "out", "--format", kind, "--out", "file/x") for kind in FORMATS),
    *(("export", "out", "--format", kind, "--out", "file" if kind in FOLDERS else "folder") for kind in FORMATS),
    *(
        ("eval", "score", "--gold", GOLD, "--records", "out", option, place)
        for option, place in (("--json", "folder"), ("--html", "folder"), ("--report", "file"), ("--json", "file/x"))
    ),
    ("eval", "agreement", GOLD, GOLD, "--json", "folder"),
]


@pytest.mark.parametrize("arguments", WAYS, ids=lambda way: "-".join(map(str, way[-4:])).replace("/", "_"))
def test_an_output_that_cannot_be_written_is_named_with_the_reason(
    arguments: tuple[object, ...], run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1: wrong configuration."""
    assert run.is_dir()
    screen = gouji(capsys, *arguments)
    assert screen.status == 1
    assert screen.err.startswith(f"gouji: {arguments[-1]} 无法写入：")
    assert any(words in screen.err for words in SYSTEM_WORDS.values())
    assert len(screen.err.splitlines()) == 1


@pytest.mark.parametrize("kind", FORMATS)
def test_an_export_that_fails_leaves_the_earlier_one_as_it_was(
    kind: str, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Here a report is asked for that is not there; nothing half-written stays beside it either."""
    target = run / f"kept-{kind}"
    assert gouji(capsys, "export", "out", "--format", kind, "--out", target).status == 0
    before = contents(target)
    screen = gouji(capsys, "export", "out", "--format", kind, "--out", target, "--document", "nowhere")
    assert (screen.status, screen.err) == (1, "gouji: 没有这些报告：nowhere。\n")
    assert contents(target) == before
    assert not list(run.glob(".kept-*"))


@pytest.mark.parametrize("name", ["records.jsonl", "run.json", "gouji.db", "texts"])
def test_an_export_never_replaces_the_run_that_it_reads(
    name: str, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of the hand must not cost the records."""
    before = contents(run / "out")
    screen = gouji(capsys, "export", "out", "--format", "doccano", "--out", f"out/{name}")
    assert screen.status == 1
    assert screen.err.startswith(f"gouji: out/{name} 属于要导出的运行文件夹")
    assert contents(run / "out") == before


def contents(place: Path) -> dict[str, bytes]:
    """Return the bytes of a file, or of all files below a folder."""
    files = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    return {str(path.relative_to(place.parent)): path.read_bytes() for path in files}
