import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from articles import workflow
from articles.models import Article, Edition, Step
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, minute, refused


@pytest.mark.parametrize("who", ["rina", "bagus", "sari", "root"])
def test_a_member_of_the_newsroom_starts_a_story_and_is_its_reporter(people: People, who: str) -> None:
    article = workflow.start(Article(headline="Banjir di Demak"), by=people[who])
    article.refresh_from_db()
    assert (article.reporter, article.status, article.version) == (people[who], Article.Status.DRAFT, 1)


def test_nobody_else_starts_a_story(people: People) -> None:
    for who in OUTSIDERS:
        person = people[who]
        with refused(PermissionDenied, "Only members of the newsroom"):
            workflow.start(Article(headline="Banjir di Demak"), by=person)


def test_a_story_begins_as_a_draft_of_whoever_starts_it_whatever_the_object_says(people: People) -> None:
    claimed = Article(headline="x", status=Article.Status.PUBLISHED, version=9, reporter=people.dewi)
    claimed.submitted_at = minute(1)
    article = workflow.start(claimed, by=people.rina)
    article.refresh_from_db()
    assert (article.status, article.version, article.reporter) == (Article.Status.DRAFT, 1, people.rina)
    assert article.submitted_at is None


def test_the_log_says_who_started_it_and_when(people: People) -> None:
    article = workflow.start(Article(headline="Banjir"), by=people.rina, now=minute(0))
    step = last_step(article)
    assert (step.verb, step.by, step.from_status, step.to_status) == (Step.Verb.CREATE, people.rina, "", "draft")
    assert step.at < minute(1)
    assert step.version == 1


def test_an_imported_story_has_the_dates_of_its_archive(people: People) -> None:
    began = minute(-100_000)
    article = workflow.start(Article(headline="Banjir"), by=people.rina, now=began)
    article.refresh_from_db()
    assert article.created_at == article.changed_at == began


def test_the_text_is_cleaned(people: People) -> None:
    article = workflow.start(Article(body="<p onclick='x()'>Air<script>x()</script></p>"), by=people.rina)
    article.refresh_from_db()
    assert article.body == "<p>Air</p>"


def test_nothing_is_public_and_nobody_is_told(people: People, django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        cast.draft(people.rina)
    assert not Edition.objects.exists()
    assert mail.outbox == []


def test_an_address_that_another_story_has_is_refused_with_a_sentence(people: People) -> None:
    workflow.start(Article(headline="Banjir", slug="banjir-demak"), by=people.dewi)
    person = people.rina
    with refused(ValidationError, "Another story has this address"):
        workflow.start(Article(headline="Banjir", slug="banjir-demak"), by=person)


def test_any_number_of_stories_have_no_address_yet(people: People) -> None:
    workflow.start(Article(headline="Banjir"), by=people.rina)
    workflow.start(Article(headline="Banjir"), by=people.rina)
    assert Article.objects.filter(slug="").count() == 2
