"""A plain HTTP client for what a browser cannot do: send many requests at the same moment."""

import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html.parser import HTMLParser
from threading import Barrier
from typing import Any, TypeVar
from urllib.parse import urlencode, urljoin

Fields = list[tuple[str, str]]
Answer = TypeVar("Answer")


@dataclass
class Response:
    status: int
    html: str
    location: str = ""

    def form(self, *, holding: str) -> Fields:
        """The fields of the form that contains a field of this name, as a browser would send them unchanged."""
        forms = _Forms(self.html).forms
        return next(form for form in forms if any(name == holding for name, _value in form))


class Client:
    """Keeps cookies, does not follow redirects, and accepts every status."""

    def __init__(self, url: str, *, cookies: dict[str, str] | None = None) -> None:
        self.url, self.cookies = url, dict(cookies or {})
        self._opener = urllib.request.build_opener(_NoRedirect)

    def get(self, path: str) -> Response:
        return self._send(path, None)

    def post(self, path: str, fields: Fields) -> Response:
        return self._send(path, urlencode(fields).encode())

    def log_in(self, address: str, *, password: str) -> None:
        form = self.get("/akun/login/").form(holding="password")
        answer = self.post("/akun/login/", changed(form, login=address, password=password))
        assert answer.status == 302, answer.html

    def _send(self, path: str, content: bytes | None) -> Response:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        request = urllib.request.Request(urljoin(self.url, path), content, headers)  # noqa: S310
        try:
            answer = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            return Response(answer.status, answer.read().decode(), answer.headers.get("Location", ""))


def changed(form: Fields, **values: str) -> Fields:
    """The same form with these values changed or added (such as a ticked box or a pressed button)."""
    return [(name, value) for name, value in form if name not in values] + list(values.items())


def at_once(*acts: Callable[[], Answer]) -> list[Answer]:
    """Run all acts at the same moment in threads, and return their results."""
    barrier = Barrier(len(acts))

    def begin(act: Callable[[], Answer]) -> Answer:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class _Forms(HTMLParser):
    """Parses the forms of a page, each into a list of (name, value) of its fields."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Fields] = []
        self._text: str | None = None  # name of the open textarea
        self._choice: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append([])
        elif not self.forms:
            return
        elif tag == "input" and given.get("name"):
            kind = given.get("type", "text")
            if kind in {"submit", "file", "button"} or (kind in {"checkbox", "radio"} and "checked" not in given):
                return
            self.forms[-1].append((given["name"], given.get("value", "on" if kind == "checkbox" else "")))
        elif tag == "textarea":
            self._text = given["name"]
            self.forms[-1].append((self._text, ""))
        elif tag == "select":
            self._choice = given["name"]
        elif tag == "option" and self._choice and "selected" in given:
            self.forms[-1].append((self._choice, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._text:
            name, value = self.forms[-1].pop()
            self.forms[-1].append((name, value + data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            name, value = self.forms[-1].pop()
            self.forms[-1].append((name, value.removeprefix("\n")))  # the first line break is part of the markup
            self._text = None
        elif tag == "select":
            self._choice = None
