"""The gunicorn worker class, set in gunicorn.conf.py: gthread, except for how it shuts down and checks headers."""

from collections.abc import Sequence
from functools import lru_cache
from select import select
from types import SimpleNamespace

from gunicorn.http import wsgi
from gunicorn.http.wsgi import Response as GunicornResponse
from gunicorn.workers.gthread import ThreadWorker

Headers = tuple[tuple[str, str], ...]


class Response(GunicornResponse):
    """Remembers which headers gunicorn has checked.

    gunicorn matches every name and value of every response against expressions: 14 µs for the 14 headers of a page, a
    tenth of the CPU that a page from the front cache costs. Most responses have the headers of an earlier one.
    """

    def process_headers(self, headers: Sequence[tuple[str, str]]) -> None:
        lines = tuple(headers)
        # Cookies are different for everybody, and secret: they are not kept.
        check = _checked.__wrapped__ if any(name.lower() == "set-cookie" for name, _value in lines) else _checked
        found = check(lines)
        self.headers, self.response_length, self.upgrade = [*found.headers], found.response_length, found.upgrade


@lru_cache(maxsize=1_024)
def _checked(headers: Headers) -> SimpleNamespace:
    """What gunicorn makes of these headers. Raises what it raises."""
    response = SimpleNamespace(headers=[], response_length=None, upgrade=False)
    GunicornResponse.process_headers(response, headers)
    return response


class Worker(ThreadWorker):
    """Closes its listening socket as soon as it stops accepting connections.

    gthread keeps the socket open until its last connection has ended. For up to two seconds, the kernel goes on to
    queue connections that nobody will serve; then they are reset, and nginx does not retry a POST. When the master was
    killed, readers waited for up to sixteen seconds (measured), because its workers went on for as long as their
    connections were in use.
    """

    def init_process(self) -> None:
        wsgi.Response = Response  # gthread takes no other class of response
        super().init_process()

    def is_parent_alive(self) -> bool:
        """Like gthread's, but a worker that has lost its parent shuts down gracefully."""
        if not super().is_parent_alive():
            self.alive = False
        return bool(self.alive)

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            self._stop_listening()

    def _stop_listening(self) -> None:
        """Accept the connections that are queued already, then close the socket: new ones go to other workers."""
        while self.sockets:
            listener = self.sockets.pop()
            while select([listener], [], [], 0)[0]:
                self.accept(listener)
            listener.close()
