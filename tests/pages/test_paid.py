"""Advertorials are labelled wherever they appear, and are in no list of news."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from articles import dates, picks, preview_links, reads
from articles.models import Edition
from tests import cast
from tests.pages import press
from tests.pages.press import Desk

SPONSOR = "PT Kopi <Lereng>"
SHOWN = "PT Kopi &lt;Lereng&gt;"
SENTENCE = f"Dibayar oleh {SHOWN}. Ini iklan, bukan berita."
LABEL = '<strong class="paid">Advertorial<span class="visually-hidden">:</span></strong>'
HEADLINE = "Kopi Lereng Merbabu Tiba di Kota"


@pytest.fixture
def advertorial(desk: Desk) -> Edition:
    return desk.publish(HEADLINE, paid_by=SPONSOR, topics=[cast.topic("Pangan")], lead_photo=press.photo(desk.rina))


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def labelled(html: str, edition: Edition) -> bool:
    """Whether the label is in the story's heading, before the headline."""
    before = html.partition(f'<a href="{edition.path}">')[0]
    return LABEL in before.rpartition("<h3")[2]


@pytest.mark.parametrize("address", ["/", "/nasional/", "/topik/pangan/", "/penulis/rina/", "/indeks/"])
def test_the_label_stands_over_the_headline_in_every_list(client: Client, advertorial: Edition, address: str) -> None:
    assert labelled(page(client, address), advertorial)


def test_a_list_of_news_has_no_label(client: Client, desk: Desk) -> None:
    news = desk.publish("Berita")
    assert LABEL not in page(client, "/nasional/") + page(client, news.path)


def test_the_search_shows_the_label(client: Client, advertorial: Edition) -> None:
    assert labelled(page(client, "/cari/?q=merbabu"), advertorial)


def test_the_page_says_it_over_the_headline_and_who_paid_and_names_no_editor(
    client: Client, advertorial: Edition
) -> None:
    html = page(client, advertorial.path)
    heading = html.partition("<h1")[2].partition("</h1>")[0]
    assert LABEL in heading.partition(HEADLINE)[0]
    assert f'<p class="paid-by">{SENTENCE}</p>' in html
    assert "Penyunting:" not in html
    assert "Editor:" not in html
    assert ">(Advertorial)</p>" in html


def test_the_lite_page_says_it_before_the_headline(client: Client, advertorial: Edition) -> None:
    html = page(client, f"{advertorial.path}lite/")
    assert f"<strong>Advertorial.</strong> {SENTENCE}" in html.partition("<h1>")[0]
    assert f"[Advertorial] {HEADLINE}" in html.partition("</title>")[0]


def test_whoever_passes_it_on_passes_the_label_on(client: Client, advertorial: Edition) -> None:
    html = page(client, advertorial.path)
    assert f'<meta property="og:title" content="[Advertorial] {HEADLINE}">' in html
    assert f'<meta name="twitter:title" content="[Advertorial] {HEADLINE}">' in html
    assert f"<title>[Advertorial] {HEADLINE}" in html
    assert "https://wa.me/?text=%5BAdvertorial%5D+Kopi" in html


def test_search_engines_are_told_who_paid(client: Client, advertorial: Edition) -> None:
    html = page(client, advertorial.path)
    story = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert story["@type"] == "AdvertiserContentArticle"
    assert story["sponsor"] == {"@type": "Organization", "name": SPONSOR}
    assert "editor" not in story


@pytest.mark.parametrize("address", ["/rss/", "/atom/", "/feed.json", "/nasional/rss/"])
def test_a_feed_says_it_in_title_category_and_text(client: Client, advertorial: Edition, address: str) -> None:
    response = client.get(address)
    if response.status_code == 404:
        pytest.fail(address)
    text = response.content.decode()
    assert f"[Advertorial] {HEADLINE}" in text
    if address == "/feed.json":
        item = json.loads(text)["items"][0]
        assert item["tags"][0] == "Advertorial"
        assert item["content_html"].startswith(f"<p><strong>Advertorial.</strong> {SENTENCE}</p>")
    else:
        assert "Advertorial</category>" in text or 'term="Advertorial"' in text


