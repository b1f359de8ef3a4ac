"""comments.sanctions: what they forbid, for how long, and how they end."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from comments import refusals, sanctions
from comments.models import Record, Sanction
from newsroom.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)
KINDS = ("warn", "premoderate", "suspend", "ban")


def impose(user: User, kind: str, *, by: User, now: datetime = NOW, **fields: Any) -> Sanction:
    until = now + DAY if kind == "suspend" else None
    return sanctions.impose(user, by=by, **{"kind": kind, "reason": "spam", "until": until, "now": now, **fields})


def test_most_readers_are_under_no_sanction(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    putri = cast.putri()
    with django_assert_num_queries(1):
        assert sanctions.in_force(putri, now=NOW) is None
    assert sanctions.refusal(None) is None


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("warn", refusals.Warned),
        ("premoderate", type(None)),
        ("suspend", refusals.Suspended),
        ("ban", refusals.Banned),
    ],
)
def test_a_sanction_binds_from_its_moment_on(kind: str, refused: type) -> None:
    joko, made = cast.person("Joko"), cast.made()
    sanction = impose(joko, kind, by=made)
    assert sanctions.in_force(joko, now=NOW - timedelta(seconds=1)) is None
    assert sanctions.in_force(joko, now=NOW) == sanction
    assert isinstance(sanctions.refusal(sanction), refused)


def test_a_suspension_ends_by_itself_at_its_very_moment() -> None:
    joko = cast.person("Joko")
    impose(joko, "suspend", by=cast.made())
    assert sanctions.in_force(joko, now=NOW + DAY - timedelta(microseconds=1))
    assert sanctions.in_force(joko, now=NOW + DAY) is None


@given(order=st.permutations(KINDS))
@settings(max_examples=8, deadline=None)
def test_the_heaviest_sanction_counts_in_whatever_order_they_came(order: list[str]) -> None:
    number = User.objects.count()
    joko, made = cast.person(f"Joko{number}"), cast.person(f"Made{number}", "Moderator")
    for kind in order:
        impose(joko, kind, by=made)
    for kind in reversed(("premoderate", "warn", "suspend", "ban")):
        heaviest = sanctions.in_force(joko, now=NOW)
        assert heaviest
        assert heaviest.kind == kind
        sanctions.lift(heaviest, by=made, now=NOW)
    assert sanctions.in_force(joko, now=NOW) is None


def test_lifting_is_a_row_and_the_first_row_stays_as_it_was() -> None:
    joko, made = cast.person("Joko"), cast.made()
    ban = impose(joko, "ban", by=made, note="Iklan judi.")
    sanctions.lift(ban, by=made, note="Salah orang.", now=NOW + DAY)
    assert sanctions.in_force(joko, now=NOW + DAY) is None
    assert sanctions.in_force(joko, now=NOW + DAY / 2) == ban
    assert [(row.kind, row.note) for row in joko.sanctions.all()] == [("lift", "Salah orang."), ("ban", "Iklan judi.")]


def test_what_has_ended_is_not_ended_again() -> None:
    joko, made = cast.person("Joko"), cast.made()
    ban = impose(joko, "ban", by=made)
    sanctions.lift(ban, by=made, now=NOW)
    with pytest.raises(refusals.Conflict):
        sanctions.lift(ban, by=made, now=NOW)
    assert Sanction.objects.count() == 2


def test_the_same_sanction_is_not_imposed_twice() -> None:
    joko, made = cast.person("Joko"), cast.made()
    impose(joko, "ban", by=made)
    with pytest.raises(refusals.Conflict):
        impose(joko, "ban", by=made)


def test_a_warning_holds_until_its_reader_says_that_it_was_read() -> None:
    joko, made = cast.person("Joko"), cast.made()
    warning = impose(joko, "warn", by=made)
    with pytest.raises(PermissionDenied):
        sanctions.acknowledge(warning, by=cast.putri(), now=NOW)
    sanctions.acknowledge(warning, by=joko, now=NOW)
    assert sanctions.in_force(joko, now=NOW) is None


def test_nobody_reads_a_ban_away() -> None:
    joko = cast.person("Joko")
    ban = impose(joko, "ban", by=cast.made())
    with pytest.raises(PermissionDenied):
        sanctions.acknowledge(ban, by=joko, now=NOW)


@pytest.mark.parametrize("role", ["", "Reporter", "Editor"])
def test_only_moderators_sanction(role: str) -> None:
    joko = cast.person("Joko")
    ban = impose(joko, "ban", by=cast.made())
    wrong = cast.person("Wati", *([role] if role else []))
    with pytest.raises(PermissionDenied):
        impose(joko, "warn", by=wrong)
    with pytest.raises(PermissionDenied):
        sanctions.lift(ban, by=wrong)


def test_nobody_sanctions_the_newsroom_or_himself() -> None:
    made = cast.made()
    for person in (cast.rina(), made):
        with pytest.raises(PermissionDenied):
            impose(person, "ban", by=made)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("kind", "pukul"),
        ("kind", "lift"),
        ("kind", "acknowledge"),
        ("reason", ""),
        ("reason", "saya tidak suka"),
        ("until", None),
        ("until", NOW),
        ("note", "a" * 501),
    ],
)
def test_what_is_missing_or_wrong_is_named(field: str, wrong: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        impose(cast.person("Joko"), **{"kind": "suspend", "by": cast.made(), field: wrong})
    assert field in refused.value.message_dict
    assert not Sanction.objects.exists()


def test_the_reader_is_told_why_and_how_long(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    joko, made = cast.person("Joko"), cast.made()
    with django_capture_on_commit_callbacks(execute=True):
        sanction = impose(joko, "suspend", by=made, note="Tiga kali mengirim iklan.")
        sanctions.lift(sanction, by=made, now=NOW)
    suspended, lifted = mail.outbox
    assert suspended.to == lifted.to == [joko.email]
    assert "Tiga kali mengirim iklan." in suspended.body
    assert "/akun/data/" in suspended.body  # banned readers keep their rights to their data
    assert "Made" not in suspended.body + lifted.body


def test_each_row_is_in_the_chain_of_evidence() -> None:
    joko, made = cast.person("Joko"), cast.made()
    sanctions.lift(impose(joko, "ban", by=made), by=made, now=NOW)
    assert [record.kind for record in Record.objects.all()] == ["sanction", "sanction"]
