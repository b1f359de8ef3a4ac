"""“Most replied” follows the visible counts at any time, across all pages."""

import random
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Edition
from comments import complaints, moderation
from comments.models import Case, Comment
from newsroom.accounts.models import User
from tests import cast
from tests.clock import at
from tests.comments import thread

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def edition() -> Edition:
    return thread.story()


def answered(root: Comment, number: int, **fields: Any) -> list[Comment]:
    """This many replies to a comment, stored directly and counted."""
    made = Comment.objects.bulk_create(
        Comment(
            **{
                "article": root.article,
                "author": root.author,
                "root": root,
                "parent": root,
                "text": "Balasan.",
                "place": Comment.Place.REPLY,
                "submission": uuid4(),
                "created_at": root.created_at + timedelta(seconds=count),
                **fields,
            }
        )
        for count in range(number)
    )
    Comment.objects.filter(pk=root.pk).update(replies=root.replies + sum(one.is_public for one in made))
    root.refresh_from_db()
    return made


def withhold(comments: list[Comment], moment: datetime) -> None:
    Case.objects.bulk_create(Case(comment=one, withheld_from=moment, due_at=moment + HOUR) for one in comments)


def walked(edition: Edition) -> list[int]:
    """The ids of the roots on all pages, in order."""
    found: list[int] = []
    path = f"{reverse('comment_thread', args=[edition.article_id])}?urut=ramai"
    while path:
        html = Client().get(path).content.decode()
        found += map(int, re.findall(r'<li>\s*<(?:article|div) class="comment[^"]*" id="komentar-(\d+)"', html))
        further = re.findall(r'class="more"><a href="([^"#]+dari=[^"#]+)#', html)
        path = further[-1].replace("&amp;", "&") if further else ""
    roots = {*Comment.objects.under(edition.article_id).values_list("pk", flat=True)}
    return [pk for pk in found if pk in roots]


def test_an_answer_that_is_out_of_sight_lifts_nothing_up(edition: Edition) -> None:
    one, other = thread.comments(thread.commenter(), edition, 2)
    now, campaign, made = timezone.now(), answered(one, 3), cast.made()
    answered(other, 2)
    for number, reply in enumerate(campaign[:2]):
        complaints.complain(reply, reason="hate", device=f"d{number}", now=now)
    with at(now + 46 * HOUR):
        assert walked(edition) == [one.pk, other.pk]  # 3 and 2
    with at(now + 47 * HOUR):
        assert walked(edition) == [other.pk, one.pk]  # 2 and 1
        moderation.approve(campaign[0], by=made)
        assert walked(edition) == [other.pk, one.pk]  # 2 and 2, the later one first
        moderation.approve(campaign[1], by=made)
        assert walked(edition) == [one.pk, other.pk]


@pytest.mark.parametrize("seed", range(4))
def test_every_page_agrees_with_the_numbers_that_readers_see(edition: Edition, seed: int) -> None:
    """Each root appears once, whichever comments are withheld: few, many, all, or the root itself."""
    drawn, now = random.Random(seed), timezone.now()
    roots = thread.comments(thread.commenter(), edition, 70)
    seen = {}
    for root in roots:
        replies = answered(root, drawn.choice([0, 0, 1, 2, 3, 9]))
        share = drawn.choice([0, 0.5, 1]) if seed else 1  # the first run withholds every reply
        gone = [reply for reply in replies if drawn.random() < share]
        withhold(gone, now - HOUR)
        withhold(answered(root, drawn.choice([0, 1]), state=Comment.State.DELETED), now - HOUR)
        withhold(answered(root, drawn.choice([0, 1])), now + HOUR)  # withheld later
        root.refresh_from_db()
        seen[root.pk] = root.replies - len(gone)
    withhold(drawn.sample(roots, 10), now - HOUR)
    assert walked(edition) == sorted(seen, key=lambda pk: (seen[pk], pk), reverse=True)


def test_another_story_moves_nothing_here(edition: Edition) -> None:
    putri, now = thread.commenter(), timezone.now()
    one, other = thread.comments(putri, edition, 2)
    answered(one, 2)
    answered(other, 1)
    elsewhere = cast.published(*(User.objects.get(display_name=name) for name in ("Rina", "Bagus")))
    withhold(answered(thread.comments(putri, elsewhere, 1)[0], 5), now - HOUR)
    assert walked(edition) == [one.pk, other.pk]


def test_a_page_costs_six_queries_whatever_is_withheld(
    edition: Edition, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for root in thread.comments(thread.commenter(), edition, 60):
        withhold(answered(root, 3)[:2], timezone.now() - HOUR)
    for key in ("", "&dari=1.99999"):
        with django_assert_max_num_queries(6):
            Client().get(f"{reverse('comment_thread', args=[edition.article_id])}?urut=ramai{key}")
