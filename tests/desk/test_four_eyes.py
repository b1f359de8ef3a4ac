"""No route of the desk publishes without a second person."""

from typing import Any

import pytest

from articles import workflow
from articles.models import Article, Byline, Edition
from newsroom.accounts.models import User
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db


def try_everything(user: User, article: Article) -> None:
    """Send every request to the desk that could publish the story."""
    client = desk.browser(user)
    now = desk.seen(article, when="now", kind="first", public_note="Pembaruan.")
    client.post(desk.verb_url(article, "approve"), now)
    client.post(desk.verb_url(article, "approve"), {**now, "when": "later", "live_from": "2030-01-02T06:00"})
    client.get(desk.verb_url(article, "approve"), now)
    forged: dict[str, Any] = {"status": "published", "is_live": "1", "_publish": "1", "_approve": "1"}
    client.post(desk.change_url(article), desk.typed(article, **forged))
    client.post(desk.change_url(article), desk.typed(article, **forged, _saveasnew="1"))
    for action in ("publish", "approve", "publish_selected", "delete_selected", "make_published"):
        selected = {"action": action, "_selected_action": [article.pk], "index": "0", "post": "yes"}
        client.post(desk.LIST, selected)
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": article.pk, "form-0-status": "published"}
    client.post(desk.LIST, {**rows, "_save": "1"})
    client.post("/admin/articles/edition/add/", {"article": article.pk, "number": 1, "kind": "first"})
    client.post(f"{desk.LIST}{article.pk}/delete/", {"post": "yes"})


def nothing_went_out(article: Article) -> bool:
    article.refresh_from_db()
    return not article.editions.exists() and article.status != Article.Status.PUBLISHED


def test_a_reporter_cannot_publish_her_own_story() -> None:
    rina = cast.rina()
    article = cast.submitted(rina)
    try_everything(rina, article)
    assert nothing_went_out(article)


@pytest.mark.parametrize("roles", [("Reporter", "Editor"), ("Reporter", "Managing editor")])
def test_an_editor_cannot_publish_a_story_of_their_own(roles: tuple[str, ...]) -> None:
    writer = cast.journalist_person("Wati", *roles)
    article = cast.submitted(writer)
    try_everything(writer, article)
    assert nothing_went_out(article)


def test_a_superuser_cannot_publish_a_story_of_their_own() -> None:
    root = desk.root()
    article = cast.draft(root)
    Byline.objects.create(article=article, journalist=cast.rina().journalist)
    workflow.submit(article, by=root)
    try_everything(root, article)
    assert nothing_went_out(article)


def test_the_last_editor_of_a_text_cannot_publish_it() -> None:
    bagus = cast.bagus()
    article = cast.submitted(cast.rina())
    desk.browser(bagus).post(desk.change_url(article), desk.typed(article, deck="Diubah editor."))
    article.refresh_from_db()
    try_everything(bagus, article)
    assert nothing_went_out(article)


def test_an_earlier_editor_of_a_text_cannot_publish_it_either() -> None:
    bagus, sari = cast.bagus(), cast.sari()
    article = cast.submitted(cast.rina())
    for editor in (bagus, sari):
        desk.browser(editor).post(desk.change_url(article), desk.typed(article, deck=f"Diubah {editor}."))
        article.refresh_from_db()
    try_everything(bagus, article)
    assert nothing_went_out(article)


def test_an_editor_in_the_byline_cannot_publish_the_story() -> None:
    bagus = cast.bagus()
    article = cast.draft(rina := cast.rina())
    Byline.objects.create(article=article, journalist=bagus.journalist, role="contributor")
    workflow.submit(article, by=rina)
    try_everything(bagus, article)
    assert nothing_went_out(article)


def test_taking_oneself_out_of_the_byline_makes_nobody_a_second_person() -> None:
    bagus = cast.bagus()
    article = cast.draft(rina := cast.rina())
    Byline.objects.create(article=article, journalist=bagus.journalist, role="contributor")
    workflow.submit(article, by=rina)
    client = desk.browser(bagus)
    assert client.post(desk.change_url(article), desk.typed(article, **{"bylines-1-DELETE": "on"})).status_code == 302
    article.refresh_from_db()
    assert article.bylines.count() == 1
    try_everything(bagus, article)
    assert nothing_went_out(article)


def test_approval_in_one_tab_does_not_cover_a_change_in_the_other() -> None:
    bagus = cast.bagus()
    article = cast.submitted(cast.rina())
    client = desk.browser(bagus)
    in_first_tab = desk.seen(article, when="now")
    client.post(desk.change_url(article), desk.typed(article, headline="Diselipkan di tab kedua"))
    assert client.post(desk.verb_url(article, "approve"), in_first_tab).status_code in (403, 409)
    assert nothing_went_out(article)


def test_a_live_story_stays_as_approved_while_somebody_works_on_it() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    live = cast.published(rina, bagus)
    article = live.article
    client = desk.browser(rina)
    client.post(desk.verb_url(article, "revise"), desk.seen(article))
    article.refresh_from_db()
    client.post(desk.change_url(article), desk.typed(article, headline="Judul yang belum disetujui", _submit="1"))
    article.refresh_from_db()
    try_everything(rina, article)
    assert [edition.headline for edition in Edition.objects.live()] == [live.headline]
