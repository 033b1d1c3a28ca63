"""``gouji run`` as a user meets it: real reports, bad input, a second run, and every exit status."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from terminal import Screen, gouji

from extract.model.record import Record
from extract.model.report import Passage
from extract.steps.walk import places
from extract.store.records import read_records, text_of

REPORTS = Path(__file__).parents[2] / "gold" / "reports"
PANLONG = (REPORTS / "panlong-2022.txt").read_text(encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(path: str) -> list[dict[str, object]]:
    """Return the values of a file of JSON lines; every line must be whole."""
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def about() -> dict[str, object]:
    """Return what ``out/run.json`` says."""
    found: dict[str, object] = json.loads(Path("out/run.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.usefixtures("here")
class TestRealReports:
    """The five reports that ship with gouji."""

    def test_every_report_becomes_a_record_in_input_order_and_every_span_reads_back(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A passage is the characters of its span without white space and Markdown marks."""
        screen = gouji(capsys, "run", REPORTS, "--out", "out")
        assert screen.status == 0
        records = list(read_records(Path("out")))
        assert [record.document for record in records] == sorted(path.stem for path in REPORTS.glob("*.txt"))
        for record in records:
            check_spans(record)
        assert lines("out/failures.jsonl") == []

    def test_the_first_line_says_who_reads_and_the_last_where_to_look_next(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A user who has read nothing else knows what happened and what to type."""
        printed = gouji(capsys, "run", REPORTS, "--out", "out").out.splitlines()
        assert printed[0] == "读取方式：rules（离线规则；未配置模型，可设 GOUJI_MODEL 或 --model）"
        assert printed[-3:] == [
            "逐项查看：gouji show out",
            "人工复核：gouji review out",
            "导出表格：gouji export out --format xlsx",
        ]
        assert any("panyu-2023" in line for line in printed)

    def test_a_second_run_reads_nothing_again_and_changes_no_record(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Text and configuration are the same."""
        gouji(capsys, "run", REPORTS, "--out", "out")
        before = Path("out/records.jsonl").read_bytes()
        assert "完成 0 份，5 份未变已跳过" in gouji(capsys, "run", REPORTS, "--out", "out").out
        assert Path("out/records.jsonl").read_bytes() == before

    def test_another_configuration_replaces_the_records(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A record says by which domain pack it was read."""
        gouji(capsys, "run", REPORTS, "--out", "out")
        screen = gouji(capsys, "run", REPORTS, "--out", "out", "--domain", "general")
        assert "完成 5 份" in screen.out
        assert {record.domain for record in read_records(Path("out"))} == {"general"}

    def test_the_run_is_described_with_versions_counts_and_no_secret(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """``run.json`` may be handed on."""
        monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
        gouji(capsys, "run", REPORTS, "--out", "out", "--workers", "1")
        described = about()
        assert described["status"] == "complete"
        assert described["documents"] == {"total": 5, "done": 5, "skipped": 0, "failed": 0}
        assert described["options"] == {"workers": 1}
        assert set(described["versions"]) == {"gouji", "schema", "python", "platform"}
        assert not any("secret" in path.read_text("utf-8", "replace") for path in Path("out").rglob("*.json*"))

    def test_json_stands_alone_on_standard_output(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Words go to standard error, so that a program can read the rest."""
        screen = gouji(capsys, "run", REPORTS, "--out", "out", "--json")
        assert json.loads(screen.out) == about()
        assert screen.err.startswith("读取方式：rules")

    def test_quiet_says_nothing_where_nothing_is_wrong(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Neither on standard output nor on standard error."""
        screen = gouji(capsys, "run", REPORTS, "--out", "out", "--quiet")
        assert screen == Screen(0, "", "")

    def test_the_screen_speaks_english_where_asked(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No Chinese but what the reports say."""
        monkeypatch.setenv("GOUJI_LANG", "en")
        screen = gouji(capsys, "run", REPORTS, "--out", "out")
        assert screen.out.startswith("Reader: rules (offline rules; no model is configured")
        words = [line for line in screen.out.splitlines() if re.match(r"^[A-Z…—]", line)]
        assert not any(re.search(r"[\u4e00-\u9fff]", line) for line in words)
        assert "5 done in" in screen.out


@pytest.mark.usefixtures("here")
class TestBadInput:
    """Each kind gets one clear sentence, the run goes on, nothing is lost."""

    def test_bad_files_fail_by_name_and_the_good_one_is_read(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Empty, binary, undecodable, unreadable: four failures, one record, status 3."""
        Path("in").mkdir()
        Path("in/空 文件.txt").write_bytes(b"")
        Path("in/binary.bin").write_bytes(bytes(range(256)) * 9)
        Path("in/broken.txt").write_bytes(PANLONG.encode() + b"\xff\xfe")
        Path("in/dangling.txt").symlink_to("nowhere")
        Path("in/盘龙 报告.txt").write_bytes(PANLONG.encode("gb18030"))
        screen = gouji(capsys, "run", "in", "--out", "out")
        assert screen.status == 3
        assert [record.document for record in read_records(Path("out"))] == ["盘龙 报告"]
        failures = {str(line["document"]): str(line["message"]) for line in lines("out/failures.jsonl")}
        assert failures == {
            "binary": "in/binary.bin 是无法识别的二进制文件；请提供 PDF、Word、Excel、网页或文本。",
            "broken": f"in/broken.txt 第 {len(PANLONG.encode())} 字节处（0xFF）不是有效的 UTF-8 文本；请另存为 UTF-8 后重试。",
            "dangling": "in/dangling.txt 无法读取：没有这个文件或文件夹；请检查文件及其权限。",
            "空 文件": "in/空 文件.txt 是空文件，没有可读的文字。",
        }
        for message in failures.values():
            assert message in screen.err
        assert "失败 4 份，原因见 out/failures.jsonl；再运行一次会重试。" in screen.out

    def test_a_failure_is_tried_again_and_its_name_stays(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The mended file gets the name that was given to it before."""
        Path("in").mkdir()
        Path("in/报告.txt").write_bytes(b"")
        assert gouji(capsys, "run", "in", "--out", "out").status == 3
        Path("in/报告.txt").write_text(PANLONG, encoding="utf-8")
        Path("in/报告.md").write_text(PANLONG, encoding="utf-8")
        screen = gouji(capsys, "run", "in", "--out", "out")
        assert screen.status == 0
        assert [record.document for record in read_records(Path("out"))] == ["报告.md", "报告"]
        assert lines("out/failures.jsonl") == []
        assert "内容完全相同：报告.md、报告" in screen.out

    def test_a_changed_file_replaces_its_record(self, capsys: pytest.CaptureFixture[str]) -> None:
        """One record a document, of the text as it is now."""
        Path("a.txt").write_text(PANLONG, encoding="utf-8")
        gouji(capsys, "run", "a.txt", "--out", "out")
        Path("a.txt").write_text(PANLONG + "又及。", encoding="utf-8")
        gouji(capsys, "run", "a.txt", "--out", "out")
        [record] = read_records(Path("out"))
        assert text_of(record, Path("out")) == PANLONG + "又及。"

    def test_a_text_that_is_no_report_has_empty_lists(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Nothing is invented."""
        Path("poem.txt").write_text("床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n", encoding="utf-8")
        assert gouji(capsys, "run", "poem.txt", "--out", "out").status == 0
        [record] = read_records(Path("out"))
        assert list(places(record)) == []

    def test_a_text_that_is_no_report_is_told_by_a_finding(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A reader of the record need not guess why its lists are empty."""
        Path("poem.txt").write_text("床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n", encoding="utf-8")
        screen = gouji(capsys, "run", "poem.txt", "--out", "out")
        assert "1 份文本不像绩效报告，记录不宜采用：poem" in screen.out
        [record] = read_records(Path("out"))
        assert "not_a_report" in {finding.rule for finding in record.findings or ()}

    def test_standard_input_is_read_as_a_document(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """``gouji run - --out out < report.txt``."""
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(PANLONG.encode("utf-16"))))
        assert gouji(capsys, "run", "-", "--out", "out").status == 0
        [record] = read_records(Path("out"))
        assert (record.document, text_of(record, Path("out"))) == ("stdin", PANLONG)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("missing.txt", "--out", "out"), "找不到 missing.txt"),
            ((str(REPORTS), "--out", "a-file/out"), "输出文件夹 a-file/out 无法使用"),
            ((str(REPORTS), "--out", "out", "--domain", "weather"), "没有名为“weather”的领域包"),
            ((str(REPORTS), "--out", "out", "--reader", "replay"), "--reader replay 需要 --answers"),
        ],
    )
    def test_wrong_configuration_or_input_is_one_line_and_status_1(
        self, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
    ) -> None:
        """Nothing has started, nothing is written over."""
        Path("a-file").write_text("x", encoding="utf-8")
        screen = gouji(capsys, "run", *arguments)
        assert screen.status == 1
        assert screen.out == ""
        assert words in screen.err
        assert screen.err.count("\n") == 1

    @pytest.mark.parametrize("arguments", [(), ("a.txt",), ("a.txt", "--out", "out", "--reader", "oracle")])
    def test_wrong_usage_is_status_2(self, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
        """As of every command line."""
        assert gouji(capsys, "run", *arguments).status == 2

    def test_settings_come_from_the_file_the_environment_and_the_flags_in_this_order(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Flags win, then the environment, then ``gouji.toml``."""
        Path("gouji.toml").write_text('domain = "nowhere"\nworkers = 3\n', encoding="utf-8")
        monkeypatch.setenv("GOUJI_DOMAIN", "elsewhere")
        assert "“elsewhere”" in gouji(capsys, "run", REPORTS, "--out", "out").err
        assert gouji(capsys, "run", REPORTS, "--out", "out", "--domain", "general").status == 0
        assert about()["options"] == {"domain": "general", "workers": 3}


def check_spans(record: Record) -> None:
    """Assert that every span of a record reads back from its text."""
    text = text_of(record, Path("out"))
    assert text is not None
    for place in places(record):
        span = place.thing.span
        assert span is None or 0 <= span[0] < span[1] <= len(text)
        if span is not None and isinstance(place.thing, Passage):
            assert re.sub(r"[\s*#]", "", text[span[0] : span[1]]) == place.thing.text
    for finding in record.findings or ():
        assert all(0 <= start < end <= len(text) for start, end in finding.spans)