def test_a_preview_says_it(client: Client, desk: Desk) -> None:
    article = cast.draft(desk.rina, headline=HEADLINE, paid_by=SPONSOR)
    _link, token = preview_links.make(article, by=desk.rina, made_for="pengiklan")
    html = page(client, f"/pratinjau/{token}/")
    assert LABEL in html.partition("<h1")[2].partition("</h1>")[0]
    assert SENTENCE in html


def test_its_comments_stay_and_stand_under_the_label(client: Client, advertorial: Edition) -> None:
    html = page(client, f"/komentar/{advertorial.article_id}/")
    assert f"[Advertorial] {HEADLINE}</a></h1>" in html


def test_a_retraction_and_a_correction_say_it(client: Client, desk: Desk, advertorial: Edition) -> None:
    edition = desk.update(advertorial, kind=Edition.Kind.CORRECTION, note="Harganya keliru.")
    assert f"[Advertorial] {HEADLINE}</a>" in page(client, "/ralat/")
    desk.retract(edition)
    assert f"[Advertorial] {HEADLINE}</a>" in page(client, "/pencabutan/")
    assert LABEL in page(client, edition.path)


def test_the_news_sitemap_leaves_it_out_and_the_sitemap_does_not(client: Client, advertorial: Edition) -> None:
    assert advertorial.path not in page(client, "/sitemap-news.xml")
    assert advertorial.path in page(client, f"/sitemap-{dates.today():%Y-%m}.xml")


def test_it_is_not_among_the_most_read_however_often_it_is_read(
    client: Client, desk: Desk, advertorial: Edition
) -> None:
    news = desk.publish("Berita", section=cast.section("Ekonomi"))
    reads.add({(advertorial.article_id, dates.today()): 50, (news.article_id, dates.today()): 1})
    cache.clear()

    assert reads.most_read(1, 5).stories == [news]
    for address in ("/", desk.publish("Kabar").path):
        ranking = page(client, address).partition('class="most-read"')[2].partition("</section>")[0]
        assert news.path in ranking
        assert advertorial.path not in ranking


def test_it_is_no_related_news_of_others(client: Client, desk: Desk, advertorial: Edition) -> None:
    news = desk.publish("Kopi Lereng Merbabu Dipanen", topics=[cast.topic("Pangan")])
    assert advertorial.path not in page(client, news.path)
    assert news.path in page(client, advertorial.path)


def test_a_reference_from_news_that_came_before_carries_the_label(client: Client, desk: Desk) -> None:
    target = desk.publish(HEADLINE)
    news = desk.publish("Berita", body=cast.BODY + press.read_also(target))
    desk.update(target, paid_by=SPONSOR)

    for address in (news.path, "/rss/"):
        text = page(client, address).replace("&lt;", "<").replace("&gt;", ">")
        assert f">[Advertorial] {HEADLINE}</a>" in text


def test_only_an_editor_puts_it_at_the_top_of_the_front_page(client: Client, desk: Desk) -> None:
    news = desk.publish("Berita", now=press.ago(hours=2))
    advertorial = desk.publish(HEADLINE, paid_by=SPONSOR, lead_photo=press.photo(desk.rina))

    def lead() -> str:
        return page(client, "/").partition("card--lead")[2].partition("</article>")[0]

    assert news.path in lead()
    picks.rearrange([advertorial.article_id], by=desk.bagus, version=0)
    picks.publish(by=desk.bagus, version=1)
    assert advertorial.path in lead()
    assert LABEL in lead()


def test_it_is_scheduled_like_everything_else(client: Client, desk: Desk) -> None:
    edition = desk.schedule(HEADLINE, live_from=timezone.now() + timedelta(hours=1), paid_by=SPONSOR)
    assert client.get(edition.path).status_code == 404
