"""Bans that also hide the reader's comments of the last days, and how they are undone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from comments import appeals, ledger, limits, moderation, sanctions, sweeps
from comments.models import Comment, Decision, Sanction, Thread
from comments.refusals import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def comments() -> list[Comment]:
    """Four comments by Joko: visible, held, already hidden, and from last week."""
    story, joko = thread.story(), thread.commenter("Joko")
    found = thread.comments(joko, story, 4)
    Comment.objects.filter(pk=found[1].pk).update(state="held", place=0)
    moderation.hide(found[2], by=cast.sari(), reason="hate")
    Comment.objects.filter(pk=found[3].pk).update(created_at=timezone.now() - 8 * DAY)
    return found


@pytest.fixture
def made(db: None) -> User:
    return cast.made()


def swept(comments: list[Comment], made: User, **more: object) -> Sanction:
    given = {"days": 7, "by": made, "reason": "spam", "note": "Iklan beruntun.", **more}
    return sweeps.ban_and_hide(comments[0].author, **given)  # type: ignore[arg-type]


def states(comments: list[Comment]) -> list[str]:
    return [Comment.objects.get(pk=comment.pk).state for comment in comments]


def test_a_ban_hides_what_was_written_in_the_last_days_with_a_decision_for_each(
    comments: list[Comment], made: User
) -> None:
    ban = swept(comments, made)
    assert states(comments) == ["hidden", "hidden", "hidden", "visible"]
    assert sanctions.in_force(ban.user, now=timezone.now()) == ban
    assert Decision.objects.filter(sanction=ban, reason="spam", by=made).count() == 2
    assert Thread.objects.get().shown == 2  # of four, one was hidden already, and one has just been hidden
    assert list(ledger.breaks()) == []


def test_lifting_it_shows_again_what_nobody_has_decided_about_since(comments: list[Comment], made: User) -> None:
    ban = swept(comments, made)
    sari = User.objects.get(display_name="Sari")
    moderation.restore(comments[0], by=sari)
    moderation.hide(comments[0], by=sari, reason="hate")  # now hidden by a separate decision
    assert sweeps.take_back(ban, by=made) == 1
    assert states(comments) == ["hidden", "approved", "hidden", "visible"]
    assert sanctions.in_force(ban.user, now=timezone.now()) is None
    with pytest.raises(Conflict):
        sweeps.take_back(ban, by=made)
    assert list(ledger.breaks()) == []


def test_the_reader_gets_one_mail_about_all_of_it(
    comments: list[Comment], made: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ban = swept(comments, made)
        sweeps.take_back(ban, by=made)
    first, second = mail.outbox
    assert "2 komentar terbaru Anda" in first.body
    assert "/komentar/banding/sanksi/" in first.body
    assert "2 komentar Anda ditampilkan kembali" in second.body


def test_an_appeal_that_is_right_brings_everything_back(comments: list[Comment], made: User) -> None:
    ban = swept(comments, made)
    appeal = appeals.appeal(ban, by=ban.user, words="Akun saya dipakai orang.")
    appeals.decide(appeal, by=User.objects.get(display_name="Sari"), upheld=True)
    assert states(comments) == ["approved", "approved", "hidden", "visible"]


@pytest.mark.parametrize("days", [0, -1, limits.SWEEP_DAYS + 1])
def test_how_far_back_has_an_end(comments: list[Comment], made: User, days: int) -> None:
    with pytest.raises(ValidationError):
        swept(comments, made, days=days)
    assert not Sanction.objects.exists()


@pytest.mark.parametrize("role", ["", "Reporter", "Editor"])
def test_nobody_else_sweeps_and_a_refusal_hides_nothing(comments: list[Comment], made: User, role: str) -> None:
    wrong = cast.person("Wati", *([role] if role else []))
    with pytest.raises(PermissionDenied):
        swept(comments, wrong)
    ban = swept(comments, made)
    with pytest.raises(PermissionDenied):
        sweeps.take_back(ban, by=wrong)
    with pytest.raises(Conflict):
        swept(comments, made)  # banned already


def test_a_moderator_sweeps_and_takes_back_on_the_page(comments: list[Comment], made: User) -> None:
    client, page = thread.logged_in(made), f"/admin/comments/comment/{comments[0].pk}/"
    typed = {"kind": "ban", "reason": "spam", "note": "Iklan.", "until": ""}
    with override_settings(STAFF_NEEDS_TWO_FACTOR=False):
        for wrong in ({**typed, "days": "31"}, {**typed, "days": "x"}, {**typed, "kind": "warn", "days": "7"}):
            assert client.post(f"{page}sanksi/", wrong).status_code == 400
        assert client.post(f"{page}sanksi/", {**typed, "days": "7"}).status_code == 302
        assert states(comments)[:2] == ["hidden", "hidden"]
        assert "Cabut dan tampilkan lagi 2 komentar" in client.get(f"{page}change/").content.decode()
        ban = Sanction.objects.get()
        assert client.post(f"{page}sanksi/{ban.pk}/cabut/", {"semua": "1"}).status_code == 302
    assert states(comments)[:2] == ["approved", "approved"]
