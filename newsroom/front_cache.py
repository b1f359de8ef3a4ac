"""A cache in front of all of Django: strangers get finished pages without a view, a template or a query.

A stored page is made *for nobody*: from its key (host, scheme, address, the query parameters its view has declared) and
from nothing else of the visitor who happened to come first. So no cookie, address or header of one person can reach
another, whatever a view does. What turns out not to be for everybody is asked again for the visitor and not kept.

A page is fresh for FRESH; then one visitor makes it anew while the others get the old copy, and everybody keeps getting
it where making fails. Who writes at the desk, or sends a comment, ends the freshness of what that may have changed on
this machine at once; other machines and caches further out see it within five seconds (newsroom/caching.py).
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.urls import Resolver404, resolve, reverse

from newsroom import caching
from newsroom.changes import Changes
from newsroom.shelf import PLAIN, Page, Shelf, coding_for, is_packable, pack

log = logging.getLogger(__name__)

WAIT = 2.0  # seconds for somebody else to make a page of which there is no old copy
RETRY = 1.0  # seconds before a page is tried again that could not be made
REMAKERS = 2  # threads of a worker's four that may be busy with new copies: a slow database leaves two for what is here
LARGEST = 1 / 16  # of the shelf for one page: a month's sitemap must not throw out a day's stories
KEPT_STATUSES = ("200", "301", "404", "410")
LONGEST_QUERY = 1_000  # characters
NAME = "newsroom"  # in Cache-Status (RFC 9211)

# What the server says of itself, whoever asks.
_SERVER = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "wsgi.version", "wsgi.errors", "wsgi.multithread",
           "wsgi.multiprocess", "wsgi.run_once")  # fmt: skip


class Key(NamedTuple):
    """All that a page is made from."""

    secure: bool
    host: str
    root: str
    path: str
    query: str


class FrontCache:
    def __init__(
        self,
        application: WSGIApplication,
        *,
        limit: int,
        changes: Changes,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keeps at most `limit` bytes of the application's pages. Settings are read once, here."""
        self.application = application
        self.clock = clock
        self.shelf = Shelf(limit)
        self.changes = changes
        self.counts = dict.fromkeys(("hit", "stale", "made", "failed"), 0)  # roughly: threads may miss a step
        self._making: dict[Key, _Making] = {}
        self._lock = threading.Lock()
        self._remakers = threading.BoundedSemaphore(REMAKERS)
        self._desk = reverse("admin:index")
        proxy = settings.SECURE_PROXY_SSL_HEADER
        self._proxy_header, self._proxy_says = proxy or ("", "")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        if key:
            page, status = self._page(key, environ)
            if page:
                return self._answer(key, page, status, environ, start_response)
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD", "OPTIONS"}:
            return self.application(environ, self._watched(environ, start_response))
        return self.application(environ, start_response)

    def report(self) -> dict[str, int]:
        """For the health check: what this worker keeps and has done."""
        return {"pages": len(self.shelf), "bytes": self.shelf.bytes, "limit": self.shelf.limit, **self.counts}

    def _key(self, environ: WSGIEnvironment) -> Key | None:
        """What the page asked for is made from; None where the visitor or the request is a special one."""
        host, path = environ.get("HTTP_HOST"), environ.get("PATH_INFO", "")
        if not host or not path.isascii() or _is_special(environ):
            return None
        reads = _reads(path)
        if reads is None:
            return None
        query = _known(environ.get("QUERY_STRING", ""), reads)
        if query is None:
            return None
        if self._proxy_header:
            secure = environ.get(self._proxy_header, "").partition(",")[0].strip() == self._proxy_says
        else:
            secure = environ["wsgi.url_scheme"] == "https"
        if settings.SECURE_SSL_REDIRECT and not secure:
            return None
        return Key(secure, host.lower(), environ.get("SCRIPT_NAME", ""), path, query)

    def _page(self, key: Key, environ: WSGIEnvironment) -> tuple[Page | None, str]:
        """The page to show and what to say of it: kept, old, or made by this visitor. None: ask for the visitor."""
        page = self.shelf.get(key)
        if page and self._is_fresh(key, page):
            return page, "hit"
        making, is_ours = self._begin(key)
        if not is_ours:
            if page and page.changes == self.changes.last(key.path):
                return page, "stale"
            making.done.wait(WAIT)
            return making.answer if making.answer[0] else (page, "stale")
        try:
            page = self.shelf.get(key)  # somebody may have finished it in between
            if page and self._is_fresh(key, page):
                return page, "hit"
            if page and (self.clock() < page.retry_at or not self._remakers.acquire(blocking=False)):
                return page, "stale"
            try:
                making.answer = self._made(key, environ, page)
            finally:
                if page:
                    self._remakers.release()
            return making.answer
        finally:
            with self._lock:
                del self._making[key]
            making.done.set()

    def _is_fresh(self, key: Key, page: Page) -> bool:
        return self.clock() - page.made_at < caching.FRESH and page.changes == self.changes.last(key.path)

    def _begin(self, key: Key) -> tuple["_Making", bool]:
        with self._lock:
            making = self._making.get(key)
            if making:
                return making, False
            making = self._making[key] = _Making()
            return making, True

    def _made(self, key: Key, environ: WSGIEnvironment, old: Page | None) -> tuple[Page | None, str]:
        """A new copy; the old one where it cannot be made; an error that is nobody's own; None if it is not shared."""
        changes, now = self.changes.last(key.path), self.clock()
        try:
            status, headers, body = self._ask_for_nobody(key, environ)
        except Exception:
            log.exception("front cache: %s", key.path)
            if old is None:
                raise
            status, headers, body = "500", [], b""
        names = {name.lower(): value for name, value in headers}
        page = Page(status, headers, body, etag=names.get("etag", ""), made_at=now, changes=changes)
        if status.startswith("5"):
            self.counts["failed"] += 1
            if old and now - old.made_at < caching.STALE_IF_ERROR:
                old.retry_at = self.clock() + RETRY
                return old, "stale"
            return page, "failed"
        if not _is_for_everybody(status, names, body):
            self.shelf.drop(key)
            return None, ""
        page.is_packable = is_packable(body, names.get("content-type", ""))
        page.headers = [(name, value) for name, value in headers if name.lower() not in _WRITTEN_ANEW]
        if old and old.body == body:
            page.packed = dict(old.packed)  # most pages come out as they were
        if page.size < self.shelf.limit * LARGEST:
            self.shelf.put(key, page)
        return page, "made"

    def _ask_for_nobody(self, key: Key, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
        """What the application answers to a visitor of whom nothing is known."""
        nobody: dict[str, Any] = {name: environ[name] for name in _SERVER if name in environ}
        nobody |= {
            "REQUEST_METHOD": "GET",
            "REMOTE_ADDR": "",
            "HTTP_HOST": key.host,
            "SCRIPT_NAME": key.root,
            "PATH_INFO": key.path,
            "QUERY_STRING": key.query,
            "wsgi.url_scheme": "https" if key.secure else "http",
            "wsgi.input": BytesIO(),
        }
        if self._proxy_header and key.secure:
            nobody[self._proxy_header] = self._proxy_says
        answer: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answer[:] = [status, headers]
            return None

        parts = self.application(nobody, start)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return answer[0], answer[1], body

    def _answer(
        self, key: Key, page: Page, status: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        self.counts[status] += 1
        if status == "failed":
            start_response(page.status, [*page.headers, ("Cache-Status", f"{NAME}; fwd=miss")])
            return [page.body] if environ["REQUEST_METHOD"] == "GET" else []
        age = self.clock() - page.made_at
        written = [
            ("Cache-Control", caching.public_for(age)),
            ("Vary", "Accept-Encoding"),
            ("Cache-Status", _status(status, age)),
        ]
        if page.etag:
            written.append(("ETag", page.etag))
            if _is_known(page.etag, environ.get("HTTP_IF_NONE_MATCH", "")):
                start_response("304 Not Modified", written)
                return []
        body = page.body
        coding = coding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if coding != PLAIN and page.is_packable:
            body = self._packed(key, page, coding)
            written.append(("Content-Encoding", coding))
        start_response(page.status, [*page.headers, *written, ("Content-Length", str(len(body)))])
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    def _packed(self, key: Key, page: Page, coding: str) -> bytes:
        """The body in this coding: made once, and twice where two visitors ask for it in the same millisecond."""
        body = page.packed.get(coding)
        if body is None:
            body = page.packed[coding] = pack(page.body, coding)
            self.shelf.grown(key, page)
        return body

    def _watched(self, environ: WSGIEnvironment, start_response: StartResponse) -> StartResponse:
        """Notices what a written change leads to: a redirect is how the desk and the comments say that it was stored.

        The desk may have changed any page; everybody else the page to which they are sent back.
        """

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if status.startswith("3"):
                if environ.get("PATH_INFO", "").startswith(self._desk):
                    self.changes.everywhere()
                else:
                    self.changes.at(next((urlsplit(value).path for name, value in headers if name == "Location"), ""))
            return start_response(status, headers, exc_info)

        return start


class _Making:
    """A page that one visitor is making and others wait for. There is none where it is not for everybody."""

    __slots__ = ("answer", "done")

    def __init__(self) -> None:
        self.done = threading.Event()
        self.answer: tuple[Page | None, str] = (None, "")


def in_front_of(application: WSGIApplication) -> WSGIApplication:
    """The application behind its cache; the application itself where FRONT_CACHE_MB is 0."""
    global _installed  # noqa: PLW0603  (one server process has one)
    if not settings.FRONT_CACHE_MB:
        return application
    _installed = FrontCache(
        application, limit=settings.FRONT_CACHE_MB * 2**20, changes=Changes(settings.VAR_DIR / "changes")
    )
    return _installed


def report() -> dict[str, int] | None:
    """For the health check: what this process keeps and has done; None where no cache stands in front of it."""
    return _installed.report() if _installed else None


def last_change() -> int:
    """The moment of the last change on this machine that may concern every page; always 0 without this cache."""
    return _installed.changes.everything if _installed else 0


_installed: FrontCache | None = None
_WRITTEN_ANEW = {"cache-control", "vary", "etag", "content-length"}


def _is_special(environ: WSGIEnvironment) -> bool:
    """Whether the answer may depend on who asks, or on more than the address."""
    return (
        environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
        # The name anywhere in the header is enough: nobody with a session gets a stored page, however it is written.
        or settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", "")
        or "HTTP_AUTHORIZATION" in environ
        or "HTTP_RANGE" in environ
        or environ.get("CONTENT_LENGTH", "0") not in {"", "0"}
    )


@lru_cache(maxsize=4_096)
def _reads(path: str) -> tuple[str, ...] | None:
    """The query parameters that the view at this address has declared; None where it is not a public page."""
    try:
        view = resolve(path).func
    except (Resolver404, UnicodeError):
        return None
    reads: tuple[str, ...] | None = getattr(view, "reads", None)
    return reads


def _known(query: str, reads: tuple[str, ...]) -> str | None:
    """The query with nothing in it that the page does not read; None for one that is not worth understanding."""
    if not query or not reads:
        return ""
    if len(query) > LONGEST_QUERY or not query.isascii():
        return None
    return urlencode([(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name in reads])


def _is_for_everybody(status: str, headers: dict[str, str], body: bytes) -> bool:
    policy = headers.get("cache-control", "")
    return (
        status[:3] in KEPT_STATUSES
        and policy == caching.PUBLIC
        and "set-cookie" not in headers
        and "content-encoding" not in headers
        and headers.get("vary", "").strip().lower() in {"", "accept-encoding"}
        and "nonce-" not in headers.get("content-security-policy", "")
        and headers.get("content-length") == str(len(body))
    )


def _is_known(etag: str, asked: str) -> bool:
    """Whether If-None-Match names this page; by weak comparison, as RFC 9110 wants it here."""
    return bool(asked) and (asked.strip() == "*" or etag in (part.strip() for part in asked.split(",")))


def _status(status: str, age: float) -> str:
    if status == "made":
        return f"{NAME}; fwd=miss; stored"
    return f"{NAME}; hit; ttl={int(caching.FRESH - age)}"
