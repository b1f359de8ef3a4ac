"""The gunicorn worker class, set in gunicorn.conf.py: gthread, except for how it shuts down."""

from select import select

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """Closes its listening socket as soon as it stops accepting connections.

    gthread keeps the socket open until its last connection has ended. For up to two seconds, the kernel goes on to
    queue connections that nobody will serve; then they are reset, and nginx does not retry a POST. When the master was
    killed, readers waited for up to sixteen seconds (measured), because its workers went on for as long as their
    connections were in use.
    """

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
