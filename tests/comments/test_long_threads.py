"""A thread of 50,000 comments costs as much as one of ten: in queries, and in work for the database."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Edition
from comments import orders, states
from comments.models import Comment, Thread
from tests.comments import thread

pytestmark = pytest.mark.django_db

MOST_ROWS = 2_000  # limit for any step of PostgreSQL's plan: a few pages of comments
MOST_STEPS = 40_000  # instructions of SQLite's virtual machine per page; measured: 5,000 to 15,000


def grow(like: Comment, number: int, **fixed: Any) -> None:
    """Insert this many copies of a comment by SQL, each a second older than the last."""
    kept = {"submission", "created_at", "heat", *fixed}
    columns = [field.column for field in Comment._meta.local_concrete_fields if not field.primary_key]
    same = [column for column in columns if column not in kept]
    if connection.vendor == "sqlite":
        made = ["lower(hex(randomblob(16)))", "strftime('%%Y-%%m-%%d %%H:%%M:%%f', created_at, '-' || i || ' seconds')"]
    else:
        made = ["gen_random_uuid()", "created_at - i * interval '1 second'"]
    values = [*same, *made, "heat - i", *("%s" for _name in fixed)]
    names = [*same, "submission", "created_at", "heat", *fixed]
    with connection.cursor() as cursor:
        numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
        copied = f"SELECT {', '.join(values)} FROM comments_comment, n WHERE comments_comment.id = %s"  # noqa: S608
        insert = f"{numbers} INSERT INTO comments_comment ({', '.join(names)}) {copied}"
        cursor.execute(insert, [number, *fixed.values(), like.pk])
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE comments_comment")  # as autovacuum does


def grown(root: Comment, to: int) -> None:
    """Grow the thread to this many comments, a fifth of them replies to this root."""
    now = Comment.objects.filter(article=root.article_id).count()
    replies = (to - now) // 5
    grow(root, to - now - replies)
    grow(root, replies, place=Comment.Place.REPLY, root_id=root.pk, parent_id=root.pk)
    Comment.objects.filter(pk=root.pk).update(replies=Comment.objects.filter(root=root).count())
    states.touch(root.article_id, to - Thread.objects.get(pk=root.article_id).shown)


def pages(edition: Edition, root: Comment) -> dict[str, str]:
    address = reverse("comment_thread", args=[edition.article_id])
    deep = Comment.objects.under(edition.article_id).order_by("created_at")[5]
    reply = Comment.objects.answering(root.pk).order_by("-created_at")[0]
    return {
        "article": edition.path,
        **{order.name: f"{address}?urut={order.name}" for order in orders.ORDERS},
        "at the end": deep.get_absolute_url().partition("#")[0],
        "branch": reverse("comment_replies", args=[root.pk]),
        "reply": reply.get_absolute_url().partition("#")[0],
    }


def queries_of(address: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(address).status_code == 200, address
    return [query["sql"] for query in queries]


def _most_rows(sql: str) -> float:
    """The highest number of rows that a step of the plan read, including those it filtered out."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}".replace("%", "%%"))
        plan = cursor.fetchone()[0][0]["Plan"]

    def most(step: dict[str, Any]) -> float:
        thrown = sum(count for name, count in step.items() if name.startswith("Rows Removed"))
        return max([(step["Actual Rows"] + thrown) * step["Actual Loops"], *map(most, step.get("Plans", []))])

    return most(plan)


def cost(address: str) -> tuple[int, int]:
    """The number of queries of a page, and of SQLite's instructions (0 on PostgreSQL)."""
    if connection.vendor != "sqlite":
        asked = queries_of(address)
        assert max(_most_rows(sql) for sql in asked if sql.startswith("SELECT")) < MOST_ROWS, address
        return len(asked), 0
    counted = [0]

    def count() -> int:
        counted[0] += 100
        return 0

    connection.connection.set_progress_handler(count, 100)
    try:
        return len(queries_of(address)), counted[0]
    finally:
        connection.connection.set_progress_handler(None, 0)


def test_a_thread_costs_the_same_with_10_1000_and_50000_comments() -> None:
    edition = thread.story()
    root = thread.comments(thread.commenter(), edition, 1)[0]
    costs = {}
    for size in (10, 1_000, 50_000):
        grown(root, size)
        assert Comment.objects.count() == Thread.objects.get().shown == size
        Client().get(edition.path)  # fill the caches of a few seconds
        costs[size] = {name: cost(address) for name, address in pages(edition, root).items()}
        assert max(queries for queries, _steps in costs[size].values()) <= 6, costs
    for name, (_queries, steps) in costs[50_000].items():
        assert steps < min(MOST_STEPS, 1.5 * costs[1_000][name][1] + 1_000), (name, costs)
