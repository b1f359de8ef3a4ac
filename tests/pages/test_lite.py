"""The lite version of a story: the same words, without photos and scripts."""

import re

from django.test import Client
from django.utils import timezone

from articles.models import Edition
from tests import cast
from tests.pages import press
from tests.pages.press import HOUR, Desk


def lite(edition: Edition) -> str:
    return f"{edition.path}lite/"


def test_it_says_all_the_words_and_shows_no_picture(client: Client, desk: Desk) -> None:
    photo, other = press.photo(desk.rina), desk.publish("Bulog Lepas Cadangan Beras", now=press.ago(hours=2))
    body = f'<p>Satu.</p><figure data-photo="{photo.pk}"><figcaption>Truk ketiga</figcaption></figure><p>Dua.</p>'
    edition = desk.publish("Berita", body=body + press.read_also(other), lead_photo=photo, sources="BPS")

    html = client.get(lite(edition)).content.decode()

    for words in (
        "<h1>Berita</h1>", "Penulis:", "NAMAMEDIA.COM - </strong>Satu.", "Dua.", "Truk ketiga", "Bongkar muat",
        "[Karung beras di atas truk]", "Namamedia.com/Melati", "Bulog Lepas Cadangan Beras", "Sumber: BPS",
        "(Namamedia.com/Rina)",
    ):  # fmt: skip
        assert words in html, words
    assert not re.search(r"<(?:img|script|video|iframe|source)\b", html)
    assert html.count('<link rel="stylesheet"') == 1


def test_search_engines_are_led_to_the_full_story(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita")

    response = client.get(lite(edition))

    html = response.content.decode()
    assert f'<link rel="canonical" href="http://testserver{edition.path}">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"].startswith("s-maxage=5,")
    assert lite(edition) in client.get(edition.path).content.decode()


def test_an_old_address_leads_to_the_lite_version_of_the_new_one(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita", slug="lama", now=press.ago(hours=1))
    moved = desk.update(edition, slug="baru")

    response = client.get(lite(edition))

    assert (response.status_code, response["Location"]) == (301, lite(moved))


def test_a_retracted_story_says_so_in_its_lite_version_too(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita Keliru", now=press.ago(hours=1))
    desk.retract(edition, "Dokumennya palsu.")

    html = client.get(lite(edition)).content.decode()

    assert "Dokumennya palsu." in html
    assert "Pasar Senen" not in html[html.index("<main") :]


def test_what_is_not_public_has_no_lite_version(client: Client, desk: Desk) -> None:
    tomorrow = desk.schedule("Esok", live_from=timezone.now() + 24 * HOUR)
    draft = cast.draft(desk.rina, slug="draf")

    for address in (lite(tomorrow), f"/nasional/{timezone.localtime():%Y/%m/%d}/{draft.slug}/lite/"):
        assert client.get(address).status_code == 404
