"""Take the pictures of the evaluation report that the README shows, from a real run of the offline reader.

    python bench/pictures.py

Needs Debian's chromium and fonts-noto-cjk. Writes docs/images/eval-report-*.png.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
VIEWS = (("zh", "headline", "banner"), ("zh", "cases", "cases"), ("en", "headline", "banner"), ("en", "cases", "cases"))
"""Language, name of the picture, and the part of the page at its top."""


def gouji(*arguments: str) -> None:
    """Run the command line of this checkout."""
    program = "from extract.cli import main; main()"
    subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, check=True)  # noqa: S603  (our own command)


def main() -> None:
    """Run, score, and take the pictures."""
    browser_path = shutil.which("chromium") or sys.exit("no chromium: apt-get install chromium fonts-noto-cjk")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        gouji("run", "gold/reports", "--out", f"{name}/run", "--reader", "rules", "--quiet")
        gouji("eval", "score", "--gold", "gold", "--records", f"{name}/run", "--html", f"{name}/report.html")
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        for language, picture, part in VIEWS:
            page = browser.new_page(viewport={"width": 1200, "height": 860})
            page.goto(f"file://{name}/report.html#lang={language}&mode=all&field=problems.text")
            page.locator(".list .row").nth(1).click()
            page.wait_for_selector(".source mark")
            page.evaluate(f"document.getElementById('{part}').scrollIntoView()")
            page.screenshot(path=ROOT / "docs" / "images" / f"eval-report-{picture}-{language}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
