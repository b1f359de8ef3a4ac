"""Front page, sections, topics, journalists, daily archive, corrections and retractions."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import paging, workflow
from articles.models import Byline, BylineRole, Edition
from tests import cast
from tests.clock import at
from tests.pages import press
from tests.pages.press import Desk

PLACES = ["/", "/nasional/", "/topik/pangan/", "/penulis/rina/", "/indeks/"]


def listed(client: Client, address: str) -> list[str]:
    """The headlines of a page, in order."""
    response = client.get(address)
    assert response.status_code == 200, address
    return re.findall(r'class="card__headline"><a href="[^"]*">([^<]*)</a>', response.content.decode())


@pytest.mark.parametrize("place", PLACES)
def test_a_live_story_is_listed_and_nothing_else_is(client: Client, desk: Desk, place: str) -> None:
    fields = {"topics": [cast.topic()]}
    live = desk.publish("Berita Terbit", now=press.ago(seconds=9), **fields)
    gone = desk.publish("Berita Dicabut", now=press.ago(seconds=9), **fields)
    desk.retract(gone)
    desk.schedule("Berita Esok", live_from=timezone.now() + timedelta(days=1), **fields)
    cast.draft(desk.rina, headline="Berita Draf", **fields)
    cast.submitted(desk.rina, headline="Berita Antre", **fields)
    workflow.revise(live.article, by=desk.rina)
    live.article.headline = "Berita Ditulis Ulang"
    workflow.save(live.article, by=desk.rina, version=live.article.version)

    html = client.get(place).content.decode()

    assert listed(client, place) == ["Berita Terbit"]
    assert not any(secret in html for secret in ("Dicabut", "Esok", "Draf", "Antre", "Ditulis Ulang"))


@pytest.mark.parametrize(
    "place", ["/", "/nasional/", "/topik/pangan/", "/penulis/rina/", "/indeks/", "/ralat/", "/pencabutan/"]
)
def test_an_empty_list_says_so(client: Client, desk: Desk, place: str) -> None:
    cast.section(), cast.topic()

    response = client.get(place)

    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


@pytest.mark.parametrize(
    "place", ["/olahraga/", "/topik/tidak-ada/", "/penulis/tidak-ada/", "/indeks/?kanal=tidak-ada"]
)
def test_a_list_of_nothing_known_is_not_found(client: Client, desk: Desk, place: str) -> None:
    assert client.get(place).status_code == 404


def test_the_newest_story_with_a_photo_leads_the_front(client: Client, desk: Desk) -> None:
    desk.publish("Lama Berfoto", now=press.ago(hours=3), lead_photo=press.photo(desk.rina))
    desk.publish("Baru Berfoto", now=press.ago(hours=2), lead_photo=press.photo(desk.rina))
    desk.publish("Terbaru", now=press.ago(hours=1))

    html = client.get("/").content.decode()

    assert listed(client, "/")[0] == "Baru Berfoto"
    assert html.count('fetchpriority="high"') == 1
    assert sorted(listed(client, "/")) == ["Baru Berfoto", "Lama Berfoto", "Terbaru"]


def test_each_section_has_its_block_with_a_link_to_it(client: Client, desk: Desk) -> None:
    for number in range(10):
        desk.publish(f"Nasional {number}", now=press.ago(hours=number))
    for number in range(3):
        desk.publish(f"Ekonomi {number}", now=press.ago(days=2, hours=number), section=cast.section("Ekonomi"))

    html = client.get("/").content.decode()
    block = html[html.index('id="kanal-ekonomi"') :]

    assert '<a href="/ekonomi/">Ekonomi</a>' in block
    assert block.index("Ekonomi 0") < block.index("Ekonomi 1") < block.index("Ekonomi 2")


@pytest.mark.parametrize("place", ["/nasional/", "/topik/pangan/", "/penulis/rina/"])
def test_pages_follow_each_other_without_gap_or_repetition(
    client: Client, desk: Desk, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PER_PAGE", 3)
    moment = press.ago(hours=5)
    for number in range(8):  # several at the same moment, so that the second part of the key matters
        desk.publish(f"Berita {number}", now=moment + timedelta(hours=number // 4), topics=[cast.topic()])

    seen, address = [], place
    while address:
        seen += listed(client, address)
        older = re.search(r'rel="next" href="([^"]+)"', client.get(address).content.decode())
        address = older[1].replace("&amp;", "&") if older else ""

    assert seen == [f"Berita {number}" for number in (7, 6, 5, 4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    "key", ["", "x", "1.", "-.1", "ffffffffffffff.1", "1.zz", "1.1' OR 1=1", "0.0", "9" * 400, "\x00"]
)
def test_a_key_that_leads_nowhere_is_not_found(client: Client, desk: Desk, key: str) -> None:
    if key.startswith("ffff"):
        key = "-" + key  # before the first story
    desk.publish("Berita")

    for place in ("/nasional/", "/penulis/rina/", "/ralat/", "/indeks/"):
        assert client.get(place, {"sebelum": key}).status_code == 404


def test_a_journalist_page_shows_each_story_once_with_what_the_person_did(client: Client, desk: Desk) -> None:
    article = cast.draft(desk.rina, headline="Berita Berfoto")
    Byline.objects.create(article=article, journalist=press.profile("Rina"), role=BylineRole.PHOTOGRAPHER, position=1)
    workflow.submit(article, by=desk.rina)
    workflow.approve(article, by=desk.bagus, version=article.version)
    profile = press.profile("Rina")
    profile.position, profile.biography = "Reporter, Semarang", "Meliput pangan sejak 2015."
    profile.save()

    profile.portrait = press.photo(desk.rina)
    profile.save()

    html = client.get("/penulis/rina/").content.decode()

    assert press.file_of(press.profile("Rina").portrait, "square") in html
    assert listed(client, "/penulis/rina/") == ["Berita Berfoto"]
    assert "Reporter, Semarang" in html
    assert "Meliput pangan sejak 2015." in html
    assert "Editor ·" in client.get("/penulis/bagus/").content.decode()
    assert "Editor ·" not in html


def test_the_index_shows_one_day_in_jakarta_and_one_section(client: Client, desk: Desk) -> None:
    evening = datetime(2024, 10, 24, 16, 59, tzinfo=UTC)  # 23.59 WIB
    desk.publish("Malam Kamis", now=evening)
    desk.publish("Dini Hari Jumat", now=evening + timedelta(minutes=2))
    desk.publish("Ekonomi Kamis", now=evening - timedelta(hours=1), section=cast.section("Ekonomi"))

    assert listed(client, "/indeks/?tanggal=2024-10-24") == ["Malam Kamis", "Ekonomi Kamis"]
    assert listed(client, "/indeks/?tanggal=2024-10-25") == ["Dini Hari Jumat"]
    assert listed(client, "/indeks/?tanggal=2024-10-24&kanal=ekonomi") == ["Ekonomi Kamis"]
    assert ">23.59 WIB</time>" in client.get("/indeks/?tanggal=2024-10-24").content.decode()


def test_the_way_to_a_list_is_marked_on_the_list_itself(client: Client, desk: Desk) -> None:
    cast.section("Nasional")
    for place in ("/nasional/", "/terpopuler/", "/indeks/"):
        html = client.get(place).content.decode()
        navigation = html[html.index('class="sections"') : html.index("</nav>")]
        assert re.findall(r'href="([^"]+)" aria-current', navigation) == [place]
    assert 'aria-current="true"' not in client.get("/").content.decode()


def test_the_address_of_a_story_cut_off_at_its_day_leads_to_that_day(client: Client, desk: Desk) -> None:
    edition = desk.publish("Kamis Siang", now=datetime(2024, 10, 24, 5, 0, tzinfo=UTC))
    response = client.get(edition.path[: edition.path.rindex("/", 0, -1) + 1])

    assert (response.status_code, response["Location"]) == (301, "/indeks/?tanggal=2024-10-24&kanal=nasional")
    assert listed(client, response["Location"]) == ["Kamis Siang"]
    for nothing in ("/nasional/2024/13/24/", "/nasional/2024/2/30/", "/entah/2024/10/24/", "/nasional/0/1/1/"):
        assert client.get(nothing).status_code == 404, nothing


def test_before_its_first_story_the_index_shows_the_newest_day_with_stories(client: Client, desk: Desk) -> None:
    noon = datetime(2024, 10, 24, 5, 0, tzinfo=UTC)
    desk.publish("Kamis Siang", now=noon)
    desk.publish("Ekonomi Rabu", now=noon - timedelta(days=1), section=cast.section("Ekonomi"))
    desk.publish("Jumat Pagi", now=noon + timedelta(hours=20))

    with at(noon + timedelta(hours=13)):  # 01.00 WIB
        assert listed(client, "/indeks/") == ["Kamis Siang"]
        assert listed(client, "/indeks/?kanal=ekonomi") == ["Ekonomi Rabu"]
        assert listed(client, "/indeks/?tanggal=2024-10-25") == []
        html = client.get("/indeks/").content.decode()
    with at(noon + timedelta(hours=21)):
        later = client.get("/indeks/").content.decode()
        assert listed(client, "/indeks/") == ["Jumat Pagi"]

    assert "<h1>Kamis, 24 Oktober 2024</h1>" in html
    assert 'rel="canonical" href="http://testserver/indeks/?tanggal=2024-10-24"' in html
    assert "Hari ini belum ada berita yang terbit." in html
    assert "Hari ini belum ada berita yang terbit." not in later


def test_the_index_leads_back_no_further_than_the_first_story(client: Client, desk: Desk) -> None:
    desk.publish("Yang Pertama", now=datetime(2024, 10, 24, 5, 0, tzinfo=UTC))
    assert "tanggal=2024-10-24" in client.get("/indeks/?tanggal=2024-10-25").content.decode()
    assert "tanggal=2024-10-23" not in client.get("/indeks/?tanggal=2024-10-24").content.decode()
    assert "tanggal=2024-10-24" not in client.get("/indeks/?tanggal=2024-10-25&kanal=ekonomi").content.decode()


def test_the_calendar_opens_the_days_of_the_month_from_the_first_story_to_today(client: Client, desk: Desk) -> None:
    desk.publish("Yang Pertama", now=datetime(2024, 10, 24, 5, 0, tzinfo=UTC))

    html = client.get("/indeks/?tanggal=2024-10-30").content.decode()
    calendar = html[html.index('class="calendar"') : html.index("</table>")]

    assert re.findall(r"tanggal=2024-10-(\d\d)", calendar) == [f"{day}" for day in range(24, 32)]
    assert 'tanggal=2024-10-30" aria-current="date"' in calendar
    assert "Oktober 2024" in calendar
    assert "tanggal=2024-11-01" in html[html.index("</table>") :]
    assert "tanggal=2024-09" not in html


@pytest.mark.parametrize(
    ("day", "status"), [("2024-10-23", 404), ("2024-10-24", 200), ("2024-11-15", 200), ("1945-08-17", 404)]
)
def test_a_day_before_the_first_story_is_not_found(client: Client, desk: Desk, day: str, status: int) -> None:
    desk.publish("Yang Pertama", now=datetime(2024, 10, 24, 5, 0, tzinfo=UTC))

    assert client.get("/indeks/", {"tanggal": day}).status_code == status
    assert client.get("/indeks/", {"tanggal": day, "kanal": "nasional"}).status_code == status


@pytest.mark.parametrize(
    "day", ["2024-13-01", "kemarin", "20241024", "2024-W43-4", "9999-12-31", "0001-01-01", "2024-10-24\x00"]
)
def test_a_day_that_is_none_or_has_not_come_is_not_found(client: Client, desk: Desk, day: str) -> None:
    assert client.get("/indeks/", {"tanggal": day}).status_code == 404


def test_corrections_are_listed_with_note_kind_and_the_story_of_today(client: Client, desk: Desk) -> None:
    first = desk.publish("Berita", now=press.ago(hours=1), slug="lama")
    corrected = desk.update(first, kind=Edition.Kind.CORRECTION, note="Nama desa keliru.")
    latest = desk.update(corrected, headline="Berita Terkini", slug="baru")
    reply = desk.publish("Berita Lain", now=press.ago(hours=1))
    desk.update(
        reply,
        kind=Edition.Kind.RIGHT_OF_REPLY,
        note="Tanggapan yang baru terbit besok.",
        live_from=timezone.now() + timedelta(days=1),
    )

    html = client.get("/ralat/").content.decode()

    assert html.index("Ralat</p>") < html.index("Berita Terkini") < html.index("Nama desa keliru.")
    assert f'href="{latest.path}"' in html
    assert "Tanggapan yang baru terbit besok." not in html


def test_the_corrections_of_a_retracted_story_go_with_it(client: Client, desk: Desk) -> None:
    first = desk.publish("Berita", now=press.ago(hours=1))
    desk.update(first, kind=Edition.Kind.CORRECTION, note="Nama desa keliru.")
    assert "Nama desa keliru." in client.get("/ralat/").content.decode()
    desk.retract(first, "Dokumen palsu.")
    assert "Nama desa keliru." not in client.get("/ralat/").content.decode()


def test_retractions_are_listed_with_ground_and_explanation(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita Keliru", now=press.ago(hours=1))
    desk.publish("Berita Benar")
    desk.retract(edition, "Dokumen palsu.")

    html = client.get("/pencabutan/").content.decode()

    for needed in ("Berita Keliru", "Dokumen palsu.", "isi berita keliru secara mendasar", f'href="{edition.path}"'):
        assert needed in html
    assert "Berita Benar" not in html


@pytest.mark.parametrize("place", [*PLACES, "/ralat/", "/pencabutan/", "/rss/", "/sitemap.xml"])
def test_a_list_answers_head_refuses_post_and_ignores_unknown_parameters(
    client: Client, desk: Desk, place: str
) -> None:
    desk.publish("Berita", topics=[cast.topic()], now=press.ago(seconds=2))

    assert client.head(place).status_code == 200
    assert client.post(place).status_code == 405
    assert client.get(place, {"utm_source": "wa"}).content == client.get(place).content
