"""comments.pipeline: which texts are held or refused for their content, and the verdict that is stored."""

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Edition
from comments import limits, moderation, pipeline, refusals, sanctions, states, terms
from comments.models import Comment, Commenter, Sanction, Thread, Verdict
from newsroom.accounts.models import User
from tests import cast
from tests.comments import spam_texts, thread

pytestmark = pytest.mark.django_db
HeldFor, State = Comment.HeldFor, Comment.State


@pytest.fixture
def edition() -> Edition:
    return thread.story()


@pytest.fixture
def putri() -> User:
    return thread.commenter()


def rule(edition: Edition, value: str) -> None:
    Thread.objects.update_or_create(article=edition.article, defaults={"rule": value})


def said(comment: Comment, phase: str) -> dict[str, Any]:
    return next(entry for entry in comment.verdicts.get().phases if entry["phase"] == phase)


def test_a_comment_nobody_objects_to_is_shown_and_each_phase_is_on_record(edition: Edition, putri: User) -> None:
    comment = thread.comment(putri, edition)
    verdict = comment.verdicts.get()
    assert (verdict.outcome, verdict.reason) == (Verdict.Outcome.SHOWN, "")
    assert [entry["phase"] for entry in verdict.phases] == [*pipeline.phases.ALL]
    assert {entry["status"] for entry in verdict.phases} == {"pass"}


def test_the_first_two_comments_of_a_reader_wait_and_the_third_does_not(edition: Edition) -> None:
    wati = thread.newcomer("Wati")
    for number in range(limits.NEWCOMER):
        waiting = thread.comment(wati, edition, f"Nomor {number}.", now=timezone.now() + timedelta(minutes=number))
        assert (waiting.state, waiting.held_for, waiting.place) == (State.HELD, HeldFor.NEWCOMER, Comment.Place.NOWHERE)
        states.move(waiting, to=State.APPROVED)
    third = thread.comment(wati, edition, "Ketiga.", now=timezone.now() + timedelta(minutes=9))
    assert third.state == State.VISIBLE


def test_what_a_moderator_refused_earns_no_trust(edition: Edition) -> None:
    wati = thread.newcomer("Wati")
    for number in range(limits.NEWCOMER + 1):
        waiting = thread.comment(wati, edition, f"Nomor {number}.", now=timezone.now() + timedelta(minutes=number))
        assert waiting.state == State.HELD


def test_what_waits_is_told_to_its_author_and_to_nobody_else(edition: Edition) -> None:
    wati = thread.newcomer("Wati")
    comment = thread.comment(wati, edition, "Ini rahasia dulu.")
    own = thread.logged_in(wati).get(edition.path).content.decode()
    assert "Ini rahasia dulu." in own
    assert f'id="{comment.anchor}"' in own
    assert "dua komentar pertama" in own
    for other in (Client(), thread.logged_in(thread.commenter("Putri"))):
        assert "rahasia dulu" not in other.get(edition.path).content.decode()
        assert "rahasia dulu" not in other.get(comment.get_absolute_url()).content.decode()


def test_a_premoderated_story_holds_everybody_but_the_newsroom(edition: Edition, putri: User) -> None:
    rule(edition, Thread.Rule.PREMODERATED)
    assert thread.comment(putri, edition).held_for == HeldFor.PREMODERATED
    bagus = User.objects.get(display_name="Bagus")
    Commenter.objects.create(user=bagus)
    thread.consent.accept(thread.verified(bagus), thread.terms(), now=timezone.now())
    assert thread.comment(bagus, edition, "Terima kasih atas masukannya.").state == State.VISIBLE


@pytest.mark.parametrize(
    ("value", "refusal"), [(Thread.Rule.CLOSED, refusals.Closed), (Thread.Rule.NEVER, refusals.NeverOpen)]
)
def test_a_closed_story_takes_nothing(edition: Edition, putri: User, value: str, refusal: type[Exception]) -> None:
    rule(edition, value)
    with pytest.raises(refusal):
        thread.comment(putri, edition)
    assert type(pipeline.obstacle(putri, edition)) is refusal


def test_comments_close_two_weeks_after_publication(edition: Edition, putri: User) -> None:
    end = edition.published_at + limits.CLOSES_AFTER
    thread.comment(putri, edition, now=end - timedelta(seconds=1))
    with pytest.raises(refusals.ClosedByAge):
        thread.comment(putri, edition, "Terlambat.", now=end)


