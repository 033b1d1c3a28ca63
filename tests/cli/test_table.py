"""The command line itself: its table of commands, its help, and what it does with errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from terminal import gouji

from extract.cli import COMMANDS
from extract.settings import RunOptions, data_home, load_options

HERE = Path(__file__).parents[2]


def test_help_lists_every_command_in_the_order_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    """The order is that of use."""
    out = gouji(capsys, "--help").out
    places = [out.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_exists_and_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In Chinese here."""
    screen = gouji(capsys, name, "--help")
    assert screen.status == 0
    assert screen.out.startswith(f"用法: gouji {name}")


def test_help_imports_nothing_that_a_command_needs() -> None:
    """So that it appears at once."""
    code = "import sys; sys.argv = ['gouji', '--help']; from extract.cli import main\ntry: main()\nexcept SystemExit: pass\nprint(*sorted(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=HERE).stdout  # noqa: S603  (our own code)
    assert not {"pydantic", "rich", "numpy", "sqlalchemy", "openai", "jinja2"} & set(out.split())


def test_a_run_with_rules_imports_no_model_client_and_no_science(tmp_path: Path) -> None:
    """The offline path starts fast and needs no key."""
    code = (
        f"import sys; sys.argv = ['gouji', 'run', 'gold/reports/panlong-2022.txt', '--out', {str(tmp_path)!r}, '--quiet']\n"
        "from extract.cli import main\ntry: main()\nexcept SystemExit: pass\nprint(*sorted(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=HERE).stdout  # noqa: S603  (our own code)
    loaded = set(out.split())
    assert "extract.readers.rules.reader" in loaded
    assert not {"openai", "instructor", "numpy", "scipy", "sklearn", "pyarrow", "fastapi", "trafilatura"} & loaded


def test_a_terminal_without_hanzi_shows_question_marks_and_no_traceback() -> None:
    """As a Latin locale gives one."""
    done = subprocess.run(
        [sys.executable, "-c", "from extract.cli import main; main()", "run", "missing.txt", "--out", "out"],
        env={"PYTHONIOENCODING": "latin-1:strict", "GOUJI_LANG": "zh", "PYTHONPATH": str(HERE)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"gouji: ??? missing.txt???????\n"


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2, as of every command line."""
    assert gouji(capsys, "fly").status == 2


def test_the_schema_of_a_record_holds_that_of_a_label(capsys: pytest.CaptureFixture[str]) -> None:
    """Gold is a record, a record adds keys."""
    record, gold = (json.loads(gouji(capsys, "schema", "--of", what).out) for what in ("record", "gold"))
    assert set(gold["properties"]) < set(record["properties"])
    assert set(record["required"]) == set(gold["required"]) == {"document", "profile"}


def test_flags_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    """And an empty variable counts as unset."""
    (tmp_path / "gouji.toml").write_text('model = "file"\nsamples = 2\nreasks = 1\n', encoding="utf-8")
    environ = {"GOUJI_MODEL": "environment", "GOUJI_SAMPLES": "3", "GOUJI_DOMAIN": "", "OPENAI_BASE_URL": "http://x"}
    options = load_options({"model": "flag", "reader": None}, environ=environ, folder=tmp_path)
    assert (options.model, options.samples, options.reasks, options.domain) == ("flag", 3, 1, "petition")
    assert (options.base_url, options.chosen_reader) == ("http://x", "llm")


def test_prices_are_a_table_of_the_file(tmp_path: Path) -> None:
    """Exact decimals."""
    (tmp_path / "gouji.toml").write_text('[prices."qwen-max"]\nprompt = 2.4\ncompletion = "9.6"\n', encoding="utf-8")
    price = load_options({}, environ={}, folder=tmp_path).prices["qwen-max"]
    assert (str(price.prompt), str(price.completion), price.cached) == ("2.4", "9.6", None)


def test_a_key_shows_nowhere(tmp_path: Path) -> None:
    """Neither printed nor in what describes a run, and not taken from a file."""
    options = load_options({}, environ={"OPENAI_API_KEY": "sk-secret"}, folder=tmp_path)
    assert options.api_key is not None
    assert options.api_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in repr(options) + str(options) + str(options.model_dump(mode="json"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("samples = 0", "gouji.toml 中的设置 samples 不合法"),
        ('modle = "x"', "gouji.toml 中没有名为 modle 的设置；可用：reader, "),
        ('api_key = "sk-secret"', "密钥只从环境变量 OPENAI_API_KEY 读取"),
        ("samples = ", "gouji.toml 无法读取"),
    ],
)
def test_a_wrong_setting_names_its_place_and_what_is_legal(
    text: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And never repeats a key."""
    monkeypatch.chdir(tmp_path)
    Path("gouji.toml").write_text(text, encoding="utf-8")
    screen = gouji(capsys, "run", HERE / "gold" / "reports", "--out", "out")
    assert screen.status == 1
    assert words in screen.err
    assert "sk-secret" not in screen.err


@pytest.mark.parametrize(
    "flag",
    ["--samples=0", "--concurrency=-1", "--workers=0", "--timeout=-1", "--budget-cost=abc", "--budget-cost=-1"],
)
def test_a_flag_out_of_range_is_wrong_usage(flag: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2, and the flag is named."""
    screen = gouji(capsys, "run", HERE / "gold" / "reports", "--out", tmp_path / "out", flag)
    assert screen.status == 2
    assert flag.partition("=")[0] in screen.err
    assert not (tmp_path / "out").exists()


def test_what_was_set_can_be_shown_without_what_is_secret() -> None:
    """Neither key, nor user, password and query of the address."""
    options = RunOptions(base_url="https://user:SECRET@host:8000/v1?key=SECRET", api_key=SecretStr("SECRET"), samples=3)
    assert options.shown() == {"base_url": "https://host:8000/v1", "samples": 3}


def test_options_travel_to_other_processes(tmp_path: Path) -> None:
    """They are frozen and picklable."""
    import pickle  # noqa: PLC0415  (our own data)

    options = RunOptions(model="x", answers=tmp_path)
    assert pickle.loads(pickle.dumps(options)) == options  # noqa: S301  (our own data)


def test_shipped_data_is_found_in_a_checkout() -> None:
    """Where it is edited."""
    assert (data_home("gold") / "GUIDELINES.md").is_file()
    assert data_home("prompts") == HERE / "prompts"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("run",), 2, "错误：缺少参数 INPUTS...。"),
        (("run", "x"), 2, "错误：缺少选项 --out。"),
        (("run", "x", "--out", "y", "--smples", "3"), 2, "错误：没有选项 --smples。"),
        (("run", "x", "--out", "y", "--samples", "0"), 2, "错误：'--samples' 的值不合法：0 超出范围 1<=x<=32。"),
        (("run", "x", "--out", "y", "--samples", "a"), 2, "错误：'--samples' 的值不合法：a 不是合法的数。"),
        (("run", "x", "--out", "y", "--reader", "fortune"), 2, "fortune 不在 'rules', 'llm', 'replay' 之中。"),
        (("fly",), 2, "错误：没有命令 fly。"),
        (("export", "--format"), 2, "错误：选项 --format 需要一个值。"),
        (("eval", "compare", "A", "B", "C"), 2, "错误：多余的参数：C"),
        (("--version",), 0, "gouji 版本 "),
        (("run", "--help"), 0, "[必填]"),
    ],
)
def test_what_click_says_is_chinese_in_a_chinese_terminal(
    arguments: tuple[str, ...], status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No English sentence stands among ours."""
    screen = gouji(capsys, *arguments)
    assert screen.status == status
    assert words in screen.out + screen.err
    assert not any(english in screen.out + screen.err for english in ("Usage", "Error", "Options", "Try ", "Show "))


def test_what_click_says_is_english_in_an_english_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As click wrote it."""
    monkeypatch.setenv("GOUJI_LANG", "en")
    assert "Error: Missing argument 'INPUTS...'" in gouji(capsys, "run").err


def test_a_language_that_gouji_does_not_speak_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the command goes on in the language of the locale."""
    monkeypatch.setenv("GOUJI_LANG", "fr")
    screen = gouji(capsys, "--version")
    assert (screen.status, screen.err) == (0, "gouji: GOUJI_LANG=fr 不可用，可选 zh 或 en。\n")


def test_a_run_that_nobody_watches_reads_its_reports_all_the_same(tmp_path: Path) -> None:
    """As in ``gouji run reports --out out | head -1``; its status is that of the run."""
    here, there = os.pipe()
    os.close(here)
    (tmp_path / "empty.txt").touch()
    reports = [HERE / "gold" / "reports" / "panlong-2022.txt", tmp_path / "empty.txt"]
    code = "from extract.cli import main; main()"
    done = subprocess.run(  # noqa: S603  (our own code)
        [sys.executable, "-c", code, "run", *map(str, reports), "--out", str(tmp_path / "out")],
        stdout=there,
        stderr=subprocess.PIPE,
        check=False,
        cwd=HERE,
    )
    os.close(there)
    assert done.returncode == 3
    assert b"Error" not in done.stderr
    assert len((tmp_path / "out" / "records.jsonl").read_bytes().splitlines()) == 1


@pytest.mark.parametrize("way", [("--help",), ("schema",), ("eval", "agreement", "gold", "gold")])
def test_a_reader_that_goes_away_ends_a_command_quietly(way: tuple[str, ...]) -> None:
    """As in ``gouji show out | head -1``."""
    here, there = os.pipe()
    os.close(here)
    done = subprocess.run(  # noqa: S603  (our own code)
        [sys.executable, "-c", "from extract.cli import main; main()", *way],
        stdout=there,
        stderr=subprocess.PIPE,
        check=False,
        cwd=HERE,
    )
    os.close(there)
    assert (done.returncode, done.stderr) == (0, b"")
