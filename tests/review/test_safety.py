"""The page lets in nobody but itself: hosts, origins, tokens, sizes, paths, and reports that would be programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from review_fakes import TOTAL, Office, report

from extract.errors import ConfigError
from extract.review.security import BODY_LIMIT, CSRF_HEADER, Guard
from extract.review.serve import address, bind, check_host

STATIC = Path(__file__).parents[2] / "extract" / "review" / "static"
SECRET = "a-long-enough-secret"  # noqa: S105  (made up)
EVERYWHERE = "0.0.0.0"  # noqa: S104  (nothing is bound)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """One report under review, on loopback."""
    opened = Office(tmp_path)
    opened.keep(report())
    yield opened
    opened.close()


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Office]:
    """One report under review, on all addresses, with a token."""
    opened = Office(tmp_path, guard=Guard(host=EVERYWHERE, token=SECRET))
    opened.keep(report())
    yield opened
    opened.close()


def decision() -> dict[str, object]:
    """A body that would be accepted."""
    return {
        "document": "school", "after": 0, "reviewer": "甲",
        "decisions": [{"id": str(uuid4()), "target": TOTAL, "action": "accept"}],
    }  # fmt: skip


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", ""])
def test_a_foreign_host_name_is_refused(office: Office, host: str) -> None:
    """DNS rebinding brings the page's address under another name."""
    assert office.client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1:1", "[::1]:8765"])
def test_loopback_has_three_names(office: Office, host: str) -> None:
    """On any port."""
    assert office.client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_another_site_cannot_decide(office: Office, headers: dict[str, str]) -> None:
    """Not even with the secret of the session."""
    assert office.client.post("/api/decide", json=decision(), headers=headers).status_code == 403
    assert office.document()["revision"] == 0


def test_without_the_secret_of_the_session_nothing_is_written(office: Office) -> None:
    """A form on another page cannot send the header."""
    assert office.client.post("/api/decide", json=decision(), headers={CSRF_HEADER: "guess"}).status_code == 403


def test_the_page_itself_can_decide(office: Office) -> None:
    """The same request with its own origin."""
    own = {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}
    assert office.client.post("/api/decide", json=decision(), headers=own).status_code == 200


def test_every_answer_carries_a_policy_that_runs_nothing_but_our_files(office: Office) -> None:
    """Pages, data, static files and errors alike."""
    for path in ("/", "/api/queue", "/static/js/main.js", "/nothing"):
        headers = office.client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")


def test_a_body_over_the_limit_is_refused_however_it_is_sent(office: Office) -> None:
    """With its length in the header, and in pieces."""
    assert office.client.post("/api/decide", content=b"x" * (BODY_LIMIT + 1)).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(12):
            yield b"x" * 100_000

    assert office.client.post("/api/decide", content=pieces()).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/js/../../app.py",
    ],
)
def test_no_file_outside_of_the_static_folder_is_reachable(office: Office, path: str) -> None:
    """Whatever way it is written."""
    assert office.client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "school/../school", "C:\\windows"])
def test_a_document_is_a_name_in_the_store_and_never_a_path(office: Office, name: str) -> None:
    """Nothing on the disk is looked at."""
    assert office.client.get("/api/document", params={"document": name}).status_code == 404


def test_unknown_keys_and_endless_comments_are_refused(office: Office) -> None:
    """Bodies are closed and bounded."""
    assert office.post("/api/decide", decision() | {"admin": True}).status_code == 422
    assert office.decide(TOTAL, "comment", comment="x" * 5000).status_code == 422


@pytest.mark.parametrize("path", ["/", "/api/document?document=school", "/figures", "/metrics", "/static/js/main.js"])
def test_on_other_addresses_nothing_is_shown_without_the_token(shared: Office, path: str) -> None:
    """Not even the scripts."""
    assert shared.client.get(path).status_code == 401
    assert shared.client.get(path, headers={"authorization": "Bearer wrong"}).status_code == 401
    assert shared.client.get(path, headers={"authorization": f"Bearer {SECRET}"}).status_code == 200


def test_the_token_goes_from_the_address_into_a_cookie(shared: Office) -> None:
    """It stays in no history; scripts cannot read it, other sites cannot send it."""
    answer = shared.client.get(f"/?token={SECRET}&lang=en", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?lang=en")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert shared.client.get("/").status_code == 200


def test_a_wildcard_address_takes_addresses_and_no_names(shared: Office) -> None:
    """A name could be an attacker's; an address cannot be rebound."""
    allowed = {"authorization": f"Bearer {SECRET}"}
    assert shared.client.get("/", headers=allowed | {"host": "192.168.1.5:8765"}).status_code == 200
    assert shared.client.get("/", headers=allowed | {"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(("host", "token"), [(EVERYWHERE, None), ("192.168.1.5", "short"), ("example.org", None)])
def test_other_addresses_need_a_token_that_cannot_be_guessed(host: str, token: str | None) -> None:
    """Said before anything listens."""
    with pytest.raises(ConfigError, match="--token"):
        check_host(host, token)


def test_a_port_that_is_taken_is_passed_over_or_said() -> None:
    """The default moves on, a named one is an error that says what to do."""
    first = bind("127.0.0.1", 0)
    first.listen()
    port = first.getsockname()[1]
    with pytest.raises(ConfigError, match="--port"):
        bind("127.0.0.1", port)
    assert address(first, None) == f"http://127.0.0.1:{port}/"
    first.close()


def test_names_of_documents_cannot_end_the_data_block_of_the_page(office: Office) -> None:
    """The page's data is JSON in a script element."""
    office.keep(report("</script><script>alert(1)</script>"))
    page = office.client.get("/").text
    assert "</script><script>alert" not in page
    assert "\\u003c/script>" in page


def test_figures_escape_names(office: Office) -> None:
    """Reviewers name themselves."""
    office.decide(TOTAL, "accept", reviewer="<img src=x onerror=alert(1)>")
    page = office.client.get("/figures").text
    assert "<img" not in page
    assert "&lt;img" in page


FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|https?://"
)


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.js")), ids=lambda path: path.name)
def test_scripts_make_text_nodes_only_and_name_no_outside_address(path: Path) -> None:
    """No script turns a string into markup, and none fetches from elsewhere."""
    assert FORBIDDEN.findall(path.read_text(encoding="utf-8")) == []


def handlers(script: str) -> list[str]:
    """Return the first statement of every handler of keydown in a script."""
    starts = re.findall(
        r'(?:addEventListener\("keydown", \((?:e|event)\) =>|keydown: \((?:e|event)\) =>) (\{\s*[^\n]*\n?[^\n]*|[^,\n]*)',
        script,
    )
    return [start.lstrip("{").strip() for start in starts]


def test_every_handler_of_keys_leaves_input_methods_alone() -> None:
    """Its first line, or that of the function that it calls."""
    seen = 0
    for path in STATIC.rglob("*.js"):
        script = path.read_text(encoding="utf-8")
        for first in handlers(script):
            seen += 1
            called = re.match(r"this\.(\w+)\(", first)
            body = re.search(rf"\n  {called[1]}\(event\) \{{\n\s*(.*)", script)[1] if called else first  # type: ignore[index]  # a missing one is a failure
            assert re.match(r"if \((e|event)\.isComposing \|\| (e|event)\.keyCode === 229\) return;", body), (
                path.name,
                body,
            )
    assert seen >= 4
