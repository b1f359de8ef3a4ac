from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import workflow
from articles.models import Article, Byline, Edition
from articles.workflow import Conflict
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, mail_to, minute, refused, story

REASON = "Peringatan tsunami di pantai selatan."


@pytest.mark.parametrize("state", ["draft", "submitted", "rewritten", "update submitted"])
@pytest.mark.parametrize("who", ["sari", "root"])
def test_the_managing_editor_publishes_at_once(people: People, state: str, who: str) -> None:
    article = story(people, state)
    before = article.status
    edition = workflow.publish_in_emergency(
        article, version=article.version, by=people[who], reason=f" {REASON} ", now=minute(20)
    )
    article.refresh_from_db()
    assert Edition.objects.live().get() == edition
    assert article.status == Article.Status.PUBLISHED
    assert article.slug
    step = last_step(article)
    assert (step.verb, step.by, step.edition, step.note) == ("emergency", people[who], edition, REASON)
    assert (step.from_status, step.to_status) == (before, "published")


def test_an_emergency_edition_is_the_first_or_an_update(people: People) -> None:
    fresh, rewritten = story(people, "draft"), story(people, "rewritten")
    first = workflow.publish_in_emergency(fresh, version=fresh.version, by=people.sari, reason=REASON)
    update = workflow.publish_in_emergency(rewritten, version=rewritten.version, by=people.sari, reason=REASON)
    assert (first.kind, update.kind) == (Edition.Kind.FIRST, Edition.Kind.UPDATE)
    assert first.public_note == update.public_note == ""


def test_even_her_own_story(people: People) -> None:
    article = cast.draft(people.sari)
    assert workflow.publish_in_emergency(article, version=article.version, by=people.sari, reason=REASON).is_live()


def test_nobody_else_does(people: People) -> None:
    article = story(people, "submitted")
    for who in [*OUTSIDERS, "rina", "dewi", "bagus"]:
        person = people[who]
        with refused(PermissionDenied, "Only the managing editor"):
            workflow.publish_in_emergency(article, version=article.version, by=person, reason=REASON)


def test_not_from_any_other_state(people: People) -> None:
    for state in ["returned", "published", "scheduled", "retracted"]:
        article, sari = story(people, state), people.sari
        with refused(Conflict, "Load the page again"):
            workflow.publish_in_emergency(article, version=article.version, by=sari, reason=REASON)


def test_without_a_reason_it_waits(people: People) -> None:
    article, sari = story(people, "draft"), people.sari
    for reason in ["", " \n"]:
        with refused(ValidationError, "why this cannot wait"):
            workflow.publish_in_emergency(article, version=article.version, by=sari, reason=reason)


def test_what_goes_out_is_the_version_that_was_read(people: People) -> None:
    article, sari = story(people, "draft"), people.sari
    read = article.version
    workflow.save(article, by=people.rina, version=read)
    for version in (read, article.version + 1, 0):
        with refused(Conflict, "was changed while you had it open"):
            workflow.publish_in_emergency(article, version=version, by=sari, reason=REASON)


def test_an_embargo_without_an_end_holds_in_an_emergency(people: People) -> None:
    article, sari = cast.draft(people.rina, embargo_indefinite=True), people.sari
    with refused(ValidationError, "under embargo"):
        workflow.publish_in_emergency(article, version=article.version, by=sari, reason=REASON)


def test_an_incomplete_story_waits(people: People) -> None:
    article, sari = story(people, "draft"), people.sari
    Byline.objects.all().delete()
    with refused(ValidationError, "at least one writer"):
        workflow.publish_in_emergency(article, version=article.version, by=sari, reason=REASON)


def test_an_embargo_holds_in_an_emergency_too(people: People) -> None:
    article = cast.draft(people.rina, embargo_until=timezone.now() + timedelta(hours=1))
    sari = people.sari
    with refused(ValidationError, "under embargo"):
        workflow.publish_in_emergency(article, version=article.version, by=sari, reason=REASON)


def test_it_leaves_a_task_for_a_second_reader(people: People) -> None:
    article = story(people, "draft")
    assert workflow.awaiting_second_reader(article) is None
    edition = workflow.publish_in_emergency(article, version=article.version, by=people.sari, reason=REASON)
    assert workflow.awaiting_second_reader(article) == edition


def test_the_reporter_and_the_editors_are_told_once_each(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    article = cast.draft(people.bagus)
    for name in ("tono", "made", "dewi"):
        people[name]
    with django_capture_on_commit_callbacks(execute=True):
        workflow.publish_in_emergency(article, version=article.version, by=people.sari, reason=REASON)
    assert mail_to() == ["bagus@namamedia.test", "tono@namamedia.test"]
    assert REASON in mail.outbox[0].body
