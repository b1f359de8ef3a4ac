from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from articles import workflow
from articles.models import Article
from articles.workflow import Conflict
from tests.articles.scenes import OUTSIDERS, People, last_step, refused, story


@pytest.mark.parametrize("state", ["submitted", "update submitted"])
def test_the_reporter_takes_her_story_back(people: People, state: str) -> None:
    article = story(people, state)
    workflow.withdraw_submission(article, by=people.rina)
    assert (article.status, article.submitted_at) == (Article.Status.DRAFT, None)
    article.refresh_from_db()
    assert (article.status, article.submitted_at) == (Article.Status.DRAFT, None)
    step = last_step(article)
    assert (step.verb, step.by, step.from_status) == ("withdraw-submission", people.rina, "submitted")


def test_nobody_else_takes_it_back(people: People) -> None:
    article = story(people, "submitted")
    for who in [*OUTSIDERS, "dewi", "bagus", "sari", "root"]:
        person = people[who]
        with refused(PermissionDenied, "Only the reporter of this story"):
            workflow.withdraw_submission(article, by=person)


def test_only_a_submitted_story_is_taken_back(people: People) -> None:
    for state in ["draft", "returned", "published", "scheduled", "rewritten", "retracted"]:
        article = story(people, state)
        with refused(Conflict, "Load the page again"):
            workflow.withdraw_submission(article, by=people.rina)


def test_a_second_click_is_told_that_it_was_done(people: People) -> None:
    article = story(people, "submitted")
    workflow.withdraw_submission(article, by=people.rina)
    with refused(Conflict, "This story is draft now"):
        workflow.withdraw_submission(article, by=people.rina)


def test_then_she_writes_on_and_the_address_stays(people: People) -> None:
    article = story(people, "submitted")
    address = article.slug
    workflow.withdraw_submission(article, by=people.rina)
    workflow.save(article, by=people.rina, version=article.version)
    workflow.submit(article, by=people.rina)
    assert article.slug == address


def test_nobody_gets_a_mail(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "submitted")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw_submission(article, by=people.rina)
    assert mail.outbox == []
