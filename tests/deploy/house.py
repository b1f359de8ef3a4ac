"""The whole installation on loopback: the real nginx configuration, two gunicorns, PostgreSQL with a replica, Redis."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "kopi-tubruk-pagi-hari"
POSTGRESQL = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=None)
START_UP = 60  # seconds, on a machine that is busy with other tests
HOST = "localhost"
SERVICES = {"newsroom@8001": "one", "newsroom@8002": "two"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(
    question: Callable[[], object], *, within: float = START_UP, what: str = "", log: Path | None = None
) -> float:
    """Repeat the question until the answer is yes, and return after how many seconds it was."""
    begun = time.monotonic()
    while not question():
        if time.monotonic() - begun > within:
            said = log.read_text()[-3_000:] if log and log.exists() else ""
            raise AssertionError(f"not within {within} s: {what or question}\n{said}")
        time.sleep(0.05)
    return time.monotonic() - begun


@dataclass
class House:
    """Servers by name, each of which can be stopped, killed and started while the others run."""

    folder: Path
    ports: dict[str, int] = field(default_factory=dict)
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self) -> None:
        for name in ("primary", "replica", "redis", "one", "two", "http", "https"):
            self.ports[name] = free_port()
        os.chmod(self.folder, 0o755)  # noqa: S103
        addresses = {"DATABASE_URL": self.database("primary"), "REPLICA_URL": self.database("replica")}
        self.settings.write_text("".join(f"{name}={address}\n" for name, address in addresses.items()))
        with ThreadPoolExecutor() as both:
            static = both.submit(self.manage, "collectstatic", "--noinput", "--verbosity", "0")
            self.start_primary(fresh=True)
            self.start_replica(fresh=True)
            self.start_redis()
            self.manage("migrate", "--verbosity", "0")
            self.manage("load_demo", "--without-stories")
            static.result()
        until(lambda: self.sql("SELECT 1 FROM django_migrations LIMIT 1", on="replica"), what="the replica follows")
        for name in ("one", "two"):
            self.start_gunicorn(name)
        self.start_nginx()

    def stop(self) -> None:
        for name in reversed(list(self.processes)):
            self.end(name, signal.SIGKILL)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.ports['http']}"

    @property
    def settings(self) -> Path:
        """The content of /etc/newsroom.env, with the databases of this house."""
        return self.folder / "newsroom.env"

    @property
    def environment(self) -> dict[str, str]:
        var = self.folder / "var"
        return {
            **os.environ,
            "DEMO": "1",  # staff log in without a second factor; everything else is as in production
            "DEMO_PASSWORD": PASSWORD,
            "SECRET_KEY": "only-for-a-rehearsal",
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": self.url,
            **dict(line.split("=", 1) for line in self.settings.read_text().splitlines()),
            "CACHE_URL": f"redis://127.0.0.1:{self.ports['redis']}/0",
            "EMAIL_URL": f"filemail:///{var / 'mail'}",
            "TRUSTED_PROXY_COUNT": "1",
            "MEDIA_ROOT": str(var / "media"),
            "STATIC_ROOT": str(var / "static"),
            "WEB_CONCURRENCY": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        }

    def database(self, name: str, base: str = "newsroom") -> str:
        return f"postgres://postgres@127.0.0.1:{self.ports[name]}/{base}"

    def manage(self, *arguments: str) -> str:
        return self.run(sys.executable, "manage.py", *arguments)

    def run(self, *command: str, **more: str) -> str:
        environment = self.environment | more
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)  # noqa: S603
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def obey(self, script: str, *, on: str) -> str:
        """Run commands of the runbook with the names of this house, on a database server, and return their output."""
        printed = ""
        for line in script.splitlines():
            verb, _, unit = line.rpartition(" ")
            if line == "systemctl restart postgresql":
                self.end("primary")
                self.start_primary()
            elif verb == "systemctl restart":
                self.end(SERVICES[unit])
                self.start_gunicorn(SERVICES[unit])
            elif line == "systemctl disable --now postgresql":
                self.end("primary", signal.SIGKILL)
            else:
                server = {"PGHOST": "127.0.0.1", "PGPORT": str(self.ports[on]), "PGUSER": "postgres"}
                printed += self.run("bash", "-euo", "pipefail", "-c", self._here(line), **server)
        return printed

    def _here(self, line: str) -> str:
        for there, here in (
            ("/etc/newsroom.env", str(self.settings)),
            ("/var/backups/newsroom-wal", str(self.folder / "wal")),
            ("/var/backups/newsroom", str(self.folder / "backups")),
            ("/var/lib/postgresql/15", str(self.folder)),
            ("/srv/newsroom/var/media", str(self.folder / "restored-media")),
            ("/srv/newsroom/current", str(ROOT)),
            ("sudo -u postgres ", " ".join([*_runs_as_postgres(), ""])),
            ("-o postgres ", "-o postgres " if os.geteuid() == 0 else ""),
        ):
            line = line.replace(there, here)
        return line

    def sql(self, statement: str, *, on: str = "primary", base: str = "newsroom") -> str:
        """The output of psql, "" if the server is down or refuses."""
        command = ["psql", "-qAt", "-v", "ON_ERROR_STOP=1", self.database(on, base), "-c", statement]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        return done.stdout.strip()

    # -- Each server -------------------------------------------------------------------------------------------------

    def start_primary(self, *, fresh: bool = False) -> None:
        data = self.folder / "primary"
        if fresh:
            self._postgres_owns(data)
            kind = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
            self._as_postgres("initdb", "--no-sync", "-D", str(data), *kind)
        self._start_postgres("primary", data)
        if fresh:
            self.sql("CREATE DATABASE newsroom", base="postgres")

    def start_replica(self, *, fresh: bool = False) -> None:
        data = self.folder / "replica"
        if fresh:
            self._postgres_owns(data)
            source = f"host=127.0.0.1 port={self.ports['primary']} user=postgres"
            copying = ["-R", "-X", "stream", "-c", "fast", "--no-sync"]
            self._as_postgres("pg_basebackup", "-D", str(data), "-d", source, *copying)
        self._start_postgres("replica", data)

    def start_restored(self, name: str) -> None:
        """Start a restored server, and wait until it has replayed the log and accepts writes."""
        self.ports[name] = free_port()
        self._start_postgres(name, self.folder / name)
        log = self.folder / f"{name}.log"
        until(lambda: self.sql("SELECT pg_is_in_recovery()", on=name) == "f", what=f"{name} has recovered", log=log)

    def start_redis(self) -> None:
        command = ["redis-server", "--port", str(self.ports["redis"]), "--bind", "127.0.0.1", "--save", ""]
        self._start("redis", command)
        until(lambda: _listens(self.ports["redis"]), what="redis")

    def start_gunicorn(self, name: str, **more: str) -> float:
        """Start a gunicorn, and return after how many seconds it answered."""
        self._start(name, [sys.executable, "-m", "gunicorn"], PORT=str(self.ports[name]), **more)
        return until(lambda: self.is_well(name), what=name, log=self.folder / f"{name}.log")

    def start_nginx(self, *, for_a_crowd: bool = True) -> None:
        folder = self.folder / "nginx"
        (folder / "cache").mkdir(parents=True, exist_ok=True)
        shutil.copytree(ROOT / "deploy/nginx/errors", folder / "errors", dirs_exist_ok=True)
        certificate = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
        self.run("openssl", *certificate, "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"))
        (folder / "nginx.conf").write_text(self._nginx(folder, for_a_crowd=for_a_crowd))
        self._start("nginx", ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"])
        until(lambda: _listens(self.ports["http"]), what="nginx", log=self.folder / "nginx.log")

    def _nginx(self, folder: Path, *, for_a_crowd: bool) -> str:
        """deploy/nginx/newsroom.conf with the ports and folders of this house. For load tests, which come from one
        address, rate limits are lifted, and only errors are logged."""
        site = (ROOT / "deploy/nginx/newsroom.conf").read_text()
        unlimited = (
            ("rate=100r/s", "rate=1000000r/s"),
            ("rate=5r/s", "rate=1000000r/s"),
            ("rate=3r/s", "rate=1000000r/s"),
            ("burst=300", "burst=100000"),
            ("burst=20", "burst=100000"),  # thousands arrive in a millisecond
            ("limit_conn newsroom_open 400;", ""),
            (" newsroom buffer=32k flush=5s;", " newsroom if=$is_refused;"),
        )
        for there, here in (
            *(unlimited if for_a_crowd else ()),
            ("127.0.0.1:8001", f"127.0.0.1:{self.ports['one']}"),
            ("127.0.0.1:8002", f"127.0.0.1:{self.ports['two']}"),
            ("listen 443 ssl http2;", f"listen {self.ports['https']} ssl http2; listen {self.ports['http']};"),
            ("/etc/letsencrypt/live/www.namamedia.com/fullchain.pem", f"{folder}/cert.pem"),
            ("/etc/letsencrypt/live/www.namamedia.com/privkey.pem", f"{folder}/key.pem"),
            ("/srv/newsroom/var/static", f"{self.folder}/var/static"),
            ("/srv/newsroom/current/deploy/nginx/errors", f"{folder}/errors"),
            ("/var/log/nginx", str(folder)),
            ("/var/lib/nginx/newsroom", f"{folder}/cache"),
            ("server_name www.namamedia.com;", f"server_name {HOST};"),
            ("proxy_set_header Host $host;", "proxy_set_header Host $http_host;"),
        ):
            assert there in site, there
            site = site.replace(there, here)
        site = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", site, flags=re.DOTALL)
        site = re.sub(r"^\s*listen \[::\].*\n", "", site, flags=re.MULTILINE)
        user = "user www-data;" if os.geteuid() == 0 else ""  # as on Debian
        temporary = " ".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return f"""{user} worker_processes 2; pid {folder}/pid; error_log {folder}/error.log warn;
