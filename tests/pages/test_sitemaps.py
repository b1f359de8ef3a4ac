"""Sitemaps: every live story is in the file of its month, with the time of its last change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import dates, printed, sitemaps, workflow
from articles.models import Edition, PrintedMonth
from tests import clock
from tests.pages import press
from tests.pages.press import Desk
from tests.pages.test_machines import SITEMAP, locations, xml


def changes(client: Client) -> dict[str, str | None]:
    """The last change of each file, from the index."""
    return {
        str(file.findtext(f"{SITEMAP}loc")).removeprefix("http://testserver"): file.findtext(f"{SITEMAP}lastmod")
        for file in xml(client, "/sitemap.xml").iter(f"{SITEMAP}sitemap")
    }


def test_a_month_with_too_many_stories_for_a_file_has_several(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "ADDRESSES", 2)
    editions = [desk.publish(f"Berita {n}", now=datetime(2026, 9, n + 1, tzinfo=UTC)) for n in range(5)]

    files = [file for file in changes(client) if file.startswith("/sitemap-2026-09")]

    assert files == ["/sitemap-2026-09.xml", "/sitemap-2026-09-2.xml", "/sitemap-2026-09-3.xml"]
    found = [place for file in files for place in locations(client, file)]
    assert found == [f"http://testserver{edition.path}" for edition in editions]
    for beyond in ("/sitemap-2026-09-4.xml", "/sitemap-2026-09-1.xml", "/sitemap-2026-08-2.xml"):
        assert client.get(beyond).status_code == 404


def test_the_index_says_when_a_month_last_changed(client: Client, desk: Desk) -> None:
    old = desk.publish("Lama", now=datetime(2026, 9, 10, 3, tzinfo=UTC))
    desk.publish("Lain", now=datetime(2026, 8, 10, 3, tzinfo=UTC))
    assert changes(client)["/sitemap-2026-09.xml"] == "2026-09-10T10:00:00+07:00"

    corrected = desk.update(old, kind=Edition.Kind.CORRECTION, note="Angkanya salah.")
    assert changes(client)["/sitemap-2026-09.xml"] == dates.machine(corrected.live_from)
    assert changes(client)["/sitemap-2026-08.xml"] == "2026-08-10T10:00:00+07:00"

    retraction = desk.retract(corrected)
    assert changes(client)["/sitemap-2026-09.xml"] == dates.machine(retraction.live_from)


def test_what_is_scheduled_changes_a_month_when_it_goes_live_and_not_before(client: Client, desk: Desk) -> None:
    old = desk.publish("Lama", now=datetime(2026, 9, 10, 3, tzinfo=UTC))
    later = timezone.now() + timedelta(hours=2)
    pending = desk.update(old, live_from=later)
    assert changes(client)["/sitemap-2026-09.xml"] == "2026-09-10T10:00:00+07:00"
    with clock.at(later + timedelta(seconds=1)):
        assert changes(client)["/sitemap-2026-09.xml"] == dates.machine(later)

    workflow.unschedule(pending.article, by=desk.bagus)
    with clock.at(later + timedelta(seconds=1)):
        assert changes(client)["/sitemap-2026-09.xml"] == "2026-09-10T10:00:00+07:00"


def test_a_month_whose_first_story_is_still_to_come_is_not_told_of(client: Client, desk: Desk) -> None:
    desk.schedule("Esok", live_from=timezone.now() + timedelta(minutes=1))
    assert set(changes(client)) == {"/sitemap-kanal.xml", "/sitemap-news.xml"}


def test_the_months_can_be_counted_anew(desk: Desk) -> None:
    old = desk.publish("Lama", now=datetime(2026, 8, 31, 17, 30, tzinfo=UTC))
    desk.update(old, note="Ditambah.")
    desk.publish("Baru", now=press.ago(hours=1))
    desk.retract(desk.publish("Dicabut", now=press.ago(hours=1)))
    kept = list(PrintedMonth.objects.values_list())
    assert printed.rebuild() == len(kept)
    assert list(PrintedMonth.objects.values_list()) == kept
    printed.recount(date(2026, 9, 1))
    assert list(PrintedMonth.objects.values_list()) == kept
