"""A scheduled story gets another moment, and nothing else of it changes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import four_eyes, notices, workflow
from articles.models import Article, Edition, Notice
from articles.workflow import Conflict, bundles
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, refused, story

HOURS = timedelta(hours=1)


@pytest.mark.parametrize("who", ["bagus", "tono", "sari", "root"])
@pytest.mark.parametrize("state", ["scheduled", "update scheduled"])
def test_an_editor_gives_it_another_moment_and_the_words_and_their_editor_stay(
    people: People, who: str, state: str
) -> None:
    article = story(people, state)
    before = Edition.objects.pending().get()
    at = timezone.now() + 5 * HOURS
    after = workflow.reschedule(article, by=people[who], live_from=at)
    assert Edition.objects.pending().get() == after
    assert (after.live_from, after.approved_by, after.kind) == (at, people.bagus, before.kind)
    assert (after.headline, after.body, after.version) == (before.headline, before.body, before.version)
    before.refresh_from_db()
    assert before.is_cancelled
    article.refresh_from_db()
    assert article.status == Article.Status.PUBLISHED
    assert (last_step(article).verb, last_step(article).by, last_step(article).edition) == (
        "reschedule",
        people[who],
        after,
    )
    assert list(Edition.objects.live(at).filter(article=article)) == [after]


def test_what_readers_see_until_then_stays_and_it_moves_as_often_as_needed(people: People) -> None:
    article = story(people, "update scheduled")
    live = Edition.objects.live().get()
    for hours in (9, 3, 6):
        at = timezone.now() + hours * HOURS
        workflow.reschedule(article, by=people.sari, live_from=at)
        assert Edition.objects.live().get() == live
        assert Edition.objects.live(at - timedelta(seconds=1)).get() == live
        assert Edition.objects.live(at).get() != live


def test_four_eyes_see_the_story_as_before(people: People) -> None:
    article = story(people, "scheduled")
    before = four_eyes.changed_since_last_edition(article)
    workflow.reschedule(article, by=people.sari, live_from=timezone.now() + 5 * HOURS)
    assert four_eyes.changed_since_last_edition(article) == before


def test_the_reporter_is_told_the_new_moment_and_once_that_it_is_live(
    people: People, django_capture_on_commit_callbacks: object
) -> None:
    article, at = story(people, "scheduled"), timezone.now() + 5 * HOURS
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        workflow.reschedule(article, by=people.sari, live_from=at)
    told = Notice.objects.filter(person=people.rina).latest("pk")
    assert told.kind == Notice.Kind.SCHEDULED
    assert "Readers will see it from" in told.sentence
    assert mail.outbox[-1].to == [people.rina.email]
    for _twice in range(2):
        notices.tell_what_went_live(now=at + timedelta(minutes=1))
    assert Notice.objects.filter(person=people.rina, kind=Notice.Kind.LIVE).count() == 1


def test_nobody_else_does(people: People) -> None:
    article, at = story(people, "scheduled"), timezone.now() + 5 * HOURS
    for who in [*OUTSIDERS, "rina", "dewi"]:
        person = people[who]
        with refused(PermissionDenied, "Only an editor"):
            workflow.reschedule(article, by=person, live_from=at)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "rewritten", "published", "retracted"])
def test_there_must_be_something_scheduled(people: People, state: str) -> None:
    article, bagus = story(people, state), people.bagus
    with refused(Conflict):
        workflow.reschedule(article, by=bagus, live_from=timezone.now() + 5 * HOURS)


def test_the_moment_is_still_to_come_and_may_be(people: People) -> None:
    article, bagus = story(people, "scheduled"), people.bagus
    for at in (None, timezone.now() - HOURS):
        with refused(ValidationError, "Choose a moment that is still to come"):
            workflow.reschedule(article, by=bagus, live_from=at)
    photo = cast.photo(people.rina)
    photo.expires_on = timezone.localdate() + timedelta(days=1)
    photo.save()
    Article.objects.filter(pk=article.pk).update(lead_photo=photo)
    with refused(ValidationError, "licence of the photo"):
        workflow.reschedule(article, by=bagus, live_from=timezone.now() + timedelta(days=3))


def test_the_same_moment_again_changes_nothing(people: People) -> None:
    article, bagus, at = story(people, "scheduled"), people.bagus, timezone.now() + 5 * HOURS
    workflow.reschedule(article, by=bagus, live_from=at)
    with refused(Conflict, "scheduled for this moment already"):
        workflow.reschedule(article, by=bagus, live_from=at)


def test_a_story_in_a_bundle_moves_with_it(people: People) -> None:
    article = story(people, "submitted")
    bundle = bundles.make(by=people.bagus, name="Anggaran", live_from=timezone.now() + 2 * HOURS)
    bundles.add(bundle, article, by=people.bagus, version=bundle.version)
    workflow.approve(article, by=people.bagus, version=article.version)
    assert "reschedule" not in workflow.available_verbs(article, people.bagus)
    bagus = people.bagus
    with refused(Conflict, "Give the bundle another moment"):
        workflow.reschedule(article, by=bagus, live_from=timezone.now() + 5 * HOURS)
