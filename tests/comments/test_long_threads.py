"""A thread of 50,000 comments costs what one of ten costs: the same queries, and no more work for the database."""

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

MOST_ROWS = 2_000  # that any step of PostgreSQL's plan may touch: some pages of comments
MOST_STEPS = 40_000  # instructions of SQLite's machine for a page: measured 5,000 to 15,000, whatever stands behind


def grow(like: Comment, number: int, **fixed: Any) -> None:
    """So many copies of a comment, each a second older than the last, written by the database itself."""
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
            cursor.execute("ANALYZE comments_comment")  # as its autovacuum does; nobody does it for SQLite


def grown(root: Comment, to: int) -> None:
    """Bring the thread of this root to so many comments, one in five of them below the root."""
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
    """The rows of the step that touched most, those it threw away included."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}".replace("%", "%%"))
        plan = cursor.fetchone()[0][0]["Plan"]

    def most(step: dict[str, Any]) -> float:
        thrown = sum(count for name, count in step.items() if name.startswith("Rows Removed"))
        return max([(step["Actual Rows"] + thrown) * step["Actual Loops"], *map(most, step.get("Plans", []))])

    return most(plan)


def cost(address: str) -> tuple[int, int]:
    """How many queries a page costs, and how many instructions of its machine SQLite carries out for them (else 0)."""
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
        Client().get(edition.path)  # what lives for seconds is warm
        costs[size] = {name: cost(address) for name, address in pages(edition, root).items()}
        assert max(queries for queries, _steps in costs[size].values()) <= 6, costs
    for name, (_queries, steps) in costs[50_000].items():
        assert steps < min(MOST_STEPS, 1.5 * costs[1_000][name][1] + 1_000), (name, costs)
