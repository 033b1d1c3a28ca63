"""What a person reads on a Chinese screen is Chinese: of click, of the system, of the connection."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from terminal import gouji

from extract.language import unreadable_words
from extract.readers.llm.calls.probe import _not_listed


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Chinese terminal."""
    monkeypatch.setenv("GOUJI_LANG", "zh")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "a"), "错误：缺少选项 --out。"),
        (("export", "a"), "错误：缺少选项 --format。可选：\n\tcsv,"),
        (("run",), "错误：缺少参数 INPUTS...。"),
    ],
)
def test_what_is_missing_on_the_command_line_is_said_in_chinese(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a Chinese full stop and no quotes."""
    assert said in gouji(capsys, *arguments).err


@pytest.mark.parametrize(("language", "word", "other"), [("zh", "路径", "PATH"), ("en", "PATH", "路径")])
def test_help_names_kinds_of_values_in_the_language_of_the_terminal(
    language: str, word: str, other: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path, a whole number."""
    monkeypatch.setenv("GOUJI_LANG", language)
    shown = gouji(capsys, "run", "--help").out
    assert f"--out {word}" in shown
    assert f"--out {other}" not in shown
    assert ("INTEGER RANGE" in shown) is (language == "en")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "没有这个文件或文件夹"),
        ("[reports".encode("utf-16"), "不是 UTF-8 文本"),
        (b"model = ", "末尾写法有误"),
        (b"a = 1\nmodel = x", "第 2 行第 9 列写法有误"),
    ],
)
def test_a_settings_file_that_cannot_be_read_is_told_in_chinese(
    tmp_path: Path,
    content: bytes | None,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is wrong, and where."""
    place = tmp_path / "gouji.toml"
    if content is not None:
        place.write_bytes(content)
    monkeypatch.setenv("GOUJI_CONFIG", str(place))
    screen = gouji(capsys, "doctor")
    assert (screen.status, screen.err) == (1, f"gouji: 设置文件 {place} 无法读取：{said}。\n")


def test_a_settings_file_may_begin_with_a_byte_order_mark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Editors of Windows put one there."""
    (tmp_path / "gouji.toml").write_text("samples = 0", encoding="utf-8-sig")
    monkeypatch.chdir(tmp_path)
    assert "设置 samples 不合法：不得小于 1" in gouji(capsys, "doctor").err


def test_answers_that_are_not_there_are_told_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the system says it, translated."""
    (tmp_path / "a.txt").write_text("一、部门概况。", encoding="utf-8")
    arguments = (
        "run",
        tmp_path / "a.txt",
        "--reader",
        "replay",
        "--answers",
        tmp_path / "nofile",
        "--out",
        tmp_path / "o",
    )
    screen = gouji(capsys, *arguments)
    assert "nofile 无法读取：没有这个文件或文件夹。" in screen.err


def test_doctor_says_why_there_is_no_connection_and_what_to_look_at(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody listens there."""
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))  # bound and not listening
        url = f"http://127.0.0.1:{unheard.getsockname()[1]}/v1"
        screen = gouji(capsys, "doctor", "--model", "m", "--base-url", url)
    assert screen.status == 1
    assert "✗ 端点与密钥：连接被拒绝，那里没有服务在等候\n" in screen.out
    assert f"请检查 OPENAI_BASE_URL（{url}）" in screen.out


def test_an_address_without_its_beginning_is_refused_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is asked."""
    screen = gouji(capsys, "doctor", "--model", "m", "--base-url", "api.deepseek.com")
    assert screen.status == 1
    assert "api.deepseek.com 不是完整的地址；须以 http:// 或 https:// 开头" in screen.err


def test_a_model_that_is_not_listed_is_said_in_words() -> None:
    """A long list is cut."""
    assert _not_listed("m", ["a", "b"]) == "端点没有列出 m；它列出的有 a、b"
    assert _not_listed("m", [str(number) for number in range(20)]).endswith("7 …")


def test_words_of_a_reader_that_nobody_translated_are_shown_as_they_are() -> None:
    """Better than nothing."""
    assert unreadable_words(ValueError("odd")) == "odd"
