"""The demo newsroom of `make run`, without its photos, which take too long to draw."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from articles import body, photo_rights, workflow
from articles.models import Article, Bundle, Draft, PreviewLink, Section
from comments import ledger, transparency
from comments.models import Appeal, Case, Comment, Commenter
from newsroom.accounts.models import User
from newsroom.demo import desk_work, loader, moderation, people, pictures
from newsroom.demo.conversation import Conversation
from newsroom.demo.stories import Story, read_all, read_comments
from tests import cast

STORIES = read_all()
NAMES = {person.name for person in (*people.STAFF, *people.READERS)}


def test_there_are_at_least_forty_stories_in_six_sections() -> None:
    published = [story for story in STORIES if story.state == "published"]
    assert len(published) >= 40
    assert {story.section for story in published} == {slug for slug, _name, _description in people.SECTIONS}
    assert sum(person.is_journalist for person in people.STAFF) >= 12


def test_one_of_them_is_an_advertorial() -> None:
    assert [bool(story.paid_by) for story in STORIES].count(True) == 1


def test_there_is_work_in_every_state() -> None:
    assert {story.state for story in STORIES} == {"draft", "submitted", "returned", "scheduled", "published"}
    for happening in ("correction", "retraction", "update", "rewriting"):
        assert sum(bool(getattr(story, happening)) for story in STORIES) == 1, happening


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_a_story_is_whole(story: Story) -> None:
    """Of real length, with sub-headings and quotations, and references to people, photos and stories that exist."""
    slugs = {other.slug for other in STORIES}
    references = re.findall(r'data-read-also="([^"]+)"', story.body)
    assert set(references) <= slugs - {story.slug}
    assert {*story.writers, *story.photographers} <= NAMES
    assert story.photo["scene"] in pictures.SCENES
    assert story.photo["alt"]
    assert story.photo["credit"]
    if story.state != "draft":
        assert 300 <= body.count_words(story.body) <= 900
        assert "<h2>" in story.body
        assert story.body.count("“") >= 3
        assert references or story.paid_by or story == STORIES[0]  # the oldest has nothing to refer to
        assert story.topics
        assert story.deck
    if story.correction:
        assert story.correction["old"] in story.body
    if story.figure:
        assert f"<h2>{story.figure['before']}</h2>" in story.body


def test_every_comment_belongs_to_a_story_and_somebody_who_is_there() -> None:
    keys = {comment.get("key") for comment in read_comments()}
    for comment in read_comments():
        assert comment["author"] in NAMES
        assert comment.get("answers") in keys or comment["story"] in {story.slug for story in STORIES}


@pytest.mark.parametrize(
    "loaded_at", [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(0, 365, 3)]
)
def test_something_was_said_in_the_month_before_whenever_the_demo_is_loaded(loaded_at: datetime) -> None:
    published = {story.slug: story.published_at(loaded_at) for story in STORIES}
    said = [
        published[comment["story"]] + timedelta(hours=comment["hours_after"])
        for comment in read_comments()
        if "story" in comment
    ]
    begin = transparency.first_of_month(transparency.first_of_month(loaded_at) - timedelta(days=1))
    assert sum(begin <= moment < transparency.first_of_month(loaded_at) for moment in said) >= 3


@pytest.mark.django_db
def test_the_demo_shows_comments_in_every_state_all_made_by_the_verbs() -> None:
    now = timezone.now()
    crew = {person.name: loader._person(person, "", now) for person in (*people.STAFF, *people.READERS)}
    known = [Commenter(user=crew[reader.name], passed=10) for reader in people.READERS if not reader.is_new]
    Commenter.objects.bulk_create(known)
    talked_about = {comment["story"] for comment in read_comments() if "story" in comment} | {*people.RULED}
    for story in STORIES:
        if story.slug in talked_about:
            writer, moment = crew[story.writers[0]], story.published_at(now)
            cast.published(writer, crew[people.MANAGING_EDITOR], slug=story.slug, now=moment)
    Conversation(crew, now).hold(read_comments())
    moderation.tend(crew, now)
    assert {*Comment.objects.values_list("state", flat=True)} == {*Comment.State.values}
    assert Comment.objects.filter(answer__voice__in=["newsroom", "writer"]).exists()
    assert Comment.objects.filter(picked_at__isnull=False, replies__gt=2).exists()
    assert Comment.objects.filter(edited_at__isnull=False).exists()
    assert {case.urgency(now) for case in Case.objects.exclude(due_at=None)} == {"calm", "red", "withheld"}
    assert {appeal.outcome for appeal in Appeal.objects.all()} == {"", "upheld"}
    assert list(ledger.breaks()) == []


def test_every_reference_is_live_before_the_story_that_refers_to_it() -> None:
    """Otherwise the checklist would refuse the story."""
    by_slug = {story.slug: story for story in STORIES}
    for story in STORIES:
        for slug in re.findall(r'data-read-also="([^"]+)"', story.body):
            target = by_slug[slug]
            assert target.state == "published", (story.slug, slug)
            assert target.hours_ago > story.hours_ago, (story.slug, slug)


@pytest.mark.django_db
def test_the_desk_of_the_demo_shows_what_a_newsroom_lives_with() -> None:
    now = timezone.now()
    crew = {person.name: loader._person(person, "", now) for person in people.STAFF}
    told = {story.slug: story for story in STORIES if story.slug in desk_work.STORIES}
    stories = {}
    for slug, story in told.items():
        writer = crew[story.writers[0]]
        stories[slug] = cast.draft(writer, slug=slug, lead_photo=cast.photo(writer))
        if story.state in ("submitted", "returned"):
            workflow.submit(stories[slug], by=writer)
    desk_work.lay_out(crew, stories, timezone.now())
    bundle = Bundle.objects.get()
    assert bundle.live_from is not None
    assert timedelta(0) < bundle.live_from - now < timedelta(days=2)
    assert not bundle.is_released
    assert [place.edition is not None for place in bundle.stories.all()] == [True, False]
    assert PreviewLink.objects.alive().count() == 1
    assert Article.objects.filter(embargo_until__gt=now).count() == 1
    unsaved = Draft.objects.unsaved().get()
    assert unsaved.at > unsaved.article.drafts.stood().latest("version").at
    expired = Article.objects.get(slug=desk_work.EXPIRED).lead_photo
    assert expired
    assert photo_rights.has_ended(expired, now)


@pytest.mark.django_db
def test_the_newsroom_is_loaded_only_once(settings: object, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO, settings.DEMO_PASSWORD = True, "rahasia-demo"  # type: ignore[attr-defined]
    call_command("load_demo", "--without-stories")
    assert "reporter@demo.test" in capsys.readouterr().out
    assert User.objects.get(email="editor@demo.test").check_password("rahasia-demo")
    assert Section.objects.count() == 6
    call_command("load_demo")
    assert Section.objects.count() == 6
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_real_data_is_left_alone(settings: object, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO, settings.DEMO_PASSWORD = True, "rahasia-demo"  # type: ignore[attr-defined]
    cast.rina()
    call_command("load_demo")
    assert "left out" in capsys.readouterr().out
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_another_password_of_the_demo_is_taken_over_at_the_next_start(settings: object) -> None:
    settings.DEMO, settings.DEMO_PASSWORD = True, "yang-lama-sekali"  # type: ignore[attr-defined]
    call_command("load_demo", "--without-stories")
    settings.DEMO_PASSWORD = "yang-baru-sekali"  # type: ignore[attr-defined]
    call_command("load_demo")
    assert User.objects.get(email="reader@demo.test").check_password("yang-baru-sekali")


@pytest.mark.django_db
def test_a_real_site_has_no_demo() -> None:
    assert not settings.DEMO
    with pytest.raises(CommandError, match="only with DEMO=1"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_every_journalist_has_a_portrait_of_a_kind_that_can_be_drawn() -> None:
    assert {*people.PORTRAITS} == {person.name for person in people.STAFF if person.is_journalist}
    assert {*people.PORTRAITS.values()} == {*pictures.LOOKS}
    drawn = [pictures.portrait("scarf", seed=seed, size=(60, 60)).tobytes() for seed in (0, 0, 1)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_picture_is_the_same_each_time_it_is_drawn() -> None:
    first, again, other = (pictures.draw("sawah", seed=seed, size=(120, 80)).tobytes() for seed in (3, 3, 4))
    assert first == again
    assert first != other
    assert loader.PICTURE_SIZE[0] >= 1200