events {{ worker_connections 2048; }}
http {{
    include /etc/nginx/mime.types; default_type application/octet-stream;
    sendfile on; tcp_nopush on; keepalive_requests 1000000; {temporary}
    map $status $is_refused {{ ~^[23] 0; default 1; }}
    access_log off;
    {site}
}}
"""

    def refused(self) -> str:
        """The last error responses of nginx, with its error log."""
        logs = (self.folder / "nginx" / name for name in ("newsroom.log", "error.log"))
        return "\n".join(log.read_text()[-2_000:] for log in logs if log.exists())

    def is_well(self, name: str) -> bool:
        headers = {"Host": HOST, "X-Forwarded-Proto": "http"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.ports[name]}/healthz", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=3) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    def children(self, name: str) -> list[int]:
        """The ids of a server's child processes, such as the workers of a gunicorn."""
        pid = self.processes[name].pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def end(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop a server and its children. SIGKILL stands for a power failure."""
        process = self.processes.pop(name)
        if (self.folder / name / "PG_VERSION").exists():
            mode = "immediate" if how == signal.SIGKILL else "fast"
            self._as_postgres("pg_ctl", "-D", str(self.folder / name), "-m", mode, "-w", "stop")
        elif how == signal.SIGKILL:
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)
        process.wait(timeout=START_UP)

    def _start(self, name: str, command: list[str], **more: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(  # noqa: S603
                command, cwd=ROOT, env=self.environment | more, stdout=log, stderr=log, start_new_session=True
            )

    def _start_postgres(self, name: str, data: Path) -> None:
        assert POSTGRESQL
        port = str(self.ports[name])
        options = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "wal_level=replica"]
        options += ["-c", "fsync=off"]  # safe, because only processes are killed, not the machine
        command = [str(POSTGRESQL / "postgres"), "-D", str(data), "-p", port, *options]
        self._start(name, [*_runs_as_postgres(), *command])
        until(lambda: self.sql("SELECT 1", on=name, base="postgres"), what=name, log=self.folder / f"{name}.log")

    def _postgres_owns(self, data: Path) -> None:
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(data, "postgres", "postgres")

    def _as_postgres(self, program: str, *arguments: str) -> None:
        assert POSTGRESQL
        command = [*_runs_as_postgres(), str(POSTGRESQL / program), *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/")  # noqa: S603
        assert done.returncode == 0, done.stdout + done.stderr


def _runs_as_postgres() -> list[str]:
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
