"""Logs people in with real passwords and real codes."""

import re
import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from newsroom.accounts.models import User
from tests.cast import PASSWORD


def verified(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def with_totp(user: User) -> tuple[User, str]:
    """Set up an authenticator app for a user, and return its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return user, secret


def code(secret: str) -> str:
    """The code that the app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def log_in(client: Client, user: User, *, password: str = PASSWORD, **data: Any) -> Any:
    return client.post("/akun/login/", {"login": user.email, "password": password, **data})


def log_in_twice_over(client: Client, user: User, secret: str, **data: Any) -> Any:
    """Log in with password and code."""
    response = log_in(client, user, **data)
    assert response["Location"] == "/akun/2fa/authenticate/"
    return client.post("/akun/2fa/authenticate/", {"code": code(secret)})


def link_in(mail: Any) -> str:
    """The path of the first link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S*)", mail.body)
    assert found, mail.body
    return found[1]
