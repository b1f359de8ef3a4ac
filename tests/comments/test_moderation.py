"""comments.moderation: hide and restore."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles import workflow
from comments import moderation, permissions
from comments.models import Comment, Decision, Thread
from comments.refusals import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db

WRONG_PEOPLE = {
    "a reader": lambda: cast.person("Wati"),
    "a reporter": lambda: cast.person("Dewi", "Reporter"),
    "an editor": lambda: cast.person("Agus", "Editor"),
}


@pytest.fixture
def comment() -> Comment:
    return thread.comment(thread.commenter(), thread.story(), "Kata kasar.")


def hide(comment: Comment, by: User, **fields: str) -> Decision:
    return moderation.hide(comment, by=by, **{"reason": "abusive", "note": "Menghina penulis.", **fields})


def test_a_moderator_hides_a_comment_with_a_reason(comment: Comment) -> None:
    made = cast.made()
    decision = hide(comment, made)
    comment.refresh_from_db()
    assert comment.is_hidden
    assert comment.decision == decision
    assert comment.html == ""
    assert (decision.act, decision.reason, decision.note, decision.by) == (
        "hide",
        "abusive",
        "Menghina penulis.",
        made,
    )
    assert Thread.objects.get(pk=comment.article_id).shown == 0


def test_a_hidden_comment_is_shown_again_at_its_place(comment: Comment) -> None:
    made, sent_at = cast.made(), comment.created_at
    hide(comment, made)
    decision = moderation.restore(comment, by=made, note="Kami keliru.")
    comment.refresh_from_db()
    assert (comment.state, comment.created_at, comment.decision) == ("approved", sent_at, decision)
    assert list(comment.decisions.values_list("act", flat=True)) == ["restore", "hide"]
    assert Thread.objects.get(pk=comment.article_id).shown == 1


def test_the_managing_editor_moderates_too(comment: Comment) -> None:
    assert hide(comment, cast.sari())


@pytest.mark.parametrize("who", WRONG_PEOPLE)
def test_nobody_else_decides_about_a_comment(comment: Comment, who: str) -> None:
    person = WRONG_PEOPLE[who]()
    with pytest.raises(PermissionDenied):
        hide(comment, person)
    hide(comment, cast.made())
    with pytest.raises(PermissionDenied):
        moderation.restore(comment, by=person)
    assert Decision.objects.count() == 1


def test_nobody_decides_about_a_comment_of_their_own() -> None:
    made = thread.commenter("Made", "Moderator")
    comment = thread.comment(made, thread.story())
    assert not permissions.can_judge(made, comment)
    with pytest.raises(PermissionDenied):
        hide(comment, made)


def test_a_moderator_who_was_switched_off_decides_nothing(comment: Comment) -> None:
    made = cast.made()
    made.is_active = False
    with pytest.raises(PermissionDenied):
        hide(comment, made)


def test_what_is_hidden_is_not_hidden_twice(comment: Comment) -> None:
    hide(comment, cast.made())
    stale = Comment.objects.get(pk=comment.pk)
    stale.state = Comment.State.VISIBLE  # as another moderator's page showed it
    with pytest.raises(Conflict):
        hide(stale, cast.sari())
    assert Decision.objects.count() == 1
    assert Thread.objects.get(pk=comment.article_id).shown == 0


def test_what_is_visible_is_not_restored(comment: Comment) -> None:
    with pytest.raises(Conflict):
        moderation.restore(comment, by=cast.made())
    assert not Decision.objects.exists()


@pytest.mark.parametrize("reason", ["", "saya tidak suka", "restore"])
def test_hiding_needs_a_reason_from_the_list(comment: Comment, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        hide(comment, cast.made(), reason=reason)
    assert "reason" in refused.value.message_dict
    comment.refresh_from_db()
    assert not comment.is_hidden


def test_a_note_has_at_most_five_hundred_characters(comment: Comment) -> None:
    made = cast.made()
    with pytest.raises(ValidationError):
        hide(comment, made, note="a" * 501)
    assert hide(comment, made, note="a" * 500)


def test_the_author_is_told_with_reason_and_note(
    comment: Comment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        decision = hide(comment, cast.made())
    (letter,) = mail.outbox
    assert letter.to == [comment.author.email]
    for part in (decision.get_reason_display(), "Menghina penulis.", "Kata kasar.", comment.author.display_name):
        assert part in letter.body
    assert "Made" not in letter.body  # moderators stay anonymous to readers


def test_the_mail_quotes_the_headline_that_readers_know(
    comment: Comment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    article = comment.article
    live = article.editions.live().get().headline
    workflow.revise(article, by=article.reporter)
    article.headline = "Judul yang belum disetujui"
    workflow.save(article, by=article.reporter, version=article.version)
    with django_capture_on_commit_callbacks(execute=True):
        hide(Comment.objects.get(pk=comment.pk), cast.made())
    assert live in mail.outbox[0].body
    assert "belum disetujui" not in mail.outbox[0].body


def test_a_switched_off_account_gets_no_mail(
    comment: Comment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    User.objects.filter(pk=comment.author_id).update(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        hide(comment, cast.made())
    assert mail.outbox == []


def test_a_decision_is_never_changed_or_deleted(comment: Comment) -> None:
    decision = hide(comment, cast.made())
    with pytest.raises(ValidationError):
        decision.save()
    with pytest.raises(ValidationError):
        decision.delete()
    for act in (
        lambda: Decision._base_manager.update(note="Lain."),
        lambda: Decision._base_manager.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Decision.objects.get().note == "Menghina penulis."


def test_the_database_knows_no_comment_hidden_without_a_decision(comment: Comment) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(state=Comment.State.HIDDEN)


def test_the_role_comes_with_the_migration() -> None:
    made, sari, bagus = cast.made(), cast.sari(), cast.bagus()
    assert permissions.can_moderate(made)
    assert permissions.can_moderate(sari)
    assert not permissions.can_moderate(bagus)
