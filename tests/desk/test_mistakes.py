"""Mistakes that other systems have shipped, by their number in our list."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from articles import drafts, notices, preview_links, workflow
from articles.models import Article, Byline, BylineRole, Edition, Journalist, Notice, Photo, PreviewLink, Section, Topic
from newsroom.accounts.models import User
from tests import cast
from tests.articles.scenes import minute
from tests.desk import desk

pytestmark = pytest.mark.django_db
SECRET = "Rahasia Redaksi yang Belum Terbit"


def autosave(client: Client, article: Article, **typed: Any) -> int:
    values = {**desk.typed(article), "sheet": str(uuid4()), **typed}
    return client.post(f"{desk.LIST}{article.pk}/autosave/", values).status_code


def public_page(edition: Edition) -> str:
    return Client().get(edition.path).content.decode()


@pytest.mark.parametrize("hand", ["submitter", "superuser", "first hand", "last hand", "byline"])
def test_1_nobody_approves_work_of_their_own_by_any_road(hand: str) -> None:
    """Submitter, superuser, anybody who changed it or is in the byline: on the page, by POST, now or later."""
    own = hand in ("submitter", "superuser")
    tono = desk.root() if hand == "superuser" else cast.journalist_person("Tono", "Reporter", "Editor")
    article = cast.draft(tono if own else cast.rina())
    if hand == "superuser":
        names = [Byline(journalist=Journalist.objects.create(name="Lain", slug="lain"))]
        workflow.save(article, by=tono, version=article.version, bylines=names)
    if hand == "byline":
        names = [Byline(journalist=tono.journalist)]
        workflow.save(article, by=article.reporter, version=article.version, bylines=names)
    if hand in ("first hand", "last hand"):
        workflow.save(article, by=tono, version=article.version)
    if hand == "first hand":
        workflow.save(article, by=article.reporter, version=article.version)
    workflow.submit(article, by=article.reporter)
    client, url = desk.browser(tono), desk.verb_url(article, "approve")
    later = {"when": "later", "live_from": "2099-01-01T06:00"}
    assert client.get(url).status_code == 403
    for typed in ({"when": "now"}, later, {"when": "now", "kind": "update"}):
        assert client.post(url, desk.seen(article, **typed)).status_code == 403
    client.post(desk.change_url(article), desk.typed(article, status="published", _approve="1"))
    client.post(desk.LIST, {"action": "approve", "_selected_action": article.pk})
    assert not article.editions.exists()
    assert Client().get(f"/cari/?q={article.headline.split()[0]}").content.decode().count(article.headline) == 0


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("route", ["publish", "schedule", "emergency", "bring back", "list"])
def test_2_no_road_to_the_public_goes_around_the_gate(live: bool, route: str) -> None:
    """A story without a deck, as first publication and as update."""
    rina, bagus, sari = cast.rina(), cast.bagus(), cast.sari()
    article = cast.published(rina, bagus).article if live else cast.draft(rina)
    if live:
        article.refresh_from_db()
        workflow.revise(article, by=rina)
    article.headline, article.deck = SECRET, ""
    workflow.save(article, by=rina, version=article.version)
    kept, before = article.drafts.latest("pk"), article.editions.count()
    article.deck = "Pedagang menyebut panen yang mundur sebagai sebabnya."
    workflow.save(article, by=rina, version=article.version)
    workflow.submit(article, by=rina)
    article.deck = ""
    workflow.save(article, by=sari, version=article.version)
    client = desk.browser(sari if route == "emergency" else bagus)
    kind = {"kind": "update"} if live else {}
    if route in ("publish", "schedule"):
        when = {"when": "now"} if route == "publish" else {"when": "later", "live_from": "2099-01-01T06:00"}
        assert client.post(desk.verb_url(article, "approve"), desk.seen(article, **kind, **when)).status_code == 400
    elif route == "emergency":
        typed = desk.seen(article, note="Peringatan tsunami.", when="now")
        assert client.post(desk.verb_url(article, "emergency"), typed).status_code == 400
    elif route == "bring back":
        client.post(f"{desk.LIST}{article.pk}/restore/naskah-{kept.pk}/", {"version": article.version})
    else:
        fields = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": article.pk, "form-0-status": "published"}
        client.post(desk.LIST, {**fields, "_save": "1", "action": "approve", "_selected_action": article.pk})
    assert article.editions.count() == before
    for url in ("/", "/indeks/", "/rss/", "/sitemap.xml"):
        assert not shown_to(Client(), url)


@pytest.mark.parametrize("held", ["embargo", "schedule"])
def test_6_what_may_not_be_out_yet_leaks_through_no_page_feed_count_or_reference(held: str) -> None:
    rina, bagus = cast.rina(), cast.bagus()
    topic, photo = cast.topic("Pangan"), cast.photo(rina, colour="teal", alt=f"Foto {SECRET}")
    other = cast.published(rina, bagus, topics=[topic])
    article = cast.draft(rina, headline=SECRET, topics=[topic], lead_photo=photo, slug="rahasia-redaksi")
    workflow.submit(article, by=rina)
    if held == "embargo":
        workflow.set_embargo(article, by=rina, reason="Menunggu jumpa pers.")
        for when in ({"when": "now"}, {"when": "later", "live_from": "2099-01-01T06:00"}):
            reply = desk.browser(bagus).post(desk.verb_url(article, "approve"), desk.seen(article, **when))
            assert reply.status_code == 400
    else:
        workflow.approve(article, by=bagus, version=article.version, live_from=timezone.now() + timedelta(hours=2))
    referring = other.article
    referring.refresh_from_db()
    workflow.revise(referring, by=rina)
    referring.body += f'<aside data-read-also="{article.pk}"></aside>'
    workflow.save(referring, by=rina, version=referring.version)
    with suppress(ValidationError):
        workflow.submit(referring, by=rina)
    update = {"version": referring.version, "kind": "update"}
    assert desk.browser(bagus).post(desk.verb_url(referring, "approve"), update).status_code in (400, 409)
    reader = Client()
    public = ["/", "/nasional/", "/topik/pangan/", "/penulis/rina/", "/indeks/", "/cari/?q=rahasia", "/terpopuler/"]
    public += ["/rss/", "/nasional/rss/", "/topik/pangan/rss/", "/penulis/rina/rss/"]
    public += ["/sitemap.xml", "/sitemap-news.xml", other.path, f"{other.path}lite/"]
    file = photo.renditions["full"][0][2].split("/")[-1]
    for url in public:
        page = reader.get(url, follow=True).content.decode()
        assert SECRET not in page, url
        assert "rahasia-redaksi" not in page, url
        assert file not in page, url
    assert reader.get("/".join([*other.path.split("/")[:-2], "rahasia-redaksi", ""])).status_code == 404
    assert Topic.objects.get().name == "Pangan"
    assert reader.get(f"/komentar/{article.pk}/").status_code == 404


def test_3_a_form_left_open_takes_no_live_story_down_and_puts_none_up() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    live = cast.published(rina, bagus)
    before = public_page(live)
    article = live.article
    for who in (rina, bagus):
        assert autosave(desk.browser(who), article, headline="Tersenggol", status="draft") == 409
    article.refresh_from_db()
    assert article.status == Article.Status.PUBLISHED
    assert public_page(live) == before
    draft = cast.draft(rina)
    autosave(desk.browser(rina), draft, headline="Tersenggol", status="published", _approve="1")
    assert not draft.editions.exists()


@pytest.mark.parametrize("by_itself", [True, False])
def test_4_no_field_of_a_live_story_goes_out_before_the_rest(by_itself: bool) -> None:
    rina = cast.rina()
    live = cast.published(rina, cast.bagus(), topics=[cast.topic("Pangan")])
    cast.section("Daerah")  # shown in the navigation of every page
    before = public_page(live)
    article = live.article
    workflow.revise(article, by=rina)
    changed: dict[str, Any] = {
        "headline": "Lain",
        "deck": "Lain.",
        "slug": "lain",
        "dateline": "Lain",
        "section": cast.section("Daerah").pk,
        "topics": [cast.topic("Kota").pk],
        "lead_photo": desk.photo(rina).pk,
        "sources": "Lain",
        "seo_title": "Lain",
        "seo_description": "Lain",
        "is_developing": "on",
        "bylines-0-role": BylineRole.CONTRIBUTOR.value,
    }
    client = desk.browser(rina)
    if by_itself:
        assert autosave(client, article, **changed) == 200
    else:
        assert client.post(desk.change_url(article), desk.typed(article, **changed)).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.topics.get().name) == ("Lain", "Kota")
    assert public_page(live) == before
    assert Client().get("/topik/kota/").content.decode().count(live.path) == 0


@pytest.mark.parametrize("tail", ["history/", "compare/", "compare/?dari=naskah-{draft}", "compare/?dari=edisi-1"])
def test_5_no_page_about_a_text_shows_it_to_whoever_may_not_read_the_story(tail: str) -> None:
    adi = cast.journalist_person("Adi", "Reporter")
    live = cast.published(adi, cast.bagus())
    article = live.article
    workflow.revise(article, by=adi)
    article.headline = "Rahasia Adi"
    workflow.save(article, by=adi, version=article.version)
    address = f"{desk.LIST}{article.pk}/{tail.format(draft=article.drafts.latest('pk').pk)}"
    assert "Rahasia Adi" in desk.browser(adi).get(address).content.decode()
    for who in (cast.rina(), cast.made(), cast.putri(), None):
        reply = desk.browser(who).get(address)
        assert reply.status_code in (302, 403, 404)
        assert "Rahasia Adi" not in reply.content.decode()


def test_5_the_versions_of_one_story_are_not_reached_through_another() -> None:
    rina, adi = cast.rina(), cast.journalist_person("Adi", "Reporter")
    own, other = cast.draft(rina), cast.draft(adi, headline="Rahasia Adi")
    draft = other.drafts.get()
    client = desk.browser(rina)
    base = f"{desk.LIST}{own.pk}"
    for reply in (
        client.get(f"{base}/compare/?dari=naskah-{draft.pk}"),
        client.get(f"{base}/change/?naskah={draft.pk}"),
        client.post(f"{base}/restore/naskah-{draft.pk}/", {"version": own.version}),
        client.get(f"{base}/compare/?dari=edisi-99999999999999999999"),
        client.get(f"{base}/compare/?dari=%00&ke=naskah-x"),
    ):
        assert reply.status_code == 404
        assert "Rahasia Adi" not in reply.content.decode()


def test_7_a_stale_tab_overwrites_nothing_even_when_it_is_the_last_to_act() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.draft(rina)
    stale = desk.typed(article, headline="Dari tab lama")
    workflow.save(Article.objects.get(pk=article.pk), by=bagus, version=1)
    drafts.take_over(article, by=rina)  # she edits again, but not in her old tab
    client = desk.browser(rina)
    for sheet in ("", str(uuid4())):
        assert client.post(desk.change_url(article), {**stale, "sheet": sheet}).status_code == 409
    assert autosave(client, article, **stale) == 409
    article.refresh_from_db()
    assert article.headline != "Dari tab lama"


@pytest.mark.parametrize("route", ["save", "take over", "bring back"])
def test_10_what_goes_out_is_the_version_that_was_read(route: str) -> None:
    rina, bagus, sari = cast.rina(), cast.bagus(), cast.sari()
    article = cast.submitted(rina)
    read = desk.seen(article, when="now")
    other = Article.objects.get(pk=article.pk)
    if route == "save":
        workflow.save(other, by=sari, version=other.version)
    elif route == "take over":
        drafts.take_over(other, by=sari)
    else:
        drafts.restore(other, article.drafts.get().contents, by=sari, version=other.version)
    reply = desk.browser(bagus).post(desk.verb_url(article, "approve"), read)
    assert reply.status_code == 409
    assert not article.editions.exists()


def shown_to(client: Client, url: str) -> bool:
    return SECRET in client.get(url, follow=True).content.decode()


def test_5_no_page_about_a_draft_leaks_it_to_whoever_may_not_see_it() -> None:
    """Preview, compare, history and copy endpoints without a permission check (four CVEs of 2026)."""
    rina = cast.rina()
    article = cast.draft(rina, headline=SECRET)
    made_link = preview_links.make(article, by=rina, made_for="Pengacara")[0]
    base = f"/admin/articles/article/{article.pk}/"
    pages = [base + tail for tail in ("change/", "history/", "preview/", "preview/story/", "delete/")]
    pages += [base + f"{verb}/" for verb in ("submit", "approve", "send-back", "retract", "revise")]
    pages += [
        base + f"preview/{made_link.pk}/",
        "/admin/",
        desk.LIST,
        f"{desk.LIST}?q=Rahasia",
        "/admin/articles/step/",
    ]
    pages += [f"{desk.READ_ALSO}?q=Rahasia", f"{desk.READ_ALSO}?ids={article.pk}", "/admin/articles/notice/"]
    outsiders = [cast.journalist_person("Adi", "Reporter"), cast.made(), cast.putri(), None]
    for person in outsiders:
        client = desk.browser(person)
        leaks = [url for url in pages if shown_to(client, url)]
        assert leaks == [], person
    assert shown_to(desk.browser(rina), f"{base}preview/story/")  # shows that the test can fail


def test_8_no_correction_is_shown_while_its_story_is_hidden() -> None:
    rina, bagus, sari = cast.rina(), cast.bagus(), cast.sari()
    article = cast.published(rina, bagus, now=minute(1), headline=SECRET).article
    article.refresh_from_db()
    workflow.revise(article, by=rina, now=minute(2))
    workflow.submit(article, by=rina, now=minute(3))
    note = "Semula tertulis 12 persen."
    correct = {"version": article.version, "kind": Edition.Kind.CORRECTION, "public_note": note}
    workflow.approve(article, by=bagus, now=minute(4), **correct)
    reader = Client()
    assert note in reader.get("/ralat/").content.decode()
    workflow.retract(article, by=sari, ground=Edition.Ground.WRONG, explanation="Seluruhnya keliru.", now=minute(5))
    assert note not in reader.get("/ralat/").content.decode()
    assert not shown_to(reader, "/ralat/")


def test_9_deleting_what_a_story_stands_on_deletes_no_story() -> None:
    """Deleting authors, sections or users deleted their articles."""
    rina, bagus = cast.rina(), cast.bagus()
    photo = cast.photo(rina)
    topic = cast.topic()
    cast.published(rina, bagus, lead_photo=photo, topics=[topic])
    cast.draft(rina)
    preview_links.make(Article.objects.latest("pk"), by=rina, made_for="Ahli")
    stories, editions = Article.objects.count(), Edition.objects.count()
    for thing in (rina, bagus, Section.objects.get(), Journalist.objects.get(user=rina), Photo.objects.get(), topic):
        with pytest.raises(ProtectedError):
            thing.delete()
    assert (Article.objects.count(), Edition.objects.count()) == (stories, editions)
    assert (User.objects.count(), Topic.objects.count(), PreviewLink.objects.count()) == (2, 1, 1)


def test_11_no_step_is_told_to_everybody_or_to_nobody(django_capture_on_commit_callbacks: Any) -> None:
    rina, bagus = cast.rina(), cast.bagus()
    everybody = [
        cast.person(f"Orang {number}", role, email=f"o{number}@namamedia.test")
        for number, role in enumerate(["Reporter", "Reporter", "Moderator", "Editor", "Managing editor"])
    ]
    cast.person("Akar", is_superuser=True, email="akar@namamedia.test")
    cast.section().desk.add(bagus)
    with django_capture_on_commit_callbacks(execute=True):
        article = cast.submitted(rina)
    assert [message.to for message in mail.outbox] == [[bagus.email]]
    with django_capture_on_commit_callbacks(execute=True):
        workflow.send_back(article, by=bagus, note="Sumbernya?")
    assert [message.to for message in mail.outbox[1:]] == [[rina.email]]
    assert not Notice.objects.filter(person__in=everybody).exists()
    User.objects.exclude(pk=rina.pk).update(is_active=False)
    workflow.submit(article, by=rina)
    assert notices.recipients(article.steps.first()) == []
    assert Notice.objects.filter(article=article, person=rina, kind=Notice.Kind.UNHEARD).exists()


def test_12_a_newsroom_without_editors_takes_a_submission_and_says_who_was_not_told() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    reply = desk.browser(rina).post(desk.verb_url(article, "submit"), desk.seen(article), follow=True)
    assert reply.status_code == 200
    assert "Tidak ada yang dapat diberi tahu" in reply.content.decode()


def test_13_a_shared_draft_is_not_guessed_not_indexed_and_dead_after_publication_and_withdrawal() -> None:
    rina, bagus, sari = cast.rina(), cast.bagus(), cast.sari()
    article = cast.draft(rina, headline=SECRET)
    reader = Client()
    _link, token = preview_links.make(article, by=rina, made_for="Pengacara")
    url = f"/pratinjau/{token}/"
    assert len(token) > 43  # 256 random bits in base64, and a signature
    assert reader.get(url)["X-Robots-Tag"].startswith("noindex")
    for guess in (str(article.pk), article.slug or "x", token[:-1], token.split(":")[0]):
        assert reader.get(f"/pratinjau/{guess}/").status_code == 404
    for public in ("/", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt", "/rss/", "/indeks/"):
        assert "/pratinjau/" not in reader.get(public).content.decode()
    workflow.submit(article, by=rina)
    workflow.approve(article, by=bagus, version=article.version)
    assert reader.get(url).status_code == 410
    workflow.retract(article, by=sari, ground=Edition.Ground.WRONG, explanation="Keliru.")
    assert reader.get(url).status_code == 410
    assert not shown_to(reader, url)
