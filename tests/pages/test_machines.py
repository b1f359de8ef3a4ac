"""Feeds, sitemaps, robots.txt and the manifest."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from articles import dates
from articles.models import Edition
from newsroom.duties.models import Masthead
from tests import cast
from tests.pages import press
from tests.pages.press import Desk

FEEDS = ["/rss/", "/nasional/rss/", "/topik/pangan/rss/", "/penulis/rina/rss/"]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"


def xml(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200, address
    return ElementTree.fromstring(response.content)  # noqa: S314


def locations(client: Client, address: str) -> list[str]:
    return [element.text or "" for element in xml(client, address).iter(f"{SITEMAP}loc")]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_tells_of_live_stories_and_of_nothing_else(client: Client, desk: Desk, address: str) -> None:
    fields = {"topics": [cast.topic()]}
    edition = desk.publish("Beras & <b>Cabai</b>", now=press.ago(hours=1), lead_photo=press.photo(desk.rina), **fields)
    desk.retract(desk.publish("Dicabut", now=press.ago(hours=1), **fields))
    desk.schedule("Esok", live_from=timezone.now() + timedelta(days=1), **fields)
    cast.draft(desk.rina, headline="Draf", **fields)

    items = xml(client, address).findall("channel/item")

    assert [item.findtext("title") for item in items] == ["Beras & <b>Cabai</b>"]
    assert items[0].findtext("link") == f"http://testserver{edition.path}"
    assert items[0].findtext("pubDate", "").endswith(("+0700", "+0000"))
    assert items[0].findtext(f"{DC}creator") == "Rina"
    guid = items[0].find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (f"namamedia.com/artikel/{edition.article_id}", "false")


def test_a_story_keeps_its_id_in_the_feed_when_its_address_changes(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita", now=press.ago(hours=1), slug="lama")
    before = xml(client, "/rss/").findtext("channel/item/guid")
    desk.update(edition, slug="baru")

    assert xml(client, "/rss/").findtext("channel/item/guid") == before
    assert xml(client, "/rss/").findtext("channel/item/link", "").endswith("/baru/")


@pytest.mark.parametrize("address", ["/olahraga/rss/", "/topik/tidak-ada/rss/", "/penulis/tidak-ada/rss/"])
def test_a_feed_of_nothing_known_is_not_found(client: Client, desk: Desk, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", FEEDS)
def test_other_sites_may_read_a_feed_and_need_not_fetch_it_twice(client: Client, desk: Desk, address: str) -> None:
    cast.section(), cast.topic()
    for form, kind in (("rss/", "rss+xml"), ("atom/", "atom+xml"), ("feed.json", "feed+json")):
        response = client.get(address.replace("rss/", form))

        assert response["Content-Type"] == f"application/{kind}; charset=utf-8"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        again = client.get(address.replace("rss/", form), headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304


BODY = '<p>Beras <a href="/indeks/">naik</a>.</p><figure data-photo="{photo}"><figcaption>Truk</figcaption></figure>'


@pytest.fixture
def told(desk: Desk) -> Edition:
    """A story with everything that feeds must contain: photos, references, internal links and a correction."""
    photo, other = press.photo(desk.rina), desk.publish("Rujukan", now=press.ago(hours=3))
    gone = desk.publish("Dicabut", now=press.ago(hours=3))
    body = BODY.format(photo=photo.pk) + press.read_also(other) + press.read_also(gone)
    edition = desk.publish("Beras & <b>Cabai</b>", now=press.ago(hours=2), body=body, lead_photo=photo)
    note = "Angka <persen> salah."
    corrected = desk.update(edition, kind=Edition.Kind.CORRECTION, note=note, deck="Dek & <i>baru</i>.")
    desk.retract(gone)
    return corrected


def contents(client: Client) -> list[str]:
    """The text of the newest story in RSS, Atom and JSON Feed."""
    atom = xml(client, "/atom/").find(f"{ATOM}entry/{ATOM}content")
    told = json.loads(client.get("/feed.json").content)
    assert atom is not None
    assert told["items"][0]["title"] == "Beras & <b>Cabai</b>"
    return [
        xml(client, "/rss/").findtext(f"channel/item/{CONTENT}encoded", ""),
        atom.text or "",
        told["items"][0]["content_html"],
    ]


def test_every_form_of_a_feed_carries_the_whole_text(client: Client, told: Edition) -> None:
    first, *others = contents(client)

    assert others == [first, first]
    assert "NAMAMEDIA.COM" in first
    assert "Angka &lt;persen&gt; salah." in first
    assert "Rujukan" in first
    assert "Dicabut" not in first
    addresses = re.findall(r'(?:src|href)="([^"]*)"', first)
    addresses += [part.split()[0] for found in re.findall(r'srcset="([^"]*)"', first) for part in found.split(", ")]
    assert len(addresses) == 6
    assert [address for address in addresses if not address.startswith("http://testserver/")] == []


@pytest.mark.parametrize("address", ["/rss/", "/atom/", "/sitemap-news.xml", "/nasional/rss/", "/penulis/rina/rss/"])
def test_a_sign_that_xml_cannot_hold_takes_no_feed_away(client: Client, desk: Desk, address: str) -> None:
    desk.publish("Beras\x0bNaik", deck="Panen\x1f mundur dua minggu karena hujan.", topics=[cast.topic("Pangan\x0c")])
    page = client.get(address).content.decode()
    assert ElementTree.fromstring(page) is not None  # noqa: S314  (our own page)
    assert "BerasNaik" in page


def test_a_story_has_one_id_in_each_form_and_changes_only_with_an_edition(client: Client, told: Edition) -> None:
    entry = xml(client, "/atom/").find(f"{ATOM}entry")
    item = json.loads(client.get("/feed.json").content)["items"][0]
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"tag:namamedia.com,2000:artikel/{told.article_id}"
    assert item["id"] == f"namamedia.com/artikel/{told.article_id}"
    assert item["date_modified"] == dates.machine(told.live_from)
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated", "")) == told.live_from
    assert client.get("/atom/").content == client.get("/atom/").content


def test_a_hub_is_named_where_there_is_one(client: Client, told: Edition, settings: Settings) -> None:
    assert "Link" not in client.get("/rss/").headers
    settings.WEBSUB_HUB = "https://hub.example/"
    for address in ("/rss/", "/nasional/atom/", "/feed.json"):
        response = client.get(address)
        assert response["Link"] == f'<https://hub.example/>; rel="hub", <http://testserver{address}>; rel="self"'
        assert b"https://hub.example/" in response.content


@pytest.mark.parametrize("page", ["/", "/nasional/", "/topik/pangan/", "/penulis/rina/"])
def test_a_page_names_its_feeds(client: Client, desk: Desk, page: str) -> None:
    desk.publish("Berita", topics=[cast.topic()])
    named = re.findall(r'rel="alternate" type="[^"]*" title="[^"]*" href="([^"]*)"', client.get(page).content.decode())

    assert named[-3:] == [f"{page}rss/", f"{page}atom/", f"{page}feed.json"]
    assert all(client.get(address).status_code == 200 for address in named)


def test_the_sitemap_leads_to_every_standing_story_by_month(client: Client, desk: Desk) -> None:
    old = desk.publish("Lama", now=datetime(2026, 8, 31, 17, 30, tzinfo=UTC))  # 1 September in Jakarta
    new = desk.publish("Baru", now=press.ago(hours=1))
    desk.retract(desk.publish("Dicabut", now=press.ago(hours=1)))
    desk.schedule("Esok", live_from=timezone.now() + timedelta(days=1))

    files = [address.removeprefix("http://testserver") for address in locations(client, "/sitemap.xml")]

    assert "/sitemap-2026-09.xml" in files
    assert "/sitemap-2026-08.xml" not in files
    assert locations(client, "/sitemap-2026-09.xml") == [f"http://testserver{old.path}"]
    stories = [place for file in files if file[9:13].isdigit() for place in locations(client, file)]
    assert stories == [f"http://testserver{edition.path}" for edition in (new, old)]
    assert "http://testserver/nasional/" in locations(client, "/sitemap-kanal.xml")


@pytest.mark.parametrize(
    "address", ["/sitemap-2026-13.xml", "/sitemap-0000-01.xml", "/sitemap-9998-01.xml", "/sitemap-2026-1.xml"]
)
def test_a_month_that_is_none_or_has_not_come_is_not_found(client: Client, desk: Desk, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_news_sitemap_holds_two_days(client: Client, desk: Desk) -> None:
    desk.publish("Tiga Hari Lalu", now=press.ago(days=3))
    edition = desk.publish("Beras & Cabai", now=press.ago(days=1))

    assert locations(client, "/sitemap-news.xml") == [f"http://testserver{edition.path}"]
    news = "{http://www.google.com/schemas/sitemap-news/0.9}"
    assert [element.text for element in xml(client, "/sitemap-news.xml").iter(f"{news}title")] == ["Beras & Cabai"]
    assert [element.text for element in xml(client, "/sitemap-news.xml").iter(f"{news}language")] == ["id"]


def test_an_empty_paper_has_valid_sitemaps(client: Client, db: None) -> None:
    assert locations(client, "/sitemap.xml") == [
        "http://testserver/sitemap-kanal.xml",
        "http://testserver/sitemap-news.xml",
    ]
    assert locations(client, "/sitemap-news.xml") == []


def things(client: Client, address: str) -> dict[str, dict[str, Any]]:
    """The schema.org objects of a page, by type."""
    html = client.get(address).content.decode()
    found = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    assert all(thing["@context"] == "https://schema.org" for thing in found)
    return {thing["@type"]: thing for thing in found}


def test_machines_are_told_what_each_page_is(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita </script>", slug="berita", topics=[cast.topic()], lead_photo=press.photo(desk.rina))
    Masthead.objects.create(
        pk=1, legal_entity="PT Nama Media", address="Jalan Kopi 1\nJakarta", email="redaksi@namamedia.test",
        person_in_charge="Sari", editor_in_chief="Sari", positions="Redaktur: Bagus",
    )  # fmt: skip

    assert [*things(client, "/")] == ["WebSite", "NewsMediaOrganization"]
    assert "/cari/?q=" in things(client, "/")["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    for address in ("/nasional/", "/topik/pangan/", "/penulis/rina/", edition.path):
        trail = things(client, address)["BreadcrumbList"]["itemListElement"]
        assert trail[0]["item"] == "http://testserver/"
        assert trail[-1]["item"] == f"http://testserver{address}"
    assert things(client, "/penulis/rina/")["ProfilePage"]["mainEntity"]["name"] == "Rina"
    medium = things(client, "/redaksi/")["NewsMediaOrganization"]
    assert medium["legalName"] == "PT Nama Media"
    assert {"name": "Bagus", "jobTitle": "Redaktur", "@type": "Person"} in medium["employee"]
    story = things(client, edition.path)["NewsArticle"]
    assert story["headline"] == "Berita </script>"
    assert story["author"] == [{"@type": "Person", "name": "Rina", "url": "http://testserver/penulis/rina/"}]
    assert len(story["image"]) == 3


SHARED = (
    "/", "/nasional/", "/topik/pangan/", "/penulis/rina/", "/terpopuler/", "/ralat/", "/pencabutan/", "/redaksi/",
    "/pedoman-media-siber/", "/ketentuan-komentar/", "/kebijakan-privasi/", "/hak-jawab/", "/lapor/", "/transparansi/",
    "article",
)  # fmt: skip


@pytest.mark.parametrize("address", [*SHARED, "/indeks/", "/cari/", "/cari/?q=berita"])
def test_a_page_has_one_canonical_address(client: Client, desk: Desk, address: str) -> None:
    edition = desk.publish("Berita", topics=[cast.topic()])
    html = client.get(edition.path if address == "article" else address).content.decode()

    assert len(re.findall(r'<link rel="canonical" href="http://testserver/[^"]*">', html)) == 1
    assert html.count('rel="canonical"') == 1
    assert html.count('<meta name="robots"') <= 1


@pytest.mark.parametrize("address", SHARED)
def test_a_page_that_is_passed_on_says_what_it_is(client: Client, desk: Desk, address: str) -> None:
    """The meta description and link preview are the page's own, and have the same text."""
    edition = desk.publish("Berita", topics=[cast.topic()])
    html = client.get(edition.path if address == "article" else address).content.decode()
    told = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html))

    assert len(told["description"]) > 20
    assert "<" not in told["description"]
    assert told["og:title"]
    if address != "/":  # which has a longer description
        assert told["og:description"] == told["twitter:description"] == told["description"]


def test_whom_to_tell_of_a_weakness_is_never_out_of_date(client: Client, db: None) -> None:
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    told = dict(line.split(": ", 1) for line in lines)

    assert told["Contact"].startswith("mailto:")
    left = datetime.fromisoformat(told["Expires"]) - timezone.now()
    assert timedelta(days=120) < left < timedelta(days=365)


def test_who_may_sell_advertising_is_said(client: Client, db: None, settings: Settings) -> None:
    assert "placeholder.example.com" in client.get("/ads.txt").content.decode()
    settings.ADS_TXT = ["google.com, pub-1, DIRECT, f08c47fec0942fa0"]

    assert client.get("/ads.txt").content.decode().splitlines() == ["OWNERDOMAIN=namamedia.com", *settings.ADS_TXT]


def test_robots_and_manifest(client: Client, db: None) -> None:
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    manifest = json.loads(client.get("/manifest.webmanifest").content)
    assert manifest["lang"] == "id"
    assert client.get("/favicon.ico").status_code == 301
