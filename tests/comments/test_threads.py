"""Replies, orders, pages and permalinks of threads of any size."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Edition
from comments import heat, moderation, pipeline, refusals, states
from comments.models import Comment, Thread
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db
Place, State = Comment.Place, Comment.State


@pytest.fixture
def edition() -> Edition:
    return thread.story()


@pytest.fixture
def putri() -> User:
    return thread.commenter()


def reply(to: Comment, by: User, text: str = "Betul.") -> Comment:
    return pipeline.send(text, by=by, article=to.article, submission=uuid4(), parent=to)


def replies(to: Comment, number: int) -> list[Comment]:
    """This many replies, oldest first, a second apart; stored directly, without the limits of the pipeline."""
    begin = to.created_at + timedelta(minutes=1)
    made = Comment.objects.bulk_create(
        Comment(
            article=to.article,
            author=to.author,
            root=to,
            parent=to,
            text=f"Balasan nomor {count}.",
            place=Place.REPLY,
            submission=uuid4(),
            created_at=begin + timedelta(seconds=count),
        )
        for count in range(1, number + 1)
    )
    states.warm(to.pk, replies=number)
    states.touch(to.article_id, number)
    return made


def read(path: str, client: Client | None = None) -> str:
    response = (client or Client()).get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def shown(html: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'id="komentar-(\d+)"', html)]


def following(html: str) -> str:
    """The URL of the next page, "" on the last one."""
    found = re.findall(r'class="(?:replies__)?more"><a (?:data-more="\d+" )?href="([^"#]+(?:mulai|dari)=[^"#]+)#', html)
    return found[-1].replace("&amp;", "&") if found else ""


def address(edition: Edition, order: str = "") -> str:
    return reverse("comment_thread", args=[edition.article_id]) + (f"?urut={order}" if order else "")


def test_an_answer_stands_below_what_it_answers(edition: Edition, putri: User) -> None:
    root = thread.comment(putri, edition)
    first = reply(root, thread.commenter("Wati"))
    deep = reply(first, thread.commenter("Tono"), "Tidak juga.")
    assert (first.root, first.parent, deep.root, deep.parent) == (root, root, root, first)
    html = read(edition.path)
    assert shown(html) == [root.pk, first.pk, deep.pk]
    assert re.search(r"membalas <bdi>@Wati</bdi>", html)
    assert html.count("membalas <bdi>") == 1  # direct replies do not name the root's author
    assert Thread.objects.get().shown == 3


def test_three_replies_are_shown_and_the_rest_is_a_link_away(edition: Edition, putri: User) -> None:
    root = thread.comment(putri, edition)
    made = replies(root, 30)
    html = read(edition.path)
    assert shown(html) == [root.pk, *(one.pk for one in made[:3])]
    branch = reverse("comment_replies", args=[root.pk])
    assert f'data-more="{root.pk}" href="{branch}#balasan"' in html
    assert "Semua 30 balasan" in html
    first = read(branch)
    assert shown(first) == [root.pk, *(one.pk for one in made[:25])]
    assert shown(read(following(first))) == [root.pk, *(one.pk for one in made[25:])]


def test_nobody_answers_what_is_gone_or_waits(edition: Edition, putri: User) -> None:
    root = thread.comment(putri, edition)
    moderation.hide(root, by=cast.made(), reason="spam")
    with pytest.raises(refusals.AnswersNothing):
        reply(Comment.objects.get(pk=root.pk), thread.commenter("Wati"))
    client = thread.logged_in(thread.commenter("Tono"))
    assert client.get(reverse("comment_answer", args=[root.pk])).status_code == 404
    typed = thread.typed("Tetap saya jawab.", parent=root.pk)
    response = client.post(reverse("comment_send", args=[edition.article_id]), typed)
    assert response.status_code == 409
    assert "Tetap saya jawab." in response.content.decode()


@pytest.mark.parametrize("parent", ["x", "0", "9" * 18, "-1"])
def test_an_answer_to_no_comment_is_not_found(edition: Edition, putri: User, parent: str) -> None:
    typed = thread.typed("Halo.", parent=parent)
    response = thread.logged_in(putri).post(reverse("comment_send", args=[edition.article_id]), typed)
    assert response.status_code == 404
    assert not Comment.objects.exists()


def test_a_reader_answers_through_the_form(edition: Edition, putri: User) -> None:
    root = thread.comment(thread.commenter("Wati"), edition, "Apa benar?")
    client = thread.logged_in(putri)
    html = read(reverse("comment_answer", args=[root.pk]), client)
    assert "Apa benar?" in html
    assert f'name="parent" value="{root.pk}"' in html
    typed = thread.typed("Benar.", parent=root.pk)
    response = client.post(reverse("comment_send", args=[edition.article_id]), typed)
    made = Comment.objects.get(text="Benar.")
    assert made.parent == root
    assert response["Location"] == made.get_absolute_url()
    assert made.pk in shown(read(made.get_absolute_url(), client))


def test_a_stranger_who_wants_to_answer_is_asked_to_log_in(edition: Edition, putri: User) -> None:
    path = reverse("comment_answer", args=[thread.comment(putri, edition).pk])
    response = Client().get(path)
    assert response["Location"].startswith(f"{reverse('account_login')}?next={path}")


@pytest.mark.parametrize("gone", [State.HIDDEN, State.DELETED])
def test_the_address_of_a_reply_leads_to_it_and_survives_its_removal(edition: Edition, putri: User, gone: str) -> None:
    root = thread.comment(putri, edition)
    late = replies(root, 60)[49]
    path = late.get_absolute_url()
    assert shown(read(path))[:2] == [root.pk, late.pk]
    if gone == State.HIDDEN:
        moderation.hide(late, by=cast.made(), reason="spam")
    else:
        states.move(late, to=State.DELETED)
    html = read(path)
    assert late.pk in shown(html)
    assert late.text not in html


def walk(path: str) -> list[int]:
    seen: list[int] = []
    while path:
        html = read(path)
        seen += shown(html)
        path = following(html)
    return seen


@pytest.mark.parametrize("order", ["terbaru", "terlama", "terhangat", "ramai"])
def test_every_order_shows_every_comment_once(edition: Edition, putri: User, order: str) -> None:
    made = thread.comments(putri, edition, 60)
    for number, comment in enumerate(made):
        comment.agreed, comment.replies = number % 7, 0
        comment.heat = heat.heat(comment.created_at, agreed=comment.agreed, replies=0)
    Comment.objects.bulk_update(made, ["agreed", "heat"])
    expected = {
        "terbaru": sorted(made, key=lambda one: (one.created_at, one.pk), reverse=True),
        "terlama": sorted(made, key=lambda one: (one.created_at, one.pk)),
        "terhangat": sorted(made, key=lambda one: (one.heat, one.pk), reverse=True),
        "ramai": sorted(made, key=lambda one: (one.replies, one.pk), reverse=True),
    }[order]
    assert walk(address(edition, order)) == [one.pk for one in expected]


def test_a_page_of_the_hottest_stays_where_it_was_while_others_warm_up(edition: Edition, putri: User) -> None:
    made = thread.comments(putri, edition, 40)
    for comment in made:
        states.warm(comment.pk)
    first = read(address(edition, "terhangat"))
    states.warm(made[0].pk, agreed=500)  # the order changes while somebody reads the first page
    second = read(following(first))
    assert set(shown(first)) | set(shown(second)) == {one.pk for one in made} - {made[0].pk}
    assert not set(shown(first)) & set(shown(second))


def test_the_most_answered_stands_first(edition: Edition, putri: User) -> None:
    made = thread.comments(putri, edition, 3)
    replies(made[1], 5)
    assert shown(read(address(edition, "ramai")))[0] == made[1].pk


NOWHERE = ["urut=x", "urut=terhangat&dari=x", "urut=ramai&dari=1", "urut=ramai&mulai=1", "mulai=1%00", "mulai=x"]
NOWHERE += ["urut=terhangat&dari=" + "9" * 40 + ".1"]


@pytest.mark.parametrize("query", NOWHERE)
def test_an_address_that_means_nothing_is_not_found(edition: Edition, query: str) -> None:
    assert Client().get(f"{address(edition)}?{query}").status_code == 404


@pytest.mark.parametrize("path", ["balasan/404/", "balas/404/", "balasan/0/"])
def test_the_branch_of_no_comment_is_not_found(edition: Edition, path: str) -> None:
    assert Client().get(f"/komentar/{path}").status_code == 404


def test_a_reply_has_no_branch_of_its_own(edition: Edition, putri: User) -> None:
    below = reply(thread.comment(putri, edition), thread.commenter("Wati"))
    assert Client().get(reverse("comment_replies", args=[below.pk])).status_code == 404


def test_strangers_get_the_same_bytes_of_a_branch(edition: Edition, putri: User) -> None:
    root = thread.comment(putri, edition)
    replies(root, 5)
    path = reverse("comment_replies", args=[root.pk])
    one, two = Client().get(path), Client(headers={"cookie": "iklan=1"}).get(path)
    assert one.content == two.content
    assert not one.cookies
    assert "csrf" not in one.content.decode().lower()
    assert "s-maxage" in one["Cache-Control"]


def test_a_story_that_never_takes_comments_shows_none(edition: Edition, putri: User) -> None:
    thread.comment(putri, edition, "Komentar lama.")
    Thread.objects.update(rule=Thread.Rule.NEVER)
    for client in (Client(), thread.logged_in(putri)):
        html = read(edition.path, client)
        assert "Komentar lama." not in html
        assert 'name="text"' not in html


def multiplied(comment: Comment, number: int) -> Comment:
    """Insert this many copies of a comment, each a second newer than the one before; return the last."""
    table, columns = Comment._meta.db_table, [field.column for field in Comment._meta.local_concrete_fields[1:]]
    is_sqlite = connection.vendor == "sqlite"
    later = (
        "strftime('%%Y-%%m-%%d %%H:%%M:%%f', created_at, n || ' seconds')"
        if is_sqlite
        else "created_at + n * interval '1 second'"
    )
    values = {
        "submission": "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()",
        "created_at": later,
        "heat": "heat + n",
        "replies": "n %% 5",
    }
    chosen = ", ".join(values.get(column, column) for column in columns)
    counted = "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < %s)"
    into = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM {table}, counted WHERE id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"{counted} {into}", [number - 1, comment.pk])
    return Comment.objects.filter(place=comment.place).latest("created_at")


@pytest.mark.parametrize("number", [10, 1_000, 50_000])
def test_a_page_costs_a_stranger_six_queries_at_any_size(
    edition: Edition, putri: User, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Half of the comments are replies to one of the others, so that there is a long branch too."""
    root = multiplied(thread.comments(putri, edition, 1)[0], number // 2)
    multiplied(replies(root, 1)[0], number // 2)
    states.warm(root.pk, replies=number // 2)
    states.touch(edition.article_id, number)
    Thread.objects.update(picks=1)
    middle = Comment.objects.filter(place=Place.ROOT)[number // 4]
    branch = reverse("comment_replies", args=[root.pk])
    deep = Comment.objects.filter(place=Place.REPLY)[number // 4]
    paths = [address(edition, order) for order in ("", "terlama", "terhangat", "ramai")]
    paths += [
        middle.get_absolute_url(),
        deep.get_absolute_url(),
        branch,
        f"{address(edition, 'ramai')}&dari=2.{middle.pk}",
    ]
    for path in paths:
        with django_assert_max_num_queries(6):
            read(path)


@pytest.mark.parametrize("number", [3, 60])
def test_a_page_costs_a_reader_the_same_at_any_size(
    edition: Edition, putri: User, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    replies(thread.comments(putri, edition, number)[-1], number)
    client = thread.logged_in(thread.commenter("Wati"))
    with django_assert_max_num_queries(18):
        read(address(edition), client)


def test_posting_a_reply_costs_the_same_below_any_comment(
    edition: Edition, putri: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    root, wati = thread.comment(putri, edition), thread.commenter("Wati")
    replies(root, 200)
    root = Comment.objects.select_related("case", "article").get(pk=root.pk)  # as the view does
    with django_assert_max_num_queries(19):
        reply(root, wati)


def test_the_newsrooms_people_speak_as_what_they_are(edition: Edition) -> None:
    rina, bagus = (User.objects.get(display_name=name) for name in ("Rina", "Bagus"))
    for person in (rina, bagus):
        thread.consent.accept(thread.verified(person), thread.terms(), now=timezone.now())
    writer, editor = (
        thread.comment(rina, edition, "Terima kasih."),
        thread.comment(bagus, edition, "Sudah kami perbaiki."),
    )
    assert (writer.voice, editor.voice) == (Comment.Voice.WRITER, Comment.Voice.NEWSROOM)
    assert thread.comment(thread.commenter(), edition).voice == Comment.Voice.READER
    html = read(edition.path)
    assert '<span class="comment__badge">Penulis</span>' in html
    assert '<span class="comment__badge">Redaksi</span>' in html


@pytest.mark.parametrize("gone", [State.HIDDEN, State.DELETED])
def test_no_page_offers_to_answer_what_is_gone_or_names_who_wrote_it(edition: Edition, putri: User, gone: str) -> None:
    root, wati = thread.comments(putri, edition, 1)[0], thread.commenter("Wati")
    replies(root, 1)
    Comment.objects.filter(root=root).update(author=wati)
    client = thread.logged_in(wati)
    link = reverse("comment_answer", args=[root.pk])
    assert link in read(reverse("comment_replies", args=[root.pk]), client)
    if gone == State.HIDDEN:
        moderation.hide(root, by=cast.made(), reason="spam")
    else:
        states.move(Comment.objects.get(pk=root.pk), to=State.DELETED)
    for reader in (client, Client()):
        assert link not in read(reverse("comment_replies", args=[root.pk]), reader)
    sent = client.post(reverse("comment_send", args=[edition.article_id]), thread.typed("Setuju.", parent=root.pk))
    html = sent.content.decode()
    assert sent.status_code == 409
    assert "Setuju." in html
    assert root.text not in html
    assert "comment--quoted" not in html
