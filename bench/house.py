"""Starts the servers to be measured, on free ports, and reads their CPU time and memory from /proc.

Based on the rehearsal (tests/deploy/house.py): the same nginx configuration, the same way to start PostgreSQL.
"""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bench.load import one_by_one
from tests.deploy.house import POSTGRESQL, House, free_port, until

ENGINES = ("sqlite", "postgresql")
_TICK = 1_000 / os.sysconf("SC_CLK_TCK")


@dataclass
class BenchHouse(House):
    """A bare Django view, and for each engine the site with and without the cache before Django."""

    engines: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        usual = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in os.environ}
        return {
            **usual,
            "DEMO": "1",  # no redirect to HTTPS; pages are the same
            "SECRET_KEY": "only-for-measuring",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "EMAIL_URL": "memorymail://",
            "MEDIA_ROOT": str(self.folder / "var/media"),
            "STATIC_ROOT": str(self.folder / "var/static"),
            "WEB_CONCURRENCY": "1",
            # Set explicitly, because they may be in this checkout's .env.
            **dict.fromkeys(("REPLICA_URL", "PHOTOS_URL", "IDENTITY_DIR", "DEMO_PASSWORD"), ""),
            "CACHE_URL": "locmemcache://bench",
            "FRONT_CACHE_MB": "32",
            "DEBUG": "0",
            "TRUSTED_PROXY_COUNT": "0",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        }

    def address(self, engine: str) -> str:
        """The DATABASE_URL of an engine."""
        return self.database("primary") if engine == "postgresql" else f"sqlite:///{self.folder / 'bench.sqlite3'}"

    def another_database(self, engine: str, name: str) -> str:
        """The DATABASE_URL of a new, empty database."""
        if engine == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite3"
        self.sql(f"CREATE DATABASE {name}", base="postgres")
        return self.database("primary", name)

    def start_database(self, engine: str) -> None:
        if engine == "postgresql":
            self.ports["primary"] = free_port()
            self.start_primary(fresh=True)

    def serve(self, name: str, engine: str, **more: str) -> float:
        """Start the site of an engine, and return after how many seconds it answered."""
        self.ports[name] = free_port()
        more |= {"PORT": str(self.ports[name]), "DATABASE_URL": self.address(engine)}
        self._start(name, [sys.executable, "-m", "gunicorn"], **more)
        return until(lambda: self.is_well(name), what=name, log=self.folder / f"{name}.log")

    def serve_hello(self, name: str, workers: int) -> None:
        self.ports[name] = free_port()
        command = [sys.executable, "-m", "gunicorn", "bench.hello:application"]
        self._start(name, command, PORT=str(self.ports[name]), WEB_CONCURRENCY=str(workers))
        until(lambda: self._answers(name), what=name, log=self.folder / f"{name}.log")

    def _answers(self, name: str) -> bool:
        try:
            return one_by_one(self.ports[name], ["/"]).errors == 0
        except OSError:
            return False

    def serve_nginx(self, upstream: str) -> None:
        for name in ("one", "two"):
            self.ports[name] = self.ports[upstream]
        for name in ("http", "https"):
            self.ports[name] = free_port()
        self.start_nginx()

    def stop(self) -> None:
        for name in [name for name in self.processes if name != "primary"]:
            self.end(name)
        super().stop()

    def spent(self, name: str) -> float:
        """The CPU time of a server with its workers since its start, in milliseconds."""
        return sum(_spent(pid) for pid in family(self.processes[name].pid))

    def memory(self, name: str) -> list[float]:
        """The proportional set size of each worker, in MB."""
        return [_memory(pid) for pid in family(self.processes[name].pid)[1:]]

    def in_process(self, engine: str, module: str, *arguments: str) -> str:
        """Run a module of bench/ on the database of an engine, and return its output."""
        return self.run(sys.executable, "-m", module, *arguments, DATABASE_URL=self.address(engine))


def family(pid: int) -> list[int]:
    """The ids of a process and its descendants, itself first. Skips processes that have ended meanwhile."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())  # children are listed by the thread that started them
        children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [pid, *(one for child in children for one in family(child))]


def _spent(pid: int) -> float:
    """CPU in milliseconds, precise to nanoseconds if the kernel has schedstat, else to 10 ms. 0 if it has ended."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6
    except (FileNotFoundError, ProcessLookupError):
        pass
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) * _TICK


def _memory(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1_024


def missing() -> dict[str, str]:
    """What cannot be measured on this machine, each with a sentence that says what to install."""
    lacking = {}
    if POSTGRESQL is None:
        lacking["postgresql"] = "PostgreSQL is not measured: install the Debian package postgresql."
    if subprocess.run(["which", "nginx"], check=False, capture_output=True).returncode:  # noqa: S607
        lacking["nginx"] = "nginx is not measured: install the Debian package nginx-light."
    if subprocess.run(["which", "wrk"], check=False, capture_output=True).returncode:  # noqa: S607
        lacking["wrk"] = "Requests a second are bounded by the reader in Python: install the Debian package wrk."
    return lacking
