"""The picture of a page beside its text: of the very file, of nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

from review_fakes import TEXT, Office, report

from bench.typeset import Press
from extract.model.record import Record, Source
from extract.review.page_picture import page_picture

PNG = b"\x89PNG"


def pdf(path: Path) -> Path:
    """A PDF of one page."""
    press = Press()
    press.paragraph("一、部门概况")
    path.write_bytes(press.done())
    return path


def read_from(path: Path, media_type: str = "application/pdf") -> Record:
    """The record of a report that was read from a file."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text = hashlib.sha256(TEXT.encode()).hexdigest()
    source = Source(path=str(path), sha256=digest, media_type=media_type, text_sha256=text)
    return report().model_copy(update={"source": source})


def test_a_page_of_the_file_that_was_read_is_drawn(tmp_path: Path) -> None:
    record = read_from(pdf(tmp_path / "a.pdf"))
    drawn = page_picture(record, 1)
    assert drawn is not None
    assert drawn.startswith(PNG)


def test_a_file_that_changed_or_is_no_pdf_is_never_shown(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf")
    changed, other = read_from(path), read_from(path, "text/plain")
    path.write_bytes(path.read_bytes() + b"%")
    assert page_picture(changed, 1) is None
    assert page_picture(other, 1) is None
    path.unlink()
    assert page_picture(changed, 1) is None


def test_the_server_gives_the_picture_or_says_that_there_is_none(tmp_path: Path) -> None:
    opened = Office(tmp_path)
    opened.keep(read_from(pdf(tmp_path / "a.pdf")))
    found = opened.client.get("/page.png", params={"document": "school", "number": 1})
    beyond = opened.client.get("/page.png", params={"document": "school", "number": 9})
    pictured = opened.document()["pictures"]
    opened.close()
    assert (found.status_code, found.headers["content-type"], found.content[:4]) == (200, "image/png", PNG)
    assert beyond.status_code == 404
    assert pictured is True
