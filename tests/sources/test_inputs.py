"""What a command line means by its inputs, and the names that documents get."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import ConfigError, SourceError
from extract.sources.files import read_file
from extract.sources.inputs import Input, _below, gather, shown
from extract.sources.names import name_documents, whereabouts


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An input folder with files of many kinds, and the current folder above it."""
    for name in ("b.txt", "a.txt", "下级 单位/丙 报告.txt", "labels.json", ".hidden.txt", "~$lock.docx"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("正文", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*arguments: str, out: str | None = None) -> list[str]:
    """Gather and name in one step."""
    gathered = gather(arguments, out=Path(out) if out else None)
    return list(name_documents(gathered.inputs, {}))


def given_at(path: str) -> Input:
    """Return an input named by its own path."""
    return Input(path, path, Path(path).name)


@pytest.mark.usefixtures("home")
class TestGathering:
    """Files, folders, globs and standard input."""

    def test_a_folder_is_read_in_the_order_of_its_paths_and_named_below_it(self) -> None:
        """Chinese and spaces in names stay as they are."""
        assert names("in") == ["a", "b", "下级 单位/丙 报告"]

    def test_a_glob_goes_through_folders_and_names_below_its_fixed_part(self) -> None:
        """``**`` goes through folders."""
        assert names("in/**/*.txt") == ["a", "b", "下级 单位/丙 报告"]

    def test_a_file_named_twice_is_read_once(self) -> None:
        """Its first place in the order counts."""
        assert names("in/b.txt", "in", "./in/b.txt") == ["b", "a", "下级 单位/丙 报告"]

    def test_files_that_are_no_reports_are_passed_over_and_told(self) -> None:
        """Hidden files and locks of editors are not even told."""
        assert gather(["in"]).notices == ("in 中有 1 个文件不是报告（.json），已跳过。",)

    def test_a_file_named_by_the_user_is_read_whatever_its_suffix(self) -> None:
        """What is asked for is tried."""
        assert names("in/labels.json") == ["labels"]

    def test_the_run_folder_and_earlier_ones_are_never_input(self) -> None:
        """``gouji run . --out out`` twice reads no text of its own."""
        Path("in/out/texts").mkdir(parents=True)
        Path("in/out/texts/a.txt").write_text("正文", encoding="utf-8")
        assert "out/texts/a" not in names("in", out="in/out")
        Path("in/out/run.json").write_text("{}", encoding="utf-8")
        assert "out/texts/a" not in names("in", out="elsewhere")

    def test_a_run_beside_its_own_input_does_not_read_its_texts(self) -> None:
        """``gouji run in --out in`` twice."""
        Path("in/texts").mkdir()
        Path("in/texts/a.txt").write_text("正文", encoding="utf-8")
        assert "texts/a" in names("in", out="in")
        Path("in/run.json").write_text("{}", encoding="utf-8")
        assert names("in", out="in") == ["a", "b", "下级 单位/丙 报告"]

    def test_standard_input_is_called_stdin(self) -> None:
        """The name under which its record is kept."""
        assert names("-") == ["stdin"]

    @pytest.mark.parametrize("argument", ["missing.txt", "*.pdf"])
    def test_an_argument_that_names_nothing_stops_before_anything_is_read(self, argument: str) -> None:
        """A typing error must not cost a run."""
        with pytest.raises(ConfigError, match=r"找不到 missing.txt|没有文件符合"):
            gather(["in", argument])

    def test_a_folder_without_reports_is_told_and_the_others_go_on(self) -> None:
        """One sentence, and nothing else is lost."""
        Path("empty").mkdir()
        gathered = gather(["empty", "in/a.txt"])
        assert [given.path for given in gathered.inputs] == ["in/a.txt"]
        assert gathered.notices == ("文件夹 empty 里没有可读的报告。",)

    def test_nothing_but_a_folder_without_reports_is_an_error(self) -> None:
        """There is nothing to run."""
        Path("empty").mkdir()
        with pytest.raises(ConfigError, match="empty 里没有可读的报告"):
            gather(["empty"])


class TestNames:
    """A name is the path below the input folder without its extension, and stays."""

    def test_the_extension_is_kept_where_two_inputs_would_share_a_name(self) -> None:
        """Both keep it, so that neither is mistaken for the other."""
        inputs = [given_at("in/a.txt"), given_at("in/a.pdf"), given_at("in/b.txt")]
        assert name_documents(inputs, {}) == ("a.txt", "a.pdf", "b")

    def test_folders_are_put_before_names_that_even_share_the_extension(self) -> None:
        """Files of one name from two folders."""
        assert name_documents([given_at("x/a.txt"), given_at("y/a.txt")], {}) == ("x/a.txt", "y/a.txt")

    def test_a_name_once_given_stays_when_a_rival_appears(self) -> None:
        """Decisions of people hang on it."""
        old, new = given_at("in/a.txt"), given_at("in/a.pdf")
        assert name_documents([new, old], {whereabouts(old): "a"}) == ("a.pdf", "a")

    def test_names_differ_by_more_than_the_case_of_letters(self) -> None:
        """File systems of Windows and macOS do not tell cases apart."""
        assert name_documents([given_at("in/A.txt"), given_at("in/a.md")], {}) == ("A.txt", "a.md")

    @pytest.mark.parametrize(
        ("file", "name"),
        [("v1.2", "v1.2"), ("2023.绩效报告", "2023.绩效报告"), ("报告.最终版.DOCX", "报告.最终版"), (".txt", ".txt")],
    )
    def test_only_an_extension_is_cut_off(self, file: str, name: str) -> None:
        """A dot alone makes no extension."""
        assert name_documents([given_at(file)], {}) == (name,)

    def test_a_name_too_long_for_a_file_system_is_cut_and_stays_unique(self) -> None:
        """File systems allow 255 bytes, which is 85 hanzi."""
        one, two = (name_documents([given_at("长" * 80 + end)], {})[0] for end in ("甲.txt", "乙.txt"))
        assert one != two
        assert all(len(name.encode()) <= 200 for name in (one, two))

    @given(st.lists(st.sampled_from(["a", "A", "a.txt", "b.txt", "c/a.txt", "c/a.pdf"]), unique=True), st.randoms())
    def test_names_are_unique_whatever_the_inputs(self, paths: list[str], random: object) -> None:
        """Whatever the mix of folders, cases and extensions."""
        del random
        inputs = [Input(f"home/{path}", f"home/{path}", path) for path in paths]
        given_names = name_documents(inputs, {})
        assert len({name.casefold() for name in given_names}) == len(paths)

    def test_a_file_name_in_gbk_is_shown_as_chinese(self) -> None:
        """Old ZIP files leave such names."""
        assert shown(os.fsdecode("报告.txt".encode("gbk"))) == "报告.txt"


def test_paths_are_written_with_slashes_on_every_system() -> None:
    """Windows writes backslashes; a document's name must not depend on the system that read it."""
    assert _below("in\\2023\\水利局.pdf", "in\\..", separator="\\").endswith("2023/水利局.pdf")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has pipes with names")
class TestWhatIsNoFile:
    """Pipes, sockets and devices: reading one could wait for ever."""

    def test_a_pipe_in_a_folder_is_passed_over_with_a_word(self, tmp_path: Path) -> None:
        """What it is, and where."""
        (tmp_path / "a.txt").write_text("文。", encoding="utf-8")
        os.mkfifo(tmp_path / "管道.txt")
        for asked in (str(tmp_path), str(tmp_path / "*.txt")):
            found = gather([asked])
            assert [one.below for one in found.inputs] == ["a.txt"]
            assert found.notices == (f"{tmp_path / '管道.txt'} 是命名管道，不是普通文件，已跳过。",)

    def test_a_pipe_that_is_asked_for_is_refused(self, tmp_path: Path) -> None:
        """With what to do instead."""
        os.mkfifo(tmp_path / "管道.txt")
        with pytest.raises(ConfigError, match=r"管道\.txt 是命名管道.*标准输入"):
            gather([str(tmp_path / "管道.txt")])

    @pytest.mark.parametrize("member", [None, "a.txt"])
    def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(self, tmp_path: Path, member: str | None) -> None:
        """It may have been put there after the inputs were gathered."""
        os.mkfifo(tmp_path / "管道.zip")
        with pytest.raises(SourceError, match="是命名管道"):
            read_file(str(tmp_path / "管道.zip"), path="管道.zip", member=member, max_bytes=10)


class TestClosedFolders:
    """Folders that this user may not open."""

    def test_a_closed_folder_is_an_input_that_fails_and_the_others_are_read(
        self, tmp_path: Path, closed: Callable[[Path], None]
    ) -> None:
        """So it is told in a line, counted and tried again."""
        (tmp_path / "a.txt").write_text("文。", encoding="utf-8")
        (tmp_path / "子").mkdir()
        closed(tmp_path / "子")
        assert [one.below for one in gather([str(tmp_path)]).inputs] == ["a.txt", "子"]

    def test_a_closed_folder_that_is_asked_for_is_told(self, tmp_path: Path, closed: Callable[[Path], None]) -> None:
        """And so is a file in it."""
        closed(tmp_path)
        for asked in (tmp_path, tmp_path / "a.txt"):
            with pytest.raises(ConfigError, match="没有权限"):
                gather([str(asked)])


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Close a folder, as the system does for those without permission; the superuser cannot be kept out."""

    def close(folder: Path) -> None:
        def refuse_inside(call: Callable[..., Any]) -> Callable[..., Any]:
            def refusing(path: Any, *rest: Any, **more: Any) -> Any:
                if str(path).startswith(f"{folder}{os.sep}") or (call is scandir and str(path) == str(folder)):
                    raise PermissionError(errno.EACCES, "Permission denied", str(path))
                return call(path, *rest, **more)

            return refusing

        scandir = os.scandir
        for name in ("scandir", "stat", "lstat"):
            monkeypatch.setattr(os, name, refuse_inside(getattr(os, name)))

    return close
