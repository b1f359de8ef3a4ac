"""The service worker, its fallback page and its kill switch. In a browser: tests/browser/test_reading.py."""

from typing import Any

from django.test import Client


def test_the_worker_sees_all_pages_and_shared_caches_hold_it_for_seconds(client: Client) -> None:
    response = client.get("/sw.js")

    assert response["Content-Type"].startswith("text/javascript")
    assert "max-age=0" in response["Cache-Control"]
    assert "s-maxage=5," in response["Cache-Control"]
    assert b"/luring/" in response.content


def test_the_kill_switch_sends_a_worker_that_forgets_everything_and_goes(client: Client, settings: Any) -> None:
    settings.OFFLINE_READING = False

    worker = client.get("/sw.js").content.decode()

    assert "unregister()" in worker
    assert "caches.delete" in worker
    assert '"fetch"' not in worker


def test_the_stand_in_is_no_page_for_search_engines(client: Client, db: None) -> None:
    html = client.get("/luring/").content.decode()

    assert "Tidak ada koneksi" in html
    assert 'content="noindex"' in html
