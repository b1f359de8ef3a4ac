"""Frozen rows cannot be changed or deleted: the model refuses it, and so does the database.

Each attempt runs in a savepoint and is rolled back, because frozen tables cannot be flushed.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles import preview_links, remarks, workflow
from articles.models import (
    Confirmation,
    Edition,
    EditionByline,
    EditionPhoto,
    EditionTopic,
    FrontRelease,
    Notice,
    Photo,
    PreviewLink,
    ReadAlso,
    Remark,
    RemarkAct,
    Step,
)
from newsroom.frozen import Frozen
from tests import cast
from tests.articles.scenes import People, story

FROZEN = [
    Confirmation,
    Edition,
    EditionByline,
    EditionTopic,
    EditionPhoto,
    FrontRelease,
    ReadAlso,
    Remark,
    RemarkAct,
    Step,
    Notice,
    PreviewLink,
]
FREE = {  # columns that may change later
    Edition: {"live_until"},
    Notice: {*Notice.MARKS},
    PreviewLink: {*PreviewLink.MARKS},
    Remark: {*Remark.MARKS},
}
BOTH = [*Frozen.__subclasses__()]
SAMPLES: dict[str, Any] = {"CharField": "lain", "TextField": "lain", "JSONField": {"lain": 1}}


@pytest.fixture
def people(db: None) -> People:
    return People()


@pytest.fixture
def record(people: People) -> dict[type[models.Model], models.Model]:
    """A row of every frozen model: a live edition with bylines, topic, photo, reference and steps."""
    words = {"alt": "Kios", "credit": "Melati", "renditions": {"full": [[800, 600, "ab/cd/full-800-0.webp"]]}}
    photo = Photo.objects.create(**words, original="x", sha256="x", width=800, height=600, uploaded_by=people.rina)
    preview_links.make(cast.draft(people.rina), by=people.rina, made_for="Pengacara")
    remarks.answer(remarks.write(cast.draft(people.rina), by=people.bagus, text="?").remark, by=people.rina, text="!")
    target = cast.published(people.rina, people.bagus).article
    body = f'<p>Satu.</p><aside data-read-also="{target.pk}"></aside>'
    cast.published(people.rina, people.bagus, topics=[cast.topic()], lead_photo=photo, body=body)
    now = timezone.now()
    asked = {"party": "Hasan Basri", "asked_at": now, "channel": "phone", "result": "answered"}
    Confirmation.objects.create(article=target, **asked, by=people.rina, at=now)
    FrontRelease.objects.create(articles=[target.pk], by=people.bagus, at=now)
    return {model: model._base_manager.latest("pk") for model in FROZEN}


def rows() -> list[list[dict[str, Any]]]:
    return [list(model._base_manager.order_by("pk").values()) for model in FROZEN]


def other_value(field: Any, row: models.Model) -> Any:
    """Another valid value for a column, which only the freeze refuses."""
    value = getattr(row, field.attname)
    if isinstance(field, models.DateTimeField):
        return (value or timezone.now()) + timedelta(days=1)
    if isinstance(value, int):
        return value + 1
    return SAMPLES[field.get_internal_type()]


def test_no_column_can_be_updated(record: dict[Any, Any]) -> None:
    before = rows()
    for model, row in record.items():
        for field in model._meta.concrete_fields:
            if field.column in FREE.get(model, ()):
                continue
            changed = model._base_manager.filter(pk=row.pk)
            with pytest.raises(DatabaseError, match="rows are frozen"), transaction.atomic():
                changed.update(**{field.attname: other_value(field, row)})
    assert rows() == before


def test_no_row_can_be_deleted(record: dict[Any, Any]) -> None:
    before = rows()
    for model, row in record.items():
        with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
            model._base_manager.filter(pk=row.pk).delete()
        with pytest.raises(DatabaseError, match="rows are frozen"), transaction.atomic():
            model._base_manager.filter(pk=row.pk)._raw_delete(using="default")  # type: ignore[attr-defined]
        with pytest.raises(ValidationError):
            row.delete()
    assert rows() == before


def test_raw_sql_is_refused(record: dict[Any, Any]) -> None:
    before = rows()
    for model, row in record.items():
        table, column = model._meta.db_table, model._meta.concrete_fields[1].column
        attempts = [
            "UPDATE {table} SET {column} = {column}",
            "UPDATE {table} SET id = id + 1000",
            "DELETE FROM {table}",
            "DELETE FROM {table} WHERE id = {row.pk}",
        ]
        if connection.vendor == "sqlite":
            attempts.append("INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = {row.pk}")
        else:
            attempts.append("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
        for statement in attempts:
            with (
                pytest.raises(DatabaseError, match="rows are frozen"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement.format(table=table, column=column, row=row))
    assert rows() == before


def test_bulk_update_and_upsert_are_refused(record: dict[Any, Any]) -> None:
    before = rows()
    for model, row in record.items():
        fixed = [field for field in model._meta.concrete_fields if field.column not in FREE.get(model, ())]
        field = model._meta.get_field("headline") if model is Edition else fixed[-1]
        setattr(row, field.attname, other_value(field, row))
        with pytest.raises(DatabaseError, match="rows are frozen"), transaction.atomic():
            model._base_manager.bulk_update([row], [field.name])
        with pytest.raises(DatabaseError, match="rows are frozen"), transaction.atomic():
            model._base_manager.bulk_create(
                [row], update_conflicts=True, update_fields=[field.name], unique_fields=["id"]
            )
    assert rows() == before


def test_a_row_is_saved_once(record: dict[Any, Any]) -> None:
    before = rows()
    for model, row in record.items():
        for how in ({}, {"update_fields": ["id"]}, {"force_update": True}):
            with pytest.raises(ValidationError):
                row.save(**how)
        copy = model(**{field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields})
        with pytest.raises(DatabaseError), transaction.atomic():
            copy.save()
    assert rows() == before


@pytest.mark.parametrize("model", BOTH, ids=lambda model: model.__name__)
def test_the_finished_schema_freezes_the_table_of_every_frozen_model(db: None, model: type[models.Model]) -> None:
    """A migration that rebuilds a table on SQLite drops its triggers, and must end with `Freeze`."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            made = " ".join(row[0] for row in cursor.fetchall())
            columns = {field.column for field in model._meta.concrete_fields} - FREE.get(model, set())
            assert all(f'"{column}"' in made for column in columns), f"{table}: Freeze it again"
            assert f"BEFORE DELETE ON {table}" in made
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'", [table])
            assert {row[0] for row in cursor.fetchall()} >= {f"{table}_frozen", f"{table}_kept"}


