"""The preview and share links."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from articles import preview_links, workflow
from articles.models import Article, Edition, PreviewLink
from tests import cast
from tests.articles.scenes import minute
from tests.desk import desk

pytestmark = pytest.mark.django_db
STRANGER = Client()


class Newsroom:
    def __init__(self) -> None:
        self.rina, self.bagus, self.sari = cast.rina(), cast.bagus(), cast.sari()
        self.article = cast.draft(self.rina, headline="Naskah Rahasia")

    def link(self, **words: Any) -> str:
        return path_of(preview_links.make(self.article, by=self.rina, made_for="Pengacara", **words)[1])


def path_of(token: str) -> str:
    return f"/pratinjau/{token}/"


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def preview_url(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/preview/"


def test_the_preview_is_the_public_page_of_the_working_copy(newsroom: Newsroom) -> None:
    reply = desk.browser(newsroom.rina).get(f"{preview_url(newsroom.article)}story/")
    page = reply.content.decode()
    assert '<h1 class="story__headline">Naskah Rahasia</h1>' in page
    assert "Harga beras di Pasar Senen" in page
    assert "Pratinjau" in page
    assert "application/ld+json" not in page
    assert 'rel="canonical"' not in page
    assert reply["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in reply["Content-Security-Policy"]


def test_a_preview_of_an_empty_draft_is_a_page_too(newsroom: Newsroom) -> None:
    empty = workflow.start(Article(sources="BPS"), by=newsroom.rina)
    client = desk.browser(newsroom.rina)
    assert client.get(preview_url(empty)).status_code == 200
    assert client.get(f"{preview_url(empty)}story/").status_code == 200


def test_previewing_stores_nothing_and_makes_nothing_public(newsroom: Newsroom) -> None:
    before = Edition.objects.count()
    desk.browser(newsroom.bagus).get(f"{preview_url(newsroom.article)}story/")
    assert Edition.objects.count() == before


def test_a_link_is_made_at_the_desk_and_opens_without_an_account(newsroom: Newsroom) -> None:
    typed = {"made_for": "Pengacara", "hours": "48"}
    page = desk.browser(newsroom.rina).post(preview_url(newsroom.article), typed).content.decode()
    address = re.search(r'value="(http://testserver/pratinjau/[^"]+)"', page)
    assert address
    reply = STRANGER.get(address[1])
    assert reply.status_code == 200
    assert "Naskah Rahasia" in reply.content.decode()
    assert reply.cookies == {}
    assert address[1] not in desk.browser(newsroom.rina).get(preview_url(newsroom.article)).content.decode()


def test_a_shared_page_is_found_by_no_search_engine_kept_by_no_cache_and_told_to_nobody(newsroom: Newsroom) -> None:
    reply = STRANGER.get(newsroom.link())
    assert reply["X-Robots-Tag"].startswith("noindex")
    assert 'name="robots" content="noindex' in reply.content.decode()
    assert reply["Cache-Control"] == "private, no-store"
    assert reply["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in reply


def test_a_link_shows_the_newest_version_and_says_which(newsroom: Newsroom) -> None:
    url = newsroom.link()
    newsroom.article.headline = "Judul yang Lebih Baru"
    workflow.save(newsroom.article, by=newsroom.rina, version=newsroom.article.version)
    page = STRANGER.get(url).content.decode()
    assert "Judul yang Lebih Baru" in page
    assert "Versi 2" in page


def test_a_link_to_another_site_does_not_carry_the_key_of_the_preview(newsroom: Newsroom) -> None:
    newsroom.article.body = '<p>Lihat <a href="https://arsip.example/foto/2024/beras.html">arsip /foto/ lama</a>.</p>'
    workflow.save(newsroom.article, by=newsroom.rina, version=newsroom.article.version)
    page = STRANGER.get(newsroom.link()).content.decode()
    assert 'href="https://arsip.example/foto/2024/beras.html"' in page
    assert "arsip /foto/ lama" in page


def test_openings_are_counted_and_a_look_at_the_head_is_none(newsroom: Newsroom) -> None:
    url = newsroom.link()
    STRANGER.head(url)
    for _time in range(2):
        STRANGER.get(url)
    link = PreviewLink.objects.get()
    assert link.opened == 2
    assert link.last_opened_at
    assert "Dibuka 2 kali" in desk.browser(newsroom.bagus).get(preview_url(newsroom.article)).content.decode()


def test_a_link_expires(newsroom: Newsroom) -> None:
    lifetime = preview_links.LIFETIMES[0]
    assert STRANGER.get(newsroom.link(lifetime=lifetime, now=timezone.now() - timedelta(hours=23))).status_code == 200
    gone = STRANGER.get(newsroom.link(lifetime=lifetime, now=timezone.now() - timedelta(hours=25)))
    assert gone.status_code == 410
    assert "Naskah Rahasia" not in gone.content.decode()
    assert gone["X-Robots-Tag"].startswith("noindex")


def test_a_link_is_revoked_by_whoever_may_see_the_story_and_by_nobody_else(newsroom: Newsroom) -> None:
    url, other = newsroom.link(), cast.journalist_person("Adi", "Reporter")
    revoke = f"{preview_url(newsroom.article)}{PreviewLink.objects.get().pk}/"
    for person, status in ((other, 404), (cast.made(), 404), (None, 403)):
        assert desk.browser(person).post(revoke).status_code == status
        assert STRANGER.get(url).status_code == 200
    assert desk.browser(newsroom.bagus).get(revoke).status_code == 404
    assert desk.browser(newsroom.bagus).post(revoke).status_code == 302
    assert STRANGER.get(url).status_code == 410
    assert PreviewLink.objects.get().revoked_by == newsroom.bagus


@pytest.mark.parametrize("act", ["published", "scheduled", "sent back", "withdrawn", "emergency"])
def test_a_link_dies_with_the_round_of_work_it_was_made_for(newsroom: Newsroom, act: str) -> None:
    article, url = newsroom.article, newsroom.link()
    if act == "emergency":
        workflow.publish_in_emergency(article, version=article.version, by=newsroom.sari, reason="Tsunami.")
    else:
        workflow.submit(article, by=newsroom.rina)
        assert STRANGER.get(url).status_code == 200  # still valid, because it is not approved
        later = timezone.now() + timedelta(hours=1) if act == "scheduled" else None
        if act in {"published", "scheduled"}:
            workflow.approve(article, by=newsroom.bagus, version=article.version, live_from=later)
        elif act == "sent back":
            workflow.send_back(article, by=newsroom.bagus, note="Sumbernya?")
        else:
            workflow.withdraw_submission(article, by=newsroom.rina)
    reply = STRANGER.get(url)
    assert reply.status_code == 410
    assert ("Naskah Rahasia" in reply.content.decode()) == (act in {"published", "emergency"})  # links to it


def test_a_link_to_an_update_dies_when_the_update_is_published_or_the_story_retracted(newsroom: Newsroom) -> None:
    article = cast.published(newsroom.rina, newsroom.bagus, now=minute(1)).article
    article.refresh_from_db()
    with pytest.raises(ValidationError):
        preview_links.make(article, by=newsroom.rina, made_for="Pengacara")
    workflow.revise(article, by=newsroom.rina)
    url = path_of(preview_links.make(article, by=newsroom.rina, made_for="Pengacara")[1])
    assert STRANGER.get(url).status_code == 200
    workflow.retract(article, by=newsroom.sari, ground=Edition.Ground.WRONG, explanation="Angkanya salah.")
    assert STRANGER.get(url).status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 43, "a:b", "%00", "a" * 5000, "..%2Fadmin"])
def test_a_made_up_link_is_no_page_and_costs_no_query(token: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert preview_links.find(token) == (None, False)
    assert STRANGER.get(path_of(token)).status_code == 404


def test_a_token_that_was_changed_by_one_letter_opens_nothing(newsroom: Newsroom) -> None:
    url = newsroom.link()
    for place in (12, 20, -3):
        letters = list(url)
        letters[place] = "A" if letters[place] != "A" else "B"
        assert STRANGER.get("".join(letters)).status_code == 404


def test_a_token_opens_its_own_story_and_the_database_holds_no_token(newsroom: Newsroom) -> None:
    other = cast.draft(newsroom.rina, headline="Naskah Lain")
    _link, token = preview_links.make(other, by=newsroom.rina, made_for="Ahli")
    page = STRANGER.get(path_of(token)).content.decode()
    assert "Naskah Lain" in page
    assert "Naskah Rahasia" not in page
    assert token not in str(list(PreviewLink.objects.values()))


def test_the_photos_of_a_draft_come_by_the_link_and_go_with_it(newsroom: Newsroom) -> None:
    photo, other = cast.photo(newsroom.rina, colour="navy"), cast.photo(newsroom.rina, colour="olive")
    newsroom.article.lead_photo = photo
    workflow.save(newsroom.article, by=newsroom.rina, version=newsroom.article.version)
    url = newsroom.link()
    page = STRANGER.get(url).content.decode()
    files = set(re.findall(rf'{re.escape(url)}foto/[^"\s]+', page))
    assert files
    assert "/foto/" not in page.replace(f"{url}foto/", "")
    for file in files:
        reply = STRANGER.get(file)
        assert (reply.status_code, reply["Cache-Control"]) == (200, "private, no-store")
        assert reply.getvalue().startswith(b"RIFF")
        assert STRANGER.get(file.replace(url, "/")).status_code == 404  # the photo itself is not public
    foreign = other.renditions["wide"][0][2]
    assert STRANGER.get(f"{url}foto/{foreign}").status_code == 404
    preview_links.revoke(PreviewLink.objects.get(), by=newsroom.rina)
    assert all(STRANGER.get(file).status_code == 404 for file in files)


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"made_for": " ", "hours": "48"}, "untuk siapa"), ({"made_for": "Ahli", "hours": "9999"}, "9999")],
)
def test_a_link_without_a_name_or_with_another_time_is_refused_with_a_sentence(
    newsroom: Newsroom, typed: dict[str, str], words: str
) -> None:
    reply = desk.browser(newsroom.rina).post(preview_url(newsroom.article), typed)
    assert reply.status_code == 400
    assert words in reply.content.decode()
    assert not PreviewLink.objects.exists()


def test_a_shared_page_takes_few_queries(newsroom: Newsroom, django_assert_max_num_queries: Any) -> None:
    url = newsroom.link()
    STRANGER.get(url)
    with django_assert_max_num_queries(9):
        STRANGER.get(url)
