"""`make bench`: measures pages beside a bare Django view and a static file, in alternating rounds (bench/rounds.py).

Prints a table, and writes it and all figures to var/bench/.
"""

import contextlib
import gzip
import json
import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli

from bench import growth, load, report, rounds
from bench.house import ENGINES, BenchHouse, family, missing
from bench.rounds import Figures, Places
from tests.deploy.house import ROOT

RESULT = ROOT / "var/bench"
CORES = len(os.sched_getaffinity(0))

Tell = Callable[[str], None]


class Plan:
    """How much is measured. `make bench` ends within five minutes on two quiet cores; BENCH=full takes half an hour."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.begun = time.monotonic()
        is_full = kind == "full"
        self.stories = 20_000 if is_full else 3_000
        self.rounds = 9 if is_full else 5
        self.last_round_by = 2_400.0 if is_full else 190.0  # seconds from the start; there are at least two rounds
        self.sizes = (10_000, int(os.environ.get("BENCH_STORIES", "1000000"))) if is_full else ()
        self.burst = 4.0 if is_full else 2.0  # seconds of full load
        self.pace = 10.0 if is_full else 5.0  # seconds of steady load
        if kind == "smoke":  # only checks that everything works: the figures mean nothing
            self.stories, self.rounds, self.burst, self.pace = 300, 1, 1.0, 1.0

    def has_time(self, number: int) -> bool:
        return number < 2 or time.monotonic() - self.begun <= self.last_round_by


def main() -> int:
    plan = Plan(os.environ.get("BENCH", ""))

    def tell(text: str) -> None:
        print(f"{time.monotonic() - plan.begun:6.0f} s  {text}", file=sys.stderr, flush=True)

    lacking = missing()
    for sentence in lacking.values():
        tell(sentence)
    engines = [engine for engine in ENGINES if engine not in lacking]
    with opened(engines) as house:
        result = _measure(house, plan, tell, with_nginx="nginx" not in lacking)
    result |= {"at": datetime.now(UTC).isoformat(timespec="seconds"), "seconds": round(time.monotonic() - plan.begun)}
    result |= {"plan": plan.kind or "short", "missing": list(lacking.values())}
    table = report.table(result)
    print(table)
    if plan.kind != "smoke":
        RESULT.mkdir(parents=True, exist_ok=True)
        (RESULT / "result.json").write_text(json.dumps(result, indent=1) + "\n")
        (RESULT / "table.md").write_text(table)
        tell(f"written to {RESULT.relative_to(ROOT)}/result.json and table.md")
    return 0


@contextlib.contextmanager
def opened(engines: list[str]) -> Iterator[BenchHouse]:
    """A house in a folder of its own. At the end, its servers are stopped and the folder deleted, on SIGTERM too."""
    house = BenchHouse(Path(tempfile.mkdtemp(prefix="newsroom-bench-")), engines=engines)

    def leave(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second signal must not interrupt the cleaning up
        servers = {pid for process in house.processes.values() for pid in family(process.pid)}
        for pid in set(family(os.getpid())[1:]) - servers:  # Ctrl-C reaches our other children too, SIGTERM does not
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
    """Wait for the output of a process that another thread runs.

    Wakes up every second: Python handles no signal while it waits for a lock without a timeout, so SIGTERM would have
    to wait for the end of the work.
    """
    while not wait([work], timeout=1).done:
        pass
    return work.result()


def _measure(house: BenchHouse, plan: Plan, tell: Tell, *, with_nginx: bool) -> dict[str, Any]:
    house.folder.chmod(0o755)
    figures = Figures()
    tell(f"an archive of {plan.stories:,} stories for {' and for '.join(house.engines)}; collecting static files")
    prepared = _prepare(house, plan.stories)
    places: dict[str, Places] = {engine: archive["places"] for engine, archive in prepared.items()}
    tell("starting servers")
    _serve(house, figures, places, with_nginx=with_nginx)
    for number in range(plan.rounds):
        if not plan.has_time(number):
            break
        tell(f"round {number + 1} of {plan.rounds}")
        rounds.measure(house, figures, places, number, burst=plan.burst, pace=plan.pace)
    for engine in house.engines:
        tell(f"{engine}: memory with a full cache")
        _memory_and_restarts(house, figures, engine, places[engine]["article"])
    return {
        "figures": {name: _summary(noted) for name, noted in figures.by_name.items()},
        "pages": {engine: archive["costs"] for engine, archive in prepared.items()},
        "stories": plan.stories,
        "machine": {"cores": CORES, "python": sys.version.split()[0], "load": os.getloadavg()[0]},
        "growth": [_growth(house, engine, plan.sizes, tell) for engine in house.engines if plan.sizes],
    }


def _prepare(house: BenchHouse, stories: int) -> dict[str, dict[str, Any]]:
    """Create an archive for each engine, and collect the static files. What bench/prepare.py prints, by engine."""
    for engine in house.engines:
        house.start_database(engine)
    with ThreadPoolExecutor() as both:
        static = both.submit(house.manage, "collectstatic", "--noinput", "--verbosity", "0")
        archives = {
            engine: both.submit(house.in_process, engine, "bench.prepare", str(stories)) for engine in house.engines
        }
        result_of(static)
        return {engine: json.loads(result_of(archive)) for engine, archive in archives.items()}


def _serve(house: BenchHouse, figures: Figures, places: dict[str, Places], *, with_nginx: bool) -> None:
    """Start the bare view, each engine's site with and without the cache before Django, and nginx."""
    house.serve_hello("hello", CORES)
    house.serve_hello("hello alone", 1)
    for engine in house.engines:
        _start(house, figures, engine)
        house.serve(f"{engine} cold", engine, FRONT_CACHE_MB="0")
    if with_nginx:
        first = house.engines[0]
        _publish_static(house, places[first]["article"][0])
        house.serve_nginx(first)


