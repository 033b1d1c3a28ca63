"""A report in several files is joined by a manifest; what is wrong with one is said before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import gouji

from bench.typeset import Press
from extract.errors import ConfigError
from extract.sources.inputs import gather
from extract.store.records import read_records, text_of


def pdf(*lines: str) -> bytes:
    """A PDF of two pages, or more, that begins with these lines."""
    press = Press()
    for line in (*lines, *(f"第{number}项：按计划完成。" for number in range(40))):
        press.paragraph(line)
    return press.done()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a report in two files, its manifest, and a report beside it."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "in"
    (home / "附表").mkdir(parents=True)
    (home / "正文.pdf").write_bytes(pdf("云溪县水利局2023年度部门整体支出绩效自评报告", "一、部门概况"))
    (home / "附表" / "自评表.pdf").write_bytes(pdf("部门整体支出绩效自评表", "部门名称：云溪县水利局"))
    (home / "单独.txt").write_text("云溪县教育局2023年度部门整体支出绩效自评报告", encoding="utf-8")
    (home / "gouji.manifest.toml").write_text(
        '[reports]\n"水利局2023" = ["正文.pdf", "附表\\\\自评表.pdf"]\n', encoding="utf-8"
    )
    return home


def test_the_files_of_a_manifest_become_one_record_whose_pages_count_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gouji(capsys, "run", folder, "--out", "out").status == 0
    records = {record.document: record for record in read_records(Path("out"))}
    assert set(records) == {"水利局2023", "单独"}
    text = text_of(records["水利局2023"], Path("out"), None)
    source = records["水利局2023"].source
    assert text is not None
    assert source is not None
    assert source.pages is not None
    assert [page.number for page in source.pages] == [1, 2, 3, 4]
    assert "自评表" in text[source.pages[2].start : source.pages[2].end]
    assert "完成 0 份，2 份未变已跳过" in gouji(capsys, "run", folder, "--out", "out").out


def test_a_manifest_may_be_given_by_itself(folder: Path) -> None:
    [given] = gather([str(folder / "gouji.manifest.toml")]).inputs
    assert given.below == "水利局2023"
    assert [Path(file).name for file in given.files] == ["正文.pdf", "自评表.pdf"]


def test_a_changed_annex_is_read_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gouji(capsys, "run", folder, "--out", "out")
    (folder / "附表" / "自评表.pdf").write_bytes(
        pdf("部门整体支出绩效自评表", "部门名称：云溪县水利局", "自评得分：98分")
    )
    assert "完成 1 份，1 份未变已跳过" in gouji(capsys, "run", folder, "--out", "out").out


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ('[reports]\n"甲" = ["没有.pdf"]', "找不到 甲 的文件 没有.pdf"),
        ('[reports]\n"甲" = ["../外面.txt"]', "之内的相对路径"),
        ('[reports]\n"甲" = ["/etc/passwd"]', "之内的相对路径"),
        ('[reports]\n"甲" = ["正文.pdf"]\n"乙" = ["正文.pdf"]', "列了两次"),
        ('[reports]\n"甲" = ["正文.pdf", "正文.pdf"]', "列了两次"),
        ('[reports]\n"甲" = []', "没有列出文件"),
        ('[reports]\n"甲" = "正文.pdf"', "应写作"),
        ("[report]", "应写作"),
        ("甲 = 乙", "无法读取"),
    ],
)
def test_what_is_wrong_with_a_manifest_is_said_before_anything_is_read(folder: Path, manifest: str, words: str) -> None:
    (folder / "gouji.manifest.toml").write_text(manifest, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        gather([str(folder)])
    assert words in caught.value.message
    assert "gouji.manifest.toml" in caught.value.message
