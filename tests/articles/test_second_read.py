import pytest
from django.core.exceptions import PermissionDenied

from articles import four_eyes, workflow
from articles.models import Article, Byline, Edition
from articles.workflow import Conflict
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, minute, refused, story


@pytest.mark.parametrize("who", ["bagus", "tono", "root"])
def test_another_editor_reads_what_was_published_in_an_emergency(people: People, who: str) -> None:
    article = story(people, "emergency")
    edition = Edition.objects.live().get()
    workflow.second_read(article, by=people[who], note=" Sudah benar. ")
    step = last_step(article)
    assert (step.verb, step.by, step.edition, step.note) == ("second-read", people[who], edition, "Sudah benar.")
    assert (step.from_status, step.to_status) == ("published", "published")
    assert workflow.awaiting_second_reader(article) is None
    assert Edition.objects.live().get() == edition


def test_nobody_but_an_editor_does(people: People) -> None:
    article = story(people, "emergency")
    for who in [*OUTSIDERS, "rina", "dewi"]:
        person = people[who]
        with refused(PermissionDenied, "Only an editor"):
            workflow.second_read(article, by=person)


def test_there_must_have_been_an_emergency(people: People) -> None:
    for state in ["draft", "submitted", "returned", "published", "scheduled", "retracted"]:
        article, tono = story(people, state), people.tono
        with refused(Conflict, "not waiting for a second reader"):
            workflow.second_read(article, by=tono)


def test_it_is_read_once(people: People) -> None:
    article = story(people, "emergency")
    workflow.second_read(article, by=people.bagus)
    tono = people.tono
    with refused(Conflict, "not waiting for a second reader"):
        workflow.second_read(article, by=tono)


def test_whoever_published_it_is_no_second_reader(people: People) -> None:
    article = story(people, "emergency")
    with refused(PermissionDenied, "Somebody else must read it"):
        workflow.second_read(article, by=people.sari)


def test_whoever_wrote_it_is_no_second_reader(people: People) -> None:
    article = cast.draft(people.bagus)
    workflow.publish_in_emergency(article, version=article.version, by=people.sari, reason="Gempa.")
    with refused(PermissionDenied, "Somebody else must read it"):
        workflow.second_read(article, by=people.bagus)


def test_whoever_changed_a_comma_before_the_emergency_is_no_second_reader(people: People) -> None:
    article = story(people, "submitted")
    workflow.save(article, by=people.bagus, version=article.version)
    workflow.publish_in_emergency(article, version=article.version, by=people.sari, reason="Gempa.")
    with refused(PermissionDenied, "Somebody else must read it"):
        workflow.second_read(article, by=people.bagus)


def test_whoever_is_in_its_byline_is_no_second_reader_even_if_the_name_was_taken_out_since(people: People) -> None:
    article = story(people, "draft")
    Byline.objects.create(article=article, journalist=people.bagus.journalist, role="photographer")
    workflow.publish_in_emergency(article, version=article.version, by=people.sari, reason="Gempa.")
    Byline.objects.filter(journalist__user=people.bagus).delete()
    with refused(PermissionDenied, "Somebody else must read it"):
        workflow.second_read(article, by=people.bagus)


def test_whoever_changed_only_the_update_after_it_may_read_it(people: People) -> None:
    article = story(people, "emergency")
    workflow.revise(article, by=people.bagus)
    workflow.save(article, by=people.bagus, version=article.version)
    workflow.second_read(article, by=people.bagus)
    assert article.status == Article.Status.DRAFT


def test_the_task_stays_open_while_the_story_is_rewritten(people: People) -> None:
    article = story(people, "emergency")
    workflow.revise(article, by=people.rina, now=minute(10))
    assert workflow.awaiting_second_reader(article) is not None


def test_the_question_costs_at_most_four_queries(people: People, django_assert_max_num_queries: object) -> None:
    article = story(people, "emergency")
    waiting = workflow.awaiting_second_reader(article)
    assert waiting
    people.bagus.has_perm("articles.edit_article")  # fills the permission cache, as once per request
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert four_eyes.can_read_emergency(people.bagus, waiting)
