"""comments.states: everything that depends on a comment's state is updated with it, and only there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments import heat, states
from comments.models import Comment, Thread
from tests.comments import thread

State, Place = Comment.State, Comment.Place


@pytest.fixture
def root(db: None) -> Comment:
    return thread.comment(thread.commenter(), thread.story())


def answer(to: Comment, state: State = State.VISIBLE, text: str = "Betul.") -> Comment:
    """A reply as the pipeline stores it: without a place while it is held."""
    reply = Comment.objects.create(
        article=to.article,
        author=to.author,
        parent=to,
        root=to.root or to,
        text=text,
        state=state,
        place=Place.NOWHERE if state == State.HELD else Place.REPLY,
        submission=uuid4(),
        created_at=timezone.now(),
    )
    states.place(reply)
    return reply


def known(comment: Comment) -> tuple[int, int]:
    """The thread's count of visible comments, and its version."""
    return Thread.objects.filter(pk=comment.article_id).values_list("shown", "version").get()


def replies(comment: Comment) -> int:
    return Comment.objects.values_list("replies", flat=True).get(pk=comment.pk)


def test_a_comment_that_waits_is_nowhere_and_counts_nowhere(root: Comment) -> None:
    before = known(root)
    waiting = answer(root, State.HELD)
    assert waiting.place == Place.NOWHERE
    assert known(root) == before
    assert replies(root) == 0


def test_what_waited_gets_its_place_when_it_is_approved(root: Comment) -> None:
    shown, version = known(root)
    waiting = answer(root, State.HELD)
    states.move(waiting, to=State.APPROVED)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.place) == (State.APPROVED, Place.REPLY)
    assert known(root) == (shown + 1, version + 1)
    assert replies(root) == 1


def test_what_waited_and_was_refused_never_gets_a_place(root: Comment) -> None:
    before = known(root)
    waiting = answer(root, State.HELD)
    states.move(waiting, to=State.DELETED)
    assert waiting.place == Place.NOWHERE
    assert known(root) == before


def test_what_readers_have_seen_keeps_its_place_for_good(root: Comment, client: Client) -> None:
    shown, version = known(root)
    states.move(root, to=State.DELETED)
    assert root.place == Place.ROOT
    assert known(root) == (shown - 1, version + 1)
    html = client.get(root.get_absolute_url()).content.decode()
    assert f'id="{root.anchor}"' in html
    assert root.text not in html
    assert root.author.display_name not in html


def test_an_approval_of_what_is_visible_changes_no_count(root: Comment) -> None:
    shown, _version = known(root)
    states.move(root, to=State.APPROVED)
    assert known(root)[0] == shown


def test_a_deep_answer_counts_for_its_root_and_for_what_it_answers(root: Comment) -> None:
    first = answer(root)
    deep = answer(first)
    assert (replies(root), replies(first)) == (2, 1)
    states.move(deep, to=State.DELETED)
    assert (replies(root), replies(first)) == (1, 0)


def test_an_answer_warms_what_it_answers(root: Comment) -> None:
    cool = Comment.objects.get(pk=root.pk).heat
    answer(root)
    assert Comment.objects.get(pk=root.pk).heat > cool


@pytest.mark.parametrize(
    "wrong", [{"place": Place.NOWHERE}, {"place": Place.REPLY}, {"state": State.HIDDEN}, {"text": ""}]
)
def test_the_database_refuses_a_comment_that_stands_wrong(root: Comment, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=root.pk).update(**wrong)


def test_the_database_refuses_an_answer_without_a_root(root: Comment) -> None:
    other = answer(root)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=other.pk).update(root=None)


NOW = timezone.now()
COUNT = st.integers(min_value=0, max_value=100_000)


@given(agreed=COUNT, replies=COUNT)
def test_heat_grows_with_every_reader_who_agrees(agreed: int, replies: int) -> None:
    assert heat.heat(NOW, agreed=agreed + 1, replies=replies) >= heat.heat(NOW, agreed=agreed, replies=replies)


@given(agreed=COUNT, replies=COUNT, hours=st.integers(min_value=1, max_value=10_000))
def test_an_older_comment_with_the_same_answers_is_cooler(agreed: int, replies: int, hours: int) -> None:
    older = NOW - timedelta(hours=hours)
    assert heat.heat(older, agreed=agreed, replies=replies) < heat.heat(NOW, agreed=agreed, replies=replies)


def test_a_quarrel_with_few_who_agree_cools_below_a_quiet_comment() -> None:
    quarrel, liked = heat.heat(NOW, agreed=1, replies=80), heat.heat(NOW, agreed=80, replies=80)
    assert quarrel < heat.heat(NOW, agreed=0, replies=0) < liked


def test_twice_the_warmth_is_worth_three_hours() -> None:
    morning = NOW - heat.HALVING
    assert abs(heat.heat(morning, agreed=1, replies=0) - heat.heat(NOW, agreed=0, replies=0)) <= 1
