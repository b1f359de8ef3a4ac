"""Whoever has an account here is not found out: not by a page, and not by the clock."""

from typing import ClassVar

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from pytest_django.fixtures import Settings

from newsroom.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db


class CountedHasher(MD5PasswordHasher):
    """A hash is nearly all the time that an answer takes: 25 of 40 ms with Argon2."""

    hashed: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        self.hashed.append(salt)
        return super().encode(password, salt)


@pytest.fixture
def putri(settings: Settings) -> User:
    person = cast.putri()
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedHasher"]
    CountedHasher.hashed.clear()
    return person


def test_signing_up_hashes_once_whether_the_address_has_an_account_or_not(putri: User) -> None:
    for email in (putri.email, "baru@contoh.test"):
        CountedHasher.hashed.clear()
        typed = {"display_name": "Wati", "email": email, "password1": cast.PASSWORD}
        assert Client().post("/akun/signup/", typed).status_code == 302
        assert len(CountedHasher.hashed) == 1, email


def test_logging_in_hashes_once_whether_the_address_has_an_account_or_not(putri: User) -> None:
    for email in (putri.email, "baru@contoh.test"):
        CountedHasher.hashed.clear()
        assert Client().post("/akun/login/", {"login": email, "password": "salah-sama-sekali"}).status_code == 200
        assert len(CountedHasher.hashed) == 1, email
