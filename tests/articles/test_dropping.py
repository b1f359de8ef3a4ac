"""A story that leads nowhere is put away, by whoever may change it, and nothing of it is lost."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from articles import preview_links, workflow
from articles.models import Article, Notice
from articles.workflow import Conflict, bundles
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, refused, story


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_its_reporter_drops_a_story_without_a_word_and_takes_it_up_again(people: People, state: str) -> None:
    article = story(people, state)
    text, version = article.body, article.version
    workflow.drop(article, by=people.rina)
    article.refresh_from_db()
    assert article.status == Article.Status.DROPPED
    assert (last_step(article).verb, last_step(article).by) == ("drop", people.rina)
    workflow.take_up(article, by=people.rina)
    article.refresh_from_db()
    assert (article.status, article.body, article.version) == (Article.Status.DRAFT, text, version)
    workflow.submit(article, by=people.rina)


@pytest.mark.parametrize("who", ["bagus", "sari", "root"])
def test_an_editor_says_why_and_the_reporter_is_told(
    people: People, who: str, django_capture_on_commit_callbacks: object
) -> None:
    article, person = story(people, "draft"), people[who]
    with refused(ValidationError, "Tell the reporter why"):
        workflow.drop(article, by=person, note=" ")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        workflow.drop(article, by=person, note="Sudah ditulis desk daerah.")
    assert Notice.objects.get(kind=Notice.Kind.DROPPED).person == people.rina
    assert "Sudah ditulis desk daerah." in str(mail.outbox[0].body)
    assert last_step(article).note == "Sudah ditulis desk daerah."


def test_nobody_else_drops_it_or_takes_it_up(people: People) -> None:
    article, dropped = story(people, "draft"), story(people, "draft")
    workflow.drop(dropped, by=people.rina)
    for who in [*OUTSIDERS, "dewi"]:
        person = people[who]
        with refused(PermissionDenied, "Only the reporter of this story or an editor"):
            workflow.drop(article, by=person, note="x")
        with refused(PermissionDenied, "Only the reporter of this story or an editor"):
            workflow.take_up(dropped, by=person)


@pytest.mark.parametrize("state", ["submitted", "published", "scheduled", "update submitted", "retracted"])
def test_what_editors_or_readers_have_before_them_is_not_dropped(people: People, state: str) -> None:
    article = story(people, state)
    with refused(Conflict, "Load the page again"):
        workflow.drop(article, by=people.bagus, note="x")


def test_the_update_of_a_live_story_is_discarded_not_dropped(people: People) -> None:
    article = story(people, "rewritten")
    with refused(Conflict, "has an edition"):
        workflow.drop(article, by=people.rina)


def test_a_bundle_does_not_wait_for_a_dropped_story(people: People) -> None:
    article = story(people, "draft")
    bundle = bundles.make(by=people.bagus, name="Anggaran", live_from=None)
    bundles.add(bundle, article, by=people.bagus, version=bundle.version)
    with refused(Conflict, "Take it out of the bundle first"):
        workflow.drop(article, by=people.rina)
    assert "drop" not in workflow.available_verbs(article, people.rina)


def test_a_dropped_story_is_not_written_submitted_or_shared(people: People) -> None:
    article = story(people, "draft")
    link, token = preview_links.make(article, by=people.rina, made_for="Hasan Basri")
    workflow.drop(article, by=people.rina)
    with refused(Conflict):
        workflow.save(article, by=people.rina, version=article.version)
    with refused(Conflict):
        workflow.submit(article, by=people.rina)
    with refused(ValidationError, "Take it up again"):
        preview_links.make(article, by=people.rina, made_for="Hasan Basri")
    assert preview_links.find(token) == (link, False)
    assert workflow.available_verbs(article, people.rina) == ["take-up"]


@pytest.mark.parametrize(
    "empty", [{}, {"headline": "  "}, {"body": "<p></p>"}, {"body": "<p> </p>", "dateline": "Solo"}]
)
def test_a_story_that_says_nothing_is_not_stored(people: People, empty: dict[str, str]) -> None:
    rina = people.rina
    with refused(ValidationError, "Write a headline or a text first"):
        workflow.start(Article(**empty), by=rina)


def test_a_photo_or_one_line_is_something(people: People) -> None:
    for said in ({"headline": "Banjir"}, {"sources": "BNPB"}, {"lead_photo": cast.photo(people.rina)}):
        workflow.start(Article(**said), by=people.rina)
    assert Article.objects.count() == 3
