"""A small S3-compatible store: keeps files in memory and answers only requests signed with its key.

It verifies signatures by its own implementation of the specification, so that it cannot share a mistake with ours.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

KEY, SECRET, REGION, BUCKET = "AKIDRINA", "ra/ha+sia", "ap-southeast-3", "foto"
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(\w+)/(\d{8})/([\w-]+)/s3/aws4_request, "
    r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})"
)


class Store(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.files: dict[str, bytes] = {}
        self.is_public = False
        self.breaks = False

    @property
    def url(self) -> str:
        secret = SECRET.replace("/", "%2F").replace("+", "%2B")
        return f"s3://{KEY}:{secret}@127.0.0.1:{self.server_port}/{BUCKET}/redaksi?region={REGION}&tls=0"


class _Answer(BaseHTTPRequestHandler):
    server: Store

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        files = self.server.files
        if self.server.breaks:
            self._say(503)
        elif not self._is_ours(body) and not (self.server.is_public and self.command == "GET"):
            self._say(403)
        elif self.command == "PUT":
            files[self.path] = body
            self._say(200)
        elif self.command == "DELETE":
            files.pop(self.path, None)
            self._say(204)
        elif self.path in files:
            self._say(200, files[self.path])
        else:
            self._say(404)

    do_GET = do_PUT = do_HEAD = do_DELETE = _handle  # noqa: N815

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _is_ours(self, body: bytes) -> bool:
        match = _AUTHORIZATION.fullmatch(self.headers.get("Authorization", ""))
        if match is None:
            return False
        key, day, region, names, said = match.groups()
        digest = self.headers["x-amz-content-sha256"]
        wanted = {"host", "x-amz-date", "x-amz-content-sha256"}
        if (
            (key, region) != (KEY, REGION)
            or digest != hashlib.sha256(body).hexdigest()
            or not wanted <= {*names.split(";")}
        ):
            return False
        request = f"{self.command}\n{self.path}\n\n"
        request += "".join(f"{name}:{self.headers[name]}\n" for name in names.split(";")) + f"\n{names}\n{digest}"
        to_sign = f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{day}/{region}/s3/aws4_request\n"
        to_sign += hashlib.sha256(request.encode()).hexdigest()
        secret = ("AWS4" + SECRET).encode()
        for part in (day, region, "s3", "aws4_request"):
            secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
        return hmac.compare_digest(said, hmac.new(secret, to_sign.encode(), hashlib.sha256).hexdigest())

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def store() -> Iterator[Store]:
    server = Store()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
