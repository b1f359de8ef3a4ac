from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from articles import workflow
from articles.models import Article, Edition
from articles.workflow import Conflict
from tests.articles.scenes import OUTSIDERS, People, last_step, mail_to, refused, story


@pytest.mark.parametrize("who", ["bagus", "tono", "sari", "root"])
def test_an_editor_sends_the_story_back_with_a_note(people: People, who: str) -> None:
    article = story(people, "submitted")
    workflow.send_back(article, by=people[who], note="  Siapa sumbernya?\n")
    article.refresh_from_db()
    step = last_step(article)
    assert (article.status, article.submitted_at) == (Article.Status.RETURNED, None)
    assert (step.verb, step.by, step.note) == ("send-back", people[who], "Siapa sumbernya?")
    assert (step.from_status, step.to_status) == ("submitted", "returned")


def test_nobody_else_sends_it_back(people: People) -> None:
    article = story(people, "submitted")
    for who in [*OUTSIDERS, "rina", "dewi"]:
        person = people[who]
        with refused(PermissionDenied, "Only an editor"):
            workflow.send_back(article, by=person, note="Siapa sumbernya?")


def test_only_a_submitted_story_is_sent_back(people: People) -> None:
    for state in ["draft", "returned", "published", "scheduled", "rewritten", "retracted"]:
        article, bagus = story(people, state), people.bagus
        with refused(Conflict, "Load the page again"):
            workflow.send_back(article, by=bagus, note="Siapa sumbernya?")


def test_without_a_note_or_a_remark_it_stays_where_it_is(people: People) -> None:
    article, bagus = story(people, "submitted"), people.bagus
    for note in ["", "   ", "\n\t"]:
        with refused(ValidationError, "what the reporter should mend"):
            workflow.send_back(article, by=bagus, note=note)


def test_a_second_click_is_told_that_it_was_done(people: People) -> None:
    article = story(people, "returned")
    with refused(Conflict, "This story is returned now"):
        workflow.send_back(article, by=people.bagus, note="Siapa sumbernya?")


def test_an_editor_may_send_back_what_she_may_not_approve(people: People) -> None:
    article = story(people, "submitted")
    workflow.save(article, by=people.bagus, version=article.version)
    workflow.send_back(article, by=people.bagus, note="Saya ubah judulnya, setuju?")
    assert article.status == Article.Status.RETURNED


def test_the_reporter_alone_gets_the_note_by_mail(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "submitted")
    people.tono  # noqa: B018 - another editor, whom this does not concern
    with django_capture_on_commit_callbacks(execute=True):
        workflow.send_back(article, by=people.bagus, note="Siapa sumbernya?")
    assert mail_to() == ["rina@namamedia.test"]
    assert "Siapa sumbernya?" in mail.outbox[0].body


def test_a_live_story_whose_update_is_sent_back_stays_as_it_is(people: People) -> None:
    article = story(people, "update submitted")
    live = Edition.objects.live().get()
    workflow.send_back(article, by=people.bagus, note="Belum.")
    assert Edition.objects.live().get() == live
