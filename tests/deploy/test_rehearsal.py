"""The installation under load while one part after the other is taken away: readers of cached pages get no error, no
acknowledged change is lost, and everything recovers without intervention."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

from tests.browser.site import Site
from tests.deploy.desk import Saver, publish
from tests.deploy.house import ROOT, House, until
from tests.deploy.readers import SEEN_WITHIN, get, readers, seconds_until_seen


def test_pages_come_from_the_edge_and_files_for_ever(house: House, pages: list[str]) -> None:
    for path in pages:
        get(house.url + path)
        status, _text, headers = get(house.url + path)
        assert (status, headers["X-Edge-Cache"]) == (200, "HIT"), path
    sheet = re.search(r'href="(/static/[^"]+\.css)"', get(house.url + "/")[1])
    assert sheet
    _status, _text, headers = get(house.url + sheet[1], Accept_Encoding="gzip")
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Encoding"] == "gzip"
    assert get(house.url + sheet[1])[0] == 200, "nginx, as a user of its own, may read it"
    assert subprocess.run(["curl", "-sfk", f"https://localhost:{house.ports['https']}/"], check=False).returncode == 0  # noqa: S603, S607


def test_who_is_logged_in_goes_past_the_edge(site: Site) -> None:
    reader = site.client("reader@demo.test")
    cookies = "; ".join(f"{name}={value}" for name, value in reader.cookies.items())
    for _ in range(2):
        _status, text, headers = get(site.url + "/", Cookie=cookies)
        assert headers["X-Edge-Cache"] == "BYPASS"
        assert 'href="/akun/"' in text


def test_what_is_published_is_seen_on_every_page_within_five_seconds(
    house: House, site: Site, pages: list[str]
) -> None:
    with readers(house, pages):
        # In a separate process that does not notify the servers, like the desk of another machine.
        headline = "Latihan Terbit di Bawah Beban"
        begun = time.monotonic()
        story = site.ask("published", headlines=[headline])[headline]
        approved = time.monotonic()
        for path in ("/", "/daerah/", "/rss/", "/sitemap-news.xml", "/indeks/", "/cari/?q=latihan", story["path"]):
            seconds_until_seen(site, path, story["path"])
            assert time.monotonic() - approved < SEEN_WITHIN, path
        assert approved - begun < 30


def test_an_application_that_is_killed_is_missed_by_nobody(house: House, site: Site, pages: list[str]) -> None:
    with readers(house, pages):
        house.end("one", signal.SIGKILL)
        publish(site, "Latihan Saat Satu Server Mati")
        seconds_until_seen(site, "/", "Latihan Saat Satu Server Mati")
        assert house.start_gunicorn("one") < 20


def test_who_is_back_is_asked_at_once(house: House, site: Site) -> None:
    """nginx skips a server for a second after a failure. If both have failed, it tries them all the same."""
    pages = (f"{site.url}/indeks/?tanggal=2001-02-{day:02}" for day in range(1, 29))  # not cached yet
    house.end("one", signal.SIGKILL)

    def fails_too() -> bool:
        (worker,) = house.children("two")
        os.kill(worker, signal.SIGKILL)
        failed = get(next(pages))[0] == 502
        until(lambda: house.is_well("two"), what="another worker")
        return failed

    until(fails_too, what="nginx found nobody")
    assert get(next(pages))[0] == 404, house.refused()  # from Django: no stories on that day
    house.start_gunicorn("one")


def test_without_redis_readers_read_and_the_desk_publishes(house: House, site: Site, pages: list[str]) -> None:
    with readers(house, pages):
        house.end("redis", signal.SIGKILL)
        publish(site, "Latihan Saat Redis Mati")
        seconds_until_seen(site, "/", "Latihan Saat Redis Mati")
        assert get(site.url + "/penulis/rina-wulandari/")[0] == 200, "a page nobody had read"
        house.start_redis()
    until(lambda: house.sql("SELECT 1"), what="all is well")


def test_without_the_replica_pages_come_from_the_primary(house: House, site: Site, pages: list[str]) -> None:
    with readers(house, pages):
        house.end("replica", signal.SIGKILL)
        publish(site, "Latihan Saat Replika Mati")
        seconds_until_seen(site, "/", "Latihan Saat Replika Mati")
        house.start_replica()
    reads = _reads_of_replica(house)
    get(site.url + f"/indeks/?tanggal={time.strftime('%Y-%m-%d', time.gmtime(0))}")
    until(
        lambda: (get(site.url + f"/topik/{time.monotonic()}/"), _reads_of_replica(house) > reads + 3)[1],
        what="the replica is read again",
    )


def _reads_of_replica(house: House) -> int:
    return int(house.sql("SELECT xact_commit FROM pg_stat_database WHERE datname = 'newsroom'", on="replica") or 0)


def test_while_postgresql_restarts_readers_read_and_what_was_acknowledged_stays(
    house: House, site: Site, pages: list[str]
) -> None:
    saver = Saver(site, "Naskah yang disimpan terus-menerus")
    with readers(house, pages):
        assert saver.save()
        house.end("primary", signal.SIGKILL)
        assert not saver.save()
        house.start_primary()
        until(saver.save, within=15, what="the desk saves again")
        site.leave()  # close the test's own connection, which must not help the servers
        publish(site, "Latihan Setelah Basis Data Kembali")
        seconds_until_seen(site, "/", "Latihan Setelah Basis Data Kembali")
    assert len(saver.acknowledged) >= 2
    assert saver.stored() == saver.acknowledged[-1]


def test_a_backup_restores_what_was_published_and_what_guards_it(house: House, tmp_path: Path) -> None:
    house.sql("CREATE DATABASE restored", base="postgres")
    os.environ.pop("KEEP_DAYS", None)
    house.run(str(ROOT / "deploy/backup"), str(tmp_path))
    (dump,) = tmp_path.glob("*.dump")

    house.run(str(ROOT / "deploy/restore"), str(dump), DATABASE_URL=house.database("primary", "restored"))

    count = "SELECT count(*), max(headline) FROM articles_edition"
    assert house.sql(count, base="restored") == house.sql(count)
    house.sql("UPDATE articles_edition SET headline = 'diubah'", base="restored")
    assert house.sql("SELECT 1 FROM articles_edition WHERE headline = 'diubah'", base="restored") == ""
    again = subprocess.run(  # noqa: S603
        [str(ROOT / "deploy/restore"), str(dump)], env=house.environment, check=False, capture_output=True, text=True
    )
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_no_server_has_complained_of_a_page_it_could_not_make_after_all_is_well(house: House, pages: list[str]) -> None:
    for name in ("one", "two"):
        assert house.is_well(name)
    assert {get(house.url + path)[0] for path in pages} == {200}
