import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles import workflow
from articles.models import Article, Edition, Step
from articles.workflow import Conflict
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, minute, refused, story


@pytest.mark.parametrize("state", ["draft", "returned", "rewritten"])
def test_the_reporter_changes_her_story(people: People, state: str) -> None:
    article = story(people, state)
    before = article.version
    article.headline = "Beras Naik Lagi"
    workflow.save(article, by=people.rina, version=before)
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Beras Naik Lagi", before + 1)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "rewritten", "update submitted"])
@pytest.mark.parametrize("who", ["bagus", "sari", "root"])
def test_an_editor_changes_any_story_that_is_not_published(people: People, state: str, who: str) -> None:
    article = story(people, state)
    status = article.status
    workflow.save(article, by=people[who], version=article.version)
    article.refresh_from_db()
    assert article.status == status
    assert article.reporter == people.rina


def test_nobody_else_changes_it(people: People) -> None:
    article = story(people, "draft")
    for who in [*OUTSIDERS, "dewi"]:
        person = people[who]
        with refused(PermissionDenied, "Only the reporter of this story or an editor"):
            workflow.save(article, by=person, version=article.version)


@pytest.mark.parametrize("who", ["rina", "bagus", "root"])
@pytest.mark.parametrize("state", ["published", "scheduled", "retracted"])
def test_a_published_text_is_not_changed_but_opened_for_an_update_first(people: People, state: str, who: str) -> None:
    article, person = story(people, state), people[who]
    with refused(Conflict, "so that cannot be done"):
        workflow.save(article, by=person, version=article.version)


def test_the_reporter_does_not_change_what_the_editors_are_reading(people: People) -> None:
    for state in ["submitted", "update submitted"]:
        article = story(people, state)
        with refused(Conflict, "Withdraw the submission"):
            workflow.save(article, by=people.rina, version=article.version)


def test_of_two_tabs_the_second_to_save_is_told_and_overwrites_nothing(people: People) -> None:
    for version in [0, 1, 3]:
        article = story(people, "draft")
        workflow.save(article, by=people.rina, version=1)
        other_tab = Article.objects.get(pk=article.pk)
        other_tab.headline = "Dari tab lain"
        with refused(Conflict, "was changed while you had it open"):
            workflow.save(other_tab, by=people.rina, version=version)


def test_an_address_that_another_story_has_is_refused_with_a_sentence(people: People) -> None:
    taken = cast.submitted(people.dewi).slug
    article = story(people, "draft")
    article.slug = taken
    with refused(ValidationError, "Another story has this address") as refusal:
        workflow.save(article, by=people.rina, version=article.version)
    assert "slug" in refusal.value.message_dict  # type: ignore[attr-defined]


def test_status_reporter_and_dates_of_the_object_are_not_believed(people: People) -> None:
    article = story(people, "draft")
    began = article.created_at
    article.status, article.reporter, article.version = Article.Status.PUBLISHED, people.dewi, 50
    article.submitted_at = article.created_at = minute(1)
    workflow.save(article, by=people.bagus, version=1)
    article.refresh_from_db()
    assert (article.status, article.reporter, article.version) == (Article.Status.DRAFT, people.rina, 2)
    assert (article.submitted_at, article.created_at) == (None, began)


def test_the_text_is_cleaned(people: People) -> None:
    article = story(people, "draft")
    article.body = '<p style="color:red">Air</p><iframe src="//jahat"></iframe>'
    workflow.save(article, by=people.rina, version=article.version)
    article.refresh_from_db()
    assert article.body == "<p>Air</p>"


def test_a_change_of_a_live_story_is_not_public(people: People) -> None:
    article = story(people, "published")
    live = Edition.objects.live().get()
    workflow.revise(article, by=people.rina)
    article.headline, article.body = "Judul baru", "<p>Teks baru.</p>"
    workflow.save(article, by=people.rina, version=article.version)
    assert Edition.objects.live().get() == live
    assert Edition.objects.live().get().headline == live.headline


def test_the_log_holds_the_first_change_by_each_person_and_not_the_hundredth(people: People) -> None:
    article = story(people, "draft")
    for _time in range(3):
        workflow.save(article, by=people.rina, version=article.version)
        workflow.save(article, by=people.bagus, version=article.version)
    edits = Step.objects.filter(article=article, verb=Step.Verb.EDIT)
    assert [(step.by, step.version, step.to_status) for step in edits] == [(people.bagus, 3, "draft")]


def test_the_first_change_after_an_edition_is_logged_again(people: People) -> None:
    article = story(people, "rewritten")
    step = last_step(article)
    assert (step.verb, step.by) == (Step.Verb.EDIT, people.rina)
    assert step.version > Edition.objects.get().version


def test_a_story_that_was_changed_comes_first_on_the_list(people: People) -> None:
    old, new = story(people, "draft"), cast.draft(people.rina)
    workflow.save(old, by=people.rina, version=old.version)
    assert list(Article.objects.all()) == [old, new]


def test_an_imported_change_has_the_date_of_its_archive(people: People) -> None:
    article = story(people, "draft")
    workflow.save(article, by=people.rina, version=article.version, now=minute(-500))
    article.refresh_from_db()
    assert article.changed_at < minute(-499)
