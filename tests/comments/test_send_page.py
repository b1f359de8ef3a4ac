"""/komentar/<article>/kirim/: a text is stored, or shown again with a sentence."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import workflow
from articles.models import Edition
from comments import limits
from comments.models import Comment
from newsroom.accounts.models import Consent
from newsroom.duties.models import Policy
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db


def address(edition: Edition) -> str:
    return reverse("comment_send", args=[edition.article_id])


def text_in_form(response: HttpResponse) -> str:
    """The content of the text field."""
    html = response.content.decode()
    return unescape(re.search(r'<textarea[^>]*id="kirim-text"[^>]*>\r?\n?(.*?)</textarea>', html, re.DOTALL)[1])


def errors(response: HttpResponse) -> str:
    return " ".join(re.findall(r'<ul class="errors?[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL))


def test_a_comment_lands_under_its_story() -> None:
    edition, putri = thread.story(), thread.commenter()
    client = thread.logged_in(putri)
    response = client.post(address(edition), thread.typed("Setuju."))
    comment = Comment.objects.get()
    assert (comment.text, comment.author) == ("Setuju.", putri)
    assert response.status_code == 302
    assert response["Location"] == f"{edition.path}#komentar-{comment.pk}"


def test_agreeing_and_commenting_are_one_form() -> None:
    edition, policy, putri = thread.story(), thread.terms(), thread.verified(cast.putri())
    response = thread.logged_in(putri).post(address(edition), thread.typed(terms=policy.pk, accepts="on"))
    assert response.status_code == 302
    agreed = Consent.objects.get(user=putri)
    assert (agreed.policy, agreed.version, agreed.sha256) == (policy, policy.version, policy.sha256)


def test_without_the_tick_nothing_is_agreed_and_nothing_sent() -> None:
    edition, policy, putri = thread.story(), thread.terms(), thread.verified(cast.putri())
    response = thread.logged_in(putri).post(address(edition), thread.typed("Penting.", terms=policy.pk))
    assert response.status_code == 403
    assert text_in_form(response) == "Penting."
    assert errors(response)
    assert not Consent.objects.exists()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", "a" * 2_001])
def test_a_missing_tick_and_a_flawed_text_are_both_named_the_text_first(text: str) -> None:
    edition, policy, putri = thread.story(), thread.terms(), thread.verified(cast.putri())
    response = thread.logged_in(putri).post(address(edition), thread.typed(text, terms=policy.pk))
    html = response.content.decode()
    assert response.status_code == 403
    assert html.index('id="kirim-text_error"') < html.index('id="kirim-accepts_error"')
    named = [html.index('<a href="#kirim-text">'), html.index('<a href="#kirim-accepts">Setujui ketentuan komentar')]
    assert named == sorted(named)
    assert named[-1] < html.index("<textarea")
    assert text_in_form(response) == text


def test_terms_that_changed_meanwhile_are_shown_before_anything_is_agreed() -> None:
    edition, old, putri = thread.story(), thread.terms(), thread.verified(cast.putri())
    new = Policy.objects.create(kind=Policy.Kind.COMMENT_TERMS, version=old.version + 1, body="<p>Baru.</p>")
    response = thread.logged_in(putri).post(address(edition), thread.typed("Penting.", terms=old.pk, accepts="on"))
    assert response.status_code == 409
    assert text_in_form(response) == "Penting."
    assert f'name="terms" value="{new.pk}"' in response.content.decode()
    assert not Consent.objects.exists()


def test_an_unverified_reader_gets_the_text_back() -> None:
    thread.terms()
    response = thread.logged_in(cast.putri()).post(address(thread.story()), thread.typed("Penting."))
    assert response.status_code == 403
    assert text_in_form(response) == "Penting."
    assert reverse("account_email") in response.content.decode()


def test_a_switched_off_reader_is_logged_out() -> None:
    edition, joko = thread.story(), thread.commenter("Joko")
    client = thread.logged_in(joko)
    type(joko).objects.filter(pk=joko.pk).update(is_active=False)
    response = client.post(address(edition), thread.typed())
    assert response["Location"].startswith(reverse("account_login"))
    assert not Comment.objects.exists()


def test_a_text_typed_in_an_ended_session_waits_behind_the_log_in(client: Client) -> None:
    edition, putri = thread.story(), thread.commenter()
    response = client.post(address(edition), thread.typed("Panjang dan penting."))
    form = f"{reverse('comment_thread', args=[edition.article_id])}#kirim"
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={form.replace('#', '%23')}"
    assert not Comment.objects.exists()
    response = client.post(response["Location"], {"login": putri.email, "password": cast.PASSWORD})
    assert response["Location"] == form
    page = client.get(form)
    assert text_in_form(page) == "Panjang dan penting."
    client.post(address(edition), thread.typed("Panjang dan penting."))
    assert text_in_form(client.get(form)) == ""


def test_a_waiting_text_belongs_to_its_story(client: Client) -> None:
    edition = thread.story()
    other = cast.published(edition.article.reporter, edition.approved_by)
    putri = thread.commenter()
    client.post(address(edition), thread.typed("Untuk cerita ini."))
    client.force_login(putri)
    assert text_in_form(client.get(reverse("comment_thread", args=[other.article_id]))) == ""


def test_a_stranger_cannot_fill_the_sessions(client: Client) -> None:
    client.post(address(thread.story()), thread.typed("a" * 1_000_000))
    (session,) = Session.objects.all()
    assert len(session.get_decoded()["unsent_comment"]["text"]) == limits.MAX_UNSENT
    assert session.expire_date < timezone.now() + timedelta(days=1)


def test_logging_in_makes_the_session_with_the_text_as_long_as_any_other(client: Client) -> None:
    edition, putri = thread.story(), thread.commenter()
    response = client.post(address(edition), thread.typed("Halo."))
    client.post(response["Location"], {"login": putri.email, "password": cast.PASSWORD})
    assert Session.objects.get().expire_date > timezone.now() + timedelta(days=13)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 400),
        ("   \n", 400),
        ("\u200b", 400),
        ("a" * 2_001, 413),
        ("<script>alert(1)</script>" * 100, 413),
        ("\u202e" + "x\u0335" * 3_000, 413),
        ("b" * 200_000, 413),
    ],
)
def test_what_cannot_be_taken_comes_back_with_a_sentence(text: str, status: int) -> None:
    response = thread.logged_in(thread.commenter()).post(address(thread.story()), thread.typed(text))
    assert response.status_code == status
    assert text_in_form(response) == text
    assert errors(response)
    assert "no-store" in response["Cache-Control"]
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<p onclick=x>",
        "a\x00b",
        "\u202eterbalik",
        "z" + "\u0335" * 500,
        "👩\u200d👩\u200d👧" * 100,
        "https://a.id https://b.id",
    ],
)
def test_any_other_text_is_taken_and_shown_safely(text: str) -> None:
    edition = thread.story()
    assert thread.logged_in(thread.commenter()).post(address(edition), thread.typed(text)).status_code == 302
    html = Client().get(reverse("comment_thread", args=[edition.article_id])).content.decode()
    block = re.search(r'<div class="comment__text".*?</div>', html, re.DOTALL)[0]
    assert not re.search(r"<(?!/?(div|p|br|a)\b)", block)
    assert not re.search("[\x00\u202e]", block)


def test_haste_is_told_how_long_to_wait() -> None:
    edition, putri = thread.story(), thread.commenter()
    thread.comment(putri, edition, "Satu.")
    response = thread.logged_in(putri).post(address(edition), thread.typed("Dua."))
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 3
    assert text_in_form(response) == "Dua."


def test_the_same_words_again_are_a_conflict() -> None:
    edition, putri = thread.story(), thread.commenter()
    thread.comment(putri, edition, "Sama.", now=timezone.now() - timedelta(minutes=1))
    response = thread.logged_in(putri).post(address(edition), thread.typed("Sama."))
    assert response.status_code == 409
    assert text_in_form(response) == "Sama."


def test_a_form_sent_twice_makes_one_comment_and_lands_twice() -> None:
    edition = thread.story()
    client, typed = thread.logged_in(thread.commenter()), thread.typed("Halo.")
    one, two = client.post(address(edition), typed), client.post(address(edition), typed)
    assert one["Location"] == two["Location"]
    assert Comment.objects.count() == 1


def test_a_used_form_with_another_text_comes_back_ready_to_send() -> None:
    edition = thread.story()
    client, typed = thread.logged_in(thread.commenter()), thread.typed("Halo.")
    client.post(address(edition), typed)
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    response = client.post(address(edition), {**typed, "text": "Halo lagi."})
    assert response.status_code == 409
    assert text_in_form(response) == "Halo lagi."
    fresh = re.search(r'name="submission" value="([^"]+)"', response.content.decode())[1]
    assert client.post(address(edition), {"text": "Halo lagi.", "submission": fresh}).status_code == 302


@pytest.mark.parametrize("fields", [{"submission": ""}, {"submission": "x"}, {"terms": "abc"}, {"terms": "999999"}])
def test_a_form_that_was_tampered_with_comes_back(fields: dict[str, Any]) -> None:
    response = thread.logged_in(thread.commenter()).post(address(thread.story()), thread.typed("Halo.", **fields))
    assert response.status_code == 400
    assert text_in_form(response) == "Halo."
    assert not Comment.objects.exists()


def test_another_policy_is_not_the_comment_terms() -> None:
    thread.terms()
    privacy = Policy.objects.create(kind=Policy.Kind.PRIVACY, version=77, body="<p>Lain.</p>")
    client = thread.logged_in(thread.verified(cast.putri()))
    response = client.post(address(thread.story()), thread.typed(terms=privacy.pk, accepts="on"))
    assert response.status_code == 400
    assert not Consent.objects.exists()


def test_a_story_that_is_not_live_takes_nothing() -> None:
    article = cast.draft(cast.rina())
    response = thread.logged_in(thread.commenter()).post(reverse("comment_send", args=[article.pk]), thread.typed())
    assert response.status_code == 404


def test_a_retracted_story_gives_the_text_back() -> None:
    edition = thread.story()
    workflow.retract(edition.article, by=cast.sari(), ground=Edition.Ground.WRONG, explanation="Keliru.")
    response = thread.logged_in(thread.commenter()).post(address(edition), thread.typed("Penting."))
    assert response.status_code == 403
    assert text_in_form(response) == "Penting."


def test_a_form_of_another_site_is_refused() -> None:
    client = thread.logged_in(thread.commenter(), enforce_csrf_checks=True)
    assert client.post(address(thread.story()), thread.typed()).status_code == 403
    assert not Comment.objects.exists()


def test_the_form_of_the_page_passes_the_csrf_check() -> None:
    edition = thread.story()
    client = thread.logged_in(thread.commenter(), enforce_csrf_checks=True)
    html = client.get(reverse("comment_thread", args=[edition.article_id])).content.decode()
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', html))
    assert client.post(address(edition), {**form, "text": "Halo."}).status_code == 302


def test_the_address_of_the_form_leads_to_the_form(client: Client) -> None:
    edition = thread.story()
    response = client.get(address(edition))
    assert response["Location"] == f"{reverse('comment_thread', args=[edition.article_id])}#kirim"
    assert client.put(address(edition)).status_code == 405


def test_a_form_costs_twelve_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    edition = thread.story()
    client = thread.logged_in(thread.commenter())
    thread.comments(thread.commenter("Wati"), edition, 3)
    with django_assert_num_queries(12):  # the story, the session and the reader; nine of the pipeline; begin and end
        assert client.post(address(edition), thread.typed()).status_code == 302
