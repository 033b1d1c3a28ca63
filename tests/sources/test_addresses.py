"""Inputs behind addresses: found, named and read as those of a folder."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from extract.errors import ConfigError, SourceError
from extract.sources.addresses import bare, is_address, only_here, place_of
from extract.sources.files import read_file
from extract.sources.inputs import Gathered, gather
from extract.sources.names import name_documents, whereabouts

HOME = "memory://reports/in"


@pytest.fixture(autouse=True)
def _memory() -> Iterator[None]:
    """A folder in memory, with files of many kinds."""
    memory = fsspec.filesystem("memory")
    for name in ("b.txt", "a.txt", "下级 单位/丙 报告#1.txt", "labels.json", ".hidden.txt", "~$lock.docx"):
        memory.pipe_file(f"/reports/in/{name}", "正文".encode())
    yield
    memory.rm("/reports", recursive=True)


def put(name: str, data: bytes) -> None:
    fsspec.filesystem("memory").pipe_file(f"/reports/in/{name}", data)


def names(gathered: Gathered) -> list[str]:
    return list(name_documents(gathered.inputs, {}))


def test_a_folder_behind_an_address_is_read_in_the_order_of_its_paths_and_named_below_it() -> None:
    gathered = gather([HOME])
    assert names(gathered) == ["a", "b", "下级 单位/丙 报告#1"]
    assert gathered.notices == (f"{HOME} 中有 1 个文件不是报告（.json），已跳过。",)
    assert names(gather([HOME + "/"])) == names(gathered)


def test_names_below_an_address_are_those_below_a_folder(tmp_path: Path) -> None:
    for name in ("b.txt", "c/b.txt", "c.txt", "a/z.txt", "a.docx", "B/x.v1.2.pdf"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text("正文", encoding="utf-8")
    assert names(gather([f"file://{tmp_path}/in"])) == names(gather([str(tmp_path / "in")]))


def test_a_pattern_goes_through_folders_and_names_below_its_fixed_part() -> None:
    assert names(gather([f"{HOME}/**/*.txt"])) == ["a", "b", "下级 单位/丙 报告#1"]
    assert names(gather([f"{HOME}/[b-c].txt"])) == ["b"]


def test_a_file_named_by_its_address_is_read_whatever_its_suffix_and_once() -> None:
    assert names(gather([f"{HOME}/labels.json", HOME])) == ["labels", "a", "b", "下级 单位/丙 报告#1"]
    assert names(gather([f"{HOME}/b.txt", HOME])) == ["b", "a", "下级 单位/丙 报告#1"]


def test_a_file_is_read_within_the_limit_of_its_size() -> None:
    place = gather([f"{HOME}/b.txt"]).inputs[0].place
    assert read_file(place, path=place, member=None, max_bytes=6).decode() == "正文"
    with pytest.raises(SourceError, match="超过上限 5"):
        read_file(place, path=place, member=None, max_bytes=5)


def test_members_of_an_archive_behind_an_address_are_inputs() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("一/甲.txt", "甲")
        archive.writestr("乙.txt", "乙")
    put("年度.zip", held.getvalue())
    given = gather([f"{HOME}/年度.zip"]).inputs
    assert [one.below for one in given] == ["年度/一/甲.txt", "年度/乙.txt"]
    assert read_file(given[0].place, path="x", member=given[0].member, max_bytes=100).decode() == "甲"


def test_a_manifest_behind_an_address_joins_files() -> None:
    put("附/一.txt", "一".encode())
    put("附/gouji.manifest.toml", '[reports]\n"甲局" = ["一.txt"]\n'.encode())
    gathered = gather([HOME])
    assert names(gathered) == ["a", "b", "下级 单位/丙 报告#1", "附/甲局"]
    assert gathered.inputs[-1].files == (f"{HOME}/附/一.txt",)
    assert read_file(gathered.inputs[-1].files[0], path="x", member=None, max_bytes=9).decode() == "一"


def test_texts_of_runs_behind_an_address_are_no_input() -> None:
    for name in ("out/run.json", "out/texts/a.txt", "out/records.jsonl"):
        put(name, b"{}")
    assert names(gather([HOME])) == ["a", "b", "下级 单位/丙 报告#1"]


def test_an_address_with_nothing_behind_it_is_told_in_one_sentence() -> None:
    with pytest.raises(ConfigError, match=r"^memory://none 处没有文件"):
        gather(["memory://none"])


@pytest.mark.parametrize(("address", "package"), [("gs://bucket/a", "gcsfs"), ("oss://bucket/a", "ossfs")])
def test_a_missing_driver_is_told_with_the_package_to_install(
    address: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ConfigError, match=f"pip install {package}"):
        place_of(address)


def test_an_unknown_kind_of_address_is_told() -> None:
    with pytest.raises(ConfigError, match="不认识 nope://"):
        gather(["nope://bucket/a"])


def test_paths_are_no_addresses() -> None:
    assert [is_address(place) for place in ("a.txt", "C:\\a", "C://a", "/a", "s3://b/a", "zip://a::file:///b")] == [
        False,
        False,
        False,
        False,
        True,
        True,
    ]
    assert only_here(HOME)
    assert not only_here("s3://b/a")


def test_what_an_address_keeps_secret_is_neither_shown_nor_kept() -> None:
    place = "https://me:word@host/a.txt?signature=abc"
    assert bare(place) == "https://host/a.txt?58643851"
    assert bare("s3://key:word@bucket/报告?#1.txt") == "s3://bucket/报告?#1.txt"
    one, other = (
        given._replace(place=address)
        for given, address in zip(gather([HOME]).inputs, (place, place + "d"), strict=False)
    )
    assert "word" not in whereabouts(one)
    assert whereabouts(one) != whereabouts(other)
