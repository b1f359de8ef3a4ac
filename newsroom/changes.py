"""Tells all workers on this machine what has just changed, by counters in a memory-mapped file.

It only makes changes visible sooner: without it, cached pages expire after a few seconds, as they do on other machines.
"""

import mmap
import time
import zlib
from pathlib import Path

_SLOTS = 4_096  # eight bytes each; if two addresses share one, the worst is a page rendered again too early
_EVERYTHING = 0


class Changes:
    """The time of the last change, overall and by address.

    Times are written atomically and never read-modify-written, so there is no lock: if two processes write at once,
    either value differs from the old one, which is all that matters.
    """

    def __init__(self, file: Path | None) -> None:
        """Share `file` with the other workers. If it is None or read-only, each worker knows only its own changes."""
        self._map = mmap.mmap(-1, _SLOTS * 8)
        if file:
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                with file.open("a+b") as opened:
                    opened.truncate(_SLOTS * 8)
                    self._map = mmap.mmap(opened.fileno(), _SLOTS * 8)
            except OSError:
                pass  # a read-only disk: changes show later, but nothing breaks
        self._moments = memoryview(self._map).cast("Q")

    def everywhere(self) -> None:
        """Record that every page may have changed."""
        self._moments[_EVERYTHING] = time.time_ns()

    def at(self, path: str) -> None:
        """Record that the page at this address may have changed."""
        self._moments[_slot(path)] = time.time_ns()

    @property
    def everything(self) -> int:
        """When all pages may last have changed."""
        return self._moments[_EVERYTHING]

    def last(self, path: str) -> tuple[int, int]:
        """A value to compare later: if it differs, the page at this address may have changed."""
        return self._moments[_EVERYTHING], self._moments[_slot(path)]


def _slot(path: str) -> int:
    return 1 + zlib.crc32(path.encode("utf-8", "surrogateescape")) % (_SLOTS - 1)