def test_every_frozen_model_is_tried_here_or_in_the_tests_of_its_app() -> None:
    assert set(FROZEN) == {model for model in Frozen.__subclasses__() if model._meta.app_label == "articles"}


def test_a_notice_takes_its_marks_and_nothing_else(record: dict[Any, Any]) -> None:
    notice = record[Notice]
    own = Notice.objects.filter(pk=notice.pk)
    for mark in Notice.MARKS:
        assert own.update(**{mark: notice.told_at}) == 1
        assert own.update(**{mark: None}) == 1
    with pytest.raises(DatabaseError, match="rows are frozen"), transaction.atomic():
        own.update(read_at=notice.told_at, sentence="Tidak pernah dikatakan.")


# -- The one column that moves ---------------------------------------------------------------------------------------


def set_end(edition: Edition, moment: Any) -> int:
    with transaction.atomic():
        return Edition._base_manager.filter(pk=edition.pk).update(live_until=moment)


def test_an_open_interval_may_be_closed_once(people: People) -> None:
    story(people, "published")
    edition = Edition.objects.get()
    assert set_end(edition, edition.live_from + timedelta(minutes=1)) == 1
    for again in (edition.live_from + timedelta(minutes=2), edition.live_from, None):
        with pytest.raises(DatabaseError, match="rows are frozen"):
            set_end(edition, again)


def test_an_interval_does_not_end_before_it_begins(people: People) -> None:
    story(people, "published")
    edition = Edition.objects.get()
    with pytest.raises(DatabaseError):
        set_end(edition, edition.live_from - timedelta(seconds=1))


def test_a_closed_interval_opens_again_only_where_its_successor_was_cancelled(people: People) -> None:
    story(people, "update scheduled")
    live, scheduled = Edition.objects.order_by("number")
    with pytest.raises(DatabaseError, match="rows are frozen"):
        set_end(live, None)
    set_end(scheduled, scheduled.live_from)
    assert set_end(live, None) == 1


def test_a_replaced_edition_never_comes_back(people: People) -> None:
    article = story(people, "update submitted")
    workflow.approve(article, by=people.bagus, version=article.version)
    with pytest.raises(DatabaseError, match="rows are frozen"):
        set_end(Edition.objects.get(number=1), None)


def test_closing_an_interval_changes_nothing_else(people: People) -> None:
    story(people, "published")
    edition = Edition.objects.get()
    with pytest.raises(DatabaseError, match="rows are frozen"), transaction.atomic():
        Edition._base_manager.update(live_until=edition.live_from + timedelta(hours=1), headline="Lain")


def test_two_editions_of_a_story_are_never_open_at_once(people: People) -> None:
    story(people, "published")
    edition = Edition.objects.get()
    values = {field.attname: getattr(edition, field.attname) for field in Edition._meta.concrete_fields}
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.create(**{**values, "id": None, "number": 2, "kind": "update"})
