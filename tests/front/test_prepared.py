"""Prepared queries return what their querysets return, for all arguments, on both databases."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, models
from django.db.models import F
from django.utils import timezone

from articles.models import Edition, EditionTopic, Section
from comments.models import Comment, Thread
from newsroom.prepared import Prepared, PreparedUpdate, store
from tests import cast
from tests.comments import thread
from tests.pages import press
from tests.pages.conftest import desk  # noqa: F401  (a fixture)
from tests.pages.press import Desk


def _in_section(at: datetime, section: int) -> models.QuerySet[Edition]:
    return Edition.objects.live(at).standing().filter(section=section).cards()


def _about(at: datetime, slug: str) -> models.QuerySet[Edition]:
    ids = EditionTopic.objects.live(at).standing().filter(topic__slug=slug).newest_edition_ids(3)
    return Edition.objects.any_of(ids, Edition.objects.live(at).newest_ids(1)).cards().prefetch_related("read_also")


def _addresses(at: datetime) -> models.QuerySet[Edition, tuple[str, datetime]]:
    return Edition.objects.live(at).order_by("pk").values_list("path", "live_from")


@pytest.fixture
def paper(desk: Desk) -> list[Edition]:  # noqa: F811
    photo = press.photo(desk.rina)
    return [
        desk.publish(
            f"Berita {number}",
            now=press.ago(hours=10 - number),
            section=cast.section(("Nasional", "Ekonomi")[number % 2]),
            topics=[cast.topic()] if number % 3 else [],
            lead_photo=photo if number % 2 else None,
        )
        for number in range(6)
    ]


def test_it_finds_the_same_rows_in_the_same_order(paper: list[Edition]) -> None:
    in_section, about, addresses = Prepared(_in_section), Prepared(_about), Prepared(_addresses)

    for hours in (-1, 0, 3, 5.5, 20):
        at = timezone.now() - timedelta(hours=hours)
        for section in Section.objects.values_list("pk", flat=True):
            assert in_section(at=at, section=section) == list(_in_section(at, section))
        for slug in ("pangan", "tidak-ada", "'; DROP TABLE articles_edition; --"):
            assert about(at=at, slug=slug) == list(_about(at, slug))
        assert addresses(at=at) == list(_addresses(at))


def test_rows_are_as_the_queryset_would_have_made_them(paper: list[Edition]) -> None:
    now, section = timezone.now(), paper[1].section_id
    prepared = Prepared(_in_section)(at=now, section=section)[0]
    ordinary = _in_section(now, section)[0]

    assert prepared.get_deferred_fields() == ordinary.get_deferred_fields()
    for name in ("headline", "published_at", "lead_photo", "topics", "bylines"):
        assert getattr(prepared, name) == getattr(ordinary, name)
    assert prepared.section == ordinary.section


def test_it_costs_one_query_and_those_of_its_prefetches(
    paper: list[Edition], django_assert_num_queries: pytest.FixtureRequest
) -> None:
    about, in_section = Prepared(_about), Prepared(_in_section)
    now = timezone.now()

    for _time in range(2):
        with django_assert_num_queries(2):  # type: ignore[operator]
            about(at=now, slug="pangan")
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert [edition.section.name for edition in in_section(at=now, section=paper[0].section_id)]


def test_what_the_orm_would_wrap_or_branch_on_is_refused(db: None) -> None:
    def holding(text: str) -> models.QuerySet[Edition]:
        return Edition.objects.filter(headline__contains=text)

    def of(thing: list) -> models.QuerySet[Edition]:  # type: ignore[type-arg]
        return Edition.objects.filter(pk__in=thing)

    with pytest.raises(TypeError, match="text"):
        Prepared(holding)(text="beras")
    with pytest.raises(TypeError, match="list"):
        Prepared(of)(thing=[1])


def test_a_row_is_found_by_its_uuid(db: None) -> None:
    def with_submission(submission: UUID) -> models.QuerySet[Comment]:
        return Comment.objects.filter(submission=submission)

    comment, found = thread.comment(thread.commenter(), thread.story()), Prepared(with_submission)
    assert found(submission=comment.submission) == [comment]
    assert found(submission=uuid4()) == []


def test_a_prepared_update_changes_what_the_queryset_would(db: None) -> None:
    def move(article: int, change: int) -> tuple[models.QuerySet[Thread], dict[str, Any]]:
        return Thread.objects.filter(article_id=article), {"shown": F("shown") + change, "version": F("version") + 1}

    edition, moved = thread.story(), PreparedUpdate(move)
    assert moved(article=edition.article_id, change=1) == 0
    Thread.objects.create(article=edition.article)
    for change in (7, -3, 0):
        assert moved(article=edition.article_id, change=change) == 1
    assert Thread.objects.values_list("shown", "version").get() == (4, 3)


def test_a_stored_row_is_the_one_that_save_would_have_stored(db: None) -> None:
    comment = thread.comment(thread.commenter(), thread.story(), "Harga 🍚 “naik” 100%.")
    saved, stored = (Comment.objects.get(pk=comment.pk) for _ in range(2))
    saved.pk, saved.submission = None, uuid4()
    saved.save(force_insert=True)
    stored.pk, stored.submission = None, uuid4()
    store(stored)
    fields = [field.attname for field in Comment._meta.concrete_fields if field.attname not in {"id", "submission"}]
    found = Comment.objects.get(pk=stored.pk)
    assert [getattr(found, name) for name in fields] == [getattr(saved, name) for name in fields]
    stored.text = "Sekarang bisa diubah."
    stored.save(update_fields=["text"])
    assert Comment.objects.get(pk=stored.pk).text == stored.text


def test_postgresql_plans_a_statement_once_and_values_of_any_size_fit(db: None) -> None:
    """The types of the first values decide how a statement is prepared: a small number must not make it smallint."""
    by_id = Prepared(_of_article)
    for number in (1, 40_000, 3_000_000_000, 2**62, 1, 2):
        assert by_id(article=number) == []
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements")
        once, anew = cursor.fetchone()
    assert once >= 3
    assert anew == 0


def _of_article(article: int) -> models.QuerySet[Edition]:
    return Edition.objects.filter(article=article)
