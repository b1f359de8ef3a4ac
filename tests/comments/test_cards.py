"""The HTML of a comment is cached by everything that it depends on, but not by the visitor."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Edition
from comments import limits, moderation, own, permissions, pipeline, threads
from comments.models import Case, Thread
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db

FACT_OF = {
    "is_shown": "state",
    "is_public": "state",
    "is_hidden": "state",
    "is_deleted": "state",
    "anchor": "pk",
    "get_absolute_url": "root_id",
    "html": "text",
    "get_voice_display": "voice",
    "get_reason_display": "reason",
}


def seen(edition: Edition, by: User | None = None) -> str:
    client = thread.logged_in(by) if by else Client()
    return client.get(f"/komentar/{edition.article_id}/").content.decode()


def test_all_that_the_templates_print_of_a_comment_is_in_its_key() -> None:
    """Whatever a template prints must be in Card.facts, or pages show outdated comments."""
    folder = Path(settings.BASE_DIR) / "templates/comments"
    source = "".join((folder / name).read_text() for name in ("_comment.html", "_acts.html"))
    printed = set(re.findall(r"\b(?:comment|card)((?:\.\w+)+)", source))
    assert printed
    module = Path(threads.__file__).read_text()
    facts = module[module.index("def facts") : module.index("def all")]
    for path in printed:
        name = path.split(".")[-1]
        assert re.search(rf"\.{FACT_OF.get(name, name)}\b", facts), path


@pytest.mark.parametrize("is_logged_in", [False, True])
def test_whatever_becomes_of_a_comment_shows_at_once(is_logged_in: bool) -> None:
    putri, wati, made, edition = thread.commenter(), thread.commenter("Wati"), cast.made(), thread.story()
    reader = thread.commenter("Baca") if is_logged_in else None
    comment = thread.comment(putri, edition, "Harganya turun.")
    shown = [seen(edition, reader)]

    own.agree(comment, by=wati)
    shown.append(seen(edition, reader))
    pipeline.edit(comment, "Harganya naik.", by=putri)
    shown.append(seen(edition, reader))
    User.objects.filter(pk=putri.pk).update(display_name="Putri Ayu")
    shown.append(seen(edition, reader))
    Thread.objects.filter(pk=edition.article_id).update(rule=Thread.Rule.CLOSED)
    shown.append(seen(edition, reader))
    moderation.hide(comment, by=made, reason="spam", note="Iklan.")
    shown.append(seen(edition, reader))

    assert "Harganya turun." in shown[0]
    assert "(1)" in shown[1] if reader else "1 setuju" in shown[1]
    assert "Harganya naik." in shown[2]
    assert "Harganya turun." not in shown[2]
    assert "Putri Ayu" in shown[3]
    assert f"/komentar/balas/{comment.pk}/" in shown[3]
    assert f"/komentar/balas/{comment.pk}/" not in shown[4]
    assert "Iklan." in shown[5]
    assert "Harganya naik." not in shown[5]


def test_what_one_reader_did_is_not_shown_to_another() -> None:
    putri, wati, joko, edition = (*map(thread.commenter, ("Putri", "Wati", "Joko")), thread.story())
    comment = thread.comment(putri, edition, "Harganya turun.")
    own.agree(comment, by=wati)
    own.mute(putri, by=joko)

    for _again in range(2):  # rendered, then cached
        assert 'aria-pressed="true"' in seen(edition, wati)
        assert 'aria-pressed="true"' not in seen(edition, joko)
        assert "comment__muted" in seen(edition, joko)
        assert "comment__muted" not in seen(edition, wati)
        assert f"/komentar/hapus/{comment.pk}/" in seen(edition, putri)
        assert f"/komentar/hapus/{comment.pk}/" not in seen(edition, wati)
        assert "aria-pressed" not in seen(edition)


def test_a_comment_that_the_clock_withholds_leaves_though_its_row_is_the_same() -> None:
    """The 47 hours of a complaint end without any change in the database."""
    edition, reader = thread.story(), thread.commenter("Baca")
    comment = thread.comment(thread.commenter(), edition, "Harganya turun.")
    assert "Harganya turun." in seen(edition, reader)
    now = timezone.now()
    Case.objects.create(comment=comment, due_at=now, withheld_from=now)
    assert "Harganya turun." not in seen(edition, reader)


@pytest.mark.parametrize("number", [1, limits.PAGE, limits.PAGE * 3])
def test_a_page_costs_a_reader_eight_queries_however_long_the_thread_is(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition, putri = thread.story(), thread.commenter()
    thread.comments(thread.commenter("Wati"), edition, number)
    client = thread.logged_in(putri)
    client.get(f"/komentar/{edition.article_id}/")
    with django_assert_num_queries(8):
        client.get(f"/komentar/{edition.article_id}/")


def test_what_only_the_newsroom_may_do_is_not_asked_for_a_reader(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    putri, bagus = thread.commenter(), cast.bagus()
    with django_assert_num_queries(0):
        assert not permissions.can_pick(putri)
    assert permissions.can_pick(bagus)
