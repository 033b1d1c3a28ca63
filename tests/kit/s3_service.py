"""A small S3 service on a loopback port: buckets in memory, listed and read as Amazon's interface says.

Only what a reader needs (ListObjectsV2, HeadObject, GetObject with ranges, HeadBucket); the client that tests put
before it is the AWS SDK inside of pyarrow. Documented at https://docs.aws.amazon.com/AmazonS3/latest/API/.
"""

from __future__ import annotations

import hashlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

STARTING = 20.0
AT_ONCE = 2
"""Keys in one answer, so that clients have to ask for more."""

MODIFIED = "Fri, 01 Mar 2024 00:00:00 GMT"
VARIABLES = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@dataclass
class Service:
    """The buckets, each a map of keys to bytes; ``variables`` tell clients where they are."""

    buckets: dict[str, dict[str, bytes]] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)

    def put(self, folder: Path, bucket: str, prefix: str) -> None:
        """Copy the files below a folder into a bucket."""
        held = self.buckets.setdefault(bucket, {})
        held |= {
            f"{prefix}/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in folder.rglob("*") if p.is_file()
        }

    def app(self) -> Starlette:
        """Return the ASGI application."""
        return Starlette(
            routes=[
                Route("/{bucket}", self._bucket, methods=["GET", "HEAD"]),
                Route("/{bucket}/{key:path}", self._object, methods=["GET", "HEAD"]),
            ]
        )

    async def _bucket(self, request: Request) -> Response:
        held = self.buckets.get(request.path_params["bucket"])
        if held is None:
            return _missing("NoSuchBucket")
        return _xml(_listing(held, request)) if "list-type" in request.query_params else Response()

    async def _object(self, request: Request) -> Response:
        bucket, key = request.path_params["bucket"], request.path_params["key"]
        if not key:
            return await self._bucket(request)
        data = self.buckets.get(bucket, {}).get(key)
        if data is None:
            return _missing("NoSuchKey")
        if request.method == "GET":
            self.read.append(key)
        about = {"ETag": f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"', "Last-Modified": MODIFIED}
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("range", ""))
        if asked is None:
            return Response(data, headers=about, media_type="binary/octet-stream")
        start, end = int(asked[1]), min(int(asked[2] or len(data)), len(data) - 1)
        about["Content-Range"] = f"bytes {start}-{end}/{len(data)}"
        return Response(data[start : end + 1], 206, headers=about, media_type="binary/octet-stream")


def _listing(held: dict[str, bytes], request: Request) -> str:
    """Return ListBucketResult: keys and common prefixes after the token, some at a time."""
    asked = request.query_params
    prefix, delimiter, after = asked.get("prefix", ""), asked.get("delimiter", ""), asked.get("continuation-token", "")
    names = sorted({_cut(key, prefix, delimiter) for key in held if key.startswith(prefix)})
    left = [name for name in names if name > after]
    most = min(AT_ONCE, int(asked.get("max-keys", AT_ONCE)))
    shown = left[:most]
    entries = "".join(_entry(name, held) for name in shown)
    more = f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if len(left) > most else ""
    counts = f"<KeyCount>{len(shown)}</KeyCount><MaxKeys>{most}</MaxKeys><IsTruncated>{str(bool(more)).lower()}</IsTruncated>"
    return f"<ListBucketResult><Prefix>{escape(prefix)}</Prefix>{counts}{more}{entries}</ListBucketResult>"


def _cut(key: str, prefix: str, delimiter: str) -> str:
    """Return a key, or the common prefix that stands for it."""
    head, found, _ = key[len(prefix) :].partition(delimiter) if delimiter else (key, "", "")
    return f"{prefix}{head}{found}" if found else key


def _entry(name: str, held: dict[str, bytes]) -> str:
    if name not in held:
        return f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>"
    size = f"<Size>{len(held[name])}</Size><LastModified>2024-03-01T00:00:00.000Z</LastModified>"
    return f"<Contents><Key>{escape(name)}</Key>{size}</Contents>"


def _xml(body: str, status: int = 200) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{body}', status, media_type="application/xml")


def _missing(code: str) -> Response:
    return _xml(f"<Error><Code>{code}</Code><Message>It does not exist.</Message></Error>", 404)


@contextmanager
def serving_s3() -> Iterator[Service]:
    """Serve until the block is left."""
    service = Service()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(service.app(), log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + STARTING
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        service.variables = {**VARIABLES, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        try:
            yield service
        finally:
            server.should_exit = server.force_exit = True
            thread.join(timeout=STARTING)
