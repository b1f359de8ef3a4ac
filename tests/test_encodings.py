"""Requests in an unusual encoding are read or refused with a sentence, and never cause an error."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.core.wsgi import get_wsgi_application
from django.test import Client, RequestFactory
from django.urls import reverse

from articles.models import Edition
from comments.models import Comment
from newsroom.encodings import in_utf8
from tests import cast
from tests.comments import thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_connections")]
MULTIPART, FORM = "multipart/form-data; boundary=batas", "application/x-www-form-urlencoded"
TOKEN = "a" * 32
# All of Python's codecs, whether they decode bytes to text or not.
STRANGE = ["base64", "hex", "rot13", "zlib", "idna", "punycode", "undefined", "unicode_escape", "utf-16", "latin-1"]
STRANGE_PARAMETERS = [
    *(f"charset={name}" for name in STRANGE),
    "charset*=utf-8''b%61se64",
    "charset*=idna''%C3%A9",
    "charset*=tidak-ada''x",
]
UNKNOWN = ["tidak-ada", "", '"\\"', "utf-8;"]
HEADERS = [
    *(f"Content-Type: text/plain; charset={name}" for name in [*STRANGE, *UNKNOWN, "é", "a" * 5_000]),
    *(f"Content-Transfer-Encoding: {name}" for name in ("base64", "quoted-printable", "tidak-ada")),
    *(f"Content-Type: text/plain; name*={name}''x" for name in ("base64", "idna", "tidak-ada")),
]


@pytest.fixture
def edition() -> Edition:
    return thread.story()


def parts(fields: dict[str, str], header: str = "", disposition: str = 'form-data; name="{}"') -> bytes:
    """A multipart body with an additional header in every part."""
    more = f"{header}\r\n" if header else ""
    lines = [
        f"--batas\r\nContent-Disposition: {disposition.format(name)}\r\n{more}\r\n{value}\r\n"
        for name, value in fields.items()
    ]
    return ("".join(lines) + "--batas--\r\n").encode()


def answered(path: str, *, body: bytes = b"", kind: str, client: Client | None = None) -> tuple[int, str]:
    """Status and page from the WSGI application itself, without a test client."""
    method = "POST" if body else "GET"
    environ = RequestFactory().generic(method, path, body).environ | {"CONTENT_TYPE": kind}
    cookies = {name: morsel.value for name, morsel in (client or Client()).cookies.items()} | {"csrftoken": TOKEN}
    environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    status: list[str] = []

    def start(said: str, _headers: Any, _error: Any = None) -> Any:
        status.append(said)

    page = b"".join(in_utf8(get_wsgi_application())(environ, start))
    return int(status[0][:3]), page.decode()


def doors(edition: Edition) -> dict[str, tuple[Client, dict[str, str]]]:
    """Every URL that accepts a form from ordinary visitors, with a client and data."""
    putri = thread.commenter()
    comment = thread.comments(putri, edition, 1)[0]
    log_in = {"login": putri.email, "password": cast.PASSWORD}
    doors = {
        reverse("comment_send", args=[edition.article_id]): (thread.logged_in(putri), thread.typed("Halo, Kakak.")),
        reverse("complain", args=[comment.pk]): (Client(), {"reason": "hate", "words": "Menghina satu suku."}),
        "/akun/login/?next=/": (Client(), log_in),
        "/akun/signup/?next=/": (Client(), log_in),
        "/lapor/": (Client(), {"number": "A"}),  # only reads
    }
    return {path: (client, {**typed, "csrfmiddlewaretoken": TOKEN}) for path, (client, typed) in doors.items()}


@pytest.mark.parametrize("kind", [MULTIPART, FORM])
@pytest.mark.parametrize("parameter", STRANGE_PARAMETERS)
def test_a_form_in_another_encoding_than_ours_gets_a_sentence(edition: Edition, kind: str, parameter: str) -> None:
    for path, (client, typed) in doors(edition).items():
        sessions = Session.objects.count()
        body = parts(typed) if kind == MULTIPART else urlencode(typed).encode()
        status, page = answered(path, body=body, kind=f"{kind}; {parameter}", client=client)
        assert status == 400, path
        assert "<h1" in page
        assert Session.objects.count() == sessions
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("charset", [*UNKNOWN, "utf-8", "UTF8", "U8"])
def test_an_encoding_that_nobody_knows_is_none_and_ours_has_many_names(edition: Edition, charset: str) -> None:
    for path, (client, typed) in doors(edition).items():
        status, _page = answered(path, body=parts(typed), kind=f"{MULTIPART}; charset={charset}", client=client)
        assert status in {200, 302, 400, 405}, path
    assert Comment.objects.filter(text="Halo, Kakak.").count() == 1


@pytest.mark.parametrize("header", HEADERS)
def test_whatever_one_part_says_of_itself_is_no_error_of_ours(edition: Edition, header: str) -> None:
    for path, (client, typed) in doors(edition).items():
        assert answered(path, body=parts(typed, header), kind=MULTIPART, client=client)[0] < 500, path


@pytest.mark.parametrize("name", [*STRANGE, "tidak-ada"])
def test_a_part_whose_name_is_in_no_encoding_gets_a_sentence(edition: Edition, name: str) -> None:
    body = {"disposition": f"form-data; name*={name}''{{}}"}
    for path, (client, typed) in doors(edition).items():
        status, page = answered(path, body=parts(typed, **body), kind=MULTIPART, client=client)
        assert status < 500, path
        assert "<h1" in page or status in {302, 405}


@pytest.mark.parametrize("parameter", STRANGE_PARAMETERS)
def test_a_page_that_is_only_read_is_the_same_in_every_encoding(edition: Edition, parameter: str) -> None:
    for path in (f"{edition.path}?utm_source=x", f"/komentar/{edition.article_id}/?urut=terlama", "/cari/?q=%C3%A9"):
        usual = answered(path, kind="")
        assert usual[0] == 200
        assert answered(path, kind=f"text/plain; {parameter}")[0] == 200, path


def test_a_log_in_in_our_encoding_lets_somebody_in_and_in_another_nobody(edition: Edition) -> None:
    typed = {"login": thread.commenter().email, "password": cast.PASSWORD, "csrfmiddlewaretoken": TOKEN}
    assert answered("/akun/login/", body=parts(typed), kind=f"{MULTIPART}; charset=hex")[0] == 400
    assert not Session.objects.exists()
    assert answered("/akun/login/", body=parts(typed), kind=f"{MULTIPART}; charset=utf-8")[0] == 302
    assert Session.objects.exists()
