"""The tools of `make bench` measure what they claim."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench import load, report
from bench.house import _spent, family
from tests.deploy.house import ROOT, until


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/slow":
            time.sleep(0.05)
        self.send_response(404 if self.path == "/missing" else 200)
        if self.path == "/chunked":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"4\r\nHalo\r\n0\r\n\r\n")
        else:
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"Halo")

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_readers_count_answers_and_what_was_not_found(port: int) -> None:
    said = load.one_by_one(port, ["/", "/chunked", "/missing", "/"])
    assert (said.requests, said.errors) == (4, 1)


def test_an_answer_that_is_late_makes_the_next_ones_late_and_that_is_counted(port: int) -> None:
    said = load.paced(port, ["/slow"], seconds=0.5, per_second=100, connections=1)
    assert said.p99 > 150  # milliseconds: each alone takes 50


def test_the_kernel_is_asked_what_a_process_has_spent() -> None:
    before = _spent(os.getpid())
    ends = time.process_time() + 0.05
    while time.process_time() < ends:
        pass
    assert _spent(os.getpid()) - before >= 40
    assert family(os.getpid())[0] == os.getpid()


def test_the_table_says_what_is_reached_and_what_is_not() -> None:
    def figure(median: float) -> dict[str, float]:
        return {"median": median, "least": median, "most": median}

    figures = {"sqlite: cold article: CPU, ms": figure(1.9), "nginx: article of static file": figure(0.5)}
    page = {"queries": 4, "bytes": 20_000, "gzip": 6_000}
    growing = {"name": "front", "small": 1.0, "large": 1.1, "times": 1.1, "queries": 3}
    table = report.table(
        {
            "at": "2026-11-26",
            "machine": {"cores": 2, "load": 0.5},
            "stories": 3_000,
            "seconds": 240,
            "missing": ["nginx is not measured."],
            "figures": figures,
            "pages": {"sqlite": {"article": page}},
            "growth": [{"engine": "sqlite", "sizes": [10, 20], "pages": [growing]}],
        }
    )
    assert "| sqlite: cold article: CPU, ms | 1.90 | 1.90 to 1.90 | <= 2 | yes |" in table
    assert "| nginx: article of static file | 0.50 | 0.50 to 0.50 | >= 0.9 | **no** |" in table
    assert "nginx is not measured." in table
    assert "| article | 4 | 20,000 | 6,000 |" in table
    assert "| front | 1.00 | 1.10 | 1.10 | 3 |" in table


def test_a_process_that_has_ended_counts_as_nothing() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert family(ended.pid) == []
    assert _spent(ended.pid) == 0


AT_WORK = """
from concurrent.futures import ThreadPoolExecutor
from bench.run import opened, result_of

with opened([]) as house, ThreadPoolExecutor() as both:
    house.serve_hello("hello", 1)
    both.submit(house.run, "sleep", "600")
    working = both.submit(house.run, "sleep", "600")
    print(house.folder, house.processes["hello"].pid, flush=True)
    result_of(working)
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_bench_that_is_told_to_end_leaves_no_server_and_no_folder(how: signal.Signals, tmp_path: Path) -> None:
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", AT_WORK]
    pipe = subprocess.PIPE
    bench = subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True, start_new_session=True)  # noqa: S603
    assert bench.stdout
    folder, server = bench.stdout.readline().split()
    until(lambda: len(family(bench.pid)) == 5, what="itself, a server with its worker, two at work")
    started = family(bench.pid)
    assert Path(folder).is_dir()
    assert int(server) in started

    if how == signal.SIGINT:
        os.killpg(bench.pid, how)  # as a terminal does
    else:
        bench.send_signal(how)
    bench.communicate(timeout=30)

    assert bench.returncode == (143 if how == signal.SIGTERM else -signal.SIGINT)
    assert list(tmp_path.iterdir()) == []
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []
