"""comments.evidence: legal holds, and who can release them, with a reason that stays on record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from comments import evidence, ledger, retention
from comments.models import Comment, Hold, Record, Verdict
from comments.refusals import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture
def comment() -> Comment:
    return thread.comment(thread.commenter(), thread.story())


@pytest.fixture
def hold(comment: Comment) -> Hold:
    return evidence.keep(comment, by=cast.made(), until=timezone.now() + YEAR, why="Permintaan kuasa hukum.")


def test_a_release_ends_the_hold_and_says_who_and_why(hold: Hold) -> None:
    sari = cast.sari()
    released = evidence.release(hold, by=sari, why="Perkara sudah selesai.")
    assert (released.released_by, released.released_why) == (sari, "Perkara sudah selesai.")
    assert not Hold.objects.in_force(timezone.now()).exists()
    assert Hold.objects.in_force(timezone.now() - timedelta(seconds=1)).count() <= 1
    assert list(Record.objects.order_by("number").values_list("kind", "row")) == [
        ("hold", hold.pk),
        ("release", hold.pk),
    ]
    assert list(ledger.breaks()) == []
    assert "Perkara" not in str(list(Record.objects.values_list("content", flat=True)))


def test_the_words_go_in_the_night_after_a_release(hold: Hold, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(state="deleted")
    later = timezone.now() + timedelta(days=60)
    retention.purge(now=later, most=100)
    assert Comment.objects.get(pk=comment.pk).text == thread.TEXT
    evidence.release(hold, by=cast.sari(), why="Perkara sudah selesai.", now=later)
    retention.purge(now=later, most=100)
    assert Comment.objects.get(pk=comment.pk).text != thread.TEXT


@pytest.mark.parametrize("who", [cast.made, cast.bagus, cast.rina, cast.putri])
def test_nobody_but_the_managing_editor_releases(hold: Hold, who: Callable[[], User]) -> None:
    by = User.objects.filter(display_name="Made").first() if who is cast.made else None
    by = by or User.objects.filter(display_name=who.__name__.title()).first() or who()
    with pytest.raises(PermissionDenied):
        evidence.release(hold, by=by, why="Perkara sudah selesai.")
    assert Hold.objects.in_force(timezone.now()).exists()


@pytest.mark.parametrize("why", ["", " \u200b\n", "x" * 501])
def test_a_reason_is_needed_that_fits_a_note(hold: Hold, why: str) -> None:
    with pytest.raises(ValidationError):
        evidence.release(hold, by=cast.sari(), why=why)
    assert Hold.objects.in_force(timezone.now()).exists()


def test_what_has_ended_is_not_released_again(hold: Hold) -> None:
    sari = cast.sari()
    evidence.release(hold, by=sari, why="Selesai.")
    with pytest.raises(Conflict):
        evidence.release(hold, by=sari, why="Selesai lagi.")
    assert Hold.objects.get().released_why == "Selesai."


def test_what_ran_out_by_itself_needs_no_release(hold: Hold) -> None:
    with pytest.raises(Conflict):
        evidence.release(hold, by=cast.sari(), why="Selesai.", now=hold.until)


def test_the_database_wants_name_and_reason_too(hold: Hold) -> None:
    for half in ({"released_at": timezone.now()}, {"released_why": "Selesai."}, {"released_by": hold.by}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.update(**half)


@override_settings(STAFF_NEEDS_TWO_FACTOR=False)  # tested in test_desk_door.py
def test_the_desk_releases_and_gives_the_reason_back_where_it_does_not(hold: Hold) -> None:
    address = f"/admin/comments/comment/{hold.comment_id}/"
    sari, made = thread.logged_in(cast.sari()), thread.logged_in(hold.by)
    release = f"{address}simpan-bukti/{hold.pk}/lepas/"
    assert release in sari.get(f"{address}change/").content.decode()
    assert release not in made.get(f"{address}change/").content.decode()
    assert made.post(release, {"why": "Selesai."}).status_code == 403
    too_long = sari.post(release, {"why": "panjang sekali " * 60})
    assert too_long.status_code == 400
    assert "panjang sekali" in too_long.content.decode()
    assert sari.post(release, {"why": "Selesai."}).status_code == 302
    assert sari.post(release, {"why": "Selesai."}).status_code == 409
    assert sari.post(f"{address}simpan-bukti/999/lepas/", {"why": "Selesai."}).status_code == 404


@pytest.mark.parametrize("wrong", [{"phases": [{}]}, {"phases": [], "reason": "x"}, {"outcome": "held"}])
def test_what_the_pipeline_found_may_be_emptied_and_never_changed(comment: Comment, wrong: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Verdict._base_manager.update(**wrong)
    Verdict._base_manager.update(phases=[])
    assert Verdict.objects.get().phases == []
