"""comments.complaints: who may complain, how much it weighs, and the deadline of 2×24 hours."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from comments import complaints, ledger, limits, moderation, sanctions
from comments.models import Case, Comment, Complaint, Record
from comments.models.complaint import DEADLINE, Urgency, urgency
from comments.refusals import Conflict, TooManyComplaints
from newsroom.accounts.models import User
from tests import cast, clock
from tests.at_once import AtOnce
from tests.comments import thread

pytestmark = pytest.mark.django_db

# A Friday evening in Jakarta, so that the deadline includes a weekend.
FRIDAY = datetime(2026, 10, 23, 12, 30, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def comment() -> Comment:
    with clock.at(FRIDAY - HOUR):
        return thread.comment(thread.commenter(), thread.story(), "Kata kasar.")


def complain(comment: Comment, device: str = "d1", *, now: datetime = FRIDAY, **fields: Any) -> Complaint:
    return complaints.complain(comment, device=device, now=now, **{"reason": "hate", **fields})


def shown(comment: Comment, at: datetime) -> bool:
    """Whether readers see the text at this moment."""
    with clock.at(at):
        page = Client().get(comment.get_absolute_url()).content.decode()
    assert ("Kata kasar." in page) != ("sedang diperiksa" in page)
    return "Kata kasar." in page


def tick(at: datetime) -> None:
    with clock.at(at):
        call_command("tick")


# -- The clock ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "before", "then"),
    [
        (24, Urgency.CALM, Urgency.AMBER),
        (40, Urgency.AMBER, Urgency.RED),
        (44, Urgency.RED, Urgency.ESCALATED),
        (47, Urgency.ESCALATED, Urgency.WITHHELD),
        (48, Urgency.WITHHELD, Urgency.OVERDUE),
    ],
)
def test_the_clock_turns_at_its_hours_of_the_wall_clock_over_a_weekend(hours: int, before: str, then: str) -> None:
    at = FRIDAY + hours * HOUR
    assert urgency(FRIDAY + DEADLINE, at - SECOND) == before
    assert urgency(FRIDAY + DEADLINE, at) == then


@given(st.timedeltas(timedelta(0), timedelta(days=9)), st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_complaint_never_becomes_less_urgent(one: timedelta, other: timedelta) -> None:
    levels = list(Urgency)
    earlier, later = sorted((one, other))
    ranks = [levels.index(urgency(FRIDAY + DEADLINE, FRIDAY + passed)) for passed in (earlier, later)]
    assert ranks == sorted(ranks)


def test_the_deadline_is_sunday_evening_for_what_came_on_friday_evening(comment: Comment) -> None:
    complaint = complain(comment)
    assert complaint.due_at == datetime(2026, 10, 25, 12, 30, tzinfo=UTC)
    assert Case.objects.get().due_at == complaint.due_at


@pytest.mark.parametrize("ticks", [False, True])
def test_undecided_at_47_hours_the_comment_is_out_of_sight_with_or_without_a_worker(
    comment: Comment, ticks: bool
) -> None:
    complain(comment)
    if ticks:
        for hour in range(0, 50, 2):
            tick(FRIDAY + hour * HOUR)
    assert [shown(comment, FRIDAY + hour * HOUR) for hour in (0, 24, 40, 44)] == [True] * 4
    assert shown(comment, FRIDAY + 47 * HOUR - SECOND)
    assert not shown(comment, FRIDAY + 47 * HOUR)
    assert not shown(comment, FRIDAY + 500 * HOUR)


def test_a_decision_to_keep_it_brings_it_back_at_once(comment: Comment) -> None:
    complaint = complain(comment)
    moderation.approve(comment, by=cast.made(), note="Tajam, tetapi tentang kebijakan.", now=FRIDAY + 60 * HOUR)
    assert shown(comment, FRIDAY + 60 * HOUR)
    complaint.refresh_from_db()
    assert (complaint.outcome, complaint.is_in_time) == ("refused", False)


def test_a_decision_in_time_ends_the_clock(comment: Comment) -> None:
    complaint = complain(comment)
    moderation.approve(comment, by=cast.made(), now=FRIDAY + 48 * HOUR)
    complaint.refresh_from_db()
    assert complaint.is_in_time
    assert shown(comment, FRIDAY + 49 * HOUR)


def test_at_44_hours_the_managing_editors_are_called_once(
    comment: Comment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sari = cast.sari()
    complaint = complain(comment)
    with django_capture_on_commit_callbacks(execute=True):
        tick(FRIDAY + 44 * HOUR - SECOND)
    assert mail.outbox == []
    for _again in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            tick(FRIDAY + 44 * HOUR)
    (letter,) = mail.outbox
    assert letter.to == [sari.email]
    assert complaint.number in letter.body
    assert "Kata kasar." not in letter.body
    assert Record.objects.filter(kind="escalation").count() == 1


def test_at_47_hours_it_is_told_and_entered_in_the_chain_once(
    comment: Comment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    cast.sari()
    complain(comment)
    for _again in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            tick(FRIDAY + 47 * HOUR)
    assert len(mail.outbox) == 2  # escalated, and hidden
    record = Record.objects.get(kind="withheld")
    assert record.content["since"] == ledger.moment(FRIDAY + 47 * HOUR)
    assert list(ledger.breaks()) == []


def test_ticking_costs_the_same_however_much_has_been_decided(comment: Comment) -> None:
    complain(comment)
    moderation.approve(comment, by=cast.made(), now=FRIDAY + HOUR)
    with CaptureQueriesContext(connection) as few:
        complaints.tell_what_is_due(now=FRIDAY + 50 * HOUR)
    for number in range(5):
        complain(comment, f"d{number + 2}", now=FRIDAY + 2 * HOUR)
    moderation.approve(comment, by=cast.person("Wayan", "Moderator"), now=FRIDAY + 3 * HOUR)
    with CaptureQueriesContext(connection) as many:
        complaints.tell_what_is_due(now=FRIDAY + 50 * HOUR)
    assert len(few) == len(many)


# -- What never hides by itself -------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["false", "abusive"])
def test_an_institutions_honour_hides_nothing_by_itself(comment: Comment, reason: str) -> None:
    complain(comment, reason=reason, speaker="institution")
    assert shown(comment, FRIDAY + 100 * HOUR)


def test_an_institution_may_still_complain_of_hatred(comment: Comment) -> None:
    complain(comment, reason="hate", speaker="institution")
    assert not shown(comment, FRIDAY + 47 * HOUR)


def test_what_was_read_and_kept_is_not_hidden_on_the_same_ground(comment: Comment) -> None:
    complain(comment)
    moderation.approve(comment, by=cast.made(), now=FRIDAY + HOUR)
    complain(comment, "d2", now=FRIDAY + 2 * HOUR)
    assert shown(comment, FRIDAY + 100 * HOUR)
    complain(comment, "d3", reason="obscene", now=FRIDAY + 3 * HOUR)
    assert not shown(comment, FRIDAY + 50 * HOUR)


def test_what_was_kept_and_then_edited_is_another_text(comment: Comment) -> None:
    complain(comment)
    moderation.approve(comment, by=cast.made(), now=FRIDAY + HOUR)
    Comment.objects.filter(pk=comment.pk).update(edited_at=FRIDAY + 2 * HOUR)
    complain(comment, "d2", now=FRIDAY + 3 * HOUR)
    assert not shown(comment, FRIDAY + 50 * HOUR)


# -- What it weighs -------------------------------------------------------------------------------------------------


def with_record(reader: User, edition: Any, *, upheld: int, refused: int) -> User:
    wrong = thread.comments(thread.commenter(f"Penulis{reader.pk}"), edition, upheld + refused)
    for number, each in enumerate(wrong):
        Complaint.objects.create(
            number=f"LP-{reader.pk}-{number}",
            comment=each,
            quoted=each.text,
            reason="spam",
            by=reader,
            device=f"{reader.pk}.{number}",
            weight=1,
            received_at=FRIDAY - timedelta(days=30, minutes=number),
            outcome="upheld" if number < upheld else "refused",
            decided_at=FRIDAY - timedelta(days=29),
        )
    return reader


def readers(comment: Comment, number: int, **record: int) -> list[User]:
    edition = comment.article.editions.get()
    people = [thread.verified(cast.person(f"Pembaca{count}")) for count in range(number)]
    return [with_record(person, edition, **record) for person in people]


def test_three_trusted_readers_hide_a_comment_until_it_was_read(comment: Comment) -> None:
    people = readers(comment, 3, upheld=3, refused=1)
    for count, person in enumerate(people):
        assert shown(comment, FRIDAY + count * HOUR)
        complain(comment, f"d{count}", by=person, now=FRIDAY + count * HOUR)
    assert not shown(comment, FRIDAY + 2 * HOUR)
    moderation.approve(comment, by=cast.made(), now=FRIDAY + 3 * HOUR)
    assert shown(comment, FRIDAY + 3 * HOUR)
    assert Comment.objects.get(pk=comment.pk).state == "approved"


@pytest.mark.parametrize("record", [{"upheld": 2, "refused": 0}, {"upheld": 1, "refused": 3}])
def test_ten_readers_without_a_good_record_hide_nothing(comment: Comment, record: dict[str, int]) -> None:
    for count, person in enumerate(readers(comment, 10, **record)):
        complain(comment, f"d{count}", by=person)
    assert shown(comment, FRIDAY + HOUR)


def test_a_hundred_strangers_hide_nothing_before_the_clock_does(comment: Comment) -> None:
    for count in range(100):
        complain(comment, f"d{count}")
    assert shown(comment, FRIDAY + 47 * HOUR - SECOND)
    assert Case.objects.get().weight == pytest.approx(100 * 0.5 * limits.STRANGER)


def test_who_is_right_more_often_weighs_more(comment: Comment) -> None:
    edition = comment.article.editions.get()
    weights = []
    for name, upheld, refused in (("Ana", 8, 0), ("Budi", 4, 4), ("Cici", 0, 8)):
        person = with_record(thread.verified(cast.person(name)), edition, upheld=upheld, refused=refused)
        weights.append(complaints.standing(person, "x", now=FRIDAY)[0])
    assert weights == sorted(weights, reverse=True)
    assert complaints.standing(None, "unknown", now=FRIDAY)[0] < 0.5


def test_a_banned_reader_is_heard_but_moves_nothing_up(comment: Comment) -> None:
    joko = thread.verified(cast.person("Joko"))
    sanctions.impose(joko, kind="ban", reason="spam", by=cast.made(), now=FRIDAY - HOUR)
    complaint = complain(comment, by=joko)
    assert (complaint.weight, complaint.is_trusted) == (0, False)


# -- Limits ---------------------------------------------------------------------------------------------------------


def test_the_same_complaint_sent_twice_is_one(comment: Comment) -> None:
    assert complain(comment) == complain(comment, now=FRIDAY + SECOND)
    assert Complaint.objects.count() == 1


def test_one_device_complains_once_about_a_comment(comment: Comment) -> None:
    complain(comment)
    with pytest.raises(Conflict):
        complain(comment, reason="spam")


def test_one_person_complains_once_from_whatever_device(comment: Comment) -> None:
    joko = cast.person("Joko")
    complain(comment, by=joko)
    with pytest.raises(Conflict):
        complain(comment, "d2", by=joko, reason="spam")
    assert Complaint.objects.get().device == ""  # not needed with an account


def test_two_readers_behind_one_network_are_two(comment: Comment) -> None:
    complain(comment, by=cast.person("Joko"))
    complain(comment, by=cast.person("Wati"))
    complain(comment)
    assert Complaint.objects.count() == 3


def test_two_at_the_same_moment_from_one_device_are_one(at_once: AtOnce) -> None:
    comment = thread.comment(thread.commenter(), thread.story())
    first, second = at_once(lambda: complain(comment), lambda: complain(comment))
    assert first == second
    assert Complaint.objects.count() == 1
    assert list(ledger.breaks()) == []


def test_a_device_sends_five_an_hour_and_twenty_a_day(comment: Comment) -> None:
    wrong = thread.comments(comment.author, comment.article.editions.get(), 25)
    at = FRIDAY
    for number, each in enumerate(wrong[:20]):
        if number and number % limits.COMPLAINTS_PER_HOUR == 0:
            with pytest.raises(TooManyComplaints) as refused:
                complain(each, now=at)
            assert 0 < (refused.value.retry_after or 0) <= 3600
            at += HOUR
        complain(each, now=at)
    with pytest.raises(TooManyComplaints) as refused:
        complain(wrong[20], now=at + 2 * HOUR)
    complain(wrong[20], now=at + 2 * HOUR + timedelta(seconds=refused.value.retry_after or 0))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("reason", ""),
        ("reason", "off-topic"),
        ("reason", "saya tidak suka"),
        ("speaker", "raja"),
        ("words", "a" * 1001),
    ],
)
def test_what_is_missing_or_wrong_is_named(comment: Comment, field: str, wrong: str) -> None:
    with pytest.raises(ValidationError) as refused:
        complain(comment, **{field: wrong})
    assert field in refused.value.message_dict
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("reason", ["illegal", "copyright"])
def test_what_nobody_could_find_must_be_explained(comment: Comment, reason: str) -> None:
    with pytest.raises(ValidationError):
        complain(comment, reason=reason, words=" \u200b\n ")
    assert complain(comment, reason=reason, words="Foto saya, tanpa izin.")


def test_nobody_complains_about_a_comment_of_their_own(comment: Comment) -> None:
    with pytest.raises(PermissionDenied):
        complain(comment, by=comment.author)


def test_what_is_hidden_already_needs_no_complaint(comment: Comment) -> None:
    moderation.hide(comment, by=cast.made(), reason="spam")
    with pytest.raises(Conflict):
        complain(comment)


# -- What is left of it ---------------------------------------------------------------------------------------------


def test_the_complaint_keeps_the_words_it_is_about(comment: Comment) -> None:
    complaint = complain(comment)
    Comment.objects.filter(pk=comment.pk).update(text="Kata manis.")
    assert Complaint.objects.get(pk=complaint.pk).quoted == "Kata kasar."


def test_what_its_author_deletes_is_answered_by_itself(comment: Comment) -> None:
    complain(comment)
    Comment.objects.filter(pk=comment.pk).update(state=Comment.State.DELETED)
    tick(FRIDAY + HOUR)
    assert Complaint.objects.get().outcome == "gone"
    assert Case.objects.get().due_at is None


def test_whoever_left_an_address_is_answered_whatever_the_answer(
    comment: Comment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        complaint = complain(comment, email="warga@contoh.test")
    with django_capture_on_commit_callbacks(execute=True):
        moderation.approve(comment, by=cast.made(), note="Masih dalam batas.", now=FRIDAY + HOUR)
    received, answered = mail.outbox
    assert received.to == answered.to == ["warga@contoh.test"]
    assert complaint.number in received.body
    assert "Kata kasar." not in received.body + answered.body
    assert "Masih dalam batas." in answered.body
    assert "Made" not in answered.body


def test_a_mail_that_cannot_be_written_keeps_no_other_from_going_out(
    comment: Comment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    complain(comment, email="warga@\uffff.id")
    complain(comment, "d2", email="warga@contoh.test")
    with django_capture_on_commit_callbacks(execute=True):
        moderation.hide(comment, by=cast.made(), reason="hate", now=FRIDAY + HOUR)
    assert sorted(message.to[0] for message in mail.outbox) == ["putri@namamedia.test", "warga@contoh.test"]


def test_numbers_cannot_be_guessed(comment: Comment) -> None:
    numbers = {complaints._new_number() for _each in range(200)}
    assert len(numbers) == 200
    assert all(len(number) == 17 and number.startswith("LP-") for number in numbers)
