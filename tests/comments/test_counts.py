"""Printed counts are the number of comments that readers can see at that moment."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import workflow
from articles.models import Edition
from comments import complaints, moderation, pipeline, rulings
from comments.models import Comment
from newsroom.accounts.models import User
from tests import cast
from tests.clock import at
from tests.comments import thread

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def comments() -> list[Comment]:
    return thread.comments(thread.commenter(), thread.story(), 3)


def page(comment: Comment) -> str:
    return Client().get(f"/komentar/{comment.article_id}/").content.decode()


def counted(comment: Comment) -> int:
    answer = Client().get(f"/komentar/{comment.article_id}/jumlah/")
    assert answer["Cache-Control"].startswith("s-maxage=5")
    number: int = answer.json()["shown"]
    return number


def test_what_is_withheld_is_not_counted_and_counts_again_once_it_is_decided(comments: list[Comment]) -> None:
    now = timezone.now()
    complaints.complain(comments[0], reason="hate", device="d", now=now)
    with at(now + 46 * HOUR):
        assert "Komentar (3)" in page(comments[0])
        assert counted(comments[0]) == 3
    with at(now + 47 * HOUR):
        assert "Komentar (2)" in page(comments[0])
        assert counted(comments[0]) == 2
        moderation.approve(comments[0], by=cast.made())
        assert "Komentar (3)" in page(comments[0])
    with at(now + 48 * HOUR):
        assert counted(comments[0]) == 3


def test_a_withheld_comment_that_is_hidden_too_is_taken_off_once(comments: list[Comment]) -> None:
    now = timezone.now()
    complaints.complain(comments[0], reason="hate", device="d", now=now)
    with at(now + 47 * HOUR):
        moderation.hide(comments[0], by=cast.made(), reason="hate")
        assert counted(comments[0]) == 2


def test_another_story_keeps_its_count(comments: list[Comment]) -> None:
    other = thread.comments(
        comments[0].author, cast.published(*(User.objects.get(display_name=name) for name in ("Rina", "Bagus"))), 1
    )
    now = timezone.now()
    complaints.complain(comments[0], reason="hate", device="d", now=now)
    with at(now + 47 * HOUR):
        assert counted(other[0]) == 1


def test_nothing_is_counted_where_readers_see_no_comments(comments: list[Comment]) -> None:
    article = comments[0].article
    rulings.rule(article, rule="never", by=cast.made())
    assert counted(comments[0]) == 0
    rulings.rule(article, rule="open", by=cast.sari())
    sari = User.objects.get(display_name="Sari")
    workflow.retract(
        article, by=sari, ground=Edition.Ground.WRONG, explanation="Angka ini keliru dan tidak dapat diperbaiki."
    )
    assert counted(comments[0]) == 0
    assert Client().get("/komentar/99999/jumlah/").json() == {"shown": 0}


def test_the_count_is_one_query_and_sets_no_cookie(
    comments: list[Comment], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        answer = Client().get(f"/komentar/{comments[0].article_id}/jumlah/")
    assert not answer.cookies


def answered(root: Comment, number: int, *, by: str = "Wati") -> list[Comment]:
    """This many replies to a comment by another reader, oldest first."""
    reader, now = thread.commenter(by), timezone.now() - HOUR
    return [
        pipeline.send(
            f"Balasan nomor {count} di bawah {root.pk}.",
            by=reader,
            article=root.article,
            submission=uuid4(),
            parent=root,
            now=now + count * timedelta(minutes=1),
        )
        for count in range(1, number + 1)
    ]


def links(comment: Comment) -> set[str]:
    """The texts of all links to the replies of a comment."""
    story = Edition.objects.get(article=comment.article_id)
    pages = [Client().get(path).content.decode() for path in (story.path, f"/komentar/{comment.article_id}/")]
    return {" ".join(found) for found in (re.findall(r"Semua \d+ balasan", html) for html in pages)}


def branch(root: Comment) -> tuple[str, int]:
    """The number in the heading of the replies page, and the number of replies shown there."""
    html = Client().get(f"/komentar/balasan/{root.pk}/").content.decode()
    return re.findall(r"\d+ balasan", html)[0], html.count("Balasan nomor")


def test_the_link_to_all_replies_counts_what_stands_behind_it(comments: list[Comment]) -> None:
    root, now = comments[0], timezone.now()
    replies = answered(root, 6)
    complaints.complain(replies[4], reason="hate", device="d", now=now)
    moderation.hide(replies[5], by=cast.made(), reason="spam")
    with at(now + 46 * HOUR):
        assert links(root) == {"Semua 5 balasan"}
        assert branch(root) == ("5 balasan", 5)
    with at(now + 47 * HOUR):
        assert links(root) == {"Semua 4 balasan"}
        assert branch(root) == ("4 balasan", 4)
        moderation.approve(replies[4], by=User.objects.get(display_name="Made"))
        assert links(root) == {"Semua 5 balasan"}


def test_no_link_leads_to_replies_that_are_all_withheld(comments: list[Comment]) -> None:
    root, now = comments[0], timezone.now()
    replies = answered(root, 4)
    for number in (0, 3):
        complaints.complain(replies[number], reason="hate", device=f"d{number}", now=now)
    with at(now + 47 * HOUR):
        assert links(root) == {""}
        assert branch(root) == ("2 balasan", 2)


def test_what_is_withheld_below_another_comment_counts_there_alone(comments: list[Comment]) -> None:
    now, replies = timezone.now(), answered(comments[0], 4)
    (other,) = answered(comments[2], 1, by="Agus")
    complaints.complain(other, reason="hate", device="d", now=now)
    with at(now + 47 * HOUR):
        assert links(comments[0]) == {"Semua 4 balasan"}
        assert branch(comments[0]) == (f"{len(replies)} balasan", 4)
        assert branch(comments[2]) == ("0 balasan", 0)
