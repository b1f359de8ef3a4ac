"""A reader who changes their name keeps their record and sanctions, and the name must be allowed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from comments import sanctions, terms
from newsroom.accounts import erasure
from newsroom.accounts.models import FormerName, User
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def joko() -> User:
    """Joko, whose comments are checked first because of a sanction."""
    joko = thread.commenter("Joko")
    sanctions.impose(joko, kind="premoderate", reason="abusive", by=cast.made())
    return joko


def renamed(user: User, name: str) -> Any:
    return thread.logged_in(user).post("/akun/", {"display_name": name})


def test_a_new_name_escapes_neither_the_sanction_nor_the_record(joko: User) -> None:
    assert renamed(joko, "Budi Baru").status_code == 302
    comment = thread.comment(User.objects.get(pk=joko.pk), thread.story())
    assert comment.is_held
    assert comment.held_for == "sanction"
    with override_settings(STAFF_NEEDS_TWO_FACTOR=False):
        desk = thread.logged_in(User.objects.get(display_name="Made"))
        html = desk.get(f"/admin/comments/comment/{comment.pk}/change/").content.decode()
    assert "Budi Baru" in html
    assert "Joko" in html
    assert "diperiksa" in html  # his sanction is shown beside it


@pytest.mark.parametrize(
    "name", ["Redaksi", "joko@contoh.test", "www.contoh.com", "Made", "bod0h sekali", "WA 0812 3456 7890", "   "]
)
def test_a_new_name_goes_through_the_rules(joko: User, name: str) -> None:
    terms.add("bodoh sekali", action="refuse", by=User.objects.get(display_name="Made"))
    assert renamed(joko, name).status_code in {400, 403}
    assert User.objects.get(pk=joko.pk).display_name == "Joko"
    assert not FormerName.objects.exists()


@pytest.mark.parametrize("kind", ["ban", "suspend", "warn"])
def test_whoever_may_not_write_takes_no_other_name(joko: User, kind: str) -> None:
    until = timezone.now() + timedelta(days=1) if kind == "suspend" else None
    sanctions.impose(joko, kind=kind, reason="abusive", until=until, by=User.objects.get(display_name="Made"))
    assert renamed(joko, "Budi Baru").status_code == 403
    assert User.objects.get(pk=joko.pk).display_name == "Joko"


def test_the_same_name_again_is_no_former_one_and_both_are_in_the_export(joko: User) -> None:
    renamed(joko, "Joko")
    assert not FormerName.objects.exists()
    renamed(joko, "Budi Baru")
    assert [each["name"] for each in erasure.export(joko)["account"]["former_names"]] == ["Joko"]
