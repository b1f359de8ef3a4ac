"""One round of `make bench`: every kind of page, cold and warm, beside a bare Django view and a static file.

Other processes on the machine slow everything in a round alike, so figures are compared within a round: CPU per request
and requests per second, each relative to the bare view.
"""

import contextlib
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench import load
from bench.house import BenchHouse

FIRST, AGAIN = 40, 120  # stories requested per round: for the first time, and repeatedly
PER_SECOND = 200  # requests of the steady load

Places = dict[str, list[str]]  # kind of page > its paths


@dataclass
class Figures:
    """What was measured, by name: one figure per round."""

    by_name: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, figure: float) -> None:
        self.by_name.setdefault(name, []).append(figure)

    def last(self, name: str) -> float:
        return self.by_name[name][-1]


def measure(
    house: BenchHouse, figures: Figures, places: dict[str, Places], number: int, *, burst: float, pace: float
) -> None:
    """Measure everything once. `burst` and `pace` are the seconds of full and of steady load."""
    first = house.engines[0]
    article = places[first]["article"][0]
    with _bare_view_around(house, figures):
        for engine in house.engines if number % 2 else reversed(house.engines):
            _cold_pages(house, figures, engine, places[engine], number)
    _full_load(house, figures, "hello", "/", burst)
    _full_load(house, figures, first, article, burst)
    for name, unit in (("a second", "a second"), ("CPU", "CPU at most, ms")):
        share = figures.last(f"warm article: {unit}") / figures.last(f"bare view: {unit}")
        figures.note(f"warm article: {name}, of a bare view", share)
    for engine in house.engines:
        _steady_load(house, figures, engine, places[engine], pace)
    if "http" in house.ports:
        _nginx(house, figures, article, burst)


@contextlib.contextmanager
def _bare_view_around(house: BenchHouse, figures: Figures) -> Iterator[None]:
    """Measure the bare view before and after, and relate the cold pages in between to the mean of both."""
    before = _cpu(house, "hello alone", ["/"] * 400)
    marks = {name: len(noted) for name, noted in figures.by_name.items()}
    yield
    bare = statistics.mean([before, _cpu(house, "hello alone", ["/"] * 400)])
    figures.note("bare view: CPU, ms", bare)
    for name in list(figures.by_name):
        if name.endswith("CPU, ms") and ": cold " in name and len(figures.by_name[name]) > marks.get(name, 0):
            figures.note(name.replace("CPU, ms", "of a bare view"), figures.last(name) / bare)


def _cold_pages(house: BenchHouse, figures: Figures, engine: str, places: Places, number: int) -> None:
    """Each kind of page, one request after the other, from a server without the cache before Django."""
    server, stories = f"{engine} cold", places["article"]
    kinds = {
        "article, never read before": stories[AGAIN + number * FIRST : AGAIN + (number + 1) * FIRST],
        **{kind: (paths * 60)[:60] for kind, paths in places.items() if kind != "article"},
        "article": stories[:AGAIN],
    }
    if number == 0:
        load.one_by_one(house.ports[server], stories[:AGAIN])
    for kind, paths in kinds.items():
        if not paths:
            continue
        before = house.spent("primary") if engine == "postgresql" else 0
        figures.note(f"{engine}: cold {kind}: CPU, ms", _cpu(house, server, paths))
        if engine == "postgresql":
            spent = (house.spent("primary") - before) / len(paths)
            figures.note(f"{engine}: cold {kind}: CPU of the database, ms", spent)


def _cpu(house: BenchHouse, name: str, paths: list[str]) -> float:
    """The server's CPU per request, in milliseconds."""
    before = house.spent(name)
    seen = load.one_by_one(house.ports[name], paths)
    if seen.errors:
        raise RuntimeError(f"{name}: {seen.errors} of {seen.requests} responses were not 200")
    return (house.spent(name) - before) / seen.requests


def _full_load(house: BenchHouse, figures: Figures, name: str, path: str, seconds: float) -> None:
    """As many requests as the server can answer."""
    load.one_by_one(house.ports[name], [path] * 8)
    before = house.spent(name)
    seen = load.at_most(house.ports[name], [path], house.folder, seconds=seconds)
    title = "bare view" if name == "hello" else "warm article"
    figures.note(f"{title}: a second", seen.per_second)
    figures.note(f"{title}: CPU at most, ms", (house.spent(name) - before) / seen.requests)
    figures.note(f"{title}: p99 at most, ms", seen.p99)


def _steady_load(house: BenchHouse, figures: Figures, engine: str, places: Places, seconds: float) -> None:
    """PER_SECOND requests for pages that are in the cache before Django."""
    warm = [*places["article"][:20], *places["front"], *places["section"]]
    load.one_by_one(house.ports[engine], warm * 2)
    seen = load.paced(house.ports[engine], warm, seconds=seconds, per_second=PER_SECOND)
    figures.note(f"{engine}: p50 at {PER_SECOND} a second, ms", seen.p50)
    figures.note(f"{engine}: p99 at {PER_SECOND} a second, ms", seen.p99)
    figures.note(f"{engine}: errors at {PER_SECOND} a second", seen.errors)


def _nginx(house: BenchHouse, figures: Figures, article: str, seconds: float) -> None:
    """An article from nginx's cache, beside the same page as a static file."""
    per_second = []
    for path in ("/static/bench.html", article):
        load.one_by_one(house.ports["http"], [path] * 20)  # right before: nginx keeps a page for seconds only
        per_second.append(load.at_most(house.ports["http"], [path], house.folder, seconds=seconds).per_second)
    static, cached = per_second
    figures.note("nginx: static file, a second", static)
    figures.note("nginx: article, a second", cached)
    figures.note("nginx: article of static file", cached / static)