def test_what_the_newsroom_opened_by_hand_stays_open(edition: Edition, putri: User) -> None:
    rule(edition, Thread.Rule.OPEN)
    assert thread.comment(putri, edition, now=edition.published_at + timedelta(days=400)).state == State.VISIBLE


def test_advertising_is_refused_and_the_record_says_what_was_found(edition: Edition, putri: User) -> None:
    with pytest.raises(refusals.Advertising, match="slot gacor"):
        thread.comment(putri, edition, spam_texts.REFUSED[0])
    assert not Comment.objects.exists()
    verdict = Verdict.objects.get()
    assert (verdict.outcome, verdict.reason, verdict.author) == (Verdict.Outcome.REFUSED, "advertising", putri)
    assert verdict.phases[-1]["evidence"]["promises"] == ["slot gacor"]


def test_a_flood_of_refused_texts_leaves_a_bounded_record(edition: Edition, putri: User) -> None:
    now = timezone.now()
    for _text in range(limits.REFUSED_PER_DAY):
        with pytest.raises(refusals.Advertising):
            thread.comment(putri, edition, spam_texts.REFUSED[0], now=now)
    mine = thread.comment(putri, edition, now=now)
    with pytest.raises(refusals.TooManyRefused) as flood:
        thread.comment(putri, edition, spam_texts.REFUSED[0], now=now + timedelta(hours=1))
    assert flood.value.retry_after == 23 * 3_600
    with pytest.raises(refusals.TooManyRefused):
        pipeline.edit(mine, spam_texts.REFUSED[0], by=putri, now=now + timedelta(minutes=1))
    refused = Verdict.objects.filter(outcome=Verdict.Outcome.REFUSED)
    assert refused.count() == limits.REFUSED_PER_DAY
    with pytest.raises(refusals.Advertising):
        thread.comment(putri, edition, spam_texts.REFUSED[0], now=now + limits.DAY)
    assert refused.count() == limits.REFUSED_PER_DAY + 1


def test_a_disguised_word_waits_with_what_was_found(edition: Edition, putri: User) -> None:
    comment = thread.comment(putri, edition, "Ayo main jud1 sama saya")
    assert comment.held_for == HeldFor.ADVERTISING
    assert said(comment, "spam")["evidence"] == {"hidden": ["judi"]}


def test_gambling_as_news_is_left_alone_and_never_refused(edition: Edition, putri: User) -> None:
    assert thread.comment(putri, edition, "Kasus perjudian di Medan itu sudah saya duga.").state == State.VISIBLE


@pytest.mark.parametrize(("links", "state"), [(2, State.VISIBLE), (3, State.HELD)])
def test_more_than_two_links_wait(edition: Edition, putri: User, links: int, state: str) -> None:
    assert thread.comment(putri, edition, "https://bps.go.id " * links).state == state


def test_any_link_of_an_account_of_today_waits(edition: Edition) -> None:
    wati = thread.commenter("Wati", date_joined=timezone.now() - timedelta(hours=23))
    assert thread.comment(wati, edition, "https://bps.go.id").held_for == HeldFor.LINKS


@pytest.mark.parametrize(("hidden", "kept", "held_for"), [(1, 2, "record"), (1, 3, ""), (2, 0, ""), (0, 5, "")])
def test_a_record_of_hidden_comments_holds_the_next(
    edition: Edition, putri: User, hidden: int, kept: int, held_for: str
) -> None:
    for number, comment in enumerate(thread.comments(putri, edition, hidden + kept)):
        if number < hidden:
            moderation.hide(comment, by=User.objects.filter(display_name="Made").first() or cast.made(), reason="spam")
        else:
            states.move(comment, to=State.APPROVED)
    assert thread.comment(putri, edition).held_for == held_for


def test_decisions_older_than_a_week_are_forgotten(edition: Edition, putri: User) -> None:
    made = cast.made()
    for comment in thread.comments(putri, edition, 3):
        moderation.hide(comment, by=made, reason="spam")
    assert thread.comment(putri, edition, now=timezone.now() + timedelta(days=8)).state == State.VISIBLE


@pytest.mark.parametrize(("clock", "passed", "held_for"), [("23:30", 9, "night"), ("23:30", 10, ""), ("12:00", 2, "")])
def test_at_night_only_trusted_readers_are_shown_at_once(
    edition: Edition, putri: User, settings: Settings, clock: str, passed: int, held_for: str
) -> None:
    settings.COMMENT_NIGHT = (time(23), time(6))
    Commenter.objects.update(passed=passed)
    hour, minute = map(int, clock.split(":"))
    now = timezone.localtime(timezone.now() + timedelta(days=1)).replace(hour=hour, minute=minute)
    assert thread.comment(putri, edition, now=now).held_for == held_for


