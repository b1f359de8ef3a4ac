"""The desk shows at every step that a story is paid for."""

from django.urls import reverse

from articles.models import Article
from newsroom.accounts.models import User
from tests import cast
from tests.desk import desk

SPONSOR = "PT Kopi Lereng Nusantara"
BADGE = '<span class="badge badge--paid">advertorial</span>'


def page(user: User, address: str) -> str:
    response = desk.browser(user).get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_form_asks_who_pays_and_names_the_guideline(rina: User) -> None:
    html = page(rina, desk.ADD)
    assert 'name="paid_by"' in html
    assert "Pedoman Pemberitaan Media Siber butir 6" in html


def test_a_reporter_writes_down_who_pays_and_nobody_else_does(rina: User) -> None:
    article = cast.draft(rina)
    sent = desk.typed(article, paid_by=SPONSOR)
    for other in (cast.journalist_person("Dewi", "Reporter"), cast.made(), cast.putri(), None):
        assert desk.browser(other).post(desk.change_url(article), sent).status_code in {302, 403, 404}
    assert Article.objects.get(pk=article.pk).paid_by == ""

    assert desk.browser(rina).post(desk.change_url(article), sent).status_code == 302
    assert Article.objects.get(pk=article.pk).paid_by == SPONSOR


def test_a_name_that_is_too_long_is_refused_with_its_length(rina: User) -> None:
    response = desk.browser(rina).post(desk.ADD, desk.typed(paid_by="P" * 101))
    assert "paling banyak 100 karakter, sekarang 101" in response.content.decode()


def test_the_list_and_the_queue_mark_it(rina: User, bagus: User) -> None:
    assert BADGE not in page(bagus, desk.LIST)
    article = cast.submitted(rina, paid_by=SPONSOR)
    assert BADGE in page(bagus, desk.LIST)
    assert BADGE in page(bagus, reverse("admin:index"))
    assert SPONSOR in page(bagus, desk.change_url(article))


def test_whoever_approves_is_told_who_pays_before_the_text(rina: User, bagus: User) -> None:
    html = page(bagus, desk.verb_url(cast.submitted(rina, paid_by=SPONSOR), "approve"))
    assert f"Advertorial: dibayar oleh {SPONSOR}" in html.partition('<h2 class="story__headline">')[0]


def test_breaking_is_refused_beside_its_field(rina: User, bagus: User) -> None:
    article = cast.submitted(rina, paid_by=SPONSOR)
    sent = desk.seen(article, when="now", breaking_until="2099-01-01T10:00")
    response = desk.browser(bagus).post(desk.verb_url(article, "approve"), sent)
    assert response.status_code == 400
    assert "Konten berbayar bukan berita" in response.content.decode()
    assert not article.editions.exists()


def test_it_is_not_offered_as_a_reference(rina: User, bagus: User) -> None:
    live = cast.published(rina, bagus, headline="Kopi Lereng Merbabu", paid_by=SPONSOR)
    cast.draft(rina, headline="Kopi Lereng Merapi", paid_by=SPONSOR)
    browser = desk.browser(rina)
    assert browser.get(desk.READ_ALSO, {"q": "Kopi Lereng"}).json()["results"] == []
    named = browser.get(desk.READ_ALSO, {"ids": live.article_id}).json()["results"]
    assert [story["title"] for story in named] == ["[Advertorial] Kopi Lereng Merbabu"]


def test_the_arrangement_of_the_front_page_shows_it(rina: User, bagus: User) -> None:
    cast.published(rina, bagus, headline="Kopi Lereng Merbabu", paid_by=SPONSOR)
    assert "[Advertorial] Kopi Lereng Merbabu" in page(bagus, reverse("admin:articles_frontrelease_changelist"))


def test_the_list_narrows_to_what_somebody_paid_for(rina: User, bagus: User) -> None:
    cast.draft(rina, headline="Berita Biasa")
    cast.draft(rina, headline="Kopi Lereng Merapi", paid_by=SPONSOR)
    html = page(bagus, f"{desk.LIST}?berbayar=ya")
    assert "Kopi Lereng Merapi" in html
    assert "Berita Biasa" not in html
    assert '<a href="?berbayar=ya" aria-current="true">advertorial</a>' in html
    assert "Berita Biasa" in page(bagus, desk.LIST)
