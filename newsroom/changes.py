"""Tells all workers on this machine what has just changed, by counters in a memory-mapped file.

It only makes changes visible sooner: without it, cached pages expire after a few seconds, as they do on other machines.
"""

import mmap
import time
import zlib
from pathlib import Path

_SLOTS = 4_096  # eight bytes each; two addresses that share one cost each other a page made too early, no more
_EVERYTHING = 0


class Changes:
    """The moment of the last change, for everything and by address.

    A moment is written in one piece and never read-modified, so no lock is needed: of two writers at once either's
    moment is news to whoever compares.
    """

    def __init__(self, file: Path | None) -> None:
        """Shares `file` with the other workers; where it is None or cannot be written, each worker knows its own."""
        self._map = mmap.mmap(-1, _SLOTS * 8)
        if file:
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                with file.open("a+b") as opened:
                    opened.truncate(_SLOTS * 8)
                    self._map = mmap.mmap(opened.fileno(), _SLOTS * 8)
            except OSError:
                pass  # a read-only disk: slower news, the same pages
        self._moments = memoryview(self._map).cast("Q")

    def everywhere(self) -> None:
        """Every page may have changed."""
        self._moments[_EVERYTHING] = time.time_ns()

    def at(self, path: str) -> None:
        """The page at this address may have changed."""
        self._moments[_slot(path)] = time.time_ns()

    @property
    def everything(self) -> int:
        """When every page may have changed last."""
        return self._moments[_EVERYTHING]

    def last(self, path: str) -> tuple[int, int]:
        """What to compare later: another value means that the page at this address may have changed."""
        return self._moments[_EVERYTHING], self._moments[_slot(path)]


def _slot(path: str) -> int:
    return 1 + zlib.crc32(path.encode("utf-8", "surrogateescape")) % (_SLOTS - 1)
