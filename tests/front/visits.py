"""Requests to a WSGI application, and an application that reveals everything about a request."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from newsroom import caching
from newsroom.changes import Changes
from newsroom.front_cache import FrontCache

PERSONAL = ("HTTP_COOKIE", "HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR",
            "HTTP_AUTHORIZATION", "REMOTE_ADDR")  # fmt: skip


@dataclass
class Answer:
    status: str
    headers: dict[str, str]
    body: bytes

    @property
    def says(self) -> str:
        """What the cache did, from Cache-Status; "" if it was bypassed."""
        return self.headers.get("Cache-Status", "")


def ask(application: WSGIApplication, path: str = "/nasional/", **given: Any) -> Answer:
    """Send a request. Keywords are parts of the WSGI environment; `query` and `method` are short forms."""
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": given.pop("method", "GET"),
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": given.pop("query", ""),
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.7",
        "HTTP_HOST": "testserver",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **given,
    }
    begun: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        begun[:] = [status, headers]

    parts = application(environ, start)
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    return Answer(begun[0], dict(begun[1]), body)


@dataclass
class Press:
    """An application that prints the visitor, counts its calls, and answers as configured."""

    status: str = "200 OK"
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    at_once: Counter[str] = field(default_factory=Counter)
    most_at_once: int = 0
    meanwhile: Callable[[], object] = lambda: None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        place = f"{environ['HTTP_HOST']}{environ['PATH_INFO']}?{environ['QUERY_STRING']}"
        with self._lock:
            self.asked[place] += 1
            self.at_once[place] += 1
            self.most_at_once = max(self.most_at_once, self.at_once[place])
        try:
            self.meanwhile()
            told = " ".join(str(environ.get(name, "")) for name in PERSONAL)
            body = f"{environ['wsgi.url_scheme']}://{place} {self.text} <{told}>".encode()
        finally:
            with self._lock:
                self.at_once[place] -= 1
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": caching.PUBLIC,
            "ETag": f'W/"{hash(body):x}"',
            **self.headers,
        }
        start_response(self.status, list(headers.items()))
        return [body]

    @property
    def times(self) -> int:
        return sum(self.asked.values())


@dataclass
class Clock:
    now: float = 1_000

    def __call__(self) -> float:
        return self.now


def in_front(press: WSGIApplication, *, limit: int = 2**20, clock: Clock | None = None) -> FrontCache:
    return FrontCache(press, limit=limit, changes=Changes(None), clock=clock or Clock())
