"""Who can see and change what at the desk."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.admin.verb_pages import PAGES
from articles.models import Article, Edition, Step
from newsroom.accounts.models import User
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db


def test_a_reporter_sees_her_own_stories_only_in_the_list() -> None:
    rina, adi = cast.rina(), cast.journalist_person("Adi", "Reporter")
    cast.draft(rina, headline="Milik Rina")
    cast.draft(adi, headline="Rahasia Adi")
    page = desk.browser(rina).get(desk.LIST).content.decode()
    assert "Milik Rina" in page
    assert "Rahasia Adi" not in page


@pytest.mark.parametrize("suffix", ["change/", "history/", *(f"{verb}/" for verb in PAGES)])
def test_the_story_of_another_reporter_does_not_exist(suffix: str) -> None:
    adi = cast.journalist_person("Adi", "Reporter")
    article = cast.draft(adi, headline="Rahasia Adi")
    reply = desk.browser(cast.rina()).get(f"{desk.LIST}{article.pk}/{suffix}")
    assert reply.status_code == 404
    assert "Rahasia Adi" not in reply.content.decode()


def test_the_story_of_another_reporter_cannot_be_saved() -> None:
    article = cast.draft(cast.journalist_person("Adi", "Reporter"))
    reply = desk.browser(cast.rina()).post(desk.change_url(article), desk.typed(article, headline="Dibajak"))
    assert reply.status_code == 404
    article.refresh_from_db()
    assert article.headline != "Dibajak"


def test_an_editor_sees_and_changes_the_stories_of_all() -> None:
    article, bagus = cast.draft(cast.rina()), cast.bagus()
    client = desk.browser(bagus)
    assert article.headline in client.get(desk.LIST).content.decode()
    assert client.post(desk.change_url(article), desk.typed(article, deck="Teras baru.")).status_code == 302
    article.refresh_from_db()
    assert article.deck == "Teras baru."


@pytest.mark.parametrize("state", ["submitted", "published"])
def test_a_submitted_or_published_story_is_read_only_for_its_reporter(state: str) -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.submitted(rina) if state == "submitted" else cast.published(rina, bagus).article
    reply = desk.browser(rina).get(desk.change_url(article))
    assert reply.status_code == 200
    page = reply.content.decode()
    assert 'name="headline"' not in page
    assert 'name="_continue"' not in page
    assert article.headline in page


def test_what_is_read_only_shows_no_label_over_nothing_and_no_cross_beside_a_flag() -> None:
    rina = cast.rina()
    client = desk.browser(rina)
    page = client.get(desk.change_url(cast.submitted(rina, dateline="", is_developing=False))).content.decode()
    assert "Kota liputan" not in page
    assert "Berita berkembang" not in page
    assert "icon-no" not in page
    page = client.get(desk.change_url(cast.submitted(rina, dateline="Ende", is_developing=True))).content.decode()
    assert "Ende" in page.split("Kota liputan")[1]
    assert "Berita berkembang" in page


def test_a_published_story_is_read_only_for_editors_too() -> None:
    article = cast.published(cast.rina(), cast.bagus()).article
    assert 'name="headline"' not in desk.browser(cast.sari()).get(desk.change_url(article)).content.decode()


@pytest.mark.parametrize("person", [cast.made, cast.putri, None])
def test_who_is_not_of_the_newsroom_sees_no_story(person: object) -> None:
    article = cast.draft(cast.rina(), headline="Rahasia Rina")
    client = desk.browser(person() if callable(person) else None)
    for url in (desk.LIST, desk.ADD, desk.change_url(article), desk.verb_url(article, "approve")):
        reply = client.get(url)
        assert reply.status_code in (302, 403, 404)
        assert "Rahasia Rina" not in reply.content.decode()


@pytest.mark.parametrize("person", [cast.rina, cast.bagus, cast.sari, desk.root])
def test_nobody_deletes_a_story(person: object) -> None:
    user = person()  # type: ignore[operator]
    article = cast.draft(user)
    client = desk.browser(user)
    assert client.get(f"{desk.LIST}{article.pk}/delete/").status_code == 403
    assert client.post(f"{desk.LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(desk.LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_photo_a_section_a_topic_and_a_journalist_are_never_deleted() -> None:
    root = desk.root()
    client = desk.browser(root)
    rows = {
        "photo": desk.photo(root).pk,
        "section": cast.section().pk,
        "topic": cast.topic().pk,
        "journalist": cast.rina().journalist.pk,
    }
    for name, pk in rows.items():
        assert client.post(f"/admin/articles/{name}/{pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", ["edition", "step"])
def test_the_records_can_only_be_read_even_by_a_superuser(name: str) -> None:
    cast.published(cast.rina(), cast.bagus())
    record = (Edition if name == "edition" else Step).objects.first()
    assert record
    client = desk.browser(desk.root())
    base = f"/admin/articles/{name}/"
    assert client.get(base).status_code == 200
    assert client.get(f"{base}{record.pk}/change/").status_code == 200
    assert client.get(f"{base}add/").status_code == 403
    assert client.post(f"{base}{record.pk}/change/", {"headline": "Lain", "note": "Lain"}).status_code == 403
    assert client.post(f"{base}{record.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(base, {"action": "delete_selected", "_selected_action": [record.pk]}).status_code == 200


def test_a_reporter_does_not_read_the_records_of_others() -> None:
    cast.published(cast.journalist_person("Adi", "Reporter"), cast.bagus())
    client = desk.browser(cast.rina())
    for name in ("edition", "step"):
        assert client.get(f"/admin/articles/{name}/").status_code == 403


def test_no_shortcut_of_the_desk_tells_whoever_is_not_on_it_the_address_of_what_is_to_come() -> None:
    article = cast.submitted(cast.rina(), headline="Menteri Ditangkap")
    later = timezone.now() + timedelta(hours=2)
    bagus = cast.bagus()
    edition = workflow.approve(article, by=bagus, version=article.version, live_from=later)
    shortcut = f"/admin/r/{ContentType.objects.get_for_model(Edition).pk}/{edition.pk}/"
    assert desk.browser(bagus).get(shortcut)["Location"].endswith(edition.path)
    for person in (cast.made(), article.reporter):
        reply = desk.browser(person).get(shortcut)
        assert reply.status_code == 403
        assert "menteri" not in str(reply.headers)
    assert desk.browser(bagus).get("/admin/r/999999/1/").status_code == 404


def test_nobody_unties_their_own_byline_to_become_a_second_pair_of_eyes() -> None:
    sari = cast.sari()
    profile = sari.journalist
    reply = desk.browser(sari).post(
        f"/admin/articles/journalist/{profile.pk}/change/",
        {"name": profile.name, "slug": profile.slug, "position": "", "biography": "", "user": ""},
    )
    assert reply.status_code == 302
    profile.refresh_from_db()
    assert profile.user == sari


def test_an_editor_cannot_change_whose_log_in_stands_behind_a_byline() -> None:
    rina = cast.rina()
    profile = rina.journalist
    desk.browser(cast.bagus()).post(
        f"/admin/articles/journalist/{profile.pk}/change/",
        {"name": "Rina", "slug": "rina", "position": "", "biography": "", "user": ""},
    )
    profile.refresh_from_db()
    assert profile.user == rina


def test_the_autocomplete_tells_a_reporter_no_headline_of_others() -> None:
    cast.draft(cast.journalist_person("Adi", "Reporter"), headline="Rahasia Adi")
    reply = desk.browser(cast.rina()).get(
        "/admin/autocomplete/",
        {"app_label": "articles", "model_name": "byline", "field_name": "article", "term": "Rahasia"},
    )
    assert "Rahasia" not in reply.content.decode()


def test_the_list_takes_the_same_queries_however_long_it_is() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    client = desk.browser(bagus)
    cast.draft(rina)
    with_one = _queries(client, desk.LIST)
    for number in range(5):
        cast.draft(rina, headline=f"Draf {number}", section=cast.section(f"Kanal{number}"))
        cast.published(rina, bagus)
    assert _queries(client, desk.LIST) == with_one


def test_the_page_of_a_story_takes_the_same_queries_however_much_hangs_on_it() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    other = cast.published(rina, bagus).article
    plain = cast.draft(rina, body=f'{cast.BODY}<aside data-read-also="{other.pk}"></aside>')
    rich = cast.draft(rina, body=cast.BODY)
    others = [cast.published(rina, bagus).article for _number in range(4)]
    references = "".join(f'<aside data-read-also="{article.pk}"></aside>' for article in others)
    for number in range(4):
        rich.bylines.create(
            journalist=cast.journalist_person(f"Nama{number}", "Reporter").journalist, role="contributor"
        )
    workflow.save(_with(rich, body=cast.BODY + references), by=rina, version=rich.version)
    for _number in range(3):
        workflow.submit(rich, by=rina)
        workflow.send_back(rich, by=bagus, note="Perbaiki.")
        workflow.submit(rich, by=rina)
        workflow.withdraw_submission(rich, by=rina)
    client = desk.browser(rina)
    few = _queries(client, desk.change_url(plain))
    assert _queries(client, desk.change_url(rich)) == few


@pytest.mark.parametrize("person", [cast.rina, cast.bagus])
def test_the_front_page_takes_the_same_queries_however_much_waits(person: object) -> None:
    user = person()  # type: ignore[operator]
    other = cast.journalist_person("Adi", "Reporter")
    client = desk.browser(user)
    few = _queries(client, "/admin/")
    for _number in range(3):
        cast.draft(user)
        cast.submitted(other)
        workflow.publish_in_emergency(cast.draft(other), version=1, by=_manager(), reason="Gempa.")
    assert _queries(client, "/admin/") == few


def _manager() -> User:
    return User.objects.filter(display_name="Sari").first() or cast.sari()


def _with(article: Article, **fields: str) -> Article:
    for name, value in fields.items():
        setattr(article, name, value)
    return article


def _queries(client: Client, url: str) -> int:
    client.get(url)  # fill the caches of content types and sections
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
