"""Whatever number somebody writes into an address or a form, the answer is a page and never a broken server."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from articles.models import Article
from articles.workflow import bundles
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db

NUMBERS = {
    "too long for int()": "9" * 5_000,
    "too large for the database": str(2**63),
    "negative": "-1",
    "a digit that is none": "²",
    "digits of another script": "٣",
}
each_number = pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)

STORIES, COMMENTS = "/admin/articles/article/", "/admin/comments/comment/"
# Every parameter of the query string that is read as a number, or as a key made of numbers.
ASKED = [
    *(f"{STORIES}?{name}={{}}" for name in ("p", "o", "q", "section__id__exact", "e")),
    *(f"/admin/articles/{name}/?p={{}}" for name in ("edition", "photo", "topic", "step", "journalist", "section")),
    f"{STORIES}{{story}}/change/?naskah={{}}",
    f"{STORIES}{{story}}/compare/?dari=naskah-{{}}&ke=edisi-{{}}",
    f"{STORIES}read-also/?ids={{}}",
    f"{STORIES}read-also/?q=beras&not={{}}",
    "/admin/articles/photo/pick/?ids={}",
    "/admin/articles/frontrelease/?focus=up:{}",
    f"{STORIES}{{story}}/history/?p={{}}",
    *(f"{COMMENTS}?{name}={{}}" for name in ("p", "q", "penulis", "berita", "article", "author", "antrean")),
    "/admin/comments/thread/?q={}",
    "/admin/autocomplete/?app_label=articles&model_name=article&field_name=topics&term=pangan&page={}",
    "/admin/articles/bundle/1/?q={}",
    "/admin/accounts/user/?groups__id__exact={}",
    "/admin/accounts/consent/?policy__id__exact={}",
    *(f"/{{path}}?{name}={{}}" for name in ("sebelum", "mulai", "urut")),
    *(f"/komentar/{{story}}/?{name}={{}}" for name in ("mulai", "kunci", "urut", "jawab")),
    *(f"/indeks/?{name}={{}}" for name in ("tanggal", "kanal", "sebelum")),
    *(f"/cari/?q=beras&{name}={{}}" for name in ("sebelum", "kanal", "urut", "dari")),
    "/nasional/?sebelum={}",
    "/topik/pangan/?sebelum={}",
    "/lapor/?nomor={}",
    "/lapor/?komentar={}",
]
# What forms and scripts send as numbers.
SENT = [
    (f"{STORIES}{{story}}/autosave/", ["version", "naskah", "section", "topics", "lead_photo", "bylines-TOTAL_FORMS"]),
    (f"{STORIES}{{story}}/autosave/", ["bylines-INITIAL_FORMS", "bylines-0-id", "bylines-0-journalist"]),
    (f"{STORIES}{{story}}/autosave/", ["bylines-0-position"]),
    (f"{STORIES}{{story}}/presence/", ["version", "idle"]),
    (f"{STORIES}{{story}}/change/", ["version", "naskah", "section", "topics", "lead_photo", "bylines-TOTAL_FORMS"]),
    (f"{STORIES}{{story}}/change/", ["bylines-INITIAL_FORMS", "bylines-0-id", "bylines-0-journalist"]),
    (f"{STORIES}{{story}}/change/", ["bylines-0-position"]),
    (f"{STORIES}{{story}}/restore/sekarang/", ["version"]),
    (f"{STORIES}{{story}}/restore/naskah-1/", ["version"]),
    (f"{STORIES}{{story}}/submit/", ["version"]),
    (f"{STORIES}{{story}}/retract/", ["version"]),
    (f"{STORIES}{{story}}/remarks/", ["version", "block", "start", "position"]),
    ("/admin/articles/frontrelease/", ["version", "act"]),
    ("/admin/articles/bundle/{bundle}/", ["version", "act"]),
    ("/admin/accounts/user/add/", ["groups"]),
    ("/admin/articles/photo/add/", ["focal_x", "focal_y"]),
    ("/admin/articles/section/add/", ["position", "desk", "former_slugs-TOTAL_FORMS"]),
    ("/admin/articles/journalist/add/", ["portrait", "user"]),
    (COMMENTS, ["_selected_action", "index"]),
    ("/admin/accounts/user/", ["_selected_action", "index"]),
    ("/komentar/{story}/kirim/", ["parent", "jawab", "submission"]),
]


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False


@pytest.fixture
def story() -> Article:
    return cast.published(cast.rina(), cast.bagus(), topics=[cast.topic()]).article


@pytest.fixture
def everybody(story: Article) -> Client:
    """Somebody who may ask for everything. A broken server is an answer here, not an exception."""
    client = desk.browser(desk.root())
    client.raise_request_exception = False
    return client


def patterns(resolver: Any, before: str = "") -> Iterator[str]:
    """Every address of the site that holds a number or an id."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        elif isinstance(one, URLPattern) and re.search(r"<(int|str|path|slug|[a-z_]+)(:\w+)?>", route):
            yield route


def filled(route: str, number: str) -> str:
    return "/" + re.sub(r"<[^>]+>", number, route).replace("^", "").replace("$", "")


@each_number
def test_in_the_path_of_an_address(everybody: Client, number: str) -> None:
    broken = {}
    for route in sorted(set(patterns(get_resolver()))):
        for ask in (everybody.get, everybody.post):
            status = ask(filled(route, number)).status_code
            if status >= 500:
                broken[f"{ask.__name__} {route}"] = status
    assert broken == {}


@each_number
def test_after_the_question_mark(everybody: Client, story: Article, number: str) -> None:
    live = story.editions.get()
    broken = {}
    for asked in ASKED:
        url = (
            asked.replace("{story}", str(story.pk)).replace("{path}", live.path.strip("/") + "/").replace("{}", number)
        )
        for client in (everybody, Client(raise_request_exception=False)):
            status = client.get(url).status_code
            if status >= 500:
                broken[asked] = status
    assert broken == {}


@each_number
def test_in_a_form(everybody: Client, story: Article, number: str) -> None:
    draft, bundle = cast.draft(story.reporter), bundles.make(by=cast.sari(), name="Anggaran", live_from=None)
    broken = {}
    for url, names in SENT:
        for name in names:
            sent = {**desk.typed(draft), "sheet": str(uuid4()), "text": "Beras", "quote": "Harga beras", name: number}
            sent |= {"act": f"add:{number}"} if name == "act" else {}
            sent |= {"action": "switch_off"} if name in ("_selected_action", "index") else {}
            status = everybody.post(
                url.replace("{story}", str(draft.pk)).replace("{bundle}", str(bundle.pk)), sent
            ).status_code
            if status >= 500:
                broken[f"{url} {name}"] = status
    assert broken == {}
