"""comments.appeals: once, within seven days, by the author, decided by another moderator."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from comments import appeals, ledger, moderation, sanctions, sweeps
from comments.models import Appeal, Comment, Decision, Record, Sanction
from comments.refusals import Conflict
from tests import cast
from tests.at_once import AtOnce
from tests.clock import at
from tests.comments import thread

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def decision() -> Decision:
    comment = thread.comment(thread.commenter(), thread.story(), "Kata kasar.")
    return moderation.hide(comment, by=cast.made(), reason="abusive")


def test_an_appeal_that_is_right_brings_the_comment_back(decision: Decision) -> None:
    author = decision.comment.author
    made = appeals.appeal(decision, by=author, words="Itu kutipan.")
    appeals.decide(made, by=cast.sari(), upheld=True, note="Benar.")
    comment = Comment.objects.get(pk=decision.comment_id)
    assert comment.is_public
    made.refresh_from_db()
    assert (made.outcome, made.reply) == ("upheld", "Benar.")
    assert list(ledger.breaks()) == []


def test_a_decision_that_stands_is_told(
    decision: Decision, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made = appeals.appeal(decision, by=decision.comment.author, words="Itu kutipan.")
    with django_capture_on_commit_callbacks(execute=True):
        appeals.decide(made, by=cast.sari(), upheld=False, note="Tetap menghina.")
    (letter,) = mail.outbox
    assert "Tetap menghina." in letter.body
    assert Comment.objects.get(pk=decision.comment_id).is_hidden


def test_whoever_decided_does_not_decide_again(decision: Decision) -> None:
    made = appeals.appeal(decision, by=decision.comment.author, words="Itu kutipan.")
    with pytest.raises(PermissionDenied):
        appeals.decide(made, by=decision.by, upheld=False)
    with pytest.raises(PermissionDenied):
        appeals.decide(made, by=cast.person("Wati"), upheld=True)
    made.refresh_from_db()
    assert made.is_open


@pytest.mark.parametrize("act", [moderation.restore, moderation.approve])
def test_an_appeal_ends_when_the_comment_comes_back_by_another_way(decision: Decision, act: Callable[..., Any]) -> None:
    """Otherwise it would stay open for ever: no page leads to an appeal against a decision that was undone."""
    made = appeals.appeal(decision, by=decision.comment.author, words="Itu kutipan.")
    act(decision.comment, by=decision.by, note="Saya keliru.")
    made.refresh_from_db()
    assert (made.outcome, made.decided_by, made.reply) == ("upheld", decision.by, "Saya keliru.")
    assert Record.objects.filter(kind="verdict", row=made.pk).count() == 1
    with pytest.raises(Conflict):
        appeals.decide(made, by=cast.sari(), upheld=False)
    assert list(ledger.breaks()) == []


def test_an_appeal_against_an_earlier_decision_is_not_touched_by_a_later_one(decision: Decision) -> None:
    author, made = decision.comment.author, decision.by
    first = appeals.appeal(decision, by=author, words="Itu kutipan.")
    appeals.decide(first, by=cast.sari(), upheld=True)
    second = moderation.hide(decision.comment, by=made, reason="hate")
    again = appeals.appeal(second, by=author, words="Tetap kutipan.")
    assert again.is_open


def test_two_moderators_at_once_end_an_appeal_once(at_once: AtOnce) -> None:
    comment = thread.comment(thread.commenter(), thread.story(), "Kata kasar.")
    made, sari = cast.made(), cast.sari()
    appeal = appeals.appeal(moderation.hide(comment, by=made, reason="abusive"), by=comment.author, words="Kutipan.")
    said = at_once(
        lambda: appeals.decide(appeal, by=sari, upheld=True),
        lambda: moderation.restore(comment, by=made),
        lambda: appeals.decide(appeal, by=sari, upheld=False),
    )
    assert Record.objects.filter(kind="verdict").count() == 1
    assert {type(one) for one in said if isinstance(one, Exception)} <= {Conflict}, said
    if Appeal.objects.get().outcome == "upheld":
        assert Comment.objects.get().is_public
    assert list(ledger.breaks()) == []


def test_a_decision_is_appealed_once(decision: Decision) -> None:
    author = decision.comment.author
    made = appeals.appeal(decision, by=author, words="Itu kutipan.")
    with pytest.raises(Conflict):
        appeals.appeal(decision, by=author, words="Sekali lagi.")
    sari = cast.sari()
    appeals.decide(made, by=sari, upheld=False)
    with pytest.raises(Conflict):
        appeals.decide(made, by=sari, upheld=True)


def test_seven_days_are_seven_days(decision: Decision) -> None:
    author = decision.comment.author
    with pytest.raises(Conflict):
        appeals.appeal(decision, by=author, words="Terlambat.", now=decision.at + 7 * DAY)
    assert appeals.appeal(decision, by=author, words="Masih.", now=decision.at + 7 * DAY - timedelta(seconds=1))


def test_the_record_offers_no_appeal_that_is_refused_and_says_what_came_back(decision: Decision) -> None:
    client, again = thread.logged_in(decision.comment.author), "Moderator sudah menampilkannya lagi."
    link = f'href="/komentar/banding/{decision.pk}/"'

    def record() -> str:
        return client.get("/komentar/catatan-saya/").content.decode()

    assert link in record()
    assert again not in record()
    with at(decision.at + 7 * DAY):
        assert link not in record()
    moderation.restore(decision.comment, by=decision.by)
    assert link not in record()
    assert again in record()


def test_where_nothing_was_hidden_nothing_is_appealed() -> None:
    comment = thread.comment(thread.commenter(), thread.story(), "Kritik yang keras.")
    approved = moderation.approve(comment, by=cast.made())
    assert thread.logged_in(comment.author).get(f"/komentar/banding/{approved.pk}/").status_code == 404


def test_nobody_appeals_for_another(decision: Decision) -> None:
    with pytest.raises(PermissionDenied):
        appeals.appeal(decision, by=cast.person("Wati"), words="Kasihan.")


@pytest.mark.parametrize("words", ["", " \u200b ", "a" * 1001])
def test_an_appeal_says_something(decision: Decision, words: str) -> None:
    with pytest.raises(ValidationError):
        appeals.appeal(decision, by=decision.comment.author, words=words)


def test_a_banned_reader_appeals_on_the_page(decision: Decision) -> None:
    author = decision.comment.author
    sanctions.impose(author, kind="ban", reason="abusive", by=decision.by)
    client = thread.logged_in(author)
    assert "Kata kasar." in client.get("/komentar/catatan-saya/").content.decode()
    address = f"/komentar/banding/{decision.pk}/"
    assert client.post(address, {"words": ""}).status_code == 400
    assert client.post(address, {"words": "Itu kutipan."}).status_code == 302
    response = client.post(address, {"words": "Sekali lagi."})
    assert response.status_code == 409
    assert "Sekali lagi." in response.content.decode()
    assert thread.logged_in(cast.person("Wati")).get(address).status_code == 404


def test_a_warning_is_read_on_the_page(decision: Decision) -> None:
    author = decision.comment.author
    warning = sanctions.impose(author, kind="warn", reason="abusive", note="Terakhir kali.", by=decision.by)
    client = thread.logged_in(author)
    assert "Terakhir kali." in client.get("/komentar/catatan-saya/").content.decode()
    client.post(f"/komentar/peringatan/{warning.pk}/")
    assert sanctions.in_force(author, now=timezone.now()) is None
    assert thread.logged_in(cast.person("Wati")).post(f"/komentar/peringatan/{warning.pk}/").status_code == 404


# -- Against a sanction -----------------------------------------------------------------------------------------------


@pytest.fixture
def ban(db: None) -> Sanction:
    joko = thread.commenter("Joko")
    return sanctions.impose(joko, kind="ban", reason="abusive", note="Tiga kali.", by=cast.made())


def test_a_sanction_is_appealed_and_lifted_by_somebody_else(ban: Sanction) -> None:
    made = appeals.appeal(ban, by=ban.user, words="Itu bukan saya.")
    with pytest.raises(PermissionDenied):
        appeals.decide(made, by=ban.by, upheld=True)
    appeals.decide(made, by=cast.sari(), upheld=True, note="Keliru orang.")
    assert sanctions.in_force(ban.user, now=timezone.now()) is None
    assert list(ledger.breaks()) == []


def test_a_sanction_that_stands_is_told(
    ban: Sanction, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made = appeals.appeal(ban, by=ban.user, words="Itu bukan saya.")
    with django_capture_on_commit_callbacks(execute=True):
        appeals.decide(made, by=cast.sari(), upheld=False, note="Tetap berlaku.")
    (letter,) = mail.outbox
    assert "Tetap berlaku." in letter.body
    assert sanctions.in_force(ban.user, now=timezone.now()) == ban


def test_a_sanction_is_appealed_once_in_seven_days_by_whom_it_binds_while_it_does(ban: Sanction) -> None:
    with pytest.raises(PermissionDenied):
        appeals.appeal(ban, by=cast.person("Wati"), words="Kasihan.")
    with pytest.raises(Conflict):
        appeals.appeal(ban, by=ban.user, words="Terlambat.", now=ban.at + 7 * DAY)
    appeals.appeal(ban, by=ban.user, words="Itu bukan saya.")
    with pytest.raises(Conflict):
        appeals.appeal(ban, by=ban.user, words="Sekali lagi.")
    warning = sanctions.impose(ban.user, kind="warn", reason="spam", by=ban.by)
    lifting = sanctions.lift(warning, by=ban.by)
    for ended in (warning, lifting):
        with pytest.raises(Conflict):
            appeals.appeal(ended, by=ban.user, words="Sudah berakhir.")


def test_a_banned_reader_appeals_and_another_moderator_decides_on_the_pages(ban: Sanction) -> None:
    reader, address = thread.logged_in(ban.user), f"/komentar/banding/sanksi/{ban.pk}/"
    assert address in reader.get("/komentar/catatan-saya/").content.decode()
    assert "Tiga kali." in reader.get(address).content.decode()
    assert reader.post(address, {"words": ""}).status_code == 400
    assert reader.post(address, {"words": "Itu bukan saya."}).status_code == 302
    assert reader.post(address, {"words": "Lagi."}).status_code == 409
    assert thread.logged_in(cast.person("Wati")).get(address).status_code == 404
    page = f"/admin/comments/sanction/{ban.pk}/change/"
    with override_settings(STAFF_NEEDS_TWO_FACTOR=False):
        first, second = thread.logged_in(ban.by), thread.logged_in(cast.sari())
        assert "Itu bukan saya." in second.get("/admin/").content.decode()
        assert "Itu bukan saya." not in first.get("/admin/").content.decode()
        assert 'name="upheld"' not in first.get(page).content.decode()
        assert first.post(page, {"upheld": "1", "note": ""}).status_code == 403
        for wrong in (cast.person("Tono", "Reporter"), cast.person("Dewi", "Editor")):
            assert thread.logged_in(wrong).get(page).status_code == 403
            assert thread.logged_in(wrong).post(page, {"upheld": "1", "note": ""}).status_code == 403
        assert second.post(page, {"upheld": "1", "note": "Keliru."}).status_code == 302
        assert second.post(page, {"upheld": "0", "note": ""}).status_code == 409
        assert "Keliru." in second.get(page).content.decode()
    assert sanctions.in_force(ban.user, now=timezone.now()) is None


def test_an_appeal_ends_when_the_sanction_is_lifted_by_hand(ban: Sanction) -> None:
    made = appeals.appeal(ban, by=ban.user, words="Saya korban penipuan.")
    sanctions.lift(ban, by=ban.by, note="Saya keliru.")
    made.refresh_from_db()
    assert (made.outcome, made.decided_by, made.reply) == ("upheld", ban.by, "Saya keliru.")
    assert list(ledger.breaks()) == []


def test_what_was_swept_and_comes_back_with_the_ban_ends_its_appeal_too() -> None:
    joko, made = thread.commenter("Joko"), cast.made()
    comment = thread.comment(joko, thread.story(), "Beli di sini.")
    ban = sweeps.ban_and_hide(joko, days=3, by=made, reason="spam")
    comment.refresh_from_db()
    appeal = appeals.appeal(comment.decision, by=joko, words="Bukan iklan.")  # type: ignore[arg-type]
    sweeps.take_back(ban, by=made)
    appeal.refresh_from_db()
    assert appeal.outcome == "upheld"


@override_settings(STAFF_NEEDS_TWO_FACTOR=False)
def test_the_page_of_a_comment_decides_no_appeal_against_a_sanction(ban: Sanction) -> None:
    """A comment without a decision has NULL there, as has an appeal against a sanction: they must not match."""
    made = appeals.appeal(ban, by=ban.user, words="Saya korban penipuan.")
    other = thread.comment(thread.commenter("Wati"), thread.story())
    desk = thread.logged_in(cast.sari())
    address = f"/admin/comments/comment/{other.pk}/banding/"
    assert desk.post(address, {"upheld": "1", "note": ""}).status_code == 404
    made.refresh_from_db()
    assert made.is_open
