"""Restoring to a moment from a base backup and PostgreSQL's write-ahead log, with the commands of the runbook."""

import re
import signal

import pytest

from tests.browser.site import Site
from tests.deploy.house import House, free_port, until
from tests.deploy.readers import get
from tests.deploy.runbook import commands

ARCHIVE = "install -d -o postgres -m 0750 /var/backups/newsroom-wal /var/backups/newsroom-wal/log"
RESTORE = "install -d -o postgres -m 0700 /var/lib/postgresql/15/restored"
MOMENT = "2026-11-26 18:00:00+07"
BEFORE, AFTER = "Latihan Sebelum Salah Langkah", "Latihan Sesudah Salah Langkah"
HEADLINES = (
    "SELECT string_agg(headline, ', ' ORDER BY headline) FROM articles_edition WHERE headline LIKE '%Salah Langkah'"
)


def test_the_site_comes_back_as_it_stood_at_a_moment_with_its_photos(house: House, site: Site) -> None:
    house.obey(commands(ARCHIVE), on="primary")
    site.leave()  # its connection was closed by the restart
    path = site.ask("with_photo", headline=BEFORE)
    house.obey("/srv/newsroom/current/deploy/copy-photos /var/backups/newsroom", on="primary")
    moment = house.sql("SELECT clock_timestamp()")
    later = site.ask("with_photo", headline=AFTER)
    segment = house.sql("SELECT pg_walfile_name(pg_switch_wal())")
    until((house.folder / "wal/log" / segment).exists, what="the log is archived")

    words = commands(RESTORE)
    house.obey(words.replace(MOMENT, moment), on="primary")
    house.start_restored("restored")
    assert house.sql(HEADLINES, on="restored") == BEFORE
    assert house.sql(HEADLINES) == f"{BEFORE}, {AFTER}"
    house.ports["beside"] = free_port()
    house.start_gunicorn(
        "beside",
        DATABASE_URL=house.database("restored"),
        REPLICA_URL="",
        CACHE_URL="locmemcache://beside",
        MEDIA_ROOT=str(house.folder / "restored-media"),
    )
    url = f"http://localhost:{house.ports['beside']}"
    status, story, _headers = get(url + path)
    assert status == 200
    photo = re.search(r'src="(/foto/[^"]+)"', story)
    assert photo
    for address, expected in ((photo[1], 200), (later, 404)):
        assert get(url + address)[0] == expected, address
    house.end("beside")
    house.end("restored", signal.SIGKILL)

    house.obey(words.replace(MOMENT, "latest").replace("15/restored", "15/latest"), on="primary")
    house.start_restored("latest")
    assert house.sql(HEADLINES, on="latest") == f"{BEFORE}, {AFTER}"
    house.end("latest", signal.SIGKILL)


def test_nothing_is_laid_out_over_a_server_or_from_before_the_first_copy(house: House) -> None:
    words = commands(RESTORE)
    with pytest.raises(AssertionError, match="is not empty"):
        house.obey(words.replace("15/restored", "15/primary"), on="primary")
    with pytest.raises(AssertionError, match="No base backup"):
        house.obey(words.replace(MOMENT, "2001-01-01").replace("15/restored", "15/too-early"), on="primary")


def test_a_file_of_the_log_is_never_written_over_and_old_ones_go_with_the_oldest_copy(house: House) -> None:
    log = house.folder / "wal/log"
    first = min(path.name for path in log.iterdir())
    copied = f"sudo -u postgres /srv/newsroom/current/deploy/archive-log {log}/{first} {log}/{first}"
    house.obey(copied, on="primary")
    (house.folder / "other").write_text("something else")
    with pytest.raises(AssertionError):
        house.obey(copied.replace(f"{log}/{first} ", f"{house.folder}/other ", 1), on="primary")
    kept = (log / first).read_bytes()
    assert kept != b"something else"

    for _ in range(2):
        house.obey("sudo -u postgres /srv/newsroom/current/deploy/base-backup /var/backups/newsroom-wal", on="primary")
    assert len(list((house.folder / "wal").glob("base-*"))) == 2
    assert first not in {path.name for path in log.iterdir()}
