"""Bundles: all stories go live at the same moment or none does, and each is approved on its own."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import four_eyes, workflow
from articles.models import Article, Bundle, Edition
from articles.workflow import bundles
from tests import cast
from tests.articles.bundling import TOMORROW, approve, bundle_of, live, not_ready, now, verbs
from tests.articles.scenes import OUTSIDERS, People, refused, story
from tests.clock import at

# -- Together, or not at all -----------------------------------------------------------------------------------------


def test_all_stories_begin_at_the_same_instant(people: People, two: Any, moment: datetime) -> None:
    bundle = bundle_of(people, *two, live_from=moment)
    approve(people, two[0])
    last = approve(people, two[1])
    editions = Edition.objects.pending()
    assert {edition.live_from for edition in editions} == {moment}
    assert last.live_from == moment
    assert now(bundle).is_released
    assert live(moment - timedelta(microseconds=1)) == set()
    assert live(moment) == {article.pk for article in two}


def test_what_is_approved_alone_never_goes_out_alone(people: People, two: Any, moment: datetime) -> None:
    bundle_of(people, *two, live_from=moment)
    held = approve(people, two[0])
    assert held.is_cancelled
    for later in (timedelta(0), TOMORROW, timedelta(days=365)):
        assert live(timezone.now() + later) == set()
    assert not Edition.objects.pending().exists()


def test_the_moment_passes_and_nothing_goes_out(people: People, two: Any, moment: datetime) -> None:
    bundle = bundle_of(people, *two, live_from=moment)
    approve(people, two[0])
    with at(moment + timedelta(hours=1)):
        approve(people, two[1])
        assert live() == set()
        assert not now(bundle).is_released
        bundles.release(bundle, by=people.bagus, version=now(bundle).version)
        assert live() == {article.pk for article in two}


def test_an_editor_publishes_all_of_them_now(people: People, two: Any) -> None:
    bundle = bundle_of(people, *two)
    for article in two:
        approve(people, article)
    assert live() == set()
    bundles.release(bundle, by=people.sari, version=now(bundle).version)
    assert live() == {article.pk for article in two}
    assert Edition.objects.live().values("live_from").distinct().count() == 1
    assert [verbs(article)[-3:] for article in two] == [["bundle", "approve", "release"]] * 2


def test_what_readers_get_is_word_for_word_what_was_approved(people: People, moment: datetime) -> None:
    photo, topic = cast.photo(people.rina), cast.topic()
    article = cast.draft(people.rina, lead_photo=photo, topics=[topic], dateline="Semarang", sources="BPS")
    workflow.submit(article, by=people.rina)
    bundle_of(people, article)
    held = approve(people, article)
    photo.caption = "Keterangan yang diganti sesudah persetujuan."
    photo.save()
    bundle = Bundle.objects.get()
    bundles.plan(bundle, by=people.sari, version=bundle.version, name=bundle.name, live_from=moment)
    released = Edition.objects.pending().get()
    other = {"id", "number", "live_from", "live_until", "published_at", "path"}
    for field in Edition._meta.concrete_fields:
        if field.name not in other:
            assert getattr(released, field.name) == getattr(held, field.name), field.name
    assert released.approved_by == people.bagus
    assert released.published_at == moment
    local = timezone.localtime(moment, timezone.get_default_timezone())
    assert released.path == f"/nasional/{local:%Y/%m/%d}/{article.slug}/"
    for part in ("EditionTopic", "EditionByline", "EditionPhoto"):
        model = Edition._meta.apps.get_model("articles", part)
        assert model.objects.filter(edition=released).count() == model.objects.filter(edition=held).count() > 0


def test_an_update_of_a_live_story_waits_while_readers_keep_the_edition_they_have(
    people: People, moment: datetime
) -> None:
    update, first = story(people, "update submitted"), story(people, "submitted")
    before = Edition.objects.live().get()
    bundle_of(people, update, first, live_from=moment)
    approve(people, update, kind=Edition.Kind.CORRECTION, public_note="Angka diperbaiki.")
    before.refresh_from_db()
    assert before.live_until is None
    approve(people, first)
    before.refresh_from_db()
    assert before.live_until == moment
    after = Edition.objects.live(moment).get(article=update)
    assert after.notes[-1] == {"kind": "correction", "note": "Angka diperbaiki.", "at": moment.isoformat()}
    assert after.published_at == before.published_at


# -- Who, and through the same gate ----------------------------------------------------------------------------------


def test_only_editors_put_stories_together(people: People, two: Any) -> None:
    bundle = bundle_of(people, two[0])
    acts = [
        lambda by: bundles.make(name="Lain", by=by),
        lambda by: bundles.plan(bundle, by=by, version=bundle.version, name="Lain", live_from=None),
        lambda by: bundles.add(bundle, two[1], by=by, version=bundle.version),
        lambda by: bundles.remove(bundle, two[0], by=by, version=bundle.version),
        lambda by: bundles.release(bundle, by=by, version=bundle.version),
        lambda by: bundles.dissolve(bundle, by=by, version=bundle.version),
    ]
    for who in [*OUTSIDERS, "rina"]:
        person = people[who]
        for act in acts:
            with refused(PermissionDenied, "Only an editor"):
                act(person)
    assert Bundle.objects.get() == bundle


@pytest.mark.parametrize("who", ["bagus", "root", "rina"])
def test_nobody_approves_her_own_story_by_way_of_a_bundle(people: People, two: Any, who: str) -> None:
    author = people[who]
    if who == "root":
        article = two[1]
        article.headline = "Judul yang Diganti oleh Pengelola Situs Sendiri"
        workflow.save(article, by=author, version=article.version)
    elif who == "bagus":
        article = cast.submitted(people.bagus)
    else:
        article = two[1]
    bundle = bundle_of(people, two[0], article)
    approve(people, two[0])
    with refused(PermissionDenied):
        workflow.approve(article, by=author, version=article.version)
    if who != "rina":
        with refused(ValidationError, "not approved yet"):
            bundles.release(bundle, by=author, version=bundle.version)
    assert live() == set()


def test_each_story_passes_the_gate_by_itself(people: People, two: Any) -> None:
    bundle_of(people, *two)
    Article.objects.filter(pk=two[1].pk).update(deck="")
    with refused(ValidationError, "Write a deck"):
        approve(people, two[1])


def test_releasing_counts_as_the_second_pair_of_eyes_it_was(people: People, two: Any, moment: datetime) -> None:
    bundle_of(people, two[0], live_from=moment)
    approve(people, two[0])
    assert four_eyes.changed_since_last_edition(two[0]) == set()
    workflow.unschedule(two[0], by=people.sari)
    assert four_eyes.changed_since_last_edition(two[0]) == {people.rina.pk}


def test_a_story_of_a_bundle_has_no_moment_of_its_own(people: People, two: Any, moment: datetime) -> None:
    bundle_of(people, two[0], live_from=moment)
    with refused(ValidationError, "goes live with its bundle"):
        approve(people, two[0], live_from=moment + TOMORROW)


# -- What keeps a bundle ---------------------------------------------------------------------------------------------


def test_a_refusal_names_each_story_that_is_not_ready_and_why(people: People) -> None:
    ready, waiting, returned, drafted = (story(people, "submitted") for _number in range(4))
    bundle = bundle_of(people, ready, waiting, returned, drafted)
    approve(people, ready)
    workflow.send_back(returned, by=people.bagus, note="Siapa sumbernya?")
    workflow.withdraw_submission(drafted, by=people.rina)
    assert not_ready(people, bundle) == [
        f"“{waiting}”: It is not approved yet. An editor who did not write it approves it.",
        f"“{returned}”: It was sent back to its reporter.",
        f"“{drafted}”: It is a draft: neither submitted nor approved.",
    ]


def test_an_embargo_keeps_it(people: People, two: Any, moment: datetime) -> None:
    bundle = bundle_of(people, *two, live_from=moment)
    workflow.set_embargo(two[1], by=people.bagus, reason="Menunggu sidang.", until=moment + TOMORROW)
    approve(people, two[0])
    with refused(ValidationError, "under embargo until"):
        approve(people, two[1])
    assert "under embargo until" in not_ready(people, bundle)[0]
    version = now(bundle).version
    bundles.plan(bundle, by=people.bagus, version=version, name="A", live_from=moment + 2 * TOMORROW)
    approve(people, two[1])
    assert now(bundle).is_released
    version = now(bundle).version
    with refused(ValidationError, "under embargo until"):
        bundles.plan(bundle, by=people.bagus, version=version, name="A", live_from=moment)
    assert "under embargo until" in not_ready(people, bundle)[0]


def test_a_retraction_keeps_it_and_holds_back_the_others(people: People, moment: datetime) -> None:
    update, other = story(people, "update submitted"), story(people, "submitted")
    bundle = bundle_of(people, update, other, live_from=moment)
    approve(people, update)
    approve(people, other)
    workflow.retract(update, by=people.sari, ground=Edition.Ground.WRONG, explanation="Angkanya salah.")
    assert live(moment) == set()
    assert not now(bundle).is_released
    assert not_ready(people, bundle) == [f"“{update}”: It was retracted. A retracted story is not published again."]
    bundles.remove(bundle, update, by=people.bagus, version=now(bundle).version)
    assert live(moment) == {other.pk}
    assert Edition.objects.live(moment).get(article=update).is_retraction


def test_what_is_taken_back_holds_back_the_others_until_it_is_approved_again(
    people: People, two: Any, moment: datetime
) -> None:
    bundle = bundle_of(people, *two, live_from=moment)
    for article in two:
        approve(people, article)
    workflow.unschedule(two[0], by=people.bagus)
    assert live(moment) == set()
    assert verbs(two[1])[-1] == "hold"
    assert "It is a draft" in not_ready(people, bundle)[0]
    workflow.submit(two[0], by=people.rina)
    approve(people, two[0])
    assert live(moment) == {article.pk for article in two}


def test_what_changed_after_its_approval_keeps_it(people: People, two: Any) -> None:
    bundle = bundle_of(people, two[0])
    approve(people, two[0])
    Article.objects.filter(pk=two[0].pk).update(version=9)
    assert "changed after its approval" in not_ready(people, bundle)[0]


def test_a_licence_that_runs_out_before_the_moment_keeps_it(people: People, moment: datetime) -> None:
    photo = cast.photo(people.rina)
    article = cast.draft(people.rina, lead_photo=photo)
    workflow.submit(article, by=people.rina)
    bundle = bundle_of(people, article)
    approve(people, article)
    photo.expires_on = timezone.localdate(moment)
    photo.save()
    bundles.plan(bundle, by=people.bagus, version=now(bundle).version, name="A", live_from=moment + 2 * TOMORROW)
    assert not now(bundle).is_released
    bundles.plan(
        bundle, by=people.bagus, version=now(bundle).version, name="A", live_from=timezone.now() + TOMORROW / 8
    )
    assert now(bundle).is_released


def test_breaking_news_that_would_be_old_by_then_keeps_it(people: People, two: Any, moment: datetime) -> None:
    bundle = bundle_of(people, two[0], live_from=moment)
    approve(people, two[0], breaking_until=moment + timedelta(hours=2))
    version = now(bundle).version
    with refused(ValidationError, "breaking news until"):
        bundles.plan(bundle, by=people.bagus, version=version, name="A", live_from=moment + TOMORROW)


def test_an_empty_bundle_is_not_released(people: People) -> None:
    assert not_ready(people, bundle_of(people)) == ["There is no story in this bundle yet."]
