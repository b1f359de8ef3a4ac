from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from newsroom.accounts import consent
from newsroom.accounts.models import Consent
from newsroom.duties.models import Policy
from tests import cast

pytestmark = pytest.mark.django_db
TERMS = Policy.Kind.COMMENT_TERMS


def reworded(**fields: object) -> Policy:
    return Policy.objects.create(kind=TERMS, version=2, body="<p>Baru.</p>", **fields)  # type: ignore[misc]


def test_nobody_has_agreed_before_agreeing() -> None:
    assert not consent.has_accepted(cast.putri(), TERMS)


def test_agreeing_is_recorded_with_version_text_and_time() -> None:
    putri, terms, now = cast.putri(), Policy.objects.current(TERMS), timezone.now()
    record = consent.accept(putri, terms, now=now)
    assert (record.version, record.accepted_at) == (1, now)
    assert record.sha256 == sha256(terms.body.encode()).hexdigest()
    assert consent.has_accepted(putri, TERMS)
    assert not consent.has_accepted(cast.sari(), TERMS)
    assert not consent.has_accepted(putri, Policy.Kind.PRIVACY)


def test_agreeing_twice_keeps_the_first_record() -> None:
    putri, terms, now = cast.putri(), Policy.objects.current(TERMS), timezone.now()
    first = consent.accept(putri, terms, now=now)
    again = consent.accept(putri, terms, now=now + timedelta(hours=1))
    assert again == first
    assert Consent.objects.get().accepted_at == now


def test_new_terms_have_to_be_agreed_to_anew() -> None:
    putri = cast.putri()
    consent.accept(putri, Policy.objects.current(TERMS), now=timezone.now())
    new = reworded()
    assert not consent.has_accepted(putri, TERMS)
    consent.accept(putri, new, now=timezone.now())
    assert consent.has_accepted(putri, TERMS)
    assert Consent.objects.count() == 2


def test_terms_that_were_replaced_while_being_read_are_refused_with_a_sentence() -> None:
    putri, old = cast.putri(), Policy.objects.current(TERMS)
    reworded()
    with pytest.raises(ValidationError, match="versi yang berlaku sekarang"):
        consent.accept(putri, old, now=timezone.now())
    assert not Consent.objects.exists()


def test_terms_of_tomorrow_cannot_be_agreed_to_today() -> None:
    now = timezone.now()
    tomorrow = reworded(in_force_from=now + timedelta(days=1))
    with pytest.raises(ValidationError):
        consent.accept(cast.putri(), tomorrow, now=now)
    consent.accept(cast.sari(), tomorrow, now=now + timedelta(days=1))


def test_a_page_asks_in_two_queries(django_assert_num_queries: object) -> None:
    putri = cast.putri()
    with django_assert_num_queries(2):  # type: ignore[operator]
        consent.has_accepted(putri, TERMS)
