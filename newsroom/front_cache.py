"""A cache in front of all of Django: anonymous visitors get finished pages without a view, a template or a query.

A stored page is rendered *for nobody*: from its key (scheme, host, path, and the query parameters that its view has
declared), and from nothing else in the request that triggered it. So no cookie, address or header of one visitor can
reach another, whatever a view does. A response that turns out to be personal is not stored; the request is then passed
to Django as it came.

A page is fresh for caching.FRESH seconds. After that, one request renders it again while others get the old copy; if
rendering fails, all keep getting it. A change at the desk or a new comment makes the affected pages on this machine
stale at once. Other machines and caches further out show it within five seconds (newsroom/caching.py).
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

WAIT = 2.0  # seconds to wait for another request that is rendering the page, if there is no old copy
RETRY = 1.0  # seconds until a page that could not be rendered is tried again
MOST_REFRESHING = (
    2  # of a worker's four threads may render stale pages: with a slow database, two still serve stored ones
)
LARGEST = 1 / 16  # share of the shelf for one page: the sitemap of a month must not evict the stories of a day
KEPT_STATUSES = ("200", "301", "404", "410")
LONGEST_QUERY = 1_000  # characters
NAME = "newsroom"  # in Cache-Status (RFC 9211)

# What the server tells about itself, the same for every request.
_SERVER = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "wsgi.version", "wsgi.errors", "wsgi.multithread",
           "wsgi.multiprocess", "wsgi.run_once")  # fmt: skip


class Key(NamedTuple):
    """Everything that a stored page depends on."""

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
        """Store at most `limit` bytes of the application's pages. Reads the settings once, here."""
        self.application = application
        self.clock = clock
        self.shelf = Shelf(limit)
        self.changes = changes
        self.counts = dict.fromkeys(("hit", "stale", "made", "failed"), 0)  # approximate: increments are not locked
        self._in_flight: dict[Key, _Rendering] = {}
        self._lock = threading.Lock()
        self._refreshing = threading.BoundedSemaphore(MOST_REFRESHING)
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
            return self.application(environ, self._noting_changes(environ, start_response))
        return self.application(environ, start_response)

    def report(self) -> dict[str, int]:
        """Statistics of this worker's cache, for the health check."""
        return {"pages": len(self.shelf), "bytes": self.shelf.bytes, "limit": self.shelf.limit, **self.counts}

    def _key(self, environ: WSGIEnvironment) -> Key | None:
        """The key of the requested page; None if the response must not come from the cache."""
        host, path = environ.get("HTTP_HOST"), environ.get("PATH_INFO", "")
        if not host or not path.isascii() or _is_special(environ):
            return None
        reads = _declared_parameters(path)
        if reads is None:
            return None
        query = _relevant(environ.get("QUERY_STRING", ""), reads)
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
        """The page and its cache status: "hit", "stale", "made" or "failed". None if the page is not shared."""
        page = self.shelf.get(key)
        if page and self._is_fresh(key, page):
            return page, "hit"
        rendering, is_ours = self._join_or_start(key)
        if not is_ours:
            if page and page.changes == self.changes.last(key.path):
                return page, "stale"
            rendering.done.wait(WAIT)
            return rendering.answer if rendering.answer[0] else (page, "stale")
        try:
            page = self.shelf.get(key)  # another request may have stored it just now
            if page and self._is_fresh(key, page):
                return page, "hit"
            if page and (self.clock() < page.retry_at or not self._refreshing.acquire(blocking=False)):
                return page, "stale"
            try:
                rendering.answer = self._render(key, environ, page)
            finally:
                if page:
                    self._refreshing.release()
            return rendering.answer
        finally:
            with self._lock:
                del self._in_flight[key]
            rendering.done.set()

    def _is_fresh(self, key: Key, page: Page) -> bool:
        return self.clock() - page.made_at < caching.FRESH and page.changes == self.changes.last(key.path)

    def _join_or_start(self, key: Key) -> tuple["_Rendering", bool]:
        with self._lock:
            rendering = self._in_flight.get(key)
            if rendering:
                return rendering, False
            rendering = self._in_flight[key] = _Rendering()
            return rendering, True

    def _render(self, key: Key, environ: WSGIEnvironment, old: Page | None) -> tuple[Page | None, str]:
        """Render the page and store it. Falls back to the old copy, or to the error page; None if it is not shared."""
        changes, now = self.changes.last(key.path), self.clock()
        try:
            status, headers, body = self._ask_anonymously(key, environ)
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
        page.headers = [(name, value) for name, value in headers if name.lower() not in _REPLACED_HEADERS]
        if old and old.body == body:
            page.packed = dict(old.packed)  # most pages have not changed
        if page.size < self.shelf.limit * LARGEST:
            self.shelf.put(key, page)
        return page, "made"

    def _ask_anonymously(self, key: Key, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
        """The application's response to a request that contains nothing but the key."""
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
            if _matches(page.etag, environ.get("HTTP_IF_NONE_MATCH", "")):
                start_response("304 Not Modified", written)
                return []
        body = page.body
        coding = coding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if coding != PLAIN and page.is_packable:
            body = self._compressed(key, page, coding)
            written.append(("Content-Encoding", coding))
        start_response(page.status, [*page.headers, *written, ("Content-Length", str(len(body)))])
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    def _compressed(self, key: Key, page: Page, coding: str) -> bytes:
        """The compressed body, stored on first use. Two requests at the same moment may both compress it."""
        body = page.packed.get(coding)
        if body is None:
            body = page.packed[coding] = pack(page.body, coding)
            self.shelf.grown(key, page)
        return body

    def _noting_changes(self, environ: WSGIEnvironment, start_response: StartResponse) -> StartResponse:
        """Note what a write has changed. Both the desk and the comments answer a successful write with a redirect.

        A write at the desk may have changed any page, any other write the page that it redirects to.
        """

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if status.startswith("3"):
                if environ.get("PATH_INFO", "").startswith(self._desk):
                    self.changes.everywhere()
                else:
                    self.changes.at(next((urlsplit(value).path for name, value in headers if name == "Location"), ""))
            return start_response(status, headers, exc_info)

        return start


class _Rendering:
    """A page that one request is rendering while others wait. The answer is (None, "") if the page is not shared."""

    __slots__ = ("answer", "done")

    def __init__(self) -> None:
        self.done = threading.Event()
        self.answer: tuple[Page | None, str] = (None, "")


def in_front_of(application: WSGIApplication) -> WSGIApplication:
    """The application behind a cache, or as it is if FRONT_CACHE_MB is 0."""
    global _installed  # noqa: PLW0603  (one server process has one)
    if not settings.FRONT_CACHE_MB:
        return application
    _installed = FrontCache(
        application, limit=settings.FRONT_CACHE_MB * 2**20, changes=Changes(settings.VAR_DIR / "changes")
    )
    return _installed


def report() -> dict[str, int] | None:
    """Statistics of this process's cache, for the health check; None if it is switched off."""
    return _installed.report() if _installed else None


def last_change() -> int:
    """When all pages on this machine may last have changed; always 0 without this cache."""
    return _installed.changes.everything if _installed else 0


_installed: FrontCache | None = None
_REPLACED_HEADERS = {"cache-control", "vary", "etag", "content-length"}


def _is_special(environ: WSGIEnvironment) -> bool:
    """Whether the response may depend on the visitor, or on more of the request than its URL."""
    return (
        environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
        # Looks for the name anywhere in the header, so that an oddly formatted cookie cannot hide a session.
        or settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", "")
        or "HTTP_AUTHORIZATION" in environ
        or "HTTP_RANGE" in environ
        or environ.get("CONTENT_LENGTH", "0") not in {"", "0"}
    )


@lru_cache(maxsize=4_096)
def _declared_parameters(path: str) -> tuple[str, ...] | None:
    """The query parameters that the view at this path has declared; None if it is not a public page."""
    try:
        view = resolve(path).func
    except (Resolver404, UnicodeError):
        return None
    reads: tuple[str, ...] | None = getattr(view, "reads", None)
    return reads


def _relevant(query: str, reads: tuple[str, ...]) -> str | None:
    """The query string reduced to the parameters that the page reads; None if it is too long or not ASCII."""
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


def _matches(etag: str, asked: str) -> bool:
    """Whether If-None-Match contains this ETag, by weak comparison (RFC 9110, 13.1.2)."""
    return bool(asked) and (asked.strip() == "*" or etag in (part.strip() for part in asked.split(",")))


def _status(status: str, age: float) -> str:
    if status == "made":
        return f"{NAME}; fwd=miss; stored"
    return f"{NAME}; hit; ttl={int(caching.FRESH - age)}"