def test_a_reader_under_premoderation_waits_and_a_banned_one_is_refused(edition: Edition, putri: User) -> None:
    made = cast.made()
    sanctions.impose(putri, kind=Sanction.Kind.PREMODERATE, by=made, reason="abusive")
    assert thread.comment(putri, edition).held_for == HeldFor.SANCTION
    sanctions.impose(putri, kind=Sanction.Kind.BAN, by=made, reason="abusive")
    with pytest.raises(refusals.Banned):
        thread.comment(putri, edition, "Lagi.", now=timezone.now() + timedelta(minutes=1))


def test_a_listed_word_holds_or_refuses_in_all_its_disguises(edition: Edition, putri: User) -> None:
    made = cast.made()
    terms.add("bodoh amat", action="hold", by=made)
    terms.add("anjay", action="refuse", by=made)
    comment = thread.comment(putri, edition, "Kamu itu b0dohhh  aMat ya")
    assert comment.held_for == HeldFor.TERM
    assert said(comment, "terms")["evidence"] == {"bodoh amat": "b0dohhh amat"}
    with pytest.raises(refusals.ListedTerm, match="a n j a y"):
        thread.comment(putri, edition, "a.n.j.a.y", now=timezone.now() + timedelta(minutes=1))
    assert [*terms.Term.objects.values_list("phrase", "hits")] == [("anjay", 1), ("bodoh amat", 1)]


def test_a_refused_text_comes_back_with_the_words_that_were_found(edition: Edition, putri: User) -> None:
    address = f"/komentar/{edition.article_id}/kirim/"
    response = thread.logged_in(putri).post(address, thread.typed(spam_texts.REFUSED[0]))
    html = response.content.decode()
    assert response.status_code == 400
    assert "slot gacor" in html
    assert spam_texts.REFUSED[0] in html


def test_a_retry_of_what_waits_is_still_one_comment(edition: Edition) -> None:
    wati, submission = thread.newcomer("Wati"), uuid4()
    one, two = (pipeline.send("Halo.", by=wati, article=edition.article, submission=submission) for _ in range(2))
    assert one == two
    assert Verdict.objects.count() == 1


