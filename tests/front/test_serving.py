"""Our gunicorn worker checks headers like gunicorn, only not the same ones again."""

from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.http import wsgi
from gunicorn.http.errors import InvalidResponseHeader, InvalidResponseHeaderName

from newsroom import serving

Headers = list[tuple[str, str]]
PAGE: Headers = [("Content-Type", "text/html"), ("X-Odd", " a b\t"), ("Connection", "close"), ("Content-Length", "5")]


@pytest.fixture(autouse=True)
def nothing_checked() -> None:
    serving._checked.cache_clear()


def answered(headers: Headers, kind: type[wsgi.Response] = serving.Response) -> Any:
    request = SimpleNamespace(method="GET", version=(1, 1), headers=[], should_close=lambda: False)
    response = kind(request, sock=None, cfg=SimpleNamespace())
    response.start_response("200 OK", headers)
    return response


@pytest.mark.parametrize("headers", [PAGE, [], [("Upgrade", "websocket"), ("Connection", "Upgrade")]])
def test_an_answer_is_what_gunicorn_makes_of_it_the_first_time_and_again(headers: Headers) -> None:
    wanted = answered(headers, wsgi.Response)
    for _again in range(2):
        response = answered(headers)
        assert response.headers == wanted.headers
        assert (response.response_length, response.upgrade) == (wanted.response_length, wanted.upgrade)
        assert response.default_headers() == wanted.default_headers()
    assert serving._checked.cache_info().hits == 1


def test_the_worker_uses_it_without_asking_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wsgi, "Response", serving.Response)
    assert answered(PAGE).response_length == 5


def test_what_one_answer_does_to_its_headers_does_not_reach_the_next() -> None:
    answered(PAGE).headers.append(("X-Mine", "1"))
    assert ("X-Mine", "1") not in answered(PAGE).headers


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [
        ([("Location", "/a\r\nSet-Cookie: x=y")], InvalidResponseHeader),
        ([("X Odd", "a")], InvalidResponseHeaderName),
        ([("X-Number", 1)], TypeError),
        ([("Set-Cookie", "a=b\n")], InvalidResponseHeader),
    ],
)
def test_a_bad_header_is_refused_every_time(headers: Headers, refusal: type[Exception]) -> None:
    for _again in range(2):
        with pytest.raises(refusal):
            answered(headers)


@pytest.mark.parametrize("name", ["Set-Cookie", "set-cookie"])
def test_cookies_are_not_remembered(name: str) -> None:
    headers = [*PAGE, (name, "sessionid=rahasia")]
    assert (name, "sessionid=rahasia") in answered(headers).headers
    assert serving._checked.cache_info().currsize == 0
