"""Compares how long pages, lists and verbs take in a small and a large archive.

    python -m bench.growth sqlite:////tmp/small.sqlite3 sqlite:////tmp/large.sqlite3

Create archives with `python -m bench.archive 1000000`. Each figure is the minimum of many rounds, in wall-clock
milliseconds including the database: what a page takes without interference from other processes. The archives take
turns, page by page.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

if __name__ == "__main__" and sys.argv[1:] == ["--one"]:
    django.setup()

ROUNDS = 3  # per archive, in turns
LEAST_OF = 12  # requests per round
LIMIT = 1.2  # times the small archive's figure; slower pages are marked


def main(small: str, large: str) -> None:
    told = compare(small, large)
    for page in told["pages"]:
        mark = "" if page["times"] <= LIMIT else "  <--"
        print(
            f"{page['name']:30}{page['small']:10.2f}{page['large']:10.2f}{page['times']:8.2f}{page['queries']:5}{mark}"
        )


def compare(
    small: str,
    large: str,
    *,
    environment: Mapping[str, str] = os.environ,
    told: Callable[[str], object] = lambda _text: None,
) -> dict[str, Any]:
    """The minimum of each figure in both archives, and the ratio."""
    found: dict[str, dict[str, Any]] = {small: {}, large: {}}
    for number in range(ROUNDS):
        for address in (small, large):
            told(f"growth: round {number + 1} of {ROUNDS}")
            for name, (spent, queries) in _in_its_process(address, environment)["pages"].items():
                before = found[address].get(name, (spent, queries))
                found[address][name] = min(before[0], spent), queries
    pages = [
        {
            "name": name,
            "small": found[small][name][0],
            "large": spent,
            "times": spent / found[small][name][0],
            "queries": queries,
        }
        for name, (spent, queries) in found[large].items()
    ]
    return {"pages": pages}


def _in_its_process(address: str, environment: Mapping[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.growth", "--one"]
    environment = {**environment, "DATABASE_URL": address, "DEMO": "1"}
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise RuntimeError(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def one() -> dict[str, Any]:
    """Every page, list and verb in the archive of DATABASE_URL: (milliseconds, queries)."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from articles.models import Edition
    from bench.pages import places
    from newsroom.accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    reader, editor = Client(), Client()
    everything = {"is_staff": True, "is_superuser": True, "display_name": "Semua"}
    editor.force_login(User.objects.get_or_create(email="everything@bench.test", defaults=everything)[0])
    asked: dict[str, tuple[Client, list[str]]] = {name: (reader, paths[:60]) for name, paths in places().items()}
    month = Edition.objects.live().latest("published_at").published_at
    asked["sitemap of a month"] = reader, [f"/sitemap-{month:%Y-%m}.xml"]
    asked |= {name: (editor, [path]) for name, path in DESK.items()}
    pages = {}
    for name, (client, paths) in asked.items():
        statuses = {client.get(path).status_code for path in paths[:2]}
        if not statuses <= {200, 301, 302, 404}:
            raise RuntimeError(f"{name}: {statuses}")
        with CaptureQueriesContext(connection) as queries:
            client.get(paths[0])
        number = len(queries)  # counted now, because the next request empties the log
        times = []
        for turn in range(LEAST_OF):
            begun = perf_counter()
            client.get(paths[turn % len(paths)])
            times.append(perf_counter() - begun)
        pages[name] = min(times) * 1_000, number
    pages["publishing"] = _publishing()
    return {"stories": Edition.objects.count(), "pages": pages}


DESK = {
    "desk: front": "/admin/",
    "desk: stories": "/admin/articles/article/",
    "desk: stories, a status": "/admin/articles/article/?status__exact=published",
    "desk: search": "/admin/articles/article/?q=beras",
    "desk: search, part of a word": "/admin/articles/article/?q=arga",
    "desk: search, one story": "/admin/articles/article/?q=%284321%29",
    "desk: search, no story": "/admin/articles/article/?q=kebanjiran",
    "desk: search, two letters": "/admin/articles/article/?q=di",
    "desk: search, a status": "/admin/articles/article/?q=beras&status__exact=published",
    "desk: search, a section": "/admin/articles/article/?q=beras&section__id__exact=1",
    "desk: search, editions": "/admin/articles/edition/?q=beras",
    "desk: read-also": "/admin/articles/article/read-also/?q=beras",
    "desk: photos": "/admin/articles/photo/",
    "desk: comments": "/admin/comments/comment/",
}


def _publishing() -> tuple[float, int]:
    """Approve a submitted story, rolled back each time: (milliseconds, queries)."""
    from datetime import timedelta

    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from articles import workflow
    from articles.models import Article, Byline, Journalist, Section, Topic
    from newsroom.accounts.models import User

    reporter, editor = (User.objects.filter(groups__name=role).earliest("pk") for role in ("Reporter", "Editor"))
    times, number = [], 0
    for _round in range(5):
        with transaction.atomic():
            text = "<p>Harga beras di Pasar Johar naik sejak pagi, kata pedagang.</p>" * 8
            given = {"headline": "Harga Beras Naik di Pasar", "deck": "Pedagang menunggu kiriman dari Demak."}
            article = Article(**given, section=Section.objects.get(slug="nasional"), body=text)
            article = workflow.start(article, by=reporter)
            article.topics.set(Topic.objects.order_by("pk")[:3])
            Byline.objects.create(article=article, journalist=Journalist.objects.earliest("pk"))
            now = timezone.now()
            workflow.submit(article, by=reporter, now=now)
            begun = perf_counter()
            with CaptureQueriesContext(connection) as queries:
                workflow.approve(article, by=editor, version=article.version, now=now + timedelta(seconds=1))
            times.append(perf_counter() - begun)
            number = len(queries)
            transaction.set_rollback(True)
    return min(times) * 1_000, number


if __name__ == "__main__":
    if sys.argv[1:] == ["--one"]:
        json.dump(one(), sys.stdout)
    else:
        main(*sys.argv[1:])
