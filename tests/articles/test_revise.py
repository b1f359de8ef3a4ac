from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from articles import workflow
from articles.models import Article, Edition
from articles.workflow import Conflict
from tests.articles.scenes import OUTSIDERS, People, last_step, refused, story


@pytest.mark.parametrize("who", ["rina", "bagus", "tono", "sari", "root"])
def test_reporter_and_editors_open_a_live_story_while_readers_keep_it(people: People, who: str) -> None:
    article = story(people, "published")
    live = Edition.objects.live().values().get()
    workflow.revise(article, by=people[who])
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT
    assert Edition.objects.live().values().get() == live
    step = last_step(article)
    assert (step.verb, step.by, step.from_status, step.to_status) == ("revise", people[who], "published", "draft")


def test_nobody_else_opens_it(people: People) -> None:
    article = story(people, "published")
    for who in [*OUTSIDERS, "dewi"]:
        person = people[who]
        with refused(PermissionDenied, "Only the reporter of this story or an editor"):
            workflow.revise(article, by=person)


def test_only_a_published_story_is_opened(people: People) -> None:
    for state in ["draft", "submitted", "returned", "rewritten", "update submitted"]:
        article = story(people, state)
        with refused(Conflict, "Load the page again"):
            workflow.revise(article, by=people.rina)


def test_a_scheduled_story_is_taken_out_of_the_schedule_first(people: People) -> None:
    for state in ["scheduled", "update scheduled"]:
        article = story(people, state)
        with refused(Conflict, "Cancel the schedule first"):
            workflow.revise(article, by=people.rina)


def test_a_scheduled_story_can_be_opened_once_it_is_live(people: People) -> None:
    article = story(people, "scheduled")
    live_from = Edition.objects.get().live_from
    workflow.revise(article, by=people.rina, now=live_from)
    assert article.status == Article.Status.DRAFT


def test_a_retracted_story_is_not_opened_again(people: People) -> None:
    article = story(people, "retracted")
    with refused(Conflict, "not published again"):
        workflow.revise(article, by=people.rina)


def test_a_second_click_is_told_that_it_was_done(people: People) -> None:
    article = story(people, "published")
    workflow.revise(article, by=people.rina)
    with refused(Conflict, "This story is draft now"):
        workflow.revise(article, by=people.rina)


def test_opening_is_no_change_of_the_text(people: People) -> None:
    article = story(people, "published")
    version = article.version
    workflow.revise(article, by=people.tono)
    workflow.submit(article, by=people.rina)
    assert article.version == version
    assert workflow.approve(article, by=people.tono, version=version).number == 2


def test_nobody_gets_a_mail(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "published")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.revise(article, by=people.rina)
    assert mail.outbox == []
