"""The built wheel, installed into an environment of its own and run from an empty folder."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel; the build tool is fetched by pip only where this environment lacks it."""
    out = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    call(HERE, sys.executable, "-m", "build", "--wheel", *isolation, "--outdir", out, HERE)
    [built] = out.glob("gouji-*.whl")
    return built


@pytest.fixture(scope="module")
def gouji(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new environment, which borrows the dependencies and nothing of the checkout."""
    home = tmp_path_factory.mktemp("venv")
    call(home, sys.executable, "-m", "venv", "--without-pip", home)
    site = next(home.glob("lib*/python*/site-packages"))
    call(home, sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", site, wheel)
    (site / "dependencies.pth").write_text(f"{borrowed(home)}\n", encoding="utf-8")
    script = home / "bin" / "gouji"
    script.write_text(f"#!{home}/bin/python\nfrom extract.cli import main\nmain()\n", encoding="utf-8")
    script.chmod(0o755)
    return script


def borrowed(home: Path) -> Path:
    """Return a folder with links to the packages of this environment, gouji itself left out."""
    here = Path(sysconfig.get_path("purelib"))
    links = home / "dependencies"
    links.mkdir()
    for path in here.iterdir():
        if "gouji" not in path.name and path.suffix != ".pth" and not path.name.startswith("__editable__"):
            (links / path.name).symlink_to(path)
    return links


def call(where: Path, *command: object) -> str:
    """Run a command to its end and return its standard output; its words are in the error if it fails."""
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME"}}
    done = subprocess.run(  # noqa: S603  (our own commands)
        [str(part) for part in command], cwd=where, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_wheel_holds_all_data_that_the_commands_need(wheel: Path) -> None:
    """Prompts, labels, reports, page templates, static files and migrations; no tests and no byte code."""
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"extract/_data/{path.relative_to(HERE).as_posix()}"
        for home in ("prompts", "gold")
        for path in (HERE / home).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted |= {
        path.relative_to(HERE).as_posix()
        for room in ("extract", "eval")
        for path in (HERE / room).rglob("*")
        if path.is_file() and path.suffix not in {".pyc", ".orig"} and "__pycache__" not in path.parts
    }
    assert wanted <= names
    assert not [name for name in names if name.startswith(("tests/", "bench/", "docs/")) or name.endswith(".pyc")]


def test_an_installed_gouji_reads_reports_from_an_empty_folder(gouji: Path, tmp_path: Path) -> None:
    """Nothing of the checkout is seen: the package comes from the new environment."""
    where = call(tmp_path, gouji.parent / "python", "-c", "import extract.settings as s; print(s.__file__)")
    assert Path(where.strip()).is_relative_to(gouji.parent.parent)
    report = next((HERE / "gold" / "reports").glob("*.txt"))
    call(tmp_path, gouji, "run", report, "--out", "out")
    assert json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))["documents"]["done"] == 1
    assert report.stem in call(tmp_path, gouji, "show", "out")


@pytest.mark.parametrize("command", ["run", "show", "check", "review", "export", "eval", "batch", "prompts", "doctor"])
def test_every_command_of_an_installed_gouji_starts(gouji: Path, tmp_path: Path, command: str) -> None:
    """Its help needs every module that the command imports."""
    assert f"gouji {command} " in call(tmp_path, gouji, command, "--help")


def test_an_installed_gouji_finds_its_data(gouji: Path, tmp_path: Path) -> None:
    """Prompts and gold lie inside the package."""
    code = "from extract.settings import data_home as h; print(*(p.name for n in ('prompts', 'gold') for p in h(n).iterdir()))"
    found = set(call(tmp_path, gouji.parent / "python", "-c", code).split())
    assert {"README.md", "labels", "reports", "splits.toml"} <= found
    assert any(name.endswith(".jinja") for name in found)


def test_an_installed_gouji_prints_its_schema(gouji: Path, tmp_path: Path) -> None:
    """With descriptions in both languages."""
    schema = json.loads(call(tmp_path, gouji, "schema"))
    assert schema["properties"]["finance"]["description"] == "资金数据"
    assert schema["properties"]["finance"]["description_en"] == "amounts of money and financial ratios"
