"""comments.tidings: who is mailed about replies and decisions, how soon, and how to unsubscribe."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles import workflow
from articles.models import Edition
from comments import highlights, moderation, own, pipeline, states, tidings
from comments.models import Comment, Commenter, Decision, Thread, Tiding
from newsroom.accounts import erasure
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db
Mail = Commenter.Mail


@pytest.fixture
def edition() -> Edition:
    return thread.story()


@pytest.fixture
def comment(edition: Edition) -> Comment:
    """A comment by Putri, who wants mail about replies at once."""
    putri = thread.commenter()
    tidings.choose(putri.pk, Mail.AT_ONCE)
    return thread.comment(putri, edition)


@pytest.fixture
def wati() -> User:
    return thread.commenter("Wati")


def reply(to: Comment, by: User) -> Comment:
    return pipeline.send("Saya juga mengalaminya.", by=by, article=to.article, submission=uuid4(), parent=to)


def tick(**later: int) -> None:
    tidings.tell(now=timezone.now() + timedelta(**later))


def test_whoever_was_answered_is_told_once_with_a_way_out(comment: Comment, wati: User) -> None:
    answer = reply(comment, wati)
    tick()
    tick()
    (letter,) = mail.outbox
    assert letter.to == [comment.author.email]
    assert "Saya juga mengalaminya." in letter.body
    assert answer.get_absolute_url() in letter.body
    assert wati.email not in letter.body
    stop = re.fullmatch(r"<https?://[^/]+(/komentar/kabar/berhenti/[^>]+)>", letter.extra_headers["List-Unsubscribe"])[
        1
    ]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    mailbox = Client(enforce_csrf_checks=True)
    assert mailbox.get(stop).status_code == 200  # a mail scanner that follows the link must not unsubscribe
    assert Commenter.objects.get(user=comment.author).mail == Mail.AT_ONCE
    assert mailbox.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Commenter.objects.get(user=comment.author).mail == Mail.OFF


def test_the_way_out_of_a_mail_is_taken_twice_and_by_whoever_has_gone(comment: Comment, wati: User) -> None:
    """A second click works too and drops waiting mails, and the link still works after the account is gone."""
    putri, mailbox = comment.author, Client(enforce_csrf_checks=True)
    reply(comment, wati)
    for _click in range(2):
        assert mailbox.post(tidings.stop_path(putri)).status_code == 200
    known = Commenter.objects.get(user=putri)
    assert (known.mail, known.decisions) == (Mail.OFF, Mail.AT_ONCE)  # the link in a mail about replies ends only these
    assert not Tiding.objects.exists()
    asked = erasure.ask(putri, now=timezone.now() - timedelta(days=2))
    assert erasure.carry_out(now=asked.due_at) == 1
    assert mailbox.post(tidings.stop_path(putri, tidings.EVERYTHING)).status_code == 200
    tick()
    assert not mail.outbox


def test_nobody_is_told_who_did_not_ask(edition: Edition, wati: User) -> None:
    reply(thread.comment(thread.commenter(), edition), wati)
    tick()
    assert not mail.outbox
    assert not Tiding.objects.exists()


def test_nobody_is_told_of_a_muted_reader(comment: Comment, wati: User) -> None:
    own.mute(wati, by=comment.author)
    reply(comment, wati)
    assert not Tiding.objects.exists()


def test_a_reply_that_waits_is_told_when_readers_see_it(comment: Comment, edition: Edition) -> None:
    waiting = reply(comment, thread.newcomer())
    assert not Tiding.objects.exists()
    states.move(Comment.objects.get(pk=waiting.pk), to=Comment.State.APPROVED)
    assert Tiding.objects.get().reader == comment.author


def test_what_was_hidden_meanwhile_is_not_told(comment: Comment, wati: User) -> None:
    moderation.hide(reply(comment, wati), by=cast.made(), reason="spam")
    tick()
    assert not mail.outbox


@pytest.mark.parametrize("kind", ["never", "retracted"])
def test_a_reply_that_nobody_can_read_any_more_is_not_told(
    kind: str, comment: Comment, edition: Edition, wati: User
) -> None:
    reply(comment, wati)
    if kind == "never":
        Thread.objects.filter(pk=edition.article_id).update(rule=Thread.Rule.NEVER)
    else:
        workflow.retract(edition.article, by=cast.sari(), ground=Edition.Ground.WRONG, explanation="Keliru.")
    tick()
    assert not mail.outbox


def test_an_unverified_address_gets_nothing(comment: Comment, wati: User) -> None:
    EmailAddress.objects.filter(user=comment.author).update(verified=False)
    reply(comment, wati)
    tick()
    assert not mail.outbox


def test_a_daily_mail_comes_at_seven_with_all_of_the_day(comment: Comment, wati: User) -> None:
    tidings.choose(comment.author.pk, Mail.DAILY)
    reply(comment, wati)
    reply(comment, thread.commenter("Tono"))
    morning = timezone.localtime(timezone.now() + timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)
    tidings.tell(now=morning - timedelta(minutes=1))
    assert not mail.outbox
    tidings.tell(now=morning)
    tidings.tell(now=morning + timedelta(minutes=1))
    (letter,) = mail.outbox
    assert letter.body.count("Saya juga mengalaminya.") == 2


def test_a_mail_server_that_is_down_loses_nothing(
    comment: Comment, wati: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply(comment, wati)

    def down(*args: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", down)
        with pytest.raises(RuntimeError):
            tick()
    tick()
    assert len(mail.outbox) == 1


def test_a_pick_is_told(comment: Comment) -> None:
    highlights.pick(comment, by=cast.made())
    tick(minutes=1)
    assert "memilih komentar Anda" in mail.outbox[0].body


@pytest.mark.parametrize("token", ["x", "1", "a:b:c"])
def test_an_address_we_never_made_ends_nothing(token: str, client: Client) -> None:
    assert client.post(f"/komentar/kabar/berhenti/{token}/").status_code == 404


def test_wanting_nothing_any_more_drops_what_waits(comment: Comment, wati: User) -> None:
    reply(comment, wati)
    tidings.choose(comment.author.pk, Mail.OFF)
    assert not Tiding.objects.exists()


# -- Decisions ------------------------------------------------------------------------------------------------------


def decided(comment: Comment, run: DjangoCaptureOnCommitCallbacks) -> Decision:
    with run(execute=True):
        return moderation.hide(comment, by=cast.made(), reason="abusive", note="Menghina orang.")


def test_a_decision_is_told_at_once_to_whoever_has_not_said_otherwise(
    edition: Edition, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    decided(thread.comment(thread.commenter(), edition), django_capture_on_commit_callbacks)
    (letter,) = mail.outbox
    assert "Menghina orang." in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_decision_waits_for_the_morning_where_that_is_wanted(
    comment: Comment, wati: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    tidings.choose(comment.author.pk, Mail.AT_ONCE, decisions=Mail.DAILY)
    decided(comment, django_capture_on_commit_callbacks)
    noon = timezone.localtime().replace(hour=12)
    Tiding.objects.update(at=noon)
    tidings.tell(now=noon.replace(hour=23))
    assert not mail.outbox
    tidings.tell(now=noon + timedelta(days=1))
    tidings.tell(now=noon + timedelta(days=1))
    (letter,) = mail.outbox
    assert "Menghina orang." in letter.body
    assert "/komentar/catatan-saya/" in letter.body
    assert letter.subject.endswith("Kabar tentang komentar Anda")


def test_of_several_decisions_before_the_morning_the_last_is_told(
    comment: Comment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    tidings.choose(comment.author.pk, Mail.OFF, decisions=Mail.DAILY)
    decided(comment, django_capture_on_commit_callbacks)
    moderation.restore(comment, by=cast.sari(), note="Kami keliru.")
    tidings.tell(now=timezone.localtime().replace(hour=12) + timedelta(days=2))
    (letter,) = mail.outbox
    assert "Kami keliru." in letter.body
    assert "Menghina orang." not in letter.body


def test_nobody_is_told_of_a_decision_who_does_not_want_to_be_or_has_no_verified_address(
    edition: Edition, wati: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    putri = thread.commenter()
    tidings.choose(putri.pk, Mail.OFF, decisions=Mail.OFF)
    first = thread.comment(putri, edition)
    second = thread.comment(wati, edition)
    EmailAddress.objects.filter(user=wati).update(verified=False)
    made = cast.made()
    with django_capture_on_commit_callbacks(execute=True):
        for comment in (first, second):
            moderation.hide(comment, by=made, reason="abusive")
    tick(days=2)
    assert not mail.outbox


def test_the_mail_about_a_decision_is_ended_with_one_click_and_the_replies_go_on(
    comment: Comment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    decided(comment, django_capture_on_commit_callbacks)
    (letter,) = mail.outbox
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    page = Client().post(f"/{stop}").content.decode()
    assert "tidak lagi mendapat surel tentang keputusan" in page
    wishes = Commenter.objects.get(user=comment.author)
    assert (wishes.mail, wishes.decisions) == (Mail.AT_ONCE, Mail.OFF)


def test_a_reader_chooses_both_on_one_page(wati: User) -> None:
    client, path = thread.logged_in(wati), reverse("comment_mail")
    assert client.get(path).status_code == 200
    assert client.post(path, {"mail": "daily", "decisions": "off"}).status_code == 302
    wishes = Commenter.objects.get(user=wati)
    assert (wishes.mail, wishes.decisions) == (Mail.DAILY, Mail.OFF)
    assert client.post(path, {"mail": "daily"}).status_code == 400
    assert client.post(path, {"mail": "daily", "decisions": "hourly"}).status_code == 400
    assert Client().get(path)["Location"].startswith(reverse("account_login"))
