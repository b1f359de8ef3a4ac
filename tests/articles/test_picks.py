"""Picks for the front page: the draft, its releases, and what they refuse."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles import front, picks, workflow
from articles.models import Edition, FrontDraft, FrontRelease, Section
from articles.workflow import Conflict
from tests import cast
from tests.pages import press
from tests.pages.press import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def stories(desk: Desk) -> list[Edition]:
    """Nine stories, oldest first; every second one has a photo."""
    photo = press.photo(desk.rina)
    return [
        desk.publish(f"Berita {number}", now=press.ago(hours=20 - number), lead_photo=None if number % 2 else photo)
        for number in range(9)
    ]


def put_on_top(desk: Desk, *editions: Edition) -> FrontRelease:
    draft = picks.rearrange([edition.article_id for edition in editions], by=desk.bagus, version=picks.draft().version)
    return picks.publish(by=desk.bagus, version=draft.version)


def shown() -> list[str]:
    return [edition.headline for edition in front.arrange(list(Section.objects.all())).top]


def test_without_picks_the_newest_story_with_a_photo_leads_and_the_newest_fill_the_rest(stories: list[Edition]) -> None:
    assert shown() == [f"Berita {number}" for number in (8, 6, 4, 7, 5, 3, 2)]


def test_picks_stand_first_in_their_order_and_the_newest_fill_the_rest(desk: Desk, stories: list[Edition]) -> None:
    put_on_top(desk, stories[1], stories[3])

    assert shown() == [f"Berita {number}" for number in (1, 3, 8, 7, 6, 5, 4)]


def test_readers_see_a_draft_only_when_it_is_published(desk: Desk, stories: list[Edition]) -> None:
    draft = picks.rearrange([stories[0].article_id], by=desk.bagus, version=0)
    assert shown()[0] == "Berita 8"

    picks.publish(by=desk.bagus, version=draft.version)

    assert shown()[0] == "Berita 0"


def test_a_retracted_story_drops_out_and_the_next_pick_moves_up(desk: Desk, stories: list[Edition]) -> None:
    put_on_top(desk, stories[1], stories[3])
    desk.retract(stories[1])

    assert shown()[0] == "Berita 3"
    assert "Berita 1" not in shown()


def test_an_updated_story_keeps_its_place_under_its_new_headline(desk: Desk, stories: list[Edition]) -> None:
    put_on_top(desk, stories[1])
    desk.update(stories[1], headline="Berita 1 Diperbarui")

    assert shown()[0] == "Berita 1 Diperbarui"


@pytest.mark.parametrize("who", ["rina", "made", "putri"])
@pytest.mark.parametrize("verb", ["rearrange", "publish", "discard"])
def test_only_editors_arrange_the_front_page(db: None, who: str, verb: str) -> None:
    arguments: dict[str, Any] = {"articles": []} if verb == "rearrange" else {}
    with pytest.raises(PermissionDenied, match="editor"):
        getattr(picks, verb)(by=getattr(cast, who)(), version=0, **arguments)
    assert not FrontRelease.objects.exists()


def test_what_readers_cannot_see_is_not_picked(desk: Desk, stories: list[Edition]) -> None:
    draft = cast.draft(desk.rina)
    retracted = desk.retract(stories[0]).article_id
    scheduled = desk.schedule("Esok", live_from=press.ago(days=-1)).article_id

    for pk in (draft.pk, retracted, scheduled, 10**12):
        with pytest.raises(ValidationError, match="front page"):
            picks.rearrange([pk], by=desk.bagus, version=0)
    assert picks.draft().articles == []


def test_a_pick_that_has_dropped_out_does_not_stop_the_editor_from_going_on(desk: Desk, stories: list[Edition]) -> None:
    draft = picks.rearrange([stories[0].article_id], by=desk.bagus, version=0)
    desk.retract(stories[0])

    kept = [stories[0].article_id, stories[1].article_id]
    assert picks.rearrange(kept, by=desk.bagus, version=draft.version).articles == kept


def test_there_is_room_for_seven_and_each_story_stands_once(desk: Desk, stories: list[Edition]) -> None:
    numbers = [edition.article_id for edition in stories]
    with pytest.raises(ValidationError, match="7"):
        picks.rearrange(numbers[:8], by=desk.bagus, version=0)
    assert picks.rearrange([*numbers[:7], numbers[0]], by=desk.bagus, version=0).articles == numbers[:7]


@pytest.mark.parametrize("verb", ["rearrange", "publish", "discard"])
def test_who_has_an_old_draft_on_screen_is_told_who_was_faster(desk: Desk, stories: list[Edition], verb: str) -> None:
    picks.rearrange([stories[0].article_id], by=desk.sari, version=0)
    arguments: dict[str, Any] = {"articles": []} if verb == "rearrange" else {}

    with pytest.raises(Conflict, match="Sari"):
        getattr(picks, verb)(by=desk.bagus, version=0, **arguments)

    assert FrontDraft.objects.get().articles == [stories[0].article_id]
    assert not FrontRelease.objects.exists()


def test_the_same_list_is_not_published_twice(desk: Desk, stories: list[Edition]) -> None:
    put_on_top(desk, stories[0])
    with pytest.raises(Conflict):
        picks.publish(by=desk.bagus, version=picks.draft().version)
    assert FrontRelease.objects.count() == 1


def test_a_discarded_draft_is_what_readers_see(desk: Desk, stories: list[Edition]) -> None:
    put_on_top(desk, stories[0])
    draft = picks.rearrange([], by=desk.sari, version=picks.draft().version)

    assert picks.discard(by=desk.bagus, version=draft.version).articles == [stories[0].article_id]


def test_every_release_stays_in_the_log_with_who_and_when(desk: Desk, stories: list[Edition]) -> None:
    put_on_top(desk, stories[0])
    put_on_top(desk, stories[1], stories[2])

    log = [(release.by, release.articles) for release in FrontRelease.objects.all()]

    assert log == [
        (desk.bagus, [stories[1].article_id, stories[2].article_id]),
        (desk.bagus, [stories[0].article_id]),
    ]


def test_breaking_news_stands_over_the_front_until_it_has_run_out(desk: Desk) -> None:
    for headline, ahead in (("Gempa", 1), ("Sudah Lewat", -1)):
        article = cast.draft(desk.rina, headline=headline)
        workflow.submit(article, by=desk.rina, now=press.ago(hours=3))
        ends = press.ago(hours=-ahead)
        workflow.approve(article, by=desk.bagus, version=article.version, breaking_until=ends, now=press.ago(hours=3))

    assert [edition.headline for edition in front.arrange([]).breaking] == ["Gempa"]
