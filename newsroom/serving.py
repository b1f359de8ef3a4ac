"""The worker of gunicorn (gunicorn.conf.py names it): gthread, except for how it ends."""

from select import select

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """Stops listening as soon as it stops accepting.

    gthread keeps its socket open until its last connection is gone: two seconds in which the kernel goes on taking in
    visitors whom nobody will answer. They wait, then their connection is reset, and nginx sends no form a second time.
    Measured with a master that was killed: readers waited up to sixteen seconds, for its workers went on for as long
    as anybody used a connection they had.
    """

    def is_parent_alive(self) -> bool:
        """As gthread's; a worker without a parent ends as one that was told to."""
        if not super().is_parent_alive():
            self.alive = False
        return bool(self.alive)

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            self._stop_listening()

    def _stop_listening(self) -> None:
        """Takes in whoever has been waiting, then refuses the next, who asks another worker."""
        while self.sockets:
            listener = self.sockets.pop()
            while select([listener], [], [], 0)[0]:
                self.accept(listener)
            listener.close()
