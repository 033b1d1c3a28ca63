"""The outputs that both READMEs show, made anew from the sample reports: ``python tests/kit/readme_excerpts.py``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parents[2]
READMES = {"en": HERE / "README.md", "zh": HERE / "README.zh-CN.md"}
BLOCK = re.compile(r"(?<=<!-- real: )(run|show)( -->\n```text\n).*?(?=\n```)", re.DOTALL)
SECONDS = re.compile(r"\d+\.\d+(?= s\.| 秒)")

FINDING_OF, FINDING = "nanyue-2021", re.compile(r"290.*310|310.*290")
"""The finding that is shown: five channels that do not add up to the stated total."""

QUOTED = 8
"""Lines of that finding that are shown."""


def excerpts(language: str) -> dict[str, str]:
    """Return what the commands print in that language, by the name of the block."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        run = call(folder, language, "run", str(HERE / "gold" / "reports"), "--out", "out")
        show = call(folder, language, "show", out.name, "--document", FINDING_OF)
    return {"run": trimmed(run), "show": trimmed(finding(show))}


def call(folder: str, language: str, *arguments: str) -> str:
    """Run a command on a terminal of 90 columns without colour."""
    command = [sys.executable, "-c", "from extract.cli import main; main()", *arguments]
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("GOUJI_", "OPENAI_"))}
    environ |= {"GOUJI_LANG": language, "COLUMNS": "90", "PYTHONPATH": str(HERE)}
    return subprocess.run(command, cwd=folder, env=environ, check=True, capture_output=True, text=True).stdout  # noqa: S603  (our own code)


def finding(screen: str) -> str:
    """Return the lines of the finding that the README shows."""
    lines = screen.splitlines()
    first = next((number for number, line in enumerate(lines) if FINDING.search(line)), None)
    if first is None:
        sys.exit(f"no finding of {FINDING_OF} matches {FINDING.pattern!r} any more; choose another one to show")
    return "\n".join(lines[first : first + QUOTED])


def trimmed(text: str) -> str:
    """Return text without trailing white space, and with the time left out: it differs from run to run."""
    return SECONDS.sub("…", "\n".join(line.rstrip() for line in text.strip("\n").splitlines()))


def with_excerpts(readme: str, made: dict[str, str]) -> str:
    """Return a README with its blocks replaced by what the commands really print."""
    return BLOCK.sub(lambda found: found.group(1) + found.group(2) + made[found.group(1)], readme)


def main() -> None:
    """Rewrite both READMEs."""
    for language, path in READMES.items():
        path.write_text(with_excerpts(path.read_text(encoding="utf-8"), excerpts(language)), encoding="utf-8")


if __name__ == "__main__":
    main()
