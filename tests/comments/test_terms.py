"""comments.terms: the list of terms, and trial runs."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from comments import terms
from comments.models import Term
from comments.refusals import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> User:
    return cast.made()


def found(text: str) -> list[str]:
    return [words for _term, words in terms.found_in(text, now=timezone.now())]


def test_a_listed_word_is_found(made: User) -> None:
    terms.add("  dasar   bodoh ", action="hold", by=made)
    assert Term.objects.get().phrase == "dasar bodoh"
    assert found("Kamu memang DASAR b-o-d-o-h!") == []
    assert found("Kamu memang DASAR b0doh!") == ["dasar b0doh!"]
    assert found("Kebodohan bukan dosa.") == []


def test_only_a_moderator_changes_the_list() -> None:
    for other in (cast.putri(), cast.bagus()):
        with pytest.raises(PermissionDenied):
            terms.add("bodoh", action="hold", by=other)
    term = terms.add("bodoh", action="hold", by=cast.made())
    with pytest.raises(PermissionDenied):
        terms.retire(term, by=cast.person("Tono", "Reporter"))


@pytest.mark.parametrize("phrase", ["", "ab", "!!", "satu dua tiga empat lima", "ﷺ" * 60, "b" * 101])
def test_what_would_find_everything_or_nothing_is_not_listed(made: User, phrase: str) -> None:
    with pytest.raises(ValidationError):
        terms.add(phrase, action="hold", by=made)


def test_an_unknown_action_and_a_past_end_are_refused(made: User) -> None:
    with pytest.raises(ValidationError):
        terms.add("bodoh", action="explode", by=made)
    with pytest.raises(ValidationError):
        terms.add("bodoh", action="hold", by=made, expires_at=timezone.now() - timedelta(seconds=1))


def test_a_word_is_listed_once_in_whatever_disguise(made: User) -> None:
    terms.add("bodoh", action="hold", by=made)
    with pytest.raises(Conflict):
        terms.add("B0DOHHH", action="refuse", by=made)


def test_an_expired_word_is_not_found_and_may_be_listed_anew(made: User) -> None:
    term = terms.add("bodoh", action="hold", by=made)
    terms.retire(term, by=made)
    assert found("bodoh") == []
    with pytest.raises(Conflict):
        terms.retire(term, by=made)
    assert terms.add("bodoh", action="refuse", by=made) == term
    assert found("bodoh") == ["bodoh"]


def test_a_long_list_costs_one_query(made: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    Term.objects.bulk_create(
        Term(phrase=f"kata{number}", key=f"kata{number}", added_by=made, added_at=timezone.now())
        for number in range(2_000)
    )
    with django_assert_num_queries(1):
        assert found("satu kata dua kata " * 50) == []


def test_a_trial_says_what_a_word_would_have_found(
    made: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition, putri = thread.story(), thread.commenter()
    thread.comments(putri, edition, 40)
    comment = thread.comment(putri, edition, "Dasar b0d0h.")
    with django_assert_num_queries(1):
        trial = terms.trial("bodoh")
    assert (trial.read, trial.found, trial.is_complete) == (41, 1, True)
    assert trial.examples == [(comment, "b0d0h")]
    assert not Term.objects.exists()


def test_a_trial_stops_in_time(made: User, monkeypatch: pytest.MonkeyPatch) -> None:
    thread.comments(thread.commenter(), thread.story(), 3)
    monkeypatch.setattr(terms, "TRIAL_TIME", timedelta(seconds=-1))
    trial = terms.trial("komentar")
    assert (trial.read, trial.is_complete) == (0, False)
