"""Changes to a bundle before it goes live: its time, its stories, other acts on one of them, references, notices."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import checklist, notices, workflow
from articles.models import Article, Bundle, BundleStory, Edition, Notice, Step
from articles.workflow import Conflict, bundles
from tests import cast
from tests.articles.bundling import TOMORROW, approve, bundle_of, live, not_ready, now, verbs
from tests.articles.scenes import People, minute, refused, story
from tests.clock import at

KINDS = ["approved", "bundled", "scheduled", "live", "unscheduled"]


# -- Another moment, other stories -----------------------------------------------------------------------------------


def test_another_moment_moves_all_of_them(people: People, two: Any, moment: datetime) -> None:
    bundle = bundle_of(people, *two, live_from=moment)
    for article in two:
        approve(people, article)
    later = moment + TOMORROW
    bundles.plan(bundle, by=people.sari, version=now(bundle).version, name="Anggaran", live_from=later)
    assert live(moment) == set()
    assert live(later) == {article.pk for article in two}
    assert verbs(two[0])[-1] == verbs(two[1])[-1] == "release"
    earlier = timezone.now() + timedelta(hours=1)
    bundles.plan(bundle, by=people.sari, version=now(bundle).version, name="Anggaran", live_from=earlier)
    assert live(earlier) == {article.pk for article in two}


def test_without_a_moment_all_wait_and_stay_approved(people: People, two: Any, moment: datetime) -> None:
    bundle = bundle_of(people, *two, live_from=moment)
    for article in two:
        approve(people, article)
    bundles.plan(bundle, by=people.bagus, version=now(bundle).version, name="Anggaran", live_from=None)
    assert live(moment) == set()
    assert {article.status for article in Article.objects.all()} == {Article.Status.PUBLISHED}
    bundles.plan(bundle, by=people.bagus, version=now(bundle).version, name="Anggaran", live_from=moment)
    assert live(moment) == {article.pk for article in two}


def test_a_story_that_comes_later_holds_back_the_others_until_it_is_approved(
    people: People, two: Any, moment: datetime
) -> None:
    bundle = bundle_of(people, two[0], live_from=moment)
    approve(people, two[0])
    bundles.add(bundle, two[1], by=people.bagus, version=now(bundle).version)
    assert live(moment) == set()
    approve(people, two[1])
    assert live(moment) == {article.pk for article in two}


def test_a_story_that_is_taken_out_is_a_draft_and_the_others_go_on(people: People, two: Any, moment: datetime) -> None:
    bundle = bundle_of(people, *two, live_from=moment)
    approve(people, two[0])
    bundles.remove(bundle, two[1], by=people.bagus, version=now(bundle).version)
    assert live(moment) == {two[0].pk}
    two[1].refresh_from_db()
    assert two[1].status == Article.Status.SUBMITTED
    bundles.remove(bundle, two[0], by=people.bagus, version=now(bundle).version)
    assert live(moment) == set()
    two[0].refresh_from_db()
    assert two[0].status == Article.Status.DRAFT
    assert verbs(two[0])[-2:] == ["unschedule", "unbundle"]


def test_a_bundle_is_dissolved_and_its_stories_go_on(people: People, two: Any, moment: datetime) -> None:
    bundle = bundle_of(people, *two, live_from=moment)
    for article in two:
        approve(people, article)
    bundles.dissolve(bundle, by=people.bagus, version=now(bundle).version)
    assert not Bundle.objects.exists()
    assert not BundleStory.objects.exists()
    assert live(moment) == set()
    workflow.submit(two[0], by=people.rina)
    assert approve(people, two[0]).is_live()


def test_a_story_is_in_one_bundle_and_the_database_holds_it_too(people: People, two: Any) -> None:
    bundle_of(people, two[0])
    second = bundle_of(people)
    with refused(ValidationError, "is in the bundle “Anggaran 2027” already"):
        bundles.add(second, two[0], by=people.bagus, version=second.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        BundleStory.objects.create(bundle=second, article=two[0])


@pytest.mark.parametrize(
    ("state", "words"),
    [("published", "Begin an update"), ("scheduled", "Cancel the schedule"), ("retracted", "was retracted")],
)
def test_what_is_not_in_work_does_not_enter(people: People, state: str, words: str) -> None:
    article, bundle = story(people, state), bundle_of(people)
    with refused(Conflict, words):
        bundles.add(bundle, article, by=people.bagus, version=bundle.version)


def test_a_bundle_has_room_for_a_few(people: People, two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MOST", 1)
    bundle = bundle_of(people, two[0])
    with refused(ValidationError, "at most 1 stories"):
        bundles.add(bundle, two[1], by=people.bagus, version=bundle.version)


def test_two_editors_at_once(people: People, two: Any) -> None:
    bundle = bundle_of(people, two[0])
    approve(people, two[0])
    seen = bundle.version
    bundles.add(bundle, two[1], by=people.sari, version=seen)
    for act in (bundles.release, bundles.dissolve):
        with refused(Conflict, "Sari has changed this bundle meanwhile"):
            act(bundle, by=people.bagus, version=seen)


def test_what_is_live_is_changed_no_more_and_its_stories_may_enter_another(
    people: People, two: Any, moment: datetime
) -> None:
    bundle = bundle_of(people, two[0], live_from=moment)
    approve(people, two[0])
    bundle = now(bundle)
    with at(moment):
        for act in (bundles.release, bundles.dissolve):
            with refused(Conflict, "live already"):
                act(bundle, by=people.bagus, version=bundle.version)
        workflow.revise(two[0], by=people.rina)
        second = bundle_of(people, two[0])
        assert bundles.place_of(two[0]).bundle == second  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["", "  ", "a" * 81])
def test_a_bundle_has_a_name(people: People, name: str) -> None:
    bagus = people.bagus
    with refused(ValidationError, "Give the bundle a name"):
        bundles.make(name=name, by=bagus)


def test_its_moment_is_to_come(people: People) -> None:
    bagus = people.bagus
    with refused(ValidationError, "has passed"):
        bundles.make(name="Anggaran", by=bagus, live_from=minute(1))


# -- Other roads of one story ----------------------------------------------------------------------------------------


def test_an_emergency_takes_a_story_out_and_the_bundle_goes_on(people: People, two: Any, moment: datetime) -> None:
    bundle = bundle_of(people, *two, live_from=moment)
    approve(people, two[0])
    workflow.publish_in_emergency(two[1], by=people.sari, version=two[1].version, reason="Gempa.")
    assert live() == {two[1].pk}
    assert live(moment) == {article.pk for article in two}
    assert list(now(bundle).stories.values_list("article", flat=True)) == [two[0].pk]


def test_what_is_approved_for_a_bundle_is_not_opened_for_an_update(people: People, moment: datetime) -> None:
    update, other = story(people, "update submitted"), story(people, "submitted")
    bundle_of(people, update, other, live_from=moment)
    approve(people, update)
    with refused(Conflict, "Cancel the schedule first"):
        workflow.revise(update, by=people.rina)
    available = workflow.available_verbs(update, people.bagus)
    assert Step.Verb.UNSCHEDULE in available
    assert Step.Verb.REVISE not in available


# -- References --------------------------------------------------------------------------------------------------------


def referring(people: People, target: Article) -> Article:
    return cast.draft(people.rina, body=f'<p>Satu.</p><aside data-read-also="{target.pk}"></aside>')


def test_stories_of_one_bundle_refer_to_each_other_and_no_others_do(people: People, two: Any, moment: datetime) -> None:
    article, outside = referring(people, two[0]), two[1]
    assert checklist.missing(article)
    bundle = bundle_of(people, two[0], article, live_from=moment)
    bundle_of(people, outside)
    assert checklist.missing(article) == []
    workflow.submit(article, by=people.rina)
    approve(people, article)
    approve(people, two[0])
    assert live(moment) == {two[0].pk, article.pk}
    assert now(bundle).is_released
    other = referring(people, outside)
    with refused(ValidationError, "“Baca juga” refers"):
        workflow.submit(other, by=people.rina)


def test_a_reference_to_what_left_the_bundle_keeps_it(people: People, two: Any, moment: datetime) -> None:
    article = referring(people, two[0])
    bundle = bundle_of(people, two[0], article, live_from=moment)
    workflow.submit(article, by=people.rina)
    approve(people, article)
    bundles.remove(bundle, two[0], by=people.bagus, version=now(bundle).version)
    assert live(moment) == set()
    assert "“Baca juga” refers" in not_ready(people, bundle)[0]


def test_in_an_emergency_no_bundle_vouches_for_a_reference(people: People, two: Any) -> None:
    article, sari = referring(people, two[0]), people.sari
    bundle_of(people, two[0], article)
    with refused(ValidationError, "“Baca juga” refers"):
        workflow.publish_in_emergency(article, by=sari, version=article.version, reason="Gempa.")
    assert bundles.place_of(article)


# -- Who is told -------------------------------------------------------------------------------------------------------


def test_the_reporter_is_told_what_was_approved_when_it_goes_live_and_that_it_did(
    people: People, two: Any, moment: datetime
) -> None:
    bundle_of(people, *two, live_from=moment)
    approve(people, two[0])
    told = Notice.objects.filter(article=two[0], person=people.rina, kind__in=KINDS).order_by("pk")
    assert [notice.kind for notice in told] == ["bundled"]
    approve(people, two[1])
    assert [notice.kind for notice in told.all()] == ["bundled", "scheduled"]
    assert "Anggaran 2027" in told.last().sentence  # type: ignore[union-attr]
    for _tick in range(2):
        notices.tell_what_went_live(now=moment + timedelta(minutes=1))
    assert [notice.kind for notice in told.all()] == ["bundled", "scheduled", "live"]


def test_the_clock_of_the_log_is_that_of_the_act(people: People, two: Any) -> None:
    bundle = bundle_of(people, two[0])
    approve(people, two[0])
    bundles.release(bundle, by=people.sari, version=now(bundle).version)
    step = Step.objects.latest("pk")
    assert (step.verb, step.by, step.note) == ("release", people.sari, "Anggaran 2027")
    assert step.edition == Edition.objects.live().get()
    assert step.at == step.edition.live_from  # type: ignore[union-attr]
