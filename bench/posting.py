"""Measures how many comments per second the site accepts, and checks that each is stored exactly once.

    DEMO=1 DATABASE_URL=sqlite:////tmp/posting.sqlite3 python -m bench.posting
    DEMO=1 DATABASE_URL=postgres://…/posting CACHE_URL=redis://… python -m bench.posting 10 16

The optional arguments are seconds and clients. Use a disposable database: the comments stay in it. gunicorn is started
as in `make run`; clients keep their connections open and send the form like a browser, with session and token. All
rate limits are in force: there are enough readers, and none writes faster than allowed. Some forms are sent twice on
purpose: one after the other (a retry), at the same time (a double click), or with another text from a second tab.
Afterwards, all acknowledged comments are looked up in the database, and all counts are checked.

The figure to compare is CPU per post. Posts per second depend as much on what else the machine was doing.
"""

import json
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from articles.models import Article
from bench import archive, writers
from bench.writers import Answer
from comments import limits
from comments.models import Comment, Thread, Verdict

ROOT = Path(__file__).resolve().parent.parent
STORIES = 40  # written under at the same time
START_UP = 60  # seconds


def stories() -> list[tuple[int, int]]:
    """Stories that take comments, each with a comment that can be answered."""
    if Article.objects.count() < STORIES:
        archive.fill(STORIES)
    newest = list(Article.objects.order_by("-pk").values_list("pk", flat=True)[:STORIES])
    for pk in newest:
        Thread.objects.update_or_create(article_id=pk, defaults={"rule": Thread.Rule.OPEN})
    (writer,) = writers.people(1, passed=limits.TRUSTED)
    roots = Comment.objects.bulk_create(
        Comment(
            article_id=pk,
            author=writer,
            text="Siapa yang tahu lebih banyak?",
            place=Comment.Place.ROOT,
            submission=uuid4(),
            created_at=timezone.now() - timedelta(minutes=5),
        )
        for pk in newest
    )
    recount_threads(newest)
    return [(root.article_id, root.pk) for root in roots]


def recount_threads(articles: list[int]) -> None:
    for pk, number in counted(articles).items():
        Thread.objects.filter(pk=pk).update(shown=number)


def counted(articles: list[int]) -> dict[int, int]:
    """How many comments readers see under each story, counted one by one."""
    public = Comment.objects.filter(article__in=articles, state__in=Comment.PUBLIC).order_by()
    return dict(public.values_list("article").annotate(Count("pk")))


# -- The server ------------------------------------------------------------------------------------------------------


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """gunicorn as `make run` starts it, on a free port: its process and the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gunicorn = [str(Path(sys.executable).parent / "gunicorn")]
    process = subprocess.Popen(gunicorn, cwd=ROOT, env={**os.environ, "PORT": str(port)})  # noqa: S603
    try:
        until = monotonic() + START_UP
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).read()
                break
            except OSError:
                if monotonic() > until or process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(timeout=40)


def children(pid: int) -> list[int]:
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


def cpu(pids: list[int]) -> float:
    """Seconds of CPU that these processes have used."""
    return sum(sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13])) for pid in pids) / os.sysconf("SC_CLK_TCK")  # fmt: skip  # noqa: E501


def machine() -> tuple[float, float]:
    """Seconds in which the cores of this machine were busy, and seconds in all."""
    ticks = [
        int(word) / os.sysconf("SC_CLK_TCK") for word in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]
    ]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def backends() -> list[int]:
    """The processes of PostgreSQL that work for this database, where they are on this machine."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor if Path(f"/proc/{pid}/stat").exists()]


# -- What came of it -------------------------------------------------------------------------------------------------


