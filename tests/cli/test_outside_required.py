"""In CI a test that lacks its outside program fails; on a desk it is skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SKIPPING = """
import pytest

@pytest.mark.outside
def test_with_a_browser():
    pytest.skip("no Chromium: apt-get install chromium")

@pytest.fixture
def server():
    pytest.skip("no PostgreSQL: apt-get install postgresql")

@pytest.mark.outside
def test_with_a_server(server):
    pass

def test_for_another_system():
    pytest.skip("not on this system")
"""


@pytest.mark.parametrize(("required", "counted"), [("0", "3 skipped"), ("1", "1 failed, 1 skipped, 1 error")])
def test_skips_of_outside_tests_fail_where_they_are_required(tmp_path: Path, required: str, counted: str) -> None:
    """``.ci/run`` sets the variable; a skip for another reason stays one."""
    shutil.copy(Path(__file__).parents[1] / "conftest.py", tmp_path)
    (tmp_path / "test_skipping.py").write_text(SKIPPING, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = outside\n", encoding="utf-8")
    done = subprocess.run(  # noqa: S603  (this Python, our own tests)
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path],
        cwd=tmp_path,
        env=os.environ | {"GOUJI_REQUIRE_OUTSIDE": required},
        capture_output=True,
        text=True,
        check=False,
    )
    assert counted in done.stdout
    assert done.returncode == int(required)
