"""A complete site for browser tests: gunicorn with its own database, media folder and mail folder."""

import email
import email.policy
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.browser.certificate import write_certificate
from tests.browser.client import Client

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "kopi-tubruk-pagi-hari"
START_UP = 30  # seconds; a start takes about two
_LINK = re.compile(r"http://\S+")


@dataclass
class Site:
    """A running newsroom with the demo people and no stories."""

    url: str
    folder: Path
    environment: dict[str, str]
    _sessions: dict[str, dict[str, str]] = field(default_factory=dict)
    _insiders: list["_Insider"] = field(default_factory=list)  # none until the first call of `ask`

    def mails(self, *, to: str) -> list[str]:
        """The texts of the mails sent to an address, oldest first."""
        found = []
        for path in sorted((self.folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime):
            # The file backend separates messages by a line of dashes.
            for raw in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                message = email.message_from_bytes(raw, policy=email.policy.default)
                if message["To"] and to in message["To"]:
                    found.append(message.get_content())
        return found

    def link_in_last_mail(self, *, to: str) -> str:
        links = _LINK.findall(self.mails(to=to)[-1])
        assert links, f"No link in the last mail to {to}."
        return links[0].rstrip(".")

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True)  # noqa: S603
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, question: str, **about: Any) -> Any:
        """Call the function of this name in seed.py inside the site, and return its result."""
        if not self._insiders:
            self._insiders.append(_Insider(self))
        return self._insiders[0].ask(question, about)

    def leave(self) -> None:
        while self._insiders:
            self._insiders.pop().leave()

    def client(self, address: str, *, password: str = PASSWORD) -> Client:
        """A plain HTTP client that is logged in. Each person's login happens only once."""
        if address not in self._sessions:
            somebody = Client(self.url)
            somebody.log_in(address, password=password)
            self._sessions[address] = somebody.cookies
        return Client(self.url, cookies=self._sessions[address])


class _Insider:
    """A process that calls functions of seed.py. It keeps running, because each start takes a second."""

    def __init__(self, site: Site) -> None:
        command = [sys.executable, "manage.py", "shell", "-c", "from tests.browser import seed; seed.answer()"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdin=pipe, stdout=pipe, text=True)  # noqa: S603

    def ask(self, question: str, about: dict[str, Any]) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([question, about]) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith('{"answer":'):
                return json.loads(line)["answer"]
        raise AssertionError(f"{question} failed inside the site; its error stands above.")

    def leave(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(timeout=START_UP)
        self.process.stdout.close()


class Server:
    """Sets up a site in a folder, serves it, and removes everything at the end."""

    def __init__(self, folder: Path) -> None:
        port = _free_port()
        self.database = _Database(folder)
        # localhost, not 127.0.0.1: browsers offer passkeys to localhost without TLS.
        self.site = Site(
            url=f"http://localhost:{port}",
            folder=folder,
            environment={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
                "DEMO": "1",
                "DEMO_PASSWORD": PASSWORD,
                "ALLOWED_HOSTS": "localhost",
                "DATABASE_URL": self.database.url,
                "EMAIL_URL": f"filemail:///{folder / 'mail'}",  # the first slash of the path is taken for a separator
                "MEDIA_ROOT": str(folder / "media"),
                "STATIC_ROOT": str(folder / "static"),
                "PORT": str(port),
                "WEB_CONCURRENCY": "2",
                "FRONT_CACHE_MB": "0",  # tests also change data behind the site's back
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )
        self.gunicorn = Gunicorn(self.site)

    def start(self) -> Site:
        (self.site.folder / "mail").mkdir()
        self.database.create()
        with ThreadPoolExecutor() as both:
            static = both.submit(self.site.manage, "collectstatic", "--noinput", "--verbosity", "0")
            self.site.manage("migrate", "--verbosity", "0")
            self.site.ask("people")
            static.result()
        self.gunicorn.start()
        return self.site

    def stop(self) -> None:
        self.site.leave()
        self.gunicorn.stop()
        self.database.drop()


@contextmanager
def in_production(site: Site) -> Iterator[Site]:
    """The same site as in production: no demo mode, and HTTPS with a self-signed certificate."""
    folder = site.folder / "production"
    folder.mkdir()
    settings = {"DEMO": "0", "WEB_CONCURRENCY": "1"}
    with _served_too(site, settings, scheme="https", certificate=write_certificate(folder)) as secured:
        yield secured


@contextmanager
def behind_front_cache(site: Site) -> Iterator[Site]:
    """The same site with the cache before Django, served by two workers."""
    with _served_too(site, {"FRONT_CACHE_MB": "8"}) as cached:
        yield cached


@contextmanager
def _served_too(
    site: Site, settings: dict[str, str], *, scheme: str = "http", certificate: Path | None = None
) -> Iterator[Site]:
    port = _free_port()
    other = replace(
        site,
        url=f"{scheme}://localhost:{port}",
        environment={**site.environment, **settings, "PORT": str(port)},
        _sessions={},
    )
    gunicorn = Gunicorn(other, certificate=certificate)
    try:
        gunicorn.start()
        yield other
    finally:
        gunicorn.stop()


class Gunicorn:
    """A running server of the site."""

    def __init__(self, site: Site, *, certificate: Path | None = None) -> None:
        self.site, self.certificate = site, certificate
        self.log = site.folder / f"gunicorn-{urlsplit(site.url).port}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn"]
        if self.certificate:
            command += ["--certfile", str(self.certificate), "--keyfile", str(self.certificate)]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(  # noqa: S603
                command, cwd=ROOT, env=self.site.environment, stdout=log, stderr=log, start_new_session=True
            )
        tls = ssl.create_default_context(cafile=str(self.certificate)) if self.certificate else None
        deadline = time.monotonic() + START_UP
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.site.url}/healthz", timeout=2, context=tls):  # noqa: S310
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """Kill master and workers with SIGKILL, like a power cut."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=START_UP)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=START_UP)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class _Database:
    """A new database of the kind that the suite uses: a file for SQLite, a separate database on PostgreSQL."""

    NAME = f"newsroom_browser_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # each test worker has its own site

    def __init__(self, folder: Path) -> None:
        given = os.environ.get("DATABASE_URL", "")
        self.server = urlsplit(given) if given.startswith("postgres") else None
        if self.server:
            self.url = urlunsplit(self.server._replace(path=f"/{self.NAME}"))
        else:
            self.url = f"sqlite:///{folder / 'newsroom.sqlite3'}"

    def create(self) -> None:
        self.drop()
        self._on_server(f"CREATE DATABASE {self.NAME}")

    def drop(self) -> None:
        self._on_server(f"DROP DATABASE IF EXISTS {self.NAME} WITH (FORCE)")

    def _on_server(self, statement: str) -> None:
        if self.server:
            with psycopg.connect(urlunsplit(self.server._replace(path="/postgres")), autocommit=True) as connection:
                connection.execute(statement)
