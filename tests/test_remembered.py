"""Replayed setup leaves what running it left; and wherever anything might differ, it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation
from pytest_django import Settings

from articles.models import Edition, Section
from tests import cast, clock, remembered
from tests.articles import scenes

pytestmark = pytest.mark.django_db

played: list[str] = []


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    played.clear()
    remembered._remembered.clear()


@remembered.remembered
def story(headline: str = "Harga Beras") -> Edition:
    played.append(headline)
    return cast.published(cast.rina(), cast.bagus(), headline=headline)


@remembered.remembered
def section(name: str) -> Section:
    played.append(name)
    return cast.section(name)


@contextmanager
def another_test() -> Iterator[None]:
    with transaction.atomic():
        remembered.begin()
        yield
        transaction.set_rollback(True)


def times(number: int) -> int:
    """How often setup must have run; on PostgreSQL it always runs."""
    return number if connection.vendor == "sqlite" else len(played)


def seen(**changes: Any) -> tuple[list[Any], list[str], Edition]:
    """What a test that begins with the scene finds: rows, pending on-commit functions, and the returned edition."""
    with another_test():
        edition = story(**changes)
        return scenes.everything(), [act.__qualname__ for _, act, _ in connection.run_on_commit], edition


def test_what_is_put_back_is_what_was_played() -> None:
    rows, acts, edition = seen()
    again = seen()

    assert len(played) == times(1)
    if connection.vendor == "sqlite":
        assert again[:2] == (rows, acts)
        assert vars(again[2])["headline"] == edition.headline
        assert again[2] is not edition
    assert seen(headline="Harga Cabai")[2].headline == "Harga Cabai"
    assert len(played) == times(2)


def test_after_the_same_scenes_the_next_is_put_back_too() -> None:
    for _turn in range(2):
        with another_test():
            first, second = section("Satu"), section("Dua")
            assert list(Section.objects.order_by("pk")) == [first, second]
    with another_test():
        assert [section("Dua")] == list(Section.objects.all())
    assert len(played) == times(3)


def test_after_anything_else_was_written_or_undone_it_is_played() -> None:
    seen()
    with another_test():
        Section.objects.create(name="Daerah", slug="daerah")
        story()
    with another_test():
        with transaction.atomic():
            Section.objects.create(name="Daerah", slug="daerah")
            transaction.set_rollback(True)
        story()

    assert len(played) == 3


def test_in_another_language_with_other_settings_or_a_minute_later_it_is_played(settings: Settings) -> None:
    seen()
    with translation.override("en"):
        seen()
    settings.DATELINE_FORM = "KOTA, SITE -"
    seen()
    with clock.at(timezone.now() + timedelta(seconds=61)):
        seen()

    assert len(played) == 4


def test_a_scene_that_fails_is_not_remembered() -> None:
    @remembered.remembered
    def failing() -> None:
        cast.rina()
        raise ValueError("no rice")

    for _turn in range(2):
        with another_test(), pytest.raises(ValueError, match="no rice"):
            failing()
    assert len(remembered._remembered) == 0
