"""A model that cannot be asked: no name, no key, or nobody at its address."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from terminal import gouji


def test_an_address_where_nobody_listens_stops_the_run_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a wrong setting, not a fault of the reports."""
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{unheard.getsockname()[1]}/v1")
        (tmp_path / "a.txt").write_text("一、部门概况。", encoding="utf-8")
        screen = gouji(capsys, "run", tmp_path / "a.txt", "--model", "m", "--out", tmp_path / "out")
    assert screen.status == 1
    assert "模型端点连接不上" in screen.err
    assert (tmp_path / "out" / "failures.jsonl").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--reader", "llm"), "没有指定模型"), (("--model", "m"), "需要密钥：请设 OPENAI_API_KEY")],
)
def test_a_model_that_cannot_be_asked_is_told_before_anything_else(
    arguments: tuple[str, str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The run does not start."""
    (tmp_path / "a.txt").write_text("一、部门概况。", encoding="utf-8")
    screen = gouji(capsys, "run", tmp_path / "a.txt", "--out", tmp_path / "out", *arguments)
    assert (screen.status, screen.out) == (1, "")
    assert words in screen.err
    assert not (tmp_path / "out").exists()
