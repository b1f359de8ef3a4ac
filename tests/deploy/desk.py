"""The desk during the rehearsal, through nginx: somebody who approves, and somebody who saves repeatedly."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.browser.client import changed
from tests.browser.site import Site


def publish(site: Site, headline: str) -> str:
    """Approve a story at the desk, through nginx, and return its path."""
    (story,) = site.ask("submitted", headlines=[headline])
    path = f"/admin/articles/article/{story}/approve/"
    editor = site.client("editor@demo.test")
    answer = editor.post(path, changed(editor.get(path).form(holding="version"), when="now"))
    assert answer.status == 302, answer.html
    return headline


class Saver:
    """A reporter who saves a draft repeatedly, each time with the next number, and notes the last acknowledged."""

    def __init__(self, site: Site, headline: str) -> None:
        (self.draft,) = site.ask("drafts", headlines=[headline])
        self.site, self.reporter = site, site.client("reporter@demo.test")
        self.sent = 0
        self.acknowledged: list[int] = []

    def save(self) -> bool:
        """Save once; whether the desk acknowledged it."""
        path = f"/admin/articles/article/{self.draft}/change/"
        self.sent += 1
        page = self.reporter.get(path)
        if page.status != 200:
            return False
        text = f"<p>Simpanan ke-{self.sent}.</p>"
        if self.reporter.post(path, changed(page.form(holding="headline"), body=text, _continue="1")).status != 302:
            return False
        self.acknowledged.append(self.sent)
        return True

    def stored(self) -> int:
        """The number in the stored draft."""
        body = self.site.ask("working_copy", of=self.draft)["body"]
        match = re.search(r"Simpanan ke-(\d+)", body)
        assert match, body
        return int(match[1])


@contextmanager
def saving(saver: Saver) -> Iterator[None]:
    """The reporter saves repeatedly until the block ends, whatever the responses are."""
    done = threading.Event()

    def save() -> None:
        while not done.is_set():
            saver.save()

    thread = threading.Thread(target=save)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
