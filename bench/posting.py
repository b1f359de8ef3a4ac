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
from dataclasses import dataclass
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
from django.db.models import Count
from django.utils import timezone

from articles.models import Article
from bench import archive, writers
from bench.writers import Answer, Form
from comments import limits
from comments.models import Comment, Thread, Verdict

ROOT = Path(__file__).resolve().parent.parent
STORIES = 40  # that get comments at the same time
START_UP = 60  # seconds


def stories() -> list[tuple[int, int]]:
    """The ids of stories that take comments, each with the id of a comment to reply to."""
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
    """The number of public comments on each story, counted from the rows."""
    public = Comment.objects.filter(article__in=articles, state__in=Comment.PUBLIC).order_by()
    return dict(public.values_list("article").annotate(Count("pk")))


# -- The server ------------------------------------------------------------------------------------------------------


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """Start gunicorn as `make run` does, on a free port. Yields its process id and the port."""
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
    """The CPU that these processes have used so far, in seconds."""
    ticks = 0
    for pid in pids:
        user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        ticks += int(user) + int(system)
    return ticks / os.sysconf("SC_CLK_TCK")


def machine() -> tuple[float, float]:
    """How long the cores of this machine have been busy so far, and how long they have run, in seconds."""
    ticks = [
        int(word) / os.sysconf("SC_CLK_TCK") for word in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]
    ]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def backends() -> list[int]:
    """The ids of PostgreSQL's processes for this database, if it runs on this machine."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor if Path(f"/proc/{pid}/stat").exists()]


# -- The measurement --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What the clients got, and what it cost, in seconds."""

    early: list[Answer]  # from the warm-up, which is not measured
    answers: list[Answer]
    waited: float  # by readers who may not write faster
    took: float
    gunicorn: float  # CPU
    database: float  # CPU, on PostgreSQL
    busy: float  # CPU of the whole machine
    cores: float  # what the machine had


def measure(seconds: float, clients: int) -> dict[str, Any]:
    """Post comments for this long, and check afterwards what was stored."""
    under = stories()
    with served() as (pid, port):
        work = [writers.forms(number, port, under) for number in range(clients)]
        stored, first = Comment.objects.count(), Comment.objects.latest("pk").pk
        run = _post(work, seconds, pid=pid, port=port)
    problems = wrong(run.early + run.answers, stored, first, [article for article, _root in under])
    return {"database": connection.vendor, "clients": clients, **_summary(run), "wrong": problems}


def _post(work: list[list[Form]], seconds: float, *, pid: int, port: int) -> Run:
    """Let a process per client send its forms. `pid` is the master of gunicorn."""
    connection.close()
    fork = multiprocessing.get_context("fork")
    begin, results = fork.Barrier(len(work) + 1), fork.Queue()
    running = [fork.Process(target=writers.write, args=(port, made, seconds, begin, results)) for made in work]
    for writer in running:
        writer.start()
    begin.wait()
    workers, databases = [pid, *children(pid)], backends()
    begun, (busy, cores), ours, theirs = monotonic(), machine(), cpu(workers), cpu(databases)
    gathered = [results.get(timeout=seconds + 120) for _writer in running]
    took, gunicorn, (busy_now, cores_now) = min(monotonic() - begun, seconds), cpu(workers) - ours, machine()
    for writer in running:
        writer.join()
    return Run(
        early=[answer for early, _answers, _waited in gathered for answer in early],
        answers=[answer for _early, answers, _waited in gathered for answer in answers],
        waited=sum(waited for _early, _answers, waited in gathered),
        took=took,
        gunicorn=gunicorn,
        database=cpu(backends()) - theirs,
        busy=busy_now - busy,
        cores=cores_now - cores,
    )


