"""Error pages: in Indonesian, with suggestions and a link to the front page."""

from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.urls import path

from newsroom import urls as site
from newsroom import views
from tests.pages.press import Desk


def _break(request: HttpRequest) -> Any:
    raise RuntimeError("rahasia dapur")


def _refuse(request: HttpRequest) -> Any:
    raise PermissionDenied("Hanya editor yang boleh <b>melakukannya</b>.")


def _misread(request: HttpRequest) -> Any:
    raise BadRequest("rahasia dapur")


def _hold_off(request: HttpRequest) -> HttpResponse:
    """As allauth does it after too many log-ins."""
    return render(request, "429.html", status=429)


urlpatterns = [
    path("rusak/", _break),
    path("tolak/", _refuse),
    path("keliru/", _misread),
    path("sering/", _hold_off),
    *site.urlpatterns,
]
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [("/tidak-ada/", 404), ("/tolak/", 403), ("/keliru/", 400), ("/sering/", 429), ("/rusak/", 500)],
)
def test_an_error_page_says_what_to_try(desk: Desk, address: str, status: int) -> None:
    response = Client(raise_request_exception=False).get(address)
    html = response.content.decode()

    assert response.status_code == status
    assert html.count("<h1") == 1
    assert html[html.index("<main") : html.index("</main")].count("<li>") == 3
    assert 'href="/"' in html
    assert '<html lang="id">' in html
    assert "rahasia dapur" not in html
    assert "noindex" in html


@pytest.mark.urls(__name__)
def test_a_refusal_gives_its_reason_as_text(desk: Desk) -> None:
    html = Client().get("/tolak/").content.decode()

    assert "Hanya editor yang boleh &lt;b&gt;melakukannya&lt;/b&gt;." in html


def test_the_page_for_our_own_errors_needs_no_database() -> None:
    """Without the db fixture, pytest-django refuses all queries."""
    response = views.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert b"Ada gangguan di pihak kami" in response.content


def test_an_expired_form_is_explained(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/akun/login/", {"login": "x"})

    if response.status_code == 404:
        pytest.fail("the address of the log-in form has changed")
    assert response.status_code == 403
    assert "Formulir sudah kedaluwarsa" in response.content.decode()
