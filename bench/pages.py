"""Measures pages inside Django, without a server: queries, bytes, CPU. `python -m bench.pages` prints JSON.

`make bench` takes queries and bytes from here, and CPU from servers. The cache in front of Django is bypassed; what is
cached for seconds (sections, counts) is warm, as it is under load.
"""

import gzip
import json
import os
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Edition, Topic

STORIES = 1_500  # newest stories: more than fit into a cache of 32 MB
IN_TURN = 60  # stories per round: a single one would stay in the database's caches


def places() -> dict[str, list[str]]:
    """The paths of each kind of page: many for articles, one for all others."""
    live = Edition.objects.live().standing().order_by("-published_at", "-article_id")
    newest = list(live.values_list("path", flat=True)[:STORIES])
    topic = Topic.objects.order_by("pk").values_list("slug", flat=True)[0]
    deep = live.values_list("published_at", "article_id")[Edition.objects.count() // 2]
    return {
        "article": newest,
        "front": ["/"],
        "section": ["/nasional/"],
        "section, half-way down": [f"/nasional/?sebelum={_key(*deep)}"],
        "topic": [f"/topik/{topic}/"],
        "journalist": ["/penulis/jurnalis-0/"],
        "index of a day": ["/indeks/"],
        "search": ["/cari/?q=beras"],
        "thread": [f"/komentar/{live.values_list('article_id', flat=True)[0]}/"],
        "feed": ["/rss/"],
        "sitemap": ["/sitemap.xml"],
        "news sitemap": ["/sitemap-news.xml"],
        "corrections": ["/ralat/"],
    }


def _key(at: Any, pk: int) -> str:
    from articles.paging import BY_STORY

    return BY_STORY.key(type("Row", (), {"published_at": at, "article_id": pk}))


def costs(visitor: Client, addresses: list[str], *, seconds: float) -> dict[str, Any]:
    """Queries and bytes of the first page, and CPU per page in ms: median and range of five rounds."""
    addresses = addresses[:IN_TURN]
    visitor.get(addresses[0])
    with CaptureQueriesContext(connection) as queries:
        answer = visitor.get(addresses[0])
    number = len(queries)  # counted now, because the next request empties the log
    content = answer.getvalue()
    rounds = sorted(_milliseconds(lambda n: visitor.get(addresses[n % len(addresses)]), seconds / 5) for _ in range(5))
    return {
        "status": answer.status_code,
        "queries": number,
        "bytes": len(content),
        "gzip": len(gzip.compress(content, 6)),
        "ms": round(rounds[2], 3),
        "range": [round(rounds[0], 3), round(rounds[-1], 3)],
    }


def _milliseconds(act: Callable[[int], object], seconds: float) -> float:
    begun, number = process_time(), 0
    while process_time() - begun < seconds or number < 3:
        act(number)
        number += 1
    return (process_time() - begun) / number * 1_000


def measure(seconds: float = 0.4) -> dict[str, dict[str, Any]]:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    return {name: costs(Client(), addresses, seconds=seconds) for name, addresses in places().items()}


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
