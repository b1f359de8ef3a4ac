"""Load generators: sequential requests, as many as the server takes, or a fixed rate whatever it does."""

import json
import re
import shutil
import socket
import subprocess
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

HEADERS = "Host: localhost\r\nAccept-Encoding: gzip, deflate, br\r\nUser-Agent: bench\r\n"
WRK = shutil.which("wrk")

_LUA = """
local paths = {%s}
local made = {}
local next = 0
wrk.headers["Accept-Encoding"] = "gzip, deflate, br"
wrk.headers["Host"] = "localhost"
wrk.path = paths[1]
if #paths > 1 then
  request = function()
    next = next %% #paths + 1
    made[next] = made[next] or wrk.format("GET", paths[next])
    return made[next]
  end
end
done = function(summary, latency, requests)
  local e = summary.errors
  print(string.format('RESULT {"requests": %%d, "seconds": %%f, "errors": %%d, "p50": %%f, "p99": %%f}',
    summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


@dataclass(frozen=True)
class Seen:
    """The result of a load. Latencies are in milliseconds."""

    requests: int
    seconds: float
    errors: int
    p50: float
    p99: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


class Reader:
    """A client with a keep-alive connection, like that of a proxy."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.socket()
        self._connect()

    def close(self) -> None:
        self.socket.close()

    def _connect(self) -> None:
        self.close()
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> tuple[int, int]:
        """The status, and the size of the body in bytes."""
        request = f"GET {path} HTTP/1.1\r\n{HEADERS}\r\n".encode()
        try:
            self.socket.sendall(request)
            return self._answer()
        except (ConnectionError, EOFError):  # the server may close an idle connection
            self._connect()
            self.socket.sendall(request)
            return self._answer()

    def _answer(self) -> tuple[int, int]:
        head = b""
        while b"\r\n\r\n" not in head:
            head += self._more()
        head, _, body = head.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        while not (body.endswith(b"0\r\n\r\n") if length is None else len(body) >= int(length[1])):
            body += self._more()  # without Content-Length it is chunked, as from a view without middleware
        if re.search(rb"(?i)\r\nconnection: *close", head):
            self._connect()
        return int(head.split(b" ", 2)[1]), len(body)

    def _more(self) -> bytes:
        part = self.socket.recv(262_144)
        if not part:
            raise EOFError
        return part


def one_by_one(port: int, paths: list[str]) -> Seen:
    """Request each path once, one after the other."""
    reader, times, errors = Reader(port), [], 0
    begun = time.perf_counter()
    with closing(reader):
        for path in paths:
            sent = time.perf_counter()
            status, _size = reader.get(path)
            times.append(time.perf_counter() - sent)
            errors += status != 200
    return _seen(times, time.perf_counter() - begun, errors)


def at_most(port: int, paths: list[str], folder: Path, *, seconds: float, connections: int = 16) -> Seen:
    """As many requests as the server can answer. Without wrk, Python threads send them, which limits the rate."""
    if not WRK:
        return paced(port, paths, seconds=seconds, per_second=1e9, connections=4)
    script = folder / "paths.lua"
    script.write_text(_LUA % ", ".join(f'"{path}"' for path in paths))
    command = [
        WRK,
        "-t1",
        f"-c{connections}",
        f"-d{max(1, round(seconds))}s",
        "-s",
        str(script),
        f"http://127.0.0.1:{port}/",
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    result = re.search(r"RESULT (.*)", done.stdout)
    if result is None:
        raise RuntimeError(done.stdout + done.stderr)
    return Seen(**json.loads(result[1]))


def paced(port: int, paths: list[str], *, seconds: float, per_second: float, connections: int = 12) -> Seen:
    """A constant rate. Latency counts from the scheduled time, so it includes the wait behind slow responses."""
    times: list[float] = []
    errors: list[str] = []
    lock, begun = threading.Lock(), time.perf_counter() + 0.05
    number = iter(range(10**9))

    def read() -> None:
        with closing(Reader(port)) as reader:
            while True:
                with lock:
                    mine = next(number)
                due = begun + mine / per_second
                if due > begun + seconds or time.perf_counter() > begun + seconds:
                    return
                time.sleep(max(0, due - time.perf_counter()))
                asked = due if per_second < 1e6 else time.perf_counter()
                path = paths[mine % len(paths)]
                status, _size = reader.get(path)
                times.append(time.perf_counter() - asked)
                if status != 200:
                    errors.append(path)

    threads = [threading.Thread(target=read) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _seen(times, seconds, len(errors))


def _seen(times: list[float], seconds: float, errors: int) -> Seen:
    ordered = sorted(times)
    p50, p99 = (ordered[min(len(ordered) - 1, round(len(ordered) * part))] * 1_000 for part in (0.5, 0.99))
    return Seen(len(ordered), seconds, errors, p50, p99)
