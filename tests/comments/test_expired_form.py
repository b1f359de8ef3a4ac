"""A form with an invalid CSRF token: after a login in another tab, or without cookies."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Edition
from comments.models import Comment
from newsroom.accounts.models import User
from tests.comments import thread
from tests.comments.test_send_page import address, text_in_form

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
EXPIRED = "Formulirnya sudah kedaluwarsa."


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def putri() -> User:
    return thread.commenter()


@pytest.fixture
def edition() -> Edition:
    return thread.story()


def test_the_text_waits_in_a_form_that_can_be_sent(strict: Client, putri: User, edition: Edition) -> None:
    strict.force_login(putri)
    answer = strict.post(address(edition), thread.typed("Panjang dan penting."), headers={"Origin": HERE})
    assert answer["Location"] == f"{reverse('comment_thread', args=[edition.article_id])}#kirim"
    page = strict.get(answer["Location"])
    assert text_in_form(page) == "Panjang dan penting."
    assert EXPIRED in page.content.decode()
    assert EXPIRED not in strict.get(answer["Location"]).content.decode()
    assert not Comment.objects.exists()


def test_a_reply_waits_under_what_it_answers(strict: Client, putri: User, edition: Edition) -> None:
    answered = thread.comment(thread.commenter("Siti"), edition)
    strict.force_login(putri)
    typed = thread.typed("Saya juga.", parent=answered.pk)
    answer = strict.post(address(edition), typed, headers={"Origin": HERE})
    assert answer["Location"] == f"{reverse('comment_answer', args=[answered.pk])}#kirim"
    assert text_in_form(strict.get(answer["Location"])) == "Saya juga."


def test_whoever_is_logged_out_too_logs_in_first(strict: Client, putri: User, edition: Edition) -> None:
    answer = strict.post(address(edition), thread.typed("Panjang dan penting."), headers={"Origin": HERE})
    assert answer["Location"].startswith(reverse("account_login"))
    strict.force_login(putri)
    assert text_in_form(strict.get(reverse("comment_thread", args=[edition.article_id]))) == "Panjang dan penting."


@pytest.mark.parametrize("origin", ["https://situs-lain.test", "null", None])
def test_no_other_site_puts_words_into_the_form(
    strict: Client, putri: User, edition: Edition, origin: str | None
) -> None:
    strict.force_login(putri)
    headers = {"Origin": origin} if origin else {}
    assert strict.post(address(edition), thread.typed("Bukan kata saya."), headers=headers).status_code == 403
    form = strict.get(reverse("comment_thread", args=[edition.article_id]))
    assert text_in_form(form) == ""


def test_what_cannot_wait_stands_on_the_page_to_be_copied(strict: Client, putri: User, edition: Edition) -> None:
    comment = thread.comment(putri, edition)
    strict.force_login(putri)
    for name, page in (("text", "comment_edit"), ("words", "complain")):
        typed = {name: "Kata <b>yang panjang</b>."}
        for origin, shown in ((HERE, True), ("https://situs-lain.test", False)):
            answer = strict.post(reverse(page, args=[comment.pk]), typed, headers={"Origin": origin})
            assert answer.status_code == 403
            assert ("Kata &lt;b&gt;yang panjang&lt;/b&gt;." in answer.content.decode()) is shown


def test_a_form_of_no_page_is_refused_like_any_other(strict: Client) -> None:
    answer = strict.post("/tidak/ada/sama-sekali/", {"text": "Kata."}, headers={"Origin": HERE})
    assert answer.status_code in {403, 404}
