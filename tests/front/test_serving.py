"""How a gunicorn worker shuts down: it accepts no connection that it will not serve."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.site import ROOT, START_UP

PAGE = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "5")])
    return [b"Halo."]
"""


LEAVES_WITHIN = 10  # seconds, on a busy machine; a worker checks for its parent once a second


@dataclass
class Server:
    """A single worker with the real gunicorn.conf.py, and a page of one word."""

    port: int
    process: "subprocess.Popen[bytes]"

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)

    def answers(self) -> bool:
        """Whether it answers; False if it refuses the connection. Fails if it accepts one and does not answer."""
        visitor = self.connection()
        try:
            visitor.connect()
        except ConnectionRefusedError:
            return False
        assert _word(visitor) == "Halo."
        visitor.close()
        return True


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "word.py").write_text(PAGE)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "WEB_CONCURRENCY": "1", "PYTHONPATH": f"{ROOT}:{tmp_path}"}
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "word"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=log, start_new_session=True)  # noqa: S603
    server = Server(port, process)
    try:
        deadline = time.monotonic() + START_UP
        while not server.answers():
            assert time.monotonic() < deadline, (tmp_path / "log").read_text()
            time.sleep(0.05)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.parametrize("header", ["SCRIPT_NAME", "PATH_INFO"])
def test_a_visitor_does_not_say_where_the_site_stands(server: Server, header: str) -> None:
    """Not every proxy drops headers with an underscore, and gunicorn believes whoever is on this machine."""
    visitor = server.connection()
    visitor.request("GET", "/", headers={header: "/lain"})
    answer = visitor.getresponse()
    assert (answer.status, answer.read()) == (200, b"Halo.")
    visitor.close()


def _word(visitor: http.client.HTTPConnection) -> str:
    visitor.request("GET", "/")
    return visitor.getresponse().read().decode()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["told to end", "its master is gone"])
def test_who_comes_while_a_worker_ends_is_answered_or_refused(server: Server, how: signal.Signals) -> None:
    acquaintance = server.connection()
    assert _word(acquaintance) == "Halo."  # a keep-alive connection, for which the worker runs a little longer

    os.kill(server.process.pid, how)
    deadline = time.monotonic() + LEAVES_WITHIN
    while server.answers():
        assert time.monotonic() < deadline, "it goes on as if nothing had happened"

    acquaintance.request("GET", "/")
    last = acquaintance.getresponse()
    assert (last.read(), last.getheader("Connection")) == (b"Halo.", "close")
