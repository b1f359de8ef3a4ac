"""An LRU cache of finished pages in memory, bounded in bytes."""

import threading
import zlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache

import brotli

BR, GZIP, PLAIN = "br", "gzip", "identity"
OVERHEAD = 2_048  # bytes per page for headers, key and bookkeeping (measured: 1.4 to 1.9 kB)
WORTH_PACKING = 512  # bytes; below this, compression is not worth its headers
_PACKABLE = ("text/", "application/json", "application/xml", "application/rss+xml", "application/manifest+json")


@dataclass(eq=False, slots=True)
class Page:
    """A response that everybody may get. Its compressed bodies are made on first use."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    made_at: float  # seconds on a monotonic clock
    changes: tuple[int, int]  # Changes.last() before it was rendered
    retry_at: float = 0  # after a failure, not rendered again before this
    is_packable: bool = False
    packed: dict[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return OVERHEAD + len(self.body) + sum(map(len, self.packed.values()))


class Shelf:
    """At most `limit` bytes of pages. The lock is held only for microseconds, never while rendering."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.bytes = 0
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, tuple[Page, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable) -> Page | None:
        with self._lock:
            found = self._pages.get(key)
            if found is None:
                return None
            self._pages.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, page: Page) -> None:
        """Store a page, replacing an older one with the same key. A page larger than the limit is not stored."""
        with self._lock:
            self._take_out(key)
            self._take_in(key, page)

    def drop(self, key: Hashable) -> None:
        with self._lock:
            self._take_out(key)

    def grown(self, key: Hashable, page: Page) -> None:
        """Update the size of a page that got another compressed body, unless it was evicted or replaced."""
        with self._lock:
            kept, _size = self._pages.get(key, (None, 0))
            if kept is page:
                self._take_out(key)
                self._take_in(key, page)

    def _take_out(self, key: Hashable) -> None:
        _page, size = self._pages.pop(key, (None, 0))
        self.bytes -= size

    def _take_in(self, key: Hashable, page: Page) -> None:
        size = page.size
        if size > self.limit:
            return
        self._pages[key] = page, size
        self.bytes += size
        while self.bytes > self.limit:
            _key, (_page, taken) = self._pages.popitem(last=False)
            self.bytes -= taken


def is_packable(body: bytes, kind: str) -> bool:
    return len(body) >= WORTH_PACKING and kind.startswith(_PACKABLE)


def pack(body: bytes, coding: str) -> bytes:
    """The compressed body. About 0.5 to 1 ms for a story of 40 kB; higher levels cost more than they save."""
    if coding == BR:
        return brotli.compress(body, quality=5)
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)  # 31: gzip's header, without a time in it
    return packer.compress(body) + packer.flush()


@lru_cache(maxsize=512)  # browsers send about a dozen different values
def coding_for(accepted: str) -> str:
    """The most compact coding that an Accept-Encoding header allows."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        try:
            weights[name.strip()] = float(parameter.partition("=")[2]) if parameter.strip() else 1
        except ValueError:
            weights[name.strip()] = 0
    anything = weights.get("*", 0)
    return next((coding for coding in (BR, GZIP) if weights.get(coding, anything) > 0), PLAIN)
