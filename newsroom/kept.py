"""An in-process cache of rendered fragments, keyed by everything that went into them.

Entries cannot be stale: a fragment made from a different headline, name or count has a different key. Nothing personal
is ever cached here, because its key would have to name the visitor.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.utils.safestring import SafeString

Thing = TypeVar("Thing")

PIECES = 16 * 2**20  # bytes of HTML: some 2,000 stories with their cards
OVERHEAD = 400  # bytes of a key and its place


class Kept(Generic[Thing]):
    """A cache of at most `limit` units that evicts what has not been asked for lately.

    It keeps two dictionaries instead of a queue, so that reading needs no lock: when the young one is full it becomes
    the old one, and an entry that is found in the old one moves back to the young one.
    """

    def __init__(self, limit: int) -> None:
        self.half = limit // 2
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        with self._lock:
            self._young: dict[Hashable, tuple[Thing, int]] = {}
            self._old: dict[Hashable, tuple[Thing, int]] = {}
            self._size = 0

    @property
    def is_empty(self) -> bool:
        return not self._young and not self._old

    def get(self, key: Hashable) -> Thing | None:
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                return None
            self.put(key, *found)
        return found[0]

    def put(self, key: Hashable, thing: Thing, size: int = 1) -> None:
        with self._lock:
            if key in self._young or size > self.half:
                return
            self._young[key] = thing, size
            self._size += size
            if self._size > self.half:
                self._old, self._young, self._size = self._young, {}, 0


pieces: Kept[SafeString] = Kept(PIECES)


def piece(key: Hashable, make: Callable[[], Any], *, among: Kept[SafeString] = pieces) -> SafeString:
    """The cached HTML for this key, rendered now if it is missing. With DEBUG it is always rendered."""
    found = None if settings.DEBUG else among.get(key)
    if found is None:
        found = SafeString(make())
        among.put(key, found, OVERHEAD + 2 * len(found))
    return found