def _summary(run: Run) -> dict[str, Any]:
    number = len(run.answers)
    latencies = sorted(answer.seconds * 1_000 for answer in run.answers)
    acknowledged = [answer.form for answer in run.answers if answer.status == 302]
    distinct = {(form.reader, form.submission) for form in acknowledged}
    return {
        "seconds": round(run.took, 1),
        "requests a second": round(number / run.took, 1),
        "comments a second": round(len(distinct) / run.took, 1),
        "statuses": dict(Counter(answer.status for answer in run.answers)),
        "milliseconds": {
            "median": round(statistics.median(latencies), 1),
            "95 of 100": round(latencies[number * 95 // 100], 1),
            "longest": round(latencies[-1], 1),
        },
        "CPU in ms for each request": {
            "gunicorn": round(run.gunicorn / number * 1_000, 2),
            "database": round(run.database / number * 1_000, 2),
        },
        "share of the machine": {
            "busy": round(run.busy / run.cores, 2),
            "of that ours": round((run.gunicorn + run.database) / run.busy, 2),
        },
        "waited for the pace": round(run.waited, 1),
        "acknowledged": len(acknowledged),
    }


# -- The check -------------------------------------------------------------------------------------------------------


def wrong(answers: list[Answer], stored: int, first: int, articles: list[int]) -> list[str]:
    """Everything that was lost, stored twice or miscounted, a sentence each.

    `stored` comments were there before, `first` is the newest of them.
    """
    return [*_wrongly_stored(answers, stored, first), *_wrongly_answered(answers), *_wrongly_counted(articles)]


def _wrongly_stored(answers: list[Answer], stored: int, first: int) -> Iterator[str]:
    found: dict[tuple[int, UUID], list[tuple[int, str, int]]] = {}
    new = Comment.objects.filter(pk__gt=first)
    for pk, author, submission, text, article in new.values_list("pk", "author", "submission", "text", "article"):
        found.setdefault((author, submission), []).append((pk, text, article))
    kept = [answer for answer in answers if answer.status == 302]
    for answer in kept:
        rows = found.get((answer.form.reader, answer.form.submission), [])
        if [(text, article) for _pk, text, article in rows] != [(answer.form.text, answer.form.article)]:
            yield f"acknowledged, but stored {len(rows)} times: {answer.form.submission}"
        elif not answer.location.endswith(f"#komentar-{rows[0][0]}"):
            yield f"sent to another comment: {answer.location}"
    different = len({(answer.form.reader, answer.form.submission) for answer in kept})
    if Comment.objects.count() - stored != different:
        yield f"{Comment.objects.count() - stored} stored, {different} acknowledged"
    judged = Verdict.objects.filter(comment__pk__gt=first).count()
    if judged != different:
        yield f"{different} comments, {judged} verdicts"


def _wrongly_answered(answers: list[Answer]) -> Iterator[str]:
    odd = Counter(answer.status for answer in answers if answer.status not in {302, 0} and answer.form.way != "tabs")
    if odd:
        yield f"refused or failed without a reason: {dict(odd)}"
    tabs = Counter(answer.status for answer in answers if answer.form.way == "tabs")
    if set(tabs) - {302, 429, 0}:
        yield f"from two tabs came: {dict(tabs)}"


def _wrongly_counted(articles: list[int]) -> Iterator[str]:
    shown = dict(Thread.objects.filter(pk__in=articles).values_list("pk", "shown"))
    if shown != counted(articles):
        yield f"threads count {shown}, there are {counted(articles)}"
    public = Comment.objects.filter(article__in=articles, root__isnull=False, state__in=Comment.PUBLIC).order_by()
    below = dict(public.values_list("root").annotate(Count("pk")))
    for pk, replies in Comment.objects.filter(article__in=articles, root=None).values_list("pk", "replies"):
        if replies != below.get(pk, 0):
            yield f"comment {pk} counts {replies} replies, there are {below.get(pk, 0)}"


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    report = measure(given[0] if given else 10, int(given[1]) if len(given) > 1 else 16)
    json.dump(report, sys.stdout, indent=2)
    sys.exit(bool(report["wrong"]))
