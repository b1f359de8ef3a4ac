"""newsroom.accounts.sessions: finds the same sessions as Django's own backend, so that switching logs nobody out."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from newsroom.accounts.sessions import SessionStore
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db


def test_the_site_uses_it(settings: pytest.FixtureRequest) -> None:
    assert import_module(settings.SESSION_ENGINE).SessionStore is SessionStore  # type: ignore[attr-defined]


def test_what_djangos_own_store_wrote_is_read_and_the_other_way_round() -> None:
    for writer, reader in ((db.SessionStore, SessionStore), (SessionStore, db.SessionStore)):
        session = writer()
        session["siapa"] = "Putri"
        session.save()
        assert reader(session.session_key)["siapa"] == "Putri"


@pytest.mark.parametrize("key", ["tidak-ada", "a" * 32, "a" * 5_000, "' OR 1=1 --", "a\x00b", "\ud800", "é" * 32])
def test_what_is_no_session_is_a_strangers(key: str) -> None:
    assert SessionStore(key).get("_auth_user_id") is None
    client = thread.logged_in(cast.putri())
    client.cookies["sessionid"] = key.encode("ascii", "replace").decode()
    assert client.get("/akun/data/").status_code == 302


def test_a_session_ends_when_its_time_is_over() -> None:
    client = thread.logged_in(cast.putri())
    assert client.get("/akun/data/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/akun/data/").status_code == 302
