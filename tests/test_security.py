"""The headers of every response, and the policy that forbids inline code."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from newsroom import urls as site_urls
from tests import cast

pytestmark = pytest.mark.django_db

PUBLIC = ["/", "/redaksi/", "/ketentuan-komentar/", "/kebijakan-privasi/", "/pedoman-media-siber/", "/hak-jawab/"]
ACCOUNT = ["/akun/login/", "/akun/signup/", "/akun/password/reset/", "/akun/confirm-email/"]


def policy_of(response: object) -> dict[str, list[str]]:
    header = response["Content-Security-Policy"]  # type: ignore[index]
    return {name: sources for name, *sources in (directive.split() for directive in header.split(";"))}


@pytest.mark.parametrize("address", [*PUBLIC, *ACCOUNT, "/tidak-ada/"])
def test_pages_for_readers_allow_nothing_inline_and_carry_no_nonce(client: Client, address: str) -> None:
    policy = policy_of(client.get(address))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    everything = " ".join(source for sources in policy.values() for source in sources)
    assert "unsafe" not in everything
    assert "nonce" not in everything
    assert "http" not in everything, "no other site is trusted"


def test_the_desk_carries_a_fresh_nonce_and_nothing_unsafe(client: Client, settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False
    client.force_login(cast.bagus())
    sources = [policy_of(client.get("/admin/articles/article/add/"))["script-src"] for _twice in range(2)]
    nonces = [[source for source in each if source.startswith("'nonce-")] for each in sources]
    assert [len(each) for each in nonces] == [1, 1]
    assert nonces[0] != nonces[1]
    assert "unsafe" not in str(sources)


@pytest.mark.parametrize("address", [*PUBLIC, *ACCOUNT, "/tidak-ada/", "/healthz", "/admin/"])
def test_every_answer_carries_the_other_headers(client: Client, address: str) -> None:
    response = client.get(address)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    for feature in ("camera=()", "microphone=()", "geolocation=()", "payment=()"):
        assert feature in response["Permissions-Policy"]


def test_over_https_the_browser_is_told_to_stay_there(client: Client) -> None:
    assert "max-age=" in client.get("/redaksi/", secure=True)["Strict-Transport-Security"]


def test_over_http_the_visitor_is_sent_to_https(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/redaksi/?a=1")
    assert response.status_code == 301
    assert response["Location"] == "https://testserver/redaksi/?a=1"


def test_cookies_stay_out_of_scripts_and_off_plain_http(client: Client) -> None:
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    cookie = client.get("/akun/login/").cookies[settings.CSRF_COOKIE_NAME]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_form_without_its_token_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/akun/login/", {"login": "x@y.test", "password": "x"}).status_code == 403


def test_every_address_for_writing_asks_for_the_token() -> None:
    views = [pattern.callback for pattern in site_urls.urlpatterns if isinstance(pattern, type(path("", lambda r: r)))]
    assert not [view for view in views if getattr(view, "csrf_exempt", False)]
