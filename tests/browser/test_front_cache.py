"""The cache before Django with two workers: anonymous visitors get cached pages, and news at once."""

from collections.abc import Iterator

import pytest

from tests.browser.client import Client, changed
from tests.browser.site import Site, behind_front_cache

TRIES = 8  # new connections, enough to reach both workers


@pytest.fixture(scope="module")
def cached(site: Site) -> Iterator[Site]:
    with behind_front_cache(site) as cached:
        yield cached


def seen_by_strangers(site: Site, path: str) -> set[str]:
    return {Client(site.url).get(path).html for _ in range(TRIES)}


def test_what_an_editor_approves_stands_at_once_on_pages_that_were_kept(cached: Site) -> None:
    cached.ask("publish_older_stories")
    (story,) = cached.ask("submitted", headlines=["Berita yang disetujui di depan pembaca"])
    assert not any("di depan pembaca" in html for html in seen_by_strangers(cached, "/"))
    editor = cached.client("editor@demo.test")
    path = f"/admin/articles/article/{story}/approve/"

    answer = editor.post(path, changed(editor.get(path).form(holding="version"), when="now"))

    assert answer.status == 302
    assert all("di depan pembaca" in html for html in seen_by_strangers(cached, "/"))


def test_a_reader_who_is_logged_in_is_not_shown_what_strangers_get(cached: Site) -> None:
    strangers = seen_by_strangers(cached, "/")

    reader = cached.client("reader@demo.test").get("/").html

    assert all('href="/akun/login/"' in html for html in strangers)
    assert 'href="/akun/"' in reader
    assert 'href="/akun/login/"' not in reader
