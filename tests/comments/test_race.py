"""Concurrent transactions, each with its own database connection."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from comments import moderation, pipeline, refusals
from comments.models import Comment, Decision, Thread
from comments.refusals import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.at_once import AtOnce
from tests.comments import thread


@pytest.mark.django_db  # one test of a module has to ask for a database the ordinary way, or none is made
def test_the_database_itself_refuses_the_same_form_twice() -> None:
    comment = thread.comment(thread.commenter(), thread.story())
    comment.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        comment.save(force_insert=True)


def test_the_same_form_sent_twice_at_once_is_one_comment(at_once: AtOnce) -> None:
    putri, edition, submission = thread.commenter(), thread.story(), uuid4()

    def send() -> Comment:
        return pipeline.send("Halo.", by=putri, article=edition.article, submission=submission)

    one, two = at_once(send, send)
    assert one == two
    assert Comment.objects.count() == 1
    assert Thread.objects.get().shown == 1


def test_two_texts_at_once_do_not_slip_under_the_limit(at_once: AtOnce) -> None:
    putri, edition = thread.commenter(), thread.story()
    results = at_once(lambda: thread.comment(putri, edition, "Satu."), lambda: thread.comment(putri, edition, "Dua."))
    assert {type(result) for result in results} == {Comment, refusals.TooFast}


def test_two_readers_at_once_are_both_counted(at_once: AtOnce) -> None:
    putri, wati, edition = thread.commenter("Putri"), thread.commenter("Wati"), thread.story()
    at_once(lambda: thread.comment(putri, edition), lambda: thread.comment(wati, edition))
    assert Thread.objects.get().shown == Comment.objects.count() == 2


def test_two_moderators_at_once_make_one_decision(at_once: AtOnce) -> None:
    comment = thread.comment(thread.commenter(), thread.story())
    made, sari = cast.made(), cast.sari()

    def hide(by: User) -> Decision:
        return moderation.hide(Comment.objects.get(pk=comment.pk), by=by, reason="spam")

    results = at_once(lambda: hide(made), lambda: hide(sari))
    assert {type(result) for result in results} == {Decision, Conflict}
    assert Decision.objects.count() == 1
    assert Thread.objects.get().shown == 0
