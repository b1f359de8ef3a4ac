"""Readers during the rehearsal: a load by wrk, and one reader who checks each page ten times a second."""

import re
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser.site import Site
from tests.deploy.house import House, until

SEEN_WITHIN = 5  # seconds, on every page
_LUA = """
local paths = {%s}
local next = 0
request = function()
  next = next %% #paths + 1
  return wrk.format("GET", paths[next], {["Accept-Encoding"] = "gzip, deflate, br"})
end
"""


@dataclass
class Crowd:
    """The output of wrk."""

    said: str = ""

    @property
    def requests(self) -> int:
        return int(self._found(r"(\d+) requests in"))

    @property
    def errors(self) -> int:
        """Responses other than 2xx and 3xx."""
        return int(self._found(r"Non-2xx or 3xx responses: (\d+)"))

    def _found(self, pattern: str) -> str:
        match = re.search(pattern, self.said)
        return match[1] if match else "0"


@dataclass
class Watch:
    """Every response that the reader got: (seconds since the start, path, status)."""

    looks: list[tuple[float, str, int]] = field(default_factory=list)

    @property
    def bad(self) -> list[tuple[float, str, int]]:
        return [look for look in self.looks if look[2] != 200]


@contextmanager
def crowd(url: str, paths: list[str], folder: Path, *, seconds: int = 60) -> Iterator[Crowd]:
    """Load these pages over sixteen connections, as fast as possible, until the block ends."""
    script = folder / "paths.lua"
    script.write_text(_LUA % ", ".join(f'"{path}"' for path in paths))
    command = ["wrk", "-t2", "-c16", f"-d{seconds}s", "-s", str(script), url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603
    counted = Crowd()
    try:
        yield counted
    finally:
        process.send_signal(2)  # wrk prints what it has counted
        counted.said = process.communicate(timeout=20)[0]


@contextmanager
def watching(url: str, paths: list[str]) -> Iterator[Watch]:
    watch, done, begun = Watch(), threading.Event(), time.monotonic()

    def look() -> None:
        while not done.is_set():
            for path in paths:
                watch.looks.append((time.monotonic() - begun, path, get(url + path)[0]))
            done.wait(0.1)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield watch
    finally:
        done.set()
        thread.join()


def get(url: str, **headers: str) -> tuple[int, str, Any]:
    """Status, text and headers of a response; status 0 if there was none."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read().decode(errors="replace"), answer.headers
    except urllib.error.HTTPError as refusal:
        return refusal.code, "", refusal.headers
    except OSError:
        return 0, "", {}


@contextmanager
def readers(house: House, pages: list[str]) -> Iterator[tuple[Crowd, Watch]]:
    """A load and a reader; asserts at the end of the block that neither got an error."""
    for path in pages:  # fill all caches, nginx's too
        get(house.url + path), get(house.url + path, Accept_Encoding="br")
    with watching(house.url, pages) as watch, crowd(house.url, pages, house.folder) as counted:
        time.sleep(1)
        yield counted, watch
        time.sleep(1)
    assert watch.bad == [], house.refused()
    assert counted.requests > 1_000, counted.said
    assert counted.errors == 0, counted.said + house.refused()


def seconds_until_seen(site: Site, path: str, text: str) -> float:
    return until(lambda: text in get(site.url + path)[1], within=SEEN_WITHIN + 1, what=f"{text} on {path}")
