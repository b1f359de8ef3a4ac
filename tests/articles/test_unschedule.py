from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from articles import workflow
from articles.models import Article, Edition
from articles.workflow import Conflict
from tests.articles.scenes import OUTSIDERS, People, last_step, mail_to, refused, story


@pytest.mark.parametrize("who", ["bagus", "tono", "sari", "root"])
def test_an_editor_takes_a_story_out_of_the_schedule(people: People, who: str) -> None:
    article = story(people, "scheduled")
    edition = Edition.objects.get()
    workflow.unschedule(article, by=people[who])
    article.refresh_from_db()
    edition.refresh_from_db()
    assert edition.is_cancelled
    assert not Edition.objects.live(edition.live_from).exists()
    assert not Edition.objects.pending().exists()
    assert (article.status, article.submitted_at) == (Article.Status.DRAFT, None)
    step = last_step(article)
    assert (step.verb, step.by, step.edition) == ("unschedule", people[who], edition)
    assert (step.from_status, step.to_status) == ("published", "draft")


def test_nobody_else_does(people: People) -> None:
    article = story(people, "scheduled")
    for who in [*OUTSIDERS, "rina", "dewi"]:
        person = people[who]
        with refused(PermissionDenied, "Only an editor"):
            workflow.unschedule(article, by=person)


def test_not_from_any_other_state(people: People) -> None:
    for state in ["draft", "submitted", "returned", "rewritten", "update submitted"]:
        article, bagus = story(people, state), people.bagus
        with refused(Conflict, "Load the page again"):
            workflow.unschedule(article, by=bagus)


def test_there_must_be_something_scheduled(people: People) -> None:
    for state in ["published", "retracted"]:
        article = story(people, state)
        with refused(Conflict, "Nothing of this story is scheduled"):
            workflow.unschedule(article, by=people.bagus)


def test_what_went_live_a_moment_ago_stays(people: People) -> None:
    article = story(people, "scheduled")
    live_from = Edition.objects.get().live_from
    with refused(Conflict, "may have gone live just now"):
        workflow.unschedule(article, by=people.bagus, now=live_from)


def test_a_second_click_is_told_that_it_was_done(people: People) -> None:
    article = story(people, "scheduled")
    workflow.unschedule(article, by=people.bagus)
    with refused(Conflict, "This story is draft now"):
        workflow.unschedule(article, by=people.bagus)


def test_the_live_edition_that_would_have_been_replaced_stays_without_an_end(people: People) -> None:
    article = story(people, "update scheduled")
    live, scheduled = Edition.objects.order_by("number")
    assert live.live_until == scheduled.live_from
    workflow.unschedule(article, by=people.bagus)
    live.refresh_from_db()
    assert live.live_until is None
    assert Edition.objects.live(scheduled.live_from).get() == live


def test_afterwards_it_can_be_approved_again_and_is_still_the_first_edition(people: People) -> None:
    article = story(people, "scheduled")
    workflow.unschedule(article, by=people.bagus)
    workflow.submit(article, by=people.rina)
    edition = workflow.approve(article, by=people.bagus, version=article.version)
    assert (edition.kind, edition.number) == (Edition.Kind.FIRST, 2)
    assert edition.published_at == edition.live_from
    assert Edition.objects.live().get() == edition


def test_the_reporter_is_told(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "scheduled")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.unschedule(article, by=people.bagus)
    assert mail_to() == ["rina@namamedia.test"]
