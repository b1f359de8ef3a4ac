"""No text reaches readers before a second person has read exactly that text. Tries every way around that."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles import four_eyes, workflow
from articles.models import Article, Byline, Edition, Journalist
from articles.workflow import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.articles.scenes import People, refused, story

YOURSELF = "You wrote or changed this story yourself"


def make_editor(person: User) -> User:
    """The same person with the role of an editor, and without cached permissions, as on the next request."""
    person.groups.add(Group.objects.get(name="Editor"))
    return User.objects.get(pk=person.pk)


def change(article: Article, by: User) -> None:
    workflow.save(article, by=by, version=article.version)


def test_a_reporter_cannot_approve_her_own_story(people: People) -> None:
    article = story(people, "submitted")
    with refused(PermissionDenied, "Only an editor"):
        workflow.approve(article, by=people.rina, version=article.version)


def test_a_reporter_who_became_an_editor_cannot_either(people: People) -> None:
    article = story(people, "submitted")
    rina = make_editor(people.rina)
    with refused(PermissionDenied, YOURSELF):
        workflow.approve(article, by=rina, version=article.version)


def test_nobody_approves_a_story_of_her_own_whatever_her_role(people: People) -> None:
    for who in ["bagus", "sari", "root"]:
        person = people[who]
        article = cast.draft(person)
        Byline.objects.get_or_create(article=article, journalist=_profile(people.rina))
        workflow.submit(article, by=person)
        with refused(PermissionDenied, YOURSELF):
            workflow.approve(article, by=person, version=article.version)


def _profile(person: User) -> Journalist:
    return Journalist.objects.get(user=person)


def test_nobody_in_the_byline_approves(people: People) -> None:
    for role in ["writer", "contributor", "photographer", "translator"]:
        article, bagus = story(people, "draft"), people.bagus
        Byline.objects.create(article=article, journalist=_profile(bagus), role=role, position=1)
        workflow.submit(article, by=people.rina)
        with refused(PermissionDenied, YOURSELF):
            workflow.approve(article, by=bagus, version=article.version)


@pytest.mark.parametrize("who", ["bagus", "sari", "root"])
@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_whoever_changed_a_comma_does_not_approve(people: People, state: str, who: str) -> None:
    article, person = story(people, state), people[who]
    change(article, person)
    if article.status != Article.Status.SUBMITTED:
        workflow.submit(article, by=people.rina)
    with refused(PermissionDenied, YOURSELF):
        workflow.approve(article, by=person, version=article.version)
    assert workflow.approve(article, by=people.tono, version=article.version).is_live()


def test_taking_oneself_out_of_the_byline_does_not_help(people: People) -> None:
    article = cast.draft(people.bagus)
    workflow.submit(article, by=people.bagus)
    Byline.objects.filter(article=article).delete()
    Byline.objects.create(article=article, journalist=_profile(people.rina))
    with refused(PermissionDenied, YOURSELF):
        workflow.approve(article, by=people.bagus, version=article.version)


def test_sending_back_and_submitting_again_does_not_wash_hands(people: People) -> None:
    article = story(people, "submitted")
    change(article, people.bagus)
    workflow.send_back(article, by=people.bagus, note="Saya ubah sedikit.")
    change(article, people.rina)
    workflow.submit(article, by=people.rina)
    with refused(PermissionDenied, YOURSELF):
        workflow.approve(article, by=people.bagus, version=article.version)


def test_whoever_changed_only_what_was_approved_by_another_since_may_approve_again(people: People) -> None:
    article = story(people, "submitted")
    change(article, people.bagus)
    workflow.approve(article, by=people.tono, version=article.version)
    workflow.revise(article, by=people.rina)
    change(article, people.rina)
    workflow.submit(article, by=people.rina)
    assert workflow.approve(article, by=people.bagus, version=article.version).is_live()


def test_whoever_changed_both_the_approved_text_and_the_update_does_not_approve_the_update(people: People) -> None:
    article = story(people, "submitted")
    change(article, people.bagus)
    workflow.approve(article, by=people.tono, version=article.version)
    workflow.revise(article, by=people.bagus)
    change(article, people.bagus)
    workflow.submit(article, by=people.rina)
    with refused(PermissionDenied, YOURSELF):
        workflow.approve(article, by=people.bagus, version=article.version)


def test_an_approval_that_was_taken_back_washes_no_hands(people: People) -> None:
    article = story(people, "submitted")
    change(article, people.bagus)
    later = timezone.now() + timedelta(hours=2)
    workflow.approve(article, by=people.tono, version=article.version, live_from=later)
    workflow.unschedule(article, by=people.tono)
    workflow.submit(article, by=people.rina)
    with refused(PermissionDenied, YOURSELF):
        workflow.approve(article, by=people.bagus, version=article.version)


def test_an_emergency_washes_no_hands_until_somebody_else_has_read_it(people: People) -> None:
    article = story(people, "draft")
    change(article, people.sari)
    workflow.publish_in_emergency(article, version=article.version, by=people.sari, reason="Gempa.")
    workflow.revise(article, by=people.rina)
    change(article, people.rina)
    workflow.submit(article, by=people.rina)
    with refused(PermissionDenied, YOURSELF):
        workflow.approve(article, by=people.sari, version=article.version)
    workflow.second_read(article, by=people.tono)
    assert workflow.approve(article, by=people.sari, version=article.version).is_live()


def test_a_second_reader_vouches_for_the_emergency_and_not_for_what_was_changed_since(people: People) -> None:
    article = story(people, "draft")
    change(article, people.bagus)
    workflow.publish_in_emergency(article, version=article.version, by=people.sari, reason="Gempa.")
    workflow.revise(article, by=people.bagus)
    change(article, people.bagus)
    workflow.second_read(article, by=people.tono)
    workflow.submit(article, by=people.rina)
    with refused(PermissionDenied, YOURSELF):
        workflow.approve(article, by=people.bagus, version=article.version)


# -- Exactly that text -----------------------------------------------------------------------------------------------


def test_a_story_that_changed_while_the_editor_read_it_is_not_approved(people: People) -> None:
    article = story(people, "submitted")
    version_read = article.version
    workflow.withdraw_submission(article, by=people.rina)
    article.body = "<p>Sesuatu yang lain sama sekali.</p>"
    change(article, people.rina)
    workflow.submit(article, by=people.rina)
    bagus = people.bagus
    with refused(Conflict, "Read the newest version"):
        workflow.approve(article, by=bagus, version=version_read)


def test_a_story_that_another_editor_changed_in_the_queue_is_not_approved_unread(people: People) -> None:
    article = story(people, "submitted")
    on_screen = Article.objects.get(pk=article.pk)
    change(article, people.tono)
    bagus = people.bagus
    with refused(Conflict, "Read the newest version"):
        workflow.approve(on_screen, by=bagus, version=on_screen.version)


def test_of_two_editors_who_approve_the_same_object_the_second_is_told(people: People) -> None:
    article = story(people, "submitted")
    bagus, tono = people.bagus, people.tono
    for_bagus, for_tono = (Article.objects.get(pk=article.pk) for _editor in range(2))
    workflow.approve(for_bagus, by=bagus, version=for_bagus.version)
    with refused(Conflict, "This story is published now"):
        workflow.approve(for_tono, by=tono, version=for_tono.version)
    assert Edition.objects.count() == 1


def test_of_an_approval_and_a_refusal_the_first_counts(people: People) -> None:
    article = story(people, "submitted")
    bagus, tono = people.bagus, people.tono
    on_screen = Article.objects.get(pk=article.pk)
    workflow.send_back(article, by=bagus, note="Sumbernya?")
    with refused(Conflict, "This story is returned now"):
        workflow.approve(on_screen, by=tono, version=on_screen.version)


def test_an_object_that_lies_about_its_status_is_not_believed(people: People) -> None:
    article, bagus = story(people, "draft"), people.bagus
    article.status = Article.Status.SUBMITTED
    with refused(Conflict, "This story is draft now"):
        workflow.approve(article, by=bagus, version=article.version)


def test_an_object_that_lies_about_its_reporter_is_not_believed(people: People) -> None:
    article = story(people, "submitted")
    article.reporter = people.dewi
    rina = make_editor(people.rina)
    with refused(PermissionDenied, YOURSELF):
        workflow.approve(article, by=rina, version=article.version)


# -- Round the workflow ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_the_status_of_a_working_copy_makes_nothing_public(people: People, state: str) -> None:
    article = story(people, state)
    article.status = Article.Status.PUBLISHED
    article.save()
    assert not Edition.objects.live().exists()


def test_nor_does_a_bulk_update(people: People) -> None:
    story(people, "draft")
    story(people, "submitted")
    assert Article.objects.update(status=Article.Status.PUBLISHED) == 2
    assert not Edition.objects.live().exists()


def test_nor_does_an_article_that_is_created_as_published(people: People) -> None:
    Article.objects.create(headline="x", status=Article.Status.PUBLISHED, reporter=people.rina)
    assert not Edition.objects.live().exists()


def test_a_live_story_that_is_overwritten_by_hand_shows_readers_nothing_of_it(people: People) -> None:
    article = story(people, "published")
    live = Edition.objects.live().values().get()
    Article.objects.filter(pk=article.pk).update(headline="Diretas", body="<p>Diretas.</p>", slug="diretas")
    assert Edition.objects.live().values().get() == live


def test_a_story_that_was_ever_begun_is_not_deleted(people: People) -> None:
    article = story(people, "draft")
    before = Article.objects.count()
    for delete in (article.delete, Article.objects.all().delete):
        with pytest.raises(ProtectedError), transaction.atomic():
            delete()
    assert Article.objects.count() == before


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "published", "scheduled", "update submitted", "retracted", "emergency"]
)
def test_the_desk_offers_exactly_the_verbs_that_are_not_refused(people: People, state: str) -> None:
    article = story(people, state)
    for who in ("rina", "dewi", "bagus", "tono", "sari", "made", "root"):
        person = people[who]
        offered = set(workflow.available_verbs(article, person)) & set(ACTS)
        assert offered == {verb for verb, act in ACTS.items() if is_done(act, article, person)}, who


ACTS: dict[str, Any] = {
    "edit": lambda article, by: workflow.save(article, by=by, version=article.version),
    "submit": lambda article, by: workflow.submit(article, by=by),
    "withdraw-submission": lambda article, by: workflow.withdraw_submission(article, by=by),
    "send-back": lambda article, by: workflow.send_back(article, by=by, note="Sumbernya?"),
    "approve": lambda article, by: workflow.approve(article, by=by, version=article.version),
    "emergency": lambda article, by: workflow.publish_in_emergency(
        article, version=article.version, by=by, reason="Gempa."
    ),
    "second-read": lambda article, by: workflow.second_read(article, by=by),
    "revise": lambda article, by: workflow.revise(article, by=by),
    "unschedule": lambda article, by: workflow.unschedule(article, by=by),
    "retract": lambda article, by: workflow.retract(article, by=by, ground=Edition.Ground.WRONG, explanation="Keliru."),
}


def is_done(act: Any, article: Article, by: User) -> bool:
    """Whether the verb succeeds. Its changes are rolled back."""
    with transaction.atomic():
        try:
            act(Article.objects.get(pk=article.pk), by)
        except (PermissionDenied, Conflict):
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_the_buttons_of_a_story_cost_at_most_nine_queries(people: People, django_assert_max_num_queries: Any) -> None:
    article, root = story(people, "emergency"), people.root
    with django_assert_max_num_queries(9):
        assert workflow.available_verbs(article, root)


def test_the_question_of_the_second_pair_of_eyes_costs_two_queries(
    people: People, django_assert_num_queries: Any
) -> None:
    article, bagus = story(people, "update submitted"), people.bagus
    with django_assert_num_queries(2):
        assert four_eyes.is_second_pair_of_eyes(bagus, article)
