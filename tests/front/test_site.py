"""The cache before Django with the real site: what it stores, and that views read only what they declare."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, QueryDict
from django.test import Client, RequestFactory
from django.urls import resolve

from newsroom import front_cache
from newsroom.changes import Changes
from newsroom.front_cache import FrontCache, in_front_of
from tests import cast
from tests.front.visits import ask, in_front
from tests.pages import press
from tests.pages.conftest import desk  # noqa: F401  (a fixture)
from tests.pages.press import Desk
from tests.pages.test_caching import PAGES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site(db: None, open_connections: None) -> FrontCache:
    """The real site behind the cache."""
    return in_front(get_wsgi_application())


@pytest.fixture
def story(desk: Desk) -> str:  # noqa: F811
    return desk.publish("Berita", topics=[cast.topic()], lead_photo=press.photo(desk.rina), now=press.ago(hours=1)).path


@pytest.mark.parametrize("place", [*PAGES, "/tidak-ada/"])
def test_every_public_page_is_kept_and_comes_out_byte_for_byte(story: str, site: FrontCache, place: str) -> None:
    address = story if place == "article" else place

    made, kept = ask(site, address), ask(site, address, HTTP_COOKIE="lain=1")

    assert "stored" in made.says
    assert "hit" in kept.says
    assert made.body == kept.body == Client().get(address).content


def test_somebody_logged_in_never_gets_a_kept_page(story: str, site: FrontCache) -> None:
    ask(site, story)
    client = Client()
    client.force_login(cast.putri())

    answer = ask(site, story, HTTP_COOKIE=client.cookies.output(header="", sep=";").strip())

    assert answer.says == ""
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_what_an_editor_publishes_at_the_desk_is_there_for_the_next_stranger(desk: Desk, site: FrontCache) -> None:  # noqa: F811
    article = cast.submitted(desk.rina, headline="Terbit Sekarang")
    assert b"Terbit Sekarang" not in ask(site, "/").body
    desk.publish("Terbit Sekarang Juga")
    assert b"Terbit Sekarang" not in ask(site, "/").body, "kept for three seconds"

    site.changes.everywhere()  # as after the redirect of a verb; tests/browser tests the whole way

    assert b"Terbit Sekarang Juga" in ask(site, "/").body
    assert article.status == "submitted"


def test_the_health_check_says_what_is_kept(site: FrontCache, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(ask(site, "/healthz").body) == {"status": "ok", "front_cache": "off"}
    monkeypatch.setattr(front_cache, "_installed", site)
    ask(site, "/")

    kept = json.loads(ask(site, "/healthz").body)["front_cache"]

    assert (kept["pages"], kept["made"]) == (1, 1)


def test_one_setting_switches_it_off(settings: Any) -> None:
    application = get_wsgi_application()
    settings.FRONT_CACHE_MB = 0

    assert in_front_of(application) is application


# -- The declared parameters -----------------------------------------------------------------------------------------


def _read_in_source() -> Iterator[tuple[str, str]]:
    """Yield (file, parameter) for every query parameter that code and templates outside the desk read."""
    for path in sorted(path for app in ("articles", "comments", "newsroom") for path in (ROOT / app).rglob("*.py")):
        if {"admin", "demo", "migrations"} & set(path.parts):
            continue
        tree = ast.parse(path.read_text())
        named = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            asked = None
            if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("request.GET"):
                asked = node.slice
            if isinstance(node, ast.Call) and re.search(r"request\.GET\.get(list)?$", ast.unparse(node.func)):
                asked = node.args[0]
            if asked is not None:
                name = asked.value if isinstance(asked, ast.Constant) else named.get(ast.unparse(asked), "?")
                yield path.relative_to(ROOT).as_posix(), str(name)
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if "admin" not in path.parts:
            for name in re.findall(r"request\.GET\.(\w+)", path.read_text()):
                yield path.relative_to(ROOT).as_posix(), name


def _declared() -> dict[str, set[str]]:
    """The parameters that public views declare, by file; under "" those of all files."""
    found: dict[str, set[str]] = {"": set()}
    for path in (path for app in ("articles", "comments", "newsroom") for path in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("public_by"):
                names = {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
                found.setdefault(path.relative_to(ROOT).as_posix(), set()).update(names)
                found[""] |= names
    return found


def test_a_parameter_that_is_read_is_declared_with_a_public_view() -> None:
    """An undeclared parameter never reaches a public view: write @caching.public_by("name") instead of @caching.public,
    or add it to `not_shared` if its page is not public."""
    not_shared = {("newsroom/desk_lists.py", "?")}  # the search of the desk's lists
    declared = _declared()[""]

    assert {(path, name) for path, name in _read_in_source() if name not in declared} - not_shared == set()


class _Watched(QueryDict):
    """A QueryDict that records which parameters are read."""

    def __init__(self) -> None:
        super().__init__("")
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.mark.parametrize("place", PAGES)
def test_a_page_reads_no_parameter_that_its_view_has_not_declared(story: str, place: str) -> None:
    address = story if place == "article" else place
    request: HttpRequest = RequestFactory().get(address)
    request.GET = watched = _Watched()  # type: ignore[assignment]
    view, arguments, keywords = resolve(address)

    view(request, *arguments, **keywords)

    assert watched.asked <= set(view.reads)  # type: ignore[attr-defined]


def test_changes_are_kept_where_the_site_writes(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    before = front_cache._installed
    try:
        assert isinstance(in_front_of(get_wsgi_application()), FrontCache)
        Changes(tmp_path / "changes").everywhere()
        assert front_cache._installed is not None
        assert front_cache._installed.changes.last("/")[0] > 0
    finally:
        front_cache._installed = before
