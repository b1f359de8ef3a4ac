"""Under an advertorial too: whoever gets mail about a comment, or moderates it, reads that the story was paid for."""

from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from articles import workflow
from articles.models import Edition, Notice
from comments import moderation, pipeline, tidings, watching
from comments.models import Commenter, Decision
from tests import cast
from tests.comments import thread
from tests.desk import desk

pytestmark = pytest.mark.django_db
TITLE = "[Advertorial] Kopi Lereng Merbabu"


@pytest.fixture
def advertorial() -> Edition:
    return thread.story(headline="Kopi Lereng Merbabu", paid_by="PT Kopi Lereng Nusantara")


def test_the_mail_about_an_answer(advertorial: Edition) -> None:
    putri, wati = thread.commenter(), thread.commenter("Wati")
    tidings.choose(putri.pk, Commenter.Mail.AT_ONCE)
    said = thread.comment(putri, advertorial)
    pipeline.send("Saya juga.", by=wati, article=said.article, submission=uuid4(), parent=said)
    tidings.tell(now=timezone.now())
    assert f"“{TITLE}”" in str(mail.outbox[0].body)


def test_the_mail_about_a_decision(
    advertorial: Edition, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    comment, made = thread.comment(thread.commenter(), advertorial), cast.made()
    with django_capture_on_commit_callbacks(execute=True):
        moderation.hide(comment, by=made, reason=Decision.Reason.SPAM)
    assert f"“{TITLE}”" in str(mail.outbox[0].body)


def test_the_pages_of_the_moderators(advertorial: Edition, settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False
    made = cast.made()
    comment = thread.comment(thread.commenter(), advertorial)
    watching.watch(advertorial.article, by=made, why="Banyak iklan.")
    pages = (f"comment/{comment.pk}/change", f"thread/{advertorial.article_id}/change", "thread", "watch")
    for page in pages:
        assert TITLE in desk.browser(made).get(f"/admin/comments/{page}/").content.decode(), page


def test_the_form_on_which_a_comment_is_reported(advertorial: Edition) -> None:
    comment = thread.comment(thread.commenter(), advertorial)
    assert TITLE in Client().get(f"/komentar/laporkan/{comment.pk}/").content.decode()


def test_the_notices_and_mails_of_the_newsroom(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.draft(rina, headline="Kopi Lereng Merbabu", paid_by="PT Kopi Lereng Nusantara")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.submit(article, by=rina)
    assert f"“{TITLE}”" in Notice.objects.get(person=bagus).sentence
    assert str(mail.outbox[0].subject).endswith(f": {TITLE}")
