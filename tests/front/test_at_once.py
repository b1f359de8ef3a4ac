"""Many threads on one cache: a page is rendered once, responses are complete, and the shelf's size is correct."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from newsroom import caching, front_cache
from newsroom.changes import Changes
from newsroom.front_cache import FrontCache
from newsroom.shelf import Shelf
from tests.front.visits import Clock, Press, ask, in_front

THREADS = 12


def test_of_many_strangers_who_come_at_once_one_makes_the_page() -> None:
    press, gate = Press(), threading.Barrier(THREADS)
    press.meanwhile = lambda: time.sleep(0.02)  # long enough for all other requests to arrive
    site = in_front(press)

    def visit(_number: int) -> bytes:
        gate.wait()
        return ask(site).body

    with ThreadPoolExecutor(THREADS) as threads:
        bodies = set(threads.map(visit, range(THREADS)))

    assert len(bodies) == 1
    assert press.times == 1


def test_who_waits_too_long_asks_for_the_page_alone() -> None:
    press, stuck = Press(), threading.Event()
    site = in_front(press)
    waits, front_cache.WAIT = front_cache.WAIT, 0.01
    try:
        press.meanwhile = stuck.wait
        maker = threading.Thread(target=ask, args=(site,))
        maker.start()
        while not press.times:
            time.sleep(0.001)
        press.meanwhile = lambda: None
        answer = ask(site, HTTP_USER_AGENT="tidak sabar")
    finally:
        front_cache.WAIT = waits
        stuck.set()
        maker.join()

    assert b"tidak sabar" in answer.body
    assert answer.says == ""


def test_hammered_by_threads_it_mixes_nothing_up_and_stays_within_its_limit() -> None:
    clock, press = Clock(), Press(text="Harga beras naik. " * 100)
    site = in_front(press, limit=80_000, clock=clock)

    def visit(seed: int) -> None:
        chance = random.Random(seed)
        for _number in range(150):
            path = f"/kanal-{chance.randrange(40)}/"
            answer = ask(site, path, query=f"utm_source={seed}", HTTP_ACCEPT_ENCODING=chance.choice(["", "br", "gzip"]))
            assert answer.headers["Content-Length"] == str(len(answer.body))
            if "Content-Encoding" not in answer.headers:
                assert f"testserver{path}?".encode() in answer.body
            if chance.random() < 0.02:
                clock.now += caching.FRESH + 1
            if chance.random() < 0.02:
                site.changes.everywhere()

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(visit, range(THREADS)))

    assert press.most_at_once == 1, "two made one page at the same time"
    assert 0 < site.shelf.bytes <= 80_000
    assert site.shelf.bytes == _counted(site.shelf)


def _counted(shelf: Shelf) -> int:
    return sum(page.size for page, _size in shelf._pages.values())


def test_workers_of_one_machine_hear_of_each_others_changes(tmp_path: Path) -> None:
    file = tmp_path / "changes"
    press = Press(text="lama")
    here, there = (FrontCache(press, limit=2**20, changes=Changes(file)) for _ in range(2))
    ask(there)
    press.text = "baru"

    here.changes.at("/ekonomi/")
    assert b"lama" in ask(there).body
    here.changes.at("/nasional/")
    assert b"baru" in ask(there).body


def test_where_nothing_can_be_written_each_worker_knows_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    alone, other = (Changes(tmp_path / "file" / "changes") for _ in range(2))
    before = alone.last("/")

    alone.everywhere()

    assert alone.last("/") != before
    assert other.last("/") == before
