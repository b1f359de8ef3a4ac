"""The primary is lost and the replica takes over. The last file of the rehearsal: the primary stays away."""

import signal
import threading
import time

from tests.browser.site import Site
from tests.deploy.desk import Saver, publish
from tests.deploy.house import House, until
from tests.deploy.readers import get, seconds_until_seen, watching
from tests.deploy.runbook import commands

PROMOTE = 'sudo -u postgres psql -c "SELECT pg_last_wal_receive_lsn(), pg_last_xact_replay_timestamp()"'
POINT_TO_IT = "sed -i -e '/^DATABASE_URL=/d' -e 's/^REPLICA_URL=/DATABASE_URL=/' /etc/newsroom.env"
BE_SYNCHRONOUS = "sudo -u postgres psql -c \"ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'\""
BE_ALONE = 'sudo -u postgres psql -c "ALTER SYSTEM RESET synchronous_standby_names"'


class Steady(threading.Thread):
    """Saves until the desk stops acknowledging, and records the primary's WAL position after each save."""

    def __init__(self, house: House, saver: Saver) -> None:
        super().__init__()
        self.house, self.saver = house, saver
        self.stood: dict[int, str] = {}  # number of the save > WAL position after it

    def run(self) -> None:
        while self.saver.save():
            self.stood[self.saver.sent] = self.house.sql("SELECT pg_current_wal_lsn()")


def _is_synchronous(house: House) -> bool:
    return house.sql("SELECT sync_state FROM pg_stat_replication") == "quorum"


def _lies_before(house: House, one: str, other: str) -> bool:
    return house.sql(f"SELECT '{one}'::pg_lsn <= '{other}'::pg_lsn", on="replica") == "t"


def test_a_synchronous_replica_has_what_is_acknowledged_and_without_one_the_desk_waits(
    house: House, site: Site
) -> None:
    saver = Saver(site, "Naskah yang menunggu salinannya")
    house.obey(commands(BE_SYNCHRONOUS), on="primary")
    until(lambda: _is_synchronous(house), what="the replica is waited for")
    assert saver.save()
    stood = house.sql("SELECT pg_current_wal_lsn()")

    house.end("replica", signal.SIGKILL)
    late = threading.Thread(target=saver.save)
    late.start()
    until(lambda: house.sql("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'"), what="a save waits")
    assert saver.acknowledged == [1]
    house.obey(commands(BE_ALONE), on="primary")
    late.join(timeout=20)
    assert saver.acknowledged == [1, 2]
    house.start_replica()
    came = "SELECT pg_last_wal_receive_lsn()"
    until(lambda: _lies_before(house, stood, house.sql(came, on="replica")), what="the replica has it")


def test_the_replica_takes_over_and_nothing_is_lost_that_had_reached_it(
    house: House, site: Site, pages: list[str]
) -> None:
    saver = Saver(site, "Naskah yang disimpan sampai basis data hilang")
    publish(site, "Latihan Sebelum Basis Data Hilang")
    site.leave()
    lag = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), replay_lag FROM pg_stat_replication"
    with watching(house.url, pages) as watch:
        steady = Steady(house, saver)
        steady.start()
        until(lambda: len(steady.stood) >= 3, what="three saves")
        lags = [house.sql(lag) for _ in range(5)]
        house.obey("systemctl disable --now postgresql", on="primary")
        lost_at = time.monotonic()
        steady.join(timeout=60)
        came = house.sql("SELECT pg_last_wal_receive_lsn()", on="replica")

        house.obey(commands(PROMOTE), on="replica")
        house.obey(commands(POINT_TO_IT), on="replica")
        site.environment = house.environment
        reached = [number for number, stood in steady.stood.items() if _lies_before(house, stood, came)]
        stored = saver.stored()
        assert stored >= max(reached)
        assert saver.save()
        took = time.monotonic() - lost_at
        publish(site, "Latihan Setelah Salinan Mengambil Alih")
        seconds_until_seen(site, "/", "Latihan Setelah Salinan Mengambil Alih")
        assert "Latihan Sebelum Basis Data Hilang" in get(site.url + "/")[1]
    assert watch.bad == []
    assert saver.stored() == saver.acknowledged[-1]
    lost = [number for number in saver.acknowledged[:-1] if number > stored]
    print(f"\nbytes behind | for how long: {'; '.join(lags)}. Of {len(steady.stood)} saves {len(lost)} were lost.")
    print(f"The desk saved again {took:.0f} s after the primary was lost.")