def measure(seconds: float, clients: int) -> dict[str, Any]:
    under = stories()
    with served() as (pid, port):
        work = [writers.forms(number, port, under) for number in range(clients)]
        stored, first = Comment.objects.count(), Comment.objects.latest("pk").pk
        connection.close()
        fork = multiprocessing.get_context("fork")
        begin, results = fork.Barrier(clients + 1), fork.Queue()
        running = [fork.Process(target=writers.write, args=(port, made, seconds, begin, results)) for made in work]
        for writer in running:
            writer.start()
        begin.wait()
        workers = [pid, *children(pid)]
        backends_before = backends()
        begun, busy, ours = monotonic(), machine(), cpu(workers)
        theirs = cpu(backends_before)
        gathered = [results.get(timeout=seconds + 120) for _writer in running]
        took = min(monotonic() - begun, seconds)
        spent, busy_now = cpu(workers) - ours, machine()
        for writer in running:
            writer.join()
        database = cpu(backends()) - theirs
    answers = [answer for _early, found, _waited in gathered for answer in found]
    early = [answer for found, _later, _waited in gathered for answer in found]
    posted = sum(answer.status == 302 for answer in answers)
    latencies = sorted(answer.seconds * 1_000 for answer in answers)
    kept = {(a.form.reader, a.form.submission) for a in answers if a.status == 302}
    all_busy, all_time = busy_now[0] - busy[0], busy_now[1] - busy[1]
    return {
        "database": connection.vendor,
        "seconds": round(took, 1),
        "clients": clients,
        "requests a second": round(len(answers) / took, 1),
        "comments a second": round(len(kept) / took, 1),
        "statuses": dict(Counter(answer.status for answer in answers)),
        "milliseconds": {
            "median": round(statistics.median(latencies), 1),
            "95 of 100": round(latencies[len(latencies) * 95 // 100], 1),
            "longest": round(latencies[-1], 1),
        },
        "CPU in ms for each request": {
            "gunicorn": round(spent / len(answers) * 1_000, 2),
            "database": round(database / len(answers) * 1_000, 2),
        },
        "share of the machine": {
            "busy": round(all_busy / all_time, 2),
            "of that ours": round((spent + database) / all_busy, 2),
        },
        "waited for the pace": round(sum(waited for *_answers, waited in gathered), 1),
        "acknowledged": posted,
        "wrong": wrong(early + answers, stored, first, [article for article, _root in under]),
    }


def wrong(answers: list[Answer], stored: int, first: int, articles: list[int]) -> list[str]:
    """What is not as it must be, a sentence each: lost, doubled, or counted wrong."""
    said = []
    found: dict[tuple[int, UUID], list[tuple[int, str, int]]] = {}
    for pk, author, submission, text, article in Comment.objects.filter(pk__gt=first).values_list(
        "pk", "author_id", "submission", "text", "article_id"
    ):
        found.setdefault((author, submission), []).append((pk, text, article))
    kept = [answer for answer in answers if answer.status == 302]
    for answer in kept:
        rows = found.get((answer.form.reader, answer.form.submission), [])
        if [(text, article) for _pk, text, article in rows] != [(answer.form.text, answer.form.article)]:
            said.append(f"acknowledged, but stored {len(rows)} times: {answer.form.submission}")
        elif not answer.location.endswith(f"#komentar-{rows[0][0]}"):
            said.append(f"sent to another comment: {answer.location}")
    different = {(answer.form.reader, answer.form.submission) for answer in kept}
    if Comment.objects.count() - stored != len(different):
        said.append(f"{Comment.objects.count() - stored} stored, {len(different)} acknowledged")
    odd = Counter(answer.status for answer in answers if answer.status not in {302, 0} and answer.form.way != "tabs")
    if odd:
        said.append(f"refused or failed though nothing stood in the way: {dict(odd)}")
    tabs = Counter(answer.status for answer in answers if answer.form.way == "tabs")
    if set(tabs) - {302, 429, 0}:
        said.append(f"from two tabs came: {dict(tabs)}")
    shown = dict(Thread.objects.filter(pk__in=articles).values_list("pk", "shown"))
    if shown != counted(articles):
        said.append(f"threads count {shown}, there are {counted(articles)}")
    seen = Q(state__in=Comment.PUBLIC)
    below = dict(Comment.objects.filter(seen, article__in=articles, root__isnull=False).order_by().values_list("root").annotate(Count("pk")))  # fmt: skip  # noqa: E501
    for pk, replies in Comment.objects.filter(article__in=articles, root=None).values_list("pk", "replies"):
        if replies != below.get(pk, 0):
            said.append(f"comment {pk} counts {replies} replies, there are {below.get(pk, 0)}")
    judged = Verdict.objects.filter(comment__pk__gt=first).count()
    if judged != len(different):
        said.append(f"{len(different)} comments, {judged} verdicts")
    return said


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    report = measure(given[0] if given else 10, int(given[1]) if len(given) > 1 else 16)
    json.dump(report, sys.stdout, indent=2)
    sys.exit(bool(report["wrong"]))
