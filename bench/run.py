"""`make bench`: measures pages beside a bare Django view and a static file, in alternating rounds.

Other processes on the machine slow everything in a round alike, so figures are compared within a round: CPU per request
and requests per second, each relative to the bare view. Prints a table and writes var/bench/result.json.
"""

import contextlib
import json
import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import growth, load, report
from bench.house import ENGINES, BenchHouse, family, missing
from tests.deploy.house import ROOT

RESULT = ROOT / "var/bench"
CORES = len(os.sched_getaffinity(0))
FIRST, AGAIN = 40, 120  # stories read in a round that nobody has read, and that were read before


class Plan:
    """How much is measured. `make bench` ends within five minutes on two quiet cores; BENCH=full takes its time."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.begun = time.monotonic()
        self.is_full = kind == "full"
        self.stories = 20_000 if self.is_full else 3_000
        self.rounds = 9 if self.is_full else 5
        self.enough_after = (
            2_400.0 if self.is_full else 190.0
        )  # seconds from the start: no round begins later, but the first two
        self.sizes = (10_000, int(os.environ.get("BENCH_STORIES", "1000000"))) if self.is_full else ()
        self.burst = 4.0 if self.is_full else 2.0  # seconds of as many as the server takes
        self.pace = 10.0 if self.is_full else 5.0  # seconds of 200 a second
        if kind == "smoke":  # only whether everything works: the figures mean nothing
            self.stories, self.rounds, self.burst, self.pace = 300, 1, 1.0, 1.0


class Rounds:
    """What was measured, by name: one figure a round."""

    def __init__(self) -> None:
        self.figures: dict[str, list[float]] = {}

    def note(self, name: str, figure: float) -> None:
        self.figures.setdefault(name, []).append(figure)

    def last(self, name: str) -> float:
        return self.figures[name][-1]


def main() -> int:
    plan = Plan(os.environ.get("BENCH", ""))

    def tell(text: str) -> None:
        print(f"{time.monotonic() - plan.begun:6.0f} s  {text}", file=sys.stderr, flush=True)

    lacking = missing()
    for sentence in lacking.values():
        tell(sentence)
    engines = [engine for engine in ENGINES if engine not in lacking]
    with opened(engines) as house:
        result = _measure(house, plan, lacking, tell)
    result |= {"at": datetime.now(UTC).isoformat(timespec="seconds"), "seconds": round(time.monotonic() - plan.begun)}
    result |= {"plan": plan.kind or "short", "missing": list(lacking.values())}
    if plan.kind == "smoke":
        print(report.table(result))
        return 0
    RESULT.mkdir(parents=True, exist_ok=True)
    (RESULT / "result.json").write_text(json.dumps(result, indent=1) + "\n")
    table = report.table(result)
    (RESULT / "table.md").write_text(table)
    print(table)
    tell(f"written to {RESULT.relative_to(ROOT)}/result.json and table.md")
    return 0


@contextlib.contextmanager
def opened(engines: list[str]) -> Iterator[BenchHouse]:
    """A house in a folder of its own. When the block ends nothing of it runs and nothing is left, on SIGTERM too."""
    house = BenchHouse(Path(tempfile.mkdtemp(prefix="newsroom-bench-")), engines=engines)

    def leave(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: the house is being cleared
        servers = {pid for process in house.processes.values() for pid in family(process.pid)}
        for pid in set(family(os.getpid())[1:]) - servers:  # Ctrl-C reaches what works for us by itself, this does not
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        raise SystemExit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield house
    finally:
        house.stop()
        shutil.rmtree(house.folder, ignore_errors=True)
        signal.signal(signal.SIGTERM, before)


def result_of(work: Future[str]) -> str:
    """What is printed by a process that another thread waits for.

    Looks up every second: a signal that comes while Python falls asleep on a lock is not acted on before it wakes, and
    SIGTERM would have to wait for the work.
    """
    while not wait([work], timeout=1).done:
        pass
    return work.result()


def _measure(house: BenchHouse, plan: Plan, lacking: dict[str, str], tell: Callable[[str], None]) -> dict[str, Any]:
    house.folder.chmod(0o755)
    rounds = Rounds()
    tell(f"an archive of {plan.stories:,} stories for {' and for '.join(house.engines)}; collecting static files")
    for engine in house.engines:
        house.start_database(engine)
    with ThreadPoolExecutor() as both:
        static = both.submit(house.manage, "collectstatic", "--noinput", "--verbosity", "0")
        made = {e: both.submit(house.in_process, e, "bench.prepare", str(plan.stories)) for e in house.engines}
        result_of(static)
        prepared = {engine: json.loads(result_of(done)) for engine, done in made.items()}
    places = {engine: told["places"] for engine, told in prepared.items()}
    inside = {engine: told["costs"] for engine, told in prepared.items()}
    tell("starting servers")
    house.serve_hello("hello", CORES)
    house.serve_hello("hello alone", 1)
    for engine in house.engines:
        _start(house, rounds, engine)
        house.serve(f"{engine} cold", engine, FRONT_CACHE_MB="0")
    if "nginx" not in lacking:
        _publish_static(house, places[house.engines[0]]["article"][0])
        house.serve_nginx(house.engines[0])
    for number in range(plan.rounds):
        if number >= 2 and time.monotonic() - plan.begun > plan.enough_after:
            break
        tell(f"round {number + 1} of {plan.rounds}")
        _round(house, plan, rounds, places, number)
    for engine in house.engines:
        tell(f"{engine}: memory with a full cache")
        _fill(house, engine, places[engine]["article"])
        for memory in house.memory(engine):
            rounds.note(f"{engine}: memory per worker, MB", memory)
        for _again in range(2):
            house.end(engine)
            _start(house, rounds, engine)
    kept = {name: _summed(figures) for name, figures in rounds.figures.items()}
    machine = {"cores": CORES, "python": sys.version.split()[0], "load": os.getloadavg()[0]}
    growing = [_growth(house, engine, plan.sizes, tell) for engine in house.engines if plan.sizes]
    return {"figures": kept, "pages": inside, "stories": plan.stories, "machine": machine, "growth": growing}


def _start(house: BenchHouse, rounds: Rounds, engine: str) -> None:
    """Start the site with a worker for each core, and note how long it took and what that cost."""
    rounds.note(f"{engine}: start-up, s", house.serve(engine, engine, WEB_CONCURRENCY=str(CORES)))
    rounds.note(f"{engine}: start-up, CPU of a worker, s", house.spent(engine) / CORES / 1_000)


def _round(house: BenchHouse, plan: Plan, rounds: Rounds, places: dict[str, dict[str, list[str]]], number: int) -> None:
    """Everything once. The bare view is measured before and after, and its mean is what the round is compared with."""
    with _bare(house, rounds):
        for engine in house.engines if number % 2 else reversed(house.engines):
            _cold(house, rounds, engine, places[engine], number)
    article = places[house.engines[0]]["article"][0]
    for name in ("hello", house.engines[0]):
        _burst(house, plan, rounds, name, [article] if name != "hello" else ["/"])
    _compare(rounds, house.engines[0])
    for engine in house.engines:
        warm = [*places[engine]["article"][:20], *places[engine]["front"], *places[engine]["section"]]
        load.one_by_one(house.ports[engine], warm * 2)
        said = load.paced(house.ports[engine], warm, seconds=plan.pace, per_second=200)
        rounds.note(f"{engine}: p50 at 200 a second, ms", said.p50)
        rounds.note(f"{engine}: p99 at 200 a second, ms", said.p99)
        rounds.note(f"{engine}: errors at 200 a second", said.errors)
    if "http" in house.ports:
        bursts = []
        for path in ("/static/bench.html", article):
            load.one_by_one(house.ports["http"], [path] * 20)  # nginx keeps a page for seconds: fetched now, not before
            bursts.append(load.at_most(house.ports["http"], [path], house.folder, seconds=plan.burst))
        static, cached = bursts
        rounds.note("nginx: static file, a second", static.per_second)
        rounds.note("nginx: article, a second", cached.per_second)
        rounds.note("nginx: article of static file", cached.per_second / static.per_second)


@contextlib.contextmanager
def _bare(house: BenchHouse, rounds: Rounds) -> Iterator[None]:
    before = _cpu(house, "hello alone", ["/"] * 400)
    marks = {name: len(figures) for name, figures in rounds.figures.items()}
    yield
    bare = statistics.mean([before, _cpu(house, "hello alone", ["/"] * 400)])
    rounds.note("bare view: CPU, ms", bare)
    for name in list(rounds.figures):
        if name.endswith("CPU, ms") and ": cold " in name and len(rounds.figures[name]) > marks.get(name, 0):
            rounds.note(name.replace("CPU, ms", "of a bare view"), rounds.last(name) / bare)


def _cold(house: BenchHouse, rounds: Rounds, engine: str, places: dict[str, list[str]], number: int) -> None:
    """Each kind of page from a server without the cache before Django, one request after the other."""
    stories = places["article"]
    fresh = stories[AGAIN + number * FIRST : AGAIN + (number + 1) * FIRST]
    for kind, paths in {
        "article, never read before": fresh,
        **{kind: (paths * 60)[:60] for kind, paths in places.items() if kind != "article"},
        "article": stories[:AGAIN],
    }.items():
        if not paths:
            continue
        if number == 0 and kind == "article":
            load.one_by_one(house.ports[f"{engine} cold"], stories[:AGAIN])
        if engine == "postgresql":
            before = house.spent("primary")
        rounds.note(f"{engine}: cold {kind}: CPU, ms", _cpu(house, f"{engine} cold", paths))
        if engine == "postgresql":
            rounds.note(
                f"{engine}: cold {kind}: CPU of the database, ms", (house.spent("primary") - before) / len(paths)
            )


def _cpu(house: BenchHouse, name: str, paths: list[str]) -> float:
    """Milliseconds of CPU of the server for each of these requests."""
    before = house.spent(name)
    said = load.one_by_one(house.ports[name], paths)
    if said.errors:
        raise RuntimeError(f"{name}: {said.errors} of {said.requests} answers were not 200")
    return (house.spent(name) - before) / said.requests


def _burst(house: BenchHouse, plan: Plan, rounds: Rounds, name: str, paths: list[str]) -> None:
    load.one_by_one(house.ports[name], paths * 8)
    before = house.spent(name)
    said = load.at_most(house.ports[name], paths, house.folder, seconds=plan.burst)
    title = "bare view" if name == "hello" else "warm article"
    rounds.note(f"{title}: a second", said.per_second)
    rounds.note(f"{title}: CPU at most, ms", (house.spent(name) - before) / said.requests)
    rounds.note(f"{title}: p99 at most, ms", said.p99)


def _compare(rounds: Rounds, engine: str) -> None:
    last = rounds.last
    rounds.note("warm article: a second, of a bare view", last("warm article: a second") / last("bare view: a second"))
    rounds.note(
        "warm article: CPU, of a bare view", last("warm article: CPU at most, ms") / last("bare view: CPU at most, ms")
    )


def _growth(house: BenchHouse, engine: str, sizes: tuple[int, ...], tell: Callable[[str], None]) -> dict[str, Any]:
    """The same pages, lists and verbs in a small archive and in a large one."""
    addresses = []
    for size in sizes:
        tell(f"{engine}: an archive of {size:,} stories")
        address = house.another_database(engine, f"archive_{size}")
        house.run(sys.executable, "-m", "bench.archive", str(size), DATABASE_URL=address)
        addresses.append(address)
    return {"engine": engine, "sizes": sizes, **growth.compare(*addresses, environment=house.environment, told=tell)}


def _publish_static(house: BenchHouse, path: str) -> None:
    """The article as a file, with its packed copies beside it, where nginx serves the static files."""
    import gzip
    import urllib.request

    import brotli

    port = house.ports[house.engines[0]]
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "localhost"})
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        page = answer.read()
    static = house.folder / "var/static"
    (static / "bench.html").write_bytes(page)
    (static / "bench.html.gz").write_bytes(gzip.compress(page, 6))
    (static / "bench.html.br").write_bytes(brotli.compress(page, quality=5))


def _fill(house: BenchHouse, engine: str, stories: list[str]) -> None:
    """Ask for as many pages as the cache holds, and for some that throw others out."""
    load.paced(house.ports[engine], stories, seconds=len(stories) / 100, per_second=100)


def _summed(figures: list[float]) -> dict[str, Any]:
    rounded = [round(figure, 4) for figure in figures]
    return {
        "median": round(statistics.median(figures), 4),
        "least": min(rounded),
        "most": max(rounded),
        "rounds": rounded,
    }


if __name__ == "__main__":
    sys.exit(main())
