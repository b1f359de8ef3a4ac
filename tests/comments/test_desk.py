"""Comments at the desk: what moderators see and do, and what everybody else is told."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles import workflow
from comments import moderation, sanctions
from comments.models import Comment, Decision, Sanction
from tests import cast
from tests.comments import thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_by_password")]
LIST = reverse("admin:comments_comment_changelist")


@pytest.fixture
def comment() -> Comment:
    return thread.comment(thread.commenter(), thread.story(), "Kata <b>kasar</b>.")


def address(comment: Comment, act: str = "change") -> str:
    return reverse(f"admin:comments_comment_{act}", args=[comment.pk])


def test_a_moderator_reads_the_list_and_the_comment(comment: Comment) -> None:
    client = thread.logged_in(cast.made())
    assert "Kata &lt;b&gt;kasar" in client.get(LIST).content.decode()
    html = client.get(address(comment)).content.decode()
    assert "Kata &lt;b&gt;kasar&lt;/b&gt;." in html
    assert comment.author.email in html
    assert comment.article.editions.get().headline in html


def test_a_moderator_hides_and_shows_again(comment: Comment) -> None:
    client = thread.logged_in(cast.made())
    response = client.post(address(comment, "hide"), {"reason": "abusive", "note": "Menghina."})
    assert response["Location"] == address(comment)
    comment.refresh_from_db()
    assert comment.is_hidden
    html = client.get(address(comment)).content.decode()
    assert "Menghina." in html
    assert "Kata &lt;b&gt;kasar&lt;/b&gt;." in html  # moderators must see the text to review a decision
    client.post(address(comment, "restore"), {"note": "Kami keliru."})
    comment.refresh_from_db()
    assert not comment.is_hidden
    assert [decision.note for decision in comment.decisions.all()] == ["Kami keliru.", "Menghina."]


@pytest.mark.parametrize("reason", ["", "tidak suka"])
def test_hiding_without_a_reason_keeps_the_note(comment: Comment, reason: str) -> None:
    response = thread.logged_in(cast.made()).post(address(comment, "hide"), {"reason": reason, "note": "Catatan."})
    assert response.status_code == 400
    html = response.content.decode()
    assert "Catatan.</textarea>" in html
    assert "errorlist" in html
    assert not Decision.objects.exists()


def test_a_note_that_is_too_long_is_kept(comment: Comment) -> None:
    note = "a" * 600
    response = thread.logged_in(cast.made()).post(address(comment, "hide"), {"reason": "spam", "note": note})
    assert response.status_code == 400
    assert note in response.content.decode()


@pytest.mark.parametrize("act", ["hide", "restore"])
def test_whoever_comes_second_gets_a_sentence_and_the_note(comment: Comment, act: str) -> None:
    sari, client = cast.sari(), thread.logged_in(cast.made())
    moderation.hide(comment, by=sari, reason="spam")
    if act == "restore":
        moderation.restore(comment, by=sari)
    response = client.post(address(comment, act), {"reason": "abusive", "note": "Catatan saya."})
    assert response.status_code == 409
    assert "Catatan saya.</textarea>" in response.content.decode()
    assert not Decision.objects.filter(note="Catatan saya.").exists()


def test_nobody_decides_about_a_comment_of_their_own() -> None:
    made = thread.commenter("Made", "Moderator")
    comment = thread.comment(made, thread.story())
    client = thread.logged_in(made)
    assert "<textarea" not in client.get(address(comment)).content.decode()
    response = client.post(address(comment, "hide"), {"reason": "spam", "note": "Catatan saya."})
    assert response.status_code == 403
    assert "Catatan saya." in response.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_other_staff_are_refused(comment: Comment, role: str) -> None:
    client = thread.logged_in(cast.person("Dewi", role))
    assert client.get(LIST).status_code == 403
    assert client.get(address(comment)).status_code == 403
    for act in ("hide", "restore"):
        assert client.post(address(comment, act), {"reason": "spam"}).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize("reader", [True, False])
def test_readers_and_strangers_do_not_get_in(comment: Comment, reader: bool) -> None:
    client = thread.logged_in(cast.person("Wati")) if reader else Client()
    for act in ("change", "hide", "restore"):
        assert client.get(address(comment, act)).status_code in {302, 403}
        assert client.post(address(comment, act), {"reason": "spam"}).status_code in {302, 403}
    assert not Decision.objects.exists()


def test_a_form_of_another_site_is_refused(comment: Comment) -> None:
    client = thread.logged_in(cast.made(), enforce_csrf_checks=True)
    assert client.post(address(comment, "hide"), {"reason": "spam"}).status_code == 403
    assert not Decision.objects.exists()


def test_there_is_no_other_way_to_change_a_comment(comment: Comment) -> None:
    boss = cast.person("Ibu Bos", "Managing editor", is_superuser=True)
    client = thread.logged_in(boss)
    assert client.get(reverse("admin:comments_comment_add")).status_code == 403
    assert client.post(reverse("admin:comments_comment_delete", args=[comment.pk]), {"post": "yes"}).status_code == 403
    client.post(address(comment), {"text": "Lain.", "state": "hidden"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": [comment.pk], "post": "yes"})
    comment.refresh_from_db()
    assert (comment.text, comment.state) == ("Kata <b>kasar</b>.", "visible")


def test_reading_the_address_of_a_button_changes_nothing(comment: Comment) -> None:
    response = thread.logged_in(cast.made()).get(address(comment, "hide"))
    assert response["Location"] == address(comment)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("number", ["404", "9" * 30])
def test_an_unknown_comment_is_not_found(number: str) -> None:
    client = thread.logged_in(cast.made())
    assert client.post(f"{LIST}{number}/sembunyikan/", {"reason": "spam"}).status_code == 404
    assert client.get(f"{LIST}{number}/change/").status_code == 404


def test_a_moderator_does_not_learn_a_headline_that_nobody_approved(comment: Comment) -> None:
    article = comment.article
    workflow.revise(article, by=article.reporter)
    article.headline = "Judul yang belum disetujui"
    workflow.save(article, by=article.reporter, version=article.version)
    client = thread.logged_in(cast.made())
    for path in (LIST, address(comment)):
        assert "belum disetujui" not in client.get(path).content.decode()


def test_the_log_is_read_only(comment: Comment) -> None:
    decision = moderation.hide(comment, by=cast.made(), reason="spam", note="Iklan.")
    client = thread.logged_in(cast.sari())
    assert "Iklan." in client.get(reverse("admin:comments_decision_changelist")).content.decode()
    page = reverse("admin:comments_decision_change", args=[decision.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"note": "Lain."}).status_code == 403
    assert Decision.objects.get().note == "Iklan."


def test_comments_are_found_by_text_author_and_state(comment: Comment) -> None:
    client = thread.logged_in(cast.made())
    for query, found in (("q=kasar", True), ("q=Putri", True), ("q=halus", False), ("state__exact=hidden", False)):
        assert (address(comment) in client.get(f"{LIST}?{query}").content.decode()) is found, query


@pytest.mark.parametrize("number", [3, 45])
def test_the_list_costs_the_same_however_long_it_is(
    number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    thread.comments(thread.commenter(), thread.story(), number)
    client = thread.logged_in(cast.made())
    with django_assert_max_num_queries(9):
        assert client.get(LIST).status_code == 200


def test_the_page_of_a_sanction_lifts_it(comment: Comment) -> None:
    made = cast.made()
    sanction = sanctions.impose(
        comment.author, by=made, kind=Sanction.Kind.BAN, reason=Decision.Reason.SPAM, note="Iklan.", comment=comment
    )
    client, page = thread.logged_in(made), f"/admin/comments/sanction/{sanction.pk}/change/"
    way = re.search(r'action="([^"]+/cabut/)"', client.get(page).content.decode())
    assert way
    assert client.post(way[1]).status_code == 302
    lifted = client.get(page).content.decode()
    assert "/cabut/" not in lifted
    assert "tidak lagi" in lifted
