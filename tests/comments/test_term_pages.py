"""The list of terms at the desk: trial runs, permissions, and the log of changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from comments import moderation, terms
from comments.models import Comment, Term, TermChange
from comments.refusals import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_by_password")]
LIST = "/admin/comments/term/"
ADD = f"{LIST}add/"


@pytest.fixture
def made() -> User:
    return cast.made()


@pytest.fixture
def desk(made: User) -> Client:
    return thread.logged_in(made)


def typed(phrase: str = "dasar bodoh", **more: str) -> dict[str, str]:
    return {"phrase": phrase, "action": "hold", "note": "Sering dipakai menghina.", "expires_at": "", **more}


def page(term: Term) -> str:
    return f"{LIST}{term.pk}/change/"


def test_a_word_is_tried_before_it_is_saved(desk: Client, made: User) -> None:
    putri, story = thread.commenter(), thread.story()
    caught = [thread.comment(putri, story, text) for text in ("Dasar b0doh kalian.",)]
    caught += thread.comments(putri, story, 2)
    Comment.objects.filter(pk=caught[1].pk).update(text="D4s4r bodoh sekali")
    moderation.approve(caught[0], by=made)
    html = desk.post(ADD, typed(coba="1")).content.decode()
    assert "Ada di 2 dari 3 komentar terbaru." in html
    assert f"/admin/comments/comment/{caught[0].pk}/change/" in html
    assert f"/admin/comments/comment/{caught[1].pk}/change/" in html
    assert f"/admin/comments/comment/{caught[2].pk}/change/" not in html
    assert "barangkali kata ini terlalu luas" in html  # because a matching comment was approved
    assert 'value="dasar bodoh"' in html
    assert "Sering dipakai menghina." in html
    assert not Term.objects.exists()


def test_a_trial_says_when_its_time_was_up(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    thread.comments(thread.commenter(), thread.story(), 2)
    monkeypatch.setattr(terms, "TRIAL_TIME", timedelta(0))
    assert "Waktunya habis" in desk.post(ADD, typed(coba="1")).content.decode()


@pytest.mark.parametrize("button", [{}, {"coba": "1"}])
@pytest.mark.parametrize("phrase", ["", "ab", "satu dua tiga empat lima"])
def test_a_word_that_finds_nothing_sensible_comes_back(desk: Client, phrase: str, button: dict[str, str]) -> None:
    response = desk.post(ADD, typed(phrase, **button))
    assert response.status_code == 400
    assert "errorlist" in response.content.decode()
    assert not Term.objects.exists()


def test_a_moderator_lists_a_word_and_the_log_names_her(desk: Client) -> None:
    assert desk.post(ADD, typed()).status_code == 302
    term = Term.objects.get()
    html = desk.get(page(term)).content.decode()
    assert "Made" in html
    assert "Sering dipakai menghina." in html
    assert "dasar bodoh" in desk.get(LIST).content.decode()
    response = desk.post(ADD, typed("D4sar Bodoh"))
    assert response.status_code == 409
    assert "sudah terdaftar" in response.content.decode()


def test_who_changed_what_and_when_stays_on_record(made: User) -> None:
    sari = cast.sari()
    term = terms.add("bodoh", action="hold", by=made)
    terms.change(term, action="refuse", note="Kian kasar.", by=sari)
    terms.retire(term, by=made)
    rows = TermChange.objects.order_by("pk")
    assert [(row.act, row.action, row.by) for row in rows] == [
        ("add", "hold", made),
        ("change", "refuse", sari),
        ("retire", "refuse", made),
    ]
    with pytest.raises(ValidationError):
        rows[0].delete()


def test_a_word_is_changed_tried_again_and_taken_off_on_its_page(desk: Client, made: User) -> None:
    term = terms.add("bodoh", action="hold", by=made)
    assert "Ada di 0 dari" in desk.post(page(term), {"action": "hold", "coba": "1"}).content.decode()
    assert desk.post(page(term), {"action": "refuse", "note": "Kian kasar."}).status_code == 302
    term.refresh_from_db()
    assert (term.action, term.note) == ("refuse", "Kian kasar.")
    assert desk.post(page(term), {"action": "refuse", "note": "Kian kasar."}).status_code == 409
    assert desk.post(page(term), {"action": "refuse", "note": "Kian kasar.", "cabut": "1"}).status_code == 302
    assert not Term.objects.in_force(timezone.now()).exists()
    html = desk.get(page(term)).content.decode()
    assert '<form method="post" data-send-once' not in html
    assert desk.post(page(term), {"action": "hold", "cabut": "1"}).status_code == 409


@pytest.mark.parametrize("wrong", [{"action": "bakar"}, {"expires_at": "2020-01-01T00:00"}, {"note": "a" * 201}])
def test_what_is_wrong_is_named_and_nothing_is_stored(desk: Client, made: User, wrong: dict[str, str]) -> None:
    term = terms.add("bodoh", action="hold", by=made)
    for address in (ADD, page(term)):
        response = desk.post(address, typed("sangat kasar", **wrong))
        assert response.status_code == 400
        assert "errorlist" in response.content.decode()
    assert TermChange.objects.count() == 1


@pytest.mark.parametrize("role", ["", "Reporter", "Editor"])
def test_nobody_else_reads_or_changes_the_list(made: User, role: str) -> None:
    term = terms.add("bodoh", action="hold", by=made)
    wrong = cast.person("Wati", *([role] if role else []))
    client = thread.logged_in(wrong)
    for address in (LIST, ADD, page(term)):
        assert client.get(address).status_code in {302, 403}
        assert client.post(address, typed("lain")).status_code in {302, 403}
    with pytest.raises(PermissionDenied):
        terms.change(term, action="refuse", by=wrong)
    assert Client().get(LIST).status_code == 302
    assert TermChange.objects.count() == 1


def test_a_word_that_was_taken_off_is_not_changed(made: User) -> None:
    term = terms.add("bodoh", action="hold", by=made)
    terms.retire(term, by=made)
    with pytest.raises(Conflict):
        terms.change(term, action="refuse", by=made)


def test_the_list_costs_the_same_with_one_word_and_with_thirty(
    desk: Client, made: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    terms.add("kata nol", action="hold", by=made)
    desk.get(LIST)
    with django_assert_num_queries(7):
        desk.get(LIST)
    for letter in "abcdefghijklmnopqrstuvwxyzabcd":
        Term.objects.create(
            phrase=f"kata {letter}", key=f"k{Term.objects.count()}", added_by=made, added_at=timezone.now()
        )
    with django_assert_num_queries(7):
        desk.get(LIST)