def _start(house: BenchHouse, figures: Figures, engine: str) -> None:
    """Start the site with a worker per core, and note how long that took and what it cost."""
    figures.note(f"{engine}: start-up, s", house.serve(engine, engine, WEB_CONCURRENCY=str(CORES)))
    figures.note(f"{engine}: start-up, CPU of a worker, s", house.spent(engine) / CORES / 1_000)


def _publish_static(house: BenchHouse, path: str) -> None:
    """Save an article as a static file with compressed copies, where nginx finds it."""
    port = house.ports[house.engines[0]]
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "localhost"})
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        page = answer.read()
    static = house.folder / "var/static"
    (static / "bench.html").write_bytes(page)
    (static / "bench.html.gz").write_bytes(gzip.compress(page, 6))
    (static / "bench.html.br").write_bytes(brotli.compress(page, quality=5))


def _memory_and_restarts(house: BenchHouse, figures: Figures, engine: str, stories: list[str]) -> None:
    """Note the memory of workers whose cache is full, then two more start-ups."""
    load.paced(house.ports[engine], stories, seconds=len(stories) / 100, per_second=100)
    for memory in house.memory(engine):
        figures.note(f"{engine}: memory per worker, MB", memory)
    for _again in range(2):
        house.end(engine)
        _start(house, figures, engine)


def _growth(house: BenchHouse, engine: str, sizes: tuple[int, ...], tell: Tell) -> dict[str, Any]:
    """The same pages, lists and verbs in a small and a large archive."""
    addresses = []
    for size in sizes:
        tell(f"{engine}: an archive of {size:,} stories")
        address = house.another_database(engine, f"archive_{size}")
        house.run(sys.executable, "-m", "bench.archive", str(size), DATABASE_URL=address)
        addresses.append(address)
    return {"engine": engine, "sizes": sizes, **growth.compare(*addresses, environment=house.environment, told=tell)}


def _summary(noted: list[float]) -> dict[str, Any]:
    return {
        "median": round(statistics.median(noted), 4),
        "least": round(min(noted), 4),
        "most": round(max(noted), 4),
        "rounds": [round(figure, 4) for figure in noted],
    }


if __name__ == "__main__":
    sys.exit(main())