class TestEdit:
    """pipeline.edit"""

    def edit(self, comment: Comment, text: str, **options: Any) -> Comment:
        return pipeline.edit(comment, text, by=options.pop("by", comment.author), **options)

    def test_a_comment_is_changed_and_what_it_said_before_is_kept(self, edition: Edition, putri: User) -> None:
        comment = thread.comment(putri, edition, "Salah ketk.")
        version = Thread.objects.get().version
        changed = self.edit(comment, "Salah ketik.", now=comment.created_at + timedelta(minutes=1))
        assert (changed.text, changed.state) == ("Salah ketik.", State.VISIBLE)
        assert changed.edited_at == comment.created_at + timedelta(minutes=1)
        assert [revision.text for revision in changed.revisions.all()] == ["Salah ketk."]
        assert (Thread.objects.get().shown, Thread.objects.get().version) == (1, version + 1)

    def test_the_pipeline_reads_the_new_text_too(self, edition: Edition, putri: User) -> None:
        comment = thread.comment(putri, edition)
        with pytest.raises(refusals.Advertising):
            self.edit(comment, spam_texts.REFUSED[0])
        held = self.edit(comment, "Ayo main jud1", now=comment.created_at + timedelta(minutes=1))
        assert (held.state, held.held_for, held.place) == (State.HELD, HeldFor.ADVERTISING, Comment.Place.ROOT)
        assert Thread.objects.get().shown == 0
        html = Client().get(held.get_absolute_url()).content.decode()
        assert "jud1" not in html
        assert thread.TEXT not in html

    def test_an_edit_does_not_release_what_waits(self, edition: Edition) -> None:
        comment = thread.comment(thread.newcomer("Wati"), edition)
        Commenter.objects.update(passed=limits.TRUSTED)
        assert self.edit(comment, "Lebih sopan.").state == State.HELD

    def test_an_edit_of_what_was_read_is_unread_again(self, edition: Edition, putri: User) -> None:
        comment = thread.comment(putri, edition)
        states.move(comment, to=State.APPROVED, picked_at=timezone.now())
        changed = self.edit(comment, "Lain sama sekali.")
        assert (changed.state, changed.picked_at) == (State.VISIBLE, None)

    @pytest.mark.parametrize(
        "kind", [Sanction.Kind.BAN, Sanction.Kind.WARN, Sanction.Kind.SUSPEND], ids=["banned", "warned", "suspended"]
    )
    def test_whoever_is_barred_cannot_edit_old_comments(self, edition: Edition, putri: User, kind: str) -> None:
        comment = thread.comment(putri, edition)
        until = timezone.now() + timedelta(days=1) if kind == Sanction.Kind.SUSPEND else None
        sanctions.impose(putri, kind=kind, by=cast.made(), reason="abusive", until=until)
        with pytest.raises(refusals.Refused):
            self.edit(comment, "Diam-diam diubah.")

    def test_nobody_edits_for_somebody_else(self, edition: Edition, putri: User) -> None:
        comment = thread.comment(putri, edition)
        for other in (thread.commenter("Wati"), thread.commenter("Tono", "Moderator")):
            with pytest.raises(pipeline.PermissionDenied):
                self.edit(comment, "Diubah.", by=other)

    def test_after_five_minutes_it_is_too_late(self, edition: Edition, putri: User) -> None:
        comment = thread.comment(putri, edition)
        end = comment.created_at + limits.EDIT_WINDOW
        self.edit(comment, "Masih bisa.", now=end - timedelta(seconds=1))
        with pytest.raises(refusals.Conflict):
            self.edit(comment, "Tidak lagi.", now=end)

    def test_what_was_answered_is_not_changed(self, edition: Edition, putri: User) -> None:
        comment = thread.comment(putri, edition)
        pipeline.send(
            "Setuju.", by=thread.commenter("Wati"), article=edition.article, submission=uuid4(), parent=comment
        )
        with pytest.raises(refusals.Conflict):
            self.edit(comment, "Maksud saya sebaliknya.")

    @pytest.mark.parametrize("state", [State.HIDDEN, State.DELETED])
    def test_what_is_gone_is_not_changed(self, edition: Edition, putri: User, state: str) -> None:
        comment = thread.comment(putri, edition)
        if state == State.HIDDEN:
            moderation.hide(comment, by=cast.made(), reason="spam")
        else:
            states.move(comment, to=State.DELETED)
        with pytest.raises(refusals.Conflict):
            self.edit(comment, "Muncul lagi.")

    def test_the_same_text_again_changes_nothing(self, edition: Edition, putri: User) -> None:
        comment = thread.comment(putri, edition)
        assert self.edit(comment, f" {thread.TEXT} ").edited_at is None
        assert not comment.revisions.exists()


# -- Whoever is new -------------------------------------------------------------------------------------------------


def test_whoever_is_new_waits_half_a_minute_between_two_comments() -> None:
    edition, baru = thread.story(), thread.newcomer()
    first = thread.comment(baru, edition)
    with pytest.raises(refusals.TooFastWhenNew) as refused:
        thread.comment(baru, edition, "Sekali lagi.", now=first.created_at + timedelta(seconds=29))
    assert refused.value.retry_after == 1
    assert thread.comment(baru, edition, "Sekali lagi.", now=first.created_at + timedelta(seconds=30))


def test_whoever_is_new_sends_ten_a_day() -> None:
    edition, baru, now = thread.story(), thread.newcomer(), timezone.now()
    for number in range(10):
        thread.comment(baru, edition, f"Nomor {number}.", now=now + number * timedelta(minutes=20))
    with pytest.raises(refusals.TooManyWhenNew):
        thread.comment(baru, edition, "Nomor sebelas.", now=now + timedelta(hours=23))
    assert thread.comment(baru, edition, "Nomor sebelas.", now=now + timedelta(hours=24))


def test_an_account_of_today_is_new_however_much_readers_have_seen_of_it() -> None:
    edition, putri = thread.story(), thread.commenter(date_joined=timezone.now())
    thread.comment(putri, edition)
    with pytest.raises(refusals.TooFastWhenNew):
        thread.comment(putri, edition, "Sekali lagi.", now=timezone.now() + timedelta(seconds=10))


def test_the_newsroom_is_never_new() -> None:
    edition, dewi = thread.story(), thread.newcomer("Dewi", "Reporter")
    thread.comment(dewi, edition)
    assert thread.comment(dewi, edition, "Sekali lagi.", now=timezone.now() + timedelta(seconds=4))
