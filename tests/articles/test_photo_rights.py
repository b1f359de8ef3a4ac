"""Photos with an expired licence are not published, and the uses of a photo are shown before it is changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import photo_rights, workflow
from articles.models import Photo
from tests import cast
from tests.articles.scenes import People, refused

TODAY = photo_rights.day_of(None)


def photo(people: People, **fields: Any) -> Photo:
    made = cast.photo(people.rina)
    Photo.objects.filter(pk=made.pk).update(**fields)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(("days", "usable"), [(1, True), (0, True), (-1, False)])
def test_a_photo_may_be_used_up_to_its_last_day(people: People, days: int, usable: bool) -> None:
    made = photo(people, expires_on=TODAY + timedelta(days=days))
    assert (photo_rights.problems(made) == []) == usable


@pytest.mark.parametrize("place", ["lead", "text"])
def test_a_story_with_an_expired_photo_is_neither_submitted_nor_approved(people: People, place: str) -> None:
    made = photo(people, expires_on=TODAY)
    shown: dict[str, Any] = {"lead_photo": made}
    if place == "text":
        figure = f'<p>Satu.</p><figure data-photo="{made.pk}"><figcaption></figcaption></figure>'
        shown = {"body": figure}
    waiting, article = cast.submitted(people.rina, **shown), cast.draft(people.rina, **shown)
    Photo.objects.filter(pk=made.pk).update(expires_on=TODAY - timedelta(days=1))
    with refused(ValidationError, "ended on"):
        workflow.submit(article, by=people.rina)
    with refused(ValidationError, "ended on"):
        workflow.approve(waiting, by=people.bagus, version=waiting.version)


def test_where_a_photo_is_used(people: People) -> None:
    made = photo(people)
    live = cast.published(people.rina, people.bagus, lead_photo=made, headline="Tayang")
    figure = f'<p>Satu.</p><figure data-photo="{made.pk}"><figcaption></figcaption></figure>'
    cast.draft(people.rina, body=figure, headline="Draf")
    cast.draft(people.rina, headline="Tanpa Foto")
    found = [
        (use.article_id == live.article_id, use.headline, use.where) for use in photo_rights.uses(made, by=people.bagus)
    ]
    assert found == [(True, "Tayang", "live"), (False, "Draf", "in work")]


def test_a_reporter_reads_no_headline_of_a_colleague_that_is_not_published(people: People) -> None:
    """Not of a draft, nor of a story that is scheduled: a photo must not give an embargo away."""
    made = photo(people)
    later = timezone.now() + timedelta(hours=3)
    for headline in ("Rahasia Draf", "Rahasia Jadwal"):
        article = cast.submitted(people.dewi, lead_photo=made, headline=f"{headline} Menjelang Sidang Kabinet")
    workflow.approve(article, by=people.bagus, version=article.version, live_from=later)
    cast.draft(people.rina, lead_photo=made, headline="Milik Rina")
    listed = photo_rights.with_uses(Photo.objects.all(), by=people.dewi).get()
    assert listed.lead_in_work == "(a colleague’s story)"
    seen = {(use.article_id is None, use.headline, use.where) for use in photo_rights.uses(made, by=people.rina)}
    assert seen == {
        (True, "(a colleague’s story)", "scheduled"),
        (True, "(a colleague’s story)", "in work"),
        (False, "Milik Rina", "in work"),
    }
    named = {use.headline.split(" Men")[0] for use in photo_rights.uses(made, by=people.bagus)}
    assert named == {"Rahasia Draf", "Rahasia Jadwal", "Milik Rina"}


def test_where_it_is_used_takes_three_queries(people: People, django_assert_max_num_queries: Any) -> None:
    made = photo(people)
    for _number in range(3):
        cast.published(people.rina, people.bagus, lead_photo=made)
        cast.draft(people.rina, lead_photo=made)
    with django_assert_max_num_queries(3):
        assert len(photo_rights.uses(made, by=people.bagus)) == 6
