"""An LRU cache of finished pages in memory, bounded in bytes."""

import threading
import zlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache

import brotli

BR, GZIP, PLAIN = "br", "gzip", "identity"
OVERHEAD = 2_048  # bytes of objects around a page: headers, key, its place on the shelf (measured: 1.4 to 1.9 kB)
WORTH_PACKING = 512  # bytes; below it the headers weigh more
_PACKABLE = ("text/", "application/json", "application/xml", "application/rss+xml", "application/manifest+json")


@dataclass(eq=False, slots=True)
class Page:
    """An answer that everybody may have. Its packed bodies are made when somebody first asks for them."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    made_at: float  # seconds of a clock that only goes forward
    changes: tuple[int, int]  # Changes.last() before it was made
    retry_at: float = 0  # not made again before this, after making failed
    is_packable: bool = False
    packed: dict[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return OVERHEAD + len(self.body) + sum(map(len, self.packed.values()))


class Shelf:
    """At most `limit` bytes of pages. Every method holds the lock for microseconds; nothing is made under it."""

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
        """Keep a page, in the place of an older one under this key. One too large for the shelf is not kept."""
        with self._lock:
            self._take_out(key)
            self._take_in(key, page)

    def drop(self, key: Hashable) -> None:
        with self._lock:
            self._take_out(key)

    def grown(self, key: Hashable, page: Page) -> None:
        """Count a page again that has got another packed body. Nothing where it has left or was replaced."""
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
    """The body in a content coding. Some 0.5 to 1 ms for a story of 40 kB, at the levels where more gain costs most."""
    if coding == BR:
        return brotli.compress(body, quality=5)
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)  # 31: gzip's header, without a time in it
    return packer.compress(body) + packer.flush()


@lru_cache(maxsize=512)  # browsers send a dozen different ones
def coding_for(accepted: str) -> str:
    """The smallest of our codings that an Accept-Encoding header allows."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        try:
            weights[name.strip()] = float(parameter.partition("=")[2]) if parameter.strip() else 1
        except ValueError:
            weights[name.strip()] = 0
    anything = weights.get("*", 0)
    return next((coding for coding in (BR, GZIP) if weights.get(coding, anything) > 0), PLAIN)
